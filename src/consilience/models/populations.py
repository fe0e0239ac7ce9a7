"""Answers of a population of forecasters, draw by draw: its median, its mean, its geometric mean of odds, a new one.

Plain numpy: what is published can be worked out from a stored fit without PyMC.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, gammaln, logit, stdtr

from consilience.likelihood.nodes import TAIL_STEP, TAIL_WEIGHT
from consilience.sampling.answers import Answers
from consilience.study import ALL_GROUPS

if TYPE_CHECKING:
    import xarray as xr

type Array = NDArray[np.float64]


def population_answers(location: Array, scale: Array, nu: Array) -> dict[str, Array]:
    """The three summaries of a population made of equally many forecasters from each group.

    Parameters
    ----------
    location : ndarray of shape (draws, groups)
        Location of each group in log odds.
    scale, nu : ndarray of shape (draws,)
        Scale in log odds and degrees of freedom, shared by the groups.

    Returns
    -------
    dict of str to ndarray of shape (draws,)
        In log odds, by the names of :data:`consilience.measures.summaries.SUMMARIES`. A symmetric population has one
        centre: the median and the geometric mean of odds part only where three or more groups lie unevenly.

    Examples
    --------
    >>> one = population_answers(np.array([[-2.0]]), np.array([1.5]), np.array([5.0]))
    >>> {name: round(float(expit(value[0])), 3) for name, value in one.items()}
    {'median': 0.119, 'mean': 0.207, 'geometric_mean_odds': 0.119}
    """
    return {
        "median": mixture_median(location, scale, nu),
        "mean": logit(mean_probability(location, scale, nu)),
        "geometric_mean_odds": location.mean(axis=1),
    }


def mixture_median(location: Array, scale: Array, nu: Array) -> Array:
    """Median of an even mixture of Student t populations, by bisection between the outermost groups.

    Parameters
    ----------
    location : ndarray of shape (draws, groups)
    scale, nu : ndarray of shape (draws,)

    Returns
    -------
    ndarray of shape (draws,)
    """
    # In one order: between two halves of the groups far apart every value is a median to the last digits, and which of
    # them is found would hang on the order of a sum.
    location = np.sort(location, axis=1)
    low, high = location[:, 0], location[:, -1]
    # The middle of two is their median. Groups lie within tens of log odds of each other: 40 halvings leave 1e-10.
    for _ in range(40 if location.shape[1] > 2 else 0):
        middle = (low + high) / 2
        below = stdtr(nu[:, None], (middle[:, None] - location) / scale[:, None]).mean(axis=1)
        low, high = np.where(below < 0.5, middle, low), np.where(below < 0.5, high, middle)
    return (low + high) / 2


def median_in_shares(posterior: "xr.Dataset", question: str, shares: Mapping[str, float]) -> Array:
    """Median forecaster of a population whose groups are not equally many.

    Parameters
    ----------
    posterior : xarray.Dataset
        As for :func:`population_answers_of`.
    question : str
    shares : mapping of str to float
        Of every group that counts; they sum to one.

    Returns
    -------
    ndarray of shape (draws,)
        Log odds.
    """
    of_question = posterior["pair_question"].values == question
    pairs = [place for place in np.flatnonzero(of_question) if str(posterior["pair_group"].values[place]) in shares]
    weights = np.array([shares[str(posterior["pair_group"].values[place])] for place in pairs])
    asked = posterior["question"].values.tolist().index(question)
    location = posterior["location"].values[:, :, pairs].reshape(-1, len(pairs))
    scale, nu = posterior["tau"].values[:, :, asked].reshape(-1, 1), posterior["nu"].values.reshape(-1, 1)
    low, high = location.min(axis=1), location.max(axis=1)
    for _ in range(40):
        middle = (low + high) / 2
        below = stdtr(nu, (middle[:, None] - location) / scale) @ weights
        low, high = np.where(below < 0.5, middle, low), np.where(below < 0.5, high, middle)
    return np.asarray((low + high) / 2)


def mean_probability(location: Array, scale: Array, nu: Array) -> Array:
    """Mean probability over the forecasters of a population: what a linear pool of all of them would say.

    Parameters
    ----------
    location : ndarray of shape (draws, groups)
    scale, nu : ndarray of shape (draws,)

    Returns
    -------
    ndarray of shape (draws,)
    """
    log_norm = gammaln((nu + 1) / 2) - gammaln(nu / 2) - np.log(nu * np.pi) / 2
    total, weights = np.zeros_like(location), np.zeros_like(nu)
    for step, weight in zip(TAIL_STEP, TAIL_WEIGHT, strict=True):
        density = weight * np.exp(log_norm - (nu + 1) / 2 * np.log1p(step**2 / nu))
        weights += 2 * density
        reach = (scale * step)[:, None]
        total += density[:, None] * (expit(location - reach) + expit(location + reach))
    # Weights that sum to one but for the quadrature's error would put near certainty that error beyond 100%.
    return np.asarray(total.mean(axis=1) / weights)


def new_forecasters(location: Array, scale: Array, nu: Array, rng: np.random.Generator) -> Array:
    """One new forecaster a draw, from a group drawn at random.

    Parameters
    ----------
    location : ndarray of shape (draws, groups)
    scale, nu : ndarray of shape (draws,)
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of shape (draws,)
        Log odds.
    """
    draws, groups = location.shape
    chosen = location[np.arange(draws), rng.integers(groups, size=draws)]
    return np.asarray(chosen + scale * rng.standard_t(nu))


def population_answers_of(
    posterior: "xr.Dataset", rng: np.random.Generator, heard: Callable[[str], Sequence[int]] | None = None
) -> Answers:
    """Summaries of the population of each fitted question, over its groups and for each of them.

    Parameters
    ----------
    posterior : xarray.Dataset
        ``mu`` and ``tau`` by question, ``location`` by pair, ``nu``; see :class:`consilience.sampling.fit.Fit`.
    rng : numpy.random.Generator
        For the draws of a new forecaster.
    heard : callable, optional
        Gives the places of those groups of a question that said something of it; by default of all that it has.

    Returns
    -------
    dict of (question, group, summary) to ndarray of shape (draws,)
        Log odds, chain after chain.
    """
    nu = posterior["nu"].values.ravel()
    found: Answers = {}
    for place, question in enumerate(posterior["question"].values):
        scale = posterior["tau"].values[:, :, place].ravel()
        of_question = posterior["pair_question"].values == question
        location = posterior["location"].values[:, :, of_question].reshape(nu.size, -1)
        if not location.size:
            # Base rates alone: no group has spoken, and the population lies where they put it.
            location = posterior["mu"].values[:, :, place].reshape(-1, 1)
        groups = posterior["pair_group"].values[of_question]
        spoke = range(location.shape[1]) if heard is None else heard(str(question))
        for group, members in _populations(location, groups, spoke).items():
            answers = population_answers(members, scale, nu)
            answers["new_forecaster"] = new_forecasters(members, scale, nu, rng)
            found |= {(str(question), str(group), summary): value for summary, value in answers.items()}
    return found


def _populations(location: np.ndarray, groups: Sequence[str], heard: Sequence[int]) -> dict[str, np.ndarray]:
    over_all = {ALL_GROUPS: location[:, list(heard)]}
    if len(groups) < 2:
        return over_all
    return over_all | {group: location[:, [place]] for place, group in enumerate(groups)}
