"""Log probabilities of intervals, with their derivatives, by fixed quadrature.

Student's t and the rank of an order statistic have cumulative distributions whose derivative in the shape has no
closed form. Integrating the density over fixed nodes needs none, and relative to the density at the edge nothing
under- or overflows however far the tail. Written as scalar kernels, which numba compiles in seconds, where the same
arithmetic as a PyTensor graph takes minutes.
"""

from math import asinh, cosh, exp, lgamma, log, log1p, pi, sinh, sqrt
from typing import NamedTuple

import numpy as np
from numba import njit

from consilience.likelihood.nodes import (
    FEW_DROP,
    FEW_WIDTH,
    FEWER_WIDTH,
    INSIDE_AT,
    INSIDE_AT_FEW,
    INSIDE_AT_FEWER,
    INSIDE_WEIGHT,
    INSIDE_WEIGHT_FEW,
    INSIDE_WEIGHT_FEWER,
    NARROW_DROP,
    NARROW_DROP_ACROSS_MODE,
    TABLE_NODES,
    TABLE_STEP,
    TAIL_STEP,
    TAIL_WEIGHT,
)

type Array = np.ndarray


class Density(NamedTuple):
    """A unimodal density on the whole line: Student's t, or the log odds of a beta variable.

    Parameters
    ----------
    beta : bool
        Log odds of Beta(p, q) if true, else Student's t with p degrees of freedom (at least 1).
    p, q : float
        Shapes; ``q`` is not used by Student's t.
    log_norm, log_norm_dp : float
        Log of the normalising constant, and its derivative in ``p``.
    mode : float
        Where the density is highest.
    """

    beta: bool
    p: float
    q: float
    log_norm: float
    log_norm_dp: float
    mode: float


@njit(error_model="numpy")
def digamma(x: float) -> float:
    """Derivative of log gamma for positive numbers (Abramowitz and Stegun, 1964, 6.3.5 and 6.3.18)."""
    shift = 0.0
    while x < 8:
        shift -= 1 / x
        x += 1
    y = 1 / (x * x)
    series = y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y * (1 / 240 - y / 132))))
    return shift + log(x) - 0.5 / x - series


@njit(error_model="numpy")
def student(nu: float) -> Density:
    """Student's t with so many degrees of freedom, at least one."""
    half = (nu + 1) / 2
    log_norm = lgamma(half) - lgamma(nu / 2) - log(nu * pi) / 2
    return Density(False, nu, 0.0, log_norm, (digamma(half) - digamma(nu / 2) - 1 / nu) / 2, 0.0)


# Logs of 1 + y rather than log1p, at half the cost: what is lost of a small y is nothing beside the rest of a density.
@njit(error_model="numpy")
def log_density(d: Density, x: float) -> float:
    """Log density at ``x``."""
    if d.beta:
        softplus = x + log(1 + exp(-x)) if x > 0 else log(1 + exp(x))
        return d.log_norm + d.p * x - (d.p + d.q) * softplus
    return d.log_norm - (d.p + 1) / 2 * log(1 + x * x / d.p)


@njit(error_model="numpy")
def log_density_and_score(d: Density, x: float) -> tuple[float, float]:
    """Log density, and its derivative in Student's degrees of freedom (0 for the beta, whose shapes are data).

    The two share the logarithm that is most of their cost.
    """
    if d.beta:
        return log_density(d, x), 0.0
    y = x * x / d.p
    log_term = log(1 + y)
    score = d.log_norm_dp - log_term / 2 + (d.p + 1) / 2 * y / (d.p * (1 + y))
    return d.log_norm - (d.p + 1) / 2 * log_term, score


@njit(error_model="numpy")
def _decay(d: Density, edge: float) -> float:
    """Distance over which the density decays beyond an edge."""
    if d.beta:
        rate = abs((d.p + d.q) / (1 + exp(-edge)) - d.p)
        return 3 / (sqrt(d.p * d.q / (d.p + d.q)) + rate)
    radius = sqrt(d.p + edge * edge)
    core = sqrt(d.p) / radius
    # The first suits a polynomial tail, the second, shorter for many degrees of freedom, a nearly normal one.
    return min(radius / (1 + core * abs(edge)), 3 / (core + (d.p + 1) * abs(edge) / (radius * radius)))


