"""Density of several credences of each forecaster together: a multivariate Student t over whatever each answered.

Answers that were not given are integrated out, which for a multivariate t means leaving them out (Lange, Little and
Taylor, 1989, *JASA* 84, 881–896, section 4). So are each forecaster's outlooks: the correlation matrix is diagonal but
for as many directions, so that determinant and inverse have closed forms, one answer after another (Sherman and
Morrison, 1950, *Annals of Mathematical Statistics* 21, 124–127): with slopes θ of each answer, ``s = x √(1 + θ′θ)``
and ``P = I + Σ θθ′``, ``log det Ω = log det P − Σ log(1 + θ′θ)`` and ``x′Ω⁻¹x = û′û + Σ (s − θ′û)²``, where
``û = P⁻¹ Σ θs`` is what x tells of the outlooks.
"""

from math import lgamma, log, pi

import numpy as np
from numba import njit

from consilience.likelihood.quadrature import digamma

type Array = np.ndarray


@njit(error_model="numpy")
def joint_density_with_gradient(
    standardised: Array, slope: Array, nu: float, person: Array, component: Array
) -> tuple[float, Array, Array, float]:
    """Log density of all credences and its derivatives in the credences, the slopes and the degrees of freedom.

    Credences of one person stand together; those whose person is negative are padding, standard normal. Slopes are of
    shape (components, outlooks).
    """
    total, d_nu = 0.0, 0.0
    d_standardised, d_slope = np.zeros_like(standardised), np.zeros_like(slope)
    outlooks = slope.shape[1]
    # Loops in place of sums over an axis, which take seconds to compile.
    narrowing = np.empty(len(slope))
    for k in range(len(slope)):
        narrowing[k] = np.sqrt(1 + _along(slope[k], slope[k]))
    inverse, outlook = np.empty((outlooks, outlooks)), np.empty(outlooks)
    start = 0
    while start < standardised.size:
        if person[start] < 0:
            total -= standardised[start] ** 2 / 2
            d_standardised[start] = -standardised[start]
            start += 1
            continue
        end = start
        while end < standardised.size and person[end] == person[start]:
            end += 1
        mine, at = standardised[start:end], component[start:end]
        log_det = _told(mine, slope, narrowing, at, inverse, outlook)
        size, distance = end - start, _along(outlook, outlook)
        for i in range(size):
            distance += (narrowing[at[i]] * mine[i] - _along(slope[at[i]], outlook)) ** 2
        half = (nu + size) / 2
        total += lgamma(half) - lgamma(nu / 2) - size / 2 * log(nu * pi) - log_det / 2
        total -= half * np.log1p(distance / nu)
        weight = 2 * half / (nu + distance)
        for i in range(size):
            by, own = slope[at[i]], narrowing[at[i]]
            left = own * mine[i] - _along(by, outlook)
            d_standardised[start + i] = -weight * left * own
            for j in range(outlooks):
                d_slope[at[i], j] += weight * left * (outlook[j] - by[j] * mine[i] / own)
                d_slope[at[i], j] += by[j] / own**2 - _along(inverse[j], by)
        d_nu += (digamma(half) - digamma(nu / 2) - size / nu - np.log1p(distance / nu)) / 2
        d_nu += half * distance / (nu * (nu + distance))
        start = end
    return total, d_standardised, d_slope, d_nu


@njit(error_model="numpy")
def _along(one: Array, other: Array) -> float:
    found = 0.0
    for j in range(one.size):
        found += one[j] * other[j]
    return found


@njit(error_model="numpy")
def _told(said: Array, slope: Array, narrowing: Array, component: Array, inverse: Array, outlook: Array) -> float:
    """Log determinant of the correlations; what the answers tell of the outlooks is written into the last two."""
    outlooks = outlook.size
    inverse[:] = np.eye(outlooks)
    pull, turned, log_det = np.zeros(outlooks), np.empty(outlooks), 0.0
    for i in range(said.size):
        by, own = slope[component[i]], narrowing[component[i]]
        for j in range(outlooks):
            turned[j] = _along(inverse[j], by)
            pull[j] += by[j] * own * said[i]
        stretch = 1 + _along(turned, by)
        log_det += np.log(stretch) - 2 * np.log(own)
        for j in range(outlooks):
            for k in range(outlooks):
                inverse[j, k] -= turned[j] * turned[k] / stretch
    for j in range(outlooks):
        outlook[j] = _along(inverse[j], pull)
    return log_det
