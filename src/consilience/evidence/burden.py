"""The burden of proof, turned round: how good a test must be for a clean record to bring a risk below a threshold.

A clean record multiplies the odds of the tested factor by one number, the same in every draw, whatever the test. So
the question is which of these ratios are low enough in enough draws, and which tests reach one of them.
"""

from dataclasses import dataclass
from math import ceil, expm1, log

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, xlog1py

from consilience.evidence.record import fractions
from consilience.network.potentials import FAILS, HAPPENS, Array

# A search for a number of trials ends here: nobody runs more, and the ratio is flat long before.
MOST_TRIALS = 10_000
# Log odds between which the floor is searched for; risks beyond them are 0 or 1 as numbers.
_EDGE = 740.0
_HALVINGS = 80
# Numbers of trials looked at together.
_BLOCK = 500


def required_sensitivity(
    joint: ArrayLike,
    threshold: float,
    confidence: float,
    trials: int,
    *,
    false_positive_rate: ArrayLike = 0.0,
    common_failure: ArrayLike = 0.0,
) -> float | None:
    """Smallest sensitivity with which a record of clean trials brings the risk down far enough.

    Parameters
    ----------
    joint : array_like, shape (draws, 2, 2)
        Probability of (outcome, tested factor) before the test, up to a factor for each draw; index 0 where it
        happens. What :meth:`Network.joint` gives.
    threshold : float
        The risk that must not be exceeded, a fraction.
    confidence : float
        Share of the draws that must end at or below it.
    trials : int
        How many trials, all of them clean.
    false_positive_rate, common_failure : array_like, scalar or shape (values,)
        As for :func:`consilience.evidence.record.record_likelihood`.

    Returns
    -------
    float or None
        A fraction; that of a test which tells nothing, where the risk is low enough without one; ``None`` where no
        sensitivity is enough.

    Raises
    ------
    ValueError
        If the joint is not such an array of numbers from 0 up, a probability is outside 0 to 1, or there is no
        trial.

    Notes
    -----
    With A = q + (1 − q)(1 − s)^n and B = q + (1 − q) E(1 − r)^n, the risk of a draw is
    (P(O,X) A + P(O,¬X) B) / (P(X) A + P(¬X) B). It is monotone in A/B, so each draw is low enough on one side of one
    ratio, found in closed form; sensitivity follows from the ratio in closed form as well. Only tests that speak
    for the factor where positive (A ≤ B) are looked at. A draw in which the outcome is the less likely where the
    factor is true has its risk raised by a clean record.

    Examples
    --------
    A factor as likely as not that always brings the outcome about: odds of 1 must come down to 1 in 99.

    >>> joint = [[[0.5, 0.0], [0.0, 0.5]]]
    >>> round(required_sensitivity(joint, 0.01, 0.9, trials=1), 6)
    0.989899
    >>> required_sensitivity(joint, 0.01, 0.9, trials=1, common_failure=0.05) is None
    True
    """
    bounds = _bounds(_checked(joint, confidence), threshold)
    test = _Test.of(false_positive_rate, common_failure)
    return _sensitivity(bounds, confidence, trials, test)


def required_trials(
    joint: ArrayLike,
    threshold: float,
    confidence: float,
    sensitivity: ArrayLike,
    *,
    false_positive_rate: ArrayLike = 0.0,
    common_failure: ArrayLike = 0.0,
) -> int | None:
    """Smallest number of clean trials that brings the risk down far enough.

    Parameters
    ----------
    joint, threshold, confidence, false_positive_rate, common_failure
        As for :func:`required_sensitivity`.
    sensitivity : array_like, scalar or shape (values,)
        As for :func:`consilience.evidence.record.record_likelihood`.

    Returns
    -------
    int or None
        0 where the risk is low enough as it is; ``None`` where no number up to 10,000 is enough. With a common
        failure and false positives a long clean record speaks for the failure, so that more trials can tell less.

    Raises
    ------
    ValueError
        As for :func:`required_sensitivity`.

    Examples
    --------
    >>> required_trials([[[0.5, 0.0], [0.0, 0.5]]], 0.01, 0.9, sensitivity=0.6)
    6
    """
    bounds = _bounds(_checked(joint, confidence), threshold)
    test = _Test.of(false_positive_rate, common_failure)
    rates = fractions("sensitivity", sensitivity)
    for start in range(0, MOST_TRIALS + 1, _BLOCK):
        numbers = np.arange(start, min(start + _BLOCK, MOST_TRIALS + 1))
        enough = bounds.low_enough(test.ratio(rates, numbers), confidence)
        if enough.any():
            return int(numbers[np.argmax(enough)])
    return None


