"""The consensus of each question by itself."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from consilience.models.base import StudyModel
from consilience.models.consensus.data import ConsensusData, encode_study
from consilience.models.consensus.unpack import unpack
from consilience.models.populations import population_answers_of
from consilience.sampling.answers import answers_dataset
from consilience.sampling.model import Drawn
from consilience.study import Study

if TYPE_CHECKING:
    import xarray as xr

    from consilience.charts import Width
    from consilience.models.consensus.figures import ConsensusFigures
    from consilience.sampling.fit import Fit


class Consensus(StudyModel):
    """Every question has a population of forecasters, whose groups are partially pooled."""

    name = "consensus"

    def suits(self, study: Study) -> bool:
        """Whatever asks for no other model."""
        return True

    def encode(self, study: Study) -> ConsensusData:
        """Statements about every question, and their groups."""
        return encode_study(study)

    def build(self, data: ConsensusData) -> Any:
        """See :func:`consilience.models.consensus.model.consensus_model`."""
        from consilience.models.consensus.model import consensus_model

        return consensus_model(data)

    def answer(self, raw: "xr.Dataset", data: ConsensusData, study: Study, seed: int) -> Drawn:
        """Summaries of the population of every question."""
        posterior = unpack(raw, data)
        found = population_answers_of(posterior, np.random.default_rng(seed))
        return Drawn(posterior, answers_dataset(found, posterior["nu"].shape))

    def figures(self, fit: "Fit", width: "Width" = "full") -> "ConsensusFigures":
        """The charts of a consensus."""
        from consilience.models.consensus.figures import ConsensusFigures

        return ConsensusFigures(fit, width)

    def methods(self) -> tuple[str, ...]:
        """Paragraphs on the model and the reading of the statements."""
        from consilience.models.consensus.words import METHODS

        return METHODS

    def assumptions(self, fit: "Fit") -> Sequence[tuple[str, str]]:
        """Priors, declared ones included, and what was taken where a statement left something open."""
        from consilience.models.consensus.words import priors_in_words
        from consilience.models.words import base_rates_of

        return [*priors_in_words(), *base_rates_of(fit), *super().assumptions(fit)]
