"""Rows of names, marks and values: the columns of a page, how rows stack, and the words beside their marks.

On the full width names stand left and values right of the plot, as in a forest plot. On the column both stand
above their marks, which then have the whole width.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import altair as alt

from consilience.charts.drawing.language import word
from consilience.charts.drawing.layout import Page, Record, across, data, pixel, text_layer
from consilience.charts.drawing.marks import covers
from consilience.charts.drawing.theme import GUIDE, INK, QUIET, SOFT, Sizes
from consilience.charts.drawing.typography import text_width, wrap

# More rows than this, and the detail goes beside the name on the full width: thirty questions fit a page.
DENSE = 20
# More rows than so many, and names may take so much of the width: with fewer lines each, the rows still fit a page.
MANY, WIDE = 12, 0.5
# Between name and detail, in sizes of the label.
GAP = 0.8
STEP = 1.2
# Who stands behind a row, at such length that the what-if at its end is not cut off.
MOST_DETAIL = 5
# Of a name or of its detail on the column, where they stand beside a value of several lines.
MOST_BESIDE = 3
# Where the marks of a row stand in the room below its words: nearer to their own than to those of the next.
MIDDLE = 0.48


@dataclass(frozen=True, slots=True)
class Label:
    """The words of one row.

    Parameters
    ----------
    name : str
        What the row is.
    said : str
        Its value in words, printed beside the row; empty for none.
    detail : str
        Printed small and grey after the name.
    strong : bool
        In bold and set apart from the rows that are not.
    section : str
        A header over the first of the rows that share it; empty for none.
    marks : float
        Height of its marks in sizes of the label, where they need more than those of other rows.
    pale : bool
        Its value in grey: a what-if beside what was said.
    """

    name: str
    said: str = ""
    detail: str = ""
    strong: bool = False
    section: str = ""
    marks: float = 0.0
    pale: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """How the words of a chart's rows share the page.

    Parameters
    ----------
    names, values : float
        At most so much of the width goes to the names and to the values, on the full width.
    lines : int
        At most so many lines for a name.
    inset : float
        Room within the plot's own column at both ends for labels at the ends of bars, in chart units.
    pitch : float
        Least height of a row on the full width, in sizes of the label.
    said : float, optional
        Width of the values where the chart writes them itself.
    apart : float
        Between strong rows and others, in sizes of the label.
    marks : float
        Room for the marks below the words on the column, in sizes of the label.
    """

    names: float = 0.33
    values: float = 0.3
    lines: int = 3
    inset: float = 0.0
    pitch: float = 1.9
    said: float | None = None
    apart: float = 0.7
    marks: float = 1.35


@dataclass(slots=True)
class Slot:
    """A row with its place: ``y`` of its marks, ``name_y`` of the first line of its name.

    What runs down the chart may do so within ``strip``, where the row has no words. A value that is ``below`` has lines
    of its own under the name.
    """

    label: Label
    name: list[str]
    detail: list[str]
    said: list[str]
    header: list[str]
    height: float = 0.0
    y: float = 0.0
    name_y: float = 0.0
    header_y: float = 0.0
    together: bool = False
    below: bool = False
    strip: tuple[float, float] = (0.0, 0.0)


def columns(labels: Sequence[Label], domain: tuple[float, float], sizes: Sizes, room: Room) -> Page:
    """Share the width of a page among names, plot and values.

    Parameters
    ----------
    labels : sequence of Label
        All rows.
    domain : tuple of float
        Ends of the axis.
    sizes : Sizes
        An entry of :data:`consilience.charts.drawing.theme.SIZES`.
    room : Room
        The shares.

    Returns
    -------
    Page
        On the column, where words stand above the marks, the plot has the whole width but for the inset.
    """
    edge = round(max(sizes.label, room.inset))
    page = Page(sizes, domain, left=edge, right=edge)
    if page.narrow:
        return page
    names = max(_widths(label, sizes, together=len(labels) > DENSE) for label in labels)
    said = max(text_width(label.said, sizes.label) for label in labels)
    said = said if room.said is None else room.said
    share = max(room.names, WIDE) if len(labels) > MANY else room.names
    return Page(
        sizes,
        domain,
        left=ceil(min(names, sizes.inner * share) + sizes.label * 1.3 + room.inset) + 1,
        right=ceil(min(said, sizes.inner * room.values) + sizes.label + room.inset) + 2,
    )


def _widths(label: Label, sizes: Sizes, *, together: bool) -> float:
    """Width of a name and its detail, on one line or one below the other."""
    name = text_width(label.name, sizes.label, bold=label.strong)
    detail = text_width(label.detail, sizes.small)
    return name + GAP * sizes.label + detail if together and detail else max(name, detail)


def stack(labels: Sequence[Label], page: Page, room: Room, *, head: float | None = None) -> list[Slot]:
    """Stack the rows: where their marks and the first lines of their names stand.

    Parameters
    ----------
    labels : sequence of Label
        From top to bottom.
    page : Page
        The columns.
    room : Room
        As given to :func:`columns`.
    head : float, optional
        Where the first row begins, in chart units.

    Returns
    -------
    list of Slot
        One for each label.
    """
    size = page.sizes.label
    step = size * STEP
    at = size * 0.4 if head is None else head
    slots: list[Slot] = []
    for i, label in enumerate(labels):
        slot = _slot(label, page, room, together=page.narrow or len(labels) > DENSE)
        if label.section and (i == 0 or label.section != labels[i - 1].section):
            at += size * 0.8 if i else 0.0
            slot.header = wrap(label.section, page.sizes.inner, size, bold=True, most=4)
            slot.header_y = at + step / 2
            at += step * len(slot.header) + size * 0.3
        elif i > 0 and label.strong != labels[i - 1].strong:
            at += size * room.apart
        beside, under = (0, len(slot.said)) if slot.below else (len(slot.said), 0)
        block = step * max(len(slot.name) + under + _extra(slot), beside)
        if page.narrow:
            marks = size * (label.marks or room.marks)
            slot.height = block + marks
            slot.y, slot.name_y = at + block + marks * MIDDLE, at + step / 2
            slot.strip = (at + block, at + slot.height)
        else:
            slot.height = max(size * (label.marks or room.pitch), block + size * 0.6)
            slot.y, slot.name_y = at + slot.height / 2, at + (slot.height - block + step) / 2
            slot.strip = (at, at + slot.height)
        slots.append(slot)
        at += slot.height + (size * 0.25 if page.narrow else 0.0)
    return slots


def bottom(slots: Sequence[Slot], page: Page) -> float:
    """Height of a plot that ends with its last row, in chart units."""
    last = slots[-1]
    return round(max(last.y + page.sizes.label * 0.9, last.strip[1]) if page.narrow else last.strip[1], 1)


def _slot(label: Label, page: Page, room: Room, *, together: bool) -> Slot:
    """Break the words of a row into lines."""
    size = page.sizes.label
    inset = room.inset if not page.narrow else 0.0
    width = later = page.left - size * 1.3 - inset
    values = page.right - size - inset
    if page.narrow:
        values = page.sizes.inner * 0.55
        value = min(text_width(label.said, size), values) if room.said is None else room.said
        width, later = max(page.sizes.inner - value - size * 1.5, page.sizes.inner * 0.4), page.sizes.inner
    below = False
    if page.narrow and room.said is None and text_width(label.said, size) > values:
        # Beside a value of several lines; in the whole width, and the value below, where they would be a narrow column.
        later = width
        below = (
            len(wrap(label.name, width, size, bold=label.strong)) > MOST_BESIDE
            or len(wrap(label.detail, width, page.sizes.small)) > MOST_BESIDE
        )
    if below:
        width = later = values = page.sizes.inner
    name = wrap(label.name, width, size, bold=label.strong, most=room.lines) or [""]
    said = wrap(label.said, values + 1, size, most=2) if room.said is None else []
    last = text_width(name[-1], size, bold=label.strong) + size * GAP + text_width(label.detail, page.sizes.small)
    beside = together and last <= (width if len(name) == 1 else later)
    detail = [label.detail] if beside else wrap(label.detail, later, page.sizes.small, most=MOST_DETAIL)
    return Slot(label, name, detail if label.detail else [], said, [], together=beside, below=below)


def _extra(slot: Slot) -> float:
    """Lines that the detail takes below the name."""
    return 0 if slot.together else len(slot.detail)


def guides(slots: Sequence[Slot], page: Page) -> alt.Chart:
    """Draw a faint line across the plot at the height of each row's marks."""
    rule = alt.Chart(data([{"y": round(slot.y, 2)} for slot in slots]))
    rule = rule.mark_rule(aria=False, color=GUIDE, strokeWidth=0.6)
    return rule.encode(x=alt.XValue(0), x2=alt.X2Value(page.plot), y=pixel("y"))


