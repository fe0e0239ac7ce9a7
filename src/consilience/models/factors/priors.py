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
    median_correlation : float
        Of the parameters, standard normal by themselves, of any two median forecasters: of factors that people spoke
        of and of which the study declares nothing.
    slope : float
        Scale of a half-normal, of the mean of the factors' slopes on a forecaster's first outlook. With one outlook, a
        slope is ``λ/√(1 − λ²)``, λ the correlation of standardised credences with it.
    slope_spread : (float, float)
        Mean and standard deviation of the log of the slopes' standard deviation about that; on further outlooks, which
        large panels have, about nought.
    reading : (float, float)
        Mean and standard deviation of the log of how far stated totals stray from what the same person's factors imply.
    scale_between_factors : float
        Standard deviation of the log of a factor's spread about the panel's, of which ``scale`` is the prior.
    bias : float
        Standard deviation of how far a group's stated totals lie above or below what its factors imply.
    """

    # Questions of one study are alike: of XPT's experts' four and the adversarial collaboration's 37, 0.85 and 0.96 are
    # likeliest. With 0.8 one person's "1 in a million" among four even factors would be answered with 3%; with 0.5 it
    # stands.
    median_correlation: float = 0.5
    # Two factors have a correlation of 0.28 in the middle, half of the time between 0.04 and 0.56: its mean over the
    # pairs is 0.2 to 0.6 in panels of 22 to 478 people on 4 to 37 questions.
    slope: float = 1.0
    # Away from nought, where slopes that are all the same would have a neck.
    slope_spread: tuple[float, float] = (log(0.35), 0.6)
    # A factor of e^0.5 in odds.
    reading: tuple[float, float] = (log(0.5), 0.5)
    bias: float = 1.0
    # Were they independent, those of thirty factors would be thirty times as sure of the prior's as one.
    scale_between_factors: float = 0.4

    @property
    def start(self) -> Mapping[str, float]:
        """About where chains start, by unconstrained parameter: in the middle of these."""
        slopes = {"slope_mean_log__": log(self.slope / 2), "slope_spread_log__": self.slope_spread[0]}
        return {**super().start, "panel_scale_log__": self.scale[0], "kappa_log__": self.reading[0], **slopes}


DEFAULTS = FactorPriors()
