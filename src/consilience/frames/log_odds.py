"""Log odds as charts show them: finite, and cut off where the axis ends."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import logit

type Domain = tuple[float, float]

# The farthest that an axis reaches: one in a hundred million, and its mirror image.
FARTHEST = 18.4
PADDING = 0.5
LEAST_DOMAIN: Domain = (-7.0, 2.2)


def log_odds(probability: ArrayLike) -> NDArray[np.float64]:
    """Log odds of fractions; infinite at 0 and 1, NaN where nothing was said or a quantity is not a fraction."""
    return np.asarray(logit(np.asarray(probability, dtype=float)))


def axis_domain(logits: ArrayLike) -> Domain:
    """Axis that holds every finite value with room beside it, from 0.1% to 90% at the least.

    Parameters
    ----------
    logits : array_like of shape (values,)
        Log odds; infinite ones and NaN are passed over.

    Returns
    -------
    tuple of float
    """
    values = np.asarray(logits, dtype=float)
    values = values[np.isfinite(values)]
    low = min(LEAST_DOMAIN[0], values.min(initial=0) - PADDING)
    high = max(LEAST_DOMAIN[1], values.max(initial=0) + PADDING)
    return max(float(low), -FARTHEST), min(float(high), FARTHEST)
