"""Which factors the answer hangs on: shares of its variance, and what moving one factor at a time does to it.

A function maps credences in the components of a network to the log odds of an event; no more of a network is needed.
Everything is on the scale of natural log odds, as the draws are.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Array = NDArray[np.float64]
type Evaluate = Callable[[Array], Array]

# Enough for an error to a fifth of itself, and 30 components by 4,000 draws still take seconds.
_RESAMPLES = 25
# A normal distribution has 95% within so many standard deviations.
_NORMAL_95 = 1.96


@dataclass(frozen=True, slots=True)
class Indices:
    """Shares of the variance of the log odds of an event, one for each component.

    Parameters
    ----------
    first_order : ndarray, shape (components,)
        What would go, on average, if this component were known: Var E(log odds | component) / Var(log odds).
    first_order_error : ndarray, shape (components,)
        Half the width of its 95% confidence interval, by bootstrap.
    total : ndarray, shape (components,)
        What would stay, on average, if all but this one were known. NaN where the draws cannot tell.
    total_error : ndarray, shape (components,)
        Half the width of its 95% confidence interval, by bootstrap.
    """

    first_order: Array
    first_order_error: Array
    total: Array
    total_error: Array


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


def sobol_indices(evaluate: Evaluate, marginals: Array, samples: int = 1024, seed: int = 0) -> Indices:
    """First-order and total indices, as if the components were independent of each other.

    Parameters
    ----------
    evaluate : callable
        Maps credences of shape (n, components), natural log odds, to the log odds of the event, shape (n,).
    marginals : ndarray, shape (draws, components)
        Draws of the credences; only the distribution of each column counts.
    samples : int
        A power of 2. ``samples * (components + 2)`` points are evaluated in one call.
    seed : int
        Of the scrambled sequence and of the bootstrap.

    Returns
    -------
    Indices
        All NaN where the log odds are constant or not all finite: they then have no variance to be shared out.

    Raises
    ------
    ValueError
        If ``samples`` is no power of 2, or ``marginals`` no table of draws.

    Notes
    -----
    A Sobol' sequence, mapped through the empirical quantiles of each column; estimators of Saltelli et al. (2010),
    *Computer Physics Communications* 181, 259–270, and Jansen (1999) by SALib.

    Examples
    --------
    >>> marginals = np.random.default_rng(1).normal(scale=[1, 2], size=(4000, 2))
    >>> indices = sobol_indices(lambda credences: credences.sum(axis=1), marginals)
    >>> indices.first_order.round(1), indices.total.round(1)
    (array([0.2, 0.8]), array([0.2, 0.8]))
    """
    # Loading SALib takes about a second.
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sampling

    marginals = _table(marginals)
    if samples < 2 or samples & (samples - 1):
        msg = f"the number of samples must be a power of 2, not {samples}"
        raise ValueError(msg)
    number = marginals.shape[1]
    problem = {"num_vars": number, "names": [str(place) for place in range(number)], "bounds": [[0, 1]] * number}
    # SALib takes a seed of 0 for none.
    random = np.random.default_rng(seed)
    uniform = sampling.sample(problem, samples, calc_second_order=False, seed=random)
    points = np.column_stack([np.quantile(marginals[:, place], uniform[:, place]) for place in range(number)])
    output = np.asarray(evaluate(points), dtype=np.float64)
    if not _varies(output):
        return Indices(*np.full((4, number), np.nan))
    found = analysis.analyze(problem, output, calc_second_order=False, seed=random)
    return Indices(*(np.asarray(found[key]) for key in ("S1", "S1_conf", "ST", "ST_conf")))


def given_data_indices(inputs: Array, output: Array, seed: int = 0) -> Indices:
    """First-order indices from draws as they are, with whatever dependence the components have.

    Parameters
    ----------
    inputs : ndarray, shape (draws, components)
        Draws of the credences.
    output : ndarray, shape (draws,)
        Log odds of the event in each draw.
    seed : int
        Of the bootstrap.

    Returns
    -------
    Indices
        Components that move together each count for what they share, so that the first-order indices may add up
        to more than 1. Total indices are NaN: draws with dependence do not determine them. All NaN where the log
        odds are constant or not all finite.

    Raises
    ------
    ValueError
        If ``inputs`` is no table of draws, or ``output`` has not one number a draw.

    Notes
    -----
    Variance of the means over slices of equal numbers of draws: Plischke, Borgonovo and Smith (2013), *European
    Journal of Operational Research* 226, 536–550, with SALib's estimator and number of slices. A component without
    any influence gets about the number of slices over that of the draws: 0.004 with 4,000 draws.

    Examples
    --------
    >>> draws = np.random.default_rng(1).multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], size=4000)
    >>> given_data_indices(draws, draws.sum(axis=1)).first_order.round(1)
    array([0.8, 0.8])
    """
    # Its analyze() would seed NumPy's global generator and change how the whole process prints warnings.
    from SALib.analyze.delta import sobol_first

    inputs, output = _table(inputs), np.asarray(output, dtype=np.float64)
    draws, number = inputs.shape
    if output.shape != (draws,):
        msg = f"{draws} draws of the inputs need as many of the output, not an array of shape {output.shape}"
        raise ValueError(msg)
    unknown = np.full(number, np.nan)
    if not _varies(output):
        return Indices(unknown, unknown, unknown, unknown)
    slices = np.linspace(0, draws, _slices(draws) + 1)
    random = np.random.default_rng(seed)
    resamples = random.integers(draws, size=(_RESAMPLES, draws))

    def share(column: Array, rows: NDArray[np.int64] | slice = slice(None)) -> float:
        # Where a component is constant its ranks, and with them the slices, would be those of the order of the draws.
        return float(sobol_first(output[rows], column[rows], slices)) if np.ptp(column) > 0 else 0.0

    first = np.array([share(column) for column in inputs.T])
    spread = np.array([np.std([share(column, rows) for rows in resamples], ddof=1) for column in inputs.T])
    return Indices(first, _NORMAL_95 * spread, unknown, unknown)


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


def _slices(draws: int) -> int:
    """Number of slices that SALib's ``delta`` takes, after Plischke et al. (2013), section 5."""
    return min(int(np.ceil(draws ** (2 / (7 + np.tanh((1500 - draws) / 500))))), 48)


def _varies(output: Array) -> bool:
    return bool(np.isfinite(output).all() and np.ptp(output) > 0)


def _table(draws: Array) -> Array:
    table = np.asarray(draws, dtype=np.float64)
    if table.ndim != 2 or not table.size or not np.isfinite(table).all():
        msg = f"draws are finite log odds of shape (draws, components), not an array of shape {table.shape}"
        raise ValueError(msg)
    return table
