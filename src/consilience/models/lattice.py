"""Uniform points that cover their cube evenly, moved at random for each draw: few stand for many."""

import numpy as np
from numpy.typing import NDArray

type Array = NDArray[np.float64]


def shifted(lattice: Array, draws: int, rng: np.random.Generator) -> Array:
    """Shift a lattice around its cube, anew for each draw.

    After Cranley and Patterson (1976, *SIAM J. Numerical Analysis* 13, 904–914).

    Parameters
    ----------
    lattice : ndarray of shape (points, dimensions)
        In the unit cube.
    draws : int
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of shape (draws, points, dimensions)
        Kept off the faces of the cube, where quantiles are infinite.
    """
    return np.clip((lattice + rng.random((draws, 1, lattice.shape[1]))) % 1, 1e-12, 1 - 1e-12)
