"""Statements that a population would make: the likelihood run forwards.

A statement is simulated in the form of one that was made: same kind, same coverage, same number of people, numbers on
the same grid. From draws of the prior that is a prior predictive check, from draws of a fit a posterior predictive one,
and fitting what was simulated from known parameters calibrates the model (Talts et al., 2018, arXiv:1804.06788).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import numpy as np
from scipy.special import expit

from consilience.likelihood.counts import apart_in_ci95, apart_in_quartiles, counts_of, edge_of
from consilience.likelihood.heaping import is_heap, nearest_heap
from consilience.likelihood.skew import skewed
from consilience.likelihood.spreads import interior_logits, spread_points
from consilience.notation import (
    BaseRate,
    Bounds,
    Inequality,
    Number,
    Point,
    Quantiles,
    Range,
    Relation,
    Share,
    Survey,
    Value,
    Words,
    parse,
)

# Beyond these log odds floats no longer tell a probability from 100% to a few digits.
FARTHEST = 25.0
# The likelihood of an interval takes its numbers as exact: they are said to so many digits, where floats have them.
EXACT_DIGITS = 6
FINEST = -14

_OPPOSITE: dict[Relation, Relation] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True, slots=True)
class Population:
    """Student t population of credences, in log odds; it may be skewed."""

    location: float
    scale: float
    nu: float
    skew: float = 0.0

    def credences(self, rng: np.random.Generator, size: int = 1) -> np.ndarray:
        """Draw forecasters' log odds."""
        drawn = self.location + self.scale * skewed(rng.standard_t(self.nu, size), self.skew)
        return np.asarray(np.clip(drawn, -FARTHEST, FARTHEST))


def restate(value: Value, population: Population, rng: np.random.Generator) -> Value:
    """What a forecaster, or for a survey as many as were asked, of another population would say in the same form.

    Parameters
    ----------
    value : Value
        The form; not a base rate.
    population : Population
        Whom to ask.
    rng : numpy.random.Generator

    Returns
    -------
    Value
        A point is rounded to an even grid about as wide as the cell it had; an inequality compares the credence with
        the same bound; an interval keeps its shape in log odds and is moved so that the credence is equally likely
        to be any of its own points; words are replaced by what they mean.

    Examples
    --------
    >>> from consilience.notation import canonical
    >>> sceptics = Population(-6.0, 0.5, 30.0)
    >>> rng = np.random.default_rng(1)
    >>> [canonical(restate(parse(said), sceptics, rng)) for said in ("35%", ">1%", "n=99 median=5.0%")]
    ['0%', '<=1%', 'n=99 median=0.2%']
    """
    match value:
        case Words():
            return restate(value.meaning, population, rng)
        case Survey():
            return _resurvey(value, population.credences(rng, value.n or 1))
        case BaseRate():
            msg = "a base rate is not said by a forecaster"
            raise TypeError(msg)
    (credence,) = population.credences(rng)
    match value:
        case Point():
            return Point(rounded(float(expit(credence)), grid_of(value.number)))
        case Inequality():
            return beside(value, float(expit(credence)))
        case Range() if value.low.value <= 0 and value.high.value >= 1:
            return value
        case Range() if value.low.value <= 0:
            return restate(Inequality("<=", value.high), population, rng)
        case Range() if value.high.value >= 1:
            return restate(Inequality(">=", value.low), population, rng)
    shift = credence - rng.choice(spread_points(value))
    return _moved(value, shift)


def rerun(value: BaseRate, rate: float, reference_class: float, rng: np.random.Generator) -> BaseRate:
    """Events in as many trials of another reference class.

    Parameters
    ----------
    value : BaseRate
        How many trials.
    rate : float
        Probability of the question that the class is near.
    reference_class : float
        Concentration: how many trials of the question itself the class is worth at most.
    rng : numpy.random.Generator

    Returns
    -------
    BaseRate
    """
    of_class = rng.beta(rate * reference_class, (1 - rate) * reference_class)
    return BaseRate(int(rng.binomial(value.trials, of_class)), value.trials)


def _moved(value: Range | Bounds | Quantiles, by: float) -> Range | Bounds | Quantiles:
    match value:
        case Range():
            low, high = _shifted((value.low, value.high), by)
            return Range(low, high, value.coverage)
        case Bounds():
            low, best, high = _shifted((value.low, value.best, value.high), by)
            return Bounds(best, low, high, value.coverage)
        case Quantiles():
            return Quantiles(value.levels, _shifted(value.numbers, by))


def _shifted(numbers: tuple[Number, ...], by: float) -> tuple[Number, ...]:
    at = interior_logits(numbers)
    return tuple(_exact(float(p)) for p in expit(at + np.clip(by, -FARTHEST - at.min(), FARTHEST - at.max())))


