"""Fits with everything that can be asked of them: a class for each model, each offering only what works on it."""

from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from consilience.models.registry import model_of
from consilience.notebook import displays
from consilience.sampling.fit import Fit

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import xarray as xr

    from consilience.models.consensus.figures import ConsensusFigures
    from consilience.models.cruxes.figures import CruxFigures
    from consilience.models.factors.figures import FactorFigures
    from consilience.models.factors.frames.required import RequiredEvidence
    from consilience.models.figures import StudyFigures
    from consilience.study import Estimate

# Predictive draws of a trace: enough for a plot.
PREDICTIVE_DRAWS = 200


class StudyFit(Fit):
    """The fit of a study, whatever its model."""

    def summary(self) -> "pd.DataFrame":
        """Posterior median with 50% and 90% intervals of every summary, question and group.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.frames.answers_frame`.
        """
        from consilience.frames import answers_frame

        return answers_frame(self)

    @cached_property
    def trace(self) -> "xr.DataTree":
        """The fit as ArviZ reads it, for ``az.loo``, ``az.psense_summary``, ``az.plot_ppc_dist`` and the like.

        Returns
        -------
        xarray.DataTree
            Groups ``posterior``, ``sample_stats``, ``log_likelihood`` (a column a statement), ``log_prior``,
            ``observed_data``, ``prior``, ``prior_predictive`` and ``posterior_predictive`` (statements in log odds).
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
            prior_predictive=model.predict(prior, self.study, rows, PREDICTIVE_DRAWS, seed),
            posterior_predictive=self._predicted(PREDICTIVE_DRAWS, seed),
        )

    @cached_property
    def statements(self) -> "tuple[Estimate, ...]":
        """What the fit weighed, in the order of the columns of ``trace`` and :meth:`predict`."""
        return tuple(model_of(self).statements(self.study))

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

        keys = [(row.question, row.forecaster) for row in self.statements]
        columns = pd.MultiIndex.from_tuples(keys, names=["question", "forecaster"])
        return pd.DataFrame(expit(self._predicted(draws, seed)), columns=columns)

    def _predicted(self, draws: int, seed: int) -> "np.ndarray":
        return model_of(self).predict(self.posterior, self.study, self.statements, draws, seed)

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
            2024, *Statistics and Computing* 34, 57).
        """
        from consilience.sampling.prior_sensitivity import prior_sensitivity_frame

        return prior_sensitivity_frame(self, self.trace)

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
        from consilience.report import report_html
        from consilience.study.writing.whole import write_whole

        if not self.passed:
            failed = "; ".join(str(check) for check in self.checks if not check.passed)
            msg = f"the fit of {self.study.name} failed its diagnostics and is not published: {failed}"
            raise DiagnosticsError(msg)
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, report_html(self).encode())
        return target

    def probability_below(self, question: str, threshold: float, summary: str = "median") -> float:
        """Posterior probability that a summary of a question, over its groups, lies below a threshold.

        Parameters
        ----------
        question : str
        threshold : float
            A fraction.
        summary : str
            ``median``, ``mean``, ``geometric_mean_odds`` or ``new_forecaster``.

        Returns
        -------
        float
        """
        from consilience.frames import probability_below

        return probability_below(self, question, threshold, summary)

    def _repr_html_(self) -> str:
        return displays.fit_html(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        displays.fit_text(self, printer, cycle)


class ConsensusFit(StudyFit):
    """The fit of a study whose questions stand for themselves."""

    @property
    def charts(self) -> "ConsensusFigures":
        """The charts of this fit: ``fit.charts.statements("question")`` and others, which a cell lists."""
        found: ConsensusFigures = self._charts()
        return found


class FactorFit(StudyFit):
    """The fit of a factor study: every forecaster's factors, and what follows from them."""

    @property
    def charts(self) -> "FactorFigures":
        """The charts of this fit: ``fit.charts.tree()`` and others, which a cell lists."""
        found: FactorFigures = self._charts()
        return found

    def implied(self) -> "pd.DataFrame":
        """What every forecaster's factors imply of the outcomes, with those who left some out.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.factors.frames.credences.implied_frame`.
        """
        from consilience.models.factors.frames.credences import implied_frame

        return implied_frame(self)

    def products(self, outcome: str | None = None) -> "pd.DataFrame":
        """Pools of products beside products of pools, and what separates them.

        Parameters
        ----------
        outcome : str, optional
            Default: the study's.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.factors.frames.products.products_frame`.
        """
        from consilience.models.factors.frames.products import products_frame

        return products_frame(self, outcome)

    def coherence(self) -> "pd.DataFrame":
        """Stated totals against what the same forecaster's factors imply.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.factors.frames.coherence.coherence_frame`.
        """
        from consilience.models.factors.frames.coherence import coherence_frame

        return coherence_frame(self)

    def biases(self) -> "pd.DataFrame":
        """How far the stated totals of each group lie off, and how noisy they are.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.factors.frames.coherence.bias_frame`.
        """
        from consilience.models.factors.frames.coherence import bias_frame

        return bias_frame(self)

    def evidence(self, outcome: str | None = None) -> "pd.DataFrame":
        """The outcome and what was tested, before any evidence and after each test.

        Parameters
        ----------
        outcome : str, optional
            Default: the study's.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.factors.frames.evidence.evidence_frame`.
        """
        from consilience.models.factors.frames.evidence import evidence_frame

        return evidence_frame(self, outcome)

    def sensitivity(self, outcome: str | None = None) -> "pd.DataFrame":
        """The outcome with each factor at its ends, and variance-based indices.

        Parameters
        ----------
        outcome : str, optional
            Default: the study's.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.factors.frames.sensitivity.tornado_frame`.
        """
        from consilience.models.factors.frames.sensitivity import tornado_frame

        return tornado_frame(self, outcome)

    def value_of_information(self, outcome: str | None = None, base: float = 10.0) -> "pd.DataFrame":
        """What each person would learn of the outcome from a factor.

        Parameters
        ----------
        outcome : str, optional
            Default: the study's.
        base : float
            Of the logarithm.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.factors.frames.sensitivity.value_of_information_frame`.
        """
        from consilience.models.factors.frames.sensitivity import value_of_information_frame

        return value_of_information_frame(self, outcome, base)

    def required_evidence(
        self,
        outcome: str | None = None,
        threshold: float | str | None = None,
        confidence: float | str = 0.9,
        **test: Any,
    ) -> "RequiredEvidence":
        """Find what clean record of tests would bring a risk to a threshold or below, beside the evidence there is.

        Parameters
        ----------
        outcome : str, optional
            Default: the study's.
        threshold : float or str, optional
            ``0.01`` or ``"1%"``. Default: the study's.
        confidence : float or str
            Share of the draws that have to lie below.
        **test : optional
            ``on``, ``sensitivity``, ``trials``, ``false_positive_rate``, ``common_failure`` of the test in question.

        Returns
        -------
        RequiredEvidence
            See :func:`consilience.models.factors.frames.required.required_evidence`.
        """
        from consilience.models.factors.frames.required import required_evidence

        return required_evidence(self, outcome, threshold, confidence, **test)


class CruxFit(StudyFit):
    """The fit of a study of cruxes: what would change minds about an outcome."""

    @property
    def charts(self) -> "CruxFigures":
        """The charts of this fit: ``fit.charts.crux_map()`` and others, which a cell lists."""
        found: CruxFigures = self._charts()
        return found

    def value_of_information(self, base: float = 10.0) -> "pd.DataFrame":
        """What each person would learn of the outcome from a crux.

        Parameters
        ----------
        base : float
            Of the logarithm.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.cruxes.frames.views.crux_people_frame`.
        """
        from consilience.models.cruxes.frames.views import crux_people_frame

        return crux_people_frame(self, base)

    def disagreement(self, base: float = 10.0) -> "pd.DataFrame":
        """How much of the disagreement between camps each crux explains.

        Parameters
        ----------
        base : float
            Of the logarithm.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.cruxes.frames.views.disagreement_frame`.
        """
        from consilience.models.cruxes.frames.views import disagreement_frame

        return disagreement_frame(self, base=base)


# By the name of the model; fits of any other are a StudyFit.
FITS: dict[str, type[StudyFit]] = {"consensus": ConsensusFit, "factors": FactorFit, "cruxes": CruxFit}


def with_methods(fit: Fit) -> StudyFit:
    """A fit with the methods of its model."""
    kind = FITS.get(fit.model.name, StudyFit)
    return kind(**{field.name: getattr(fit, field.name) for field in fields(fit)})
