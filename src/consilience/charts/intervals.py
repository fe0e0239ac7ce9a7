"""Rows of an estimate with its 50% and 90% interval: what the charts of groups, pools and questions share.

On the full width names stand left and values right of the plot, as in a forest plot. On the column both stand
above their interval, which then has the whole width.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, isinf, isnan
from types import MappingProxyType
from typing import Any

import altair as alt

from consilience.charts.axis import axis, axis_height, scale
from consilience.charts.layout import (
    ChartText,
    Page,
    Record,
    data,
    finish,
    haloed,
    pixel,
    sizes_of,
    text_layer,
)
from consilience.charts.theme import ACCENT, GUIDE, INK, PAPER, QUIET, SOFT, Sizes, Width
from consilience.charts.typography import text_width, wrap

Pair = tuple[float, float]

# More rows than this, and the detail goes beside the name on the full width: thirty questions fit a page.
DENSE = 20
# Between name and detail, in sizes of the label.
GAP = 0.8


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
    """

    name: str
    value: float
    said: str
    wide: Pair | None = None
    inner: Pair | None = None
    detail: str = ""
    total: bool = False


@dataclass(slots=True)
class _Slot:
    row: Row
    name: list[str]
    height: float
    y: float = 0.0
    name_y: float = 0.0


def interval_chart(
    rows: Sequence[Row], *, domain: Pair, text: ChartText, width: Width, reference: float | None = None
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
    width : {"full", "column"}
        174 mm or 85 mm.
    reference : float, optional
        Log odds of a dashed line behind all rows.

    Returns
    -------
    altair.LayerChart
        One row of marks and words for each row.
    """
    page = _page(rows, domain, sizes_of(width))
    slots = _slots(rows, page)
    last = slots[-1]
    height = round(last.y + (page.sizes.label * 0.9 if page.narrow else last.height / 2), 1)
    x = alt.X("logit:Q", scale=scale(page), axis=axis(page))
    layers = [
        _guides(slots, page),
        *([] if reference is None else [_reference(reference, x)]),
        *_lines(slots, page, x),
        *_symbols(slots, page, x),
        *_words(slots, page, x),
        _hover(slots, page),
    ]
    return finish(layers, page, height, axis_height(page), text)


def _page(rows: Sequence[Row], domain: Pair, sizes: Sizes) -> Page:
    page = Page(sizes, domain, left=round(sizes.label), right=round(sizes.label))
    if page.narrow:
        return page
    names = max(_widths(row, sizes, together=len(rows) > DENSE) for row in rows)
    said = max((text_width(row.said, sizes.label) for row in rows if not isnan(row.value)), default=0.0)
    return Page(
        sizes,
        domain,
        left=ceil(min(names, sizes.inner * 0.33) + sizes.label * 1.3) + 1,
        right=ceil(min(said, sizes.inner * 0.3) + sizes.label) + 2,
    )


def _widths(row: Row, sizes: Sizes, *, together: bool) -> float:
    """Width of a name and its detail, on one line or one below the other."""
    name, detail = text_width(row.name, sizes.label, bold=row.total), text_width(row.detail, sizes.small)
    return name + GAP * sizes.label + detail if together and detail else max(name, detail)


def _slots(rows: Sequence[Row], page: Page) -> list[_Slot]:
    """Stack the rows: where their intervals and the first lines of their names stand."""
    size = page.sizes.label
    step = size * 1.2
    slots: list[_Slot] = []
    at = size * 0.4
    for i, row in enumerate(rows):
        if i > 0 and row.total != rows[i - 1].total:
            at += size * 0.7
        name = _name(row, page, together=page.narrow or len(rows) > DENSE)
        block = step * len(name)
        if page.narrow:
            high = block + size * 1.35
            slot = _Slot(row, name, high, y=at + high - size * 0.7, name_y=at + step / 2)
        else:
            high = max(size * 1.9, block + size * 0.6)
            slot = _Slot(row, name, high, y=at + high / 2, name_y=at + (high - block + step) / 2)
        slots.append(slot)
        at += high + (size * 0.25 if page.narrow else 0)
    return slots


def _name(row: Row, page: Page, *, together: bool) -> list[str]:
    """Break a name into lines; an empty last one where the detail takes a line of its own."""
    size = page.sizes.label
    room = later = page.left - size * 1.3
    if page.narrow:
        value = text_width(row.said, size) if not isnan(row.value) else 0.0
        room, later = max(page.sizes.inner - value - size * 1.5, page.sizes.inner * 0.4), page.sizes.inner
    name = wrap(row.name, room, size, bold=row.total, most=3)
    if not row.detail:
        return name
    last = text_width(name[-1], size, bold=row.total) + size * GAP + text_width(row.detail, page.sizes.small)
    fits = together and last <= (room if len(name) == 1 else later)
    return name if fits else [*name, ""]


def _guides(slots: Sequence[_Slot], page: Page) -> alt.Chart:
    rule = alt.Chart(data([{"y": round(slot.y, 2)} for slot in slots]))
    rule = rule.mark_rule(aria=False, color=GUIDE, strokeWidth=0.6)
    return rule.encode(x=alt.value(0), x2=alt.value(page.plot), y=pixel("y"))


def _reference(at: float, x: alt.X) -> alt.Chart:
    rule = alt.Chart(data([{"logit": at}])).mark_rule(aria=False, color=QUIET, strokeDash=[3, 2], strokeWidth=0.8)
    return rule.encode(x=x)


def _lines(slots: Sequence[_Slot], page: Page, x: alt.X) -> list[alt.Chart]:
    layers = []
    for name, width in (("wide", 1.1), ("inner", page.sizes.label * 0.5)):
        rows = [
            {
                "logit": page.within(ends[0]),
                "logit2": page.within(ends[1]),
                "y": round(slot.y, 2),
                "role": _role(slot.row),
            }
            for slot in slots
            if (ends := getattr(slot.row, name)) is not None
        ]
        if rows:
            rule = alt.Chart(data(rows)).mark_rule(aria=False, strokeWidth=width)
            layers.append(
                rule.encode(x=x, x2="logit2:Q", y=pixel("y"), color=alt.Color("role:N", scale=_scale(0), legend=None))
            )
    return layers


def _symbols(slots: Sequence[_Slot], page: Page, x: alt.X) -> list[alt.Chart]:
    rows = [
        {"logit": page.within(slot.row.value), "y": round(slot.y, 2), "role": _role(slot.row)}
        for slot in slots
        if not isnan(slot.row.value)
    ]
    if not rows:
        return []
    drawn = alt.Chart(data(rows)).mark_point(aria=False, opacity=1, size=page.sizes.label * 3.6, strokeWidth=1.3)
    return [
        drawn.encode(
            x=x,
            y=pixel("y"),
            stroke=alt.Stroke("role:N", scale=_scale(0), legend=None),
            fill=alt.Fill("role:N", scale=_scale(1), legend=None),
            shape=alt.Shape("role:N", scale=_scale(2), legend=None),
        )
    ]


def _words(slots: Sequence[_Slot], page: Page, x: alt.X) -> list[alt.Chart]:
    size, small = page.sizes.label, page.sizes.small
    names: dict[bool, list[Record]] = {False: [], True: []}
    details: list[Record] = []
    said: list[Record] = []
    reasons: list[Record] = []
    for slot in slots:
        row = slot.row
        for i, line in enumerate(filter(None, slot.name)):
            names[row.total].append({"text": line, "y": round(slot.name_y + i * size * 1.2, 2)})
        if row.detail:
            details.append(_detail(slot, page))
        if not isnan(row.value):
            said.append({"text": row.said, "y": round(slot.name_y if page.narrow else slot.y, 2)})
        else:
            reasons.append({"text": row.said, "logit": page.logit_at(size * 0.5), "y": round(slot.y, 2)})
    left, right = (
        alt.value(-page.left),
        alt.value(page.plot + page.right if page.narrow else page.plot + size),
    )
    align = "right" if page.narrow else "left"
    # On the full width names and values stand clear of the grid, on the column they are over it.
    write = haloed if page.narrow else _plain
    layers = [
        *write(names[False], left, fontSize=size, color=INK),
        *write(names[True], left, fontSize=size, color=INK, fontWeight="bold"),
        *write(details, x, fontSize=small, color=QUIET),
        *write(said, right, fontSize=size, color=INK, align=align),
        *haloed(reasons, x, fontSize=small, fontStyle="italic", color=SOFT, limit=page.plot + page.right),
    ]
    return [layer for layer in layers if layer.data["values"]]


def _plain(rows: Sequence[Record], x: Any, **mark: Any) -> list[alt.Chart]:
    return [text_layer(rows, x, **mark)]


def _detail(slot: _Slot, page: Page) -> Record:
    """Set the detail on the last line of the name, which may be empty."""
    size = page.sizes.label
    line = slot.name[-1]
    after = text_width(line, size, bold=slot.row.total) + size * GAP if line else 0.0
    y = slot.name_y + (len(slot.name) - 1) * size * 1.2
    return {"text": slot.row.detail, "logit": page.logit_at(after - page.left), "y": round(y, 2)}


def _hover(slots: Sequence[_Slot], page: Page) -> alt.Chart:
    rows = [
        {
            "name": slot.row.name,
            "said": slot.row.said,
            "detail": slot.row.detail,
            "spoken": f"{slot.row.name}: {slot.row.said}",
            "y": round(min(slot.name_y, slot.y) - page.sizes.label * 0.7, 2),
            "y2": round(slot.y + page.sizes.label * 0.7, 2),
        }
        for slot in slots
    ]
    strip = alt.Chart(data(rows)).mark_rect(opacity=0)
    return strip.encode(
        x=alt.value(-page.left),
        x2=alt.value(page.plot + page.right),
        y=pixel("y"),
        y2="y2:Q",
        description="spoken:N",
        tooltip=[
            alt.Tooltip("name:N", title="Row"),
            alt.Tooltip("said:N", title="Value"),
            alt.Tooltip("detail:N", title="From"),
        ],
    )


# Stroke, fill and shape of a symbol: hollow on an interval, so that its bar shows, and solid for a bare pool.
_LOOKS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "row": (INK, PAPER, "circle"),
        "total": (ACCENT, PAPER, "diamond"),
        "dot": (INK, INK, "circle"),
        "never": (INK, PAPER, "triangle-left"),
        "always": (INK, PAPER, "triangle-right"),
    }
)


def _role(row: Row) -> str:
    if isinf(row.value):
        return "always" if row.value > 0 else "never"
    return "total" if row.total else "dot" if row.wide is None else "row"


def _scale(aspect: int) -> alt.Scale:
    return alt.Scale(domain=list(_LOOKS), range=[look[aspect] for look in _LOOKS.values()])
