"""Many points on one line: dots that stand on each other, bars where there are too many, and the middle of them.

Layout only: every point has its place on the page already, and is moved by half a dot at most.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor

import altair as alt
import numpy as np

from consilience.charts.drawing.language import phrase, word
from consilience.charts.drawing.layout import Page, Record, across, data, haloed, pixel
from consilience.charts.drawing.marks import BAR, Look, lines
from consilience.charts.drawing.rows import Label, Slot
from consilience.charts.drawing.theme import GRID, INK, PALE, PAPER, SOFT
from consilience.charts.drawing.typography import text_width
from consilience.notation import counted

# A dot of less than this many units is a speck, and of so many it is as large as that of a row of its own.
LEAST, MOST = 1.7, 4.2
# More would make a file of megabytes, and no pointer could find one of them.
MOST_DOTS = 1_500
# Names beside the points that lie apart, for each line.
MOST_NAMED = 2
MOST_TOLD = 5
# Height of all lines together, in chart units: a page, less its words.
HEIGHT = 540.0
# Of one line, in sizes of the label; of it, what lies below the dots, and with that and a name above them.
LOW, HIGH, BELOW, BESIDE = 1.8, 9.0, 1.1, 2.3
# Of a header, and of the words above a line on the column.
HEADER, WORDS = 2.3, 1.5


@dataclass(frozen=True, slots=True)
class Point:
    """One of many.

    Parameters
    ----------
    px : float
        Where it lies, in units from the left edge of the plot.
    name, said : str
        Who said what, for the pointer.
    shape : str
        Vega symbol.
    fill : str
        Colour inside.
    """

    px: float
    name: str
    said: str
    shape: str = "circle"
    fill: str = INK


@dataclass(frozen=True, slots=True)
class Line:
    """Points that stand on one floor, at ``y``, with ``room`` above it."""

    points: Sequence[Point]
    y: float
    room: float


def middle_key() -> list[tuple[Look, str]]:
    """What a key says of :func:`middles`."""
    return [(Look(BAR, PALE, PALE), word("middle half of them, with their median; line: 5% to 95%"))]


def with_marks(labels: Sequence[Label], points: Sequence[Sequence[Point]], page: Page) -> list[Label]:
    """Give the first of some rows the height that their dots need, all the same, and a page for all at most."""
    pile = max((len(pile) for each in points for pile in _piles(each, MOST).values()), default=1)
    size = page.sizes.label
    needed = pile * MOST / size + BESIDE
    headers = len({label.section for label in labels if label.section}) * HEADER
    rows = (len(labels) - len(points)) * (WORDS + 1.4)
    most = min(HIGH, (HEIGHT / size - headers - rows) / len(points) - (WORDS if page.narrow else 0.0))
    high = max(min(needed, most), LOW)
    return [replace(label, marks=high) if i < len(points) else label for i, label in enumerate(labels)]


def standing(points: Sequence[Sequence[Point]], slots: Sequence[Slot], page: Page) -> list[Line]:
    """Place lines of points in the first of some rows, with room below for their middle and above for a name."""
    placed = []
    for each, slot in zip(points, slots, strict=False):
        top, floor = slot.strip[0], slot.strip[1] - page.sizes.label * BELOW
        placed.append(Line(each, round(floor, 2), max(floor - top - page.sizes.label * 0.3, 1.0)))
    return placed


def dot_size(swarms: Sequence[Line]) -> float:
    """Find the diameter of the dots of several lines: as large as the highest pile allows, 0 where bars must do."""
    if sum(len(line.points) for line in swarms) > MOST_DOTS:
        return 0.0
    size = MOST
    while size >= LEAST:
        if all(max(map(len, _piles(line.points, size).values()), default=0) * size <= line.room for line in swarms):
            return size
        size *= 0.93
    return 0.0


def swarm(swarms: Sequence[Line], page: Page) -> list[alt.Chart]:
    """Draw lines of many points.

    Parameters
    ----------
    swarms : sequence of Line
        With at least one point among them.
    page : Page
        The columns.

    Returns
    -------
    list of altair.Chart
        A dot a point where all of them have room. Otherwise bars, whose heights compare within a line.
    """
    size = dot_size(swarms)
    if not size:
        return [*_bars(swarms), *_names(swarms, MOST, page)]
    dots: list[Record] = []
    for line in swarms:
        for place, pile in _piles(line.points, size).items():
            dots += [
                {
                    "px": round(min(max((place + 0.5) * size, 0.0), page.plot), 2),
                    "y": round(line.y - (i + 0.5) * size, 2),
                    "shape": point.shape,
                    "fill": point.fill,
                    "name": point.name,
                    "said": point.said,
                    "spoken": f"{point.name}: {point.said}",
                }
                for i, point in enumerate(pile)
            ]
    marks = alt.Chart(data(dots)).mark_point(size=(size * 0.86) ** 2, strokeWidth=0.5, opacity=1)
    drawn = marks.encode(
        x=across("px"),
        y=pixel("y"),
        shape=alt.Shape("shape:N", scale=None),
        stroke=alt.StrokeValue(INK),
        fill=alt.Fill("fill:N", scale=None),
        description=alt.Description("spoken:N"),
        tooltip=[alt.Tooltip("name:N", title=word("Forecaster")), alt.Tooltip("said:N", title=word("Said"))],
    )
    return [drawn, *_names(swarms, size, page)]


def floors(swarms: Sequence[Line], page: Page, x: alt.X) -> alt.Chart:
    """Draw the line that the points of each stand on, from end to end of the axis."""
    low, high = page.domain
    rows = [{"logit": low, "logit2": high, "y": line.y, "color": GRID} for line in swarms]
    return lines(rows, x, "logit2", width=0.6)


def middles(swarms: Sequence[Line], page: Page) -> list[alt.Chart]:
    """Draw below each floor where the middle half of its points lies, and the middle nine tenths."""
    wide: list[Record] = []
    half: list[Record] = []
    ticks: list[Record] = []
    for line in swarms:
        places = [point.px for point in line.points]
        if len(places) < 4:
            continue
        y = round(line.y + page.sizes.label * 0.45, 2)
        least, low, middle, high, most = np.quantile(places, (0.05, 0.25, 0.5, 0.75, 0.95)).round(2).tolist()
        wide.append({"px": least, "px2": most, "y": y, "color": PALE})
        half.append({"px": low, "px2": high, "y": y, "color": PALE})
        rise = page.sizes.label * 0.32
        ticks.append({"px": middle, "px2": middle, "y": round(y - rise, 2), "y2": round(y + rise, 2), "color": INK})
    if not wide:
        return []
    across_px = across("px")
    return [
        lines(wide, across_px, "px2", width=0.9),
        lines(half, across_px, "px2", width=page.sizes.label * 0.42),
        lines(ticks, across_px, "px2", width=1.4),
    ]


def _piles(points: Sequence[Point], size: float) -> Mapping[int, list[Point]]:
    piles: dict[int, list[Point]] = {}
    for point in points:
        piles.setdefault(floor(point.px / size), []).append(point)
    return piles


def _bars(swarms: Sequence[Line]) -> list[alt.Chart]:
    """Draw piles as bars; those of hollow points, as what is certain, are hollow and stand outside of the others."""
    bars: list[Record] = []
    for line in swarms:
        piles: dict[tuple[int, str], list[Point]] = {}
        ends = [floor(point.px / MOST) for point in line.points]
        for point, place in zip(line.points, ends, strict=True):
            aside = {"triangle-left": -1, "triangle-right": 1}.get(point.shape, 0) if point.fill == PAPER else 0
            piles.setdefault((place + aside, point.fill), []).append(point)
        most = max(map(len, piles.values()), default=1)
        for (place, fill), pile in piles.items():
            who = [f"{point.name}: {point.said}" for point in pile[:MOST_TOLD]]
            more = [word("{} more", str(len(pile) - MOST_TOLD))] if len(pile) > MOST_TOLD else []
            bars.append(
                {
                    "px": round(place * MOST, 2),
                    "px2": round((place + 1) * MOST - 0.8, 2),
                    "y": round(line.y - max(line.room * len(pile) / most, 0.6), 2),
                    "y2": round(line.y, 2),
                    "fill": fill,
                    "name": phrase(counted(len(pile), "statement")),
                    "said": " · ".join([*who, *more]),
                }
            )
    rect = alt.Chart(data(bars)).mark_rect(stroke=INK, strokeWidth=0.5)
    drawn = rect.encode(
        x=across("px"),
        x2=alt.X2("px2:Q"),
        y=pixel("y"),
        y2=alt.Y2("y2:Q"),
        fill=alt.Fill("fill:N", scale=None),
        description=alt.Description("name:N"),
        tooltip=[alt.Tooltip("name:N", title=word("Here")), alt.Tooltip("said:N", title=word("Among them"))],
    )
    return [drawn]


def _names(swarms: Sequence[Line], size: float, page: Page) -> list[alt.Chart]:
    """Name the points at either end that lie far from the middle half, where their name has room."""
    texts = [text for line in swarms for text in _apart(line, size, page)]
    return haloed(texts, across("px"), fontSize=page.sizes.small, color=SOFT) if texts else []


def _apart(line: Line, size: float, page: Page) -> list[Record]:
    ordered = sorted(line.points, key=lambda point: point.px)
    if len(ordered) < 8:
        return []
    low, high = np.quantile([point.px for point in ordered], (0.25, 0.75)).tolist()
    far = 1.5 * (high - low) + 3 * MOST
    piles = _piles(line.points, size)
    texts: list[Record] = []
    for point in (ordered[0], ordered[-1]):
        alone = len(piles[floor(point.px / size)]) == 1
        if low - far <= point.px <= high + far or not alone or not point.name:
            continue
        wide = text_width(point.name, page.sizes.small)
        first = min(max(point.px - wide / 2, 0.0), page.plot - wide)
        beside = [len(pile) for place, pile in piles.items() if first - size <= place * size <= first + wide]
        if wide < page.plot * 0.4 and max(beside, default=0) <= 1:
            y = line.y - size - page.sizes.small * 0.75
            texts.append({"text": point.name, "px": round(first, 2), "y": round(y, 2)})
    return texts
