"""Densities: of a Student t, and of draws, smoothed.

Both as SciPy's statistics give them, which take half a second to import: a fifth of the time until there are charts.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

type Array = NDArray[np.float64]


def log_student_t(x: Array, centre: Array | float, scale: Array | float, freedom: Array | float) -> Array:
    """Log density of a Student t, a normal where its degrees of freedom are infinite.

    Parameters
    ----------
    x : ndarray
    centre, scale, freedom : ndarray or float
        Broadcast to ``x``; centre and scale in its unit.

    Returns
    -------
    ndarray
        Of the shape of ``x``.

    Examples
    --------
    >>> np.exp(log_student_t(np.array([0.0, 1.0]), 0.0, 1.0, 1.0)).round(3)  # 1 / π and 1 / 2π
    array([0.318, 0.159])
    """
    z, bounded = (x - centre) / scale, np.where(np.isinf(freedom), 1.0, freedom)
    log_norm = gammaln((bounded + 1) / 2) - gammaln(bounded / 2) - np.log(bounded * np.pi) / 2
    heavy = log_norm - (bounded + 1) / 2 * np.log1p(z**2 / bounded)
    light = -(z**2) / 2 - np.log(2 * np.pi) / 2
    return np.asarray(np.where(np.isinf(freedom), light, heavy) - np.log(scale))


def kernel_density(draws: Array, at: Array) -> Array:
    """Gaussian kernel density estimate; see :func:`bandwidth`.

    Parameters
    ----------
    draws : ndarray of shape (draws,)
        Two at least, not all the same.
    at : ndarray of shape (points,)
        In the unit of the draws.

    Returns
    -------
    ndarray of shape (points,)
        Per unit of the draws.

    Examples
    --------
    >>> draws = np.random.default_rng(1).normal(size=4000)
    >>> kernel_density(draws, np.array([0.0, 1.0])).round(1)
    array([0.4, 0.2])
    """
    width = bandwidth(draws)
    # Some points at a time, whose distances to all draws stay in the processor.
    sums = [np.exp(-(((some[:, None] - draws) / width) ** 2) / 2).sum(axis=1) for some in np.array_split(at, 32)]
    return np.asarray(np.concatenate(sums) / (len(draws) * width * np.sqrt(2 * np.pi)))


def bandwidth(draws: Array) -> float:
    """Standard deviation of the kernels: that of the draws by n^(-1/5) (Scott, 1992, Multivariate Density Estimation).

    Parameters
    ----------
    draws : ndarray of shape (draws,)

    Returns
    -------
    float
        In the unit of the draws.
    """
    return float(np.std(draws, ddof=1) * len(draws) ** -0.2)