def _resurvey(value: Survey, credences: np.ndarray) -> Survey:
    """The same summaries of other answers; all on one grid, so that what is ordered stays so when rounded."""
    n, answers = credences.size, expit(credences)
    ordered = np.sort(answers)
    said = [number for number in (value.median, *(value.ci95 or ()), *(value.quartiles or ())) if number is not None]
    numbers = [number for number in said if isinstance(number, Number)]
    grid = min(map(grid_of, numbers), default=Decimal(0))
    # What was said in round numbers is said again in round numbers, which reach everywhere.
    heaped = n > 1 and any(map(is_heap, numbers))
    middle = float(np.median(answers))

    def say(p: float) -> Number:
        return _heap(p) if heaped else rounded(p, grid)

    def between_ranks(apart: float) -> tuple[Number, Number]:
        ranks = (n + 1) / 2 + np.array([-apart, apart]) / 2
        low, high = np.interp(ranks, np.arange(1, n + 1), ordered)
        return say(float(low)), say(float(high))

    spread = float(answers.std(ddof=1)) if n > 1 else 0.0
    return Survey(
        n=value.n,
        median=_remedian(value.median, middle, say),
        mean=None if value.mean is None else rounded(float(answers.mean()), grid_of(value.mean)),
        sd=None if value.sd is None else rounded(spread, grid_of(value.sd)),
        se=None if value.se is None else rounded(spread / math.sqrt(n), grid_of(value.se)),
        ci95=None if value.ci95 is None else between_ranks(apart_in_ci95(n)),
        quartiles=None if value.quartiles is None else between_ranks(apart_in_quartiles(n)),
        shares=_reshared(value, credences),
    )


def _reshared(value: Survey, credences: np.ndarray) -> tuple[Share, ...]:
    """The shares of other answers beyond the same bounds, where the likelihood has these."""
    if not value.shares:
        return ()
    heaped = counts_of(value).heaped
    found = []
    for share in value.shares:
        below = float(np.mean(credences < edge_of(share.bound, heaped=heaped)))
        found.append(_portion(share, below if share.bound.is_upper else 1 - below))
    return tuple(found)


def _portion(said: Share, p: float) -> Share:
    """A share as finely as another was said; a range is one of those that together leave nothing out."""
    # The same number may be written twice, as in 20–20.0%.
    if said.low.value == said.high.value:
        number = rounded(p, grid_of(said.low))
        return Share(said.bound, number, number)
    width = said.high.value - said.low.value
    first = min(math.floor(p / width), math.ceil(1 / width) - 1) * width
    return Share(said.bound, _exact_share(first), _exact_share(min(first + width, 1.0)))


def _exact_share(p: float) -> Number:
    return rounded(p, Decimal(1).scaleb(-EXACT_DIGITS))


def _remedian(
    median: Number | Inequality | None, middle: float, say: Callable[[float], Number]
) -> Number | Inequality | None:
    match median:
        case Inequality():
            return beside(median, middle)
        case Number():
            return say(middle)
    return None


def _heap(p: float) -> Number:
    return _parsed(f"{Decimal(f'{100 * nearest_heap(p):.10g}'):f}%", None)


def beside(said: Inequality, p: float) -> Inequality:
    """The bound on the side of it on which a probability lies.

    Examples
    --------
    >>> from consilience.notation import canonical
    >>> canonical(beside(parse("<1%"), 0.2))
    '>=1%'
    """
    holds = (p <= said.bound.value) == (said.relation in ("<", "<="))
    return said if holds else Inequality(_OPPOSITE[said.relation], said.bound)


def grid_of(number: Number) -> Decimal:
    """The widest of the grids 1, 2, 5, 10, 20, 50 … that is no wider than a number's cell; all of them reach 100%."""
    width = 2 * max(number.value - number.low, number.high - number.value) * (1 + 1e-9)
    power = math.floor(math.log10(width))
    step = max(step for step in (1, 2, 5) if step * 10.0**power <= width)
    return min(Decimal(step).scaleb(power), Decimal("0.5"))


def rounded(p: float, grid: Decimal) -> Number:
    """The number of a grid that is nearest to a probability, said so that its cell is as wide as the grid."""
    in_percent = (100 * grid).normalize()
    places = max(0, -int(in_percent.adjusted()))
    # A grid of 1 in the last place is what the digits say; any other is said beside them.
    shown_by_digits = in_percent == Decimal(1).scaleb(-places)
    text = f"{round(Decimal(p) / grid) * in_percent:.{places}f}%"
    return _parsed(text, None if shown_by_digits else f"{in_percent:f}%")


# What is said in round numbers is said again and again.
@lru_cache(maxsize=1 << 14)
def _parsed(text: str, grid: str | None) -> Number:
    value = parse(text, grid=grid)
    assert isinstance(value, Point)
    return value.number


def _exact(p: float) -> Number:
    last_place = math.floor(math.log10(min(p, 1 - p))) - EXACT_DIGITS
    return rounded(p, Decimal(1).scaleb(max(last_place, FINEST)))
