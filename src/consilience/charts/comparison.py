"""One question as several fits answer it."""

from typing import TYPE_CHECKING

import altair as alt

from consilience.charts.drawing.drawn import chart
from consilience.charts.drawing.intervals import LED_COLUMNS, interval_chart, median_row
from consilience.charts.drawing.layout import ChartText, one_question, records
from consilience.charts.drawing.options import PLAIN, ChartOptions

if TYPE_CHECKING:
    import pandas as pd

COMPARISON_COLUMNS = ("title", *LED_COLUMNS)


@chart(rows=("title",), value="logit_value")
def comparison(
    medians: "pd.DataFrame", *, domain: tuple[float, float], text: ChartText, options: ChartOptions = PLAIN
) -> alt.LayerChart:
    """Draw the median forecaster of several fits on one question, with 50% and 90% intervals.

    Parameters
    ----------
    medians : pandas.DataFrame
        A row a fit: the median over all groups, with ``title``, what the fit is called, ``detail``, what stands small
        below it, and ``leads``: where that is "voices", ``label`` is what they said, and the estimate is drawn in
        grey, as a what-if.
    domain : tuple of float
        Ends of the axis in natural log odds.
    text : ChartText
        The words around the chart.
    options : ChartOptions
        Width, axis, rows and look of the picture.

    Returns
    -------
    altair.LayerChart
        Fits in the order of the frame.

    Raises
    ------
    ChartError
        If the frame is empty, lacks a column, or holds several questions.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"title": "before", "question": "q", "question_title": "Q", "group": "all", "summary": "median",
    ...        "summary_title": "Median forecaster", "logit_value": -3.4, "logit_low": -4.2, "logit_high": -2.7,
    ...        "logit_low50": -3.7, "logit_high50": -3.1, "statements": 16, "label": "3.2% [1.5%, 6.3%]",
    ...        "detail": "16 voices", "leads": "population"}
    >>> text = ChartText("Before, one in thirty", "One interval from 1.5% to 6.3%.")
    >>> comparison(pd.DataFrame([row]), domain=(-7, 2.2), text=text).to_dict()["title"]["text"]
    ['Before, one in thirty']
    """
    rows = records(medians, COMPARISON_COLUMNS, what="comparison")
    one_question(rows, what="comparison")
    drawn = [median_row(row, row["title"]) for row in rows]
    return interval_chart(drawn, domain=domain, text=text, options=options)
