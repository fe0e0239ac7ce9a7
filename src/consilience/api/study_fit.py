"""What can be asked of every fit."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

from consilience.arguments import either, one_of, several, takes, writing_to
from consilience.exporters import Exported, Exports, distribution, export_fit
from consilience.models.registry import model_of
from consilience.notebook import displays
from consilience.notebook.widgets import require_anywidget
from consilience.sampling.fit import Fit
from consilience.study import Estimate, Study as PlainStudy

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from scipy.stats._distn_infrastructure import rv_continuous_frozen

    from consilience.models.figures import StudyFigures
    from consilience.notebook.widgets.what_if import WhatIf
    from consilience.study import Study

# Draws of a prior, and of what others would say.
PREDICTIVE_DRAWS = 1000
_ROWS = either(
    one_of(PlainStudy, "a study as cs.read_study gives it", "study.with_estimate(…)"),
    several(Estimate, "several estimates", "rows"),
)


class StudyFit(Fit):
    """The fit of a study, whatever its model."""

    @takes()
    def summary(self, *, full: bool = False) -> "pd.DataFrame":
        """The answer that leads on every question; ``summary(full=True)`` gives every summary of every group.

        Parameters
        ----------
        full : bool
            Whether to give the whole, as :func:`consilience.frames.answers_frame` has it: posterior median with 50%
            and 90% intervals of every summary, question and group.

        Returns
        -------
        pandas.DataFrame
            By default a row a question, by its name: ``title``, ``answer`` in words, ``summary`` (of whom it is),
            ``leads`` (``"population"``, or ``"voices"`` where their own numbers lead: of under three people, where the
            population's lies beyond all of them, or where they leave open how low or how high it lies), ``voices`` (who
            speaks), ``inferred`` (where the voices lead, the median forecaster that is inferred of others like them, a
            what-if), and ``value``, ``low``, ``high`` as fractions (90% interval; missing where the voices lead).
        """
        from consilience.frames import answers_frame
        from consilience.frames.summary import summary_frame

        if full:
            return answers_frame(self)
        return summary_frame(self)[
            ["title", "answer", "summary", "leads", "voices", "inferred", "value", "low", "high"]
        ]

    @cached_property
    def trace(self) -> "xr.DataTree":
        """The fit as ArviZ reads it: ``az.loo``, ``az.psense_summary``, ``az.plot_ppc_dist`` and the like.

        Returns
        -------
        xarray.DataTree
            Groups ``posterior``, ``sample_stats``, ``log_likelihood`` (a column a statement), ``log_prior``,
            ``observed_data``, ``prior``, ``prior_predictive`` and ``posterior_predictive`` (statements in log odds).
            The last has a statement for every draw, drawn from what its log likelihood is of: of a consensus what
            another forecaster would say, elsewhere what the same one might have said. :meth:`predict` is of others.
            See :func:`consilience.sampling.trace.trace_tree`.
        """
        from consilience.sampling.trace import trace_tree

        model, rows = model_of(self), self.statements
        seed = cast("int", self.provenance["seed"])
        prior = model.draw_prior(self.study, PREDICTIVE_DRAWS, seed)
        return trace_tree(
            self.posterior,
            rows,
            log_likelihood=model.log_likelihood(self.posterior, self.study, rows),
            log_prior=model.log_prior(self.posterior, self.study),
            sample_stats=self.sample_stats,
            prior=prior,
            prior_predictive=model.predict(prior, self.study, rows, seed),
            posterior_predictive=model.replicate(self.posterior, self.study, rows, seed),
        )

    @cached_property
    def statements(self) -> "tuple[Estimate, ...]":
        """What the fit weighed, in the order of the columns of ``trace`` and :meth:`predict`."""
        return tuple(model_of(self).statements(self.study))

    @takes()
    def predict(self, draws: int = PREDICTIVE_DRAWS, *, seed: int = 0) -> "pd.DataFrame":
        """What forecasters like these would say in the forms of the statements: posterior predictive draws.

        Parameters
        ----------
        draws : int
        seed : int

        Returns
        -------
        pandas.DataFrame
            A row a draw, a column a statement (question and forecaster), as fractions.
        """
        import pandas as pd
        from scipy.special import expit

        from consilience.sampling.trace import spread_draws

        said = model_of(self).predict(spread_draws(self.posterior, draws), self.study, self.statements, seed)
        keys = [(row.question, row.forecaster) for row in self.statements]
        columns = pd.MultiIndex.from_tuples(keys, names=["question", "forecaster"])
        return pd.DataFrame(expit(said), columns=columns)

    @takes(study=_ROWS)
    def update(self, study: "Study | Iterable[Estimate]", *, background: bool | None = None) -> Self:
        """The fit of the same study after statements came, went or changed: at once where these draws reach so far.

        Parameters
        ----------
        study : Study, or iterable of Estimate
            The study as it stands now, or rows that came.
        background : bool, optional
            Whether, where the draws reach and too few are left, what they tell stands in while a full fit is sampled
            in a thread: :attr:`refit_pending` says so, and :meth:`wait` gives the full fit. It is not published. By
            default in a notebook.

        Returns
        -------
        StudyFit
            The draws of the last full fit, reweighted by what was said since (PSIS), where their Pareto k̂ and the
            effective draws left allow it; else a new full fit. Its ``how`` says which, and why. However often a fit is
            updated, it is from the last full fit.

        Raises
        ------
        StudyError
            As :func:`consilience.fit`, if it has to be fitted anew.
        WrongValueError
            If the study asks for another model: that is another fit, ``consilience.fit(study)``.
        KeyError
            If a row is about a question that the study does not ask.
        """
        from consilience.api.updating import update

        return update(self, study, background=background)

    @property
    def refit_pending(self) -> bool:
        """Whether this fit stands in for a full one that is being sampled in the background."""
        from consilience.api.background import pending

        return pending(self)

    def wait(self) -> Self:
        """The full fit that this one stands in for, when it is done; this one where it stands for itself.

        Returns
        -------
        StudyFit
        """
        from consilience.api.background import refit_of

        return refit_of(self)

    @takes()
    def history(self, question: str | None = None) -> "pd.DataFrame":
        """The answer as it would have been at the end of every day on which something it follows from came or went.

        Parameters
        ----------
        question : str, optional
            Default: the study's outcome, or else the one that most people spoke about.

        Returns
        -------
        pandas.DataFrame
            A row a day, without hindsight: ``day``, ``question``, ``value``, ``low`` and ``high`` (of the summary that
            the study headlines, as fractions) and their ``label``, ``statements``, and ``how`` each was had: reweighted
            from the fit of a later day, or sampled where that did not reach. The last row is this answer. Statements
            without a date count from the first day. Under three voices, it is the population's all the same, and mostly
            the prior. A day whose fit failed its diagnostics has no number.
        """
        from consilience.api.updating import history

        return history(self, question)

    @property
    def how(self) -> str:
        """How the draws were had, in a sentence: sampled, and if after an update why, or reweighted from which fit."""
        return str(self.provenance.get("how") or f"Sampled in full, {self.provenance.get('fitted')}.")

    def loo(self) -> Any:
        """Leave-one-out cross-validation of the statements, by Pareto-smoothed importance sampling.

        Returns
        -------
        arviz_stats.ELPDData
            With a Pareto k̂ for each statement: where it is above ``good_k``, leaving the statement out changes the
            posterior too much to be worked out from its draws. So it is of a lone voice on a question, and of single
            views of a crux.
        """
        from consilience.sampling.cross_validation import leave_one_out

        return leave_one_out(self.trace)

    def prior_sensitivity(self) -> "pd.DataFrame":
        """How far the priors and the statements move each published answer, by power-scaling them.

        Returns
        -------
        pandas.DataFrame
            A row an answer over all groups: ``prior`` and ``likelihood``, the distance that the answer moves per
            doubling of either (above 0.05 it matters), and ``diagnosis`` (Kallioinen, Paananen, Bürkner and Vehtari,
            2024, *Statistics and Computing* 34, 57). In a factor study what a person says of a factor is weighed given
            their other answers, so that what these share is scaled more than once: ``likelihood`` is then the more.
        """
        from consilience.sampling.prior_sensitivity import prior_sensitivity_frame

        return prior_sensitivity_frame(self, self.trace)

    @takes()
    def other_priors(self, question: str | None = None) -> "pd.DataFrame":
        """The answer to a question had the priors been others, worked out from the draws.

        Parameters
        ----------
        question : str, optional
            Default: the study's outcome, or else the one that most people spoke about.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.frames.other_priors.other_priors_frame`; without rows where the model cannot tell.
            Where a row is not ``reliable``, ``consilience.fit(study, priors=…)`` tells without compiling anew.

        Raises
        ------
        KeyError
            If the fit has no answer to the question.
        """
        from consilience.frames.other_priors import other_priors_frame
        from consilience.frames.questions import chosen_question

        return other_priors_frame(self, chosen_question(self, question))

    @takes()
    def what_if(self, question: str | None = None) -> "WhatIf":
        """The answer had some of what it rests on been otherwise, with sliders in a notebook.

        Parameters
        ----------
        question : str, optional
            Default: the study's outcome, or else the one that most people spoke about.

        Returns
        -------
        WhatIf
            Leave somebody out, take another prior or summary; in a factor study move factors and tests; of cruxes one
            at a time. A cell shows it; from Python ``move``, ``test``, ``choose``, ``leave_out``, ``save`` and
            ``reset`` do the same, ``answer`` is what is shown and ``scenarios`` a DataFrame of what was saved.

        Raises
        ------
        KeyError
            If the fit has no answer to the question.
        ImportError
            Without anywidget: it comes with ``pip install "consilience[lab]"``.
        """
        require_anywidget()
        from consilience.frames.questions import chosen_question
        from consilience.notebook.widgets.what_if import WhatIf

        return WhatIf(self, chosen_question(self, question))

    @property
    def diagnostics(self) -> displays.Diagnostics:
        """The checks of the sampler by name."""
        return displays.Diagnostics((check.name, check) for check in self.checks)

    @property
    def charts(self) -> "StudyFigures":
        """The charts of this fit: ``fit.charts.statements("question")`` and others, which a cell lists."""
        found: StudyFigures = self._charts()
        return found

    def _charts(self) -> Any:
        from consilience.notebook.charts import draw_charts_in_cells

        draw_charts_in_cells()
        return model_of(self).figures(self)

    @takes()
    def report(self, path: str | Path = "report.html") -> Path:
        """Write the report as one self-contained HTML page.

        Parameters
        ----------
        path : path
            The file to write.

        Returns
        -------
        Path

        Raises
        ------
        DiagnosticsError
            If the fit failed its diagnostics: nothing of it is published.
        """
        from consilience.problems import DiagnosticsError
        from consilience.report.page import report_html
        from consilience.study.writing.whole import write_whole

        if not self.passed:
            failed = "; ".join(str(check) for check in self.checks if not check.passed)
            msg = f"the fit of {self.study.name} failed its diagnostics and is not published: {failed}"
            raise DiagnosticsError(msg)
        target = Path(path)
        page = report_html(self).encode()
        with writing_to(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, page)
        return target

    @takes()
    def export(self, folder: str | Path = "paper", *, dpi: float = 300) -> Exported:
        """Write this fit down for a paper: every chart and table as journals take them, methods, references, a draft.

        Parameters
        ----------
        folder : path
            New or empty, or that of an earlier export, which is replaced at once: files of your own stay there, and
            one of the export that you changed is not overwritten.
        dpi : float
            Of the PNG files; SVG and PDF are written beside them, 174 mm and 85 mm wide.

        Returns
        -------
        Exported
            Its ``path``, and in ``remarks`` what was left out. ``paper.tex`` compiles with LaTeX and ``paper.md`` with
            Sphinx, both without a network; README.md in the folder says how. Other programs' files are written by
            :attr:`exports`.

        Raises
        ------
        DiagnosticsError
            If the fit failed its diagnostics: nothing of it is published.
        ValueError
            If the folder holds files of others but no export, or an export that was changed since.
        """
        return export_fit(self, "paper", folder, dpi=dpi)

    @property
    def exports(self) -> Exports:
        """What this fit can be written as: ``fit.exports.csv("answers.csv")`` and others, which a cell lists."""
        return Exports(self)

    @takes()
    def distribution(self, question: str | None = None, summary: str | None = None) -> "rv_continuous_frozen":
        """The posterior of an answer as a frozen distribution of SciPy.

        Parameters
        ----------
        question : str, optional
            Default: the study's outcome, or else the one that most people spoke about.
        summary : str, optional
            ``median``, ``mean``, ``geometric_mean_odds`` or ``new_forecaster``; default: the one that leads.

        Returns
        -------
        scipy.stats frozen distribution
            Of a probability; its percentiles are the answer's own. See
            :func:`consilience.exporters.histogram.distribution`.

        Raises
        ------
        KeyError
            If the fit has no such answer.
        ValueError
            If the voices' own numbers lead, which are no distribution of anybody like them.
        """
        from consilience.frames.questions import chosen_question

        return distribution(self, chosen_question(self, question), summary)

    @takes()
    def probability_below(self, question: str, threshold: float | str, summary: str = "median") -> float:
        """Posterior probability that a summary of a question, over its groups, lies below a threshold.

        Parameters
        ----------
        question : str
        threshold : float or str
            A fraction, or a text such as ``"1%"``.
        summary : str
            ``median``, ``mean``, ``geometric_mean_odds`` or ``new_forecaster``.

        Returns
        -------
        float
        """
        from consilience.frames import probability_below

        return probability_below(self, question, threshold, summary)

    def _repr_html_(self) -> str:
        from consilience.api.background import stands_in

        return displays.fit_html(self, stands_in=stands_in(self))

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        displays.fit_text(self, printer, cycle)
