"""The consensus of each question by itself."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from consilience.models.base import StudyModel
from consilience.models.consensus.data import ConsensusData, encode_study
from consilience.models.consensus.priors import DEFAULTS, ConsensusPriors
from consilience.models.consensus.unpack import unpack
from consilience.models.populations import median_in_shares, population_answers_of
from consilience.sampling.answers import answers_dataset
from consilience.sampling.model import Drawn, Followed, Settings
from consilience.study import Estimate, Study

if TYPE_CHECKING:
    import xarray as xr

    from consilience.charts import ChartOptions
    from consilience.models.consensus.figures import ConsensusFigures
    from consilience.models.tables import Table
    from consilience.sampling.fit import Fit


class Consensus(StudyModel):
    """Every question has a population of forecasters, whose groups are partially pooled."""

    name = "consensus"
    settings = Settings(tune=300)

    def __init__(self, priors: ConsensusPriors = DEFAULTS) -> None:
        super().__init__(priors)

    def suits(self, study: Study) -> bool:
        """Whatever asks for no other model."""
        return True

    def encode(self, study: Study) -> ConsensusData:
        """Statements about every question, and their groups."""
        return encode_study(study, self.priors)

    def build(self, data: ConsensusData) -> Any:
        """See :func:`consilience.models.consensus.model.consensus_model`."""
        from consilience.models.consensus.model import consensus_model

        return consensus_model(data)

    def answer(self, raw: "xr.Dataset", data: ConsensusData, study: Study, seed: int) -> Drawn:
        """Summaries of the population of every question."""
        posterior = unpack(raw, data)
        found = population_answers_of(posterior, np.random.default_rng(seed))
        return Drawn(posterior, answers_dataset(found, posterior["nu"].shape))

    def median_in_shares(self, fit: "Fit", question: str, shares: Mapping[str, float]) -> np.ndarray:
        """Draws of the median forecaster of groups in these shares, in log odds."""
        return median_in_shares(fit.posterior, question, shares)

    def statements(self, study: Study) -> Sequence[Estimate]:
        """The statements that a fit weighs."""
        from consilience.models.consensus.pointwise import statements

        return statements(study)

    def log_likelihood(self, posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate]) -> np.ndarray:
        """Log likelihood of statements under every draw, of shape (draws, rows)."""
        from consilience.models.consensus.pointwise import log_likelihood

        return log_likelihood(posterior, study, rows)

    def follow(self, posterior: "xr.Dataset", before: Study, after: Study) -> Followed:
        """Statements that came over those that went."""
        from consilience.models.consensus.pointwise import log_ratio

        return Followed(log_ratio(posterior, before, after), posterior)

    def ranks(self, posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate]) -> tuple[np.ndarray, np.ndarray]:
        """Both ends of the rank of voices among forecasters like them, draw by draw."""
        from consilience.models.voices import ranks_in_populations

        return ranks_in_populations(posterior, rows)

    def log_prior(self, posterior: "xr.Dataset", study: Study) -> Mapping[str, np.ndarray]:
        """Log prior density of every draw, by parameter."""
        from consilience.models.log_densities import of_populations

        return of_populations(posterior, study, self.priors)

    def draw_prior(self, study: Study, draws: int, seed: int) -> "xr.Dataset":
        """Parameters drawn from their prior, laid out as a posterior."""
        from consilience.models.consensus.predict import prior

        return prior(study, self.priors, draws, seed)

    def predict(self, posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate], seed: int) -> np.ndarray:
        """What others would say in the forms of the rows, in log odds, of shape (draws, rows)."""
        from consilience.models.consensus.predict import predict

        return predict(posterior, rows, seed)

    def figures(self, fit: "Fit", options: "ChartOptions | None" = None) -> "ConsensusFigures":
        """The charts of a consensus."""
        from consilience.models.consensus.figures import ConsensusFigures

        return ConsensusFigures(fit, options)

    def tables(self, fit: "Fit") -> "Sequence[Table]":
        """Whether populations look like their voices."""
        from consilience.models.predictive import predictive_checks

        return (predictive_checks(fit),)

    def remarks(self, fit: "Fit") -> Iterator[str]:
        """Where a population does not look like its voices."""
        from consilience.models.predictive import misfits

        yield from misfits(fit)

    def methods(self) -> tuple[str, ...]:
        """Paragraphs on the model and the reading of the statements."""
        from consilience.models.consensus.words import METHODS

        return METHODS

    def assumptions(self, fit: "Fit") -> Sequence[tuple[str, str]]:
        """Priors, declared ones included, and what was taken where a statement left something open."""
        from consilience.models.consensus.words import priors_in_words
        from consilience.models.words import base_rates_of

        return [*priors_in_words(self.priors), *base_rates_of(fit, self.priors), *super().assumptions(fit)]
