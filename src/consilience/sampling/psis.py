"""Pareto smoothing of importance weights, in NumPy.

ArviZ has the same, which takes a second to import: longer than the reweighting that it is for. Tests hold the two to
each other.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

type Array = NDArray[np.float64]

# A tail of fewer weights is none.
_LEAST_TAIL = 5
# Of Zhang and Stephens' profile: how far it reaches, and how many observations at one half the prior of k is worth.
_REACH, _PRIOR = 3, 10


def psis(log_ratio: Array) -> tuple[Array, float]:
    """Smooth the largest of importance weights, and tell how heavy their tail is.

    Parameters
    ----------
    log_ratio : ndarray of shape (draws,)
        Log weights before, not all the same.

    Returns
    -------
    log_weights : ndarray of shape (draws,)
        Up to a constant; at most nought.
    pareto_k : float
        Infinite where the tail is none of a generalised Pareto distribution (Vehtari, Simpson, Gelman, Yao and Gabry,
        2024, *J. Machine Learning Research* 25, 72, with independent draws).
    """
    smoothed = log_ratio - log_ratio.max()
    draws = len(smoothed)
    size = int(3 * draws**0.5) if draws > 225 else draws // 5
    order = np.argsort(smoothed)
    tail = order[draws - size :]
    if size < _LEAST_TAIL or np.ptp(smoothed[tail]) < np.finfo(float).tiny:
        return smoothed, np.inf
    cutoff = np.exp(smoothed[order[draws - size - 1]])
    k, scale = generalised_pareto(np.exp(smoothed[tail]) - cutoff)
    if np.isfinite(k):
        below = np.arange(0.5, size) / size
        smoothed[tail] = np.log(cutoff + _quantiles(below, k, scale))
    return np.minimum(smoothed, 0), k


def generalised_pareto(exceeding: Array) -> tuple[float, float]:
    """Fit a generalised Pareto distribution.

    Parameters
    ----------
    exceeding : ndarray
        In increasing order, from nought.

    Returns
    -------
    (float, float)
        Shape and scale, by the mean of a posterior over a profile (Zhang and Stephens, 2009, *Technometrics* 51,
        316–325); an infinite shape where a quarter of what exceeds is the same.
    """
    size = len(exceeding)
    quartile = exceeding[int(size / 4 + 0.5) - 1]
    if quartile <= exceeding[0]:
        return np.inf, np.nan
    points = 30 + int(size**0.5)
    b = 1 - np.sqrt(points / (np.arange(1, points + 1) - 0.5))
    b = b / (_REACH * quartile) + 1 / exceeding[-1]
    k = np.log1p(-b[:, None] * exceeding).mean(axis=1)
    profile = size * (np.log(-b / k) - k - 1)
    weight = np.exp(profile - logsumexp(profile))
    counts = weight >= 10 * np.finfo(float).eps
    weight, b = weight[counts] / weight[counts].sum(), b[counts]
    middle = b @ weight
    shape = np.log1p(-middle * exceeding).mean()
    found = (size * shape + _PRIOR / 2) / (size + _PRIOR)
    return (np.inf, np.nan) if np.isnan(found) else (float(found), float(-shape / middle))


def _quantiles(below: Array, shape: float, scale: float) -> Array:
    if shape == 0:
        return np.asarray(-scale * np.log1p(-below))
    return np.asarray(scale * np.expm1(-shape * np.log1p(-below)) / shape)
