"""What each kind of statement says of the population of credences: log likelihoods with their derivatives.

Every function adds to the gradient in the location and scale of the row's own population and in the degrees of freedom
that all share, and returns the log likelihood of its block. Rows are laid out as
:data:`consilience.likelihood.rows.BLOCKS` names them.
"""

from math import exp, lgamma, log, pi

import numpy as np
from numba import njit

from consilience.likelihood.nodes import TAIL_STEP, TAIL_WEIGHT
from consilience.likelihood.quadrature import (
    Density,
    log_between,
    log_density,
    log_density_and_score,
    logit_share_below,
    logit_share_between,
)

type Array = np.ndarray


@njit(error_model="numpy")
def cells(
    rows: Array, t: Density, location: Array, scale: Array, d_location: Array, d_scale: Array
) -> tuple[float, float]:
    """Points and inequalities: a credence lies in the cell that was stated."""
    total = 0.0
    d_nu = 0.0
    for row in rows:
        pair, low, high, count = int(row[0]), row[1], row[2], row[5]
        by = scale[pair]
        low, high = (low - location[pair]) / by, (high - location[pair]) / by
        value, d_low, d_high, d_p = log_between(t, low, high, row[3] > 0, row[4] > 0)
        total += count * value
        d_location[pair] -= count * (d_low + d_high) / by
        d_scale[pair] -= count * (d_low * low + d_high * high) / by
        d_nu += count * d_p
    return total, d_nu


@njit(error_model="numpy")
def spreads(
    rows: Array, t: Density, location: Array, scale: Array, d_location: Array, d_scale: Array
) -> tuple[float, float]:
    """Ranges, best-with-bounds and quantiles: the population's density averaged over the forecaster's own spread."""
    total = 0.0
    d_nu = 0.0
    for row in rows:
        pair, at = int(row[0]), row[1:]
        by = scale[pair]
        # Beside the location, or at an end: the points increase.
        highest = log_density(t, (min(max(location[pair], at[0]), at[-1]) - location[pair]) / by)
        likelihood, slope, reach, logs = 0.0, 0.0, 0.0, 0.0
        for point in at:
            x = (point - location[pair]) / by
            stretch = 1 + x * x / t.p
            log_stretch = log(stretch)
            term = exp(t.log_norm - (t.p + 1) / 2 * log_stretch - highest)
            pull = x / stretch
            likelihood += term
            slope += term * pull
            reach += term * pull * x
            logs += term * log_stretch
        # The derivative of the log density is -(p + 1) / p times the pull; its score follows from the same sums.
        slope, reach, logs = slope / likelihood / t.p, reach / likelihood / t.p, logs / likelihood
        total += highest + log(likelihood / at.size) - log(by)
        d_location[pair] += (t.p + 1) * slope / by
        d_scale[pair] += ((t.p + 1) * reach - 1) / by
        d_nu += t.log_norm_dp - logs / 2 + (t.p + 1) / 2 * reach / t.p
    return total, d_nu


@njit(error_model="numpy")
def rank_density(a: float, b: float) -> Density:
    """Log odds of a Beta(a, b) variable.

    The probability below the j-th smallest of n draws is Beta(j, n + 1 − j) whatever the population (David and
    Nagaraja, 2003, *Order Statistics*, eq. 2.1.6).
    """
    return Density(True, a, b, lgamma(a + b) - lgamma(a) - lgamma(b), 0.0, log(a / b))


@njit(error_model="numpy")
def medians(
    rows: Array, t: Density, table: Array, location: Array, scale: Array, d_location: Array, d_scale: Array
) -> tuple[float, float]:
    """The median of n answers lies in the published cell: the middle order statistic of the population."""
    total = 0.0
    d_nu = 0.0
    for row in rows:
        pair, n = int(row[0]), row[1]
        by = scale[pair]
        low, high = (row[2] - location[pair]) / by, (row[3] - location[pair]) / by
        rank_low, low_dx, low_dp = logit_share_below(t, table, low)
        rank_high, high_dx, high_dp = logit_share_below(t, table, high)
        middle = rank_density((n + 1) / 2, (n + 1) / 2)
        value, d_low, d_high, _ = log_between(middle, rank_low, rank_high, row[4] > 0, row[5] > 0)
        total += value
        d_location[pair] -= (d_low * low_dx + d_high * high_dx) / by
        d_scale[pair] -= (d_low * low_dx * low + d_high * high_dx * high) / by
        d_nu += d_low * low_dp + d_high * high_dp
    return total, d_nu


