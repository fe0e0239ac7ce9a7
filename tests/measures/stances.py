"""Value of discrimination by its definition, in terms of probabilities: what measures.discrimination is held against.

Definitions are those of Rosenberg, Karger et al. (2024), *Roots of Disagreement on AI Risk*.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consilience.measures.information import _fractions, _otherwise, _weighted, symmetrised_kl

type Array = NDArray[np.float64]


class Stance(NamedTuple):
    """What a person or a camp says about an outcome U and a crux C: fractions, arrays of shapes that broadcast.

    Parameters
    ----------
    u : array_like
        P(U).
    c : array_like
        P(C).
    u_given_c : array_like
        P(U|C).
    """

    u: ArrayLike
    c: ArrayLike
    u_given_c: ArrayLike


def value_of_discrimination(a: Stance, b: Stance, base: float = 10.0) -> Array:
    r"""How much less two people are expected to disagree about the outcome once the crux is known.

    :math:`SKL(P_a(U), P_b(U)) - [g\,SKL(P_a(U|C), P_b(U|C)) + g'\,SKL(P_a(U|\neg C), P_b(U|\neg C))]`, where g and g'
    are the geometric means of odds of their P(C) and of their P(¬C), which sum to 1.

    Parameters
    ----------
    a, b : Stance
        What each of them, or each of two camps, says.
    base : float
        Of the logarithm.

    Returns
    -------
    ndarray
        Negative where the crux is expected to drive them apart; NaN where either is incoherent, or where one is
        certain of C and the other of its opposite.

    Raises
    ------
    ValueError
        As :func:`kl`.

    Notes
    -----
    ``VoD_log_gmod`` of Rosenberg et al. (2024). Geometric mean of odds: Genest and Zidek (1986), *Statistical
    Science* 1, 114–135.

    Examples
    --------
    >>> concerned, skeptical = Stance(0.2, 0.2, 0.6), Stance(0.01, 0.05, 0.15)
    >>> float(value_of_discrimination(concerned, skeptical).round(4))
    0.0799
    """
    (a_u, a_c, a_given), (b_u, b_c, b_given) = _stance(a), _stance(b)
    a_otherwise, a_coherent = _otherwise(a_u, a_c, a_given)
    b_otherwise, b_coherent = _otherwise(b_u, b_c, b_given)
    yes, no = np.sqrt(a_c * b_c), np.sqrt((1 - a_c) * (1 - b_c))
    both = np.where(yes + no > 0, yes + no, np.nan)
    left = _weighted(yes / both, symmetrised_kl(a_given, b_given, base))
    left = left + _weighted(no / both, symmetrised_kl(a_otherwise, b_otherwise, base))
    with np.errstate(invalid="ignore"):
        # What is infinite before and after has no difference.
        change = symmetrised_kl(a_u, b_u, base) - left
    return np.where(a_coherent & b_coherent, change, np.nan)


def explained_by(a: Stance, b: Stance) -> Array:
    """Share of the disagreement of two people that the crux is expected to resolve.

    Parameters
    ----------
    a, b : Stance
        What each of them, or each of two camps, says.

    Returns
    -------
    ndarray
        Value of discrimination over the symmetrised divergence of their P(U): 1 where knowing C leaves nothing to
        disagree about, negative where it would drive them apart; NaN where they agree on P(U), or disagree without
        bound.

    Raises
    ------
    ValueError
        As :func:`kl`.

    Notes
    -----
    The share of ``maxVOD`` of Rosenberg et al. (2024).

    Examples
    --------
    >>> float(explained_by(Stance(0.2, 0.2, 1), Stance(0.01, 0.01, 1)))
    1.0
    """
    apart = symmetrised_kl(a.u, b.u)
    return value_of_discrimination(a, b) / np.where((apart > 0) & np.isfinite(apart), apart, np.nan)


def _stance(said: Stance) -> tuple[Array, Array, Array]:
    return _fractions("u", said.u), _fractions("c", said.c), _fractions("u_given_c", said.u_given_c)
