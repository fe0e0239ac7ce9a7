"""How many of a survey's answers lie below each published number: the joint law of shares and quantiles of one panel.

A share of the answers beyond a bound, a median, a quartile: each says between which counts the number of answers below
some credence lies. Of n independent answers these counts are a Markov chain, each step binomial in what is left: the
multinomial over the cells between the credences (David and Nagaraja, 2003, *Order Statistics*, section 2.5, for the
order statistics; Johnson, Kotz and Balakrishnan, 1997, *Discrete Multivariate Distributions*, ch. 35, for the chain).
So the probability of all that one row publishes together is a sum over counts, exact for as many as ten thousand
answers, and nothing is taken twice: a share of 52% below 10% leaves a median of 5% little to add.

People answer in round numbers, so who says "at least 10%" holds about 7% or more: the bound of a share is the edge of
the heap at it, as the cell of a published median is a heap's (:mod:`consilience.likelihood.heaping`). Where that makes
what was published impossible, the answers were no heaps, and every number is taken by its digits.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, floor, inf, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, logit

from consilience.likelihood.heaping import heaped_cell
from consilience.likelihood.intervals import Student, Tails
from consilience.notation import Inequality, Number, Survey

type Array = NDArray[np.float64]

# Two edges of a median, four of either interval, one a share.
MOST_EDGES = 16
COLUMNS = ("edge", "least", "most")
# Up to so many answers every count is summed over; beyond, every so many-th, twenty or more to a standard deviation.
COUNTED = 10_000
# How far the sums reach: what lies beyond is a billionth.
REACH, AT_LEAST = 6.0, 8.0
# A cell that nobody is in, as far as floats can tell of several such.
FARTHEST = -600.0
# Edges nearer to each other than this are one.
PLACES = 9
_Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Counts:
    """Between which counts the number of answers below each of some credences lies.

    Parameters
    ----------
    n : int
        Answers; 1 where that was not said.
    whole : bool
        Whether counts are whole numbers; not of a survey of unstated size, which is one voice in parts.
    edges : ndarray
        Log odds in increasing order.
    least, most : ndarray
        As far as the other edges leave them.
    heaped : bool
        Whether people answered in round numbers.
    """

    n: int
    whole: bool
    edges: Array
    least: Array
    most: Array
    heaped: bool

    @property
    def row(self) -> tuple[float | Array, ...]:
        """As a row of the likelihood: n, whether whole, and three columns an edge, infinite where there is none."""
        columns = np.full((MOST_EDGES, len(COLUMNS)), np.inf)
        columns[: self.edges.size] = np.stack([self.edges, self.least, self.most], axis=1)
        return float(self.n), float(self.whole), columns.ravel()

    @property
    def is_possible(self) -> bool:
        """Whether any answers give all of it."""
        return bool(np.all(self.least <= self.most))


def apart_in_ci95(n: int) -> float:
    """How many ranks of n answers the ends of a published 95% interval of their median lie apart.

    Those of a distribution-free confidence interval of the median, and what a bootstrap's converges to.
    """
    return min(_Z95 * sqrt(n), n - 1)


def apart_in_quartiles(n: int) -> float:
    """How many ranks of n answers their quartiles lie apart."""
    return (n + 1) / 2


def counts_of(value: Survey) -> Counts:
    """What a survey with shares says of counts.

    Parameters
    ----------
    value : Survey
        With at least one share.

    Returns
    -------
    Counts

    Examples
    --------
    >>> from scipy.special import expit
    >>> from consilience.notation import parse
    >>> found = counts_of(parse("n=100 median=5% share(>=10%)=38%"))
    >>> expit(found.edges).round(3), found.least, found.most
    (array([0.039, 0.071]), array([ 0., 61.]), array([49., 61.]))
    """
    heaped = _counts(value, heaped=True)
    return heaped if heaped.is_possible else _possible(_counts(value, heaped=False))


def edge_of(bound: Inequality, *, heaped: bool = True) -> float:
    """The credence from which on people's answers lie beyond a bound, in log odds.

    Parameters
    ----------
    bound : Inequality
    heaped : bool
        Whether people answer in round numbers.

    Returns
    -------
    float
    """
    at = bound.bound
    # Who is at the very number is beyond ">=" and "<=" it.
    above = bound.relation in ("<=", ">")
    if not heaped and 0 < at.value < 1:
        return float(logit(at.value))
    return float(logit(np.clip(heaped_cell(at)[int(above)], 1e-12, 1 - 1e-12)))


def _counts(value: Survey, *, heaped: bool) -> Counts:
    n, whole = value.n or 1, value.n is not None
    # Of an even number one answer is left out, so that one of them is the middle.
    answers = n - 1 if isinstance(value.median, Number) and n % 2 == 0 else n
    limits: dict[float, tuple[float, float]] = {}
    for edge, least, most in (*_of_shares(value, answers, heaped=heaped), *_of_ranks(value, answers, heaped=heaped)):
        low, high = limits.get(round(edge, PLACES), (0.0, float(answers)))
        limits[round(edge, PLACES)] = max(low, least), min(high, most)
    edges = np.array(sorted(limits))
    lowest, highest = np.array([limits[edge] for edge in edges.tolist()]).T
    lowest, highest = np.maximum.accumulate(lowest), np.minimum.accumulate(highest[::-1])[::-1]
    return Counts(answers, whole, edges, lowest, highest, heaped)


def _of_shares(value: Survey, answers: int, *, heaped: bool) -> Iterator[tuple[float, float, float]]:
    """The edge at each bound, and the least and greatest number of answers below it."""
    n = value.n or 1
    for share in value.shares:
        least, most = n * share.below[0], n * share.below[1]
        if value.n is not None:
            low, high = ceil(least - 1e-9), floor(most + 1e-9)
            # No number of so many answers is that share: some were weighed, or n is of more than these.
            least, most = (low, high) if low <= high else (high, low)
        if answers < n:
            least, most = (ceil(least * answers / n - 0.5 - 1e-9), floor(most * answers / n + 0.5 + 1e-9))
        yield edge_of(share.bound, heaped=heaped), float(least), float(most)


def _of_ranks(value: Survey, n: int, *, heaped: bool) -> Iterator[tuple[float, float, float]]:
    """The same at either edge of the cells in which the answers of some ranks lie."""
    middle = (n + 1) / 2 if value.n is not None else 0.5
    if isinstance(value.median, Inequality):
        edge, half = edge_of(value.median, heaped=heaped), float(ceil(n / 2)) if value.n is not None else 0.5
        yield (edge, half, float(n)) if value.median.is_upper else (edge, 0.0, n - half)
    elif value.median is not None:
        yield from _of_rank(value.median, middle, n, heaped=heaped and value.n != 1)
    if n < 2:
        return
    for pair, apart in ((value.ci95, apart_in_ci95(n)), (value.quartiles, apart_in_quartiles(n))):
        if pair is not None:
            rank = max(1, round((n + 1 - apart) / 2))
            yield from _of_rank(pair[0], rank, n, heaped=heaped)
            yield from _of_rank(pair[1], n + 1 - rank, n, heaped=heaped)


def _of_rank(number: Number, rank: float, n: int, *, heaped: bool) -> Iterator[tuple[float, float, float]]:
    """Fewer answers than the rank lie below its cell, and no fewer below the upper edge; of one in parts, half."""
    low, high = heaped_cell(number) if heaped else number.cell
    if low > 0:
        yield float(logit(low)), 0.0, rank - 1 if rank >= 1 else rank
    if high < 1:
        yield float(logit(high)), float(rank), float(n)


def _possible(found: Counts) -> Counts:
    """The nearest counts that can be, of what was published and cannot."""
    return replace(found, least=np.minimum(found.least, found.most))


def taut_string(cells: Array, least: Array, most: Array, n: float, steps: Array) -> None:
    """The likeliest counts: the shortest path through all limits over the shares of the population below each edge.

    The multinomial's entropy is convex in each step, and the shortest path makes the most of every such sum (Barlow,
    Bartholomew, Bremner and Brunk, 1972, *Statistical Inference under Order Restrictions*, section 1.5). Written so
    that the compiled kernel is made of this very function.

    Parameters
    ----------
    cells : ndarray of shape (edges + 1,)
        Share of the population in each cell, none of them nought.
    least, most : ndarray of shape (edges,)
    n : float
        Where the path ends.
    steps : ndarray of shape (edges + 1,)
        Where the answers of each cell are written: of one that holds next to none of them, however few.
    """
    last = cells.size - 1
    done, count = 0, 0.0
    while done <= last:
        steepest, flattest, by_most, by_least = inf, -inf, done, done
        bend, target, ahead = last, n, 0.0
        for place in range(done, last + 1):
            ahead += cells[place]
            high = ((most[place] if place < last else n) - count) / ahead
            low = ((least[place] if place < last else n) - count) / ahead
            if low > steepest:
                bend, target = by_most, most[by_most]
                break
            if high < flattest:
                bend, target = by_least, least[by_least]
                break
            if high <= steepest:
                steepest, by_most = high, place
            if low >= flattest:
                flattest, by_least = low, place
        whole = 0.0
        for place in range(done, bend + 1):
            whole += cells[place]
        for place in range(done, bend + 1):
            steps[place] = (target - count) * (cells[place] / whole)
        done, count = bend + 1, target


def log_likelihood(row: Array, log_cells: Array) -> float:
    """Log probability that the counts of a survey lie within their limits.

    Parameters
    ----------
    row : ndarray
        As of :attr:`Counts.row`.
    log_cells : ndarray of shape (edges + 1,)
        Log probability that an answer lies in each cell between the edges.

    Returns
    -------
    float
    """
    n, whole, limits = row[0], row[1] > 0, row[2:].reshape(-1, len(COLUMNS))[: log_cells.size - 1]
    least, most = limits[:, 1], limits[:, 2]
    likeliest = np.empty(log_cells.size)
    log_cells = np.maximum(log_cells, FARTHEST)
    taut_string(np.exp(log_cells), least, most, n, likeliest)
    likeliest = np.maximum(likeliest, 1e-300)
    if not whole:
        return float(likeliest @ log_cells)
    path, relative = np.cumsum(likeliest), log_cells - np.log(likeliest)
    total = gammaln(n + 1) + float(_peaks(likeliest).sum() + path[:-1] @ -np.diff(relative) + n * relative[-1])
    stride = stride_of(n)
    first, weight = 0, np.ones(1)
    for place in range(least.size):
        start, admitted = _window(path[place], least[place], most[place], n, stride)
        nodes = start + np.arange(admitted.size)
        steps = stride * np.arange(start - first - weight.size + 1, start - first + admitted.size)
        reached = np.convolve(weight, _weights(steps, likeliest[place]))[weight.size - 1 :][: admitted.size]
        tilt = np.exp((stride * nodes - path[place]) * (relative[place] - relative[place + 1]))
        weight, first = reached * admitted * tilt, start
        total += np.log(weight.max())
        weight = weight / weight.max()
    left = n - stride * (first + np.arange(weight.size))
    return float(total + np.log(weight @ _weights(left, likeliest[-1])))


def stride_of(n: float) -> int:
    """Between which counts sums step."""
    return 1 if n <= COUNTED else ceil(sqrt(n) / 100)


def _window(at: float, least: float, most: float, n: float, stride: int) -> tuple[int, Array]:
    """The counts about the likeliest, and how many of those admitted each stands for."""
    half = REACH * sqrt(max(at * (n - at) / n, 0.0)) + AT_LEAST
    low, high = max(least, floor(at - half)), min(most, ceil(at + half))
    start, end = floor(low / stride), ceil(high / stride)
    counts = np.arange(low, high + 1)
    places = np.arange(start, end + 1)
    if stride == 1:
        return int(start), np.ones(places.size)
    near = np.maximum(1 - abs(counts[None] - stride * places[:, None]) / stride, 0.0)
    return int(start), np.asarray(near.sum(axis=1))


def _weights(steps: np.ndarray, likeliest: float) -> Array:
    """Terms of the multinomial by how many answers a cell has, over that of the likeliest number."""
    known = np.maximum(steps, 0)
    terms = known * np.log(likeliest) - gammaln(known + 1) - _peaks(np.array(likeliest))
    return np.where(steps >= 0, np.exp(terms), 0.0)


def _peaks(likeliest: Array) -> Array:
    return np.asarray(likeliest * np.log(likeliest) - gammaln(likeliest + 1))


def log_cells(t: Student, before: Array) -> Array:
    """Log probabilities of the cells between edges, by what lies on their first axis.

    Parameters
    ----------
    t : Student
    before : ndarray of shape (edges, ...)
        Where the edges lie in the symmetric population.

    Returns
    -------
    ndarray of shape (edges + 1, ...)
    """
    tails = Tails.of(t)
    first, last = tails.logit_below(before[0]), -tails.logit_below(before[-1])
    between = [tails.logit_between(low, high) for low, high in pairwise(before)]
    return -np.logaddexp(0.0, -np.stack([first, *between, last]))
