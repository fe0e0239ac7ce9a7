"""Conditional factors, forecaster by forecaster, and what follows from them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from consilience.models.base import StudyModel
from consilience.models.factors.data import FactorData, encode_factors
from consilience.models.factors.priors import DEFAULTS, FactorPriors
from consilience.problems import Problem
from consilience.sampling.model import Drawn, Followed, Settings
from consilience.study import Estimate, Speaker, Study

if TYPE_CHECKING:
    import xarray as xr

    from consilience.charts import ChartOptions
    from consilience.models.factors.figures import FactorFigures
    from consilience.models.factors.what_if import FactorWhatIf
    from consilience.models.tables import Table
    from consilience.sampling.fit import Fit


class Factors(StudyModel):
    """Each forecaster's answers to all factors are taken together, and followed exactly through the network."""

    name = "factors"
    # Smaller steps than the consensus has: factors that few answered are known through totals alone, which lie on
    # curved ridges as narrow as the noise.
    settings = Settings(target_accepts=(0.95, 0.985, 0.998))
    one_group_each = True

    def __init__(self, priors: FactorPriors = DEFAULTS) -> None:
        super().__init__(priors)

    def suits(self, study: Study) -> bool:
        """Where questions follow from others, or evidence tells of them."""
        questions = study.questions.values()
        return bool(study.evidence) or any(question.gate or question.parents for question in questions)

    def refuse(self, study: Study) -> Iterable[Problem]:
        """Statements about the whole that cannot be read, and impossible records."""
        from consilience.models.factors.refuse import refuse

        return refuse(study)

    def encode(self, study: Study) -> FactorData:
        """Who said what of which factor, and which totals follow."""
        return encode_factors(study, self.priors)

    def build(self, data: FactorData) -> Any:
        """See :func:`consilience.models.factors.model.factor_model`."""
        from consilience.models.factors.model import factor_model

        return factor_model(data)

    def answer(self, raw: "xr.Dataset", data: FactorData, study: Study, seed: int) -> Drawn:
        """Answers before any evidence, of every factor and event, and once more after what the study declares."""
        from consilience.models.factors.unpack import answers_of, unpack

        return answers_of(unpack(raw, data, seed), data.network, study, seed)

    def statements(self, study: Study) -> Sequence[Estimate]:
        """The statements that a fit weighs."""
        from consilience.models.factors.pointwise import statements

        return statements(study)

    def log_likelihood(self, posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate]) -> np.ndarray:
        """Log likelihood of statements under every draw, of shape (draws, rows)."""
        from consilience.models.factors.pointwise import log_likelihood

        return log_likelihood(posterior, study, rows)

    def follow(self, posterior: "xr.Dataset", before: Study, after: Study) -> Followed:
        """What each speaker says anew given their other credences; those in what was said anew are drawn."""
        from consilience.models.factors.arrivals import follow

        return follow(posterior, before, after, self.priors)

    def ranks(
        self, posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate]
    ) -> tuple[np.ndarray, np.ndarray] | None:
        """Both ends of the rank of voices on a factor among forecasters like them, draw by draw."""
        from consilience.models.factors.pointwise import ranks_of

        return ranks_of(posterior, study, rows)

    def log_prior(self, posterior: "xr.Dataset", study: Study) -> Mapping[str, np.ndarray]:
        """Log prior density of every draw, by parameter."""
        from consilience.models.factors.pointwise import log_prior

        return log_prior(posterior, study, self.priors)

    def medians_together(self, posterior: "xr.Dataset", study: Study) -> Callable[[np.ndarray], np.ndarray]:
        """Medians of factors are correlated before anything was said."""
        from consilience.models.factors.pointwise import medians_alike, of_medians_together

        return partial(of_medians_together, posterior, study, self.priors, medians_alike(study))

    def draw_prior(self, study: Study, draws: int, seed: int) -> "xr.Dataset":
        """Parameters drawn from their prior, laid out as a posterior."""
        from consilience.models.factors.predict import prior

        return prior(study, self.priors, draws, seed)

    def predict(self, posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate], seed: int) -> np.ndarray:
        """What others would say in the forms of the rows, in log odds, of shape (draws, rows)."""
        from consilience.models.factors.predict import predict

        return predict(posterior, study, rows, seed)

    def replicate(self, posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate], seed: int) -> np.ndarray:
        """What might have been said where each row was, in log odds, of shape (draws, rows)."""
        from consilience.models.factors.predict import replicate

        return replicate(posterior, study, rows, seed)

    def bearing(self, study: Study, question: str) -> Sequence[Estimate]:
        """Statements on the question, and on whatever it follows from."""
        from consilience.models.factors.implied import bearing

        return bearing(study, question)

    def premises(self, study: Study, question: str) -> Sequence[str]:
        """What the question follows from, a step back."""
        from consilience.models.factors.implied import premises

        return premises(study, question)

    def premises_leave_open(self, study: Study, question: str, rows: Sequence[Estimate]) -> tuple[bool, bool]:
        """Whether some factor that nobody bounds takes the answer to 0%, and some to 100%."""
        from consilience.models.factors.implied import premises_leave_open

        return premises_leave_open(study, question, rows)

    def median_in_shares(self, fit: "Fit", question: str, shares: Mapping[str, float]) -> np.ndarray:
        """Draws of the median forecaster of groups in these shares, in log odds."""
        from consilience.models.factors.frames.forecasters import median_in_shares

        return median_in_shares(fit, question, shares)

    def implied(self, study: Study, question: str) -> Mapping[Speaker, str]:
        """What the factors of those who stated all of them come to."""
        from consilience.models.factors.implied import implied

        return implied(study, question)

    def implied_numbers(self, study: Study, question: str) -> Mapping[Speaker, tuple[float, float, float]]:
        """The same as low, best and high, fractions; the ends only where an interval was stated."""
        from consilience.models.factors.implied import implied_numbers

        return implied_numbers(study, question)

    def what_if(self, fit: "Fit", question: str, basis: str = "") -> "FactorWhatIf":
        """The same with factors and tests moved, of the population or of one person's own numbers."""
        from consilience.models.factors.what_if import FactorWhatIf

        return FactorWhatIf(fit, question, basis)

    def figures(self, fit: "Fit", options: "ChartOptions | None" = None) -> "FactorFigures":
        """The charts of a factor study."""
        from consilience.models.factors.figures import FactorFigures

        return FactorFigures(fit, options)

    def tables(self, fit: "Fit") -> "Sequence[Table]":
        """Implied totals, products, correlations, coherence, biases, evidence, and whether factors look like voices."""
        from consilience.models.factors.tables import factor_tables
        from consilience.models.predictive import predictive_checks

        return (*factor_tables(fit), predictive_checks(fit))

    def remarks(self, fit: "Fit") -> Iterator[str]:
        """Answers beyond everybody's, factors that do not look like their voices, totals that part from factors."""
        from consilience.models.factors.beyond import beyond_everybody
        from consilience.models.factors.words import totals_that_part
        from consilience.models.predictive import misfits

        return chain(beyond_everybody(fit), misfits(fit), totals_that_part(fit))

    def methods(self) -> tuple[str, ...]:
        """Paragraphs on the model and the reading of the statements."""
        from consilience.models.factors.words import METHODS

        return METHODS

    def assumptions(self, fit: "Fit") -> Sequence[tuple[str, str]]:
        """Priors, declared ones and evidence included, and what was taken where a statement left something open."""
        from consilience.models.factors.words import correlations_as_assumed, priors_in_words
        from consilience.models.words import base_rates_of

        return [
            *priors_in_words(self.priors),
            *correlations_as_assumed(fit),
            *base_rates_of(fit, self.priors),
            *super().assumptions(fit),
        ]
