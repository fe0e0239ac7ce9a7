"""Heaping: people answer in round numbers, so that quantiles of many answers are round numbers too.

That 95% of a median's bootstraps are "5%" tells that many answered 5%, and not that credences hardly differ: who says
5% may well think 4% or 7% (Manski and Molinari, 2010, *J. Business & Economic Statistics* 28, 219–231).
"""

import numpy as np
from scipy.special import expit, logit

from consilience.notation import Number

# In percent: by ones, twos, threes and fives of a power of ten up to 10%, by fives up to even, and the complements.
_LOW = (*(digit * 10.0**power for power in range(-9, 1) for digit in (1, 2, 3, 5)), *range(10, 50, 5))
ROUND = np.array([*_LOW, 50.0, *(100 - low for low in reversed(_LOW))]) / 100
# A round number said to more digits than it takes ("5.0%") is no heap: its cell is narrower than this share of it.
FINE, POINT = 0.15, 0.01


def is_heap(number: Number) -> bool:
    """Whether a number is round, and said in no more digits than that takes.

    Parameters
    ----------
    number : Number

    Returns
    -------
    bool

    Examples
    --------
    >>> from consilience.notation import parse
    >>> [is_heap(parse(said).number) for said in ("5%", "5.0%", "6%", "95%", "0.02%", "0%")]
    [True, False, False, True, True, False]
    """
    rest = min(number.value, 1 - number.value)
    width = number.high - number.low
    return bool(
        rest > 0 and np.isclose(ROUND, number.value, rtol=1e-9).any() and width > 0.99 * min(POINT, FINE * rest)
    )


def heaped_cell(number: Number) -> tuple[float, float]:
    """Credences that a quantile of many answers may stand for.

    Parameters
    ----------
    number : Number

    Returns
    -------
    tuple of float
        Of a heap, up to half of the way in log odds to the next round numbers, and its rounding cell at least; of any
        other number the rounding cell.

    Examples
    --------
    >>> from consilience.notation import parse
    >>> [round(100 * edge, 1) for edge in heaped_cell(parse("5%").number)]
    [3.9, 7.1]
    """
    if not is_heap(number):
        return number.cell
    place = int(np.argmin(abs(ROUND - number.value)))
    around = logit(ROUND[max(place - 1, 0) : place + 2])
    low, high = expit((around[:-1] + around[1:]) / 2)[[0, -1]]
    return min(float(low), number.low), max(float(high), number.high)


def nearest_heap(p: float) -> float:
    """The round number nearest to a probability in log odds.

    Parameters
    ----------
    p : float

    Returns
    -------
    float
    """
    return float(ROUND[np.argmin(abs(logit(ROUND) - logit(p)))])
