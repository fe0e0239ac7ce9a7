"""Rows of an estimate with its 50% and 90% interval: what the charts of groups, pools and questions share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isinf, isnan
from types import MappingProxyType

import altair as alt

from consilience.charts.drawing.axis import axis, axis_height, scale, upper
from consilience.charts.drawing.layout import ChartText, Page, Record, across, finish, text_layer
from consilience.charts.drawing.marks import Look, at, covers, lines, past_the_axis, plumb, symbols
from consilience.charts.drawing.options import ChartOptions
from consilience.charts.drawing.rows import Label, Room, Slot, bottom, columns, down, guides, hover, stack, words
from consilience.charts.drawing.theme import ACCENT, INK, QUIET, SOFT
from consilience.charts.drawing.typography import text_width, wrap

Pair = tuple[float, float]

# Questions are sentences: in Chinese, of letters twice as wide, one of a hundred letters takes five lines.
ROOM = Room(lines=5)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an interval chart; positions in natural log odds.

    Parameters
    ----------
    name : str
        What the row is.
    value : float
        The estimate; infinite for 0% and 100%, which an open arrow shows at the end of the axis; NaN where
        there is none, and ``said`` then says why.
    said : str
        The value in words, printed beside the row.
    wide, inner : tuple of float, optional
        Ends of the 90% and of the 50% interval.
    detail : str
        Printed small and grey after the name.
    total : bool
        The row that sums up the others: set apart, drawn in the accent colour with a diamond.
    what_if : bool
        Drawn in grey: ``said`` is what somebody said, and the estimate is not theirs.
    """

    name: str
    value: float
    said: str
    wide: Pair | None = None
    inner: Pair | None = None
    detail: str = ""
    total: bool = False
    what_if: bool = False


Drawn = tuple[Row, Slot]
# Of an answer: its summary and group, where it lies, what to print; what stands small beside it; and whose leads.
CONSENSUS_COLUMNS = (
    "question", "question_title", "group", "summary", "summary_title", "logit_value", "logit_low",
    "logit_high", "logit_low50", "logit_high50", "statements", "label",
)  # fmt: skip
LED_COLUMNS = (*CONSENSUS_COLUMNS, "detail", "leads")
_DASHED = {"color": QUIET, "strokeDash": [3, 2], "strokeWidth": 0.8}


def median_row(row: Record, name: str) -> Row:
    """A row of the medians frame under a name: where the voices lead what they said, and the estimate as a what-if.

    Parameters
    ----------
    row : dict
        With :data:`LED_COLUMNS`.
    name : str

    Returns
    -------
    Row
    """
    return Row(
        name=name,
        value=row["logit_value"],
        said=row["label"],
        wide=(row["logit_low"], row["logit_high"]),
        inner=(row["logit_low50"], row["logit_high50"]),
        detail=row["detail"],
        what_if=row["leads"] == "voices",
    )


def interval_chart(
    rows: Sequence[Row], *, domain: Pair, text: ChartText, options: ChartOptions, reference: float | None = None
) -> alt.LayerChart:
    """Draw rows of intervals on the log-odds axis.

    Parameters
    ----------
    rows : sequence of Row
        From top to bottom.
    domain : tuple of float
        Ends of the axis in natural log odds.
    text : ChartText
        The words around the chart.
    options : ChartOptions
        Width, axis, rows and look of the picture.
    reference : float, optional
        Log odds of a dashed line behind all rows.

    Returns
    -------
    altair.LayerChart
        One row of marks and words for each row.
    """
    labels = [_label(row) for row in rows]
    page = columns(labels, domain, options.sizes, ROOM)
    slots = stack(labels, page, ROOM)
    x = alt.X("logit:Q", scale=scale(page), axis=axis(page))
    drawn = list(zip(rows, slots, strict=True))
    layers = [
        guides(slots, page),
        *([] if reference is None else [plumb(page.within(reference), down(slots, page, 0.0), x, **_DASHED)]),
        *_lines(drawn, page, x),
        *_cut_off(drawn, page, x),
        *_symbols(drawn, page, x),
        *words(slots, page, ROOM),
        *_reasons(drawn, page),
        hover(slots, page),
    ]
    return finish(layers, page, bottom(slots, page), axis_height(page), text, upper=upper(page))


def _label(row: Row) -> Label:
    """Give the words of a row; the reason for a missing value stands in the plot instead."""
    return Label(row.name, "" if isnan(row.value) else row.said, row.detail, strong=row.total)


def _lines(drawn: Sequence[Drawn], page: Page, x: alt.X) -> list[alt.Chart]:
    layers = []
    for name, width in (("wide", 1.1), ("inner", page.sizes.label * 0.5)):
        rows = [
            {
                "logit": page.within(ends[0]),
                "logit2": page.within(ends[1]),
                "y": round(slot.y, 2),
                "color": _LOOKS[_role(row)].stroke,
            }
            for row, slot in drawn
            if (ends := getattr(row, name)) is not None
        ]
        if rows:
            layers.append(lines(rows, x, "logit2", width=width))
    return layers


def _cut_off(drawn: Sequence[Drawn], page: Page, x: alt.X) -> list[alt.Chart]:
    """Arrows where intervals run past the axis."""
    rows = []
    for row, slot in drawn:
        colour = _LOOKS[_role(row)].stroke
        arrows = past_the_axis(row.wide or (), Look("circle", colour, colour), page)
        rows += [arrow | {"y": round(slot.y, 2)} for arrow in arrows]
    return [symbols(rows, x, size=page.sizes.label * 1.2)] if rows else []


def _symbols(drawn: Sequence[Drawn], page: Page, x: alt.X) -> list[alt.Chart]:
    rows = [
        at(row.value, _LOOKS[_role(row)], page) | {"y": round(slot.y, 2)} for row, slot in drawn if not isnan(row.value)
    ]
    return [symbols(rows, x, size=page.sizes.label * 3.6)] if rows else []


def _reasons(drawn: Sequence[Drawn], page: Page) -> list[alt.Chart]:
    size = page.sizes.label
    first, small = round(size * 0.5, 2), page.sizes.small
    texts: list[Record] = []
    for row, slot in drawn:
        if isnan(row.value):
            lines = wrap(row.said, page.plot + page.right - first, small, most=2)
            tops = [slot.y + (i - (len(lines) - 1) / 2) * small * 1.15 for i in range(len(lines))]
            texts += [{"text": line, "px": first, "y": round(y, 2)} for line, y in zip(lines, tops, strict=True)]
    if not texts:
        return []
    boxes = []
    for text in texts:
        ends = {"px": first - 2, "px2": round(first + text_width(text["text"], small), 2)}
        boxes.append(ends | {"y": text["y"] - small * 0.6, "y2": text["y"] + small * 0.6})
    return [covers(boxes), text_layer(texts, across("px"), fontSize=small, fontStyle="italic", color=SOFT)]


# Hollow on an interval, so that its bar shows, and solid for a bare pool.
_LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        "row": Look("circle", INK),
        "total": Look("diamond", ACCENT),
        "what-if": Look("circle", QUIET),
        "dot": Look("circle", INK, INK),
    }
)


def _role(row: Row) -> str:
    if row.what_if:
        return "what-if"
    # 0% and 100%, beyond every axis: a hollow arrow, whatever is hollow or solid upon it.
    if isinf(row.value):
        return "row"
    return "total" if row.total else "dot" if row.wide is None else "row"
