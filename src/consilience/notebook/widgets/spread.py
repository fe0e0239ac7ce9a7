"""What somebody's own interval implies that they were not asked: other levels, and the curve that a model reads."""

from collections.abc import Sequence

import numpy as np
from scipy.special import expit

from consilience.likelihood.spreads import SPREAD_POINTS, bandwidths, spread_points
from consilience.notation import Bounds, Quantiles, Range


def implied(value: Range | Bounds | Quantiles, levels: Sequence[float]) -> list[float]:
    """Quantiles of a forecaster's spread, as the model reads it.

    Parameters
    ----------
    value : Range, Bounds or Quantiles
        A probability's.
    levels : sequence of float

    Returns
    -------
    list of float
        Fractions.

    Examples
    --------
    >>> from consilience.notation import parse
    >>> [round(at, 3) for at in implied(parse("10-20% @90%"), (0.05, 0.5, 0.95))]
    [0.1, 0.143, 0.2]
    """
    mids = (np.arange(SPREAD_POINTS) + 0.5) / SPREAD_POINTS
    return [float(at) for at in expit(np.interp(levels, mids, spread_points(value)))]


def density(value: Range | Bounds | Quantiles, log_odds: np.ndarray) -> np.ndarray:
    """How probable it is that a forecaster's credence lies about there, as the model of factors reads their interval.

    Parameters
    ----------
    value : Range, Bounds or Quantiles
        A probability's.
    log_odds : ndarray of shape (places,)

    Returns
    -------
    ndarray of shape (places,)
        A unit of log odds.

    Examples
    --------
    >>> from consilience.notation import parse
    >>> around = np.linspace(-30, 30, 2001)
    >>> bool(np.isclose(np.trapezoid(density(parse("10-20% @90%"), around), around), 1))
    True
    """
    points = spread_points(value)
    widths = bandwidths(points)
    kernels = np.exp(-(((log_odds[:, None] - points) / widths) ** 2) / 2) / widths
    return np.asarray(kernels.mean(axis=1) / np.sqrt(2 * np.pi))
