"""Other priors than those that a study was fitted with: their log densities over these, draw by draw."""

from collections.abc import Iterable, Sequence
from math import log
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from consilience.models.log_densities import lognormal, student_t
from consilience.models.priors import PopulationPriors, population_median
from consilience.sampling.answers import flat
from consilience.study import Study

if TYPE_CHECKING:
    import xarray as xr

type Array = NDArray[np.float64]

# As different as two careful people's priors might be.
TIMES = 2.0
FACTORS = {"twice": TIMES, "half": 1 / TIMES}


def of_populations(
    posterior: "xr.Dataset", study: Study, priors: PopulationPriors, questions: Sequence[str]
) -> dict[str, Array]:
    """Log density of other priors of some questions' populations over that of the prior they were fitted with.

    Parameters
    ----------
    posterior : xarray.Dataset
        Of a consensus or a factor study: see :class:`consilience.sampling.fit.Fit`.
    study : Study
        Declares the priors of its questions.
    priors : PopulationPriors
        All others.
    questions : sequence of str
        Among those of the posterior.

    Returns
    -------
    dict of str to ndarray of shape (draws,)
        By the other prior in words: the median's twice or half as wide, declared or not; the forecasters expected twice
        or half as far apart; and the groups, where a question has several.
    """
    names = [str(name) for name in posterior["question"].values]
    places = [names.index(question) for question in questions]
    centre, scale, freedom = np.transpose(
        [population_median(study.question(question).prior, priors.location) for question in questions]
    )
    mu = flat(posterior["mu"])[:, places]
    # Where a panel has one spread in all that it was asked, that of a question only lies about it.
    spread = flat(posterior["panel_scale"]) if "panel_scale" in posterior else flat(posterior["tau"])[:, places]
    found = {}
    for name, times in FACTORS.items():
        found[f"median forecaster {name} as uncertain"] = student_t(mu, centre, times * scale, freedom) - student_t(
            mu, centre, scale, freedom
        )
    for name, times in FACTORS.items():
        found[f"forecasters {name} as far apart"] = scaled(spread, priors.scale, times)
    if _grouped(posterior, questions):
        for name, times in FACTORS.items():
            found[f"groups {name} as far apart"] = scaled(flat(posterior["group_scale"]), priors.group_scale, times)
    return found


def scaled(spread: Array, prior: tuple[float, float], times: float) -> Array:
    """Log density of the prior of a spread with so many times its median, over that with its own, draw by draw."""
    centre, width = prior
    return lognormal(spread, centre + log(times), width) - lognormal(spread, centre, width)


def _grouped(posterior: "xr.Dataset", questions: Iterable[str]) -> bool:
    of = posterior["pair_question"].values.tolist()
    return any(of.count(question) > 1 for question in questions)
