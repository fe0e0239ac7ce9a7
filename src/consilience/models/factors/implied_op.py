"""What stated totals follow from, decision by decision, with derivatives: loops over them cost next to nothing."""

from math import exp, log1p
from typing import Any

import numpy as np
import pytensor.tensor as pt
from numba import njit
from pytensor.gradient import disconnected_type
from pytensor.graph.basic import Apply
from pytensor.graph.op import Op
from pytensor.link.numba.dispatch.basic import register_funcify_default_op_cache_key

from consilience.likelihood.kernel_op import kernels_version

type Array = np.ndarray

# Stands for the logarithm of zero.
NEVER = -1e9


@njit(error_model="numpy")
def _log_odds_to_log(x: float) -> float:
    """Log of the probability of some log odds."""
    return -log1p(exp(-x)) if x > 0 else x - log1p(exp(x))


@njit(error_model="numpy")
def _log_sum(one: float, other: float) -> float:
    most, least = max(one, other), min(one, other)
    return most + log1p(exp(least - most))


@njit(error_model="numpy")
def implied(at: Array, decision: Array, span: Array) -> tuple[Array, Array]:
    """Log odds of totals, and their derivatives in the credences.

    Parameters
    ----------
    at : ndarray of shape (totals, components)
        Log odds of the credences that each follows from.
    decision : ndarray of int of shape (decisions, 3)
        As of :class:`consilience.network.Diagram`, of every event one after another.
    span : ndarray of int of shape (totals, 4)
        Columns :data:`consilience.models.factors.data.SPAN`.

    Returns
    -------
    ndarray of shape (totals,) and ndarray of shape (totals, components)
    """
    found, slope = np.zeros(len(span)), np.zeros(at.shape)
    for total in range(len(span)):
        first, end, holds, fails = span[total, 0], span[total, 1], span[total, 2], span[total, 3]
        known, by = np.empty(end - first + 2), np.zeros(end - first + 2)
        known[0], known[1] = NEVER, 0.0
        for place in range(first, end):
            component, then, otherwise = decision[place, 0], decision[place, 1], decision[place, 2]
            on = _log_odds_to_log(at[total, component]) + known[then]
            off = _log_odds_to_log(-at[total, component]) + known[otherwise]
            known[place - first + 2] = _log_sum(on, off)
        found[total] = known[holds] - known[fails]
        by[holds] += 1
        by[fails] -= 1
        for place in range(end - 1, first - 1, -1):
            component, then, otherwise = decision[place, 0], decision[place, 1], decision[place, 2]
            here = place - first + 2
            happens = _log_odds_to_log(at[total, component])
            share = exp(happens + known[then] - known[here])
            by[then] += by[here] * share
            by[otherwise] += by[here] * (1 - share)
            slope[total, component] += by[here] * (share - exp(happens))
    return found, slope


class ImpliedTotals(Op):
    """Log odds of totals, with the derivatives as a second output: see :func:`implied`, whose arguments are inputs."""

    __props__ = ()

    def make_node(self, *inputs: Any) -> Apply:
        """Types of the outputs."""
        variables = [pt.as_tensor_variable(value) for value in inputs]
        return Apply(self, variables, [pt.dvector(), pt.dmatrix()])

    def perform(self, node: Apply, inputs: list[Any], outputs: list[list[Any]]) -> None:
        """The same kernel called from Python, where a graph is not compiled to numba."""
        for output, result in zip(outputs, implied(*inputs), strict=True):
            output[0] = result

    def pullback(self, inputs: list[Any], outputs: list[Any], cotangents: list[Any]) -> list[Any]:
        """Vector-Jacobian product: the derivatives were computed with the totals."""
        return [cotangents[0][:, None] * outputs[1], disconnected_type(), disconnected_type()]

    def connection_pattern(self, node: Apply) -> list[list[bool]]:
        """Data are not differentiated, nor are derivatives."""
        return [[place < 1, False] for place in range(3)]


@register_funcify_default_op_cache_key(ImpliedTotals)
def _implied_to_numba(op: ImpliedTotals, node: Apply, **kwargs: Any) -> Any:
    @njit
    def run(at, decision, span):  # type: ignore[no-untyped-def]
        return implied(at, decision, span)

    return run, kernels_version(__file__)


def implied_totals(at: Any, decision: Any, span: Any) -> Any:
    """Log odds of totals that follow from credences.

    Parameters
    ----------
    at, decision, span : tensors
        As for :func:`implied`.

    Returns
    -------
    tensor of shape (totals,)
    """
    return ImpliedTotals()(at, decision, span)[0]
