"""Uniform points that cover their cube evenly, moved at random for each draw: few stand for many."""

import numpy as np
from numpy.typing import NDArray

type Array = NDArray[np.float64]


def even(points: int, dimensions: int, rng: np.random.Generator | int) -> Array:
    """Points of a Sobol' sequence, scrambled.

    Parameters
    ----------
    points : int
        A power of two.
    dimensions : int
    rng : numpy.random.Generator or int
        What scrambles them.

    Returns
    -------
    ndarray of shape (points, dimensions)
        In the unit cube.
    """
    # A third of a second to import, which what only looks for a model need not wait for.
    from scipy.stats import qmc

    return np.asarray(qmc.Sobol(dimensions, rng=rng).random(points))


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
