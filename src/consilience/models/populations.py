"""Answers of a population of forecasters, draw by draw: its median, its mean, its geometric mean of odds, a new one.

Plain numpy: what is published can be worked out from a stored fit without PyMC.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, logit, stdtr

from consilience.likelihood.nodes import TAIL_STEP, TAIL_WEIGHT
from consilience.likelihood.skew import skewed, standardised
from consilience.sampling.answers import Answers, flat
from consilience.study import ALL_GROUPS

if TYPE_CHECKING:
    import xarray as xr

type Array = NDArray[np.float64]
type _Population = tuple[Array, Array, Array, Array]

# To both sides of the median.
_STEPS = np.concatenate([-TAIL_STEP, TAIL_STEP])[:, None]


class Forecasters(NamedTuple):
    """Those of a group, as the quadrature stands for them: groups that share a skew share these.

    Parameters
    ----------
    places : ndarray of shape (nodes, draws)
        In scales from the group's median.
    shares : ndarray of shape (nodes, draws)
        How many stand at each, in proportion.
    """

    places: Array
    shares: Array

    @classmethod
    def of(cls, skew: Array, nu: Array) -> "Forecasters":
        """Those of groups of a skew and degrees of freedom, each of shape (draws,)."""
        return cls(skewed(_STEPS, skew), _shares(nu))


def _shares(nu: Array) -> Array:
    """How many stand at each step of a Student t, in proportion: of shape (nodes, draws)."""
    log_norm = gammaln((nu + 1) / 2) - gammaln(nu / 2) - np.log(nu * np.pi) / 2
    one_side = TAIL_WEIGHT[:, None] * np.exp(log_norm - (nu + 1) / 2 * np.log1p(TAIL_STEP[:, None] ** 2 / nu))
    return np.concatenate([one_side, one_side])


def population_answers(
    location: Array, scale: Array, skew: Array, nu: Array, forecasters: Forecasters | None = None
) -> dict[str, Array]:
    """The three summaries of a population made of equally many forecasters from each group.

    Parameters
    ----------
    location, scale : ndarray of shape (draws, groups)
        Median and scale of each group, in log odds.
    skew, nu : ndarray of shape (draws,)
        Skew (see :mod:`consilience.likelihood.skew`) and degrees of freedom, shared by the groups.
    forecasters : Forecasters, optional
        Those of this skew and degrees of freedom, where several populations share them.

    Returns
    -------
    dict of str to ndarray of shape (draws,)
        In log odds, by the names of :data:`consilience.measures.summaries.SUMMARIES`.

    Examples
    --------
    >>> from scipy.special import expit
    >>> one = population_answers(np.array([[-2.0]]), np.array([[1.5]]), np.array([0.5]), np.array([5.0]))
    >>> {name: round(float(expit(value[0])), 3) for name, value in one.items()}
    {'median': 0.119, 'mean': 0.172, 'geometric_mean_odds': 0.088}
    """
    forecasters = forecasters or Forecasters.of(skew, nu)
    return {
        "median": mixture_median(location, scale, skew, nu),
        "mean": logit(mean_probability(location, scale, forecasters)),
        "geometric_mean_odds": mean_log_odds(location, scale, forecasters),
    }


def mixture_median(
    location: Array, scale: Array, skew: Array, nu: Array, shares: Sequence[float] | None = None
) -> Array:
    """Median of a mixture of skewed Student t populations, which lies between those of the outermost groups.

    Parameters
    ----------
    location, scale : ndarray of shape (draws, groups)
    skew, nu : ndarray of shape (draws,)
    shares : sequence of float, optional
        How many each group has of the forecasters; by default all alike.

    Returns
    -------
    ndarray of shape (draws,)
    """
    from scipy.optimize.elementwise import find_root

    if location.shape[1] == 1:
        return location[:, 0]
    weights = np.broadcast_to(np.asarray(1.0 if shares is None else shares), location.shape)
    # In one order: between two halves of the groups far apart every value is a median to the last digits, and which of
    # them is found would hang on the order of a sum.
    order = np.argsort(location, axis=1)
    columns = [np.take_along_axis(part, order, axis=1).T for part in (location, scale, weights)]

    def excess(x: Array, skew: Array, nu: Array, *groups: Array) -> Array:
        """Share of the forecasters below, less a half."""
        by_group = np.reshape(groups, (3, len(groups) // 3, -1))
        return np.asarray(
            sum(
                weight * (stdtr(nu, standardised((x - at) / by, skew)) - 0.5)
                for at, by, weight in by_group.swapaxes(0, 1)
            )
        )

    ends = columns[0][0], columns[0][-1]
    found = find_root(excess, ends, args=(skew, nu, *np.concatenate(columns)), tolerances={"xatol": 1e-10})
    return np.asarray(found.x)


def median_in_shares(posterior: "xr.Dataset", question: str, shares: Mapping[str, float]) -> Array:
    """Median forecaster of a population whose groups are not equally many.

    Parameters
    ----------
    posterior : xarray.Dataset
        As for :func:`population_answers_of`.
    question : str
    shares : mapping of str to float
        Of every group that counts.

    Returns
    -------
    ndarray of shape (draws,)
        Log odds.
    """
    of_question = posterior["pair_question"].values == question
    groups = posterior["pair_group"].values
    pairs = [place for place in np.flatnonzero(of_question) if str(groups[place]) in shares]
    location, scale = (flat(posterior[name])[:, pairs] for name in ("location", "scale"))
    skew = flat(posterior["skew"].sel(question=question))
    return mixture_median(location, scale, skew, flat(posterior["nu"]), [shares[str(groups[pair])] for pair in pairs])


def mean_probability(location: Array, scale: Array, forecasters: Forecasters) -> Array:
    """Mean probability over the forecasters of a population: what a linear pool of all of them would say.

    Parameters
    ----------
    location, scale : ndarray of shape (draws, groups)
    forecasters : Forecasters

    Returns
    -------
    ndarray of shape (draws,)
    """
    # Of all nodes at once, in place and with NumPy's exponential, which overflows where SciPy's expit is nought: three
    # times as fast.
    credences = -location - scale * forecasters.places[:, :, None]
    with np.errstate(over="ignore"):
        np.exp(credences, out=credences)
    credences += 1
    np.reciprocal(credences, out=credences)
    shares = forecasters.shares
    # Both sums are rounded alike, step by step: near certainty one that was worked out apart would put the mean beyond
    # 100%.
    return np.asarray((shares * credences.mean(axis=2)).sum(axis=0) / shares.sum(axis=0))


def mean_log_odds(location: Array, scale: Array, forecasters: Forecasters) -> Array:
    """Mean log odds over the forecasters of a population: the log of the geometric mean of their odds.

    Parameters
    ----------
    location, scale : ndarray of shape (draws, groups)
    forecasters : Forecasters

    Returns
    -------
    ndarray of shape (draws,)
    """
    centre = np.average(forecasters.places, axis=0, weights=forecasters.shares)
    return np.asarray((location + scale * centre[:, None]).mean(axis=1))


def new_forecasters(location: Array, scale: Array, skew: Array, nu: Array, rng: np.random.Generator) -> Array:
    """One new forecaster a draw, from a group drawn at random.

    Parameters
    ----------
    location, scale : ndarray of shape (draws, groups)
    skew, nu : ndarray of shape (draws,)
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of shape (draws,)
        Log odds.
    """
    draws, groups = location.shape
    chosen = np.arange(draws), rng.integers(groups, size=draws)
    return np.asarray(location[chosen] + scale[chosen] * skewed(rng.standard_t(nu), skew))


def population_answers_of(
    posterior: "xr.Dataset", rng: np.random.Generator, heard: Callable[[str], Sequence[int]] | None = None
) -> Answers:
    """Summaries of the population of each fitted question, over its groups and for each of them.

    Parameters
    ----------
    posterior : xarray.Dataset
        ``mu``, ``tau`` and ``skew`` by question, ``location`` and ``scale`` by pair, ``nu``; see
        :class:`consilience.sampling.fit.Fit`.
    rng : numpy.random.Generator
        For the draws of a new forecaster.
    heard : callable, optional
        Gives the places of those groups of a question that said something of it; by default of all that it has.

    Returns
    -------
    dict of (question, group, summary) to ndarray of shape (draws,)
        Log odds, chain after chain.
    """
    nu = flat(posterior["nu"])
    mu, tau, skew, location, scale = (flat(posterior[name]) for name in ("mu", "tau", "skew", "location", "scale"))
    shares = _shares(nu)

    def answered(place: int, question: str) -> list[tuple[str, _Population, dict[str, Array]]]:
        of_question = posterior["pair_question"].values == question
        groups = posterior["pair_group"].values[of_question]
        at, by = location[:, of_question], scale[:, of_question]
        if not len(groups):
            # Base rates alone: no group has spoken, and the population lies where they put it.
            at, by = mu[:, [place]], tau[:, [place]]
        spoke = range(at.shape[1]) if heard is None else heard(question)
        forecasters = Forecasters(skewed(_STEPS, skew[:, place]), shares)
        members = _populations(groups, spoke)
        populations = {group: (at[:, some], by[:, some], skew[:, place], nu) for group, some in members.items()}
        return [(str(group), of, population_answers(*of, forecasters)) for group, of in populations.items()]

    questions = [str(question) for question in posterior["question"].values]
    found: Answers = {}
    with ThreadPoolExecutor() as threads:
        for question, answers in zip(questions, threads.map(answered, count(), questions), strict=True):
            for group, population, summaries in answers:
                # One after the other, whichever thread is first: the same seed draws the same forecasters.
                summaries["new_forecaster"] = new_forecasters(*population, rng)
                found |= {(question, group, summary): value for summary, value in summaries.items()}
    return found


def _populations(groups: Sequence[str], heard: Sequence[int]) -> dict[str, list[int]]:
    over_all = {ALL_GROUPS: list(heard)}
    if len(groups) < 2:
        return over_all
    return over_all | {group: [place] for place, group in enumerate(groups)}
