"""How far ranks that are only known within limits depart from an even spread."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

type Array = NDArray[np.float64]


def shares_at(low: ArrayLike, high: ArrayLike, at: ArrayLike) -> tuple[Array, Array]:
    """The least and the greatest share of ranks that may lie at or below places.

    Parameters
    ----------
    low, high : array_like of shape (ranks,)
        Ends of each rank.
    at : array_like of shape (places,)

    Returns
    -------
    (ndarray, ndarray) of shape (places,)

    Examples
    --------
    >>> least, most = shares_at([0.1, 0.4], [0.3, 0.6], [0.2, 0.5])
    >>> least.tolist(), most.tolist()
    ([0.0, 0.5], [0.5, 1.0])
    """
    surely, perhaps = np.sort(np.asarray(high)), np.sort(np.asarray(low))
    places = np.asarray(at)
    return (
        np.searchsorted(surely, places, side="right") / surely.size,
        np.searchsorted(perhaps, places, side="right") / perhaps.size,
    )


def departure(low: ArrayLike, high: ArrayLike) -> float:
    """The farthest that ranks lie from an even spread, wherever within their ends each of them lies.

    Parameters
    ----------
    low, high : array_like of shape (ranks,)
        Ends of each rank, equal where it is known.

    Returns
    -------
    float
        Kolmogorov's distance of those ranks within the ends that are spread most evenly, or less.

    Examples
    --------
    >>> departure([0.1, 0.1, 0.1, 0.9], [0.1, 0.1, 0.1, 0.9]), departure([0, 0, 0], [1, 1, 1])
    (0.65, 0.0)
    """
    surely, perhaps = np.sort(np.asarray(high, dtype=float)), np.sort(np.asarray(low, dtype=float))
    count = surely.size
    more = np.arange(1, count + 1) / count - surely
    fewer = perhaps - np.arange(count) / count
    return float(max(more.max(), fewer.max(), 0.0))


# What √n times the departure of ranks of draws from their population exceeds once in a hundred times, and how fast that
# grows rarer beyond: as exp(−second · its square). Simulated with the consensus: benchmarks/predictive_checks.py.
FITTED, SHRUNK = (0.9, 8.0), (1.15, 4.0)


def farthest_by_chance(ranks: int, level: float, *, shrunk: bool = False) -> float:
    """How far ranks of draws from a population depart from an even spread, where it was inferred from the draws.

    Parameters
    ----------
    ranks : int
        How many.
    level : float
        How often they depart by more, at most.
    shrunk : bool
        Whether others told of the population too, as of a group whose location and scale are pooled with its
        question's: it then follows the draws less.

    Returns
    -------
    float
        Less than Kolmogorov's, which is of draws from a population known beforehand (Lilliefors, 1967, *J. American
        Statistical Association* 62, 399–402).

    Examples
    --------
    >>> [round(farthest_by_chance(36, level), 3) for level in (0.01, 0.001)]
    [0.15, 0.175]
    >>> round(farthest_by_chance(36, 0.01, shrunk=True), 3)
    0.192
    """
    at_one_in_a_hundred, rarer = SHRUNK if shrunk else FITTED
    square = at_one_in_a_hundred**2 + np.log(0.01 / level) / rarer
    return float(np.sqrt(max(square, 0.0) / ranks))
