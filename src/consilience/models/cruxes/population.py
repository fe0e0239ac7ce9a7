"""Forecasters' joint views of an outcome and its cruxes, draw by draw: those who spoke and new ones of every group.

Plain numpy: what is published can be worked out from a stored fit without PyMC.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, softplus, stdtrit

from consilience.models.cruxes.priors import CruxPriors
from consilience.models.lattice import even, shifted

type Array = NDArray[np.float64]

# New forecasters drawn of each group in each draw.
FORECASTERS = 64
# Beyond this exp(−2x) is nought beside one, and the hyperbolic sine is half an exponential.
FAR = 40.0


@dataclass(frozen=True)
class CruxPosterior:
    """Draws of everything that a new forecaster's views follow from, in log odds.

    Parameters
    ----------
    outcome : ndarray of shape (draws, groups)
        Location of the outcome.
    base, association : ndarray of shape (draws, cruxes, groups)
        Locations of the crux, and of the log odds ratio of crux and outcome.
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
    """What a joint view says: the crux, the outcome given the crux, the outcome given its absence.

    Parameters
    ----------
    outcome : ndarray
        Log odds of the outcome.
    base : ndarray
        Log odds of the crux.
    association : ndarray
        Log odds ratio of crux and outcome.

    Returns
    -------
    tuple of ndarray
        Log odds, of the shape that the three have together.

    Examples
    --------
    >>> [float(round(value, 3)) for value in implied_credences(0.0, 0.0, np.log(4))]
    [0.0, 0.693, -0.693]
    """
    given, given_not = given_each_state(outcome, base, association, np, softplus)
    return base + np.zeros_like(given), given, given_not


def given_each_state(outcome: Any, base: Any, association: Any, of: Any, softplus: Any) -> tuple[Any, Any]:
    """Log odds of the outcome given the crux, and given its absence.

    Of two margins and an odds ratio there is one joint distribution (Plackett, 1965, *J. American Statistical
    Association* 60, 516–522): the root of a quadratic, in log odds an inverse hyperbolic sine.

    Parameters
    ----------
    outcome, base, association : ndarray or tensor
        As of :func:`implied_credences`.
    of : module
        NumPy, or PyTensor's tensors.
    softplus : callable
        Of the same.

    Returns
    -------
    tuple of ndarray or tensor
    """
    less, more, alone = (softplus(-abs(x)) for x in (association - outcome, association + outcome, outcome))
    # Half of |d + u| − |d − u|, without rounding: where two events are almost one, all hangs on it.
    bounded = of.where(abs(association) > abs(outcome), of.sign(association) * outcome, of.sign(outcome) * association)
    log_factor = of.maximum(abs(association) - abs(outcome), 0) / 2 + (less + more) / 2 - alone
    middle = base / 2 + _asinh_of_product(log_factor, (base - bounded + less - more) / 2, of)
    with_outcome, without = middle + association / 2, middle - association / 2
    given = outcome + softplus(-without) - softplus(-with_outcome)
    return given, outcome + softplus(without) - softplus(with_outcome)


def _asinh_of_product(log_factor: Any, z: Any, of: Any) -> Any:
    """``asinh(exp(log_factor) · sinh(z))``, where doubles do not hold the hyperbolic sine too."""
    near = abs(z) < FAR
    inside = of.where(near, z, 0.0)
    return of.where(near, of.arcsinh(of.exp(log_factor) * of.sinh(inside)), of.sign(z) * (log_factor + abs(z)))


def new_forecasters(posterior: CruxPosterior, priors: CruxPriors, seed: int) -> Iterator[tuple[Array, Array, Array]]:
    """Views of new forecasters of every group, crux after crux.

    Parameters
    ----------
    posterior : CruxPosterior
    priors : CruxPriors
        They say how views of single cruxes scatter.
    seed : int

    Yields
    ------
    tuple of ndarray of shape (draws, groups, FORECASTERS)
        Outcome, crux, and association, in log odds. The same forecasters for every crux and in
        every group: a Sobol' sequence, shifted at random for each draw (Cranley and Patterson, 1976, *SIAM J. Numerical
        Analysis* 13, 904–914).
    """
    rng = np.random.default_rng(seed)
    lattice = even(FORECASTERS, 7, rng)
    uniform = shifted(lattice, len(posterior.outcome), rng)
    factor = np.linalg.cholesky(posterior.correlation)
    own = np.einsum("dij,dfj->dfi", factor, ndtri(uniform[:, :, :3]))
    shift = own[:, :, 1:] * posterior.forecaster_scale[:, None]
    noise = stdtrit(priors.view_nu, uniform[:, :, 3:5])
    relative = np.exp(priors.scale_between_forecasters * ndtri(uniform[:, :, 5:]))
    spread = relative * np.stack([posterior.tau_base, posterior.tau_association], axis=-1)[:, None]
    around = shift + spread * noise
    outcome = posterior.outcome[:, :, None] + (posterior.tau_outcome[:, None] * own[:, :, 0])[:, None]
    for crux in range(posterior.base.shape[1]):
        base, association = (
            located[:, crux, :, None] + around[:, None, :, place]
            for place, located in enumerate((posterior.base, posterior.association))
        )
        yield outcome, base, association
