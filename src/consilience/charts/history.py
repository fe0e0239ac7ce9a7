"""The answer as a series: what it was at the end of every day, with every statement where it arrived."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any

import altair as alt

from consilience.charts.drawing.axis import scale
from consilience.charts.drawing.drawn import chart
from consilience.charts.drawing.glyphs import TICK
from consilience.charts.drawing.language import word
from consilience.charts.drawing.layout import ChartText, Page, Record, data, finish, one_question, records
from consilience.charts.drawing.marks import Look, legend
from consilience.charts.drawing.options import PLAIN, ChartOptions
from consilience.charts.drawing.theme import ACCENT, BAND_50, BAND_90, GRID, INK, QUIET
from consilience.charts.drawing.upright import upright, upright_room

if TYPE_CHECKING:
    import pandas as pd

SERIES_COLUMNS = (
    *("question", "question_title", "date", "label", "leads"),
    *("logit_value", "logit_low", "logit_high", "logit_low50", "logit_high50"),
)
ARRIVAL_COLUMNS = ("date", "title", "said", "kind", "logit")
FEW = Look("square", GRID, GRID)
SAID, BESIDE, GONE = Look("circle", INK), Look(TICK, QUIET), Look("M-0.8,-0.8L0.8,0.8M-0.8,0.8L0.8,-0.8", QUIET)
_LOOKS = {
    "said": (SAID, "a statement, where it lies"),
    "beside": (BESIDE, "a statement on what the answer follows from"),
    "withdrawn": (GONE, "withdrawn"),
}
# So much of the days that are shown is left before the first and after the last.
_MARGIN = 0.04
# Steps between ticks, and how these are written: days, then months.
_DAYS, _MONTHS = (1, 2, 7, 14, 28), (1, 3, 6, 12, 24, 60, 120, 300)


@chart()
def history(
    series: "pd.DataFrame",
    arrivals: "pd.DataFrame",
    *,
    domain: tuple[float, float],
    text: ChartText,
    options: ChartOptions = PLAIN,
) -> alt.LayerChart:
    """Draw an answer from day to day with its 50% and 90% intervals, and the statements as they came.

    Of days on which voices lead, since they are few, the 90% interval alone is drawn, in grey.

    Parameters
    ----------
    series : pandas.DataFrame
        A row a day of one question, ``date`` as ISO text; a day without a number leaves a gap.
    arrivals : pandas.DataFrame
        What came on which day: ``kind`` is ``said`` (of the question, at ``logit``), ``beside`` (of what it follows
        from) or ``withdrawn``.
    domain : tuple of float
        Ends of the vertical axis in natural log odds; what is beyond them is drawn at the end.
    text : ChartText
        The words around the chart.
    options : ChartOptions
        Width, axis, rows and look of the picture.

    Returns
    -------
    altair.LayerChart
        An answer stands until the next day on which something came.

    Raises
    ------
    ChartError
        If a frame lacks a column, or the series is empty or of several questions.

    Examples
    --------
    >>> import pandas as pd
    >>> day = {"question": "q", "question_title": "Q", "date": "2024-06-01", "label": "3%", "leads": "population",
    ...        "logit_value": -3.5, "logit_low": -4.6, "logit_high": -2.8, "logit_low50": -3.9, "logit_high50": -3.2}
    >>> came = {"date": "2024-06-01", "title": "Ada", "said": "3%", "kind": "said", "logit": -3.5}
    >>> text = ChartText("3% from the first day on", "One step.")
    >>> history(pd.DataFrame([day]), pd.DataFrame([came]), domain=(-7, 2.2), text=text).to_dict()["description"]
    'One step.'
    """
    days = sorted(records(series, SERIES_COLUMNS, what="series"), key=lambda row: str(row["date"]))
    one_question(days, what="series")
    came = records(arrivals, ARRIVAL_COLUMNS, what="arrivals") if len(arrivals) else []
    sizes = options.sizes
    page = Page(sizes, domain, left=upright_room(sizes, domain), right=round(sizes.small * 2.2))
    height = round(page.plot * (0.72 if page.narrow else 0.5))
    span = _span([row["date"] for row in (*days, *came)])
    days_axis = _days(span, 3 if page.narrow else 6)
    x = alt.X("date:T", scale=alt.Scale(type="utc", domain=[day.isoformat() for day in span]), axis=days_axis)
    y = alt.Y("logit:Q", scale=scale(page), axis=upright(page, height))
    bare = [(FEW, word("beside the voices' own numbers: what forecasters like them may say, 90%"))]
    looks = bare if any(row["leads"] == "voices" for row in days) else []
    looks += [(look, word(said)) for kind, (look, said) in _LOOKS.items() if any(row["kind"] == kind for row in came)]
    foot = sizes.small * 2.7
    key, key_height = legend(looks, page, height + foot) if looks else ([], 0.0)
    layers = [
        *_bands(days, span[1].isoformat(), page, x, y),
        *_arrivals(came, page, x, y),
        *_hover(days, x, height),
        *key,
    ]
    return finish(layers, page, height, foot + key_height, text)


def _span(days: Sequence[str]) -> tuple[date, date]:
    """A little before the first day, and after the last, so that what stands from then on has a width."""
    first, last = (date.fromisoformat(day) for day in (min(days), max(days)))
    margin = timedelta(days=max(1, round((last - first).days * _MARGIN)))
    return first - margin, last + margin


def _days(span: tuple[date, date], most: int) -> alt.Axis:
    """As many ticks as have room, on the days of a calendar that come in even steps."""
    first, last = span
    shown = (last - first).days
    step = next((step for step in _DAYS if shown / step <= most), None)
    if step is not None:
        chosen = [first + timedelta(days=place) for place in range(1, shown + 1, step)]
        form = "%-d %b %Y"
    else:
        step = next((step for step in _MONTHS if shown / 30.4 / step <= most), _MONTHS[-1])
        months = range(-(-(first.year * 12 + first.month) // step) * step, last.year * 12 + last.month, step)
        chosen = [date(month // 12, month % 12 + 1, 1) for month in months]
        form = "%Y" if step >= 12 else "%b %Y"
    values = [alt.DateTime(year=day.year, month=day.month, date=day.day, utc=True) for day in chosen]
    return alt.Axis(values=values, format=form, labelOverlap="greedy", title=None, grid=False)


def _bands(days: Sequence[Record], end: str, page: Page, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Steps, each as long as the answer stood: of days without a number nothing, of few voices no more than a range."""
    steps: list[Record] = []
    for row, until in zip(days, [*(row["date"] for row in days[1:]), end], strict=True):
        if isfinite(row["logit_value"]):
            ends = {name: page.within(row[name]) for name in SERIES_COLUMNS if name.startswith("logit")}
            steps.append(
                ends | {"logit": ends["logit_value"], "leads": row["leads"], "date": row["date"], "until": until}
            )
    led = [step for step in steps if step["leads"] == "population"]
    few = [step for step in steps if step["leads"] != "population"]
    until = alt.X2("until:T")
    layers = []
    for low, high, colour, rows in (
        ("logit_low", "logit_high", GRID, few),
        ("logit_low", "logit_high", BAND_90, led),
        ("logit_low50", "logit_high50", BAND_50, led),
    ):
        if rows:
            band = alt.Chart(data(rows)).mark_rect(aria=False, color=colour, opacity=1)
            layers.append(band.encode(x=x, x2=until, y=alt.Y(f"{low}:Q", scale=scale(page)), y2=alt.Y2(f"{high}:Q")))
    middle = alt.Chart(data(led)).mark_rule(aria=False, color=ACCENT, strokeWidth=1.6)
    return [*layers, middle.encode(x=x, x2=until, y=y)]


