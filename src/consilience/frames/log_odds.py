"""Log odds as charts show them: finite, and cut off where the axis ends."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import logit

type Domain = tuple[float, float]

# The farthest that an axis reaches: one in a hundred million, and its mirror image.
FARTHEST = 18.4
# Beside what is drawn, and at least so much in all: on less the rounding of a number would look like a difference.
PADDING, PADDING_SHARE = 0.3, 0.05
LEAST_SPAN = 1.8
# Where nothing has a place on the axis: 0.1% to 90%.
EMPTY: Domain = (-7.0, 2.2)


def log_odds(probability: ArrayLike) -> NDArray[np.float64]:
    """Log odds of fractions; infinite at 0 and 1, NaN where nothing was said or a quantity is not a fraction."""
    return np.asarray(logit(np.asarray(probability, dtype=float)))


def axis_domain(logits: ArrayLike) -> Domain:
    """Axis of what is drawn, with a little room beside it.

    Parameters
    ----------
    logits : array_like of shape (values,)
        Log odds; infinite ones and NaN are passed over.

    Returns
    -------
    tuple of float
        1.8 log odds apart at the least: from 29% to 71%, or from 1 in 1,000 to 1 in 165. So two ticks have room.
    """
    values = np.asarray(logits, dtype=float)
    values = np.clip(values[np.isfinite(values)], -FARTHEST, FARTHEST)
    if not values.size:
        return EMPTY
    low, high = float(values.min()), float(values.max())
    beside = max(PADDING + PADDING_SHARE * (high - low), (LEAST_SPAN - (high - low)) / 2)
    return max(low - beside, -FARTHEST), min(high + beside, FARTHEST)
