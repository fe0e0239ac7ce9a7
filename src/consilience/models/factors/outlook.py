"""Outlooks of a forecaster: whoever thinks one factor likely thinks others likely too, as far as each hangs on them.

Standardised credences are ``y_k = λ_k′u + √(1 − λ_k′λ_k) e_k`` with u, the outlooks, and all e standard normal. Their
correlations are ``Ω = ΛΛ′ + diag(1 − λ′λ)``: a factor analysis, in whose words λ are loadings. These follow from slopes
``θ = λ/√(1 − λ′λ)``, the discriminations of item response theory. Those on the first outlook are normal about a common
mean, so that two numbers tell how far components hang together, be they many and the people few. A large panel tells
of more than that, for which it has further outlooks, with slopes about nought.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from consilience.models.lattice import even

if TYPE_CHECKING:
    from consilience.models.factors.priors import FactorPriors

type Array = NDArray[np.float64]

# People who spoke of several factors from whom on a panel has further outlooks, and how many of these. Of eight
# questions a left-out answer is told better by 0.13 nats in panels of 40 people and by 0.06 in those of 20; of ten by
# 0.02, which is not worth the time.
LARGE, FURTHER = 20, 3
# Draws of which loadings are worked out.
SAMPLED = ("slope_mean", "slope_spread", "slope")
# Evenly spread draws that tell a quantile of a correlation to two digits.
_MANY = 2**15


def outlooks_of(answers: Sequence[int], components: int) -> int:
    """How many outlooks the forecasters of a panel have.

    Parameters
    ----------
    answers : sequence of int
        Of how many components each person spoke.
    components : int
        Of fewer than there would be outlooks one says all there is to say.

    Returns
    -------
    int
    """
    several = sum(number > 1 for number in answers)
    return 1 + FURTHER if several >= LARGE and components > FURTHER else 1


def sampled_slopes(many: Any, priors: Any, components: int, outlooks: int) -> Any:
    """Add the slopes of all components to the model at hand.

    Parameters
    ----------
    many : tensor of shape (components,)
        One where so many people spoke that a slope is known by itself, else nought.
    priors : namespace of scalar tensors
        Of :class:`consilience.models.factors.priors.FactorPriors`.
    components : int
        Padded number.
    outlooks : int

    Returns
    -------
    tensor of shape (components, outlooks)
    """
    import pymc as pm
    import pytensor.tensor as pt

    # Of slopes turned round one and all nobody could tell: positive on average they are the right way round.
    mean = pm.HalfNormal("slope_mean", priors.slope)
    spread = pm.LogNormal("slope_spread", *priors.slope_spread)
    raw = pm.Normal("slope_raw", shape=(components, outlooks))
    is_first = np.eye(1, outlooks)
    # What is known by itself is the parameter itself.
    middle, typical = priors.slope * is_first, pt.exp(priors.slope_spread[0])
    by_itself, by_others = middle + typical * raw, mean * is_first + spread * raw
    density = raw**2 / 2 - ((by_itself - mean * is_first) / spread) ** 2 / 2 + pt.log(typical / spread)
    pm.Potential("slopes", pt.sum(many[:, None] * density))
    return pm.Deterministic("slope", many[:, None] * by_itself + (1 - many[:, None]) * by_others)


def loadings(slope: Array) -> Array:
    """Loadings from draws of the slopes.

    Parameters
    ----------
    slope : ndarray of shape (draws, components, outlooks)

    Returns
    -------
    ndarray of shape (draws, components, outlooks)
        Correlations with the outlooks, turned so that draws agree in which way these point (Schönemann, 1966,
        *Psychometrika* 31, 1–10): of their products, the correlations between components, that changes nothing.
    """
    loading = _loading(slope)
    outlooks = slope.shape[2]
    _, directions = np.linalg.eigh(np.einsum("dkj,dlj->kl", loading, loading))
    # The strongest first.
    common = directions[:, : -outlooks - 1 : -1]
    common = common * np.where(common.sum(axis=0) < 0, -1, 1)
    left, _, right = np.linalg.svd(loading.transpose(0, 2, 1) @ common)
    return np.asarray(loading @ left @ right)


def draw_slope_prior(
    priors: "FactorPriors", components: int, outlooks: int, rng: np.random.Generator
) -> tuple[float, float, Array]:
    """Draw the mean and the spread of the slopes and the components' loadings from their prior.

    Parameters
    ----------
    priors : FactorPriors
    components, outlooks : int
    rng : numpy.random.Generator

    Returns
    -------
    (float, float, ndarray of shape (components, outlooks))
    """
    mean, spread = abs(rng.normal(0, priors.slope)), rng.lognormal(*priors.slope_spread)
    slope = rng.normal(mean * np.eye(1, outlooks), spread, (components, outlooks))
    return float(mean), float(spread), _loading(slope)


def correlations_of_prior(priors: "FactorPriors", at: Sequence[float]) -> list[float]:
    """Quantiles of the prior of the correlation of two components, to the second digit."""
    normal = ndtri(even(_MANY, 4, 0))
    middle, deviation = priors.slope_spread
    mean, spread = np.abs(normal[:, 0]) * priors.slope, np.exp(middle + deviation * normal[:, 1])
    loading = _loading((mean[:, None] + spread[:, None] * normal[:, 2:])[..., None])
    return [float(q) for q in np.quantile(loading.prod(axis=(1, 2)), at)]


def _loading(slope: Array) -> Array:
    return np.asarray(slope / np.sqrt(1 + np.sum(slope**2, axis=-1, keepdims=True)))


def told_of_outlook(residual: Array, loading: Array) -> tuple[Array, Array, Array]:
    """What a forecaster's answers tell of their outlooks, draw by draw.

    Parameters
    ----------
    residual : ndarray of shape (draws, answers)
        Standardised credences.
    loading : ndarray of shape (draws, answers, outlooks)
        Of what they are about.

    Returns
    -------
    tuple of ndarray
        The middle of the outlooks, of shape (draws, outlooks), and a root of their covariance, lower left of shape
        (draws, outlooks, outlooks), were the credences normal; and how far these lie out, ``x′Ω⁻¹x``, of shape
        (draws,): see :mod:`consilience.models.factors.joint_credences`.
    """
    own = own_ways(loading)
    slope, narrowed = loading / own[..., None], residual / own
    covariance = np.linalg.inv(np.eye(loading.shape[-1]) + np.einsum("dki,dkj->dij", slope, slope))
    outlook = np.einsum("dij,dj->di", covariance, np.einsum("dkj,dk->dj", slope, narrowed))
    distance = np.sum(outlook**2, axis=1) + np.sum((narrowed - np.einsum("dkj,dj->dk", slope, outlook)) ** 2, axis=1)
    return outlook, np.linalg.cholesky(covariance), distance


def own_ways(loading: Array) -> Array:
    """Standard deviations of what components do not share with the outlooks, along the last axis."""
    shared = np.sqrt(np.sum(loading**2, axis=-1))
    return np.asarray(np.sqrt((1 - shared) * (1 + shared)))
