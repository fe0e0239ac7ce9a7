"""Locations of groups while sampling: medians, locations and what they add to the log density, with derivatives.

A graph of a hundred small arrays costs a third of a log density, where loops over the groups cost next to nothing.
"""

from math import asin, cos, erf, erfc, exp, isinf, log, log1p, pi, sin, sqrt
from typing import Any

import numpy as np
import pytensor.tensor as pt
from numba import njit
from pytensor.gradient import DisconnectedType, disconnected_type
from pytensor.graph.basic import Apply
from pytensor.graph.op import Op
from pytensor.link.numba.dispatch.basic import register_funcify_default_op_cache_key

from consilience.likelihood.kernel_op import kernels_version
from consilience.models import locations
from consilience.models.locations import (
    APART,
    APART_ERROR,
    APART_KNOWN_TO,
    DIMENSIONS,
    ERROR,
    FEW,
    HALF_CELL,
    MIDDLE_CELL,
    MIDDLE_ERROR,
    NORMAL,
    PINNED,
    SHARE,
    SHIFT,
    TUKEY_H,
    WEIGHT,
)

type Array = np.ndarray

said_by_pinned = njit(error_model="numpy")(locations.said_by_pinned)
reach = njit(error_model="numpy")(locations.reach)


@njit(error_model="numpy")
def slope_of_log_slope(raw: float, few: float) -> float:
    """Derivative of the second of what :func:`consilience.models.locations.reach` gives."""
    return raw * few * TUKEY_H * (2 / (1 + few * TUKEY_H * raw**2) + 1)


# Columns of a row of priors.
CENTRE, DEVIATION, FREEDOM = range(3)


@njit(error_model="numpy")
def prior_median(raw: float, prior: Array) -> tuple[float, float]:
    """Median forecaster of which a standard normal is the parameter, and its slope.

    As :func:`consilience.models.locations.median_of_prior` has it.
    """
    if isinf(prior[FREEDOM]):
        return prior[CENTRE] + prior[DEVIATION] * raw, prior[DEVIATION]
    x = raw / sqrt(2)
    a = asin(erf(x)) / 3
    place = 4 * sin(a) * sqrt(cos(a) / sqrt(erfc(x) * erfc(-x)))
    slope = exp(-(raw**2) / 2) / sqrt(2 * pi) * (1 + place**2 / 4) ** 2.5 * 8 / 3
    return prior[CENTRE] + prior[DEVIATION] * place, prior[DEVIATION] * slope


@njit(error_model="numpy")
def prior_log_density(mu: float, prior: Array) -> tuple[float, float]:
    """Log density of a median forecaster, up to a constant, and its derivative."""
    z = (mu - prior[CENTRE]) / prior[DEVIATION]
    if isinf(prior[FREEDOM]):
        return -(z**2) / 2, -z / prior[DEVIATION]
    return -2.5 * log1p(z**2 / 4), -5 * z / (4 + z**2) / prior[DEVIATION]


@njit(error_model="numpy")
def means(values: Array, chosen: Array, pin: Array, of_pair: Array, questions: int) -> Array:
    """Over the chosen groups of each question, which are its pinned ones or the others."""
    found = np.zeros(questions)
    for pair, question in enumerate(of_pair):
        found[question] += chosen[pair] * pin[pair, SHARE] * values[pair]
    return found


@njit(error_model="numpy")
def place(
    mu_raw: Array, raw: Array, group_scale: float, scale: Array, prior: Array, pin: Array, anchor: Array, of_pair: Array
) -> tuple[Array, Array, float]:
    """Medians, locations as of :func:`consilience.models.locations.located`, and their log density.

    The log density is the prior's where groups are pinned, beyond the standard normal one of the parameters.
    """
    pinned, location, spread = pin[:, PINNED], np.zeros_like(raw), np.zeros_like(raw)
    reached, log_slope = reach(raw, pin[:, FEW])
    common = means(reached * pin[:, WEIGHT], pinned, pin, of_pair, mu_raw.size)
    log_density = 0.0
    for pair, question in enumerate(of_pair):
        if pinned[pair]:
            location[pair], _, step, middle_step, bend, turned = said_by_pinned(
                reached[pair], common[question], group_scale, scale[pair], pin[pair]
            )
            own = step + bend * NORMAL * (1 - turned**2)
            spread[pair] = pin[pair, WEIGHT] * (middle_step - step) / own
            log_density += log(own) + log_slope[pair] + raw[pair] ** 2 / 2
            log_density -= pin[pair, DIMENSIONS] * log(group_scale)
    # The volume of a diagonal and a matrix of rank one.
    stretch = means(spread, pinned, pin, of_pair, mu_raw.size)
    middle = means(location, pinned, pin, of_pair, mu_raw.size)
    effect = means(raw, 1 - pinned, pin, of_pair, mu_raw.size)
    mu = np.empty_like(mu_raw)
    for question in range(mu_raw.size):
        if anchor[question, 0]:
            mu[question] = middle[question] - group_scale * anchor[question, 1] * mu_raw[question]
            log_density += log1p(stretch[question]) + prior_log_density(mu[question], prior[question])[0]
        else:
            mu[question], _ = prior_median(mu_raw[question], prior[question])
    for pair, question in enumerate(of_pair):
        if pinned[pair]:
            log_density -= ((location[pair] - middle[question]) / group_scale) ** 2 / 2
        else:
            own_effect = raw[pair] - effect[question] if pin[pair, SHARE] else 0.0
            location[pair] = mu[question] + group_scale * (own_effect + pin[pair, SHIFT] * mu_raw[question])
    return mu, location, log_density


