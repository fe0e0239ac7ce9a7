"""Counts of a survey's answers as a compiled kernel: :mod:`consilience.likelihood.counts`, with derivatives.

Written in numbers rather than arrays, which cost ten times as long to compile.
"""

from math import ceil, exp, floor, lgamma, log, log1p, sqrt

import numpy as np
from numba import njit

from consilience.likelihood.counts import AT_LEAST, COLUMNS, FARTHEST, REACH, stride_of, taut_string
from consilience.likelihood.kernels import Edge, Populations, add_edge, edge_at, turn_of
from consilience.likelihood.quadrature import Density, logit_share_below, logit_share_between

type Array = np.ndarray

_HEAD, _WIDTH = 3, len(COLUMNS)
# Columns of what is known of an edge: its place before the skew and its slopes, its limits and the likeliest count.
_X, _Y, _BY_X, _BY_SKEW, _LEAST, _MOST = range(6)
# Of a cell: log probability, its derivatives in both edges and nu, and the answers that it most likely has.
_LOG, _BY_LOW, _BY_HIGH, _BY_NU, _LIKELIEST, _RELATIVE = range(6)
# Part of the likeliest count's weight below which a count is left out.
NEGLIGIBLE, FAINTEST = 1e-15, -80.0
_string = njit(error_model="numpy")(taut_string)
_stride = njit(error_model="numpy")(stride_of)


@njit(error_model="numpy")
def counts(rows: Array, t: Density, table: Array, of: Populations, gradient: Populations) -> tuple[float, float]:
    """How many answers lie below each published number: the multinomial over the cells between them."""
    total = 0.0
    d_nu = 0.0
    for row in rows:
        pair, size = int(row[0]), 0
        turn = turn_of(of.skew[pair])
        while _HEAD + size * _WIDTH < row.size and not np.isinf(row[_HEAD + size * _WIDTH]):
            size += 1
        edges, cells, expected = np.zeros((size, 6)), np.zeros((size + 1, 6)), np.zeros(size + 1)
        for place in range(size):
            at = edge_at(of, pair, turn, row[_HEAD + place * _WIDTH])
            edges[place, _X], edges[place, _Y] = at.x, at.y
            edges[place, _BY_X], edges[place, _BY_SKEW] = at.by_x, at.by_skew
            edges[place, _LEAST] = row[_HEAD + place * _WIDTH + 1]
            edges[place, _MOST] = row[_HEAD + place * _WIDTH + 2]
        _fill_cells(cells, edges, t, table)
        total += log_probability(row[1], row[2] > 0, edges, cells, expected)
        for place in range(size + 1):
            d_nu += expected[place] * cells[place, _BY_NU]
        for place in range(size):
            # An edge is the upper one of its cell, and the lower one of the next.
            by_y = expected[place] * cells[place, _BY_HIGH] + expected[place + 1] * cells[place + 1, _BY_LOW]
            at = Edge(edges[place, _X], edges[place, _Y], edges[place, _BY_X], edges[place, _BY_SKEW])
            add_edge(gradient, of, pair, at, by_y)
    return total, d_nu


@njit(error_model="numpy")
def _fill_cells(cells: Array, edges: Array, t: Density, table: Array) -> None:
    """Log probabilities of the cells between edges, with derivatives in both edges of each and in nu."""
    last = len(edges)
    for place in range(last + 1):
        by_low, by_high = 0.0, 0.0
        if place == 0:
            value, by_high, by_nu = logit_share_below(t, table, edges[0, _Y])
        elif place == last:
            below, by_low, by_nu = logit_share_below(t, table, edges[last - 1, _Y])
            value, by_low, by_nu = -below, -by_low, -by_nu
        else:
            value, by_low, by_high, by_nu = logit_share_between(t, table, edges[place - 1, _Y], edges[place, _Y])
        rest = log1p(exp(-value)) if value > 0 else log1p(exp(value)) - value
        others = 1 - exp(-rest)
        cells[place, _LOG], cells[place, _BY_NU] = -rest, others * by_nu
        cells[place, _BY_LOW], cells[place, _BY_HIGH] = others * by_low, others * by_high


@njit(error_model="numpy")
def log_probability(n: float, whole: bool, edges: Array, cells: Array, expected: Array) -> float:
    """Log probability that all counts lie within their limits; writes how many answers each cell then has."""
    size = len(edges)
    steps, path, shares = np.zeros(size + 1), np.zeros(size + 1), np.zeros(size + 1)
    for place in range(size + 1):
        cells[place, _LOG] = max(cells[place, _LOG], FARTHEST)
        shares[place] = exp(cells[place, _LOG])
    _string(shares, edges[:, _LEAST], edges[:, _MOST], n, steps)
    total = 0.0
    for place in range(size + 1):
        likeliest = max(steps[place], 1e-300)
        path[place] = likeliest + (path[place - 1] if place > 0 else 0.0)
        cells[place, _LIKELIEST] = likeliest
        cells[place, _RELATIVE] = cells[place, _LOG] - log(likeliest)
        if whole:
            total += likeliest * log(likeliest) - lgamma(likeliest + 1)
        else:
            total += likeliest * cells[place, _LOG]
            expected[place] = likeliest
    if whole:
        total += lgamma(n + 1) + n * cells[size, _RELATIVE]
        for place in range(size):
            total += path[place] * (cells[place, _RELATIVE] - cells[place + 1, _RELATIVE])
        total += _sum_over(n, path, edges, cells, expected)
    return total


