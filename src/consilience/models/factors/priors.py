"""The priors of the model of factors."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

from consilience.models.priors import PopulationPriors


@dataclass(frozen=True)
class FactorPriors(PopulationPriors):
    """Priors of a panel over factors; see :class:`consilience.models.priors.PopulationPriors` for the others.

    Parameters
    ----------
    correlation : float
        Shape of the LKJ prior of correlations between factors (Lewandowski, Kurowicka and Joe, 2009): above one, those
        near zero are likelier.
    reading : (float, float)
        Mean and standard deviation of the log of how far stated totals stray from what the same person's factors imply.
    bias : float
        Standard deviation of how far a group's stated totals lie above or below what its factors imply.
    """

    correlation: float = 2.0
    # A factor of e^0.5 in odds.
    reading: tuple[float, float] = (log(0.5), 0.5)
    bias: float = 1.0

    @property
    def start(self) -> Mapping[str, float]:
        """Where chains start, give or take one, by unconstrained parameter: in the middle of these."""
        return {**super().start, "kappa_log__": self.reading[0]}


DEFAULTS = FactorPriors()
