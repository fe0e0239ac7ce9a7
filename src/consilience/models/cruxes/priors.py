"""The priors of the model of cruxes."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

from consilience.models.priors import PopulationPriors, Priors


@dataclass(frozen=True)
class CruxPriors(Priors):
    """Priors of joint views of an outcome and its cruxes, in log odds.

    Parameters
    ----------
    location : (float, float)
        Centre and scale of the median forecaster's outcome, and of each crux, as of any question: see
        :class:`consilience.models.priors.PopulationPriors`.
    scale : (float, float)
        Mean and standard deviation of the log of the spread between forecasters in the outcome, and in a crux.
    group_scale : (float, float)
        Mean and standard deviation of the log of the standard deviation between groups.
    association : float
        Standard deviation of the median forecaster's log odds ratio of crux and outcome.
    association_scale : (float, float)
        Mean and standard deviation of the log of the spread between forecasters in that.
    forecaster_scale : (float, float)
        Mean and standard deviation of the log of what distinguishes one forecaster's views of all cruxes.
    scale_between_forecasters : float
        Standard deviation of the log of how many times as far apart from crux to crux as others' one forecaster's views
        are, of how likely cruxes are and of how far they move the outcome: one calls all irrelevant, another calls one
        decisive.
    reading : (float, float)
        Mean and standard deviation of the log of how far statements stray from what their speaker's views imply.
    drift : (float, float)
        Mean and standard deviation of the log of how far a view of the outcome drifts from one round to another.
    view_nu : float
        Degrees of freedom of a forecaster's view of one crux: a few cruxes are decisive, most are not.
    correlation : float
        Shape of the LKJ prior of correlations between what belongs to a forecaster.
    """

    location: tuple[float, float] = PopulationPriors.location
    scale: tuple[float, float] = (log(1.5), 0.6)
    group_scale: tuple[float, float] = PopulationPriors.group_scale
    association: float = 1.5
    association_scale: tuple[float, float] = (0.0, 0.6)
    forecaster_scale: tuple[float, float] = (log(0.7), 0.6)
    scale_between_forecasters: float = 0.5
    reading: tuple[float, float] = (log(0.5), 0.5)
    drift: tuple[float, float] = (log(0.3), 0.8)
    view_nu: float = 8.0
    correlation: float = 2.0

    @property
    def start(self) -> Mapping[str, float]:
        """About where chains start, by unconstrained parameter: in the middle of these."""
        return {
            "kappa_log__": self.reading[0],
            "tau_outcome_log__": self.scale[0],
            "tau_base_log__": self.scale[0],
            "tau_association_log__": self.association_scale[0],
            "forecaster_scale_log__": self.forecaster_scale[0],
            "drift_log__": self.drift[0],
            **{f"{name}_group_scale_log__": self.group_scale[0] for name in ("outcome", "base", "association")},
        }


DEFAULTS = CruxPriors()