@njit(error_model="numpy")
def pull_back(
    mu_raw: Array,
    raw: Array,
    group_scale: float,
    scale: Array,
    prior: Array,
    pin: Array,
    anchor: Array,
    of_pair: Array,
    mu: Array,
    location: Array,
    by_mu: Array,
    by_location: Array,
    by_log_density: float,
) -> tuple[Array, Array, float, Array]:
    """Derivatives in the first four arguments, given what :func:`place` found and the derivatives in its results."""
    s, questions, pinned = group_scale, mu_raw.size, pin[:, PINNED]
    middle = means(location, pinned, pin, of_pair, questions)
    effect = means(raw, 1 - pinned, pin, of_pair, questions)
    reached, log_slope = reach(raw, pin[:, FEW])
    mean_by_free = means(by_location, 1 - pinned, pin, of_pair, questions)
    by_mu, by_location = by_mu.copy(), by_location.copy()
    d_raw, d_mu_raw, d_group_scale = np.zeros_like(raw), np.zeros_like(mu_raw), 0.0
    for pair, question in enumerate(of_pair):
        if pinned[pair]:
            apart = (location[pair] - middle[question]) / s
            by_location[pair] -= by_log_density * apart / s
            d_group_scale += by_log_density * (apart**2 - pin[pair, DIMENSIONS]) / s
            d_raw[pair] = by_log_density * (raw[pair] + slope_of_log_slope(raw[pair], pin[pair, FEW]))
            continue
        by, shift = by_location[pair], pin[pair, SHIFT]
        by_mu[question] += by
        d_mu_raw[question] += s * shift * by
        d_group_scale += shift * mu_raw[question] * by
        if pin[pair, SHARE]:
            d_raw[pair] = s * (by - mean_by_free[question])
            d_group_scale += (raw[pair] - effect[question]) * by
    for question in range(questions):
        if anchor[question, 0]:
            by_mu[question] += by_log_density * prior_log_density(mu[question], prior[question])[1]
            d_mu_raw[question] -= s * anchor[question, 1] * by_mu[question]
            d_group_scale -= anchor[question, 1] * mu_raw[question] * by_mu[question]
        else:
            d_mu_raw[question] += prior_median(mu_raw[question], prior[question])[1] * by_mu[question]
    by_location += pinned * pin[:, SHARE] * by_mu[of_pair]
    of_pinned = pull_back_pinned(reached, s, scale, questions, pin, of_pair, by_location, by_log_density)
    return d_mu_raw, d_raw + of_pinned[0] * np.exp(log_slope), d_group_scale + of_pinned[1], of_pinned[2]


