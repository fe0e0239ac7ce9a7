"""One outlook a forecaster: whoever thinks one factor likely thinks others likely too, as far as each hangs on it.

Standardised credences are ``y_k = λ_k u + √(1 − λ_k²) e_k`` with u, the outlook, and all e standard normal. Their
correlations are ``Ω = λλ′ + diag(1 − λ²)``: a factor analysis with one factor, in whose words λ are loadings. These
follow from slopes ``θ = λ/√(1 − λ²)``, the discriminations of item response theory, which are normal about a common
mean, so that two numbers tell how far components hang together, be they many and the people few.
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

# Draws of which loadings are worked out.
SAMPLED = ("slope_mean", "slope_spread", "slope")
# Evenly spread draws that tell a quantile of a correlation to two digits.
_MANY = 2**15


def sampled_slopes(many: Any, priors: Any, components: int) -> Any:
    """Add the slopes of all components to the model at hand.

    Parameters
    ----------
    many : tensor of shape (components,)
        One where so many people spoke that a slope is known by itself, else nought.
    priors : namespace of scalar tensors
        Of :class:`consilience.models.factors.priors.FactorPriors`.
    components : int
        Padded number.

    Returns
    -------
    tensor of shape (components,)
    """
    import pymc as pm
    import pytensor.tensor as pt

    mean_scale, spread_scale = priors.slope
    # Of slopes turned round one and all nobody could tell: positive on average they are the right way round.
    mean = pm.HalfNormal("slope_mean", mean_scale)
    spread = pm.HalfNormal("slope_spread", spread_scale)
    raw = pm.Normal("slope_raw", shape=components)
    # What is known by itself is the parameter itself.
    by_itself = mean_scale + spread_scale * raw
    density = raw**2 / 2 - ((by_itself - mean) / spread) ** 2 / 2 + pt.log(spread_scale / spread)
    pm.Potential("slopes", pt.sum(many * density))
    return pm.Deterministic("slope", many * by_itself + (1 - many) * (mean + spread * raw))


def loadings(slope: Array) -> Array:
    """Loadings from draws of the slopes.

    Parameters
    ----------
    slope : ndarray of shape (draws, components)

    Returns
    -------
    ndarray of shape (draws, components)
        Correlations with the outlook, turned so that draws agree in which way it points: of their products, the
        correlations between components, that changes nothing.
    """
    loading = _loading(slope)
    _, directions = np.linalg.eigh(loading.T @ loading)
    common = directions[:, -1] * np.sign(directions[:, -1].sum() or 1)
    return np.asarray(loading * np.where(loading @ common < 0, -1, 1)[:, None])


def draw_slope_prior(priors: "FactorPriors", components: int, rng: np.random.Generator) -> tuple[float, float, Array]:
    """Draw the mean and the spread of the slopes and the components' loadings from their prior.

    Parameters
    ----------
    priors : FactorPriors
    components : int
    rng : numpy.random.Generator

    Returns
    -------
    (float, float, ndarray of shape (components,))
    """
    mean, spread = np.abs(rng.normal(0, priors.slope))
    return float(mean), float(spread), _loading(rng.normal(mean, spread, components))


def correlations_of_prior(priors: "FactorPriors", at: Sequence[float]) -> list[float]:
    """Quantiles of the prior of the correlation of two components, to the second digit."""
    normal = ndtri(even(_MANY, 4, 0))
    mean, spread = np.abs(normal[:, :2] * priors.slope).T
    loading = _loading(mean[:, None] + spread[:, None] * normal[:, 2:])
    return [float(q) for q in np.quantile(loading.prod(axis=1), at)]


def _loading(slope: Array) -> Array:
    return np.asarray(slope / np.sqrt(1 + slope**2))


def told_of_outlook(residual: Array, loading: Array) -> tuple[Array, Array, Array]:
    """What a forecaster's answers tell of their outlook, draw by draw.

    Parameters
    ----------
    residual : ndarray of shape (draws, answers)
        Standardised credences.
    loading : ndarray of shape (draws, answers)
        Of what they are about.

    Returns
    -------
    tuple of ndarray of shape (draws,)
        The middle of the outlook and its precision, were the credences normal; and how far these lie out, ``x′Ω⁻¹x``:
        see :mod:`consilience.models.factors.joint_credences`.
    """
    own = own_ways(loading)
    slope, narrowed = loading / own, residual / own
    precision = 1 + np.sum(slope**2, axis=1)
    outlook = np.sum(slope * narrowed, axis=1) / precision
    return outlook, precision, outlook**2 + np.sum((narrowed - slope * outlook[:, None]) ** 2, axis=1)


def own_ways(loading: Array) -> Array:
    """Standard deviations of what components do not share with the outlook."""
    return np.sqrt((1 - loading) * (1 + loading))
