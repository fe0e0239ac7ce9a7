"""What each kind of statement says of the population of credences: log likelihoods with their derivatives.

Every function adds to the gradient in the location, scale and skew of the row's own population, and returns the log
likelihood of its block and its derivative in the degrees of freedom that all share. Rows are laid out as
:data:`consilience.likelihood.rows.BLOCKS` names them.
"""

from math import exp, lgamma, log, sqrt
from typing import NamedTuple

import numpy as np
from numba import njit

from consilience.likelihood.quadrature import (
    Density,
    log_between,
    logit_share_below,
    logit_share_between,
)

type Array = np.ndarray


class Turn(NamedTuple):
    """A skew, as whatever is made of it wants it: its exponential, one over that, its hyperbolic sine and cosine."""

    by: float
    back: float
    sinh: float
    cosh: float


@njit(error_model="numpy")
def turn_of(skew: float) -> Turn:
    """A skew, ready for many edges."""
    by = exp(skew)
    return Turn(by, 1 / by, (by - 1 / by) / 2, (by + 1 / by) / 2)


# As consilience.likelihood.skew has them. Logs and exponentials cancel: e^(asinh x + s) is (√(1 + x²) + x) e^s.
@njit(error_model="numpy")
def standardised(x: float, turn: Turn) -> tuple[float, float, float]:
    """Where a credence lies in the symmetric population behind a skewed one; derivatives in ``x`` and the skew."""
    beside = sqrt(1 + x * x)
    up, down = turn.by * (beside + x) / 2, turn.back * (beside - x) / 2
    return up - down - turn.sinh, (up + down) / beside, up + down - turn.cosh


@njit(error_model="numpy")
def skewed(y: float, turn: Turn) -> tuple[float, float, float]:
    """The inverse of :func:`standardised`, with derivatives in ``y`` and the skew."""
    reach = y + turn.sinh
    beside = sqrt(1 + reach * reach)
    up, down = turn.back * (beside + reach) / 2, turn.by * (beside - reach) / 2
    return up - down, (up + down) / beside, (up + down) * (turn.cosh / beside - 1)


class Edge(NamedTuple):
    """An edge in scales from a population's location; where it lies before the skew, and its slopes there."""

    x: float
    y: float
    by_x: float
    by_skew: float


class Populations(NamedTuple):
    """Populations of credences in log odds, an entry each; or derivatives in what they are made of.

    Parameters
    ----------
    location, scale, skew : ndarray of shape (pairs,)
    """

    location: Array
    scale: Array
    skew: Array


@njit(error_model="numpy")
def edge_at(of: Populations, pair: int, turn: Turn, edge: float) -> Edge:
    """Where an edge lies in a population."""
    x = (edge - of.location[pair]) / of.scale[pair]
    y, by_x, by_skew = standardised(x, turn)
    return Edge(x, y, by_x, by_skew)


@njit(error_model="numpy")
def add_edge(gradient: Populations, of: Populations, pair: int, edge: Edge, by_y: float) -> None:
    """Add what an edge passes on of the derivative in where it lies before the skew."""
    by_x = by_y * edge.by_x / of.scale[pair]
    gradient.location[pair] -= by_x
    gradient.scale[pair] -= by_x * edge.x
    gradient.skew[pair] += by_y * edge.by_skew


@njit(error_model="numpy")
def cells(rows: Array, t: Density, of: Populations, gradient: Populations) -> tuple[float, float]:
    """Points and inequalities: a credence lies in the cell that was stated."""
    total = 0.0
    d_nu = 0.0
    for row in rows:
        pair, count = int(row[0]), row[5]
        turn = turn_of(of.skew[pair])
        low, high = edge_at(of, pair, turn, row[1]), edge_at(of, pair, turn, row[2])
        value, d_low, d_high, d_p = log_between(t, low.y, high.y, row[3] > 0, row[4] > 0)
        total += count * value
        add_edge(gradient, of, pair, low, count * d_low)
        add_edge(gradient, of, pair, high, count * d_high)
        d_nu += count * d_p
    return total, d_nu


