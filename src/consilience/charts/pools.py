"""Chart (c): how far the choice of pool moves the answer."""

from math import inf, isfinite
from typing import TYPE_CHECKING

import altair as alt

from consilience.charts.drawing.drawn import chart
from consilience.charts.drawing.intervals import Row, interval_chart
from consilience.charts.drawing.layout import ChartText, Record, one_question, records
from consilience.charts.drawing.options import PLAIN, ChartOptions

if TYPE_CHECKING:
    import pandas as pd

POOL_COLUMNS = (
    "question", "question_title", "method_title", "family", "value", "low", "high", "logit_value",
    "logit_low", "logit_high", "label", "note", "bounded", "order",
)  # fmt: skip


@chart(rows=("method_title", "method"), value="logit_value")
def pools(
    frame: "pd.DataFrame", *, domain: tuple[float, float], text: ChartText, options: ChartOptions = PLAIN
) -> alt.LayerChart:
    """Draw every pool as a dot and every consensus with its 90% interval, one below the other.

    Parameters
    ----------
    frame : pandas.DataFrame
        The pools frame of one question. A pool that is undefined (``value`` NaN) says why in its row; what it is with
        those who gave bounds alone stands beside its name.
    domain : tuple of float
        Ends of the axis in natural log odds.
    text : ChartText
        The words around the chart.
    options : ChartOptions
        Width, axis, rows and look of the picture.

    Returns
    -------
    altair.LayerChart
        In the order of ``order``; the dashed line is the first consensus.

    Raises
    ------
    ChartError
        If the frame is empty, lacks a column or holds several questions.

    Examples
    --------
    >>> import pandas as pd
    >>> nan = float("nan")
    >>> row = {"question": "q", "question_title": "Q", "method_title": "Median", "family": "pool",
    ...        "value": 0.03, "low": nan, "high": nan, "logit_value": -3.48, "logit_low": nan,
    ...        "logit_high": nan, "label": "3%", "note": "", "bounded": "", "order": 0}
    >>> text = ChartText("The median is 3%", "One dot at 3%.")
    >>> pools(pd.DataFrame([row]), domain=(-7, 2.2), text=text).to_dict()["description"]
    'One dot at 3%.'
    """
    rows = sorted(records(frame, POOL_COLUMNS, what="pools"), key=lambda row: int(row["order"]))
    one_question(rows, what="pools")
    consensus = [row["logit_value"] for row in rows if row["family"] == "consensus" and isfinite(row["value"])]
    reference = consensus[0] if consensus else None
    return interval_chart([_row(row) for row in rows], domain=domain, text=text, options=options, reference=reference)


def _row(row: Record) -> Row:
    title, total = row["method_title"], row["family"] == "consensus"
    if not isfinite(row["value"]):
        return Row(title, row["value"], row["note"] or "undefined", detail=row["bounded"], total=total)
    if row["value"] in (0, 1):
        return Row(title, inf if row["value"] else -inf, row["label"], detail=row["bounded"], total=total)
    if not total:
        return Row(title, row["logit_value"], row["label"], detail=row["bounded"])
    return Row(title, row["logit_value"], row["label"], (row["logit_low"], row["logit_high"]), total=True)
