"""Credences of forecasters while sampling: from unbounded parameters, with their log density and its derivatives.

A panel of hundreds has thousands of them. A graph takes each through some thirty arrays and back again; one loop, which
works with the exponential of the skew's argument instead of its functions, takes a fourth of the time.
"""

from math import cosh, exp, log, log1p, sinh, sqrt
from typing import Any

import numpy as np
import pytensor.tensor as pt
from numba import njit
from pytensor.gradient import DisconnectedType, disconnected_type
from pytensor.graph.basic import Apply
from pytensor.graph.op import Op
from pytensor.link.numba.dispatch.basic import register_funcify_default_op_cache_key

from consilience.likelihood.kernel_op import kernels_version
from consilience.models.factors import joint_credences
from consilience.models.factors.joint_credences import joint_density_with_gradient
from consilience.models.factors.readings import BASE, COMPONENT, FREE, LINEAR, LOGISTIC, PAIR, PERSON, SOFTPLUS

type Array = np.ndarray
type Slopes = tuple[float, float, float]

# Inputs that are differentiated: all but the entries.
DIFFERENTIATED = 6


@njit(error_model="numpy")
def reading(raw: float, location: float, scale: float, row: Array) -> tuple[float, Slopes, float, Slopes]:
    """A stated credence, the log of its stretch, and the derivatives of either in the parameter, location and scale.

    Within a cell it is a sigmoid of the parameter. Beyond a bound it is a softplus of it, moved by how far the location
    lies beyond, in scales: far out the parameter is how many scales the credence lies from the location, as of what was
    not said, and several of them leave the population free to move.
    """
    if row[LOGISTIC] == 0 and row[SOFTPLUS] == 0:
        return row[BASE] + row[LINEAR] * raw, (row[LINEAR], 0.0, 0.0), 0.0, (0.0, 0.0, 0.0)
    sign = row[SOFTPLUS]
    beyond = sign * (location - row[BASE]) / scale
    along = raw + beyond
    small = exp(-abs(along))
    share = 1 / (1 + small) if along > 0 else small / (1 + small)
    above = max(along, 0.0) + log1p(small)
    log_below = along - above
    if row[LOGISTIC] != 0:
        slope = row[LOGISTIC] * share * (1 - share)
        return row[BASE] + row[LOGISTIC] * share, (slope, 0.0, 0.0), log_below - above, (1 - 2 * share, 0.0, 0.0)
    by_raw, rest = sign * scale * share, 1 - share
    by_scale = sign * (above - share * beyond)
    slopes = by_raw, share, by_scale
    return (
        row[BASE] + sign * scale * above,
        slopes,
        log_below + log(scale),
        (rest, rest * sign / scale, (1 - rest * beyond) / scale),
    )


@njit(error_model="numpy")
def unsaid(raw: float, skew: float) -> tuple[float, float, float]:
    """Place of a credence of which nothing was said, in scales from the median, and its derivatives."""
    before = raw + sinh(skew)
    root = sqrt(1 + before**2)
    # The exponential of asinh(before) − skew.
    grown = (before + root if before > 0 else 1 / (root - before)) * exp(-skew)
    place, along = (grown - 1 / grown) / 2, (grown + 1 / grown) / 2
    return place, along / root, along * (cosh(skew) / root - 1)