@njit(error_model="numpy")
def widths(
    rows: Array, t: Density, table: Array, location: Array, scale: Array, d_location: Array, d_scale: Array
) -> tuple[float, float]:
    """How much of the population lies between two published quantiles of the answers.

    The share between the r-th and s-th of n ordered answers is Beta(s − r, n + 1 − s + r), independent of where they
    lie (David and Nagaraja, 2003, section 2.5): it adds to the median what one location cannot tell, the scale.
    """
    total = 0.0
    d_nu = 0.0
    for row in rows:
        pair, n, ranks, touching = int(row[0]), row[1], row[2], row[7] > 0
        by = scale[pair]
        edges = (row[3:7] - location[pair]) / by
        # The least share lies between the inner edges of the two rounding cells, the greatest between the outer ones.
        most, most_low, most_high, most_dp = logit_share_between(t, table, edges[0], edges[3])
        least, least_low, least_high, least_dp = most - 1, 0.0, 0.0, 0.0
        if not touching:
            least, least_low, least_high, least_dp = logit_share_between(t, table, edges[1], edges[2])
            # Where the population is far away the two agree to the last digits.
            least = min(least, most - 1e-9)
        value, d_least, d_most, _ = log_between(rank_density(ranks, n + 1 - ranks), least, most, touching, False)
        total += value
        d_edges = np.array((d_most * most_low, d_least * least_low, d_least * least_high, d_most * most_high))
        d_location[pair] -= np.sum(d_edges) / by
        d_scale[pair] -= np.sum(d_edges * edges) / by
        d_nu += d_least * least_dp + d_most * most_dp
    return total, d_nu


@njit(error_model="numpy")
def _moments_beyond(t: Density, edge: float, side: float, at: float, by: float, centre: float, moments: Array) -> None:
    """Add integrals of 1, Y and Y² over the credences beyond an edge, with derivatives in location, scale and nu.

    Y is the probability less ``centre``. The edge is the location itself, and moves with it, or lies away from it on
    its ``side``. The nodes keep their distances from the edge: derivatives are those of the sum, to rounding.
    """
    x_edge = (edge - at) / by
    dx_dat, dz_dat = (0.0, 1.0) if edge == at else (-1 / by, 0.0)
    for k in range(TAIL_STEP.size):
        reach = side * TAIL_STEP[k]
        x = x_edge + reach
        at_node, score = log_density_and_score(t, x)
        weight = TAIL_WEIGHT[k] * exp(at_node)
        p = 1 / (1 + exp(-(at + by * x)))
        y, slope = p - centre, p * (1 - p)
        change = -(t.p + 1) * x / (t.p + x * x)
        power, before, times = weight, 0.0, 0.0
        for moment in range(3):
            # The derivative of Y to some power is that power times Y to one less.
            moved = times * before * slope
            moments[moment, 0] += power
            moments[moment, 1] += power * change * dx_dat + moved * dz_dat
            moments[moment, 2] += moved * reach - power * change * x_edge / by
            moments[moment, 3] += power * score
            before, power, times = power, power * y, times + 1


@njit(error_model="numpy")
def _mean_and_variance(moments: Array) -> tuple[Array, Array]:
    """Mean and variance of Y, each with derivatives; the weights' own sum makes them those of a distribution."""
    mean, variance = np.empty(4), np.empty(4)
    mean[0] = moments[1, 0] / moments[0, 0]
    second = moments[2, 0] / moments[0, 0]
    mean[1:] = (moments[1, 1:] - mean[0] * moments[0, 1:]) / moments[0, 0]
    variance[0] = second - mean[0] ** 2
    variance[1:] = (moments[2, 1:] - second * moments[0, 1:]) / moments[0, 0] - 2 * mean[0] * mean[1:]
    # One side as the whole less the other keeps the quadrature's error of the whole.
    if variance[0] < 0:
        variance[:] = 0.0
    return mean, variance


@njit(error_model="numpy")
def means(
    rows: Array, t: Density, location: Array, scale: Array, d_location: Array, d_scale: Array
) -> tuple[float, float]:
    """The mean of n answers, normal for large n; given their median where that was published too.

    Given the median, those below it are independent draws of the population below it, those above of the
    population above it (David and Nagaraja, 2003, *Order Statistics*, theorem 2.5): the two publish one panel and are
    far from independent.
    """
    total = 0.0
    d_nu = 0.0
    for row in rows:
        pair, n, stated, grid, has_median = int(row[0]), row[1], row[2], row[3], row[5] > 0
        at, by = location[pair], scale[pair]
        edge = row[4] if has_median else at
        centre = 1 / (1 + exp(-edge))
        whole, beyond = np.zeros((3, 4)), np.zeros((3, 4))
        _moments_beyond(t, at, -1.0, at, by, centre, whole)
        _moments_beyond(t, at, 1.0, at, by, centre, whole)
        if has_median:
            _moments_beyond(t, edge, 1.0 if edge >= at else -1.0, at, by, centre, beyond)
            mean_beyond, variance_beyond = _mean_and_variance(beyond)
            mean_before, variance_before = _mean_and_variance(whole - beyond)
            others = (n - 1) / n
            expected = others * (mean_before + mean_beyond) / 2
            spread = others * (variance_before + variance_beyond) / (2 * n)
        else:
            expected, variance = _mean_and_variance(whole)
            spread = variance / n
        spread[0] += grid**2 / 12
        miss = stated - centre - expected[0]
        total -= (log(2 * pi * spread[0]) + miss**2 / spread[0]) / 2
        gradient = miss / spread[0] * expected[1:] + (miss**2 / spread[0] - 1) / (2 * spread[0]) * spread[1:]
        d_location[pair] += gradient[0]
        d_scale[pair] += gradient[1]
        d_nu += gradient[2]
    return total, d_nu
