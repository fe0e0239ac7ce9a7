"""Density of several credences of each forecaster together: a multivariate Student t over whatever each answered.

Answers that were not given are integrated out, which for a multivariate t means leaving them out (Lange, Little and
Taylor, 1989, *JASA* 84, 881–896, section 4). So is each forecaster's outlook: the correlation matrix is diagonal but
for one direction, so that determinant and inverse have closed forms (Sherman and Morrison, 1950, *Annals of
Mathematical Statistics* 21, 124–127): with slopes θ and ``s = x √(1 + θ²)``, ``log det Ω = log(1 + Σθ²) − Σ log(1 +
θ²)`` and ``x′Ω⁻¹x = û² + Σ (s − θû)²``, where ``û = Σθs / (1 + Σθ²)`` is what x tells of the outlook.
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

    Credences of one person stand together; those whose person is negative are padding, standard normal.
    """
    total, d_nu = 0.0, 0.0
    d_standardised, d_slope = np.zeros_like(standardised), np.zeros_like(slope)
    start = 0
    while start < standardised.size:
        if person[start] < 0:
            total -= standardised[start] ** 2 / 2
            d_standardised[start] = -standardised[start]
            start += 1
            continue
        # Precision of the outlook given the credences, and the middle of what they tell of it.
        precision, pull, log_own = 1.0, 0.0, 0.0
        end = start
        while end < standardised.size and person[end] == person[start]:
            by = slope[component[end]]
            precision += by**2
            pull += by * np.sqrt(1 + by**2) * standardised[end]
            log_own += np.log1p(by**2)
            end += 1
        size, outlook = end - start, pull / precision
        distance = outlook**2
        for i in range(start, end):
            by = slope[component[i]]
            distance += (np.sqrt(1 + by**2) * standardised[i] - by * outlook) ** 2
        half = (nu + size) / 2
        total += lgamma(half) - lgamma(nu / 2) - size / 2 * log(nu * pi) - (log(precision) - log_own) / 2
        total -= half * np.log1p(distance / nu)
        weight = 2 * half / (nu + distance)
        for i in range(start, end):
            by = slope[component[i]]
            narrowing = np.sqrt(1 + by**2)
            left = narrowing * standardised[i] - by * outlook
            d_standardised[i] = -weight * left * narrowing
            d_slope[component[i]] += weight * left * (outlook - by * standardised[i] / narrowing)
            d_slope[component[i]] += by / (1 + by**2) - by / precision
        d_nu += (digamma(half) - digamma(nu / 2) - size / nu - np.log1p(distance / nu)) / 2
        d_nu += half * distance / (nu * (nu + distance))
        start = end
    return total, d_standardised, d_slope, d_nu
