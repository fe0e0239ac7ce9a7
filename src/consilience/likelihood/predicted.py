"""What populations would say in the forms of statements, under every draw and as one number each.

:mod:`consilience.likelihood.restate` says it as values, one at a time, which can be fitted again; here a form is said
by all draws at once, and nothing is kept of it but :func:`consilience.likelihood.rows.stated_log_odds`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, stdtr, stdtrit

from consilience.likelihood.counts import apart_in_ci95, apart_in_quartiles, counts_of, edge_of
from consilience.likelihood.heaping import ROUND, is_heap
from consilience.likelihood.pointwise import Populations
from consilience.likelihood.restate import FARTHEST, beside, grid_of, rounded
from consilience.likelihood.rows import stated_log_odds
from consilience.likelihood.spreads import interior_logits, spread_points
from consilience.notation import (
    BaseRate,
    Bounds,
    Inequality,
    Number,
    Point,
    Quantiles,
    Range,
    Share,
    Survey,
    Value,
    Words,
    parse,
)

type Array = NDArray[np.float64]

# Answers worked on at a time, where the mean of a survey takes all of them.
CHUNK = 1 << 20


@dataclass(frozen=True)
class Asked:
    """Who is asked, one population under each draw.

    Parameters
    ----------
    population : Populations
        Of shape (draws, 1).
    nu : ndarray of shape (draws, 1)
        Degrees of freedom.
    rng : numpy.random.Generator
    """

    population: Populations
    nu: Array
    rng: np.random.Generator

    def credence(self) -> Array:
        """Of one forecaster under each draw, in log odds."""
        return self._credences(self.rng.standard_t(self.nu))[:, 0]

    def mean(self, n: int) -> Array:
        """Mean of the probabilities that n forecasters give."""
        found, step = np.empty(len(self.nu)), max(1, CHUNK // n)
        for start in range(0, found.size, step):
            part = slice(start, start + step)
            nu = self.nu[part]
            some = Asked(self.population.among(part, [0]), nu, self.rng)
            found[part] = expit(some._credences(self.rng.standard_t(nu, size=(len(nu), n)))).mean(axis=1)
        return found

    def ranked(self, n: int, ranks: Sequence[int]) -> Array:
        """Probabilities that n forecasters give, those of some ranks from below, of shape (draws, ranks).

        Parameters
        ----------
        n : int
        ranks : sequence of int
            Increasing, from 1. Spacings of uniform order statistics are gamma variates over their sum (David and
            Nagaraja, 2003, *Order Statistics*, section 6.4), so that nobody else need be drawn.
        """
        gaps = np.diff([0, *ranks, n + 1])
        spaces = self.rng.gamma(gaps, size=(len(self.nu), gaps.size))
        below = np.cumsum(spaces, axis=1)[:, :-1] / spaces.sum(axis=1, keepdims=True)
        return expit(self._credences(stdtrit(self.nu, below)))

    def below(self, n: int, edges: Array) -> Array:
        """Shares of n forecasters below some increasing edges, in log odds: of shape (draws, edges)."""
        portions = stdtr(self.nu, self.population.before(edges))
        found, before, left = np.empty(portions.shape), np.zeros(len(portions)), np.full(len(portions), n)
        for place, portion in enumerate(portions.T):
            rest = np.maximum(1 - before, 1e-300)
            between = self.rng.binomial(left, np.clip((portion - before) / rest, 0, 1))
            left, before = left - between, portion
            found[:, place] = 1 - left / n
        return found

    def _credences(self, behind: Array) -> Array:
        return np.clip(self.population.after(behind), -FARTHEST, FARTHEST)


def predicted(
    values: Sequence[Value], of: Sequence[int], populations: Populations, nu: Array, rng: np.random.Generator
) -> Array:
    """What forecasters of populations would say in the forms of statements, one under each draw.

    Parameters
    ----------
    values : sequence of Value
        The forms; of base rates see :func:`predicted_base_rates`.
    of : sequence of int
        Whose population each statement is drawn from.
    populations : Populations
        Those of scale nought all think what their location is.
    nu : ndarray of shape (draws,) or (draws, populations)
        Degrees of freedom.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of shape (draws, statements)
        Log odds, as :func:`consilience.likelihood.rows.stated_log_odds` has what
        :func:`consilience.likelihood.restate.restate` says.

    Examples
    --------
    >>> sceptics = Populations(np.full((2, 1), -6.0), np.full((2, 1), 0.5), np.zeros((2, 1)))
    >>> said = [parse(said) for said in ("35%", ">1%")]
    >>> predicted(said, [0, 0], sceptics, np.array([30.0, 30.0]), np.random.default_rng(1)).round(2)
    array([[-5.99, -5.29],
           [-5.99, -5.29]])
    """
    nu = nu if nu.ndim == 2 else np.broadcast_to(nu[:, None], populations.location.shape)
    found = np.empty((len(nu), len(values)))
    for place, (value, at) in enumerate(zip(values, of, strict=True)):
        found[:, place] = _said(value, Asked(populations.among(slice(None), [at]), nu[:, [at]], rng))
    return found


def predicted_readings(values: Sequence[Value], implied: Array, kappa: Array, rng: np.random.Generator) -> Array:
    """Noisy readings of credences, normal in log odds, said in the forms of statements.

    Parameters
    ----------
    values : sequence of Value
    implied : ndarray of shape (draws, statements)
        The credence that each reads, in log odds, a group's bias included.
    kappa : ndarray of shape (draws,)
        Standard deviation of the noise.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of shape (draws, statements)
        Log odds.
    """
    read = rng.normal(implied, kappa[:, None])
    nothing = np.zeros(read.shape)
    of_one = Populations(read, nothing, nothing)
    return predicted(values, range(len(values)), of_one, np.ones(read.shape), rng)


def predicted_base_rates(
    values: Sequence[BaseRate], log_odds: Array, reference_class: Array, rng: np.random.Generator
) -> Array:
    """Events in as many trials of other reference classes, as log odds.

    Parameters
    ----------
    values : sequence of BaseRate
    log_odds : ndarray of shape (draws, statements)
        Of the question that each bears on.
    reference_class : ndarray of shape (draws,)
        Concentration: how many trials of the question itself the class is worth at most.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of shape (draws, statements)
    """
    trials = np.array([value.trials for value in values])
    of_class = rng.beta(*(reference_class[:, None] * expit(side * log_odds) for side in (1, -1)))
    return np.asarray(logit((rng.binomial(trials, of_class) + 0.5) / (trials + 1)))


def _said(value: Value, asked: Asked) -> Array:
    match value:
        case Words():
            return _said(value.meaning, asked)
        case Survey():
            return _of_survey(value, asked)
        case Point():
            return _on_grid(value.number, expit(asked.credence()))
        case Inequality():
            return _on_a_side(value, expit(asked.credence()))
        case Range() if value.low.value <= 0 and value.high.value >= 1:
            return np.full(len(asked.nu), stated_log_odds(value))
        case Range() if value.low.value <= 0:
            return _on_a_side(Inequality("<=", value.high), expit(asked.credence()))
        case Range() if value.high.value >= 1:
            return _on_a_side(Inequality(">=", value.low), expit(asked.credence()))
        case Range() | Bounds() | Quantiles():
            return _moved(value, asked)
        case BaseRate():
            msg = "a base rate is not said by a forecaster"
            raise TypeError(msg)


def _moved(value: Range | Bounds | Quantiles, asked: Asked) -> Array:
    """The same interval elsewhere, so that the credence is equally likely to be any of its own points."""
    match value:
        case Range():
            numbers: tuple[Number, ...] = (value.low, value.high)
        case Bounds():
            numbers = (value.low, value.best, value.high)
        case Quantiles():
            numbers = value.numbers
    at = interior_logits(numbers)
    credence = asked.credence()
    by = credence - asked.rng.choice(spread_points(value), size=credence.size)
    middle = at[1] if isinstance(value, Bounds) else stated_log_odds(value)
    return np.asarray(middle + np.clip(by, -FARTHEST - at.min(), FARTHEST - at.max()))


def _on_grid(number: Number, p: Array) -> Array:
    """The nearest numbers of the grid of another."""
    return _rounded(p, grid_of(number))


def _rounded(p: Array, grid: Decimal) -> Array:
    said, least = _nearest(p, grid), float(grid)
    lowest, highest = _ends(grid)
    return np.select([said <= 0, said >= 1], [lowest, highest], logit(np.clip(said, least, 1 - least)))


def _nearest(p: Array, grid: Decimal) -> Array:
    # Grids are ones, twos and fives of a power of ten, so that as many to one are a whole number: what is said twice
    # is the same to the last bit.
    steps = int(1 / grid)
    return np.asarray(np.round(p * steps) / steps)


@cache
def _ends(grid: Decimal) -> tuple[float, float]:
    """0% and 100% as said on a grid."""
    lowest, highest = (stated_log_odds(Point(rounded(p, grid))) for p in (0.0, 1.0))
    return lowest, highest


def _heaped(p: Array) -> Array:
    """The nearest round numbers."""
    numbers, edges = _heaps()
    return numbers[np.searchsorted(edges, logit(p))]


@cache
def _heaps() -> tuple[Array, Array]:
    said = np.array([stated_log_odds(parse(f"{Decimal(f'{100 * p:.10g}'):f}%")) for p in ROUND])
    return said, (said[:-1] + said[1:]) / 2


def _on_a_side(said: Inequality, p: Array) -> Array:
    below, above = (stated_log_odds(beside(said, end)) for end in (0.0, 1.0))
    return np.where(p <= said.bound.value, below, above)


def _of_survey(value: Survey, asked: Asked) -> Array:
    """The number that stands for a survey, of the answers of as many others."""
    n = value.n or 1
    of = [number for number in (value.median, *(value.ci95 or ()), *(value.quartiles or ())) if number is not None]
    numbers = [number for number in of if isinstance(number, Number)]
    heaped = n > 1 and any(map(is_heap, numbers))

    def say(p: Array) -> Array:
        return _heaped(p) if heaped else _rounded(p, min(map(grid_of, numbers)))

    match value:
        case Survey(median=Number()):
            return say(_median(asked, n))
        case Survey(mean=Number() as mean):
            return _on_grid(mean, asked.mean(n))
        case Survey(median=Inequality() as bound, quartiles=None, ci95=None):
            return _on_a_side(bound, _median(asked, n))
        case Survey(median=Inequality()):
            apart = apart_in_quartiles(n) if value.quartiles else apart_in_ci95(n)
            low, high = (expit(say(p)) for p in _between_ranks(asked, n, apart))
            return np.asarray(logit((low + high) / 2))
        case _:
            return _of_shares(value, asked, n)


def _median(asked: Asked, n: int) -> Array:
    return asked.ranked(n, [(n + 1) // 2] if n % 2 else [n // 2, n // 2 + 1]).mean(axis=1)


def _between_ranks(asked: Asked, n: int, apart: float) -> tuple[Array, Array]:
    """Answers so many ranks apart about the middle, interpolated as percentiles are."""
    places = np.clip((n + 1) / 2 + np.array([-apart, apart]) / 2, 1, n)
    ranks = sorted({int(rank) for rank in (*np.floor(places), *np.ceil(places))})
    answers = asked.ranked(n, ranks)
    low, high = (_interpolated(place, ranks, answers) for place in places)
    return low, high


def _interpolated(place: float, ranks: Sequence[int], answers: Array) -> Array:
    first, last = (answers[:, ranks.index(int(at))] for at in (np.floor(place), np.ceil(place)))
    return np.asarray(first + (place - np.floor(place)) * (last - first))


def _of_shares(value: Survey, asked: Asked, n: int) -> Array:
    """The median of a logistic population of scale one that has other answers' shares beyond the same bounds."""
    heaped = counts_of(value).heaped
    at = np.array([edge_of(share.bound, heaped=heaped) for share in value.shares])
    order = np.argsort(at)
    below = np.empty((len(asked.nu), at.size))
    below[:, order] = asked.below(n, at[order])
    found = [
        edge_of(share.bound) - logit((_portion(share, part) * n + 0.5) / (n + 1))
        for share, part in zip(value.shares, below.T, strict=True)
    ]
    return np.mean(found, axis=0)


def _portion(share: Share, below: Array) -> Array:
    """The part below a bound, as finely as another was said: the middle of its cell, of ranges theirs."""
    side = below if share.bound.is_upper else 1 - below
    if share.low.value == share.high.value:
        grid = grid_of(share.low)
        at, half = _nearest(side, grid), float(grid) / 2
        # 0% may be up to half a cell.
        said = (np.maximum(at - half, 0) + np.minimum(at + half, 1)) / 2
    else:
        width = share.high.value - share.low.value
        first = np.minimum(np.floor(side / width), np.ceil(1 / width) - 1) * width
        said = (first + np.minimum(first + width, 1)) / 2
    return np.asarray(said if share.bound.is_upper else 1 - said)
