"""Who enters a pool and with which number, and who does not and why: the one rule for all pools."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from consilience.notation import Layout
from consilience.problems import Problem, WrongValueError
from consilience.study.texts import listed

if TYPE_CHECKING:
    import pandas as pd

type Array = NDArray[np.float64]

# Of more the others are counted: what is said of a pool stands in a line of a picture.
_NAMED = 3
_NO_VOICES = {
    "aggregate": ("an aggregate, no voice", "aggregates, no voices"),
    "model": ("a model, which the study does not count", "models, which the study does not count"),
    "base_rate": ("a base rate, no opinion", "base rates, no opinions"),
}
_FIXED = ("who speaks of what is fixed by design", "who speak of what is fixed by design")
_BOUND = ("who gave a bound alone", "who gave bounds alone")
_SILENT = ("who rules nothing out", "who rule nothing out")
_NO_MEDIAN = ("a survey without a number for its median", "surveys without a number for their medians")


@dataclass(frozen=True, slots=True)
class Entering:
    """The numbers that enter a pool.

    Parameters
    ----------
    numbers : ndarray of shape (numbers,)
        Fractions: those of voices who gave a single number.
    low, high : ndarray of shape (voices,)
        Between what the number of each voice lies: twice the same where one was given, and of a bound alone as far as
        it leaves open.
    silent : int
        Voices without a single number.
    left_out : str
        In words, whose statements do not enter and why, and how many no longer stand; else empty.
    certain : tuple of str
        Who said 0% or 100%, each with what was said; empty where no names are known.
    """

    numbers: Array
    low: Array
    high: Array
    silent: int = 0
    left_out: str = ""
    certain: tuple[str, ...] = ()


def entering(table: "pd.DataFrame") -> Entering:
    """Find what enters a pool of one question.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows of :attr:`Study.estimates` about one question.

    Returns
    -------
    Entering
        Standing voices: points as said, ranges by their middle in log odds, surveys by their median or else their mean,
        each row once. Of a bound alone the number lies beyond it, and no more is known, as in the likelihood.

    Raises
    ------
    ValueError
        If the table is about several questions.
    """
    asked = table[table["standing"] & table["voice"]]["question"].nunique()
    if asked > 1:
        why = f"a pool is of one question, and these rows are about {asked}"
        raise WrongValueError(Problem(why, "filter the table first"))
    # Files may name people in any order.
    in_order = table.sort_values(["forecaster", "estimate"], kind="stable")
    rows = [{str(name): value for name, value in row.items()} for row in in_order.to_dict("records")]
    spans: list[tuple[float, float]] = []
    out: dict[tuple[str, str], list[str]] = {}
    certain: list[str] = []
    silent = 0
    for row in rows:
        if not row["standing"]:
            continue
        span = _span(row) if row["voice"] else None
        if span is not None:
            spans.append(span)
            if span in ((0, 0), (1, 1)):
                certain.append(_said(row))
        if span is None or span[0] < span[1]:
            silent += bool(row["voice"])
            out.setdefault(_reason(row, span), []).append(_said(row))
    low, high = np.array(spans, dtype=float).reshape(-1, 2).T
    replaced = sum(not row["standing"] for row in rows)
    return Entering(low[low == high], low, high, silent, "; ".join(_left_out(out, replaced)), tuple(certain))


def _said(row: Mapping[str, Any]) -> str:
    return f"{row['forecaster']} ({row['estimate']})"


def _span(row: Mapping[str, Any]) -> tuple[float, float] | None:
    return Layout(row["form"], row["low"], row["best"], row["high"], coverage=row["coverage"]).span


def _reason(row: Mapping[str, Any], span: tuple[float, float] | None) -> tuple[str, str]:
    """Why somebody does not enter with a number, of one and of several."""
    if not row["voice"]:
        return _NO_VOICES.get(row["kind"], _FIXED)
    if row["form"] == "survey":
        return _NO_MEDIAN
    return _SILENT if span is None else _BOUND


def _left_out(out: Mapping[tuple[str, str], list[str]], replaced: int) -> Iterator[str]:
    for (of_one, of_several), said in out.items():
        yield f"{listed(said, _NAMED)}, {of_one if len(said) == 1 else of_several}"
    if replaced:
        yield f"{replaced:,} statement{'s' * (replaced > 1)} replaced or withdrawn since"
