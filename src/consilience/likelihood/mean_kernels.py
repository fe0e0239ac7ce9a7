"""Published means and standard deviations as a compiled kernel: :mod:`consilience.likelihood.means`, with derivatives.

Written in numbers rather than arrays, which cost ten times as long to compile.
"""

from math import copysign, exp, log, log1p, pi, sqrt
from typing import NamedTuple

import numpy as np
from numba import njit

from consilience.likelihood.kernels import Populations, Turn, edge_at, skewed, turn_of
from consilience.likelihood.means import HEAD, LEAST_VARIANCE, MOST_TIED, PIN
from consilience.likelihood.nodes import INSIDE_AT, INSIDE_WEIGHT, NARROW_DROP, NOBODY, TAIL_STEP, TAIL_WEIGHT
from consilience.likelihood.quadrature import Density, log_density, log_density_and_score
from consilience.likelihood.readings import log_mass

type Array = np.ndarray

_PINS = 1 + len(HEAD)
# Moments, none to the fourth, by their value and their derivatives in location, scale, skew and nu.
_MOMENTS, _SLOPES = 5, 5


class Sums(NamedTuple):
    """What the strata add up to, or the derivatives of a log likelihood in these.

    Parameters
    ----------
    first, second : float
        Expected mean about the centre, and expected mean square about the published mean.
    spread, together, of_second : float
        Variance of the former, covariance, variance of the latter.
    """

    first: float
    second: float
    spread: float
    together: float
    of_second: float


@njit(error_model="numpy")
def means(rows: Array, t: Density, of: Populations, gradient: Populations) -> tuple[float, float]:
    """The mean of n answers and their spread, given how many lie where."""
    total = 0.0
    d_nu = 0.0
    for row in rows:
        pair, n, has_square = int(row[0]), row[1], not np.isinf(row[5])
        size = 0
        centre = 1 / (1 + exp(-of.location[pair]))
        while _PINS + size * PIN < row.size and not np.isinf(row[_PINS + size * PIN]):
            if row[_PINS + size * PIN + 2] > 0:
                centre = 1 / (1 + exp(-row[_PINS + size * PIN]))
            size += 1
        strata = np.zeros((size + 1, _MOMENTS, _SLOPES))
        _fill(strata, row, size, t, of, pair, centre, 4 if has_square else 2)
        sums = _sums(strata, row, size, centre)
        miss = row[2] - centre - sums.first
        value, by = _paired(sums, miss, row[4], row[5]) if has_square else _alone(sums.spread, miss)
        total += value
        for place in range(size + 1):
            weight = _weight(row, size, place)
            d_nu += _pass_on(strata[place], weight, n, centre - row[2], by, gradient, pair)
    return total, d_nu


@njit(error_model="numpy")
def _weight(row: Array, size: int, place: int) -> float:
    """The part of the answers between two pins."""
    n, pin = row[1], _PINS + place * PIN
    start = row[pin - PIN + 1] + row[pin - PIN + 2] if place > 0 else 0.0
    return float(((row[pin + 1] if place < size else n) - start) / n)


@njit(error_model="numpy")
def _sums(strata: Array, row: Array, size: int, centre: float) -> Sums:
    n, stated, about = row[1], row[2], centre - row[2]
    first, second, spread, together, of_second = 0.0, 0.0, row[3] ** 2 / 12, 0.0, 0.0
    for place in range(size):
        pin = _PINS + place * PIN
        at = 1 / (1 + exp(-row[pin]))
        first += row[pin + 2] / n * (at - centre)
        second += row[pin + 2] / n * (at - stated) ** 2
    for place in range(size + 1):
        weight = _weight(row, size, place)
        m1, m2, m3, m4 = strata[place, 1, 0], strata[place, 2, 0], strata[place, 3, 0], strata[place, 4, 0]
        variance, mixed, fourth = max(m2 - m1 * m1, 0.0), m3 - m1 * m2, max(m4 - m2 * m2, 0.0)
        first += weight * m1
        second += weight * (m2 + 2 * about * m1 + about * about)
        spread += weight / n * variance
        together += weight / n * (mixed + 2 * about * variance)
        of_second += weight / n * (fourth + 4 * about * mixed + 4 * about * about * variance)
    return Sums(first, max(second, 1e-300), spread, together, of_second)


@njit(error_model="numpy")
def _alone(spread: float, miss: float) -> tuple[float, Sums]:
    """Log likelihood of a mean by itself, with its derivatives."""
    value = -(log(2 * pi * spread) + miss * miss / spread) / 2
    return value, Sums(miss / spread, 0.0, (miss * miss / spread - 1) / (2 * spread), 0.0, 0.0)


