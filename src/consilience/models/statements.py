"""What each kind of statement says of the population of credences: log likelihoods with their derivatives.

Every function adds to the gradient in the location and scale of the row's own population and in the degrees of freedom
that all share, and returns the log likelihood of its block. Rows are laid out as :data:`encoding.BLOCKS` names them.
"""

from math import exp, lgamma, log, pi

import numpy as np
from numba import njit

from consilience.models.nodes import TAIL_STEP, TAIL_WEIGHT
from consilience.models.quadrature import (
    Density,
    log_between,
    log_density,
    logit_share_below,
    logit_share_between,
    score,
    share_below,
)

type Array = np.ndarray


@njit(cache=True, error_model="numpy")
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


@njit(cache=True, error_model="numpy")
def spreads(
    rows: Array, t: Density, location: Array, scale: Array, d_location: Array, d_scale: Array
) -> tuple[float, float]:
    """Ranges, best-with-bounds and quantiles: the population's density averaged over the forecaster's own spread."""
    total = 0.0
    d_nu = 0.0
    for row in rows:
        pair, at = int(row[0]), row[1:]
        by = scale[pair]
        highest = -np.inf
        for point in at:
            highest = max(highest, log_density(t, (point - location[pair]) / by))
        likelihood, slope, reach, scores = 0.0, 0.0, 0.0, 0.0
        for point in at:
            x = (point - location[pair]) / by
            term = exp(log_density(t, x) - highest)
            gradient = -(t.p + 1) * x / (t.p + x * x)
            likelihood += term
            slope += term * gradient
            reach += term * gradient * x
            scores += term * score(t, x)
        total += highest + log(likelihood / at.size) - log(by)
        d_location[pair] -= slope / likelihood / by
        d_scale[pair] -= (reach / likelihood + 1) / by
        d_nu += scores / likelihood
    return total, d_nu


@njit(cache=True, error_model="numpy")
def rank_density(a: float, b: float) -> Density:
    """Log odds of a Beta(a, b) variable.

    The probability below the j-th smallest of n draws is Beta(j, n + 1 − j) whatever the population (David and
    Nagaraja, 2003, *Order Statistics*, eq. 2.1.6).
    """
    return Density(True, a, b, lgamma(a + b) - lgamma(a) - lgamma(b), 0.0, log(a / b))


@njit(cache=True, error_model="numpy")
def medians(
    rows: Array, t: Density, location: Array, scale: Array, d_location: Array, d_scale: Array
) -> tuple[float, float]:
    """The median of n answers lies in the published cell: the middle order statistic of the population."""
    total = 0.0
    d_nu = 0.0
    for row in rows:
        pair, n = int(row[0]), row[1]
        by = scale[pair]
        low, high = (row[2] - location[pair]) / by, (row[3] - location[pair]) / by
        rank_low, low_dx, low_dp = logit_share_below(t, low)
        rank_high, high_dx, high_dp = logit_share_below(t, high)
        middle = rank_density((n + 1) / 2, (n + 1) / 2)
        value, d_low, d_high, _ = log_between(middle, rank_low, rank_high, row[4] > 0, row[5] > 0)
        total += value
        d_location[pair] -= (d_low * low_dx + d_high * high_dx) / by
        d_scale[pair] -= (d_low * low_dx * low + d_high * high_dx * high) / by
        d_nu += d_low * low_dp + d_high * high_dp
    return total, d_nu


@njit(cache=True, error_model="numpy")
def widths(
    rows: Array, t: Density, location: Array, scale: Array, d_location: Array, d_scale: Array
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
        most, most_low, most_high, most_dp = logit_share_between(t, edges[0], edges[3])
        least, least_low, least_high, least_dp = most - 1, 0.0, 0.0, 0.0
        if not touching:
            least, least_low, least_high, least_dp = logit_share_between(t, edges[1], edges[2])
            # Where the population is far away the two agree to the last digits.
            least = min(least, most - 1e-9)
        value, d_least, d_most, _ = log_between(
            rank_density(ranks, n + 1 - ranks), least, most, touching, False
        )
        total += value
        d_edges = np.array((d_most * most_low, d_least * least_low, d_least * least_high, d_most * most_high))
        d_location[pair] -= np.sum(d_edges) / by
        d_scale[pair] -= np.sum(d_edges * edges) / by
        d_nu += d_least * least_dp + d_most * most_dp
    return total, d_nu


@njit(cache=True, error_model="numpy")
def _moments(t: Density, at: float, by: float) -> tuple[Array, Array, Array]:
    """E[Y], E[Y²] and E[Y; below the median], each with derivatives in location, scale and nu.

    Y is a probability less its value at the location: near 0% and 100% the variance of the probability itself would
    be the difference of two numbers that agree to the last digits of the quadrature.
    """
    first, second, half = np.zeros(4), np.zeros(4), np.zeros(4)
    centre = 1 / (1 + exp(-at))
    for k in range(2 * TAIL_STEP.size):
        x = TAIL_STEP[k // 2] * (1.0 if k % 2 else -1.0)
        weight = TAIL_WEIGHT[k // 2] * exp(log_density(t, x))
        p = 1 / (1 + exp(-(at + by * x)))
        y, slope = p - centre, p * (1 - p)
        for place, change in enumerate((y, slope - centre * (1 - centre), slope * x, y * score(t, x))):
            first[place] += weight * change
            second[place] += weight * change * (y if place in (0, 3) else 2 * y)
            if x < 0:
                half[place] += weight * change
    return first, second, half


@njit(cache=True, error_model="numpy")
def means(
    rows: Array, t: Density, location: Array, scale: Array, d_location: Array, d_scale: Array
) -> tuple[float, float]:
    """The mean of n answers given their median, jointly normal for large n.

    The covariance of a sample mean and the empirical distribution at x is (E[X; X ≤ x] − E[X] F(x)) / n, which at the
    median leaves the two far from independent (Ferguson, 1999, *Asymptotic joint distribution of sample mean and a
    sample quantile*). What the population misses of one half below the published median moves the mean too.
    """
    total = 0.0
    d_nu = 0.0
    for row in rows:
        pair, n, stated, grid, has_median = int(row[0]), row[1], row[2], row[3], row[5]
        by = scale[pair]
        first, second, half = _moments(t, location[pair], by)
        centre = 1 / (1 + exp(-location[pair]))
        x = (row[4] - location[pair]) / by
        below, dx, dp = share_below(t, x)
        d_below = np.array((-dx / by, -dx * x / by, dp))
        covariance = half - first / 2
        expected = centre + first[0] + has_median * 4 * covariance[0] * (0.5 - below)
        d_expected = first[1:] + has_median * 4 * (covariance[1:] * (0.5 - below) - covariance[0] * d_below)
        d_expected[0] += centre * (1 - centre)
        variance = second[0] - first[0] ** 2 - has_median * 4 * covariance[0] ** 2
        d_variance = second[1:] - 2 * first[0] * first[1:] - has_median * 8 * covariance[0] * covariance[1:]
        spread = variance / n + grid**2 / 12
        miss = stated - expected
        total -= (log(2 * pi * spread) + miss**2 / spread) / 2
        gradient = miss / spread * d_expected + (miss**2 / spread - 1) / (2 * spread * n) * d_variance
        d_location[pair] += gradient[0]
        d_scale[pair] += gradient[1]
        d_nu += gradient[2]
    return total, d_nu
