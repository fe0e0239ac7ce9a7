"""Stated probabilities combined by a pool of the table: of single numbers, and of bounds beside them."""

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from consilience.arguments import Kind, is_number, takes
from consilience.notation import format_probability
from consilience.pools.entering import Entering, entering
from consilience.pools.table import POOLS, Pool
from consilience.problems import Problem, WrongValueError
from consilience.study.texts import excerpt, listed, unknown_name

if TYPE_CHECKING:
    import pandas as pd

# Of more the others are counted: it stands in a row of a picture.
_NAMED = 2


@dataclass(frozen=True, slots=True)
class Pooled:
    """A pooled probability, or why there is none, and what bounds make of it.

    Parameters
    ----------
    value : float
        Of all single numbers, a fraction; NaN where the pool is undefined.
    used, left_out : int
        Voices with a single number, and those without.
    note : str
        In words, why the pool is undefined; else empty.
    low, high : float
        Of all numbers and bounds: between what the pool lies, whatever number whoever gave a bound alone has in mind.
        NaN where nobody did, or the pool is undefined.
    without : str
        In words, whose statements do not enter ``value`` and why, those of other kinds than voices and those that no
        longer stand among them; empty where all do.
    certain : str
        In words, whose 0% or 100% leaves the pool undefined; empty where it is defined.
    """

    value: float
    used: int
    left_out: int
    note: str = ""
    low: float = np.nan
    high: float = np.nan
    without: str = ""
    certain: str = ""


@takes(clip=Kind("a number between 0 and 0.5", "0.001", lambda value: is_number(value) and 0 < value < 0.5))  # type: ignore[operator]
def pool(
    estimates: "ArrayLike | pd.DataFrame", method: str = "geometric_mean_odds", *, clip: float | None = None
) -> Pooled:
    """Combine stated probabilities into one by a classical pool.

    Parameters
    ----------
    estimates : array_like of shape (forecasters,) or pandas.DataFrame
        Probabilities as fractions, or rows of :attr:`Study.estimates` about one question, of which the standing voices
        are pooled: points as said, ranges by their middle in log odds, surveys by their median or else their mean, each
        row once. Of a bound alone what it says is taken and no more: with it the pool lies between two ends.
    method : str
        A name in :data:`POOLS`.
    clip : float, optional
        Replace answers below ``clip`` and above ``1 - clip``; between 0 and 0.5. By default nothing is clipped, and a
        pool that a 0% or 100% leaves undefined says so.

    Returns
    -------
    Pooled

    Raises
    ------
    ValueError
        If the method is unknown, what is given are no numbers, a probability lies outside 0 to 1, ``clip`` outside 0 to
        0.5, or the table is about several questions.

    Notes
    -----
    No pool falls where an answer rises: its ends are the pools of all lowest and of all highest numbers that were
    left open (Manski, 2003, *Partial Identification of Probability Distributions*).

    Examples
    --------
    >>> round(pool([0.9, 0.6, 0.1]).value, 4)
    0.5337
    >>> pool([0.0, 0.2], "linear").value
    0.1
    >>> pool([0.0, 0.2]).note
    'undefined: 0% and 100% have no odds, and 1 of 2 answers is so certain'
    """
    if method not in POOLS:
        raise WrongValueError(unknown_name(method, POOLS, "pool"))
    entered = _numbers(estimates)
    given = np.concatenate([entered.numbers, entered.low])
    if np.any((given < 0) | (given > 1)):
        wrong = f"{given[(given < 0) | (given > 1)][0]:g}"
        why = f"a probability is a fraction from 0 to 1, and {wrong} is not"
        raise WrongValueError(Problem(why, "give fractions, such as 0.05 for 5%", said=wrong))
    return _pooled(entered, POOLS[method], clip)


def _pooled(entered: Entering, chosen: Pool, clip: float | None) -> Pooled:
    stated, low, high = entered.numbers, entered.low, entered.high
    if clip is not None:
        stated, low, high = (np.clip(numbers, clip, 1 - clip) for numbers in (stated, low, high))
    used, silent, without = stated.size, entered.silent, entered.left_out
    certain = int(np.sum((stated == 0) | (stated == 1)))
    if chosen.needs_odds and certain:
        whose = listed(entered.certain, _NAMED) or f"{certain} of {used} answers"
        note = f"undefined: 0% and 100% have no odds, and {whose} {'is' if certain == 1 else 'are'} so certain"
        return Pooled(np.nan, used, silent, note, without=without, certain=whose)
    ends = (np.nan, np.nan)
    if low.size > used:
        # What a bound leaves open reaches to 0% and 100%, towards which pools of odds go.
        with np.errstate(divide="ignore"):
            ends = chosen.of(low), chosen.of(high)
    if not used:
        return Pooled(np.nan, 0, silent, "undefined: no statement has a single number", *ends, without)
    return Pooled(chosen.of(stated), used, silent, "", *ends, without)


def between(low: float, high: float) -> str:
    """Say between what a pool lies whose bounds leave open where.

    Examples
    --------
    >>> between(0.1, 0.123), between(0.0, 0.05), between(0.3, 1.0), between(0.1, 0.1001)
    ('10% to 12%', 'at most 5%', 'at least 30%', '10%')
    """
    ends = [format_probability(end) for end in (low, high)]
    if low == 0 or high == 1:
        return "anything" if low == 0 and high == 1 else f"at most {ends[1]}" if low == 0 else f"at least {ends[0]}"
    return " to ".join(dict.fromkeys(ends))


def _numbers(estimates: "ArrayLike | pd.DataFrame") -> Entering:
    # Only who passes a table has pandas loaded.
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(estimates, pandas.DataFrame):
        return entering(estimates)
    try:
        given = np.asarray(estimates, dtype=float)
        if not given.ndim:
            raise TypeError
    except (TypeError, ValueError):
        why = "a pool takes numbers, or a table of the estimates of one question"
        remedy = "give fractions, such as [0.1, 0.2], or rows of study.estimates"
        raise WrongValueError(Problem(why, remedy, said=excerpt(repr(estimates)))) from None
    stated = given[~np.isnan(given)]
    silent = given.size - stated.size
    return Entering(stated, stated, stated, silent, f"{silent:,} without a number" if silent else "")
