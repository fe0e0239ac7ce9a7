"""Chart (a): every statement as said, on the log-odds axis, with the consensus behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import altair as alt

from consilience.charts.crowd import BESIDE, crowd
from consilience.charts.drawing.axis import axis, axis_height, scale, upper
from consilience.charts.drawing.band import band, band_label
from consilience.charts.drawing.drawn import chart
from consilience.charts.drawing.glyphs import extent, glyph_layers, glyph_rows
from consilience.charts.drawing.intervals import CONSENSUS_COLUMNS
from consilience.charts.drawing.key import key
from consilience.charts.drawing.language import word
from consilience.charts.drawing.layout import (
    ChartText,
    Page,
    Record,
    data,
    finish,
    haloed,
    one_question,
    pixel,
    records,
    text_layer,
)
from consilience.charts.drawing.options import PLAIN, ChartOptions
from consilience.charts.drawing.theme import GUIDE, INK, SOFT, Sizes
from consilience.charts.drawing.typography import text_width, told_apart, wrap

if TYPE_CHECKING:
    import pandas as pd

STATEMENT_COLUMNS = (
    "question", "question_title", "forecaster", "group", "role", "date", "form", "low", "best", "high",
    "logit_low", "logit_best", "logit_high", "open_low", "open_high", "source", "order", "label",
)  # fmt: skip
LOGITS = ("logit_low", "logit_best", "logit_high")
DENSE = 30
CLOSE = 8.5
# More of them are dots: a row for each would be longer than the page that people read.
MOST_NAMED = 40
MOST_STATEMENTS = 50_000


@dataclass(slots=True)
class _Line:
    """A row or a header with its height and place, filled in from top to bottom."""

    name: list[str]
    height: float
    row: Record | None = None
    below: bool = False
    y: float = 0.0


@chart(rows=("forecaster",), value="logit_best")
def statements(
    frame: "pd.DataFrame",
    consensus: "pd.DataFrame | None",
    *,
    domain: tuple[float, float],
    text: ChartText,
    options: ChartOptions = PLAIN,
) -> alt.LayerChart:
    """Draw every statement of one question as it was said.

    Parameters
    ----------
    frame : pandas.DataFrame
        The statements frame of one question, from 1 row to 50,000.
    consensus : pandas.DataFrame or None
        The consensus frame; its median forecaster over all groups is the band (90% light, 50% dark). ``None``
        where there is no fit.
    domain : tuple of float
        Ends of the axis in natural log odds.
    text : ChartText
        The words around the chart.
    options : ChartOptions
        Width, axis, rows and look of the picture.

    Returns
    -------
    altair.LayerChart
        Rows under their group, in the order of ``order``; what is not counted comes last, grey and hollow. Of more than
        40 statements a dot for each on the line of its group, with rows for surveys alone: one page however many.

    Raises
    ------
    ChartError
        If the frame is empty or too long, lacks a column or holds several questions.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"question": "q", "question_title": "Q", "forecaster": "Ada", "group": "", "role": "voice",
    ...        "date": "2025-01-15", "form": "point", "low": 0.045, "best": 0.05, "high": 0.055,
    ...        "logit_low": -3.06, "logit_best": -2.94, "logit_high": -2.84, "open_low": False,
    ...        "open_high": False, "source": "", "order": 0, "label": "5%"}
    >>> text = ChartText("Ada says one in twenty", "One dot at 5%.")
    >>> chart = statements(pd.DataFrame([row]), None, domain=(-7, 2.2), text=text)
    >>> chart.to_dict()["description"]
    'One dot at 5%.'
    """
    rows = records(frame, STATEMENT_COLUMNS, what="statements", most=MOST_STATEMENTS)
    question = one_question(rows, what="statements")
    medians = {} if consensus is None else _medians(consensus, rows[0]["question"])
    if len(rows) > MOST_NAMED:
        return crowd(rows, medians, domain=domain, text=text, sizes=options.sizes)
    median = medians.get("all")
    page, margin = _page(rows, domain, options.sizes)
    rows = [_cut(row, page) for row in rows]
    place = _place(page, margin, median)
    lines = _lines(rows, place)
    head = page.sizes.label * 1.7 if median else 4.0
    height = _stack(lines, head)
    x = alt.X("logit:Q", scale=scale(page), axis=axis(page))
    foot = axis_height(page)
    placed = [(line, line.row) for line in lines if line.row is not None]
    labels = _labels(placed, place)
    parts = [part for line, row in placed for part in glyph_rows(row, _mark_y(line, page), page)]
    key_parts, key_texts, key_height = key(rows, page, height + foot + 4, band=median is not None)
    layers = [
        _guides(lines, page),
        *([] if median is None else band(median, [(head - 2, height)], page, x, _across(labels, place))),
        *([] if median is None else band_label(median, page, x)),
        *glyph_layers(parts + key_parts, page, x),
        *_names(lines, page),
        *_said(labels, page, x),
        *([text_layer(key_texts, x, fontSize=page.sizes.small, color=SOFT)] if key_texts else []),
        _hover(placed, page, question),
    ]
    return finish(layers, page, height, foot + key_height, text, upper=upper(page))


def _cut(row: Record, page: Page) -> Record:
    """Cut a statement where the axis ends: what runs on, or lies beyond, is an arrow there."""
    low, high = page.domain
    # Of an end that is open a frame holds where an axis ended, which need not be this one.
    logits = {name: row[name] for name in LOGITS}
    logits |= {"logit_low": low} if row["open_low"] else {}
    logits |= {"logit_high": high} if row["open_high"] else {}
    if row["best"] in (0, 1):
        logits["logit_best"] = high if row["best"] else low
    best = logits["logit_best"]
    beyond = {
        "open_low": bool(row["open_low"]) or min(logits["logit_low"], best) < low,
        "open_high": bool(row["open_high"]) or max(logits["logit_high"], best) > high,
    }
    return row | beyond | {name: page.within(value) for name, value in logits.items()}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where words may go: labels all in a right ``margin`` or clear of the consensus line, headings up to its band."""

    page: Page
    margin: bool
    avoid: float | None
    heading: float

    def side(self, row: Record) -> str:
        """Say where a label has room: right of its mark, left or below; best not on the consensus line."""
        low, high = extent(row, self.page)
        size = self.page.sizes.label
        wide = text_width(row["label"], size)
        spans = {"right": (high, high + wide + size), "left": (low - wide - size, low)}
        most = self.page.plot + self.page.right - 1
        fits = [side for side, (start, end) in spans.items() if start >= 0 and end <= most]
        free = [side for side in fits if not self.crosses(*spans[side])]
        return (free or fits or ["below"])[0]

    def crosses(self, start: float, end: float) -> bool:
        """Whether the consensus line runs between two places."""
        return self.avoid is not None and start < self.avoid < end

    def below(self, row: Record) -> float:
        """Find where a label below its mark begins, in units: clear of the consensus line where it can be."""
        low, high = extent(row, self.page)
        wide = min(text_width(row["label"], self.page.sizes.label), self.page.plot)
        room = self.page.plot + self.page.right - wide - 2
        start = min(max(low, 0.0), room)
        if self.avoid is None or not self.crosses(start, start + wide):
            return start
        gap = self.page.sizes.label * 0.6
        clear = [at for at in (self.avoid - wide - gap, self.avoid + gap) if 0 <= at <= room and at < high]
        return min(clear, key=lambda at: abs(at - start), default=start)


