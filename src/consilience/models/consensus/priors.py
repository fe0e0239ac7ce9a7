"""The priors of the consensus model."""

from dataclasses import dataclass

from consilience.models.priors import PopulationPriors


@dataclass(frozen=True)
class ConsensusPriors(PopulationPriors):
    """Priors of the consensus of each question; see :class:`consilience.models.priors.PopulationPriors`."""


DEFAULTS = ConsensusPriors()
