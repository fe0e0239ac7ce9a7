"""Every forecaster's probability for every factor: a small panel for a factor, a row for a forecaster."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import altair as alt

from consilience.charts.drawing.axis import AXIS_TITLE, ticks
from consilience.charts.drawing.drawn import chart
from consilience.charts.drawing.language import word
from consilience.charts.drawing.layout import (
    TALL,
    ChartText,
    Page,
    Record,
    across,
    data,
    finish,
    finite,
    pixel,
    records,
    text_layer,
)
from consilience.charts.drawing.marks import at, legend, lines, symbols
from consilience.charts.drawing.options import PLAIN, ChartOptions
from consilience.charts.drawing.theme import GRID, GUIDE, INK, PALE, QUIET, SOFT, Sizes
from consilience.charts.drawing.typography import text_width, told_apart, wrap
from consilience.charts.factor_crowd import ANSWERED, PREDICTED, factor_crowd

if TYPE_CHECKING:
    import pandas as pd

FACTOR_COLUMNS = (
    "question", "title", "forecaster", "group", "answered", "logit_value", "logit_low", "logit_high", "label", "said",
)  # fmt: skip
# Of a title: fewer panels stand side by side before one is cut.
MOST_LINES = 6
MOST_VIEWS = 50_000
# Of more people there is a dot for each on the line of its group.
MOST_NAMED = 40


@chart(rows=("forecaster",))
def factors(
    frame: "pd.DataFrame", *, domain: tuple[float, float], text: ChartText, options: ChartOptions = PLAIN
) -> alt.LayerChart:
    """Draw the credence of each forecaster in each factor with its 90% interval, a panel for each factor.

    Parameters
    ----------
    frame : pandas.DataFrame
        The factors frame. Eight factors of 22 forecasters fit a page.
    domain : tuple of float
        Ends of the axis of every panel in natural log odds; what is beyond them is an arrow at the end.
    text : ChartText
        The words around the chart.
    options : ChartOptions
        Width, axis, rows and look of the picture.

    Returns
    -------
    altair.LayerChart
        Factors in the order of the frame, at most four side by side (on the column three), fewer where a title would
        be cut; the same rows in each, under their group. What the model predicts of a question that was not answered
        is hollow and pale. Of more than 40 forecasters a dot for each, without intervals, on one line a factor and
        group.

    Raises
    ------
    ChartError
        If the frame is empty, lacks a column or a number.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"question": "q", "title": "Capable", "forecaster": "Ada", "group": "", "answered": True, "said": "60%",
    ...        "logit_value": 0.4, "logit_low": 0.1, "logit_high": 0.7, "label": "60% [52%, 67%]"}
    >>> text = ChartText("Ada thinks it likely", "One dot at 60%.")
    >>> factors(pd.DataFrame([row]), domain=(-5, 5), text=text).to_dict()["description"]
    'One dot at 60%.'
    """
    rows = records(frame, FACTOR_COLUMNS, what="factors", most=MOST_VIEWS)
    finite(rows, ("logit_value", "logit_low", "logit_high"), what="factors")
    if len({(row["group"], row["forecaster"]) for row in rows}) > MOST_NAMED:
        return factor_crowd(rows, domain=domain, text=text, sizes=options.sizes)
    grid = _grid(rows, domain, options.sizes)
    page = grid.page
    height = grid.height
    found = {bool(row["answered"]) for row in rows}
    kinds = (
        (True, ANSWERED, "answered, with 90% interval"),
        (False, PREDICTED, "not answered: what the model predicts"),
    )
    entries = [(look, word(said)) for answered, look, said in kinds if answered in found]
    title = [{"text": word(AXIS_TITLE), "px": round(page.plot / 2, 2), "y": round(height + page.sizes.small, 2)}]
    foot = page.sizes.small * 1.9
    key, key_height = legend(entries, page, height + foot)
    layers = [
        *_frames(grid),
        *_marks(rows, grid),
        *_names(grid),
        text_layer(title, across("px"), align="center", fontSize=page.sizes.small, color=SOFT),
        _hover(rows, grid),
        *key,
    ]
    return finish(layers, page, height, foot + key_height, text)


@dataclass(frozen=True, slots=True)
class _Name:
    """Lines of a name or a header, with the height of their middle within a panel."""

    lines: Sequence[str]
    y: float


@dataclass(frozen=True, slots=True)
class _Grid:
    """Panels in rows: ``page`` the whole, ``panel`` the columns of one, each at its place in chart units."""

    page: Page
    panel: Page
    gap: float
    pitch: float
    names: Mapping[tuple[str, str], _Name]
    headers: Mapping[str, _Name]
    titles: Mapping[str, list[str]]
    places: Mapping[str, tuple[float, float]]
    rows: float
    height: float

    @property
    def size(self) -> float:
        """Font size of names: with the closer rows of the column, the smaller."""
        return self.page.sizes.small

    @property
    def over(self) -> float:
        """Height of the axis above a panel."""
        return _over(self.rows, self.size)

    def y(self, question: str, forecaster: tuple[str, str]) -> float:
        """Height of a forecaster's row in the panel of a question."""
        return round(self.places[question][1] + self.names[forecaster].y, 2)