@njit(error_model="numpy")
def _paired(sums: Sums, miss: float, square_low: float, square_high: float) -> tuple[float, Sums]:
    """Log likelihood of a mean and of the cell of the mean square about it, with its derivatives."""
    second, spread = sums.second, sums.spread
    value, of_mean = _alone(spread, miss)
    relative = sums.of_second / second**2
    varies = relative > LEAST_VARIANCE
    relative = max(relative, LEAST_VARIANCE)
    by = log1p(relative)
    tied, most = sums.together / second, MOST_TIED * sqrt(spread * by)
    is_free = abs(tied) <= most
    if not is_free:
        tied = copysign(most, tied)
    about, variance = log(second) - by / 2 + tied / spread * miss, by - tied * tied / spread
    width, is_open = sqrt(variance), np.isinf(square_low)
    low, high = 0.0 if is_open else (square_low - about) / width, (square_high - about) / width
    inside, by_low, by_high = log_mass(low, high, is_open, False)
    in_about = -(by_low + by_high) / width
    in_variance = -(by_low * low + by_high * high) / (2 * variance)
    in_spread = -in_about * tied * miss / spread**2 + in_variance * tied * tied / spread**2
    in_by = in_variance - in_about / 2
    in_tied = in_about * miss / spread - 2 * in_variance * tied / spread
    if not is_free:
        in_spread += in_tied * tied / (2 * spread)
        in_by += in_tied * tied / (2 * by)
        in_tied = 0.0
    in_relative = in_by / (1 + relative) if varies else 0.0
    return value + inside, Sums(
        of_mean.first - in_about * tied / spread,
        (in_about - 2 * in_relative * relative - in_tied * tied) / second,
        of_mean.spread + in_spread,
        in_tied / second,
        in_relative / second**2,
    )


@njit(error_model="numpy")
def _pass_on(
    moments: Array, weight: float, n: float, about: float, by: Sums, gradient: Populations, pair: int
) -> float:
    """Add what the moments of one stratum pass on of the derivatives; return that in nu."""
    m1, m2 = moments[1, 0], moments[2, 0]
    each = weight / n
    in_variance = each * (by.spread + 2 * about * by.together + 4 * about * about * by.of_second)
    in_mixed, in_fourth = each * (by.together + 4 * about * by.of_second), each * by.of_second
    if m2 <= m1 * m1:
        in_variance = 0.0
    if moments[4, 0] <= m2 * m2:
        in_fourth = 0.0
    first = weight * (by.first + 2 * about * by.second) - 2 * m1 * in_variance - m2 * in_mixed
    second = weight * by.second + in_variance - m1 * in_mixed - 2 * m2 * in_fourth
    gradient.location[pair] += _along(moments, 1, first, second, in_mixed, in_fourth)
    gradient.scale[pair] += _along(moments, 2, first, second, in_mixed, in_fourth)
    gradient.skew[pair] += _along(moments, 3, first, second, in_mixed, in_fourth)
    return _along(moments, 4, first, second, in_mixed, in_fourth)


@njit(error_model="numpy")
def _along(moments: Array, slope: int, first: float, second: float, third: float, fourth: float) -> float:
    lower = first * moments[1, slope] + second * moments[2, slope]
    return float(lower + third * moments[3, slope] + fourth * moments[4, slope])


@njit(error_model="numpy")
def _fill(
    strata: Array, row: Array, size: int, t: Density, of: Populations, pair: int, centre: float, most: int
) -> None:
    """Moments about the centre of the population between neighbouring pins, as those of a distribution."""
    at = of.location[pair]
    for place in range(size + 1):
        where, edges = 0.0, 0
        low, high = at, at
        if place > 0:
            low, edges = row[_PINS + (place - 1) * PIN], edges + 1
            where += 1 / (1 + exp(-low))
        if place < size:
            high, edges = row[_PINS + place * PIN], edges + 1
            where += 1 / (1 + exp(-high))
        moments = strata[place]
        if place == 0 and high < at:
            _add_beyond(moments, t, high, -1.0, of, pair, centre, most, 1.0)
        elif place == size and low >= at and size > 0:
            _add_beyond(moments, t, low, 1.0, of, pair, centre, most, 1.0)
        else:
            # In two parts, each on one side of the location.
            if place == 0:
                _add_beyond(moments, t, at, -1.0, of, pair, centre, most, 1.0)
            elif low < at:
                _add_between(moments, t, low, min(high, at) if place < size else at, of, pair, centre, most)
            if place == size:
                _add_beyond(moments, t, at, 1.0, of, pair, centre, most, 1.0)
            elif high > at:
                _add_between(moments, t, max(low, at) if place > 0 else at, high, of, pair, centre, most)
        _normalise(moments, where / max(edges, 1) - centre, most)


