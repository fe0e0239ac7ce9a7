"""What draws are summarised by: summaries of forecasters, ends of intervals, how far certainty reaches."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit

type Array = NDArray[np.float64]

# Odds beyond e^40 are certainty, as charts and diagnostics have it.
CERTAIN = 40.0

# The published quantiles by the names of their columns: median, 50% and 90% intervals, equal-tailed.
LEVELS: Mapping[str, float] = MappingProxyType({"low": 0.05, "low50": 0.25, "value": 0.5, "high50": 0.75, "high": 0.95})
# Those of a 90% interval alone.
INTERVAL: Mapping[str, float] = MappingProxyType({name: LEVELS[name] for name in ("low", "value", "high")})

# Draws that a median and an interval over draws are taken from, where each costs a network or hundreds of pairs.
THINNED = 500

# Log odds of a population's summary from those of its members, along the second axis.
SUMMARIES: Mapping[str, Callable[[Array], Array]] = MappingProxyType(
    {
        "median": lambda members: np.asarray(np.median(members, axis=1)),
        "mean": lambda members: np.asarray(logit(expit(members).mean(axis=1))),
        "geometric_mean_odds": lambda members: np.asarray(members.mean(axis=1)),
    }
)


def bounded(draws: ArrayLike) -> Array:
    """Draws with certainty as a number: what is beyond 40 either way is 0 or 1 as a fraction.

    Parameters
    ----------
    draws : array_like
        Log odds.

    Returns
    -------
    ndarray
        Finite log odds.
    """
    return np.asarray(np.clip(np.asarray(draws, dtype=float), -CERTAIN, CERTAIN))


def thinned(draws: Array, most: int = THINNED) -> Array:
    """Draws at even steps, no more of them than need be.

    Parameters
    ----------
    draws : ndarray of shape (draws, ...)
    most : int

    Returns
    -------
    ndarray of shape (kept, ...)

    Examples
    --------
    >>> thinned(np.arange(6), 3)
    array([0, 2, 4])
    """
    kept = min(len(draws), most)
    return draws[np.arange(kept) * len(draws) // kept]


def weighted_quantiles(draws: Array, weights: Array, levels: ArrayLike) -> Array:
    """Quantiles of draws that count for more or less.

    Parameters
    ----------
    draws, weights : ndarray of shape (draws,)
        The weights sum to one.
    levels : array_like
        Fractions.

    Returns
    -------
    ndarray
        Each draw stands at the middle of its weight.

    Examples
    --------
    >>> weighted_quantiles(np.array([3.0, 1.0, 2.0]), np.array([0.5, 0.25, 0.25]), 0.75)
    array(3.)
    """
    order = np.argsort(draws)
    ordered = weights[order]
    return np.asarray(np.interp(np.asarray(levels, dtype=float), np.cumsum(ordered) - ordered / 2, draws[order]))
