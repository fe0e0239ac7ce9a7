"""All questions of a study at a glance: one row for each, with its consensus and who spoke."""

from typing import TYPE_CHECKING

import altair as alt

from consilience.charts.drawing.drawn import chart
from consilience.charts.drawing.intervals import LED_COLUMNS, interval_chart, median_row
from consilience.charts.drawing.layout import ChartError, ChartText, records
from consilience.charts.drawing.options import PLAIN, ChartOptions

if TYPE_CHECKING:
    import pandas as pd


@chart(rows=("question_title", "question"), value="logit_value")
def overview(
    consensus: "pd.DataFrame", *, domain: tuple[float, float], text: ChartText, options: ChartOptions = PLAIN
) -> alt.LayerChart:
    """Draw the median forecaster over all groups for every question of a study.

    Parameters
    ----------
    consensus : pandas.DataFrame
        The consensus frame of a study, with ``detail``, what stands small below each question, and ``leads``: where
        that is "voices", ``label`` is what they said, and the estimate is drawn in grey, as a what-if. Rows of single
        groups and of other summaries are left out.
    domain : tuple of float
        Ends of the axis in natural log odds.
    text : ChartText
        The words around the chart.
    options : ChartOptions
        Width, axis, rows and look of the picture.

    Returns
    -------
    altair.LayerChart
        Questions in the order of the frame.

    Raises
    ------
    ChartError
        If the frame is empty, lacks a column, or holds no median over all groups.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"question": "q", "question_title": "Q", "group": "all", "summary": "median", "statements": 16,
    ...        "summary_title": "Median forecaster", "logit_value": -3.4, "logit_low": -4.2,
    ...        "logit_high": -2.7, "logit_low50": -3.7, "logit_high50": -3.1, "label": "3.2% [1.5%, 6.3%]",
    ...        "detail": "16 people", "leads": "population"}
    >>> text = ChartText("One question, one in thirty", "One interval from 1.5% to 6.3%.")
    >>> overview(pd.DataFrame([row]), domain=(-7, 2.2), text=text).to_dict()["title"]["text"]
    ['One question, one in thirty']
    """
    rows = records(consensus, LED_COLUMNS, what="consensus")
    chosen = [row for row in rows if (row["group"], row["summary"]) == ("all", "median")]
    if not chosen:
        raise ChartError("the consensus frame holds no median over all groups. To mend it: take it from summaries")
    drawn = [median_row(row, row["question_title"]) for row in chosen]
    return interval_chart(drawn, domain=domain, text=text, options=options)