@njit(error_model="numpy")
def log_beyond(d: Density, edge: float, side: float) -> tuple[float, float]:
    """Log probability of lying beyond an edge, seen from the mode, and its derivative in ``p``.

    Parameters
    ----------
    d : Density
        The density.
    edge : float
        At or above the mode for ``side`` 1.0 (the mass above it), at or below it for ``side`` -1.0.
    side : float
        1.0 or -1.0.

    Returns
    -------
    tuple of float
    """
    scale = _decay(d, edge)
    at_edge = log_density(d, edge)
    total = 0.0
    weighted_score = 0.0
    for k in range(TAIL_STEP.size):
        x = edge + side * scale * TAIL_STEP[k]
        at_node, score = log_density_and_score(d, x)
        term = TAIL_WEIGHT[k] * exp(at_node - at_edge)
        total += term
        weighted_score += term * score
    return at_edge + log(scale * total), weighted_score / total


@njit(error_model="numpy")
def _log_inside(d: Density, low: float, high: float, highest: float, drop: float) -> tuple[float, float]:
    # The rank of many answers is narrower than any t: over a heap's cell six nodes would miss its tenth digit.
    few = not d.beta and drop < FEW_DROP and high - low < FEW_WIDTH
    nodes, weights = (INSIDE_AT_FEW, INSIDE_WEIGHT_FEW) if few else (INSIDE_AT, INSIDE_WEIGHT)
    if few and high - low < FEWER_WIDTH:
        nodes, weights = INSIDE_AT_FEWER, INSIDE_WEIGHT_FEWER
    total = 0.0
    weighted_score = 0.0
    for k in range(nodes.size):
        x = low + (high - low) * nodes[k]
        at_node, score = log_density_and_score(d, x)
        term = weights[k] * exp(at_node - highest)
        total += term
        weighted_score += term * score
    return highest + log((high - low) * total), weighted_score / total


@njit(error_model="numpy")
def _log_probability(
    d: Density, low: float, high: float, low_open: bool, high_open: bool, at_low: float, at_high: float
) -> tuple[float, float]:
    """Log probability of an interval and its derivative in ``p``, given the log density at the edges.

    Inside a narrow interval the density is integrated directly, so nothing cancels; a wide one is the difference
    of two tails on one side of the mode, or what two tails leave over.
    """
    above = not low_open and low >= d.mode
    below = not high_open and high <= d.mode
    if not (low_open or high_open):
        across = not (above or below)
        highest = log_density(d, d.mode) if across else max(at_low, at_high)
        drop = highest - min(at_low, at_high)
        if drop < (NARROW_DROP_ACROSS_MODE if across else NARROW_DROP):
            return _log_inside(d, low, high, highest, drop)
    tail_low, score_low = (-np.inf, 0.0) if low_open else log_beyond(d, low, 1.0 if above else -1.0)
    tail_high, score_high = (-np.inf, 0.0) if high_open else log_beyond(d, high, -1.0 if below else 1.0)
    if above or below:
        near, score_near, far, score_far = tail_low, score_low, tail_high, score_high
        if below:
            near, score_near, far, score_far = tail_high, score_high, tail_low, score_low
        ratio = exp(far - near)
        return near + log1p(-ratio), (score_near - ratio * score_far) / (1 - ratio)
    outside = exp(tail_low) + exp(tail_high)
    return log1p(-outside), -(exp(tail_low) * score_low + exp(tail_high) * score_high) / (1 - outside)


@njit(error_model="numpy")
def log_between(
    d: Density, low: float, high: float, low_open: bool, high_open: bool
) -> tuple[float, float, float, float]:
    """Log probability of an interval at any width and distance from the mode, with its derivatives.

    Parameters
    ----------
    d : Density
        The density.
    low, high : float
        Edges, ``low < high``; an open edge is not read.
    low_open, high_open : bool
        Whether the interval runs to minus or plus infinity.

    Returns
    -------
    tuple of float
        Log probability, and its derivatives in ``low``, ``high`` and ``p``.
    """
    at_low = -np.inf if low_open else log_density(d, low)
    at_high = -np.inf if high_open else log_density(d, high)
    value, d_p = _log_probability(d, low, high, low_open, high_open, at_low, at_high)
    d_low = 0.0 if low_open else -exp(at_low - value)
    d_high = 0.0 if high_open else exp(at_high - value)
    return value, d_low, d_high, d_p


