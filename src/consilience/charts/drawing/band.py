"""The consensus behind what was said: a band for its 90% and 50% intervals, a line at its median, its name above."""

from collections.abc import Sequence

import altair as alt

from consilience.charts.drawing.layout import Page, Record, data, haloed, pixel
from consilience.charts.drawing.theme import ACCENT, BAND_50, BAND_90
from consilience.charts.drawing.typography import shorten, text_width

Span = tuple[float, float]


def band(row: Record, spans: Sequence[Span], page: Page, x: alt.X, gaps: Sequence[Span] = ()) -> list[alt.Chart]:
    """Draw the median forecaster of a consensus frame behind all rows.

    Parameters
    ----------
    row : dict
        Of the consensus frame.
    spans : sequence of tuple of float
        Where it may run down the page, from top to bottom.
    page : Page
        The columns.
    x : altair.X
        The x encoding of ``logit``.
    gaps : sequence of tuple of float, optional
        Where the line stops for words that lie across it.

    Returns
    -------
    list of altair.Chart
    """
    places = [{"y": start, "y2": end} for start, end in spans]
    layers = []
    for low, high, colour in (("logit_low", "logit_high", BAND_90), ("logit_low50", "logit_high50", BAND_50)):
        ends = {"logit": page.within(row[low]), "logit2": page.within(row[high])}
        rect = alt.Chart(data([place | ends for place in places])).mark_rect(aria=False, color=colour)
        layers.append(rect.encode(x=x, x2=alt.X2("logit2:Q"), y=pixel("y"), y2=alt.Y2("y2:Q")))
    at = page.within(row["logit_value"])
    middle = [{"y": start, "y2": end, "logit": at} for start, end in _without(gaps, spans)]
    rule = alt.Chart(data(middle)).mark_rule(aria=False, color=ACCENT, strokeWidth=1)
    return [*layers, rule.encode(x=x, y=pixel("y"), y2=alt.Y2("y2:Q"))]


def _without(gaps: Sequence[Span], spans: Sequence[Span]) -> list[Span]:
    left = list(spans)
    for top, foot in gaps:
        parts = [part for start, end in left for part in ((start, min(end, top)), (max(start, foot), end))]
        left = [(start, end) for start, end in parts if start < end]
    return left


def band_label(row: Record, page: Page, x: alt.X) -> list[alt.Chart]:
    """Name the line above the first row."""
    size = page.sizes.label
    # Its outline lies within the margins too.
    room = page.sizes.inner - 2
    number = f": {row['label']}"
    name = shorten(row["summary_title"], room - text_width(number, size, bold=True), size, bold=True)
    said = shorten(f"{name}{number}" if len(name) > 1 else row["label"], room, size, bold=True)
    wide = text_width(said, size, bold=True)
    first = min(
        max(page.px(page.within(row["logit_value"])) - wide / 2, 1 - page.left), page.plot + page.right - wide - 1
    )
    place = [{"text": said, "logit": page.logit_at(first), "y": size * 0.7}]
    return haloed(place, x, fontSize=size, fontWeight="bold", color=ACCENT)