def _arrivals(came: Sequence[Record], page: Page, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """What was said of the question where it lies, all else along the foot of the plot."""
    rows = []
    for row in came:
        look, _ = _LOOKS[row["kind"]]
        low, high = page.domain
        if row["kind"] == "said" and not low <= row["logit"] <= high:
            look = Look(f"triangle-{'down' if row['logit'] < low else 'up'}", look.stroke, look.fill)
        logit = page.within(row["logit"]) if row["kind"] == "said" else page.domain[0]
        words = {"date": row["date"], "title": row["title"], "said": row["said"], "kind": row["kind"]}
        rows.append(words | {"logit": logit, "spoken": f"{row['title']}: {row['said']}"} | look.fields())
    if not rows:
        return []
    marks = alt.Chart(data(rows)).mark_point(opacity=0.85, size=page.sizes.label * 2.2, strokeWidth=0.9)
    shown: dict[str, Any] = {
        name: channel(f"{name}:N", scale=None)
        for name, channel in (("shape", alt.Shape), ("stroke", alt.Stroke), ("fill", alt.Fill))
    }
    tooltip = [alt.Tooltip(f"{name}:N", title=word(title)) for name, title in (("title", "Who"), ("said", "Said"))]
    when = alt.Tooltip("date:N", title=word("Day"))
    return [marks.encode(x=x, y=y, **shown, description=alt.Description("spoken:N"), tooltip=[*tooltip, when])]


def _hover(days: Sequence[Record], x: alt.X, height: float) -> list[alt.Chart]:
    """An invisible line a day, with the answer of its end."""
    rows = [{"date": row["date"], "label": row["label"], "spoken": f"{row['date']}: {row['label']}"} for row in days]
    strip = alt.Chart(data(rows)).mark_rule(opacity=0, strokeWidth=3)
    places = {"y": alt.YValue(0), "y2": alt.Y2Value(height)}
    told = [alt.Tooltip("date:N", title=word("Day")), alt.Tooltip("label:N", title=word("Answer at its end"))]
    return [strip.encode(x=x, **places, description=alt.Description("spoken:N"), tooltip=told)]
