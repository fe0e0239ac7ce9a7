"""Density of several credences of each forecaster together: a multivariate Student t over whatever each answered.

Answers that were not given are integrated out, which for a multivariate t means leaving them out: each forecaster has a
submatrix of the correlation matrix (Lange, Little and Taylor, 1989, *JASA* 84, 881–896, section 4).
"""

from math import lgamma, log, pi
from typing import Any

import numpy as np
from numba import njit
from pytensor.graph.basic import Apply
from pytensor.link.numba.dispatch.basic import register_funcify_default_op_cache_key

from consilience.likelihood.kernel_op import KernelOp, kernels_version
from consilience.likelihood.quadrature import digamma

type Array = np.ndarray


@njit(error_model="numpy")
def _inverse(matrix: Array) -> tuple[Array, float]:
    """Inverse and log determinant of a small positive definite matrix, by its Cholesky factor."""
    size = matrix.shape[0]
    factor = np.zeros_like(matrix)
    log_det = 0.0
    for i in range(size):
        for j in range(i + 1):
            total = matrix[i, j]
            for k in range(j):
                total -= factor[i, k] * factor[j, k]
            if i == j:
                factor[i, i] = np.sqrt(total)
                log_det += 2 * log(factor[i, i])
            else:
                factor[i, j] = total / factor[j, j]
    lower = np.zeros_like(matrix)
    for j in range(size):
        lower[j, j] = 1 / factor[j, j]
        for i in range(j + 1, size):
            total = 0.0
            for k in range(j, i):
                total -= factor[i, k] * lower[k, j]
            lower[i, j] = total / factor[i, i]
    inverse = np.zeros_like(matrix)
    for i in range(size):
        for j in range(i + 1):
            total = 0.0
            for k in range(i, size):
                total += lower[k, i] * lower[k, j]
            inverse[i, j] = inverse[j, i] = total
    return inverse, log_det


@njit(error_model="numpy")
def joint_density_with_gradient(
    standardised: Array, correlation: Array, nu: float, person: Array, component: Array
) -> tuple[float, Array, Array, float]:
    """Log density of all credences and its derivatives in the credences, the correlations and the degrees of freedom.

    Credences of one person stand together; those whose person is negative are padding, standard normal.
    """
    total, d_nu = 0.0, 0.0
    d_standardised, d_correlation = np.zeros_like(standardised), np.zeros_like(correlation)
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
        size = end - start
        block = np.empty((size, size))
        for i in range(size):
            for j in range(size):
                block[i, j] = correlation[component[start + i], component[start + j]]
        inverse, log_det = _inverse(block)
        residual = standardised[start:end]
        pulled = np.zeros(size)
        for i in range(size):
            for j in range(size):
                pulled[i] += inverse[i, j] * residual[j]
        distance = 0.0
        for i in range(size):
            distance += residual[i] * pulled[i]
        half = (nu + size) / 2
        total += lgamma(half) - lgamma(nu / 2) - size / 2 * log(nu * pi) - log_det / 2
        total -= half * np.log1p(distance / nu)
        weight = 2 * half / (nu + distance)
        for i in range(size):
            d_standardised[start + i] = -weight * pulled[i]
            for j in range(size):
                slope = (weight * pulled[i] * pulled[j] - inverse[i, j]) / 2
                d_correlation[component[start + i], component[start + j]] += slope
        d_nu += (digamma(half) - digamma(nu / 2) - size / nu - np.log1p(distance / nu)) / 2
        d_nu += half * distance / (nu * (nu + distance))
        start = end
    return total, d_standardised, d_correlation, d_nu


class JointCredencesLogDensity(KernelOp):
    """Log density of forecasters' standardised credences, with its derivatives as further outputs.

    Inputs are ``standardised`` of shape (entries,), ``correlation`` of shape (components, components), ``nu`` (scalar),
    and the indices ``person`` and ``component`` of shape (entries,).
    """

    kernel = staticmethod(joint_density_with_gradient)
    differentiated = 3


@register_funcify_default_op_cache_key(JointCredencesLogDensity)
def _joint_to_numba(op: JointCredencesLogDensity, node: Apply, **kwargs: Any) -> Any:
    @njit
    def run(standardised, correlation, nu, person, component):  # type: ignore[no-untyped-def]
        total, d_standardised, d_correlation, d_nu = joint_density_with_gradient(
            standardised, correlation, nu.item(), person, component
        )
        return np.asarray(total), d_standardised, d_correlation, np.asarray(d_nu)

    return run, kernels_version(__file__)


def joint_log_density(standardised: Any, correlation: Any, nu: Any, person: Any, component: Any) -> Any:
    """Log density of forecasters' credences, unanswered questions integrated out.

    Parameters
    ----------
    standardised : tensor of shape (entries,)
        Credences in log odds, less their group's location and divided by their component's scale; the entries of one
        person stand together.
    correlation : tensor of shape (components, components)
    nu : scalar tensor
        Degrees of freedom.
    person, component : tensor of int of shape (entries,)
        Whose credence each entry is, and of what; a negative person marks padding.

    Returns
    -------
    scalar tensor
    """
    return JointCredencesLogDensity()(standardised, correlation, nu, person, component)[0]
