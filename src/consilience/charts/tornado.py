"""How far each factor moves the outcome: a bar from one end of the factor's interval to the other."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import altair as alt

from consilience.charts.drawing.axis import axis, axis_height, scale, upper
from consilience.charts.drawing.drawn import chart
from consilience.charts.drawing.language import phrase, word
from consilience.charts.drawing.layout import (
    ChartText,
    Page,
    Record,
    across,
    data,
    finish,
    finite,
    haloed,
    pixel,
    records,
)
from consilience.charts.drawing.marks import Look, legend, plumb
from consilience.charts.drawing.options import PLAIN, ChartOptions
from consilience.charts.drawing.rows import Label, Room, Slot, bottom, columns, down, guides, hover, stack, words
from consilience.charts.drawing.theme import ACCENT, BAND_50, INK, SOFT
from consilience.charts.drawing.typography import text_width
from consilience.notation import format_probability

if TYPE_CHECKING:
    import pandas as pd

TORNADO_COLUMNS = (
    "title", "assumption", "low", "high", "base", "logit_low", "logit_high", "logit_base", "factor_low_label",
    "factor_high_label", "base_label", "first_order_label", "total_label", "order", "detail", "leads",
)  # fmt: skip
# Fill and outline of the half towards either end of the factor's interval.
_HALVES = {"low": (BAND_50, "Factor at the low end of its 90% interval"), "high": (ACCENT, "at its high end")}


@chart(rows=("title", "question"))
def tornado(
    frame: "pd.DataFrame", *, domain: tuple[float, float], text: ChartText, options: ChartOptions = PLAIN
) -> alt.LayerChart:
    """Draw the outcome's probability with each factor at the low and at the high end of its 90% interval.

    Parameters
    ----------
    frame : pandas.DataFrame
        The tornado frame of one outcome: a row for each factor. The ends of the bar are labelled with what the
        factor is there; ``low`` is above ``high`` for a factor that lowers the outcome. ``detail`` says what was
        said of a factor that voices lead; where ``leads``, of the outcome, is "voices", its number is in grey.
    domain : tuple of float
        Ends of the axis in natural log odds.
    text : ChartText
        The words around the chart.
    options : ChartOptions
        Width, axis, rows and look of the picture.

    Returns
    -------
    altair.LayerChart
        Factors in the order of ``order``; the dashed line is the outcome as it is. A factor that is nothing but a
        declared prior is called an assumption, and its bar has a dashed outline.

    Raises
    ------
    ChartError
        If the frame is empty, lacks a column or a number.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"title": "Capable", "assumption": False, "low": 0.01, "high": 0.05, "base": 0.03, "logit_low": -4.6,
    ...        "logit_high": -2.94, "logit_base": -3.48, "factor_low_label": "20%", "factor_high_label": "90%",
    ...        "base_label": "3%", "first_order_label": "40% [35%, 45%]", "total_label": "50% [45%, 55%]", "order": 0,
    ...        "detail": "", "leads": "population"}
    >>> text = ChartText("Capability decides", "One bar from 1% to 5%.")
    >>> tornado(pd.DataFrame([row]), domain=(-7, 2.2), text=text).to_dict()["title"]["text"]
    ['Capability decides']
    """
    rows = sorted(records(frame, TORNADO_COLUMNS, what="tornado"), key=lambda row: int(row["order"]))
    finite(rows, ("low", "high", "base", "logit_low", "logit_high", "logit_base"), what="tornado")
    sizes = options.sizes
    ends = max(text_width(row[f"factor_{end}_label"], sizes.small) for row in rows for end in _HALVES)
    room = Room(inset=min(ends, sizes.inner * 0.12) + sizes.small)
    labels = [_label(row) for row in rows]
    page = columns(labels, domain, sizes, room)
    slots = stack(labels, page, room, head=sizes.label * 1.7)
    height, foot = bottom(slots, page), axis_height(page)
    x = alt.X("logit:Q", scale=scale(page), axis=axis(page))
    entries = [(Look("square", ACCENT, fill), word(said)) for fill, said in _HALVES.values()]
    key, key_height = legend(entries, page, height + foot + 4)
    layers = [
        guides(slots, page),
        *_bars(rows, slots, page, x),
        *_base(rows[0], slots, page, x),
        *_ends(rows, slots, page),
        *words(slots, page, room),
        hover(slots, page),
        *key,
    ]
    return finish(layers, page, height, foot + key_height, text, upper=upper(page))


def _label(row: Record) -> Label:
    low, high = sorted((row["low"], row["high"]))
    details = [*([word("assumption")] if row["assumption"] else []), *filter(None, [row["detail"]])]
    told = (("first_order", "of the variance alone"), ("total", "in all"))
    shares = [word(f"{{}} {of}", row[f"{name}_label"]) for name, of in told if row[f"{name}_label"]]
    details += [", ".join(shares)] if shares else []
    said = phrase(f"{format_probability(low)} to {format_probability(high)}")
    return Label(row["title"], said, " · ".join(details), pale=row["leads"] == "voices")


def _bars(rows: Sequence[Record], slots: Sequence[Slot], page: Page, x: alt.X) -> list[alt.Chart]:
    half = page.sizes.label * 0.48
    layers = []
    for assumed in (False, True):
        parts = [
            {
                "logit": page.within(row["logit_base"]),
                "logit2": page.within(row[f"logit_{end}"]),
                "y": round(slot.y - half, 2),
                "y2": round(slot.y + half, 2),
                "fill": fill,
            }
            for row, slot in zip(rows, slots, strict=True)
            for end, (fill, _) in _HALVES.items()
            if bool(row["assumption"]) is assumed
        ]
        if parts:
            outline = {"stroke": INK, "strokeDash": [2, 1.4]} if assumed else {"stroke": ACCENT}
            bars = alt.Chart(data(parts)).mark_rect(aria=False, strokeWidth=0.8, **outline)
            layers.append(
                bars.encode(
                    x=x, x2=alt.X2("logit2:Q"), y=pixel("y"), y2=alt.Y2("y2:Q"), fill=alt.Fill("fill:N", scale=None)
                )
            )
    return layers


def _base(row: Record, slots: Sequence[Slot], page: Page, x: alt.X) -> list[alt.Chart]:
    """Draw the outcome as it is: a dashed line through all bars, named above the first."""
    size = page.sizes.label
    at = page.within(row["logit_base"])
    rule = plumb(at, down(slots, page, size * 1.4), x, color=INK, strokeDash=[3, 2], strokeWidth=0.9)
    said = word("All at their medians: {}", row["base_label"])
    inferred = row["leads"] == "voices"
    half = text_width(said, size, bold=not inferred) / 2
    px = min(max(page.px(at), half - page.left), page.plot + page.right - half)
    place = [{"text": said, "px": round(px, 2), "y": round(size * 0.7, 2)}]
    look = {"color": SOFT} if inferred else {"fontWeight": "bold", "color": INK}
    label = haloed(place, across("px"), align="center", fontSize=size, **look)
    return [rule, *label]


def _ends(rows: Sequence[Record], slots: Sequence[Slot], page: Page) -> list[alt.Chart]:
    """Write at each end of a bar what the factor is there."""
    size = page.sizes.small
    sides: dict[str, list[Record]] = {"left": [], "right": []}
    for row, slot in zip(rows, slots, strict=True):
        for end, other in (("low", "high"), ("high", "low")):
            here, there = row[f"logit_{end}"], row[f"logit_{other}"]
            right = here > there or (here == there and end == "high")
            # Both ends may lie on one side of the outcome as it is: the label then stands outside of the line too.
            edge = max(here, row["logit_base"]) if right else min(here, row["logit_base"])
            px = page.px(page.within(edge)) + (size * 0.5 if right else -size * 0.5)
            said = {"text": row[f"factor_{end}_label"], "px": round(px, 2), "y": round(slot.y, 2)}
            sides["right" if right else "left"].append(said)
    return [
        layer
        for side, align in (("left", "right"), ("right", "left"))
        for layer in haloed(sides[side], across("px"), align=align, fontSize=size, color=SOFT)
    ]
