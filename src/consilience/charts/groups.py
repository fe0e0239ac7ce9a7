"""Chart (b): the consensus of each group beside that over all groups."""

from dataclasses import replace
from typing import TYPE_CHECKING

import altair as alt

from consilience.charts.drawing.drawn import chart
from consilience.charts.drawing.intervals import LED_COLUMNS, Row, interval_chart, median_row
from consilience.charts.drawing.language import word
from consilience.charts.drawing.layout import ChartError, ChartText, Record, one_question, records
from consilience.charts.drawing.options import PLAIN, ChartOptions

if TYPE_CHECKING:
    import pandas as pd


@chart(rows=("group",), value="logit_value")
def groups(
    consensus: "pd.DataFrame", *, domain: tuple[float, float], text: ChartText, options: ChartOptions = PLAIN
) -> alt.LayerChart:
    """Draw the median forecaster of each group with its 50% and 90% interval, and over all groups below.

    Parameters
    ----------
    consensus : pandas.DataFrame
        The consensus frame of one question, with ``detail``, what stands small below each name, and ``leads``; rows of
        other summaries than the median are left out. Where ``leads`` is "voices" the interval is drawn in grey, as a
        what-if beside what was said.
    domain : tuple of float
        Ends of the axis in natural log odds.
    text : ChartText
        The words around the chart.
    options : ChartOptions
        Width, axis, rows and look of the picture.

    Returns
    -------
    altair.LayerChart
        Groups in the order of the frame, "all" last and set apart.

    Raises
    ------
    ChartError
        If the frame is empty, lacks a column, or holds several questions or no median.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"question": "q", "question_title": "Q", "group": "all", "summary": "median", "statements": 16,
    ...        "summary_title": "Median forecaster", "logit_value": -3.4, "logit_low": -4.2,
    ...        "logit_high": -2.7, "logit_low50": -3.7, "logit_high50": -3.1, "label": "3.2% [1.5%, 6.3%]",
    ...        "detail": "16 people", "leads": "population"}
    >>> text = ChartText("The panel says one in thirty", "One interval from 1.5% to 6.3%.")
    >>> groups(pd.DataFrame([row]), domain=(-7, 2.2), text=text).to_dict()["title"]["text"]
    ['The panel says one in thirty']
    """
    rows = records(consensus, LED_COLUMNS, what="consensus")
    one_question(rows, what="consensus")
    medians = [row for row in rows if row["summary"] == "median"]
    if not medians:
        raise ChartError("the consensus frame holds no median. To mend it: take it from summaries")
    medians.sort(key=lambda row: row["group"] == "all")
    return interval_chart([_row(row) for row in medians], domain=domain, text=text, options=options)


def _row(row: Record) -> Row:
    total = row["group"] == "all"
    return replace(median_row(row, word("All groups") if total else row["group"]), total=total)
