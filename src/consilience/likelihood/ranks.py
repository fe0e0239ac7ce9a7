"""Where statements lie in populations of credences: the probability integral transform of what was said.

A statement is no number but what a number was rounded to, a bound, a spread, the median of many; so its rank has two
ends, between which the population leaves it open (Czado, Gneiting and Held, 2009, *Biometrics* 65, 1254–1261).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, logit, stdtr

from consilience.likelihood.heaping import heaped_cell
from consilience.likelihood.pointwise import Populations
from consilience.likelihood.spreads import SPREAD_POINTS, spread_points
from consilience.notation import Bounds, Inequality, Number, Point, Quantiles, Range, Survey, Value, Words

type Array = NDArray[np.float64]
type Edges = tuple[float, float]

# Of a forecaster's own spread, the middle half.
_QUARTERS = [SPREAD_POINTS // 4, SPREAD_POINTS - SPREAD_POINTS // 4 - 1]


def edges_of(value: Value) -> Edges | None:
    """Between which log odds a statement leaves its credence.

    Parameters
    ----------
    value : Value

    Returns
    -------
    (float, float) or None
        Infinite at an open end. A round number stands for anything up to half of the way to the next round numbers, as
        people answer in these; a forecaster's own spread for its middle half; a survey for its median. ``None`` of what
        has none of these.

    Examples
    --------
    >>> from consilience.notation import parse
    >>> [tuple(round(float(end), 1) for end in edges_of(parse(said))) for said in ("5.0%", "5%", "<1%")]
    [(-3.0, -2.9), (-3.2, -2.6), (-inf, -4.6)]
    """
    match value:
        case Words():
            return edges_of(value.meaning)
        case Point(number):
            return _logits(*heaped_cell(number))
        case Inequality():
            at = value.bound.value
            return _logits(*((0.0, at) if value.relation in ("<", "<=") else (at, 1.0)))
        case Range(low, high) if low.value <= 0 or high.value >= 1:
            return _logits(low.value, high.value)
        case Range() | Bounds() | Quantiles():
            low, high = spread_points(value)[_QUARTERS]
            return float(low), float(high)
        case Survey(median=Number() as number):
            return _logits(*heaped_cell(number))
        case Survey(median=Inequality() as bound):
            return edges_of(bound)
    return None


def _logits(low: float, high: float) -> Edges:
    low, high = logit(np.clip((low, high), 0.0, 1.0))
    return float(low), float(high)


def ranks(values: Sequence[Value], of: Sequence[int], populations: Populations, nu: Array) -> tuple[Array, Array]:
    """Share of a population below either end of what each statement leaves open, draw by draw.

    Parameters
    ----------
    values : sequence of Value
        One a statement.
    of : sequence of int
        Whose population each statement is drawn from.
    populations : Populations
    nu : ndarray of shape (draws,)
        Degrees of freedom.

    Returns
    -------
    (ndarray, ndarray) of shape (draws, statements)
        Of a survey the probability that the median of as many lies below; NaN where a statement has no rank.

    Examples
    --------
    >>> from consilience.notation import parse
    >>> about_even = Populations(np.zeros((1, 1)), np.ones((1, 1)), np.zeros((1, 1)))
    >>> low, high = ranks([parse("50.0%"), parse("<50%")], [0, 0], about_even, np.array([30.0]))
    >>> low.round(3), high.round(3)
    (array([[0.499, 0.   ]]), array([[0.501, 0.5  ]]))
    """
    found = np.full((2, len(nu), len(values)), np.nan)
    # What was said twice of one population is worked out once.
    known: dict[tuple[int, float], Array] = {}
    for place, (value, at) in enumerate(zip(values, of, strict=True)):
        edges = edges_of(value)
        if edges is None:
            continue
        for end, edge in enumerate(edges):
            if (at, edge) not in known:
                known[at, edge] = _below(edge, populations.among(slice(None), [at]), nu)
            found[end, :, place] = _of_median(known[at, edge], value)
    return found[0], found[1]


def _below(edge: float, of: Populations, nu: Array) -> Array:
    if np.isinf(edge):
        return np.full(len(nu), float(edge > 0))
    return np.asarray(stdtr(nu, of.before(np.array(edge))[:, 0]))


def _of_median(below: Array, value: Value) -> Array:
    """How likely the median of a survey lies below what a share of the population lies below."""
    if not isinstance(value, Survey) or (value.n or 1) < 2:
        return below
    middle = ((value.n or 1) + 1) / 2
    return np.asarray(betainc(middle, middle, below))
