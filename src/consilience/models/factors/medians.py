"""Where medians are sampled: about what people said, by how far that leaves them open.

What one person says of many factors moves all of their medians together, as far as that person's outlook is unknown: of
n answers the mean lies ``τ (λ ū + √(1 − λ²) ē)`` from the median, ū and ē of variance 1/n. By themselves the medians
would be a ridge, as narrow as the scales say and turned as the loadings say, along which no sampler gets far. The
parameters are turned and stretched by both, so that they are about standard normal whatever scales and loadings are.
"""

from collections.abc import Mapping, Sequence
from math import exp, log
from typing import TYPE_CHECKING, Any

import numpy as np

from consilience.likelihood.rows import Row
from consilience.models.locations import median_of_prior

if TYPE_CHECKING:
    from consilience.models.factors.priors import FactorPriors

# Columns of an array: of a component whether people spoke of it, about where they place its median, how far a scale of
# one leaves it open, both in parameters that are standard normal before, the pair of which most spoke, the median of
# what they said, and whether they are so many that the component's slope is known by itself.
HEARD = ("heard", "middle", "step", "pair", "said", "many")
# People from whom on a slope is known better than slopes are alike.
MANY = 80
# Parameters among which a median is looked for: beyond these a prior would have to be all wrong.
_GRID = np.linspace(-6, 6, 2401)


def heard_medians(entries: Sequence[Row], prior: np.ndarray, anchor: np.ndarray, priors: "FactorPriors") -> np.ndarray:
    """What people say of the medians of components.

    Parameters
    ----------
    entries : sequence of Row
        Columns :data:`consilience.models.factors.data.ENTRY`.
    prior : ndarray of shape (components, 3)
        As for :func:`consilience.models.locations.median_of_prior`.
    anchor : ndarray of shape (components, 2)
        Of :func:`consilience.models.locations.location_arrays`: medians that surveys tell of are left to these.
    priors : FactorPriors

    Returns
    -------
    ndarray of shape (components, 6)
        Columns :data:`HEARD`.
    """
    found = np.zeros((len(prior), len(HEARD)))
    of_grid = median_of_prior(_GRID[:, None], prior).T
    for component in np.flatnonzero(anchor[:, 0] == 0):
        said = np.array([row for row in entries if row[1] == component and not row[-1]], dtype=float)
        if said.size:
            _, _, pair, base, logistic, soft, *_ = said.T
            credence = np.median(base + logistic / 2 + soft * log(2))
            place = np.interp(credence, of_grid[component], _GRID)
            slope = np.interp(place, _GRID, np.gradient(of_grid[component], _GRID))
            step = 1 / slope / len(said) ** 0.5
            # What the prior thinks of it counts as well.
            middle = place / (1 + (exp(priors.scale[0]) * step) ** 2)
            most = np.bincount(pair.astype(int)).argmax()
            found[component] = 1.0, middle, step, most, credence, len(said) >= MANY
    return found


def leaning_of(heard: Any, lean: Any, tanh: Any = np.tanh) -> Any:
    """Skews of components whose medians are those of what was said.

    Parameters
    ----------
    heard : ndarray or tensor
        Of :func:`heard_medians`.
    lean : float or tensor
        How far the median forecaster, near certainty, draws the tail beyond it in.
    tanh : callable
        NumPy's or PyTensor's.

    Returns
    -------
    ndarray or tensor of shape (components,)
    """
    return -lean * tanh(heard[:, HEARD.index("said")] / 2)


def sampled_medians(given: Mapping[str, Any], slope: Any, scale: Any, size: int) -> Any:
    """Add the parameters of the medians to the model at hand.

    Parameters
    ----------
    given : mapping of str to tensor
        ``heard``, of :func:`heard_medians`.
    slope : tensor of shape (components, outlooks)
        See :mod:`consilience.models.factors.outlook`.
    scale : tensor of shape (pairs,)
    size : int
        Padded number of components.

    Returns
    -------
    tensor of shape (components,)
        Standard normal before anything was said: see :func:`consilience.models.locations.located`.
    """
    import pymc as pm
    import pytensor.tensor as pt

    heard, middle, step, pair, *_ = (given["heard"][:, place] for place in range(len(HEARD)))
    raw = pm.Flat("median_raw", shape=size)
    own = step * scale[pair.astype("int64")] / pt.sqrt(1 + pt.sum(slope**2, axis=1))
    by = heard * own / pt.sqrt(1 + own**2) + (1 - heard)
    # (I + θθ′) to the power of a half: the first outlook is all that few people's answers have in common.
    along = heard * slope[:, 0]
    length = pt.sqrt(1 + pt.sum(along**2))
    mu_raw = pm.Deterministic("mu_raw", middle + by * (raw + along * pt.dot(along, raw) / (1 + length)))
    pm.Potential("medians", pt.sum(pt.log(by) - mu_raw**2 / 2) + pt.log(length))
    return mu_raw
