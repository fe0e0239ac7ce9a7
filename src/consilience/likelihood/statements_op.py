"""The likelihood of all statements of a study as one PyTensor operation with its gradient."""

from typing import Any

import numpy as np
from numba import njit
from pytensor.graph.basic import Apply
from pytensor.link.numba.dispatch.basic import register_funcify_default_op_cache_key

from consilience.likelihood import (
    count_kernels,
    counts,
    kernels as statements,
    mean_kernels,
    means,
    nodes,
    quadrature,
)
from consilience.likelihood.kernel_op import KernelOp, kernels_version
from consilience.likelihood.quadrature import student, tail_table

STATEMENT_BLOCKS = ("cell", "spread", "median", "width", "count", "mean")

type Array = np.ndarray


@njit(error_model="numpy")
def statements_with_gradient(
    location: Array,
    scale: Array,
    skew: Array,
    nu: float,
    cell: Array,
    spread: Array,
    median: Array,
    width: Array,
    count: Array,
    mean: Array,
) -> tuple[float, Array, Array, Array, float]:
    """Log likelihood of every statement and its derivatives in location, scale, skew and degrees of freedom."""
    t = student(nu)
    of = statements.Populations(location, scale, skew)
    gradient = statements.Populations(np.zeros_like(location), np.zeros_like(scale), np.zeros_like(skew))
    total, d_nu = statements.cells(cell, t, of, gradient)
    value, d = statements.spreads(spread, t, of, gradient)
    total, d_nu = total + value, d_nu + d
    table = tail_table()
    value, d = statements.medians(median, t, table, of, gradient)
    total, d_nu = total + value, d_nu + d
    value, d = statements.widths(width, t, table, of, gradient)
    total, d_nu = total + value, d_nu + d
    value, d = count_kernels.counts(count, t, table, of, gradient)
    total, d_nu = total + value, d_nu + d
    value, d = mean_kernels.means(mean, t, of, gradient)
    return total + value, gradient.location, gradient.scale, gradient.skew, d_nu + d


class StatementsLogLikelihood(KernelOp):
    """Log likelihood of the statements given the populations, with its derivatives as further outputs.

    Inputs are ``location`` and ``scale`` in log odds and ``skew`` of shape (pairs,), ``nu`` (scalar), and one
    matrix per block of :data:`STATEMENT_BLOCKS`.
    """

    kernel = staticmethod(statements_with_gradient)
    differentiated = 4


@register_funcify_default_op_cache_key(StatementsLogLikelihood)
def _statements_to_numba(op: StatementsLogLikelihood, node: Apply, **kwargs: Any) -> Any:
    @njit
    def run(location, scale, skew, nu, cell, spread, median, width, count, mean):  # type: ignore[no-untyped-def]
        total, d_location, d_scale, d_skew, d_nu = statements_with_gradient(
            location, scale, skew, nu.item(), cell, spread, median, width, count, mean
        )
        return np.asarray(total), d_location, d_scale, d_skew, np.asarray(d_nu)

    return run, kernels_version(nodes, quadrature, statements, counts, count_kernels, means, mean_kernels, __file__)


def statements_log_likelihood(location: Any, scale: Any, skew: Any, nu: Any, blocks: dict[str, Any]) -> Any:
    """Log likelihood of a study's statements.

    Parameters
    ----------
    location, scale : tensor of shape (pairs,)
        Population of each question and group, in log odds.
    skew : tensor of shape (pairs,)
        See :func:`consilience.likelihood.skew.standardised`.
    nu : scalar tensor
        Degrees of freedom, at least 1.
    blocks : dict of str to tensor
        One matrix per block of :data:`STATEMENT_BLOCKS`.

    Returns
    -------
    scalar tensor
    """
    arrays = [blocks[name] for name in STATEMENT_BLOCKS]
    return StatementsLogLikelihood()(location, scale, skew, nu, *arrays)[0]
