"""What moved: answers before and now, and how far each change, and each group's together, moved the main one."""

from collections.abc import Sequence
from math import isnan
from typing import TYPE_CHECKING

import altair as alt

from consilience.charts.drawing.axis import axis, axis_height, scale, upper
from consilience.charts.drawing.drawn import chart
from consilience.charts.drawing.language import word
from consilience.charts.drawing.layout import ChartText, Page, Record, finish, records
from consilience.charts.drawing.marks import Look, at, legend, lines, symbols
from consilience.charts.drawing.options import PLAIN, ChartOptions
from consilience.charts.drawing.rows import Label, Room, Slot, bottom, columns, guides, hover, stack, words
from consilience.charts.drawing.theme import ACCENT, QUIET

if TYPE_CHECKING:
    import pandas as pd

_SIDES = ("before", "after")
_NUMBERS = tuple(f"logit_{side}{end}" for side in _SIDES for end in ("", "_low", "_high"))
MOVED_COLUMNS = ("stage", "title", "detail", "label", *_NUMBERS)
BEFORE, AFTER = Look("circle", QUIET), Look("diamond", ACCENT, ACCENT)
ROOM = Room(names=0.36, values=0.24)


@chart(rows=("title",), value="logit_after")
def moved(
    frame: "pd.DataFrame", *, domain: tuple[float, float], text: ChartText, options: ChartOptions = PLAIN
) -> alt.LayerChart:
    """Draw, row by row, where an answer was, or would be without a change, and where it is.

    Parameters
    ----------
    frame : pandas.DataFrame
        The frame of what moved: see :func:`consilience.frames.moved.moved_frame`. A number that is NaN is not drawn.
    domain : tuple of float
        Ends of the axis in natural log odds; what is beyond them is an arrow at the end.
    text : ChartText
        The words around the chart.
    options : ChartOptions
        Width, axis, rows and look of the picture.

    Returns
    -------
    altair.LayerChart
        In the order of the frame, under a header for each ``stage``.

    Raises
    ------
    ChartError
        If the frame is empty or lacks a column.

    Examples
    --------
    >>> import pandas as pd
    >>> nan = float("nan")
    >>> row = {"stage": "Answers", "title": "A flood", "detail": "", "label": "3% → 5%", "logit_before": -3.5,
    ...        "logit_before_low": -4.2, "logit_before_high": -2.9, "logit_after": -2.9, "logit_after_low": -3.6,
    ...        "logit_after_high": -2.3}
    >>> text = ChartText("From 3% to 5%", "Two marks, at 3% and at 5%.")
    >>> moved(pd.DataFrame([row]), domain=(-7, 2.2), text=text).to_dict()["title"]["text"]
    ['From 3% to 5%']
    """
    rows = records(frame, MOVED_COLUMNS, what="moved")
    labels = [Label(row["title"], row["label"], row["detail"], section=row["stage"]) for row in rows]
    page = columns(labels, domain, options.sizes, ROOM)
    slots = stack(labels, page, ROOM)
    height, foot = bottom(slots, page), axis_height(page)
    x = alt.X("logit:Q", scale=scale(page), axis=axis(page))
    said = ((BEFORE, "before, or without the change"), (AFTER, "now, with 90% intervals of answers"))
    entries = [(look, word(name)) for look, name in said]
    key, key_height = legend(entries, page, height + foot + 4)
    layers = [guides(slots, page), *_marks(rows, slots, page, x), *words(slots, page, ROOM), hover(slots, page), *key]
    return finish(layers, page, height, foot + key_height, text, upper=upper(page))


def _marks(rows: Sequence[Record], slots: Sequence[Slot], page: Page, x: alt.X) -> list[alt.Chart]:
    """Draw what was a little above what is, so that intervals stay apart; a change moves along one line."""
    spans: list[Record] = []
    joins: list[Record] = []
    points: list[Record] = []
    for row, slot in zip(rows, slots, strict=True):
        spread = not isnan(row["logit_after_low"]) or not isnan(row["logit_before_low"])
        apart = page.sizes.label * 0.26 if spread else 0.0
        ends = {}
        for side, look, y in (("before", BEFORE, slot.y - apart), ("after", AFTER, slot.y + apart)):
            if isnan(row[f"logit_{side}"]):
                continue
            ends[side] = at(row[f"logit_{side}"], look, page) | {"y": round(y, 2)}
            if not isnan(row[f"logit_{side}_low"]):
                low, high = (page.within(row[f"logit_{side}_{end}"]) for end in ("low", "high"))
                spans.append({"logit": low, "logit2": high, "y": round(y, 2), "color": look.stroke})
        points += ends.values()
        if len(ends) == 2:
            to = {"logit2": ends["after"]["logit"], "y2": ends["after"]["y"], "color": ACCENT}
            joins.append({"logit": ends["before"]["logit"], "y": ends["before"]["y"]} | to)
    layers = [lines(joins, x, "logit2", width=1.6)] if joins else []
    layers += [lines(spans, x, "logit2", width=1.0)] if spans else []
    return [*layers, symbols(points, x, size=page.sizes.label * 3.2)] if points else layers
