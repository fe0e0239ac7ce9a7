"""Correlation matrices under the LKJ prior, by their canonical partial correlations.

The C-vine of Lewandowski, Kurowicka and Joe (2009, *J. Multivariate Analysis* 100, 1989–2001): partial correlations are
independent symmetric beta variables on (−1, 1), so that the prior needs no determinant, and the leading block of a
padded matrix does not depend on the padding.
"""

from math import log
from typing import Any

import numpy as np
from scipy.special import softplus


def partial_weights(size: int, padded: int, shape: Any) -> Any:
    """Shape of the beta prior of each partial correlation, those of the padding as independent.

    Parameters
    ----------
    size : int
        Variables that correlate.
    padded : int
        Variables of the padded matrix, ``size`` or more.
    shape : float or scalar tensor
        Of the LKJ prior: above one, correlations near zero are likelier.

    Returns
    -------
    ndarray or tensor of shape (padded * (padded - 1) / 2,)
        Row by row of the strictly lower triangle: ``shape + (size − 2 − column) / 2`` (Lewandowski et al., 2009,
        section 2.4, with columns from 0).
    """
    rows, columns = np.tril_indices(padded, -1)
    return shape + np.where(rows < size, (size - 2 - columns) / 2, 0.0)


def log_one_minus_square(raw: Any, softplus: Any = softplus) -> Any:
    """``log(1 − tanh² raw)`` without cancellation where tanh is near one; for tensors give PyTensor's softplus."""
    return 2 * (log(2) - raw - softplus(-2 * raw))


def cholesky_of_partials(raw: Any, padded: int) -> Any:
    """Cholesky factor of a correlation matrix as a PyTensor expression.

    Parameters
    ----------
    raw : tensor of shape (padded * (padded - 1) / 2,)
        Inverse hyperbolic tangents of the partial correlations, row by row.
    padded : int

    Returns
    -------
    tensor of shape (padded, padded)
    """
    import pytensor.tensor as pt

    place = np.tril_indices(padded, -1)
    empty = pt.zeros((padded, padded))
    partial = empty[place].set(pt.tanh(raw))
    shrunk = empty[place].set(log_one_minus_square(raw, pt.softplus) / 2)
    before = pt.cumsum(shrunk, axis=1) - shrunk
    return (partial + pt.eye(padded)) * pt.exp(before)


def correlation_of_partials(raw: np.ndarray, padded: int) -> np.ndarray:
    """Correlation matrices from draws of :func:`cholesky_of_partials`' parameters.

    Parameters
    ----------
    raw : ndarray of shape (..., padded * (padded - 1) / 2)
    padded : int

    Returns
    -------
    ndarray of shape (..., padded, padded)

    Examples
    --------
    >>> correlation_of_partials(np.array([np.arctanh(0.3)]), 2).round(2)
    array([[1. , 0.3],
           [0.3, 1. ]])
    """
    rows, columns = np.tril_indices(padded, -1)
    factor = np.zeros((*raw.shape[:-1], padded, padded))
    shrunk = np.zeros_like(factor)
    factor[..., rows, columns] = np.tanh(raw)
    shrunk[..., rows, columns] = log_one_minus_square(raw) / 2
    before = np.cumsum(shrunk, axis=-1) - shrunk
    factor = (factor + np.eye(padded)) * np.exp(before)
    return np.asarray(factor @ np.swapaxes(factor, -1, -2))


def draw_partials(size: int, padded: int, shape: float, rng: np.random.Generator) -> np.ndarray:
    """Draw the parameters of a correlation matrix from the prior.

    Parameters
    ----------
    size, padded, shape : int, int and float
        As in :func:`partial_weights`.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of shape (padded * (padded - 1) / 2,)
    """
    weights = partial_weights(size, padded, shape)
    return np.asarray(np.arctanh(2 * rng.beta(weights, weights) - 1))
