"""Forecasters' joint views of an outcome and its cruxes, draw by draw: those who spoke and new ones of every group.

Plain numpy: what is published can be worked out from a stored fit without PyMC.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, softplus, stdtrit

from consilience.models.lattice import even, shifted

type Array = NDArray[np.float64]

# New forecasters drawn of each group in each draw.
FORECASTERS = 64


@dataclass(frozen=True)
class CruxPosterior:
    """Draws of everything that a new forecaster's views follow from, in log odds.

    Parameters
    ----------
    outcome : ndarray of shape (draws, groups)
        Location of the outcome.
    base, association : ndarray of shape (draws, cruxes, groups)
        Locations of the crux where the outcome does not happen, and of the log odds ratio of the two.
    tau_outcome, tau_base, tau_association : ndarray of shape (draws,)
    forecaster_scale : ndarray of shape (draws, 2)
        Of what shifts all cruxes, and all associations, of one forecaster.
    correlation : ndarray of shape (draws, 3, 3)
        Between outcome, shift of cruxes and shift of associations.
    """

    outcome: Array
    base: Array
    association: Array
    tau_outcome: Array
    tau_base: Array
    tau_association: Array
    forecaster_scale: Array
    correlation: Array


def implied_credences(outcome: Array, base: Array, association: Array) -> tuple[Array, Array, Array]:
    """What follows from a joint view: the crux, the outcome given the crux, the outcome given its absence.

    Parameters
    ----------
    outcome : ndarray
        Log odds of the outcome.
    base : ndarray
        Log odds of the crux where the outcome does not happen.
    association : ndarray
        Log odds ratio of crux and outcome.

    Returns
    -------
    tuple of ndarray
        Log odds, of the shape that the three have together.

    Examples
    --------
    >>> [float(round(value, 3)) for value in implied_credences(0.0, 0.0, np.log(4))]
    [0.619, 0.47, -0.916]
    """
    happens, fails = -softplus(-outcome), -softplus(outcome)
    with_outcome = base + association
    holds = -softplus(-with_outcome), -softplus(-base)
    lacks = -softplus(with_outcome), -softplus(base)
    crux = np.logaddexp(happens + holds[0], fails + holds[1]) - np.logaddexp(happens + lacks[0], fails + lacks[1])
    return crux, outcome + holds[0] - holds[1], outcome + lacks[0] - lacks[1]


def new_forecasters(posterior: CruxPosterior, view_nu: float, seed: int) -> Iterator[tuple[Array, Array, Array]]:
    """Views of new forecasters of every group, crux after crux.

    Parameters
    ----------
    posterior : CruxPosterior
    view_nu : float
        Degrees of freedom of a view of one crux.
    seed : int

    Yields
    ------
    tuple of ndarray of shape (draws, groups, FORECASTERS)
        Outcome, crux without the outcome, and association, in log odds. The same forecasters for every crux and in
        every group: a Sobol' sequence, shifted at random for each draw (Cranley and Patterson, 1976, *SIAM J. Numerical
        Analysis* 13, 904–914).
    """
    rng = np.random.default_rng(seed)
    lattice = even(FORECASTERS, 5, rng)
    uniform = shifted(lattice, len(posterior.outcome), rng)
    factor = np.linalg.cholesky(posterior.correlation)
    own = np.einsum("dij,dfj->dfi", factor, ndtri(uniform[:, :, :3]))
    shift = own[:, :, 1:] * posterior.forecaster_scale[:, None]
    noise = stdtrit(view_nu, uniform[:, :, 3:])
    spread = np.stack([posterior.tau_base, posterior.tau_association], axis=-1)[:, None]
    around = shift + spread * noise
    outcome = posterior.outcome[:, :, None] + (posterior.tau_outcome[:, None] * own[:, :, 0])[:, None]
    for crux in range(posterior.base.shape[1]):
        base, association = (
            located[:, crux, :, None] + around[:, None, :, place]
            for place, located in enumerate((posterior.base, posterior.association))
        )
        yield outcome, base, association
