"""What somebody's own interval implies of levels that they were not asked."""

from collections.abc import Sequence

import numpy as np
from scipy.special import expit

from consilience.likelihood.spreads import SPREAD_POINTS, spread_points
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
