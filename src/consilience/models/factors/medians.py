"""Where medians are sampled: about what people said, by how far that leaves them open.

What one person says of many factors moves all of their medians together, as far as that person's outlook is unknown: of
n answers the mean lies ``τ (λ ū + √(1 − λ²) ē)`` from the median, ū and ē of variance 1/n. By themselves the medians
would be a ridge, as narrow as the scales say and turned as the loadings say, along which no sampler gets far. The
parameters are turned and stretched by both, so that they are about standard normal whatever scales and loadings are.

Before anything was said medians of one study are correlated. Were they independent, thirty priors about even would be
thirty reasons to take it that those who answered think everything less likely than others do: three people whose 25
small risks come to 21 to 31% would be answered with 95%. Correlated, many medians are drawn in no more than one is.
"""

from collections.abc import Mapping, Sequence
from math import exp
from typing import TYPE_CHECKING, Any

import numpy as np

from consilience.likelihood.rows import Row
from consilience.models.factors.readings import COMPONENT, ENTRY, FREE, PAIR, SOFTPLUS
from consilience.models.locations import median_of_prior

if TYPE_CHECKING:
    from consilience.models.factors.priors import FactorPriors

# Columns of an array: of a component whether people spoke of it, about where they place its median, how far a scale of
# one leaves it open, both in parameters that are standard normal before, the pair of which most spoke, the median of
# what they said, whether they are so many that the component's slope is known by itself, and whether its median is like
# the others': one that people spoke of, and of which the study declares nothing.
HEARD = ("heard", "middle", "step", "pair", "said", "many", "alike")
# People from whom on a slope is known better than slopes are alike.
MANY = 80
# Parameters among which a median is looked for: beyond these a prior would have to be all wrong.
_GRID = np.linspace(-6, 6, 2401)


def heard_medians(entries: Sequence[Row], prior: np.ndarray, anchor: np.ndarray, priors: "FactorPriors") -> np.ndarray:
    """What people say of the medians of components.

    Parameters
    ----------
    entries : sequence of Row
        Columns :data:`consilience.models.factors.readings.ENTRY`.
    prior : ndarray of shape (components, 3)
        As for :func:`consilience.models.locations.median_of_prior`.
    anchor : ndarray of shape (components, 2)
        Of :func:`consilience.models.locations.location_arrays`: medians that surveys tell of are left to these.
    priors : FactorPriors

    Returns
    -------
    ndarray of shape (components, 7)
        Columns :data:`HEARD`. What lies beyond a bound, nobody knows how far, tells of no middle.
    """
    found = np.zeros((len(prior), len(HEARD)))
    of_grid = median_of_prior(_GRID[:, None], prior).T
    for component in np.flatnonzero(anchor[:, 0] == 0).tolist():
        said = _said_of(component, entries)
        found[component, HEARD.index("alike")] = len(said) and not np.isinf(prior[component, 2])
        within = _middles(said)
        if within.size:
            _, _, pair, base, logistic, *_ = within.T
            credence = np.median(base + logistic / 2)
            place = np.interp(credence, of_grid[component], _GRID)
            slope = np.interp(place, _GRID, np.gradient(of_grid[component], _GRID))
            step = 1 / slope / len(within) ** 0.5
            # What the prior thinks of it counts as well.
            middle = place / (1 + (exp(priors.scale[0]) * step) ** 2)
            most = np.bincount(pair.astype(int)).argmax()
            found[component, :-1] = 1.0, middle, step, most, credence, len(within) >= MANY
    return found


def heard_groups(entries: Sequence[Row], heard: np.ndarray, of_pair: np.ndarray) -> np.ndarray:
    """How what people say of a median moves with the effects of the groups that they are of.

    Where all who spoke are of one of two groups, what they say is the median and their group's effect: of either alone
    it tells little, and medians sampled by themselves would lie on a ridge with effects.

    Parameters
    ----------
    entries : sequence of Row
        As for :func:`heard_medians`.
    heard : ndarray of shape (components, 7)
        Of it.
    of_pair : ndarray of int of shape (pairs,)
        Component of each pair of component and group, the padding left out.

    Returns
    -------
    ndarray of shape (components, pairs)
        By an effect in log odds, in parameters that are standard normal before: the share of those heard who are of
        the group, less each group's part in the median.
    """
    found = np.zeros((len(heard), of_pair.size))
    for component in np.flatnonzero(heard[:, HEARD.index("heard")]).tolist():
        within = _middles(_said_of(component, entries))
        members = of_pair == component
        shares = np.bincount(within[:, PAIR].astype(int), minlength=of_pair.size) / len(within)
        by_median = heard[component, HEARD.index("step")] * len(within) ** 0.5
        found[component] = by_median * (shares - members / np.count_nonzero(members))
    return found


