"""How much less two people, or two camps, would disagree once a crux is known: from joint views in log odds."""

from math import log

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from consilience.measures.summaries import INTERVAL

type Array = NDArray[np.float64]


def discrimination(a: Array, b: Array, base: float = 10.0) -> tuple[Array, Array]:
    """Value of discrimination between coherent joint views, and the disagreement that it is of.

    Parameters
    ----------
    a, b : ndarray of shape (4, ...)
        Log odds of U, of C, of U given C and of U given not C, of shapes that broadcast. All four are known, and the
        last need not be worked out by a subtraction after which rounding tells the unlikely from the impossible.
    base : float
        Of the logarithm.

    Returns
    -------
    tuple of ndarray
        Negative where the crux would drive the two apart, and -inf where afterwards one would rule out what the other
        allows; NaN where one is certain of C and the other of its opposite.

    Raises
    ------
    ValueError
        If the base is not above 1.

    Notes
    -----
    ``VoD_log_gmod`` of Rosenberg et al. (2024), *Roots of Disagreement on AI Risk*, in terms of log odds: the
    symmetrised divergence of p and q is (p − q)(logit p − logit q), and the geometric mean of two odds is their mean
    log odds.

    Examples
    --------
    >>> from scipy.special import logit
    >>> concerned, skeptical = logit([0.2, 0.2, 0.6, 0.1]), logit([0.01, 0.05, 0.15, 0.0025 / 0.95])
    >>> discrimination(concerned, skeptical)[0].round(4)
    np.float64(0.0799)
    """
    if not base > 1:
        msg = f"the base of the logarithm must be above 1, not {base}"
        raise ValueError(msg)
    with np.errstate(invalid="ignore"):
        apart = np.where(a == b, 0.0, (expit(a) - expit(b)) * (a - b)) / log(base)
        middle = (a[1] + b[1]) / 2
        # What has no weight may be infinite, or nothing at all.
        left = [
            np.where(weight == 0, 0.0, weight * of)
            for weight, of in zip((expit(middle), expit(-middle)), apart[2:], strict=True)
        ]
        return np.asarray(apart[0] - left[0] - left[1]), np.asarray(apart[0])


def explained(value: Array, disagreement: Array) -> Array:
    """Share of a disagreement that a crux explains; NaN where there is none, or one without bound.

    Examples
    --------
    >>> explained(np.array([0.1, 0.0]), np.array([0.4, 0.0]))
    array([0.25,  nan])
    """
    return value / np.where((disagreement > 0) & np.isfinite(disagreement), disagreement, np.nan)


def over_pairs(a: Array, b: Array, base: float) -> tuple[Array, Array]:
    """Median over pairs of value of discrimination and of the share explained, draw by draw.

    Parameters
    ----------
    a, b : ndarray of shape (4, draws, people)
        Log odds, as for :func:`discrimination`, of each camp.
    base : float

    Returns
    -------
    tuple of ndarray of shape (draws,)
        NaN where there is no pair.
    """
    value, apart = discrimination(a[:, :, :, None], b[:, :, None, :], base)
    both = value, explained(value, apart)
    medians = [np.array([quantiles(pairs)[1] for pairs in part]) for part in both]
    return medians[0], medians[1]


def quantiles(numbers: Array) -> Array:
    """Ends and middle of the 90% interval of those that are numbers, infinite ones included; NaN where none is.

    Of an even number the middle is the lower of the middle two, as the Forecasting Research Institute takes it, and as
    it has to be where one of them is infinite.
    """
    known = numbers[~np.isnan(numbers)]
    return (
        np.quantile(known, list(INTERVAL.values()), method="inverted_cdf")
        if known.size
        else np.full(len(INTERVAL), np.nan)
    )
