"""Several decompositions of one outcome: side by side, pooled with visible weights, and how far apart they are."""

from collections.abc import Mapping
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from consilience.frames.answers import answer_draws_of, latest_answers, outcome_of
from consilience.frames.intervals import interval
from consilience.frames.titles import title_of
from consilience.measures.densities import bandwidth, kernel_density
from consilience.measures.summaries import INTERVAL, bounded
from consilience.notation import format_probability
from consilience.problems import WrongValueError
from consilience.sampling.fit import Fit
from consilience.study.texts import plain

if TYPE_CHECKING:
    import pandas as pd

type Array = NDArray[np.float64]
type Outcomes = Mapping[str, str] | str | None

POOLED = "pooled"
# What each way of pooling is called.
STRUCTURE_POOLS = {
    "mixture": "Mixture: one of the structures is right",
    "linear": "Linear pool of the structures' probabilities",
    "logarithmic": "Logarithmic pool of the structures' probabilities",
}
# Draws of a pool, and points at which densities are compared.
DRAWS, _POINTS = 4000, 512


def structures_frame(
    fits: Mapping[str, Fit],
    outcomes: Outcomes = None,
    weights: Mapping[str, float] | None = None,
    summary: str = "median",
) -> "pd.DataFrame":
    """Answers of several studies to one outcome, and the three ways of pooling them.

    Parameters
    ----------
    fits : mapping of str to Fit
        By the name that their row gets, two at least. Whether they are about the same event is for the caller to say.
    outcomes : mapping of str to str, or str, optional
        What the outcome is called in each study, or in all; by default each study's own.
    weights : mapping of str to float, optional
        One for each fit, from 0 up, 1 in sum; by default equal ones.
    summary : str
        ``median``, ``mean``, ``geometric_mean_odds`` or ``new_forecaster``.

    Returns
    -------
    pandas.DataFrame
        A row for each study, then one for each key of :data:`STRUCTURE_POOLS`: ``study`` ("pooled" for these),
        ``pool`` ("" for those), ``title``, ``outcome``, ``weight`` (1 for pools), ``value``, ``low``, ``high``
        (fractions, 90% interval), the same as ``logit_…``, ``label`` and ``order``. Evidence that a study declares
        counts.

    Raises
    ------
    ValueError
        If there are fewer than two fits, a study names no outcome, or the weights are not such weights.
    KeyError
        If a fit has no answer to its outcome, or none of that summary.
    """
    import pandas as pd

    names, shares = _named(fits, outcomes), _weights(fits, weights)
    rows: list[dict[str, object]] = [
        {
            "study": study,
            "pool": "",
            "title": title_of(fit.study, names[study]),
            "outcome": names[study],
            "weight": shares[study],
            **interval(_draws(fit, names[study], summary)),
        }
        for study, fit in fits.items()
    ]
    for pool, title in STRUCTURE_POOLS.items():
        found = interval(pool_structures(fits, outcomes, weights, method=pool, summary=summary))
        rows.append({"study": POOLED, "pool": pool, "title": title, "outcome": "", "weight": 1.0, **found})
    return pd.DataFrame(rows).assign(order=range(len(rows)))


def pool_structures(
    fits: Mapping[str, Fit],
    outcomes: Outcomes = None,
    weights: Mapping[str, float] | None = None,
    *,
    method: str = "mixture",
    summary: str = "median",
    seed: int = 0,
) -> Array:
    """Draws of the pooled answer of several studies to one outcome.

    Parameters
    ----------
    fits, outcomes, weights, summary
        As for :func:`structures_frame`.
    method : str
        ``mixture``: each study's draws in proportion to its weight, as if one of the structures were right and the
        weights said how probably. ``linear`` and ``logarithmic``: the weighted mean of the probabilities, and of
        their log odds, in draws that are independent of each other.
    seed : int
        Of the pairing of draws.

    Returns
    -------
    ndarray of shape (4000,)
        Log odds. Equally likely, in no order that means anything.

    Raises
    ------
    ValueError
        As for :func:`structures_frame`; or if there is no such method.
    KeyError
        As for :func:`structures_frame`.

    Notes
    -----
    For an event with two outcomes the logarithmic pool is the mean of log odds (Genest and Zidek, 1986, *Statistical
    Science* 1, 114–135, eq. 3.12). A pool of probabilities is narrower than a mixture: it takes for granted that the
    weighted mean is the answer.
    """
    if method not in STRUCTURE_POOLS:
        msg = f"structures are not pooled by {method!r}. To mend it: name one of {', '.join(STRUCTURE_POOLS)}"
        raise WrongValueError.told(msg)
    names, shares = _named(fits, outcomes), _weights(fits, weights)
    draws = {study: _draws(fit, names[study], summary) for study, fit in fits.items()}
    if method == "mixture":
        counts = np.diff(np.round(DRAWS * np.cumsum([0.0, *shares.values()])).astype(int))
        return np.concatenate([_spread(of, count) for of, count in zip(draws.values(), counts.tolist(), strict=True)])
    # Fits of one seed may move together by chance of the sampler; structures know nothing of each other.
    rng = np.random.default_rng(seed)
    table = np.stack([rng.permutation(_spread(of, DRAWS)) for of in draws.values()])
    by = np.array(list(shares.values()))
    return np.asarray(logit(by @ expit(table)) if method == "linear" else by @ table)


