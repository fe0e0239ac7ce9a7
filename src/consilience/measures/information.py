r"""What a crux would tell about an outcome, and how much of a disagreement about it the crux explains.

U is the outcome, C a crux: a question that may be known sooner and would move the credence in U. Everything follows
from three probabilities that a person states: P(U), P(C) and P(U|C). Definitions are those of Rosenberg, Karger,
Morris, Hickman, Hadshar, Jacobs and Tetlock (2024), *Roots of Disagreement on AI Risk*, Forecasting Research Institute.

Where the institute's published code (``forecastingresearch/adversarial-collab``, functions ``VoI_log``,
``VoD_log_gmod``, ``maxVOI``, ``maxVOD``) gives no number because its logarithm meets a zero, as with
:math:`P(U|\neg C) = 0` exactly, the limit :math:`0 \log 0 = 0` is taken here; and nothing is clipped away from 0 and 1.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

type Array = NDArray[np.float64]

# Below this relative difference the closed form has lost too many digits, and eight terms of the series have all.
_NEAR = 0.01
_SERIES = [(-1) ** k / k for k in range(2, 10)]
# Decimal fractions are not binary ones: 1e-9 − 1e-5 · 1e-4 comes out as −2e-25.
_ROUNDING = 4 * float(np.finfo(np.float64).eps)


def kl(p: ArrayLike, q: ArrayLike, base: float = 10.0) -> Array:
    r"""Kullback–Leibler divergence :math:`p \log(p/q) + (1-p) \log((1-p)/(1-q))` of two yes-or-no events.

    Parameters
    ----------
    p, q : array_like
        Fractions of shapes that broadcast; NaN is a missing one.
    base : float
        Of the logarithm: 10, the institute's convention, gives bans; 2 gives bits.

    Returns
    -------
    ndarray
        Never negative; infinite where q rules out what p allows, 0 log 0 being 0.

    Raises
    ------
    ValueError
        If a number is no fraction, or the base is not above 1.

    Notes
    -----
    Kullback and Leibler (1951), *Annals of Mathematical Statistics* 22, 79–86, eq. 2.4. Summed as two terms
    x log(x/y) − x + y, neither of which is negative, so that close p and q keep their digits.

    Examples
    --------
    >>> float(kl(0.5, 0.25, base=2).round(4)), float(kl(0.1, 0))
    (0.2075, inf)
    """
    p, q, unit = _fractions("p", p), _fractions("q", q), _unit(base)
    return (_term(p, q, q - p) + _term(1 - p, 1 - q, p - q)) / unit


def symmetrised_kl(p: ArrayLike, q: ArrayLike, base: float = 10.0) -> Array:
    """How far two credences disagree: ``kl(p, q) + kl(q, p)``, their sum and not their mean.

    Parameters
    ----------
    p, q : array_like
        Fractions of shapes that broadcast.
    base : float
        Of the logarithm.

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        As :func:`kl`.

    Notes
    -----
    Jeffreys (1946), *Proceedings of the Royal Society A* 186, 453–461. The institute takes the sum as well.

    Examples
    --------
    >>> float(symmetrised_kl(0.2, 0.1).round(6)), float(symmetrised_kl(0.1, 0.2).round(6))
    (0.035218, 0.035218)
    """
    return kl(p, q, base) + kl(q, p, base)


def implied_given_not(u: ArrayLike, c: ArrayLike, u_given_c: ArrayLike) -> Array:
    r"""P(U|¬C) that follows from the other three: :math:`(P(U) - P(C) P(U|C)) / (1 - P(C))`.

    Parameters
    ----------
    u, c, u_given_c : array_like
        P(U), P(C), P(U|C): fractions of shapes that broadcast.

    Returns
    -------
    ndarray
        Outside [0, 1] where no probabilities can be like that: the three are incoherent. Where C is certain,
        NaN if P(U|C) is P(U), as it must be, and else infinite. What lies beside an edge by no more than the
        rounding of decimal fractions to binary ones is put on it.

    Raises
    ------
    ValueError
        If a number is no fraction.

    Examples
    --------
    >>> [float(implied_given_not(*said).round(6)) for said in [(0.3, 0.5, 0.6), (0.3, 0.2, 0.5), (0.1, 0.5, 0.4)]]
    [0.0, 0.25, -0.2]
    """
    u, c, u_given_c = _fractions("u", u), _fractions("c", c), _fractions("u_given_c", u_given_c)
    with np.errstate(divide="ignore", invalid="ignore"):
        # So written that a crux which changes nothing leaves P(U) to the last digit.
        implied = np.asarray(u + (u - u_given_c) * (c / (1 - c)))
    left, right = u - c * u_given_c, (1 - u) - c * (1 - u_given_c)
    changes = (c < 1) & (u != u_given_c)
    implied = np.where(changes & (np.abs(left) <= _ROUNDING * u), 0.0, implied)
    return np.where(changes & (np.abs(right) <= _ROUNDING), 1.0, implied)


def value_of_information(u: ArrayLike, c: ArrayLike, u_given_c: ArrayLike, base: float = 10.0) -> Array:
    r"""How far knowing the crux is expected to move the credence in the outcome.

    :math:`P(C)\,KL(P(U|C) \| P(U)) + (1 - P(C))\,KL(P(U|\neg C) \| P(U))`, with P(U|¬C) from
    :func:`implied_given_not`: the mutual information of U and C.

    Parameters
    ----------
    u, c, u_given_c : array_like
        P(U), P(C), P(U|C): fractions of shapes that broadcast.
    base : float
        Of the logarithm.

    Returns
    -------
    ndarray
        Never negative; NaN where the three are incoherent or one is missing; 0 where C is certain either way.

    Raises
    ------
    ValueError
        As :func:`kl`.

    Notes
    -----
    ``VoI_log`` of Rosenberg et al. (2024).

    Examples
    --------
    >>> [float(value_of_information(0.2, 0.2, said).round(5)) for said in (1, 0.5, 0.2)]
    [0.21732, 0.02621, 0.0]
    """
    u, c, u_given_c = _fractions("u", u), _fractions("c", c), _fractions("u_given_c", u_given_c)
    otherwise, coherent = _otherwise(u, c, u_given_c)
    expected = _weighted(c, kl(u_given_c, u, base)) + _weighted(1 - c, kl(otherwise, u, base))
    return np.where(coherent, expected, np.nan)


def maximum_value_of_information(u: ArrayLike, base: float = 10.0) -> Array:
    r"""Value of information of the best of cruxes, the outcome itself: the entropy of U.

    Parameters
    ----------
    u : array_like
        P(U), fractions.
    base : float
        Of the logarithm.

    Returns
    -------
    ndarray
        :math:`P(U)\,KL(1 \| P(U)) + (1 - P(U))\,KL(0 \| P(U))`; 0 where U is certain either way.

    Raises
    ------
    ValueError
        As :func:`kl`.

    Notes
    -----
    ``maxVOI`` of Rosenberg et al. (2024), there with 1 − 10⁻¹⁶ in place of 1.

    Examples
    --------
    >>> float(maximum_value_of_information(0.5, base=2))
    1.0
    """
    u, unit = _fractions("u", u), _unit(base)
    return np.asarray((special.entr(u) - special.xlog1py(1 - u, -u)) / unit)


def share_of_maximum(u: ArrayLike, c: ArrayLike, u_given_c: ArrayLike) -> Array:
    """Value of information as a share of what knowing the outcome itself would be worth.

    Parameters
    ----------
    u, c, u_given_c : array_like
        P(U), P(C), P(U|C): fractions of shapes that broadcast.

    Returns
    -------
    ndarray
        Between 0 and 1; NaN where the three are incoherent, or U is certain and there is nothing to learn.

    Raises
    ------
    ValueError
        As :func:`kl`.

    Examples
    --------
    >>> float(share_of_maximum(0.2, 0.2, 0.5).round(4))
    0.1206
    """
    value, most = value_of_information(u, c, u_given_c), maximum_value_of_information(u)
    return value / np.where(most > 0, most, np.nan)


def _otherwise(u: Array, c: Array, u_given_c: Array) -> tuple[Array, NDArray[np.bool_]]:
    """P(U|¬C), and whether the three are coherent; it is P(U) where it has no weight, and NaN where incoherent."""
    implied = implied_given_not(u, c, u_given_c)
    implied = np.where((c == 1) & (u == u_given_c), u, implied)
    coherent = (implied >= 0) & (implied <= 1)
    return np.where(coherent, implied, np.nan), coherent


def _weighted(weight: Array, divergence: Array) -> Array:
    """Times its weight, which takes away an infinite divergence where it is 0."""
    with np.errstate(invalid="ignore"):
        return np.where(weight == 0, 0.0, weight * divergence)


def _term(x: Array, y: Array, difference: Array) -> Array:
    """The term x log(x/y) − x + y, where ``difference`` is y − x to more digits than x and y have together."""
    near = np.abs(difference) < _NEAR * x
    d = np.where(near, difference, 0.0) / np.where(near, x, 1.0)
    series = x * d * d * np.polynomial.polynomial.polyval(d, _SERIES)
    return np.where(near, series, special.kl_div(x, y))


def _fractions(name: str, numbers: ArrayLike) -> Array:
    array = np.asarray(numbers, dtype=np.float64)
    if ((array < 0) | (array > 1)).any():
        msg = f"{name} must be fractions from 0 to 1; 15% is 0.15"
        raise ValueError(msg)
    return array


def _unit(base: float) -> float:
    if not 1 < base < math.inf:
        msg = f"the base of the logarithm must be above 1, not {base}"
        raise ValueError(msg)
    return math.log(base)


def coherent_value_of_information(
    u: ArrayLike, c: ArrayLike, yes: ArrayLike, no: ArrayLike, base: float = 10.0
) -> Array:
    """Value of information of a crux in a view that is coherent as it stands.

    Parameters
    ----------
    u, c : array_like
        P(U) and P(C), fractions of shapes that broadcast.
    yes, no : array_like
        P(U|C) and P(U|¬C). Of posterior draws both are known, and the second need not be worked out by a subtraction
        that costs digits.
    base : float
        Of the logarithm.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> float(coherent_value_of_information(0.2, 0.2, 0.5, 0.125).round(5))
    0.02621
    """
    c = np.asarray(c, dtype=float)
    return np.asarray(c * kl(yes, u, base) + (1 - c) * kl(no, u, base))
