"""A study's estimates as one tidy table."""

from typing import TYPE_CHECKING

from consilience.study.forms import form_of
from consilience.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

_TEXT = ("question", "forecaster", "group", "kind", "estimate", "form", "source", "note", "file")


def estimates_table(study: Study) -> "pd.DataFrame":
    """Lay out every estimate of a study.

    Parameters
    ----------
    study : Study
        As read.

    Returns
    -------
    pandas.DataFrame
        One row per estimate, in the order of ``study.rows``, with the columns question, forecaster, group,
        kind, date, until, estimate (as said), form, low, best, high, coverage, n, standing, voice, source,
        note, file and line. Low, best and high are fractions, or quantities in their unit, and NaN where the
        form has none; see :class:`consilience.study.forms.Form`. ``standing`` and ``voice`` are as of today.
        Missing texts are NaN, missing dates NaT, missing counts ``<NA>``: a forecaster called ``NA`` is a
        text.
    """
    import pandas as pd

    standing = {id(row) for row in study.standing()}
    voices = {id(row) for row in study.voices()}
    forms = [form_of(row.value, is_event=study.questions[row.asked].unit is None) for row in study.rows]
    columns = {
        "question": [row.question for row in study.rows],
        "forecaster": [row.forecaster for row in study.rows],
        "group": [row.group for row in study.rows],
        "kind": [row.kind for row in study.rows],
        "date": pd.to_datetime(pd.Series([row.date for row in study.rows], dtype="object")),
        "until": pd.to_datetime(pd.Series([row.until for row in study.rows], dtype="object")),
        "estimate": [row.said for row in study.rows],
        "form": [form.form for form in forms],
        "low": [form.low for form in forms],
        "best": [form.best for form in forms],
        "high": [form.high for form in forms],
        "coverage": [form.coverage for form in forms],
        "n": pd.array([form.n for form in forms], dtype="Int64"),
        "standing": [id(row) in standing for row in study.rows],
        "voice": [id(row) in voices for row in study.rows],
        "source": [row.source for row in study.rows],
        "note": [row.note for row in study.rows],
        "file": [row.file for row in study.rows],
        "line": [row.line for row in study.rows],
    }
    return pd.DataFrame(columns).astype(dict.fromkeys(_TEXT, "str"))