def frontier(
    joint: ArrayLike,
    threshold: float,
    confidence: float,
    trials: ArrayLike,
    *,
    false_positive_rate: ArrayLike = 0.0,
    common_failure: ArrayLike = 0.0,
) -> Array:
    """Sensitivity required for each of several numbers of clean trials.

    Parameters
    ----------
    joint, threshold, confidence, false_positive_rate, common_failure
        As for :func:`required_sensitivity`.
    trials : array_like of int, shape (numbers,)

    Returns
    -------
    ndarray, shape (numbers,)
        Fractions; NaN where no sensitivity is enough.

    Raises
    ------
    ValueError
        As for :func:`required_sensitivity`.

    Examples
    --------
    >>> frontier([[[0.5, 0.0], [0.0, 0.5]]], 0.01, 0.9, [1, 2, 6]).round(3)
    array([0.99 , 0.899, 0.535])
    """
    bounds = _bounds(_checked(joint, confidence), threshold)
    test = _Test.of(false_positive_rate, common_failure)
    found = [_sensitivity(bounds, confidence, int(number), test) for number in np.atleast_1d(trials)]
    return np.array([np.nan if sensitivity is None else sensitivity for sensitivity in found])


def floor(
    joint: ArrayLike,
    confidence: float,
    *,
    false_positive_rate: ArrayLike = 0.0,
    common_failure: ArrayLike = 0.0,
) -> float:
    """The risk that remains, with a given confidence, however sensitive the test and however many its trials.

    Parameters
    ----------
    joint, confidence, false_positive_rate, common_failure
        As for :func:`required_sensitivity`.

    Returns
    -------
    float
        The lowest threshold, a fraction, that some clean record can meet. Below it no sensitivity and no number of
        trials is enough.

    Raises
    ------
    ValueError
        As for :func:`required_sensitivity`.

    Examples
    --------
    A flaw of the test that hides everything one time in twenty leaves 0.05 / 1.05:

    >>> round(floor([[[0.5, 0.0], [0.0, 0.5]]], 0.9, common_failure=0.05), 6)
    0.047619
    """
    checked = _checked(joint, confidence)
    test = _Test.of(false_positive_rate, common_failure)
    # One trial that catches everything tells the most: more of them only make a common failure likelier.
    least = float(test.ratio(np.ones(1), np.ones(1))[0])
    low, high = -_EDGE, _EDGE
    if _bounds(checked, 0.0).greatest(least, confidence) is not None:
        return 0.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _bounds(checked, float(expit(middle))).greatest(least, confidence) is None:
            low = middle
        else:
            high = middle
    return float(expit(high))


@dataclass(frozen=True)
class _Test:
    """What is known of a test whose sensitivity is asked for.

    Parameters
    ----------
    false_positive_rate : ndarray, shape (values,)
    common_failure : float
    """

    false_positive_rate: Array
    common_failure: float

    @classmethod
    def of(cls, false_positive_rate: ArrayLike, common_failure: ArrayLike) -> "_Test":
        flaw = float(fractions("common_failure", common_failure).mean())
        return cls(fractions("false_positive_rate", false_positive_rate), flaw)

    def clean(self, rates: Array, trials: ArrayLike) -> Array:
        """Probability that all trials are negative, shape of ``trials``."""
        numbers = np.asarray(trials, dtype=float)[..., None]
        return self.common_failure + (1 - self.common_failure) * np.exp(xlog1py(numbers, -rates)).mean(axis=-1)

    def ratio(self, sensitivity: Array, trials: ArrayLike) -> Array:
        """Likelihood ratio of a clean record, 1 where it tells nothing or cannot be."""
        true, false = self.clean(sensitivity, trials), self.clean(self.false_positive_rate, trials)
        return np.divide(true, false, out=np.ones_like(true), where=false > 0)


