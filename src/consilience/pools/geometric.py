"""The geometric mean of the probabilities: not coherent, and kept because it is used."""

import numpy as np
from numpy.typing import NDArray

type Array = NDArray[np.float64]


def geometric_mean(probabilities: Array) -> float:
    """Geometric mean of the probabilities themselves: not coherent, since yes and no do not sum to one.

    A single 0% makes it 0, whatever the others say.
    """
    with np.errstate(divide="ignore"):
        return float(np.exp(np.mean(np.log(probabilities))))