def _page(rows: Sequence[Record], domain: tuple[float, float], sizes: Sizes) -> tuple[Page, bool]:
    """Give the columns, and whether what was said stands in the right margin or at its mark."""
    names = max(text_width(row["forecaster"], sizes.label) for row in rows)
    left = ceil(min(names, sizes.inner * 0.29) + sizes.label) + 1
    said = max(text_width(row["label"], sizes.label) for row in rows)
    margin = not sizes.narrow and said <= sizes.inner * 0.3
    return Page(sizes, domain, left, ceil(said + sizes.label) + 2 if margin else round(sizes.label)), margin


def _place(page: Page, margin: bool, band: Record | None) -> _Place:
    if band is None:
        return _Place(page, margin, None, page.sizes.inner * 0.9)
    before = max(page.px(page.within(band["logit_low"])), 0.0) - page.sizes.label * 0.5
    return _Place(page, margin, page.px(band["logit_value"]), min(page.left + before, page.sizes.inner * 0.9))


def _lines(rows: Sequence[Record], place: _Place) -> list[_Line]:
    page = place.page
    # At the closer step sixty rows, with headers, title and key, are less than 247 mm: a page.
    step = page.sizes.label * 1.45 if len(rows) <= DENSE else CLOSE
    ordered = sorted(rows, key=lambda row: int(row["order"]))
    voices = [row for row in ordered if row["role"] != "beside"]
    groups = list(dict.fromkeys(row["group"] for row in voices))
    sections = [(group, [row for row in voices if row["group"] == group]) for group in groups]
    beside = [row for row in ordered if row["role"] == "beside"]
    if beside:
        sections.append((word(BESIDE), beside))
    called = [row["forecaster"] for row in ordered]
    lines: list[_Line] = []
    for group, members in sections:
        if group and len(sections) > 1:
            header = wrap(group, place.heading, page.sizes.label, bold=True, most=3)
            lines.append(_Line(header, step * 1.35 + page.sizes.label * 1.2 * (len(header) - 1)))
        for row in members:
            name = told_apart(row["forecaster"], called, page.left - page.sizes.label, page.sizes.label)
            below = not place.margin and place.side(row) == "below"
            height = max(step * 1.8 if below else step, step + page.sizes.label * 1.2 * (len(name) - 1))
            lines.append(_Line(name, height, row, below))
    return lines