def _over(deep: float, size: float) -> float:
    return size * 1.2 if deep > TALL else 0.0


def _grid(rows: Sequence[Record], domain: tuple[float, float], sizes: Sizes) -> _Grid:
    narrow = sizes.narrow
    size, pitch, gap = sizes.small, 6.45 if narrow else 9.2, sizes.small * (1.3 if narrow else 2.2)
    people = list(dict.fromkeys((row["group"], row["forecaster"]) for row in rows))
    widest = max(text_width(forecaster, size) for _, forecaster in people)
    left = ceil(min(widest, sizes.inner * (0.24 if narrow else 0.22)) + size * 0.8)
    names, headers, deep = _stack(people, pitch, left - size * 0.8, size)
    questions = {row["question"]: row["title"] for row in rows}
    page = Page(sizes, (0.0, 1.0), left, round(size))
    beside, wide = _beside(list(questions.values()), page, gap)
    panel = Page(sizes, domain, left, round(sizes.inner - left - wide))
    titles = {name: wrap(said, wide, size, bold=True) for name, said in questions.items()}
    places: dict[str, tuple[float, float]] = {}
    y = 0.0
    for start in range(0, len(questions), beside):
        side_by_side = list(questions)[start : start + beside]
        y += size * 1.2 * max(len(titles[name]) for name in side_by_side) + size * 0.6 + _over(deep, size)
        for i, name in enumerate(side_by_side):
            places[name] = (round(i * (wide + gap), 2), round(y, 2))
        y += deep + size * 2.1
    return _Grid(page, panel, gap, pitch, names, headers, titles, places, deep, round(y - size * 0.6, 1))


def _beside(titles: Sequence[str], page: Page, gap: float) -> tuple[int, float]:
    """How many panels stand side by side, and how wide each is: as many as leave every title whole."""
    for most in range(min(3 if page.narrow else 4, len(titles)), 0, -1):
        beside = ceil(len(titles) / ceil(len(titles) / most))
        wide = (page.plot - gap * (beside - 1)) / beside
        if all(len(wrap(said, wide, page.sizes.small, bold=True)) <= MOST_LINES for said in titles):
            break
    return beside, wide


def _stack(
    people: Sequence[tuple[str, str]], pitch: float, room: float, size: float
) -> tuple[dict[tuple[str, str], _Name], dict[str, _Name], float]:
    """Place forecasters and the headers of their groups within a panel, and say how high it is."""
    groups = list(dict.fromkeys(group for group, _ in people))
    names: dict[tuple[str, str], _Name] = {}
    headers: dict[str, _Name] = {}
    y = pitch * 0.2

    called = [name for _, name in people]

    def placed(said: str, *, bold: bool = False) -> _Name:
        nonlocal y
        lines = (wrap(said, room, size, bold=True, most=3) if bold else told_apart(said, called, room, size)) or [""]
        y += pitch + size * 1.1 * (len(lines) - 1)
        return _Name(lines, y - pitch / 2 - size * 0.55 * (len(lines) - 1))

    for group in groups:
        if len(groups) > 1:
            headers[group] = placed(group or word("No group named"), bold=True)
            y += pitch * 0.1
        names |= {person: placed(person[1]) for person in people if person[0] == group}
        y += pitch * 0.2
    return names, headers, y


