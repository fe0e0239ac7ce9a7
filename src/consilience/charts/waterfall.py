"""From premise to outcome: how far each step of a chain of conditions brings the probability down."""

from collections.abc import Mapping, Sequence
from math import floor, isfinite, log10
from typing import TYPE_CHECKING

import altair as alt

from consilience.charts.drawing.drawn import chart
from consilience.charts.drawing.language import number, phrase, word
from consilience.charts.drawing.layout import (
    ChartError,
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
from consilience.charts.drawing.marks import Look, lines, symbols
from consilience.charts.drawing.options import PLAIN, ChartOptions
from consilience.charts.drawing.rows import Label, Room, Slot, between, bottom, columns, guides, hover, stack, words
from consilience.charts.drawing.theme import ACCENT, BAND_50, BAND_90, GATE, INK, QUIET, SOFT
from consilience.charts.drawing.typography import text_width

if TYPE_CHECKING:
    import pandas as pd

WATERFALL_COLUMNS = (
    "order", "title", "assumption", "factor", "factor_label", "before", "after", "after_low", "after_high",
    "after_label", "leads", "said", "detail",
)  # fmt: skip
AXIS_TITLE = "Probability so far (log scale)"
# "100%" stands centred at the end of the axis.
ROOM = Room(pitch=2.2, inset=10)
_STEPS = (1.0, 0.5, 0.2)
_STEPS_FOLLOW = "each step takes from what the ones before have left"


@chart(range="its bars begin at 100% and end at the outcome", order=_STEPS_FOLLOW, only=_STEPS_FOLLOW)
def waterfall(frame: "pd.DataFrame", *, text: ChartText, options: ChartOptions = PLAIN) -> alt.LayerChart:
    """Draw the probability left after each step, and the outcome with its 90% interval.

    Parameters
    ----------
    frame : pandas.DataFrame
        The waterfall frame of one outcome, probabilities above 0 and at most 1; the last row is the outcome.
    text : ChartText
        The words around the chart.
    options : ChartOptions
        Width, axis, rows and look of the picture.

    Returns
    -------
    altair.LayerChart
        Steps in the order of ``order``. On the log scale the lengths of the steps add up to the length of the
        outcome's bar. A step that is nothing but a declared prior is called an assumption and is dashed. Of a step
        that voices lead ``detail`` says what they said, and its bar is grey; so is, from there on, what is left, where
        ``leads`` is "voices". Of an outcome of that kind the value is what they ``said``.

    Raises
    ------
    ChartError
        If the frame is empty, lacks a column, or holds a probability that is not above 0 and at most 1.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"order": [0, 1], "title": ["Capable", "Takeover"], "assumption": False,
    ...                       "factor": [0.6, 0.1], "factor_label": ["60%", "10%"], "before": [1, 0.6],
    ...                       "after": [0.6, 0.06], "after_low": [0.4, 0.02], "after_high": [0.8, 0.1],
    ...                       "after_label": ["60%", "6% [2%, 10%]"], "leads": "population", "said": "",
    ...                       "detail": ""})
    >>> waterfall(frame, text=ChartText("Six per cent are left", "Two bars down to 6%.")).to_dict()["description"]
    'Two bars down to 6%.'
    """
    rows = sorted(records(frame, WATERFALL_COLUMNS, what="waterfall"), key=lambda row: int(row["order"]))
    numbers = ("before", "after", "after_low", "after_high")
    finite(rows, numbers, what="waterfall")
    if not all(0 < row[name] <= 1 for row in rows for name in numbers):
        raise ChartError(
            "a log scale holds probabilities above 0 and at most 1, and the waterfall frame has others. "
            "To mend it: leave out a step that is certain to fail"
        )
    labels = [_label(row, row is rows[-1]) for row in rows]
    lowest = min(row[name] for row in rows for name in numbers)
    # A step back from the end, so that the last bar does not seem to reach nothing.
    low = _floor(lowest * 0.9)
    page = columns(labels, (log10(low), 0.0), options.sizes, ROOM)
    slots = stack(labels, page, ROOM)
    percentages = _percentages(page, low)
    x = alt.X("p:Q", scale=alt.Scale(type="log", domain=[low, 1.0], nice=False), axis=_axis(percentages))
    layers = [
        guides(slots, page),
        *_links(rows, slots, page, x),
        *_bars(rows, slots, page, x),
        *_outcome(rows[-1], slots[-1], page, x),
        *_factors(rows, slots, page),
        *words(slots, page, ROOM),
        hover(slots, page),
    ]
    upper = [(page.px(log10(p)), said) for p, said in percentages.items()]
    return finish(layers, page, bottom(slots, page), 5 + page.sizes.small * 2.3 + 4, text, upper=upper)


def _floor(p: float) -> float:
    """Go down to the next 1, 2 or 5 times a power of ten."""
    decade = 10.0 ** floor(log10(p))
    return max(float(f"{decade * times:.3g}") for times in (1, 2, 5) if decade * times <= p * (1 + 1e-9))


def _percentages(page: Page, low: float) -> dict[float, str]:
    """Choose percentages at powers of ten, and at their halves and fifths while there is room."""
    size = page.sizes.small
    chosen: dict[float, str] = {}
    taken: list[tuple[float, float]] = []
    for step in _STEPS:
        for power in range(0, floor(log10(low)) - 1, -1):
            p = float(f"{step * 10.0**power:.3g}")
            said = f"{float(f'{p * 100:.3g}'):.10f}".rstrip("0").rstrip(".") + "%"
            at, half = page.px(log10(p)), text_width(said, size) / 2
            inside = p >= low and at - half >= 1 - page.left
            if inside and all(abs(at - other) > half + wide + size * 0.8 for other, wide in taken):
                chosen[p] = number(said)
                taken.append((at, half))
    return chosen


def _axis(percentages: Mapping[float, str]) -> alt.Axis:
    keys = ",".join(f"'k{-round(log10(p) * 1e4)}':{said!r}" for p, said in percentages.items())
    return alt.Axis(
        values=sorted(percentages),
        labelExpr=f"{{{keys}}}['k'+round(-log(datum.value)/LN10*10000)]",
        labelOverlap=False,
        labelFlush=False,
        title=word(AXIS_TITLE),
        grid=True,
    )


def _label(row: Record, outcome: bool) -> Label:
    detail = " · ".join(filter(None, [word("assumption") if row["assumption"] else "", row["detail"]]))
    if outcome and row["said"]:
        return Label(row["title"], phrase(row["said"]), detail, strong=True)
    return Label(row["title"], row["after_label"], detail, strong=outcome, pale=row["leads"] == "voices")


def _bars(rows: Sequence[Record], slots: Sequence[Slot], page: Page, x: alt.X) -> list[alt.Chart]:
    """Draw the fall of each step; behind the outcome's own, that of all steps together."""
    half = page.sizes.label * 0.5
    whole = rows[-1] | {"before": 1.0, "assumption": False}
    dashed = {"stroke": INK, "strokeDash": [2, 1.4], "strokeWidth": 0.8}
    drawn = list(zip(rows, slots, strict=True))
    look: Record = {"fill": GATE if whole["said"] else BAND_90}
    kinds: list[tuple[list[tuple[Record, Slot]], Record]] = [([(whole, slots[-1])], look)]
    for assumed in (False, True):
        for few in (False, True):
            look = {"fill": GATE if few else BAND_90 if assumed else BAND_50} | (dashed if assumed else {})
            of_kind = (assumed, few)
            kinds.append(([at for at in drawn if (bool(at[0]["assumption"]), bool(at[0]["said"])) == of_kind], look))
    layers = []
    for steps, look in kinds:
        parts = [
            {"p": row["before"], "p2": row["after"], "y": round(slot.y - half, 2), "y2": round(slot.y + half, 2)}
            for row, slot in steps
        ]
        if parts:
            bars = alt.Chart(data(parts)).mark_rect(aria=False, **look)
            layers.append(bars.encode(x=x, x2=alt.X2("p2:Q"), y=pixel("y"), y2=alt.Y2("y2:Q")))
    return layers


def _links(rows: Sequence[Record], slots: Sequence[Slot], page: Page, x: alt.X) -> list[alt.Chart]:
    """Lead from the end of each bar down to where the next begins."""
    parts = [
        {"p": row["after"], "p2": row["after"], "y": start, "y2": end, "color": QUIET}
        for row, slot, below in zip(rows, slots, slots[1:], strict=False)
        for start, end in between(slot, below, page.px(log10(row["after"])), page)
    ]
    return [lines(parts, x, "p2", width=0.7)] if parts else []


def _outcome(row: Record, slot: Slot, page: Page, x: alt.X) -> list[alt.Chart]:
    y = round(slot.y, 2)
    color = QUIET if row["said"] else ACCENT
    span = [{"p": row["after_low"], "p2": row["after_high"], "y": y, "color": color}]
    point = [{"p": row["after"], "y": y} | Look("diamond", color).fields()]
    return [lines(span, x, "p2", width=1.4), symbols(point, x, size=page.sizes.label * 3.6)]


def _factors(rows: Sequence[Record], slots: Sequence[Slot], page: Page) -> list[alt.Chart]:
    """Write each conditional factor at its step: left of the bar, or right of it where the left has no room."""
    apart = page.sizes.label * 0.6
    # Small where it is inferred beside what was said, which leads.
    sides: dict[tuple[str, float], list[Record]] = {}
    for row, slot in zip(rows, slots, strict=True):
        if not isfinite(row["factor"]) or not row["factor_label"]:
            continue
        last = row is rows[-1]
        size = page.sizes.small if row["said"] else page.sizes.label
        said = " ".join(["×", row["factor_label"], *([word("inferred")] if row["said"] else [])])
        start = page.px(log10(min(row["after"], row["after_low"] if last else 1.0))) - apart
        fits = start - text_width(said, size) >= 0
        end = page.px(log10(max(row["before"], row["after_high"] if last else 0.0))) + apart
        place = {"text": said, "px": round(start if fits else end, 2), "y": round(slot.y, 2)}
        sides.setdefault(("right" if fits else "left", size), []).append(place)
    return [
        layer
        for align, size in sorted(sides, key=lambda side: (side[0] == "left", -side[1]))
        for layer in haloed(sides[align, size], across("px"), align=align, fontSize=size, color=SOFT)
    ]
