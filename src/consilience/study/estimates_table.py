"""A study's estimates as one tidy table."""

from collections.abc import Container, Iterable, Sequence
from typing import TYPE_CHECKING

from consilience.study.estimate import Estimate
from consilience.study.forms import form_of

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
        and high are fractions, or quantities in their unit, and NaN where the form has none; see
        :class:`consilience.study.forms.Form`. Missing texts are NaN, missing dates NaT, missing counts ``<NA>``: a
        forecaster called ``NA`` is a text.
    """
    import pandas as pd

    stands, counts = ({id(row) for row in some} for some in (standing, voices))
    forms = [form_of(row.value, is_event=row.asked not in quantities) for row in rows]
    columns = {
        "question": [row.question for row in rows],
        "forecaster": [row.forecaster for row in rows],
        "group": [row.group for row in rows],
        "kind": [row.kind for row in rows],
        "date": pd.to_datetime(pd.Series([row.date for row in rows], dtype="object")),
        "until": pd.to_datetime(pd.Series([row.until for row in rows], dtype="object")),
        "estimate": [row.said for row in rows],
        "form": [form.form for form in forms],
        "low": [form.low for form in forms],
        "best": [form.best for form in forms],
        "high": [form.high for form in forms],
        "coverage": [form.coverage for form in forms],
        "n": pd.array([form.n for form in forms], dtype="Int64"),
        "standing": [id(row) in stands for row in rows],
        "voice": [id(row) in counts for row in rows],
        "source": [row.source for row in rows],
        "note": [row.note for row in rows],
        "file": [row.file for row in rows],
        "line": [row.line for row in rows],
    }
    return pd.DataFrame(columns).astype(dict.fromkeys(_TEXT, "str"))