@njit(error_model="numpy")
def credences_with_gradient(
    raw: Array, location: Array, scale: Array, skew: Array, slope: Array, nu: float, entry: Array
) -> tuple[Array, float, Array, Array, Array, Array, Array, float]:
    """Credences, the log density of their parameters, and its derivatives in all inputs but the entries.

    Parameters
    ----------
    raw : ndarray of shape (entries,)
        Unbounded parameters; of what was not said the standardised credence before the skew, so that its prior has no
        funnel.
    location, scale : ndarray of shape (pairs,)
    skew : ndarray of shape (components,)
    slope : ndarray of shape (components, outlooks)
    nu : float
    entry : ndarray of shape (entries, 8)
        Columns :data:`consilience.models.factors.readings.ENTRY`; a negative person marks padding, standard normal.

    Returns
    -------
    tuple
    """
    size = raw.size
    credence, before, log_stretch = np.zeros(size), raw.copy(), 0.0
    # Derivatives of what comes before the skew, and of the stretch, in the distance from the median.
    by_distance, stretch_by_distance = np.ones(size), np.zeros(size)
    before_by_skew = np.zeros(size)
    d_raw, d_location, d_scale = np.zeros(size), np.zeros_like(location), np.zeros_like(scale)
    d_skew = np.zeros_like(skew)
    person, component = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    sinhs, coshs, exps = np.sinh(skew), np.cosh(skew), np.exp(skew)
    for i in range(size):
        person[i], component[i], pair = int(entry[i, PERSON]), int(entry[i, COMPONENT]), int(entry[i, PAIR])
        if person[i] < 0:
            continue
        k, by = component[i], scale[pair]
        if entry[i, FREE]:
            credence[i] = location[pair] + by * unsaid(raw[i], skew[k])[0]
            continue
        credence[i], _, stretch, _ = reading(raw[i], location[pair], by, entry[i])
        x = (credence[i] - location[pair]) / by
        root = sqrt(1 + x**2)
        # The exponential of asinh(x) + skew.
        grown = (x + root if x > 0 else 1 / (root - x)) * exps[k]
        up, along = (grown - 1 / grown) / 2, (grown + 1 / grown) / 2
        before[i] = up - sinhs[k]
        log_stretch += stretch + log(along / (root * by))
        by_distance[i], before_by_skew[i] = along / root, along - coshs[k]
        stretch_by_distance[i] = up / along / root - x / root**2
        d_skew[k] += up / along
    total, d_before, d_slope, d_nu = joint_density_with_gradient(before, slope, nu, person, component)
    for i in range(size):
        if person[i] < 0 or entry[i, FREE]:
            d_raw[i] = d_before[i]
            continue
        pair = int(entry[i, PAIR])
        by = scale[pair]
        _, of_credence, _, of_stretch = reading(raw[i], location[pair], by, entry[i])
        away = (d_before[i] * by_distance[i] + stretch_by_distance[i]) / by
        d_raw[i] = away * of_credence[0] + of_stretch[0]
        d_location[pair] += away * (of_credence[1] - 1) + of_stretch[1]
        d_scale[pair] += away * (of_credence[2] - (credence[i] - location[pair]) / by) - 1 / by + of_stretch[2]
        d_skew[component[i]] += d_before[i] * before_by_skew[i]
    return credence, total + log_stretch, d_raw, d_location, d_scale, d_skew, d_slope, d_nu


@njit(error_model="numpy")
def pull_back(
    raw: Array, location: Array, scale: Array, skew: Array, entry: Array, by_credence: Array
) -> tuple[Array, Array, Array, Array]:
    """Derivatives in the first four arguments, given those in the credences."""
    d_raw, d_location, d_scale = np.zeros_like(raw), np.zeros_like(location), np.zeros_like(scale)
    d_skew = np.zeros_like(skew)
    for i in range(raw.size):
        if entry[i, PERSON] < 0 or by_credence[i] == 0:
            continue
        component, pair, by = int(entry[i, COMPONENT]), int(entry[i, PAIR]), by_credence[i]
        if entry[i, FREE]:
            place, by_raw, by_skew = unsaid(raw[i], skew[component])
            d_raw[i] = by * scale[pair] * by_raw
            d_location[pair] += by
            d_scale[pair] += by * place
            d_skew[component] += by * scale[pair] * by_skew
        else:
            _, (by_raw, by_location, by_scale), _, _ = reading(raw[i], location[pair], scale[pair], entry[i])
            d_raw[i] = by * by_raw
            d_location[pair] += by * by_location
            d_scale[pair] += by * by_scale
    return d_raw, d_location, d_scale, d_skew


