"""Which of several comes first, and whether that is known."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consilience.notation import counted

# With this posterior probability one of several counts as the greatest of them.
SURE = 0.9
# Of those of whom any may be the greatest, so many are named.
MOST_NAMED = 3
# Of a title that names several.
MOST_LETTERS = 110


def chances_of_first(values: ArrayLike) -> NDArray[np.float64]:
    """Posterior probability of each of several to be the greatest, which those that are level share.

    Parameters
    ----------
    values : array_like of shape (draws, items)
        NaN is never the greatest.

    Returns
    -------
    ndarray of shape (items,)

    Examples
    --------
    >>> chances_of_first([[1, 0], [2, 1], [3, 3], [1, 2]])
    array([0.625, 0.375])
    """
    found = np.nan_to_num(np.asarray(values, dtype=float), nan=-np.inf)
    first = found == found.max(axis=1, keepdims=True)
    return np.asarray((first / first.sum(axis=1, keepdims=True)).mean(axis=0))


def foremost(names: Sequence[str], chances: Sequence[float]) -> list[str]:
    """Name the fewest of several of whom one is the greatest with a probability of 90%, the likeliest first.

    Parameters
    ----------
    names : sequence of str
    chances : sequence of float
        Of each to be the greatest.

    Returns
    -------
    list of str
        Empty where these would be more than three, or all of several: none stands out.

    Examples
    --------
    >>> foremost(["a", "b", "c"], [0.05, 0.92, 0.03]), foremost(["a", "b", "c"], [0.45, 0.5, 0.05])
    (['b'], ['b', 'a'])
    """
    order = np.argsort(-np.asarray(chances, dtype=float), kind="stable")
    needed = int(np.searchsorted(np.cumsum(np.asarray(chances, dtype=float)[order]), SURE - 1e-9)) + 1
    return [] if needed > MOST_NAMED or 1 < needed == len(names) else [names[place] for place in order[:needed]]


def the_most(
    names: Sequence[str], chances: Sequence[float], *, does: str, what: str, shown: Sequence[str] | None = None
) -> str:
    """Say which of several does something the most, so far as that is known.

    Parameters
    ----------
    names : sequence of str
    chances : sequence of float
        Of each to be the greatest.
    does : str
        What they do: "moves the outcome".
    what : str
        What they are: "factor".
    shown : sequence of str, optional
        Those that a picture shows: of others it names none.

    Returns
    -------
    str

    Examples
    --------
    >>> the_most(["A", "B"], [0.95, 0.05], does="moves it", what="factor")
    '“A” moves it the most'
    >>> the_most(["A", "B", "C"], [0.5, 0.42, 0.08], does="moves it", what="factor")
    '“A” or “B” moves it the most'
    >>> the_most(["A", "B"], [0.6, 0.4], does="moves it", what="factor")
    'No factor clearly moves it the most'
    >>> the_most(["A", "B"], [0.95, 0.05], does="moves it", what="factor", shown=["B"])
    '1 of 2 factors'
    """
    first = foremost(names, chances)
    if shown is not None and len(shown) < len(names) and not (first and set(first) <= set(shown)):
        return some_of(shown, names, what)
    listed = " or ".join(f"“{name}”" for name in first)
    if not first or (len(first) > 1 and len(listed) > MOST_LETTERS):
        return f"No {what} clearly {does} the most"
    return f"{listed} {does} the most"


def some_of(shown: Sequence[str], names: Sequence[str], what: str) -> str:
    """Say how many of several a picture shows, where it cannot say more of them."""
    return f"{len(shown)} of {counted(len(names), what)}"