@njit(error_model="numpy")
def _normalise(moments: Array, where: float, most: int) -> None:
    """Divide by how much of the population it is; where that is nobody, all stand at the stratum's edge."""
    mass = moments[0, 0]
    for moment in range(1, most + 1):
        value = moments[moment, 0] / mass if mass >= NOBODY else where**moment
        for slope in range(1, _SLOPES):
            change = (moments[moment, slope] - value * moments[0, slope]) / mass if mass >= NOBODY else 0.0
            moments[moment, slope] = change
        moments[moment, 0] = value


@njit(error_model="numpy")
def _start(of: Populations, pair: int, turn: Turn, edge: float) -> tuple[float, float, float, float]:
    """Where an edge lies before the skew, and its slopes; the location is an edge that moves with it."""
    found = edge_at(of, pair, turn, edge)
    if edge == of.location[pair]:
        return found.y, 0.0, 0.0, 0.0
    by = of.scale[pair]
    return found.y, -found.by_x / by, -found.by_x * found.x / by, found.by_skew


@njit(error_model="numpy")
def _add_beyond(
    moments: Array,
    t: Density,
    edge: float,
    side: float,
    of: Populations,
    pair: int,
    centre: float,
    most: int,
    times: float,
) -> None:
    """Add integrals of the powers of Y over the credences beyond an edge, so many times, none to ``most``.

    Y is the probability less ``centre``. The nodes keep their distances from the edge: derivatives are those of the
    sum, to rounding.
    """
    turn = turn_of(of.skew[pair])
    start, by_at, by_by, by_s = _start(of, pair, turn, edge)
    for k in range(TAIL_STEP.size):
        y = start + side * TAIL_STEP[k]
        at_node, score = log_density_and_score(t, y)
        weight = times * TAIL_WEIGHT[k] * exp(at_node)
        change = -(t.p + 1) * y / (t.p + y * y)
        slopes = change * by_at, change * by_by, change * by_s, score
        _add_node(moments, weight, slopes, y, (by_at, by_by, by_s), of, pair, turn, centre, most)


@njit(error_model="numpy")
def _add_between(
    moments: Array, t: Density, low: float, high: float, of: Populations, pair: int, centre: float, most: int
) -> None:
    """Add the same over the credences between two edges on one side of the location, which may be one of them."""
    turn, at = turn_of(of.skew[pair]), of.location[pair]
    first, first_at, first_by, first_s = _start(of, pair, turn, low)
    last, last_at, last_by, last_s = _start(of, pair, turn, high)
    if abs(log_density(t, last) - log_density(t, first)) > NARROW_DROP:
        # So much less lies beyond the farther edge that a difference loses nothing.
        side = 1.0 if low >= at else -1.0
        _add_beyond(moments, t, low, side, of, pair, centre, most, side)
        _add_beyond(moments, t, high, side, of, pair, centre, most, -side)
        return
    wide = last - first
    if wide <= 0:
        return
    for k in range(INSIDE_AT.size):
        rest, u = 1 - INSIDE_AT[k], INSIDE_AT[k]
        y = first + wide * u
        at_node, score = log_density_and_score(t, y)
        moved = rest * first_at + u * last_at, rest * first_by + u * last_by, rest * first_s + u * last_s
        change = -(t.p + 1) * y / (t.p + y * y)
        slopes = (
            change * moved[0] + (last_at - first_at) / wide,
            change * moved[1] + (last_by - first_by) / wide,
            change * moved[2] + (last_s - first_s) / wide,
            score,
        )
        weight = wide * INSIDE_WEIGHT[k] * exp(at_node)
        _add_node(moments, weight, slopes, y, moved, of, pair, turn, centre, most)


@njit(error_model="numpy")
def _add_node(
    moments: Array,
    weight: float,
    slopes: tuple[float, float, float, float],
    y: float,
    moved: tuple[float, float, float],
    of: Populations,
    pair: int,
    turn: Turn,
    centre: float,
    most: int,
) -> None:
    """Add one node: its weight with the slopes of its logarithm, and where it lies with the slopes of that."""
    at, by = of.location[pair], of.scale[pair]
    x, x_by_y, x_by_s = skewed(y, turn)
    probability = 1 / (1 + exp(-(at + by * x)))
    less, slope = probability - centre, probability * (1 - probability)
    z_by_y = by * x_by_y
    power, before, times = weight, 0.0, 0.0
    for moment in range(most + 1):
        # The derivative of Y to some power is that power times Y to one less.
        steep = times * before * slope
        moments[moment, 0] += power
        moments[moment, 1] += power * slopes[0] + steep * (1 + z_by_y * moved[0])
        moments[moment, 2] += power * slopes[1] + steep * (x + z_by_y * moved[1])
        moments[moment, 3] += power * slopes[2] + steep * (by * x_by_s + z_by_y * moved[2])
        moments[moment, 4] += power * slopes[3]
        before, power, times = power, power * less, times + 1
