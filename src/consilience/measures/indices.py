"""Which factors the answer hangs on: shares of its variance, and what moving one factor at a time does to it.

A function maps credences in the components of a network to the log odds of an event; no more of a network is needed.
Everything is on the scale of natural log odds, as the draws are.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

type Array = NDArray[np.float64]
type Evaluate = Callable[[Array], Array]

# Of the interval of an index: as of every other interval.
_CONFIDENCE = 0.9
# Errors below it are those of arithmetic.
_EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class Indices:
    """Shares of the variance of the log odds of an event, one for each component.

    Each index has its 90% Monte Carlo interval: where it would lie had other points been drawn. All NaN where there is
    no variance to be shared out.

    Parameters
    ----------
    first_order, first_order_low, first_order_high : ndarray, shape (components,)
        What would go, on average, if this component were known: Var E(log odds | component) / Var(log odds).
    total, total_low, total_high : ndarray, shape (components,)
        The same and what the component does together with others: what of the variance it has any part in. No first
        order index is above the total one of its component, nor is an end of its interval.
    """

    first_order: Array
    first_order_low: Array
    first_order_high: Array
    total: Array
    total_low: Array
    total_high: Array


@dataclass(frozen=True, slots=True)
class Tornado:
    """Log odds of an event with one component at an end of its interval and the others at their medians.

    Parameters
    ----------
    base : float
        Log odds with every component at its median.
    low, high : ndarray, shape (components,)
        Log odds with that component at its lower and at its upper end; ``low`` is the greater one where the
        component makes the event less likely.
    component_low, component_high : ndarray, shape (components,)
        The ends, as log odds of the component.
    """

    base: float
    low: Array
    high: Array
    component_low: Array
    component_high: Array


def sobol_indices(evaluate: Evaluate, draws: Array, samples: int = 1024, seed: int = 0) -> Indices:
    """First-order and total indices of components with whatever dependence their draws have.

    Parameters
    ----------
    evaluate : callable
        Maps credences of shape (n, components), natural log odds, to the log odds of the event, shape (n,).
    draws : ndarray, shape (draws, components)
        Draws of the credences.
    samples : int
        A power of 2. ``samples * (components + 2)`` points are evaluated in one call.
    seed : int
        Of the scrambled sequence and of the bootstrap.

    Returns
    -------
    Indices
        Components that move together each count for what they share, so that indices may add up to more than 1. All
        NaN where the log odds are constant or not all finite: they then have no variance to be shared out.

    Raises
    ------
    ValueError
        If ``samples`` is no power of 2, or ``draws`` no table of draws.

    Notes
    -----
    A Sobol' sequence, mapped through the empirical quantiles of each column and the rank correlations of all (a
    Gaussian copula). A component is varied together with what of the others follows from it, while what does not is
    held: the full indices of Mara and Tarantola (2012), *Reliability Engineering & System Safety* 107, 115–121, with
    the estimators of Saltelli et al. (2010), *Computer Physics Communications* 181, 259–270, and Jansen (1999), and
    the bootstrap, by SALib. Of independent components they are the indices of Sobol'.

    Both are estimated from the same points, and a first-order index is never above the total one. Where the estimates
    are, both are their mean, weighed by precision: the least change that puts them in order.

    Examples
    --------
    >>> draws = np.random.default_rng(1).normal(scale=[1, 2], size=(4000, 2))
    >>> indices = sobol_indices(lambda credences: credences.sum(axis=1), draws)
    >>> indices.first_order.round(1), indices.total.round(1)
    (array([0.2, 0.8]), array([0.2, 0.8]))
    """
    # Loading SALib takes about a second.
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sampling

    draws = _table(draws)
    if samples < 2 or samples & (samples - 1):
        msg = f"the number of samples must be a power of 2, not {samples}"
        raise ValueError(msg)
    number = draws.shape[1]
    problem = {"num_vars": number, "names": [str(place) for place in range(number)], "bounds": [[0, 1]] * number}
    # SALib takes a seed of 0 for none.
    random = np.random.default_rng(seed)
    uniform = sampling.sample(problem, samples, calc_second_order=False, seed=random)
    scores = _together(ndtri(uniform), _rank_correlations(draws))
    points = np.column_stack([np.quantile(draws[:, place], ndtr(scores[:, place])) for place in range(number)])
    output = np.asarray(evaluate(points), dtype=np.float64)
    if not _varies(output):
        return Indices(*np.full((6, number), np.nan))
    found = analysis.analyze(problem, output, calc_second_order=False, conf_level=_CONFIDENCE, seed=random)
    return _in_order(*(np.asarray(found[key]) for key in ("S1", "S1_conf", "ST", "ST_conf")))


def _rank_correlations(draws: Array) -> Array:
    """Correlations of the normal scores of ranks; a component that does not vary goes with none."""
    ranks = np.argsort(np.argsort(draws, axis=0, kind="stable"), axis=0)
    scores = ndtri((ranks + 0.5) / len(draws)) * (np.ptp(draws, axis=0) > 0)
    spread = np.sqrt(np.sum(scores**2, axis=0))
    found = scores.T @ scores / np.where(spread > 0, spread, 1) / np.where(spread > 0, spread, 1)[:, None]
    np.fill_diagonal(found, 1.0)
    return np.asarray(found)


def _together(scores: Array, correlations: Array) -> Array:
    """Make independent normal scores go together, in points laid out as Saltelli et al. (2010) do.

    Of each block of points, one before the first and one after the last component, those between are the first but for
    one component, which is the last's: with it moves what of the others follows from it.
    """
    number = len(correlations)
    blocks = scores.reshape(-1, number + 2, number)
    # The symmetric root, since what moves as one has no other.
    values, vectors = np.linalg.eigh(correlations)
    root = vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
    first, last = blocks[:, 0] @ root, blocks[:, -1] @ root
    moved = first[:, None] + (last - first)[:, :, None] * correlations
    return np.concatenate([first[:, None], moved, last[:, None]], axis=1).reshape(scores.shape)


def _in_order(first: Array, first_error: Array, total: Array, total_error: Array) -> Indices:
    """Bring estimates and their intervals into what indices can be: shares, the first order at most the total."""
    errors = np.maximum([first_error, total_error], _EXACT)
    mean = np.average([first, total], axis=0, weights=errors**-2.0)
    wrong = first > total
    first, total = np.where(wrong, mean, first), np.where(wrong, mean, total)
    ends = [
        np.clip([middle, middle - error, middle + error], 0, 1)
        for middle, error in ((first, first_error), (total, total_error))
    ]
    low, high = np.minimum(ends[0][1], ends[1][1]), np.maximum(ends[0][2], ends[1][2])
    return Indices(ends[0][0], low, ends[0][2], ends[1][0], ends[1][1], high)


def tornado(evaluate: Evaluate, draws: Array, low: float = 0.05, high: float = 0.95) -> Tornado:
    """Move one component at a time to the ends of its interval, the others staying at their medians.

    Parameters
    ----------
    evaluate : callable
        Maps credences of shape (n, components), natural log odds, to the log odds of the event, shape (n,).
    draws : ndarray, shape (draws, components)
        Draws of the credences.
    low, high : float
        Quantiles that bound the interval: by default the central 90%.

    Returns
    -------
    Tornado

    Raises
    ------
    ValueError
        If ``draws`` is no table of draws, or the quantiles are not in order between 0 and 1.

    Notes
    -----
    Howard (1988), *Management Science* 34, 679–695. The base is the event at the medians of its components, which is
    not the median of the event.

    Examples
    --------
    >>> draws = np.linspace([-2, -1], [2, 1], 101)
    >>> moved = tornado(lambda credences: credences @ [1, -3], draws)
    >>> moved.base, moved.low.round(2), moved.high.round(2)
    (0.0, array([-1.8,  2.7]), array([ 1.8, -2.7]))
    """
    draws = _table(draws)
    if not 0 <= low < high <= 1:
        msg = f"the ends of an interval are quantiles in order between 0 and 1, not {low} and {high}"
        raise ValueError(msg)
    number = draws.shape[1]
    lower, middle, upper = np.quantile(draws, [low, 0.5, high], axis=0)
    points = np.tile(middle, (2 * number + 1, 1))
    every = np.arange(number)
    points[1 + every, every] = lower
    points[1 + number + every, every] = upper
    output = np.asarray(evaluate(points), dtype=np.float64)
    return Tornado(float(output[0]), output[1 : number + 1], output[number + 1 :], lower, upper)


def _varies(output: Array) -> bool:
    # What differs in its last digits alone has the variance of arithmetic, and of nothing else.
    return bool(np.isfinite(output).all() and np.ptp(output) > _EXACT * max(1.0, np.abs(output).max()))


def _table(draws: Array) -> Array:
    table = np.asarray(draws, dtype=np.float64)
    if table.ndim != 2 or not table.size or not np.isfinite(table).all():
        msg = f"draws are finite log odds of shape (draws, components), not an array of shape {table.shape}"
        raise ValueError(msg)
    return table
