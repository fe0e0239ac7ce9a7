"""How likely a record of trials is where what they test for is true, and where it is false."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import logsumexp, xlog1py, xlogy

type Array = NDArray[np.float64]

# exp of this is still far from the smallest number there is.
_TINY = -600.0


def record_likelihood(
    sensitivity: ArrayLike,
    false_positive_rate: ArrayLike,
    *,
    trials: int,
    positives: int = 0,
    common_failure: ArrayLike = 0.0,
    certainty: float = 1.0,
) -> tuple[float, float]:
    """Likelihood of a record of trials, for either state of what they test for.

    Parameters
    ----------
    sensitivity, false_positive_rate : array_like, scalar or shape (values,)
        P(a trial is positive | true) and P(a trial is positive | false). An array holds equally likely values of an
        elicited quantity; all trials share it, so that they are dependent as far as it is uncertain.
    trials, positives : int
        How many there were, and how many read positive.
    common_failure : array_like, scalar or shape (values,)
        Probability of one flaw that makes every trial come out negative, whatever is true.
    certainty : float
        Probability that a trial came out as its record says.

    Returns
    -------
    tuple of float
        P(record | true) and P(record | false), up to one factor common to both: the binomial coefficient is left
        out, and where one might underflow the greater one is 1. Both are 0 where the record is impossible in
        either state; what follows from it is then undefined (NaN from :meth:`Network.log_odds`).

    Raises
    ------
    ValueError
        If a probability is outside 0 to 1 or there are none, or more trials are positive than there were.

    Notes
    -----
    q r(0) + (1 − q) E[r(p)], with r(p) = p'^k (1 − p')^(n − k), p' = c p + (1 − c)(1 − p), q the common failure,
    independent of p, and c the certainty. For one trial that is virtual evidence with odds c : 1 − c (Pearl, 1988,
    *Probabilistic Reasoning in Intelligent Systems*, section 2.2.2).

    Examples
    --------
    Three clean trials that would each have caught it with 60%:

    >>> true, false = record_likelihood(0.6, 0.0, trials=3)
    >>> round(true, 12), false
    (0.064, 1.0)
    """
    if not 0 <= positives <= trials:
        msg = f"{positives} of {trials} trials cannot be positive"
        raise ValueError(msg)
    flaw = fractions("common_failure", common_failure).mean()
    (certain,) = fractions("certainty", certainty)
    logs = np.array(
        [
            _log_likelihood(fractions(name, rate), trials, positives, flaw, certain)
            for name, rate in (("sensitivity", sensitivity), ("false_positive_rate", false_positive_rate))
        ]
    )
    if logs[np.isfinite(logs)].min(initial=0.0) < _TINY:
        logs -= logs.max()
    true, false = np.exp(logs).tolist()
    return true, false


def fractions(name: str, values: ArrayLike) -> Array:
    """Check equally likely values of a probability.

    Raises
    ------
    ValueError
        If there are none, or one is outside 0 to 1.
    """
    checked = np.atleast_1d(np.asarray(values, dtype=float))
    if checked.ndim != 1 or checked.size == 0 or not np.all((checked >= 0) & (checked <= 1)):
        msg = f"{name} must be a probability, or a list of some, from 0 to 1; it is {values!r}"
        raise ValueError(msg)
    return checked


def _log_likelihood(rates: Array, trials: int, positives: int, flaw: float, certain: float) -> float:
    working = logsumexp(_of_record(rates, trials, positives, certain)) - np.log(rates.size)
    failed = _of_record(np.zeros(1), trials, positives, certain)[0]
    return float(np.logaddexp(xlogy(1.0, flaw) + failed, xlog1py(1.0, -flaw) + working))


def _of_record(rates: Array, trials: int, positives: int, certain: float) -> Array:
    read = certain * rates + (1 - certain) * (1 - rates)
    return np.asarray(xlogy(positives, read) + xlog1py(trials - positives, -read))
