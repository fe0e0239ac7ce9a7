"""An elicited probability as equally likely values: what the power of a test is taken to be."""

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betaincinv, expit

from consilience.evidence.record import record_likelihood
from consilience.likelihood.spreads import SPREAD_POINTS, spread_points
from consilience.notation import BaseRate, Bounds, Point, Quantiles, Range, Value, Words

if TYPE_CHECKING:
    from consilience.study import Evidence, Study

type Likelihood = tuple[float, float]

_MIDDLES = (np.arange(SPREAD_POINTS) + 0.5) / SPREAD_POINTS
# Of a cell that ends at certainty: as fine as records of a million trials need, which tell its end from what is near.
_WITHIN = (np.arange(2**12) + 0.5) / 2**12


def elicited_values(value: Value) -> np.ndarray:
    """Equally likely values of a probability that somebody stated.

    Parameters
    ----------
    value : Value
        A point is itself, one of 0% or 100% anywhere in the cell that it was rounded to: no test rules out anything for
        good. A range, bounds or quantiles are the spread that they state; a base rate is what a
        reference class leaves open, a beta distribution by Jeffreys' rule (Jeffreys, 1961, *Theory of Probability*,
        section 3.10).

    Returns
    -------
    ndarray of shape (values,)
        Fractions in increasing order.

    Raises
    ------
    TypeError
        If the form says nothing of a single probability: inequalities and surveys.

    Examples
    --------
    >>> from consilience.notation import parse
    >>> elicited_values(parse("60%"))
    array([0.6])
    >>> elicited_values(parse("100%")).mean().round(4)
    np.float64(0.9975)
    >>> elicited_values(parse("3 of 4")).mean().round(2)
    np.float64(0.7)
    """
    match value:
        case Point() if value.number.value in (0, 1):
            low, high = value.number.cell
            return np.asarray(low + (high - low) * _WITHIN)
        case Point():
            return np.array([value.number.value])
        case Range() | Bounds() | Quantiles():
            return np.asarray(expit(spread_points(value)))
        case BaseRate():
            return np.asarray(betaincinv(value.events + 0.5, value.trials - value.events + 0.5, _MIDDLES))
        case Words():
            return elicited_values(value.meaning)
        case _:
            msg = f"the power of a test is a point, an interval or a base rate, not {type(value).__name__.lower()}"
            raise TypeError(msg)


def likelihood_of(evidence: "Evidence") -> Likelihood:
    """Probability of a test's record where what it tests for holds, and where it does not.

    Parameters
    ----------
    evidence : Evidence
        As declared in study.toml.

    Returns
    -------
    (float, float)
        Averaged over what was elicited of the test: trials share its power, so that the less is known of it, the less
        they are worth together. Of a test known by its likelihood ratio, two numbers of that ratio.
    """
    ratio = evidence.likelihood_ratio
    if ratio is not None:
        return min(ratio, 1.0), min(1 / ratio, 1.0)
    assert evidence.sensitivity is not None
    assert evidence.false_positive_rate is not None
    shared = 0.0 if evidence.common_failure is None else elicited_values(evidence.common_failure)
    given_true, given_false = record_likelihood(
        elicited_values(evidence.sensitivity),
        elicited_values(evidence.false_positive_rate),
        trials=evidence.trials,
        positives=evidence.positives,
        common_failure=shared,
        certainty=evidence.certainty,
    )
    return float(given_true), float(given_false)


def likelihoods_of(study: "Study") -> dict[str, Likelihood]:
    """Probability of all the evidence on each tested question in its two states.

    Parameters
    ----------
    study : Study

    Returns
    -------
    dict of str to (float, float)
        Tests of one question are independent given its state.
    """
    found: dict[str, Likelihood] = {}
    for evidence in study.evidence.values():
        given_true, given_false = likelihood_of(evidence)
        before = found.get(evidence.on, (1.0, 1.0))
        found[evidence.on] = before[0] * given_true, before[1] * given_false
    return found