def down(slots: Sequence[Slot], page: Page, top: float) -> list[tuple[float, float]]:
    """Find where a line may run down from ``top`` past all rows: on the column not through their words."""
    if page.narrow:
        return [(round(start, 2), round(end, 2)) for start, end in (slot.strip for slot in slots)]
    return [(top, bottom(slots, page))]


def between(slot: Slot, below: Slot, px: float, page: Page) -> list[tuple[float, float]]:
    """Find where a line at ``px`` may lead from the marks of a row to those of the next: beside words, never into them.

    Parameters
    ----------
    slot, below : Slot
        The rows.
    px : float
        From the left edge of the plot, in chart units.
    page : Page
        The columns.

    Returns
    -------
    list of (float, float)
        One stretch; on the column two, one at either end, where the words of the next row stand in its way.
    """
    near = page.sizes.label * 0.3
    boxes = _boxes(_texts([below], page), page) if page.narrow else []
    if not any(box["px"] - near < px < box["px2"] + near for box in boxes):
        return [(round(slot.y, 2), round(below.y, 2))]
    return [(round(slot.y, 2), round(slot.strip[1], 2)), (round(below.strip[0], 2), round(below.y, 2))]


def words(slots: Sequence[Slot], page: Page, room: Room) -> list[alt.Chart]:
    """Write headers, names, details and values of rows.

    Parameters
    ----------
    slots : sequence of Slot
        From :func:`stack`.
    page : Page
        The columns.
    room : Room
        As given to :func:`columns`.

    Returns
    -------
    list of altair.Chart
        On the column the grid stops at them.
    """
    size, texts = page.sizes.label, _texts(slots, page)
    left = alt.XValue(-page.left)
    inset = room.inset if not page.narrow else 0.0
    right = alt.XValue(page.plot + page.right if page.narrow else page.plot + size + inset)
    align = "right" if page.narrow else "left"
    looks: dict[str, tuple[Any, dict[str, Any]]] = {
        "name": (left, {"color": INK}),
        "bold": (left, {"color": INK, "fontWeight": "bold"}),
        "detail": (across("px"), {"fontSize": page.sizes.small, "color": QUIET}),
        "said": (right, {"color": INK, "align": align}),
        "pale": (right, {"color": SOFT, "align": align}),
    }
    layers = [
        text_layer(texts[kind], x, **{"fontSize": size, **look}) for kind, (x, look) in looks.items() if texts[kind]
    ]
    return [covers(_boxes(texts, page)), *layers] if page.narrow else layers