class StatedCredences(Op):
    """Credences and their log density: see :func:`credences_with_gradient`, whose arguments are the inputs.

    The derivatives of the log density are computed with it, and are further outputs.
    """

    __props__ = ()

    def make_node(self, *inputs: Any) -> Apply:
        """Types of the outputs."""
        variables = [pt.as_tensor_variable(value) for value in inputs]
        derivatives = [variable.type() for variable in variables[:DIFFERENTIATED]]
        return Apply(self, variables, [variables[0].type(), pt.dscalar(), *derivatives])

    def perform(self, node: Apply, inputs: list[Any], outputs: list[list[Any]]) -> None:
        """The same kernel called from Python, where a graph is not compiled to numba."""
        raw, location, scale, skew, slope, nu, entry = inputs
        found = credences_with_gradient(raw, location, scale, skew, slope, nu.item(), entry)
        for output, result in zip(outputs, found, strict=True):
            output[0] = np.asarray(result)

    def pullback(self, inputs: list[Any], outputs: list[Any], cotangents: list[Any]) -> list[Any]:
        """Vector-Jacobian product; nobody differentiates derivatives again."""
        by_credence, by_density = (
            pt.zeros_like(output) if isinstance(by.type, DisconnectedType) else by
            for output, by in zip(outputs[:2], cotangents[:2], strict=True)
        )
        raw, location, scale, skew, *_, entry = inputs
        of_credences = StatedCredencesPullback()(raw, location, scale, skew, entry, by_credence)
        of_density = [by_density * derivative for derivative in outputs[2:]]
        both = [one + other for one, other in zip(of_credences, of_density[: len(of_credences)], strict=True)]
        return [*both, *of_density[len(both) :], disconnected_type()]

    def connection_pattern(self, node: Apply) -> list[list[bool]]:
        """Entries are not differentiated, nor are derivatives; credences do not hang on slopes and tails."""
        derivatives = [False] * DIFFERENTIATED
        return [[place < 4, place < DIFFERENTIATED, *derivatives] for place in range(len(node.inputs))]


class StatedCredencesPullback(Op):
    """Derivatives of :class:`StatedCredences` through its credences: see :func:`pull_back`."""

    __props__ = ()

    def make_node(self, *inputs: Any) -> Apply:
        """Types of the outputs, those of what is differentiated."""
        variables = [pt.as_tensor_variable(value) for value in inputs]
        return Apply(self, variables, [variable.type() for variable in variables[:4]])

    def perform(self, node: Apply, inputs: list[Any], outputs: list[list[Any]]) -> None:
        """The same kernel called from Python, where a graph is not compiled to numba."""
        for output, result in zip(outputs, pull_back(*inputs), strict=True):
            output[0] = result


@register_funcify_default_op_cache_key(StatedCredences)
def _credences_to_numba(op: StatedCredences, node: Apply, **kwargs: Any) -> Any:
    @njit
    def run(raw, location, scale, skew, slope, nu, entry):  # type: ignore[no-untyped-def]
        credence, total, d_raw, d_location, d_scale, d_skew, d_slope, d_nu = credences_with_gradient(
            raw, location, scale, skew, slope, nu.item(), entry
        )
        return credence, np.asarray(total), d_raw, d_location, d_scale, d_skew, d_slope, np.asarray(d_nu)

    return run, kernels_version(joint_credences, __file__)


@register_funcify_default_op_cache_key(StatedCredencesPullback)
def _pullback_to_numba(op: StatedCredencesPullback, node: Apply, **kwargs: Any) -> Any:
    @njit
    def run(raw, location, scale, skew, entry, by_credence):  # type: ignore[no-untyped-def]
        return pull_back(raw, location, scale, skew, entry, by_credence)

    return run, kernels_version(__file__)


def stated_credences(raw: Any, location: Any, scale: Any, skew: Any, slope: Any, nu: Any, entry: Any) -> Any:
    """Credences that are parameters, and the log density of these.

    Parameters
    ----------
    raw, location, scale, skew, slope, nu, entry : tensor
        As for :func:`credences_with_gradient`.

    Returns
    -------
    tensor of shape (entries,), scalar tensor
    """
    return StatedCredences()(raw, location, scale, skew, slope, nu, entry)[:2]