def _said_of(component: int, entries: Sequence[Row]) -> np.ndarray:
    said = [row for row in entries if row[COMPONENT] == component and not row[FREE]]
    return np.array(said, dtype=float).reshape(len(said), len(ENTRY))


def _middles(said: np.ndarray) -> np.ndarray:
    """Those rows that tell of a middle, as a bound does not."""
    return np.asarray(said[said[:, SOFTPLUS] == 0])


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


def medians_together(raw: Any, alike: Any, correlation: Any, of: Any = np) -> Any:
    """Log density of the medians of one study over what it were, were they independent.

    Parameters
    ----------
    raw : ndarray or tensor of shape (..., components)
        Each standard normal by itself before anything was said.
    alike : ndarray or tensor of shape (components,)
        One where a median is like the others', else nought.
    correlation : float or tensor
        Of any two of these.
    of : module
        NumPy or PyTensor's tensors.

    Returns
    -------
    float, ndarray or tensor of shape (...)
        An equicorrelated normal's, whose determinant and inverse are closed forms (Sherman and Morrison, 1950).
    """
    number, apart = of.sum(alike), 1 - correlation
    shared = apart + number * correlation
    squares, total = of.sum(alike * raw**2, axis=-1), of.sum(alike * raw, axis=-1)
    log_det = (number - 1) * of.log(apart) + of.log(shared)
    return (squares - (squares - correlation * total**2 / shared) / apart - log_det) / 2


def draw_medians(alike: np.ndarray, correlation: float, rng: np.random.Generator) -> np.ndarray:
    """Draw the parameters of the medians of one study from their prior.

    Parameters
    ----------
    alike : ndarray of shape (components,)
    correlation : float
        As for :func:`medians_together`.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of shape (components,)
    """
    share = alike * correlation
    return np.asarray(np.sqrt(share) * rng.normal() + np.sqrt(1 - share) * rng.normal(size=len(alike)))


def sampled_medians(given: Mapping[str, Any], slope: Any, priors: Any, size: int, scale: Any, effect: Any) -> Any:
    """Add the parameters of the medians to the model at hand.

    Parameters
    ----------
    given : mapping of str to tensor
        ``heard``, of :func:`heard_medians`, and ``heard_groups``, of :func:`heard_groups`.
    slope : tensor of shape (components, outlooks)
        See :mod:`consilience.models.factors.outlook`.
    priors : namespace of scalar tensors
        Of :class:`consilience.models.factors.priors.FactorPriors`.
    size : int
        Padded number of components.
    scale, effect : tensor of shape (pairs,)
        Of each group, in log odds; effects up to what all groups of a component have in common.

    Returns
    -------
    tensor of shape (components,)
        Each standard normal before anything was said: see :func:`consilience.models.locations.located`.
    """
    import pymc as pm
    import pytensor.tensor as pt

    heard, middle, step, pair, *_, alike = (given["heard"][:, place] for place in range(len(HEARD)))
    raw = pm.Flat("median_raw", shape=size)
    own = step * scale[pair.astype("int64")] / pt.sqrt(1 + pt.sum(slope**2, axis=1))
    by = heard * own / pt.sqrt(1 + own**2) + (1 - heard)
    # (I + θθ′) to the power of a half: the first outlook is all that few people's answers have in common.
    along = heard * slope[:, 0]
    length = pt.sqrt(1 + pt.sum(along**2))
    turned = by * (raw + along * pt.dot(along, raw) / (1 + length))
    # As far as it is what people say that tells of the median, and not its prior.
    groups = pt.dot(given["heard_groups"], effect) / (1 + own**2)
    mu_raw = pm.Deterministic("mu_raw", middle + turned - groups)
    together = medians_together(mu_raw, alike, priors.median_correlation, pt)
    pm.Potential("medians", pt.sum(pt.log(by) - mu_raw**2 / 2) + pt.log(length) + together)
    return mu_raw
