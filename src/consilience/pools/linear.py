"""Averages of the probabilities themselves."""

import numpy as np
from numpy.typing import NDArray

type Array = NDArray[np.float64]

TRIMMED_SHARE = 0.2


def linear(probabilities: Array) -> float:
    """Arithmetic mean (Stone, 1961, *Annals of Mathematical Statistics* 32, 1339–1342)."""
    return float(np.mean(probabilities))


def median(probabilities: Array) -> float:
    """Middle answer; the mean of the middle two where their number is even."""
    return float(np.median(probabilities))


def trimmed(probabilities: Array) -> float:
    """Mean after a fifth of the answers at either end is left out (Jose and Winkler, 2008, *IJF* 24, 163–169)."""
    cut = int(TRIMMED_SHARE * probabilities.size)
    return float(np.mean(np.sort(probabilities)[cut : probabilities.size - cut]))