@njit(error_model="numpy")
def _sum_over(n: float, path: Array, edges: Array, cells: Array, expected: Array) -> float:
    """Sum the terms of the multinomial over all counts, against that of the likeliest; forwards, and back again."""
    size, stride = len(edges), _stride(n)
    # Windows of counts, one after the other; the first and last are the one count before and behind all edges.
    first, start = np.zeros(size + 2, np.int64), np.zeros(size + 3, np.int64)
    start[1] = 1
    for place in range(size):
        half = REACH * sqrt(max(path[place] * (n - path[place]) / n, 0.0)) + AT_LEAST
        low = max(edges[place, _LEAST], floor(path[place] - half))
        high = min(edges[place, _MOST], ceil(path[place] + half))
        first[place + 1] = int(floor(low / stride))  # noqa: RUF046 (numba's floor is a float)
        start[place + 2] = start[place + 1] + int(ceil(high / stride)) - first[place + 1] + 1  # noqa: RUF046
    start[size + 2] = start[size + 1] + 1
    own, forward = np.ones(start[-1]), np.zeros(start[-1])
    for place in range(size):
        tilt = cells[place, _RELATIVE] - cells[place + 1, _RELATIVE]
        for at in range(start[place + 1], start[place + 2]):
            count = stride * (first[place + 1] + at - start[place + 1])
            admitted = _admitted(count, edges[place, _LEAST], edges[place, _MOST], stride)
            own[at] = admitted * _visible((count - path[place]) * tilt)
    total = _forwards(n, first, start, stride, cells, own, forward)
    _backwards(n, first, start, stride, cells, own, forward, expected)
    return total


@njit(error_model="numpy")
def _forwards(n: float, first: Array, start: Array, stride: int, cells: Array, own: Array, forward: Array) -> float:
    """Log of the sum over all counts, and by each count that over those below the edges before it."""
    forward[0], total = 1.0, 0.0
    for place in range(len(cells)):
        terms = _terms(first, start, place, n, stride, cells[place, _LIKELIEST])
        before, behind, end = start[place], start[place + 1], start[place + 2]
        # Inner loops add to all of a window, which the processor does several at a time.
        for past in range(before, behind):
            weight, shift = forward[past], behind - 1 - past
            if weight > NEGLIGIBLE:
                for at in range(end - behind):
                    forward[behind + at] += weight * terms[shift + at]
        highest = 0.0
        for at in range(behind, end):
            forward[at] *= own[at]
            highest = max(highest, forward[at])
        for at in range(behind, end):
            forward[at] /= highest
        total += log(highest)
    return total


@njit(error_model="numpy")
def _backwards(
    n: float, first: Array, start: Array, stride: int, cells: Array, own: Array, forward: Array, expected: Array
) -> None:
    """How many answers each cell has, of those whose counts lie within their limits."""
    back = np.zeros(start[-1])
    back[-1] = 1.0
    expected[-1] = n
    for place in range(len(cells) - 1, 0, -1):
        terms = _terms(first, start, place, n, stride, cells[place, _LIKELIEST])
        before, behind, end = start[place], start[place + 1], start[place + 2]
        highest, all_of_it, below = 0.0, 0.0, 0.0
        for at in range(behind, end):
            weight, shift = back[at] * own[at], at - before - 1
            if weight > NEGLIGIBLE:
                for past in range(behind - before):
                    back[before + past] += weight * terms[shift - past]
        for past in range(before, behind):
            highest = max(highest, back[past])
            all_of_it += back[past] * forward[past]
            below += back[past] * forward[past] * stride * (first[place] + past - before)
        for past in range(before, behind):
            back[past] /= highest
        expected[place] -= below / all_of_it
        expected[place - 1] = below / all_of_it


@njit(error_model="numpy")
def _visible(log_weight: float) -> float:
    """A weight; nought where it is nothing beside the likeliest's, whose tiny numbers would be slow to work with."""
    return exp(log_weight) if log_weight > FAINTEST else 0.0


@njit(error_model="numpy")
def _admitted(count: int, low: float, high: float, stride: int) -> float:
    """How many of the counts within limits one of every so many stands for: those nearer than the next, in parts."""
    if stride == 1:
        return 1.0
    found = 0.0
    for other in range(count - stride + 1, count + stride):
        if low <= other <= high:
            found += 1 - abs(other - count) / stride
    return found


@njit(error_model="numpy")
def _terms(first: Array, start: Array, place: int, n: float, stride: int, likeliest: float) -> Array:
    """Terms of the multinomial by how many answers a cell has, over that of the likeliest number.

    In the order of the steps, from the last count of the window before to each of the window behind.
    """
    before, behind = start[place + 1] - start[place], start[place + 2] - start[place + 1]
    peak, log_likeliest = likeliest * log(likeliest) - lgamma(likeliest + 1), log(likeliest)
    is_last = place == start.size - 3
    found = np.zeros(before + behind - 1)
    for k in range(found.size):
        past = stride * (first[place] + before - 1 - k)
        step = n - past if is_last else float(stride * first[place + 1] - past)
        if step >= 0:
            found[k] = _visible(step * log_likeliest - lgamma(step + 1) - peak)
    return found