@njit(error_model="numpy")
def spreads(rows: Array, t: Density, of: Populations, gradient: Populations) -> tuple[float, float]:
    """Ranges, best-with-bounds and quantiles: the population's density averaged over the forecaster's own spread."""
    total = 0.0
    d_nu = 0.0
    power, per_freedom, size = (t.p + 1) / 2, 1 / t.p, rows.shape[1] - 1
    # Steps of the loop stand apart, which makes it four times as fast: nothing waits for a root or a logarithm.
    place, before, closer, level, log_stretch = np.empty((5, size))
    for row in rows:
        pair, at = int(row[0]), row[1:]
        by, turn = of.scale[pair], turn_of(of.skew[pair])
        # Beside the location, or at an end: the points increase.
        nearest = edge_at(of, pair, turn, min(max(of.location[pair], at[0]), at[-1]))
        highest = -power * log(1 + nearest.y * nearest.y * per_freedom) + log(nearest.by_x)
        for k in range(size):
            place[k] = (at[k] - of.location[pair]) / by
            beside = sqrt(1 + place[k] * place[k])
            up, down = turn.by * (beside + place[k]) / 2, turn.back * (beside - place[k]) / 2
            before[k], level[k], closer[k] = up - down - turn.sinh, up + down, 1 / beside
            log_stretch[k] = 1 + before[k] * before[k] * per_freedom
        for k in range(size):
            log_stretch[k] = log(log_stretch[k])
        likelihood, by_x, by_reach, by_skew, by_nu = 0.0, 0.0, 0.0, 0.0, 0.0
        for k in range(size):
            x, y, slope = place[k], before[k], level[k] * closer[k]
            term = exp(-power * log_stretch[k] - highest) * slope
            # Of the log density before the skew, and of the slope, cosh(asinh x + s) / sqrt(1 + x²).
            pull = -2 * power * y / (t.p + y * y)
            lean = (y + turn.sinh) / level[k]
            change = pull * slope + (lean - x * closer[k]) * closer[k]
            likelihood += term
            by_x += term * change
            by_reach += term * change * x
            by_skew += term * (pull * (level[k] - turn.cosh) + lean)
            by_nu -= term * (log_stretch[k] + pull * y * per_freedom)
        total += t.log_norm + highest + log(likelihood / size) - log(by)
        gradient.location[pair] -= by_x / likelihood / by
        gradient.scale[pair] -= (by_reach / likelihood + 1) / by
        gradient.skew[pair] += by_skew / likelihood
        d_nu += t.log_norm_dp + by_nu / likelihood / 2
    return total, d_nu


@njit(error_model="numpy")
def rank_density(a: float, b: float) -> Density:
    """Log odds of a Beta(a, b) variable.

    The probability below the j-th smallest of n draws is Beta(j, n + 1 − j) whatever the population (David and
    Nagaraja, 2003, *Order Statistics*, eq. 2.1.6).
    """
    return Density(True, a, b, lgamma(a + b) - lgamma(a) - lgamma(b), 0.0, log(a / b))


@njit(error_model="numpy")
def medians(rows: Array, t: Density, table: Array, of: Populations, gradient: Populations) -> tuple[float, float]:
    """The median of n answers lies in the published cell: the middle order statistic of the population."""
    total = 0.0
    d_nu = 0.0
    for row in rows:
        pair, n = int(row[0]), row[1]
        turn = turn_of(of.skew[pair])
        low, high = edge_at(of, pair, turn, row[2]), edge_at(of, pair, turn, row[3])
        rank_low, low_dy, low_dp = logit_share_below(t, table, low.y)
        rank_high, high_dy, high_dp = logit_share_below(t, table, high.y)
        middle = rank_density((n + 1) / 2, (n + 1) / 2)
        value, d_low, d_high, _ = log_between(middle, rank_low, rank_high, row[4] > 0, row[5] > 0)
        total += value
        add_edge(gradient, of, pair, low, d_low * low_dy)
        add_edge(gradient, of, pair, high, d_high * high_dy)
        d_nu += d_low * low_dp + d_high * high_dp
    return total, d_nu


@njit(error_model="numpy")
def widths(rows: Array, t: Density, table: Array, of: Populations, gradient: Populations) -> tuple[float, float]:
    """How much of the population lies between two published quantiles of the answers.

    The share between the r-th and s-th of n ordered answers is Beta(s − r, n + 1 − s + r), independent of where they
    lie (David and Nagaraja, 2003, section 2.5): it adds to the median what one location cannot tell, the scale.
    """
    total = 0.0
    d_nu = 0.0
    for row in rows:
        pair, n, ranks, touching = int(row[0]), row[1], row[2], row[7] > 0
        turn = turn_of(of.skew[pair])
        edges = [edge_at(of, pair, turn, edge) for edge in row[3:7]]
        # The least share lies between the inner edges of the two rounding cells, the greatest between the outer ones.
        most, most_low, most_high, most_dp = logit_share_between(t, table, edges[0].y, edges[3].y)
        least, least_low, least_high, least_dp = most - 1, 0.0, 0.0, 0.0
        if not touching:
            least, least_low, least_high, least_dp = logit_share_between(t, table, edges[1].y, edges[2].y)
            # Where the population is far away the two agree to the last digits.
            least = min(least, most - 1e-9)
        value, d_least, d_most, _ = log_between(rank_density(ranks, n + 1 - ranks), least, most, touching, False)
        total += value
        slopes = d_most * most_low, d_least * least_low, d_least * least_high, d_most * most_high
        for edge, slope in zip(edges, slopes):  # noqa: B905 (numba's zip takes no strict)
            add_edge(gradient, of, pair, edge, slope)
        d_nu += d_least * least_dp + d_most * most_dp
    return total, d_nu
