"""Other priors of joint views than those that a study of cruxes was fitted with, by what an answer follows from."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from consilience.models.alternatives import others
from consilience.models.cruxes.priors import CruxPriors
from consilience.models.priors import population_median
from consilience.sampling.answers import flat
from consilience.study import Study
from consilience.study.naming import event_of, state_of

if TYPE_CHECKING:
    import xarray as xr

type Array = NDArray[np.float64]


def of_views(posterior: "xr.Dataset", study: Study, priors: CruxPriors, question: str) -> dict[str, Array]:
    """Log density of other priors of all that an answer follows from over that of the priors as fitted.

    Parameters
    ----------
    posterior : xarray.Dataset
        Of cruxes: see :func:`consilience.models.cruxes.unpack.unpack`.
    study : Study
        Declares the priors of its questions.
    priors : CruxPriors
        All others.
    question : str
        The outcome, a crux, or the outcome in a state of one: that follows from both and their association.

    Returns
    -------
    dict of str to ndarray of shape (draws,)
        As :func:`consilience.models.alternatives.of_populations` names them.
    """
    medians, spreads, parts = [], [], []
    outcome, crux = _asked(posterior, question)
    if outcome is not None:
        prior = population_median(study.question(outcome).prior, priors.location)
        medians.append((flat(posterior["mu_outcome"]), *prior))
        spreads.append((flat(posterior["tau_outcome"]), priors.scale))
        parts.append("outcome")
    if crux is not None:
        prior = population_median(study.question(crux).prior, priors.location)
        medians.append((flat(posterior["mu_base"].sel(crux=crux)), *prior))
        spreads.append((flat(posterior["tau_base"]), priors.scale))
        parts.append("base")
    if outcome is not None and crux is not None:
        medians.append((flat(posterior["mu_association"].sel(crux=crux)), 0.0, priors.association, np.inf))
        spreads.append((flat(posterior["tau_association"]), priors.association_scale))
        parts.append("association")
    # What one forecaster's views of all cruxes share is of the crux first, and of its association second.
    shared = flat(posterior["forecaster_scale"])[:, : len(parts) - (outcome is not None)]
    spreads += [(shift, priors.forecaster_scale) for shift in shared.T]
    between = [(flat(posterior[f"{part}_group_scale"]), priors.group_scale) for part in parts]
    return others(medians, spreads, between if posterior.sizes["group"] > 1 else [])


def _asked(posterior: "xr.Dataset", question: str) -> tuple[str | None, str | None]:
    """The outcome and the crux that an answer follows from, ``None`` in place of that which has no part in it."""
    if question in posterior["crux"].values:
        return None, question
    return event_of(question), next(iter(state_of(question)), None)
