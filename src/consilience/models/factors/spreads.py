"""How far forecasters differ, factor by factor: about a spread that the panel has in all of them.

Of many factors and few people, spreads that know nothing of each other are many small pulls towards what the prior
expects, which together outweigh the people: the panel would be as wide as the prior says, and whatever answers are not
as wide would be taken for people who go together.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from consilience.models.factors.priors import FactorPriors

type Array = NDArray[np.float64]


def sampled_spreads(priors: Any, components: int) -> Any:
    """Add the spreads of all components to the model at hand.

    Parameters
    ----------
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

    panel = pm.LogNormal("panel_scale", *priors.scale)
    own = priors.scale_between_factors * pm.Normal("tau_raw", shape=components)
    return pm.Deterministic("tau", panel * pt.exp(own))


def draw_spreads(priors: "FactorPriors", components: int, rng: np.random.Generator) -> tuple[float, Array]:
    """Draw the spread of a panel and those of its components from their prior.

    Parameters
    ----------
    priors : FactorPriors
    components : int
    rng : numpy.random.Generator

    Returns
    -------
    (float, ndarray of shape (components,))
    """
    panel = rng.lognormal(*priors.scale)
    return float(panel), panel * rng.lognormal(0, priors.scale_between_factors, components)
