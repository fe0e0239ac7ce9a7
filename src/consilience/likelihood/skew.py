"""Skew of a population: the sinh-arcsinh transformation of Jones and Pewsey, which leaves its median where it is.

In NumPy; :mod:`consilience.likelihood.kernels` has the same with fewer operations.
"""

from typing import Any

import numpy as np


def standardised(x: Any, skew: Any) -> tuple[Any, Any, Any]:
    """Where a credence lies in the symmetric population behind a skewed one.

    ``P(X ≤ x) = T(sinh(asinh x + s) − sinh s)``, with T the symmetric distribution (Jones and Pewsey, 2009,
    *Biometrika* 96, 761–780, eq. 2 with δ = 1, shifted so that nought is the median whatever the skew). A positive skew
    draws the upper tail in and lets the lower one out.

    Parameters
    ----------
    x : float or ndarray
        In scales from the location.
    skew : float or ndarray

    Returns
    -------
    tuple of float or ndarray
        The place, and its derivatives in ``x`` and in ``skew``.

    Examples
    --------
    >>> [round(float(standardised(x, 0.5)[0]), 2) for x in (-2, 0, 2)]
    [-1.61, 0.0, 2.9]
    """
    turned = np.arcsinh(x) + skew
    up = np.cosh(turned)
    return np.sinh(turned) - np.sinh(skew), up / np.sqrt(1 + x * x), up - np.cosh(skew)


def skewed(y: Any, skew: Any) -> tuple[Any, Any, Any]:
    """The inverse of :func:`standardised`: in scales from the location, with derivatives in ``y`` and in ``skew``.

    Parameters
    ----------
    y : float or ndarray
        A draw of the symmetric population.
    skew : float or ndarray

    Returns
    -------
    tuple of float or ndarray

    Examples
    --------
    >>> [round(float(skewed(y, 0.5)[0]), 2) for y in (-2, 0, 2)]
    [-2.6, 0.0, 1.43]
    """
    reach = y + np.sinh(skew)
    turned, beside = np.arcsinh(reach) - skew, np.sqrt(1 + reach * reach)
    up = np.cosh(turned)
    return np.sinh(turned), up / beside, up * (np.cosh(skew) / beside - 1)