@njit(error_model="numpy")
def pull_back_pinned(
    reached: Array,
    s: float,
    scale: Array,
    questions: int,
    pin: Array,
    of_pair: Array,
    by_location: Array,
    by_log_density: float,
) -> tuple[Array, float, Array]:
    """Derivatives through the pinned groups' locations and the volume of the step to them."""
    d_reached, d_group_scale, d_scale = np.zeros_like(reached), 0.0, np.zeros_like(scale)
    pinned, spread = pin[:, PINNED], np.zeros_like(reached)
    common = means(reached * pin[:, WEIGHT], pinned, pin, of_pair, questions)
    for pair, question in enumerate(of_pair):
        if pinned[pair]:
            _, _, step, middle_step, bend, turned = said_by_pinned(
                reached[pair], common[question], s, scale[pair], pin[pair]
            )
            spread[pair] = pin[pair, WEIGHT] * (middle_step - step) / (step + bend * NORMAL * (1 - turned**2))
    stretch = means(spread, pinned, pin, of_pair, questions)
    by_common = np.zeros(questions)
    for pair, question in enumerate(of_pair):
        if not pinned[pair]:
            continue
        row, t, by = pin[pair], scale[pair], by_location[pair]
        _, known, step, middle_step, bend, turned = said_by_pinned(reached[pair], common[question], s, t, row)
        slope = NORMAL * (1 - turned**2)
        own = step + bend * slope
        by_stretch = by_log_density / (1 + stretch[question]) * row[SHARE]
        by_own = (by_log_density - by_stretch * spread[pair]) / own
        by_beyond = by_stretch * row[WEIGHT] / own + by * common[question]
        by_step, by_bend = by * reached[pair] + by_own - by_beyond, by * turned + by_own * slope
        by_common[question] += by * (middle_step - step)
        d_reached[pair] = by * own - by_own * bend * 2 * NORMAL * turned * slope
        error = t * row[APART_ERROR]
        cube = (s**2 + error**2) ** 1.5
        reach = row[HALF_CELL] + 2 * t * row[ERROR]
        by_known = by * row[APART] + by_bend * row[HALF_CELL] ** 2 / reach
        by_known -= by_beyond * (1 - known) * row[MIDDLE_CELL] ** 2 / middle_step
        d_group_scale += by_step * error**3 / cube
        d_group_scale += by_known * 2 * s * row[APART_KNOWN_TO] ** 2 / (s**2 + row[APART_KNOWN_TO] ** 2) ** 2
        d_scale[pair] += by_step * s**3 / cube * row[APART_ERROR]
        d_scale[pair] += by_beyond * t * row[MIDDLE_ERROR] ** 2 / middle_step - by_bend * bend * 2 * row[ERROR] / reach
    return d_reached + pinned * pin[:, WEIGHT] * pin[:, SHARE] * by_common[of_pair], d_group_scale, d_scale


class Locations(Op):
    """Medians, locations and their log density: see :func:`place`, whose arguments are the inputs."""

    __props__ = ()

    def make_node(self, *inputs: Any) -> Apply:
        """Types of the outputs."""
        variables = [pt.as_tensor_variable(value) for value in inputs]
        return Apply(self, variables, [variables[0].type(), variables[1].type(), pt.dscalar()])

    def perform(self, node: Apply, inputs: list[Any], outputs: list[list[Any]]) -> None:
        """The same kernel called from Python, where a graph is not compiled to numba."""
        mu_raw, raw, group_scale, *rest = inputs
        for output, result in zip(outputs, place(mu_raw, raw, group_scale.item(), *rest), strict=True):
            output[0] = np.asarray(result)

    def pullback(self, inputs: list[Any], outputs: list[Any], cotangents: list[Any]) -> list[Any]:
        """Vector-Jacobian product."""
        given = [
            pt.zeros_like(output) if isinstance(by.type, DisconnectedType) else by
            for output, by in zip(outputs, cotangents, strict=True)
        ]
        return [*LocationsPullback()(*inputs, *outputs[:2], *given), *(disconnected_type() for _ in inputs[4:])]

    def connection_pattern(self, node: Apply) -> list[list[bool]]:
        """Data are not differentiated."""
        return [[place < 4] * 3 for place in range(len(node.inputs))]


class LocationsPullback(Op):
    """Derivatives of :class:`Locations`: see :func:`pull_back`, whose arguments are the inputs."""

    __props__ = ()

    def make_node(self, *inputs: Any) -> Apply:
        """Types of the outputs, those of what is differentiated."""
        variables = [pt.as_tensor_variable(value) for value in inputs]
        return Apply(self, variables, [variable.type() for variable in variables[:4]])

    def perform(self, node: Apply, inputs: list[Any], outputs: list[list[Any]]) -> None:
        """The same kernel called from Python, where a graph is not compiled to numba."""
        unpacked = [value.item() if np.ndim(value) == 0 else value for value in inputs]
        for output, result in zip(outputs, pull_back(*unpacked), strict=True):
            output[0] = np.asarray(result)


@register_funcify_default_op_cache_key(Locations)
def _locations_to_numba(op: Locations, node: Apply, **kwargs: Any) -> Any:
    @njit
    def run(mu_raw, raw, group_scale, scale, prior, pin, anchor, of_pair):  # type: ignore[no-untyped-def]
        mu, location, log_density = place(mu_raw, raw, group_scale.item(), scale, prior, pin, anchor, of_pair)
        return mu, location, np.asarray(log_density)

    return run, kernels_version(locations, __file__)


@register_funcify_default_op_cache_key(LocationsPullback)
def _pullback_to_numba(op: LocationsPullback, node: Apply, **kwargs: Any) -> Any:
    @njit
    def run(mu_raw, raw, s, scale, prior, pin, anchor, of_pair, mu, location, by_mu, by_location, by_log):  # type: ignore[no-untyped-def]
        d_mu_raw, d_raw, d_group_scale, d_scale = pull_back(
            mu_raw, raw, s.item(), scale, prior, pin, anchor, of_pair, mu, location, by_mu, by_location, by_log.item()
        )
        return d_mu_raw, d_raw, np.asarray(d_group_scale), d_scale

    return run, kernels_version(locations, __file__)
