"""A study's estimates as one tidy table."""

from collections.abc import Container, Iterable, Sequence
from math import inf, isinf, nan
from typing import TYPE_CHECKING

from consilience.notation import layout
from consilience.study.estimate import Estimate

if TYPE_CHECKING:
    import pandas as pd

_TEXT = ("question", "forecaster", "group", "kind", "estimate", "form", "source", "note", "file")


def estimates_table(
    rows: Sequence[Estimate], standing: Iterable[Estimate], voices: Iterable[Estimate], quantities: Container[str]
) -> "pd.DataFrame":
    """Lay out every estimate of a study.

    Parameters
    ----------
    rows : sequence of Estimate
    standing, voices : iterable of Estimate
        Those of ``rows`` that stand, and that count.
    quantities : container of str
        Questions that do not ask for a probability.

    Returns
    -------
    pandas.DataFrame
        One row per estimate, in the order of ``rows``, with the columns question, forecaster, group, kind, date, until,
        estimate (as said), form, low, best, high, coverage, n, standing, voice, source, note, file and line. Low, best
        and high are fractions, or quantities in their unit, and NaN where the form has none; an inequality about an
        event reaches to 0 or 1; see :class:`consilience.notation.Layout`. Missing texts are NaN, missing dates NaT,
        missing counts ``<NA>``: a forecaster called ``NA`` is a text.
    """
    import pandas as pd

    stands, counts = ({id(row) for row in some} for some in (standing, voices))
    laid = [layout(row.value) for row in rows]
    events = [row.asked not in quantities for row in rows]
    columns = {
        "question": [row.question for row in rows],
        "forecaster": [row.forecaster for row in rows],
        "group": [row.group for row in rows],
        "kind": [row.kind for row in rows],
        "date": pd.to_datetime(pd.Series([row.date for row in rows], dtype="object")),
        "until": pd.to_datetime(pd.Series([row.until for row in rows], dtype="object")),
        "estimate": [row.said for row in rows],
        "form": [out.form for out in laid],
        "low": [_closed(out.low, event) for out, event in zip(laid, events, strict=True)],
        "best": [out.best for out in laid],
        "high": [_closed(out.high, event) for out, event in zip(laid, events, strict=True)],
        "coverage": [out.coverage for out in laid],
        "n": pd.array([out.n for out in laid], dtype="Int64"),
        "standing": [id(row) in stands for row in rows],
        "voice": [id(row) in counts for row in rows],
        "source": [row.source for row in rows],
        "note": [row.note for row in rows],
        "file": [row.file for row in rows],
        "line": [row.line for row in rows],
    }
    return pd.DataFrame(columns).astype(dict.fromkeys(_TEXT, "str"))


def _closed(end: float, is_event: bool) -> float:
    """Close the open side of an inequality: at 0 or 1 for a probability, nowhere for a quantity."""
    if not isinf(end):
        return end
    return float(end == inf) if is_event else nan