def _stack(lines: Sequence[_Line], head: float) -> float:
    at = head
    for line in lines:
        line.y = round(at + line.height / 2, 2)
        at += line.height
    return round(at + 2, 1)


def _mark_y(line: _Line, page: Page) -> float:
    return round(line.y - page.sizes.label * 0.55, 2) if line.below else line.y


def _medians(consensus: "pd.DataFrame", question: str) -> Mapping[str, Record]:
    """The median forecaster of each group; that of ``all`` is the band."""
    rows = records(consensus, CONSENSUS_COLUMNS, what="consensus")
    return {row["group"]: row for row in rows if (row["question"], row["summary"]) == (question, "median")}


def _guides(lines: Sequence[_Line], page: Page) -> alt.Chart:
    rows = [{"y": _mark_y(line, page)} for line in lines if line.row is not None]
    rule = alt.Chart(data(rows)).mark_rule(aria=False, color=GUIDE, strokeWidth=0.6)
    return rule.encode(x=alt.XValue(0), x2=alt.X2Value(page.plot), y=pixel("y"))


def _names(lines: Sequence[_Line], page: Page) -> list[alt.Chart]:
    """Names of rows and headers of groups, each line of text on its own height."""
    step = page.sizes.label * 1.15
    texts: dict[bool, list[Record]] = {True: [], False: []}
    for line in lines:
        for i, part in enumerate(line.name):
            y = line.y + (i - (len(line.name) - 1) / 2) * step
            texts[line.row is None].append({"text": part, "y": round(y + (1.5 if line.row is None else 0), 2)})
    left = alt.XValue(-page.left)
    layers = [text_layer(texts[False], left, fontSize=page.sizes.label, color=INK)]
    if texts[True]:
        layers.append(text_layer(texts[True], left, fontSize=page.sizes.label, fontWeight="bold", color=INK))
    return layers


def _labels(placed: Sequence[tuple[_Line, Record]], place: _Place) -> dict[str, list[Record]]:
    """Where what was said stands, by its side of the mark, from ``start`` to ``end`` in units."""
    page = place.page
    size = page.sizes.label
    sides: dict[str, list[Record]] = {"margin": [], "right": [], "left": [], "below": []}
    for line, row in placed:
        low, high = extent(row, page)
        side = "margin" if place.margin else place.side(row)
        wide = text_width(row["label"], size)
        start = {
            "margin": page.plot + size,
            "right": high + size * 0.7,
            "left": low - size * 0.7 - wide,
            "below": place.below(row),
        }[side]
        y = line.y + size * 0.6 if side == "below" else line.y
        sides[side].append({"text": row["label"], "start": start, "end": start + wide, "y": round(y, 2)})
    return {side: labels for side, labels in sides.items() if labels}


def _across(labels: Mapping[str, Sequence[Record]], place: _Place) -> list[tuple[float, float]]:
    """Heights at which labels lie across the consensus line, for want of room beside it."""
    half = place.page.sizes.label * 0.6
    found = [label for side in labels.values() for label in side if place.crosses(label["start"], label["end"])]
    return [(label["y"] - half, label["y"] + half) for label in found]


def _said(labels: Mapping[str, Sequence[Record]], page: Page, x: alt.X) -> list[alt.Chart]:
    look = {"fontSize": page.sizes.label, "color": SOFT}
    layers = []
    for side, found in labels.items():
        if side == "margin":
            said = [{"text": label["text"], "y": label["y"]} for label in found]
            layers.append(text_layer(said, alt.XValue(page.plot + page.sizes.label), **look))
            continue
        align, end = ("right", "end") if side == "left" else ("left", "start")
        said = [{"text": label["text"], "logit": page.logit_at(label[end]), "y": label["y"]} for label in found]
        layers += haloed(said, x, align=align, limit=page.plot, **look)
    return layers


def _hover(placed: Sequence[tuple[_Line, Record]], page: Page, question: str) -> alt.Chart:
    """Give each row an invisible strip that carries its tooltip and its words for a screen reader."""
    rows = []
    for line, row in placed:
        told = {name: row[name] for name in ("forecaster", "group", "date", "source")}
        spoken = f"{row['forecaster']}: {row['label']}"
        y, y2 = round(line.y - line.height / 2, 2), round(line.y + line.height / 2, 2)
        rows.append({**told, "said": row["label"], "spoken": spoken, "question": question, "y": y, "y2": y2})
    titles = {
        "forecaster": "Forecaster",
        "said": "Said",
        "group": "Group",
        "date": "Date",
        "source": "Source",
    }
    strip = alt.Chart(data(rows)).mark_rect(opacity=0)
    return strip.encode(
        x=alt.XValue(-page.left),
        x2=alt.X2Value(page.plot + page.right),
        y=pixel("y"),
        y2=alt.Y2("y2:Q"),
        description=alt.Description("spoken:N"),
        tooltip=[alt.Tooltip(f"{field}:N", title=word(title)) for field, title in titles.items()],
    )
