"""What a model of this package is: what samplers ask of it, and what reports show of its fits."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from consilience.models.priors import PopulationPriors, Priors, population_median
from consilience.problems import Problem, WrongValueError
from consilience.sampling.model import Drawn, Followed, Settings
from consilience.sampling.reweight import OutOfReachError
from consilience.study import Estimate, Speaker, Study

if TYPE_CHECKING:
    import xarray as xr

    from consilience.charts import ChartOptions
    from consilience.models.figures import StudyFigures
    from consilience.models.tables import Table
    from consilience.models.what_if import WhatIfEngine
    from consilience.sampling.fit import Fit


class StudyModel:
    """One model: how it takes in a study, what it makes of its draws, and what is shown and said of them.

    A model defines ``name``, :meth:`suits`, :meth:`encode`, :meth:`build`, :meth:`answer` and :meth:`methods`; what
    else it has beside other models it says by the rest.
    """

    name: ClassVar[str]
    settings: ClassVar[Settings] = Settings()
    # Whether whoever speaks is of one group throughout, as in a panel, named in whichever row.
    one_group_each: ClassVar[bool] = False

    def __init__(self, priors: Priors | None = None) -> None:
        self.priors: Any = priors

    def with_priors(self, priors: Priors) -> "StudyModel":
        """The same model with other priors, which need no compilation.

        Parameters
        ----------
        priors : Priors
            Of the class that the model has.

        Returns
        -------
        StudyModel

        Raises
        ------
        WrongValueError
            If they are the priors of another model.
        """
        if type(priors) is not type(self.priors):
            wanted = type(self.priors).__name__
            msg = f"the {self.name} model takes {wanted}, not {type(priors).__name__}. To mend it: write {wanted}(…)"
            raise WrongValueError.told(msg)
        return type(self)(priors)

    def suits(self, study: Study) -> bool:
        """Whether this is the model that a study asks for."""
        raise NotImplementedError

    def refuse(self, study: Study) -> Iterable[Problem]:
        """What of a study the model cannot weigh, said before it samples."""
        return ()

    def encode(self, study: Study) -> Any:
        """A study's standing voices and base rates as arrays."""
        raise NotImplementedError

    def build(self, data: Any) -> Any:
        """The PyMC model of these arrays, unsampled."""
        raise NotImplementedError

    def answer(self, raw: "xr.Dataset", data: Any, study: Study, seed: int) -> Drawn:
        """What is kept and what is published of draws of the parameters."""
        raise NotImplementedError

    def statements(self, study: Study) -> Sequence[Estimate]:
        """The statements that a fit weighs, each of which has a log likelihood."""
        raise NotImplementedError

    def log_likelihood(self, posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate]) -> np.ndarray:
        """Log likelihood of statements under every draw, of shape (draws, rows)."""
        raise NotImplementedError

    def follow(self, posterior: "xr.Dataset", before: Study, after: Study) -> Followed:
        """Draws of one study as those of another in which statements came, went or changed.

        Parameters
        ----------
        posterior : xarray.Dataset
            Of ``before``.
        before, after : Study
            Alike but for what was said.

        Returns
        -------
        Followed
            The same whenever it is asked: what of it is drawn is drawn from one seed.

        Raises
        ------
        OutOfReachError
            If these draws are not of what the other study asks for.
        """
        raise OutOfReachError(f"draws of the model of {self.name} are not reweighted")

    def ranks(
        self, posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate]
    ) -> tuple[np.ndarray, np.ndarray] | None:
        """Both ends of the rank of voices among forecasters like them, draw by draw; ``None`` if it tells of none."""
        return None

    def log_prior(self, posterior: "xr.Dataset", study: Study) -> Mapping[str, np.ndarray]:
        """Log prior density of every draw, by parameter."""
        raise NotImplementedError

    def other_priors(self, posterior: "xr.Dataset", study: Study, question: str) -> Mapping[str, np.ndarray]:
        """Log density of other priors over its own, draw by draw, by what they are; none where it has none to tell."""
        from consilience.models.alternatives import of_populations

        asked = list(dict.fromkeys(self._populations_behind(posterior, study, question)))
        together = self.medians_together(posterior, study)
        return of_populations(posterior, study, self.priors, asked, together) if asked else {}

    def medians_together(self, posterior: "xr.Dataset", study: Study) -> Callable[[np.ndarray], np.ndarray] | None:
        """What the prior of several medians is beside that of each: see :mod:`consilience.models.alternatives`."""
        return None

    def _populations_behind(self, posterior: "xr.Dataset", study: Study, question: str) -> Iterator[str]:
        """Questions that have a population of their own: this one, or all that it follows from."""
        if not isinstance(self.priors, PopulationPriors):
            return
        if question in posterior["question"].values:
            yield question
            return
        for premise in self.premises(study, question):
            yield from self._populations_behind(posterior, study, premise)

    def draw_prior(self, study: Study, draws: int, seed: int) -> "xr.Dataset":
        """Parameters drawn from their prior, laid out as a posterior."""
        raise NotImplementedError

    def predict(self, posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate], seed: int) -> np.ndarray:
        """What others like those who spoke would say in the forms of the rows, in log odds, of shape (draws, rows)."""
        raise NotImplementedError

    def replicate(self, posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate], seed: int) -> np.ndarray:
        """What might have been said where each row was, in log odds: drawn from what its log likelihood is of.

        Other than :meth:`predict` where the posterior knows what single people think.
        """
        return self.predict(posterior, study, rows, seed)

    def prior_of(self, study: Study, question: str) -> tuple[float, float, float]:
        """Student t of the median forecaster's log odds before anything was said: centre, scale, degrees of freedom."""
        return population_median(study.question(question).prior, self.priors.location)

    def bearing(self, study: Study, question: str) -> Sequence[Estimate]:
        """Standing voices and base rates that bear on a question."""
        return [row for row in study.weighed if row.question == question]

    def premises(self, study: Study, question: str) -> Sequence[str]:
        """What a question follows from, all of which an answer to the whole needs."""
        return ()

    def median_in_shares(self, fit: "Fit", question: str, shares: Mapping[str, float]) -> "np.ndarray | None":
        """Draws of the median forecaster of groups in these shares, in log odds; ``None`` where it has none to tell."""
        return None

    def implied(self, study: Study, question: str) -> Mapping[Speaker, str]:
        """What voices' own numbers come to on a question that they may not have been asked, by arithmetic alone."""
        return {}

    def implied_numbers(self, study: Study, question: str) -> Mapping[Speaker, tuple[float, float, float]]:
        """The same as low, best and high, fractions; NaN where there is none."""
        return {}

    def premises_leave_open(self, study: Study, question: str, rows: Sequence[Estimate]) -> tuple[bool, bool]:
        """Whether what was said of its premises leaves open how low a question's answer is, and how high."""
        return True, True

    def what_if(self, fit: "Fit", question: str, basis: str = "") -> "WhatIfEngine":
        """The answer to a question had what it rests on been otherwise, from the numbers of the population."""
        from consilience.models.what_if import WhatIfEngine, known

        known("person", basis, [""])
        return WhatIfEngine(fit, question)

    def figures(self, fit: "Fit", options: "ChartOptions | None" = None) -> "StudyFigures":
        """The charts of a fit."""
        from consilience.models.figures import StudyFigures

        return StudyFigures(fit, options)

    def tables(self, fit: "Fit") -> "Sequence[Table]":
        """Tables that a report has beside those of single questions, without empty ones."""
        return ()

    def remarks(self, fit: "Fit") -> Iterator[str]:
        """Sentences that follow the answer."""
        return iter(())

    def methods(self) -> tuple[str, ...]:
        """Paragraphs on the model and the reading of the statements, as plain text."""
        raise NotImplementedError

    def assumptions(self, fit: "Fit") -> Sequence[tuple[str, str]]:
        """Every prior and every other choice as name and words, the declared ones by question."""
        from consilience.models.words import declared_of

        return declared_of(fit)
