"""Draws of one posterior as those of another: Pareto-smoothed importance sampling, with its own diagnosis."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from consilience.sampling.answers import alike
from consilience.sampling.psis import psis

if TYPE_CHECKING:
    from consilience.sampling.fit import Fit

type Array = NDArray[np.float64]


class OutOfReachError(Exception):
    """Draws cannot be made those of what a study says now: it has to be fitted again. Says why."""


class TooFewLeftError(OutOfReachError):
    """Draws reach what a study says now, and too few are left for what a fit is asked for.

    Parameters
    ----------
    fit : Fit
        What is left, with the checks that it failed.
    """

    def __init__(self, fit: "Fit") -> None:
        super().__init__(f"too few effective draws are left of those of the earlier fit: {_what_is_short(fit)}")
        self.fit = fit


def _what_is_short(fit: "Fit") -> str:
    """The numbers, and no verdict on a check: nothing was published that could have failed it."""
    short = [check for check in fit.checks if not check.passed]
    if left := [check for check in short if check.name.startswith("ess")]:
        fewest = min(left, key=lambda check: check.worst)
        return f"{fewest.worst:,.0f}, where a fit is asked for {fewest.bound:,.0f}"
    # Of the ends of heavy tails so many draws tell less.
    return f"simulation noise would be {max(check.worst for check in short):.0%} of a 90% interval"


def smoothed_weights(log_ratios: Array) -> tuple[Array, Array]:
    """Weights that make of draws of one posterior draws of others, each a column.

    Parameters
    ----------
    log_ratios : ndarray of shape (draws, posteriors)
        Log density of each of the others over that of the one that was drawn from, up to a constant.

    Returns
    -------
    weights : ndarray of shape (draws, posteriors)
        Each column sums to one.
    pareto_k : ndarray of shape (posteriors,)
        Beside :func:`good_k` (Vehtari et al., 2024, *J. Machine Learning Research* 25, 72).

    Examples
    --------
    >>> at = np.random.default_rng(1).normal(size=4000)
    >>> weights, pareto_k = smoothed_weights(0.5 * at[:, None])
    >>> float((weights[:, 0] @ at).round(1)), bool(pareto_k[0] < good_k(4000))
    (0.5, True)
    """
    # Many say the same, and smoothing is what takes its time.
    columns = np.ascontiguousarray(log_ratios.T)
    first, same = alike(columns)
    distinct = columns[first]
    # Two posteriors that are one have no tail to smooth.
    log_weights, pareto_k = np.zeros_like(distinct), np.full(len(distinct), -np.inf)
    for place in np.flatnonzero(np.ptp(distinct, axis=1) > 0):
        log_weights[place], pareto_k[place] = psis(distinct[place])
    weights = np.exp(log_weights - log_weights.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    return weights[same].T, pareto_k[same]


def weights_within_reach(log_ratio: Array) -> tuple[Array, float]:
    """Weights that make of draws of one posterior draws of another, if these reach so far.

    Parameters
    ----------
    log_ratio : ndarray of shape (draws,)
        Log density of the other over that of the one that was drawn from, up to a constant.

    Returns
    -------
    weights : ndarray of shape (draws,)
        They sum to one.
    pareto_k : float

    Raises
    ------
    OutOfReachError
        Where the other posterior has no density at a draw, or k̂ is above :func:`good_k`.
    """
    if not np.isfinite(log_ratio).all():
        raise OutOfReachError("what was said since is beyond what the draws can tell")
    weights, (k,) = smoothed_weights(log_ratio[:, None])
    bound = good_k(len(log_ratio))
    if not k <= bound:
        raise OutOfReachError(f"the draws do not reach so far: Pareto k̂ {k:.2f}, and {bound:.2f} is allowed")
    return weights[:, 0], float(k)


def good_k(draws: int) -> float:
    """Up to which k̂ weights of so many draws can be relied upon (Vehtari et al., 2024).

    Parameters
    ----------
    draws : int

    Returns
    -------
    float

    Examples
    --------
    >>> round(good_k(4000), 2), round(good_k(1000), 2)
    (0.7, 0.67)
    """
    return float(min(1 - 1 / np.log10(draws), 0.7))