def _frames(grid: _Grid) -> list[alt.Chart]:
    """Draw grid, axis and title of each panel: their scales are one, but not their places."""
    rules: list[Record] = []
    marks: list[Record] = []
    titles: list[Record] = []
    size, wide = grid.size, grid.panel.plot
    for name, (x, y) in grid.places.items():
        floor = round(y + grid.rows, 2)
        rules += [
            {"px": x, "px2": x + wide, "y": grid.y(name, person), "y2": grid.y(name, person), "color": GUIDE}
            for person in grid.names
        ]
        for place, said in _ticks(grid):
            px = round(x + place, 2)
            rules.append({"px": px, "px2": px, "y": y, "y2": floor + 2, "color": GRID})
            above = [y - 2 - size * 0.5] if grid.over else []
            marks += [{"text": said, "px": px, "y": round(at, 2)} for at in (*above, floor + 2 + size * 0.7)]
        rules.append({"px": x, "px2": x + wide, "y": floor, "y2": floor, "color": QUIET})
        first = y - size * 1.2 * len(grid.titles[name]) - size * 0.3 - grid.over
        titles += [
            {"text": line, "px": x, "y": round(first + size * 1.2 * (i + 0.5), 2)}
            for i, line in enumerate(grid.titles[name])
        ]
    return [
        lines(rules, across("px"), "px2", width=0.6),
        text_layer(marks, across("px"), align="center", fontSize=size, color=SOFT),
        text_layer(titles, across("px"), fontSize=size, fontWeight="bold", color=INK),
    ]


def _ticks(grid: _Grid) -> list[tuple[float, str]]:
    """Choose the ticks whose labels run neither into those of the next panel nor off the page."""
    size, most = grid.size, grid.panel.plot
    found: list[tuple[float, str]] = []
    first = 0.0
    for tick in ticks(grid.panel, plain=True):
        place, half = grid.panel.px(tick.logit), text_width(tick.lines[0], size) / 2
        first = first if found else place - half
        room = min(grid.gap + first - size * 0.6, grid.page.right)
        if place - half >= -grid.gap * 0.4 and place + half <= most + room:
            found.append((place, tick.lines[0]))
    return found


def _marks(rows: Sequence[Record], grid: _Grid) -> list[alt.Chart]:
    panel = grid.panel
    spans: list[Record] = []
    points: list[Record] = []
    for row in rows:
        x = grid.places[row["question"]][0]
        y = grid.y(row["question"], (row["group"], row["forecaster"]))
        low, high = (round(x + panel.px(panel.within(row[f"logit_{end}"])), 2) for end in ("low", "high"))
        spans.append({"px": low, "px2": high, "y": y, "color": INK if row["answered"] else PALE})
        point = at(row["logit_value"], ANSWERED if row["answered"] else PREDICTED, panel)
        points.append(point | {"px": round(x + panel.px(point.pop("logit")), 2), "y": y})
    return [
        lines(spans, across("px"), "px2", width=0.9),
        symbols(points, across("px"), size=grid.pitch * 1.6),
    ]


def _names(grid: _Grid) -> list[alt.Chart]:
    """Write the names at the left of each row of panels."""
    size = grid.size
    tops = sorted({y for _, y in grid.places.values()})

    def written(names: Iterable[_Name]) -> list[Record]:
        return [
            {"text": line, "y": round(top + name.y + (i - (len(name.lines) - 1) / 2) * size * 1.1, 2)}
            for top in tops
            for name in names
            for i, line in enumerate(name.lines)
        ]

    left = alt.XValue(-grid.page.left)
    layers = [text_layer(written(grid.names.values()), left, fontSize=size, color=INK)]
    if grid.headers:
        headers = written(grid.headers.values())
        layers.append(text_layer(headers, left, fontSize=size, fontWeight="bold", color=INK))
    return layers


def _hover(rows: Sequence[Record], grid: _Grid) -> alt.Chart:
    strips = []
    for row in rows:
        x = grid.places[row["question"]][0]
        y = grid.y(row["question"], (row["group"], row["forecaster"]))
        said = row["said"] if row["answered"] else word("not answered")
        told = {"forecaster": row["forecaster"], "factor": row["title"], "credence": row["label"], "said": said}
        spoken = f"{row['forecaster']}, {row['title']}: {row['label']}, {said}"
        half = grid.pitch / 2
        place = {"px": x, "px2": x + grid.panel.plot, "y": round(y - half, 2), "y2": round(y + half, 2)}
        strips.append(told | place | {"spoken": spoken})
    titles = {"forecaster": "Forecaster", "factor": "Factor", "credence": "Credence", "said": "Said"}
    return (
        alt.Chart(data(strips))
        .mark_rect(opacity=0)
        .encode(
            x=across("px"),
            x2=alt.X2("px2:Q"),
            y=pixel("y"),
            y2=alt.Y2("y2:Q"),
            description=alt.Description("spoken:N"),
            tooltip=[alt.Tooltip(f"{field}:N", title=word(title)) for field, title in titles.items()],
        )
    )
