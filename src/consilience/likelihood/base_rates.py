"""Base rates: events in trials of a reference class, as evidence on a question."""

from math import exp, lgamma
from typing import Any

import numpy as np
from numba import njit
from pytensor.graph.basic import Apply
from pytensor.link.numba.dispatch.basic import register_funcify_default_op_cache_key

from consilience.likelihood import quadrature
from consilience.likelihood.kernel_op import KernelOp, kernels_version
from consilience.likelihood.quadrature import digamma

type Array = np.ndarray

# Of either shape of a beta: below it the log odds of a rate are beyond any that a number has.
LEAST = 1e-300


@njit(error_model="numpy")
def base_rates_with_gradient(mu: Array, reference_class: float, rows: Array) -> tuple[float, Array, float]:
    """Log probability of the events by a beta-binomial, up to a constant, with its derivatives in what is given."""
    total, d_mu, d_class = 0.0, np.zeros_like(mu), 0.0
    for row in rows:
        question, trials, events = int(row[0]), row[1], row[2]
        others = trials - events
        rate, rest = 1 / (1 + exp(-mu[question])), 1 / (1 + exp(mu[question]))
        a, b = max(rate * reference_class, LEAST), max(rest * reference_class, LEAST)
        total += lgamma(a + events) - lgamma(a) + lgamma(b + others) - lgamma(b)
        total += lgamma(reference_class) - lgamma(reference_class + trials)
        by_a = digamma(a + events) - digamma(a)
        by_b = digamma(b + others) - digamma(b)
        d_mu[question] += rate * rest * reference_class * (by_a - by_b)
        d_class += rate * by_a + rest * by_b + digamma(reference_class) - digamma(reference_class + trials)
    return total, d_mu, d_class


class BaseRatesLogLikelihood(KernelOp):
    """Log probability of base rates given medians (log odds) and what a reference class is worth (a scalar)."""

    kernel = staticmethod(base_rates_with_gradient)
    differentiated = 2


@register_funcify_default_op_cache_key(BaseRatesLogLikelihood)
def _base_rates_to_numba(op: BaseRatesLogLikelihood, node: Apply, **kwargs: Any) -> Any:
    @njit
    def run(mu, reference_class, rows):  # type: ignore[no-untyped-def]
        total, d_mu, d_class = base_rates_with_gradient(mu, reference_class.item(), rows)
        return np.asarray(total), d_mu, np.asarray(d_class)

    return run, kernels_version(quadrature, __file__)


def base_rates_log_likelihood(rows: Any, mu: Any, reference_class: Any) -> Any:
    """Events in trials of a reference class whose rate is near the question's, by a beta-binomial.

    Parameters
    ----------
    rows : tensor of shape (base rates, 3)
        Question, trials and events of each.
    mu : tensor of shape (questions,)
        Median forecaster's log odds.
    reference_class : scalar tensor
        The concentration: how many trials of the question itself the class is worth at most.

    Returns
    -------
    scalar tensor
    """
    return BaseRatesLogLikelihood()(mu, reference_class, rows)[0]
