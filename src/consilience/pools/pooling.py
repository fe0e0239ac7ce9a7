"""Stated probabilities combined by a pool of the table: which numbers enter, and why there may be no answer."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consilience.notation import Layout
from consilience.pools.table import POOLS
from consilience.problems import Problem, WrongValueError
from consilience.study.texts import unknown_name

if TYPE_CHECKING:
    import pandas as pd

type Array = NDArray[np.float64]

SHOWN_CLIPS = (0.01, 0.001, 1e-6)


@dataclass(frozen=True, slots=True)
class Pooled:
    """A pooled probability, or why there is none.

    Parameters
    ----------
    value : float
        A fraction; NaN where the pool is undefined.
    used, left_out : int
        Statements that entered, and those that have no single number.
    note : str
        In words, why the pool is undefined; else empty.
    clipped : mapping of float to float
        What an undefined pool would be with its answers clipped at each of :data:`SHOWN_CLIPS`: the answer of a
        constant, not of the forecasters. Empty where the pool is defined.
    """

    value: float
    used: int
    left_out: int
    note: str = ""
    clipped: Mapping[float, float] = field(default_factory=dict)


def pool(
    estimates: "ArrayLike | pd.DataFrame", method: str = "geometric_mean_odds", *, clip: float | None = None
) -> Pooled:
    """Combine stated probabilities into one by a classical pool.

    Parameters
    ----------
    estimates : array_like of shape (forecasters,) or pandas.DataFrame
        Probabilities as fractions, or rows of :attr:`Study.estimates` about one question, of which the standing voices
        are pooled: points as said, ranges by their middle in log odds, surveys by their median, each row once.
        Inequalities have no single number and are left out.
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
        If the method is unknown, a probability lies outside 0 to 1, ``clip`` outside 0 to 0.5, or the table is about
        several questions.

    Examples
    --------
    >>> round(pool([0.9, 0.6, 0.1]).value, 4)
    0.5337
    >>> pool([0.0, 0.2], "linear").value
    0.1
    >>> pool([0.0, 0.2]).note
    'undefined: 1 of 2 answers is 0% or 100%, which has no odds'
    """
    if method not in POOLS:
        raise WrongValueError(unknown_name(method, POOLS, "pool"))
    if clip is not None and not 0 < clip < 0.5:
        why = f"clip cuts off both ends, so it lies between 0 and 0.5, and {clip:g} does not"
        raise WrongValueError(Problem(why, "give a small fraction, such as 0.001", said=f"{clip:g}"))
    probabilities = _points(estimates)
    stated = probabilities[~np.isnan(probabilities)]
    if np.any((stated < 0) | (stated > 1)):
        wrong = f"{stated[(stated < 0) | (stated > 1)][0]:g}"
        why = f"a probability is a fraction from 0 to 1, and {wrong} is not"
        raise WrongValueError(Problem(why, "give fractions, such as 0.05 for 5%", said=wrong))
    left_out = probabilities.size - stated.size
    chosen = POOLS[method]
    if stated.size == 0:
        return Pooled(np.nan, 0, left_out, "undefined: no statement has a single number")
    if clip is not None:
        stated = np.clip(stated, clip, 1 - clip)
    certain = int(np.sum((stated == 0) | (stated == 1)))
    if chosen.needs_odds and certain:
        clipped = {constant: chosen.of(np.clip(stated, constant, 1 - constant)) for constant in SHOWN_CLIPS}
        verbs = ("is", "has") if certain == 1 else ("are", "have")
        note = f"undefined: {certain} of {stated.size} answers {verbs[0]} 0% or 100%, which {verbs[1]} no odds"
        return Pooled(np.nan, stated.size, left_out, note, clipped)
    return Pooled(chosen.of(stated), stated.size, left_out)


def _points(estimates: "ArrayLike | pd.DataFrame") -> Array:
    """The numbers to pool; NaN for a statement without one."""
    # Only who passes a table has pandas loaded.
    pandas = sys.modules.get("pandas")
    if pandas is None or not isinstance(estimates, pandas.DataFrame):
        return np.asarray(estimates, dtype=float)
    rows = estimates[estimates["standing"] & estimates["voice"]]
    if (questions := rows["question"].nunique()) > 1:
        why = f"a pool is of one question, and these rows are about {questions}"
        raise WrongValueError(Problem(why, "filter the table first"))
    said = rows[["form", "low", "best", "high"]].itertuples(index=False)
    return np.array([Layout(*row).number for row in said], dtype=float)
