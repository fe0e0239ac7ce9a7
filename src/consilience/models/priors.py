"""The consensus model's priors, weakly informative on the log-odds scale; every report shows them."""

from collections.abc import Mapping
from math import log

from scipy.special import ndtri

from consilience.likelihood.spreads import interior_logits
from consilience.notation import Bounds, Range, Value

# Location of a question's population, where the study declares none: 5%, and 90% between 0.04% and 87%.
LOCATION_PRIOR = (-3.0, 3.0)
# Location of a factor's population, where the study declares none: even, and 90% between 0.7% and 99.3%. Factors are
# steps of an argument and not risks: six of them at 5% would put the whole at one in sixty million.
FACTOR_PRIOR = (0.0, 3.0)
# Log of its scale: forecasters of risks differ by a factor of e^1.5 in odds, give or take two times.
SCALE_PRIOR = (log(1.5), 0.6)
# Degrees of freedom above one (Juárez and Steel, 2010, *J. Business & Economic Statistics* 28, 52–66).
NU_PRIOR = (2.0, 0.1)
GROUP_SCALE_PRIOR = 1.0
# Log of the trials that a reference class is worth.
REFERENCE_CLASS_PRIOR = (log(20.0), 1.0)
# Correlations between factors, and between what belongs to a forecaster (Lewandowski, Kurowicka and Joe, 2009): above
# one, those near zero are likelier.
LKJ_SHAPE = 2.0
# Log of how far stated totals stray from what the same person's factors imply, in log odds: a factor of e^0.5.
READING_PRIOR = (log(0.5), 0.5)
# Standard deviation of how far a group's stated totals lie above or below what its factors imply, in log odds.
BIAS_PRIOR = 1.0
# Log of the spread between forecasters in how strongly a crux and the outcome go together (log odds ratio), and the
# standard deviation of the median forecaster's.
ASSOCIATION_SCALE_PRIOR = (0.0, 0.6)
ASSOCIATION_PRIOR = 1.5
# Log of the scale of what distinguishes one forecaster's views of all cruxes from another's.
FORECASTER_SCALE_PRIOR = (log(0.7), 0.6)
# Log of how far a forecaster's view of the outcome drifts from one round of questions to another, in log odds.
DRIFT_PRIOR = (log(0.3), 0.8)
# Degrees of freedom of a forecaster's view of one crux: a few cruxes are decisive, most are not.
VIEW_NU = 8.0

# Where chains start, give or take one, by unconstrained parameter: in the middle of the priors, whatever was said.
STARTS: Mapping[str, float] = {
    "tau_log__": SCALE_PRIOR[0],
    "nu_above_one_log__": log(NU_PRIOR[0] / NU_PRIOR[1]),
    "reference_class_log__": REFERENCE_CLASS_PRIOR[0],
    "kappa_log__": READING_PRIOR[0],
    "tau_outcome_log__": SCALE_PRIOR[0],
    "tau_base_log__": SCALE_PRIOR[0],
    "tau_association_log__": ASSOCIATION_SCALE_PRIOR[0],
    "forecaster_scale_log__": FORECASTER_SCALE_PRIOR[0],
    "drift_log__": DRIFT_PRIOR[0],
}


Z90 = 1.6448536269514722


def prior_of_median(declared: Value | None, default: tuple[float, float] = LOCATION_PRIOR) -> tuple[float, float]:
    """Mean and standard deviation of the median forecaster's log odds before anything was said.

    Parameters
    ----------
    declared : Value, optional
        A range or best-with-bounds; 90% coverage where none is stated.
    default : tuple of float
        Where none is declared.

    Returns
    -------
    tuple of float
    """
    match declared:
        case Range() | Bounds():
            low, high = interior_logits((declared.low, declared.high))
            best = (low + high) / 2 if isinstance(declared, Range) else interior_logits((declared.best,))[0]
            reach = Z90 if declared.coverage is None else float(ndtri((1 + declared.coverage) / 2))
            return float(best), float((high - low) / 2 / reach)
        case None:
            return default
        case _:
            msg = f"a prior is a range or a best value with bounds, not {type(declared).__name__.lower()}"
            raise TypeError(msg)
