"""Members of skewed populations while sampling: where they lie, and what they add to the log density, with derivatives.

A graph of some dozens of small arrays costs as much as all the rest of a log density, a loop over the members little.
"""

from math import isinf, log, log1p, sqrt
from typing import Any, NamedTuple

import numpy as np
import pytensor.tensor as pt
from numba import njit
from pytensor.gradient import DisconnectedType, disconnected_type
from pytensor.graph.basic import Apply
from pytensor.graph.op import Op
from pytensor.link.numba.dispatch.basic import register_funcify_default_op_cache_key

from consilience.likelihood import kernels
from consilience.likelihood.kernel_op import kernels_version
from consilience.likelihood.kernels import Turn, skewed, standardised, turn_of

type Array = np.ndarray

# Inputs that are differentiated; of the others are data.
DIFFERENTIATED = 8


class Standing(NamedTuple):
    """Where a member lies before the skew, and what that comes of.

    Parameters
    ----------
    said, y, steepness, y_by_skew : float
        Where what is known of it lies, in scales of its population, after the skew and before it, and slopes there.
    precision, gap, narrower : float
        How precisely that is known, how far it lies from the centre, and by how much it narrows the population.
    standardised : float
        In its own scales from its centre.
    """

    said: float
    y: float
    steepness: float
    y_by_skew: float
    precision: float
    gap: float
    narrower: float
    standardised: float


@njit(error_model="numpy")
def turns_of(skew: Array) -> list[Turn]:
    """Skews, each once for its many members."""
    return [turn_of(each) for each in skew]


@njit(error_model="numpy")
def standing_of(
    raw: float, centre: float, own: float, precision: float, at: float, location: float, whole: float, turn: Turn
) -> Standing:
    """One member, whose parameter is standard normal were what is known of it normal, and its population too."""
    if precision == 0:
        return Standing(0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, raw)
    said = (at - location) / whole
    y, steepness, y_by_skew = standardised(said, turn)
    precision /= steepness**2
    gap, narrower = whole * y - centre, 1 + own**2 * precision
    found = own * precision * gap / narrower + raw / sqrt(narrower)
    return Standing(said, y, steepness, y_by_skew, precision, gap, narrower, found)


@njit(error_model="numpy")
def place(
    raw: Array,
    centre: Array,
    precision: Array,
    at: Array,
    location: Array,
    own: Array,
    whole: Array,
    skew: Array,
    of: Array,
    nu: float,
) -> tuple[Array, Array, float]:
    """Members in log odds, in their own scales from their centres, and their log density up to a constant.

    Parameters
    ----------
    raw, centre : ndarray of shape (members,)
        Parameters, and centres before the skew, in log odds.
    precision, at : ndarray of shape (members,)
        What is known of the members, in log odds.
    location, own, whole, skew : ndarray
        Of populations, and members' own scale and the whole population's, which the skew is of.
    of : ndarray of shape (members, 3)
        Places in ``skew``, in ``location``, and in ``own`` and ``whole``.
    nu : float
        Degrees of freedom about the centre; infinitely many are a normal.
    """
    value, standard, density, turns = np.empty_like(raw), np.empty_like(raw), 0.0, turns_of(skew)
    for member in range(raw.size):
        mu, group = location[int(of[member, 1])], int(of[member, 2])
        turn = turns[int(of[member, 0])]
        found = standing_of(
            raw[member], centre[member], own[group], precision[member], at[member], mu, whole[group], turn
        )
        z = found.standardised
        standard[member] = z
        value[member] = mu + whole[group] * skewed((centre[member] + own[group] * z) / whole[group], turn)[0]
        if found.precision > 0:
            density -= log(found.narrower) / 2
        density -= z**2 / 2 if isinf(nu) else (nu + 1) * log1p(z**2 / nu) / 2
    return value, standard, density