def distances_frame(fits: Mapping[str, Fit], outcomes: Outcomes = None, summary: str = "median") -> "pd.DataFrame":
    """How far apart the answers of several studies to one outcome are.

    Parameters
    ----------
    fits, outcomes, summary
        As for :func:`structures_frame`.

    Returns
    -------
    pandas.DataFrame
        A row for each pair: ``study``, ``other``, ``difference``, ``low``, ``high`` (log odds of the first less those
        of the second: median and 90% interval), ``above`` (probability that the first is the greater), ``overlap`` (of
        their densities in log odds: 1 where they are the same, 0 where they share nothing) and ``label``.

    Raises
    ------
    ValueError, KeyError
        As for :func:`structures_frame`.

    Notes
    -----
    The overlapping coefficient of Weitzman (1970), *Measures of Overlap of Income Distributions*, U.S. Bureau of the
    Census, technical paper 22, from kernel densities.
    """
    import pandas as pd

    names = _named(fits, outcomes)
    draws = {study: _draws(fit, names[study], summary) for study, fit in fits.items()}
    rows = []
    for (study, one), (other, two) in combinations(draws.items(), 2):
        # Every draw of the one with many of the other: the difference of two that know nothing of each other.
        apart = _spread(one, _POINTS)[:, None] - _spread(two, _POINTS)
        low, difference, high = np.quantile(apart, list(INTERVAL.values())).tolist()
        overlap = overlap_of(one, two)
        rows.append(
            {
                "study": study,
                "other": other,
                "difference": difference,
                "low": low,
                "high": high,
                "above": float(np.mean(apart > 0) + np.mean(apart == 0) / 2),
                "overlap": overlap,
                "label": f"odds {_times(difference)}, overlap {format_probability(overlap)}",
            }
        )
    return pd.DataFrame(rows)


def overlap_of(one: Array, two: Array) -> float:
    """Overlapping coefficient of two samples: the area below both of their densities.

    Parameters
    ----------
    one, two : ndarray of shape (draws,) and (other draws,)

    Returns
    -------
    float
        From 0 to 1.

    Examples
    --------
    Of two normal distributions one standard deviation apart it is 2Φ(−1/2) = 0.617.

    >>> normal = np.random.default_rng(1).normal(size=(2, 4000))
    >>> round(overlap_of(normal[0], normal[1] + 1), 1)
    0.6
    """
    if not (np.ptp(one) and np.ptp(two)):
        # A single value has no density: it is the same as the other, or shares nothing with it.
        return float(np.ptp(one) == np.ptp(two) and one[0] == two[0])
    some = _spread(one, _POINTS), _spread(two, _POINTS)
    margin = 4 * max(map(bandwidth, some))
    grid = np.linspace(min(one.min(), two.min()) - margin, max(one.max(), two.max()) + margin, 4 * _POINTS)
    return float(min(np.trapezoid(np.minimum(*(kernel_density(draws, grid) for draws in some)), grid), 1.0))


def _named(fits: Mapping[str, Fit], outcomes: Outcomes) -> dict[str, str]:
    """The outcome of each study."""
    if len(fits) < 2:
        msg = f"structures are compared two at least, and there are {len(fits)}. To mend it: give fits by name"
        raise WrongValueError.told(msg)
    if outcomes is None or isinstance(outcomes, str):
        return {study: outcome_of(fit, outcomes) for study, fit in fits.items()}
    _same_names(fits, outcomes, "outcomes")
    return {study: outcome_of(fit, outcomes[study]) for study, fit in fits.items()}


def _weights(fits: Mapping[str, Fit], weights: Mapping[str, float] | None) -> dict[str, float]:
    if weights is None:
        return dict.fromkeys(fits, 1 / len(fits))
    _same_names(fits, weights, "weights")
    total = sum(weights.values())
    if min(weights.values()) < 0 or not np.isfinite(total):
        msg = f"these weights are not all numbers from 0 up: {dict(weights)}. To mend it: correct them"
        raise WrongValueError.told(msg)
    if not np.isclose(total, 1, rtol=0, atol=1e-9):
        remedy = f"divide each by {total:g}" if total else "let one at least be above 0"
        msg = f"the weights sum to {total:g} and not to 1. To mend it: {remedy}"
        raise WrongValueError.told(msg)
    return {study: float(weights[study]) for study in fits}


def _same_names(fits: Mapping[str, Fit], named: Mapping[str, object], what: str) -> None:
    if {*named} != {*fits}:
        msg = f"{what} are for {', '.join(named)}, and fits for {', '.join(fits)}. To mend it: name the same"
        raise WrongValueError.told(msg)


def _draws(fit: Fit, outcome: str, summary: str) -> Array:
    return bounded(answer_draws_of(latest_answers(fit), outcome, summary=summary))


def _spread(draws: Array, number: int) -> Array:
    """Equally likely values that stand for some draws, in increasing order."""
    return np.quantile(draws, (np.arange(number) + 0.5) / max(number, 1))


def _times(difference: float) -> str:
    """A difference in log odds as a factor of odds, to two digits and without an exponent."""
    times = plain(np.exp(abs(difference)), 2)
    return "the same" if times == "1" else f"{times} times {'higher' if difference > 0 else 'lower'}"
