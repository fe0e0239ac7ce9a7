"""What people said of credences that follow from others: noisy readings of them, normal in log odds.

A normal and not a heavier tail: where answers contradict each other the blame is shared among them, so that the
posterior has one mode; a heavy tail would put all of it on one answer, and not say on which.
"""

from math import erfc, exp, log, log1p, pi, sqrt
from typing import Any

import numpy as np
from numba import njit
from pytensor.graph.basic import Apply
from pytensor.link.numba.dispatch.basic import register_funcify_default_op_cache_key

from consilience.likelihood.kernel_op import KernelOp, kernels_version

LOG_ROOT_2PI = log(2 * pi) / 2

# Terms of Laplace's continued fraction, enough for the last digit from five standard deviations on.
TERMS = 40

type Array = np.ndarray


@njit(error_model="numpy")
def log_beyond(x: float) -> float:
    """Log of the standard normal probability beyond a point (Abramowitz and Stegun, 1964, 26.2.14 far out)."""
    if x < 5:
        return log(erfc(x / sqrt(2.0)) / 2)
    fraction = x
    for term in range(TERMS, 0, -1):
        fraction = x + term / fraction
    return -x * x / 2 - LOG_ROOT_2PI - log(fraction)


@njit(error_model="numpy")
def log_mass(low: float, high: float, low_open: bool, high_open: bool) -> tuple[float, float, float]:
    """Log probability of a cell and its derivatives in the two edges; an open edge lies infinitely far out."""
    # Taken in the upper tail, where a difference of two probabilities keeps its digits.
    if low_open or (low + high < 0 and not high_open):
        value, d_high, d_low = _log_mass_above(-high, -low, low_open)
        return value, -d_low, -d_high
    return _log_mass_above(low, high, high_open)


@njit(error_model="numpy")
def _log_mass_above(low: float, high: float, high_open: bool) -> tuple[float, float, float]:
    value, d_high = log_beyond(low), 0.0
    if not high_open:
        value += log1p(-exp(log_beyond(high) - value))
        d_high = exp(-high * high / 2 - LOG_ROOT_2PI - value)
    return value, -exp(-low * low / 2 - LOG_ROOT_2PI - value), d_high


@njit(error_model="numpy")
def readings_with_gradient(implied: Array, kappa: float, cell: Array, spread: Array) -> tuple[float, Array, float]:
    """Log likelihood of all readings and its derivatives in the implied credences and in the size of the noise."""
    total, d_kappa = 0.0, 0.0
    d_implied = np.zeros_like(implied)
    for row in cell:
        place, count = int(row[0]), row[5]
        low, high = (row[1] - implied[place]) / kappa, (row[2] - implied[place]) / kappa
        low_open, high_open = row[3] > 0, row[4] > 0
        value, d_low, d_high = log_mass(low, high, low_open, high_open)
        total += count * value
        d_implied[place] -= count * (d_low + d_high) / kappa
        # An open edge is kept at a finite place, and has no derivative.
        d_kappa -= count * (d_low * low + d_high * high) / kappa
    for row in spread:
        place, points = int(row[0]), row[1:]
        nearest = np.min(np.abs(points - implied[place])) / kappa
        likelihood, slope, reach = 0.0, 0.0, 0.0
        for point in points:
            x = (point - implied[place]) / kappa
            # Against the nearest point's, so that far away nothing underflows.
            term = exp((nearest * nearest - x * x) / 2)
            likelihood += term
            slope += term * x
            reach += term * x * x
        total += log(likelihood / points.size) - nearest * nearest / 2 - LOG_ROOT_2PI - log(kappa)
        d_implied[place] += slope / likelihood / kappa
        d_kappa += (reach / likelihood - 1) / kappa
    return total, d_implied, d_kappa


class ReadingsLogLikelihood(KernelOp):
    """Log likelihood of readings, with its derivatives as further outputs.

    Inputs are ``implied`` of shape (credences,) in log odds, ``kappa`` (scalar), and the blocks ``cell`` and ``spread``
    of :data:`consilience.likelihood.rows.BLOCKS`, whose first column is the place of the credence.
    """

    kernel = staticmethod(readings_with_gradient)
    differentiated = 2


@register_funcify_default_op_cache_key(ReadingsLogLikelihood)
def _readings_to_numba(op: ReadingsLogLikelihood, node: Apply, **kwargs: Any) -> Any:
    @njit
    def run(implied, kappa, cell, spread):  # type: ignore[no-untyped-def]
        total, d_implied, d_kappa = readings_with_gradient(implied, kappa.item(), cell, spread)
        return np.asarray(total), d_implied, np.asarray(d_kappa)

    return run, kernels_version(__file__)


def readings_log_likelihood(implied: Any, kappa: Any, cell: Any, spread: Any) -> Any:
    """Log likelihood of what was said of credences that follow from others.

    Parameters
    ----------
    implied : tensor of shape (credences,)
        Log odds, a group's bias included.
    kappa : scalar tensor
        Scale of the noise, in log odds.
    cell : tensor of shape (points and inequalities, 6)
    spread : tensor of shape (intervals, 41)

    Returns
    -------
    scalar tensor
    """
    return ReadingsLogLikelihood()(implied, kappa, cell, spread)[0]
