"""Other priors than those that a study was fitted with: their log densities over these, draw by draw."""

from collections.abc import Callable, Iterable, Sequence
from math import log
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consilience.models.log_densities import lognormal, of_medians, student_t
from consilience.models.priors import PopulationPriors
from consilience.sampling.answers import flat
from consilience.study import Study

if TYPE_CHECKING:
    import xarray as xr

type Array = NDArray[np.float64]
type Median = tuple[Array, ArrayLike, ArrayLike, ArrayLike]
type Spread = tuple[Array, tuple[float, float]]

# As different as two careful people's priors might be.
TIMES = 2.0
FACTORS = {"twice": TIMES, "half": 1 / TIMES}
_WIDER = "median forecaster {} as uncertain"


def of_populations(
    posterior: "xr.Dataset",
    study: Study,
    priors: PopulationPriors,
    questions: Sequence[str],
    together: Callable[[Array], Array] | None = None,
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
    together : callable, optional
        Where medians are not independent: from what the scales of all questions' are multiplied by, of shape
        (questions,), to their log density over that of independent ones, draw by draw.

    Returns
    -------
    dict of str to ndarray of shape (draws,)
        By the other prior in words: the median's twice or half as wide, declared or not; the forecasters expected twice
        or half as far apart; and the groups, where a question has several.
    """
    names = [str(name) for name in posterior["question"].values]
    places = [names.index(question) for question in questions]
    mu = flat(posterior["mu"])[:, places]
    # Where a panel has one spread in all that it was asked, that of a question only lies about it.
    spread = flat(posterior["panel_scale"]) if "panel_scale" in posterior else flat(posterior["tau"])[:, places]
    between = [(flat(posterior["group_scale"]), priors.group_scale)] if _grouped(posterior, questions) else []
    found = others([(mu, *of_medians(questions, study, priors))], [(spread, priors.scale)], between)
    if together is not None:
        asked, as_fitted = np.isin(names, questions), together(np.ones(len(names)))
        for name, times in FACTORS.items():
            found[_WIDER.format(name)] += together(np.where(asked, times, 1.0)) - as_fitted
    return found


def others(medians: Sequence[Median], spreads: Sequence[Spread], between: Sequence[Spread]) -> dict[str, Array]:
    """Log density of other priors of what an answer follows from over that of the priors as fitted.

    Parameters
    ----------
    medians : sequence of (ndarray, array_like, array_like, array_like)
        Draws of median forecasters, and the centre, scale and degrees of freedom of their Student t priors.
    spreads, between : sequence of (ndarray, (float, float))
        Draws of how far forecasters are apart and groups, with the mean and standard deviation of the log of each.

    Returns
    -------
    dict of str to ndarray of shape (draws,)
        By the other prior in words; of groups only where there are any.
    """
    found = {_WIDER.format(name): _wider(medians, times) for name, times in FACTORS.items()}
    found |= {f"forecasters {name} as far apart": _farther(spreads, times) for name, times in FACTORS.items()}
    if between:
        found |= {f"groups {name} as far apart": _farther(between, times) for name, times in FACTORS.items()}
    return found


def _wider(medians: Sequence[Median], times: float) -> Array:
    found = []
    for draws, *prior in medians:
        centre, scale, freedom = map(np.asarray, prior)
        found.append(student_t(draws, centre, times * scale, freedom) - student_t(draws, centre, scale, freedom))
    return np.asarray(np.sum(found, axis=0))


def _farther(spreads: Sequence[Spread], times: float) -> Array:
    found = []
    for draws, (centre, width) in spreads:
        found.append(lognormal(draws, centre + log(times), width) - lognormal(draws, centre, width))
    return np.asarray(np.sum(found, axis=0))


def _grouped(posterior: "xr.Dataset", questions: Iterable[str]) -> bool:
    of = posterior["pair_question"].values.tolist()
    return any(of.count(question) > 1 for question in questions)