@dataclass(frozen=True)
class _Bounds:
    """Ratios with which draws are low enough.

    Parameters
    ----------
    at_most, at_least : ndarray, sorted
        Draws that are so up to a ratio, and from a ratio on.
    draws : int
        How many there are, with those that no ratio makes low enough.
    """

    at_most: Array
    at_least: Array
    draws: int

    def low_enough(self, ratios: Array, confidence: float) -> NDArray[np.bool_]:
        """Whether enough draws are low enough with each of some ratios."""
        count = self.at_most.size - np.searchsorted(self.at_most, ratios, "left")
        count = count + np.searchsorted(self.at_least, ratios, "right")
        # A share such as 0.95 is not a binary fraction: 0.95 of 4,000 draws are 3,800.
        return np.asarray(count >= ceil(confidence * self.draws - 1e-9))

    def greatest(self, least: float, confidence: float) -> float | None:
        """Greatest ratio from ``least`` to 1 that is low enough in enough draws."""
        within = self.at_most[(self.at_most >= least) & (self.at_most <= 1)]
        # Going up, the number of draws falls only right after one of these.
        candidates = np.unique([*within, 1.0])
        enough = candidates[self.low_enough(candidates, confidence)]
        return float(enough[-1]) if enough.size else None


def _checked(joint: ArrayLike, confidence: float) -> Array:
    fractions("confidence", confidence)
    table = np.asarray(joint, dtype=float)
    if table.ndim != 3 or table.shape[1:] != (2, 2) or not table.size or not np.all((table >= 0) & (table < np.inf)):
        msg = f"joint must have shape (draws, 2, 2), one draw at least, and no NaN or negative number; {table.shape}"
        raise ValueError(msg)
    return table


def _bounds(joint: Array, threshold: float) -> _Bounds:
    """Solve P(O,X) λ + P(O,¬X) ≤ t (P(X) λ + P(¬X)) for the ratio λ, draw by draw."""
    (limit,) = fractions("threshold", threshold)
    excess = (1 - limit) * joint[:, HAPPENS] - limit * joint[:, FAILS]
    slope, room = excess[:, HAPPENS], -excess[:, FAILS]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.abs(room) / np.abs(slope)
    # A record that cannot be has no ratio: where the factor is certain, nothing about it moves the risk.
    never = (room < 0) | (joint.sum(axis=1)[:, FAILS] == 0)
    at_most = np.where(never, -1.0, ratio)[slope > 0]
    at_least = np.where(room < 0, ratio, 0.0)
    at_least[joint.sum(axis=(1, 2)) == 0] = np.inf
    return _Bounds(np.sort(at_most), np.sort(at_least[slope <= 0]), len(joint))


def _sensitivity(bounds: _Bounds, confidence: float, trials: int, test: _Test) -> float | None:
    if trials < 1:
        msg = f"a record needs at least one trial; it has {trials}"
        raise ValueError(msg)
    least = float(test.ratio(np.ones(1), trials))
    ratio = bounds.greatest(least, confidence)
    if ratio is None:
        return None
    if test.common_failure == 1:
        return float(test.false_positive_rate.mean())
    clean = float(test.clean(test.false_positive_rate, trials))
    missed = (ratio * clean - test.common_failure) / (1 - test.common_failure)
    return 1.0 if missed <= 0 else -expm1(log(missed) / trials)