@njit(error_model="numpy")
def tail_table() -> Array:
    """A table of tails of one Student t for :func:`student_tail`, still empty.

    A study with surveys needs hundreds of tails a step, most of them within a few scales of their location.

    Returns
    -------
    ndarray of shape (nodes, 3)
        At ``x = sinh(node / 4)``: log of the tail over the density, its slope a node, and the tail's score less the
        density's. All three vary slowly where the tail itself falls by hundreds. Not a number until one is asked for.
    """
    return np.full((TABLE_NODES, 3), np.nan)


@njit(error_model="numpy")
def _tabulate(t: Density, table: Array, first: int) -> None:
    """Fill in four nodes of a table, as far as they are not there."""
    for node in range(first, first + 4):
        if np.isnan(table[node, 0]):
            x = sinh(node * TABLE_STEP)
            log_tail, tail_score = log_beyond(t, x, 1.0)
            at, score = log_density_and_score(t, x)
            slope = (t.p + 1) * x / (t.p + x * x) - exp(at - log_tail)
            table[node, 0] = log_tail - at
            table[node, 1] = slope * cosh(node * TABLE_STEP) * TABLE_STEP
            table[node, 2] = tail_score - score


@njit(error_model="numpy")
def student_tail(t: Density, table: Array, x: float) -> tuple[float, float]:
    """Log probability of exceeding ``abs(x)``, and its derivative in ``p``, by interpolation (cubic, and quadratic).

    Parameters
    ----------
    t : Density
        Student's t.
    table : ndarray
        Its :func:`tail_table`; what of it is missing is filled in.
    x : float
        Any edge, in scales from the location.

    Returns
    -------
    tuple of float
    """
    place = asinh(abs(x)) / TABLE_STEP
    node = int(place)
    if node >= TABLE_NODES - 1:
        return log_beyond(t, abs(x), 1.0)
    # The second difference of the score, over one node more at the ends of the table.
    first = min(max(node, 1), TABLE_NODES - 3)
    _tabulate(t, table, first - 1)
    u = place - node
    low, high = table[node], table[node + 1]
    rest = 1 - u
    ratio = rest * rest * ((1 + 2 * u) * low[0] + u * low[1]) + u * u * ((1 + 2 * rest) * high[0] - rest * high[1])
    bend = (table[first - 1, 2] - table[first, 2] - table[first + 1, 2] + table[first + 2, 2]) / 4
    at, score = log_density_and_score(t, x)
    return at + ratio, score + rest * low[2] + u * high[2] - u * rest * bend


@njit(error_model="numpy")
def logit_share_below(t: Density, table: Array, x: float) -> tuple[float, float, float]:
    """Log odds of the probability below ``x``, with derivatives in ``x`` and ``p``; see :func:`student_tail`."""
    side = 1.0 if x >= 0 else -1.0
    tail, tail_score = student_tail(t, table, x)
    rest = log1p(-exp(tail))
    d_x = exp(log_density(t, x) - tail - rest)
    return side * (rest - tail), d_x, -side * tail_score / exp(rest)


@njit(error_model="numpy")
def logit_share_between(t: Density, table: Array, low: float, high: float) -> tuple[float, float, float, float]:
    """Log odds of the probability between two edges, with derivatives in ``low``, ``high`` and ``p``.

    Finite however little of the probability lies between the edges or is left outside them.
    """
    below, above = high <= 0, low >= 0
    tail_low, score_low = student_tail(t, table, low)
    tail_high, score_high = student_tail(t, table, high)
    if above or below:
        near, score_near, far, score_far = tail_low, score_low, tail_high, score_high
        if below:
            near, score_near, far, score_far = tail_high, score_high, tail_low, score_low
        ratio = exp(far - near)
        inside = near + log1p(-ratio)
        d_inside = (score_near - ratio * score_far) / (1 - ratio)
        outside = log1p(-exp(inside))
        d_p = d_inside / exp(outside)
    else:
        most, least = max(tail_low, tail_high), min(tail_low, tail_high)
        # Across the mode a sliver of an interval leaves all of it outside but for the quadrature's error.
        outside = min(most + log1p(exp(least - most)), -1e-9)
        inside = log1p(-exp(outside))
        d_outside = exp(tail_low - outside) * score_low + exp(tail_high - outside) * score_high
        d_p = -d_outside / exp(inside)
    d_low = -exp(log_density(t, low) - inside - outside)
    d_high = exp(log_density(t, high) - inside - outside)
    return inside - outside, d_low, d_high, d_p
