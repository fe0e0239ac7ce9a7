"""Averages in log odds, which an answer of 0% or 100% leaves undefined."""

import numpy as np
from numpy.typing import NDArray

type Array = NDArray[np.float64]

EXTREMIZING_EXPONENT = 1.5


def geometric_mean_odds(probabilities: Array) -> float:
    """Odds whose logarithm is the mean log odds (Genest and Zidek, 1986, *Statistical Science* 1, 114–135)."""
    return _from_log_odds(float(np.mean(_log_odds(probabilities))))


def logarithmic(probabilities: Array) -> float:
    """Normalised geometric mean of the probabilities of yes and of no (Genest and Zidek, 1986, eq. 3.12).

    For an event with two outcomes and equal weights this is the geometric mean of odds.
    """
    yes, no = (np.exp(np.mean(np.log(p))) for p in (probabilities, 1 - probabilities))
    return float(yes / (yes + no))


def extremized(probabilities: Array) -> float:
    """Geometric mean of odds, raised to a power above one (Satopää et al., 2014, *IJF* 30, 344–356)."""
    return _from_log_odds(EXTREMIZING_EXPONENT * float(np.mean(_log_odds(probabilities))))


def _log_odds(probabilities: Array) -> Array:
    return np.log(probabilities) - np.log1p(-probabilities)


def _from_log_odds(value: float) -> float:
    # Far below even odds the exponential overflows to infinity, and the probability is rightly 0.
    with np.errstate(over="ignore"):
        return float(1 / (1 + np.exp(-value)))
