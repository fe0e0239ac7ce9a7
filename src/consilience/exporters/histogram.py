"""The answer as a distribution: uniform between its own quantiles, so that these are exact."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consilience.exporters.leading import population, quantiles_of
from consilience.frames import SUMMARY_TITLES, headline_of
from consilience.problems import Problem, UnknownNameError, WrongValueError
from consilience.sampling.fit import Fit
from consilience.study.texts import unknown_name

if TYPE_CHECKING:
    from scipy.stats._distn_infrastructure import rv_continuous_frozen

# Every percent, and the tails in finer steps.
FINE = (0.0, 0.001, 0.005, *(place / 100 for place in range(1, 100)), 0.995, 0.999, 1.0)
# As many as somebody reads.
COARSE = (
    *(0.0, 0.005, 0.01, 0.02, 0.035),
    *(place / 20 for place in range(1, 20)),
    *(0.965, 0.98, 0.99, 0.995, 1.0),
)


def pieces(quantiles: ArrayLike, levels: Sequence[float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Edges and shares of the pieces between quantiles.

    Parameters
    ----------
    quantiles : array_like
        Not decreasing.
    levels : sequence of float
        Theirs: increasing, from 0 to 1.

    Returns
    -------
    edges : ndarray of shape (pieces + 1,)
        A single one where all quantiles are alike.
    shares : ndarray of shape (pieces,)
        Quantiles that coincide make one edge.
    """
    edges, first = np.unique(np.asarray(quantiles, dtype=float), return_index=True)
    below = np.asarray(levels)[first]
    below[-1] = 1.0
    return edges, np.diff(below)


def distribution(fit: Fit, question: str, summary: str | None = None) -> "rv_continuous_frozen":
    """The posterior of an answer as a frozen distribution of SciPy.

    Parameters
    ----------
    fit : Fit
    question : str
        One that the fit answers.
    summary : str, optional
        ``median``, ``mean``, ``geometric_mean_odds`` or ``new_forecaster``; default: the one that leads.

    Returns
    -------
    scipy.stats frozen distribution
        A histogram between the 0.1st, 0.5th, every whole, the 99.5th and 99.9th percentile of the draws: its quantiles
        there are the answer's own.

    Raises
    ------
    KeyError
        If there is no such summary.
    ValueError
        If the voices' own numbers lead, which are no distribution of anybody like them; or if all draws are one number.
    """
    from scipy.stats import rv_histogram

    if summary is not None and summary not in SUMMARY_TITLES:
        raise UnknownNameError(unknown_name(summary, SUMMARY_TITLES, "summary"))
    headline = headline_of(fit, question)
    if headline.leads != "population":
        why = f"the voices' own numbers are the answer to {question!r}, since {headline.why}: {headline.says}"
        remedy = "take the voices' own numbers, as fit.exports.csv(file) writes them"
        raise WrongValueError(Problem(why, remedy))
    edges, shares = pieces(quantiles_of(population(fit, question, summary), FINE), FINE)
    if len(edges) == 1:
        why = f"the answer to {question!r} is {edges[0]:g} in every draw, and has no density"
        raise WrongValueError(Problem(why, "take that number"))
    frozen: rv_continuous_frozen = rv_histogram((shares, edges), density=False).freeze()
    return frozen