def _texts(slots: Sequence[Slot], page: Page) -> dict[str, list[Record]]:
    """Lines of words by their look, each with its height."""
    size = page.sizes.label
    texts: dict[str, list[Record]] = {"name": [], "bold": [], "detail": [], "said": [], "pale": []}
    for slot in slots:
        texts["bold"] += _lines(slot.header, slot.header_y, size)
        texts["bold" if slot.label.strong else "name"] += _lines(slot.name, slot.name_y, size)
        texts["detail"] += _details(slot, page)
        middle = slot.name_y if page.narrow else slot.y - (len(slot.said) - 1) * size * STEP / 2
        middle += len(slot.name) * size * STEP if slot.below else 0.0
        texts["pale" if slot.label.pale else "said"] += _lines(slot.said, middle, size)
    return texts


def _boxes(texts: Mapping[str, Sequence[Record]], page: Page) -> list[Record]:
    """Where the words of the column stand."""
    boxes = []
    for kind, lines in texts.items():
        size = page.sizes.small if kind == "detail" else page.sizes.label
        for line in lines:
            wide = text_width(line["text"], size, bold=kind == "bold")
            first = page.plot + page.right - wide if kind in ("said", "pale") else line.get("px", -page.left)
            # Not beyond the margins: the picture would be wider than its page.
            last = min(first + wide + 1.5, page.plot + page.right)
            ends = {"px": round(max(first - 1.5, -page.left), 2), "px2": round(last, 2)}
            boxes.append(ends | {"y": round(line["y"] - size * 0.6, 2), "y2": round(line["y"] + size * 0.6, 2)})
    return boxes


def _lines(lines: Sequence[str], y: float, size: float) -> list[Record]:
    return [{"text": line, "y": round(y + i * size * STEP, 2)} for i, line in enumerate(lines)]


def _details(slot: Slot, page: Page) -> list[Record]:
    """Set the detail after the last line of the name, or below it."""
    size = page.sizes.label
    place, y = -float(page.left), slot.name_y + len(slot.name) * size * STEP
    if slot.together:
        place += text_width(slot.name[-1], size, bold=slot.label.strong) + size * GAP
        y -= size * STEP
    elif slot.below:
        y += len(slot.said) * size * STEP
    return [line | {"px": round(place, 2)} for line in _lines(slot.detail, y, size)]


def hover(slots: Sequence[Slot], page: Page) -> alt.Chart:
    """Give each row an invisible strip that carries its tooltip and its words for a screen reader."""
    rows = [
        {
            "name": slot.label.name,
            "said": slot.label.said,
            "detail": slot.label.detail,
            "spoken": f"{slot.label.name}: {slot.label.said or slot.label.detail}",
            "y": round(min(slot.name_y, slot.y) - page.sizes.label * 0.7, 2),
            "y2": round(slot.y + page.sizes.label * 0.7, 2),
        }
        for slot in slots
    ]
    strip = alt.Chart(data(rows)).mark_rect(opacity=0)
    return strip.encode(
        x=alt.XValue(-page.left),
        x2=alt.X2Value(page.plot + page.right),
        y=pixel("y"),
        y2=alt.Y2("y2:Q"),
        description=alt.Description("spoken:N"),
        tooltip=[
            alt.Tooltip("name:N", title=word("Row")),
            alt.Tooltip("said:N", title=word("Value")),
            alt.Tooltip("detail:N", title=word("From")),
        ],
    )
