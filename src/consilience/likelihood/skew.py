"""Skew of a population: the sinh-arcsinh transformation of Jones and Pewsey, which leaves its median where it is.

In NumPy; :mod:`consilience.likelihood.kernels` has the same with fewer operations, and derivatives.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

type Array = NDArray[np.float64]


def standardised(x: ArrayLike, skew: ArrayLike) -> Array:
    """Where a credence lies in the symmetric population behind a skewed one.

    ``P(X ≤ x) = T(sinh(asinh x + s) − sinh s)``, with T the symmetric distribution (Jones and Pewsey, 2009,
    *Biometrika* 96, 761–780, eq. 2 with δ = 1, shifted so that nought is the median whatever the skew). A positive skew
    draws the upper tail in and lets the lower one out.

    Parameters
    ----------
    x : array_like
        In scales from the location.
    skew : array_like

    Returns
    -------
    ndarray

    Examples
    --------
    >>> standardised([-2, 0, 2], 0.5).round(2)
    array([-1.61,  0.  ,  2.9 ])
    """
    return np.asarray(np.sinh(np.arcsinh(x) + skew) - np.sinh(skew))


def steepness(x: ArrayLike, skew: ArrayLike) -> Array:
    """Derivative of :func:`standardised` in ``x``: how much denser the skew makes a population.

    Parameters
    ----------
    x, skew : array_like

    Returns
    -------
    ndarray

    Examples
    --------
    >>> steepness([-2, 0, 2], 0.5).round(2)
    array([0.66, 1.13, 1.59])
    """
    return np.asarray(np.cosh(np.arcsinh(x) + skew) / np.hypot(1, x))


def skewed(y: ArrayLike, skew: ArrayLike) -> Array:
    """The inverse of :func:`standardised`: in scales from the location.

    Parameters
    ----------
    y : array_like
        A draw of the symmetric population.
    skew : array_like

    Returns
    -------
    ndarray

    Examples
    --------
    >>> skewed([-2, 0, 2], 0.5).round(2)
    array([-2.6 ,  0.  ,  1.43])
    """
    return np.asarray(np.sinh(np.arcsinh(y + np.sinh(skew)) - skew))