@njit(error_model="numpy")
def pull_back(
    raw: Array,
    centre: Array,
    precision: Array,
    at: Array,
    location: Array,
    own: Array,
    whole: Array,
    skew: Array,
    of: Array,
    nu: float,
    by_value: Array,
    by_standard: Array,
    by_density: float,
) -> tuple[Array, Array, Array, Array, Array, Array, Array, Array]:
    """Derivatives in the first eight arguments, given those in the results of :func:`place`.

    Of what nothing is known of, how little does not move.
    """
    d_raw, d_centre, d_precision, d_at = np.zeros_like(raw), np.zeros_like(raw), np.zeros_like(raw), np.zeros_like(raw)
    d_location, d_own, d_whole, d_skew = (
        np.zeros_like(location),
        np.zeros_like(own),
        np.zeros_like(whole),
        np.zeros_like(skew),
    )
    turns = turns_of(skew)
    for member in range(raw.size):
        turned, pair, group = int(of[member, 0]), int(of[member, 1]), int(of[member, 2])
        turn, scale, all_ = turns[turned], own[group], whole[group]
        found = standing_of(
            raw[member], centre[member], scale, precision[member], at[member], location[pair], all_, turn
        )
        z, n, p = found.standardised, found.narrower, found.precision
        # The value, by where it lies before the skew.
        straight = centre[member] + scale * z
        bent, slope, bent_by_skew = skewed(straight / all_, turn)
        by = by_value[member]
        d_straight = by * slope
        d_all = by * (bent - slope * straight / all_)
        d_turn = by * all_ * bent_by_skew
        steep = z if isinf(nu) else (nu + 1) * z / (nu + z**2)
        d_z = by_standard[member] + d_straight * scale - by_density * steep
        d_raw[member] = d_z / sqrt(n)
        d_own[group] += d_straight * z
        d_centre[member] = d_straight
        d_location[pair] += by
        d_whole[group] += d_all
        d_skew[turned] += d_turn
        if p == 0:
            continue
        # Where it lies, by what is known.
        d_gap = d_z * scale * p / n
        d_n = -raw[member] * d_z / (2 * n * sqrt(n)) - by_density / (2 * n)
        d_p = d_z * scale * found.gap / n**2 + d_n * scale**2
        d_own[group] += d_z * p * found.gap * (1 - scale**2 * p) / n**2 + d_n * 2 * scale * p
        d_centre[member] -= d_gap
        # What is known, by the margin.
        d_precision[member] = d_p / found.steepness**2
        d_steepness = -2 * p / found.steepness * d_p
        d_y = all_ * d_gap
        beside = sqrt(1 + found.said**2)
        rise = (found.y + turn.sinh) / beside
        d_said = d_y * found.steepness + d_steepness * (rise - found.steepness * found.said / beside) / beside
        d_at[member] = d_said / all_
        d_location[pair] -= d_said / all_
        d_whole[group] += found.y * d_gap - found.said * d_said / all_
        d_skew[turned] += d_y * found.y_by_skew + d_steepness * rise
    return d_raw, d_centre, d_precision, d_at, d_location, d_own, d_whole, d_skew


class Members(Op):
    """Members of skewed populations: inputs and outputs are those of :func:`place`."""

    __props__ = ()

    def make_node(self, *inputs: Any) -> Apply:
        """Types of the outputs."""
        variables = [pt.as_tensor_variable(value) for value in inputs]
        return Apply(self, variables, [pt.dvector(), pt.dvector(), pt.dscalar()])

    def perform(self, node: Apply, inputs: list[Any], outputs: list[list[Any]]) -> None:
        """The same kernel called from Python, where a graph is not compiled to numba."""
        unpacked = [value.item() if np.ndim(value) == 0 else value for value in inputs]
        for output, result in zip(outputs, place(*unpacked), strict=True):
            output[0] = np.asarray(result)

    def pullback(self, inputs: list[Any], outputs: list[Any], cotangents: list[Any]) -> list[Any]:
        """Vector-Jacobian product."""
        given = [
            pt.zeros_like(output) if isinstance(by.type, DisconnectedType) else by
            for output, by in zip(outputs, cotangents, strict=True)
        ]
        return [*MembersPullback()(*inputs, *given), *(disconnected_type() for _ in inputs[DIFFERENTIATED:])]

    def connection_pattern(self, node: Apply) -> list[list[bool]]:
        """Data are not differentiated."""
        return [[place < DIFFERENTIATED] * 3 for place in range(len(node.inputs))]


class MembersPullback(Op):
    """Derivatives of :class:`Members`: see :func:`pull_back`, whose arguments are the inputs."""

    __props__ = ()

    def make_node(self, *inputs: Any) -> Apply:
        """Types of the outputs, those of what is differentiated."""
        variables = [pt.as_tensor_variable(value) for value in inputs]
        return Apply(self, variables, [pt.dvector() for _ in range(DIFFERENTIATED)])

    def perform(self, node: Apply, inputs: list[Any], outputs: list[list[Any]]) -> None:
        """The same kernel called from Python, where a graph is not compiled to numba."""
        unpacked = [value.item() if np.ndim(value) == 0 else value for value in inputs]
        for output, result in zip(outputs, pull_back(*unpacked), strict=True):
            output[0] = np.asarray(result)


@register_funcify_default_op_cache_key(Members)
def _members_to_numba(op: Members, node: Apply, **kwargs: Any) -> Any:
    @njit
    def run(raw, centre, precision, at, location, own, whole, skew, of, nu):  # type: ignore[no-untyped-def]
        value, standard, density = place(raw, centre, precision, at, location, own, whole, skew, of, nu.item())
        return value, standard, np.asarray(density)

    return run, kernels_version(kernels, __file__)


@register_funcify_default_op_cache_key(MembersPullback)
def _pullback_to_numba(op: MembersPullback, node: Apply, **kwargs: Any) -> Any:
    @njit
    def run(raw, centre, precision, at, location, own, whole, skew, of, nu, by_value, by_standard, by_density):  # type: ignore[no-untyped-def]
        return pull_back(
            *(raw, centre, precision, at, location, own, whole, skew, of),
            *(nu.item(), by_value, by_standard, by_density.item()),
        )

    return run, kernels_version(kernels, __file__)
