"""The compact form of the chart of statements: of more voices than rows fit a page, a line of dots for each group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan

import altair as alt

from consilience.charts.drawing.axis import axis, axis_height, scale, upper
from consilience.charts.drawing.band import band, band_label
from consilience.charts.drawing.glyphs import glyph_layers, glyph_rows, is_certain
from consilience.charts.drawing.key import CERTAIN
from consilience.charts.drawing.language import phrase, word
from consilience.charts.drawing.layout import ChartText, Page, Record, finish
from consilience.charts.drawing.marks import Look, at, legend, lines, symbols
from consilience.charts.drawing.rows import Label, Room, bottom, columns, down, guides, hover, stack, words
from consilience.charts.drawing.swarm import (
    Line,
    Point,
    dot_size,
    floors,
    middle_key,
    middles,
    standing,
    swarm,
    with_marks,
)
from consilience.charts.drawing.theme import ACCENT, INK, PAPER, Sizes
from consilience.notation import counted

# Groups with a line of their own; the smallest of more share one.
MOST_GROUPS = 14
# Surveys, and statements beside the answer, that have a row of their own.
MOST_ROWS = 12
BESIDE = "Beside the answer, not counted"
REST = "Others"
ROOM = Room(names=0.24, values=0.24, lines=2)
MEDIAN = Look("diamond", ACCENT)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is drawn as dots, by group, and what in rows of its own."""

    groups: Mapping[str, Sequence[Record]]
    rows: Sequence[Record]


def crowd(
    rows: Sequence[Record],
    medians: Mapping[str, Record],
    *,
    domain: tuple[float, float],
    text: ChartText,
    sizes: Sizes,
) -> alt.LayerChart:
    """Draw many statements of one question: a line of dots for each group, and the consensus behind.

    Parameters
    ----------
    rows : sequence of dict
        Of the statements frame.
    medians : mapping of str to dict
        The median forecaster of the consensus frame by group, ``all`` over all of them.
    domain : tuple of float
        Ends of the axis in natural log odds.
    text : ChartText
        The words around the chart.
    sizes : Sizes
        Of the width.

    Returns
    -------
    altair.LayerChart
        Surveys and what is not counted have rows of their own below the dots.
    """
    parts = _parts(rows)
    several = len(parts.groups) > 1
    labels = [_label(group, members, medians, several) for group, members in parts.groups.items()]
    labels += [_row_label(row) for row in parts.rows]
    page = columns(labels, domain, sizes, ROOM)
    points = [[_point(row, page) for row in members] for members in parts.groups.values()]
    median = medians.get("all")
    head = sizes.label * (1.7 if median else 0.4)
    slots = stack(with_marks(labels, points, page), page, ROOM, head=head)
    under = slots[len(points) :]
    lines_of = dict(zip(parts.groups, standing(points, slots, page), strict=True))
    inferred = {group: medians[group] for group in lines_of if several and group in medians}
    x = alt.X("logit:Q", scale=scale(page), axis=axis(page))
    height, foot = bottom(slots, page), axis_height(page)
    swarms = list(lines_of.values())
    key, key_height = legend(_key(parts, swarms, inferred), page, height + foot + 4)
    cut = [
        row | {name: page.within(row[name]) for name in ("logit_low", "logit_best", "logit_high")} for row in parts.rows
    ]
    glyphs = [part for row, slot in zip(cut, under, strict=True) for part in glyph_rows(row, round(slot.y, 2), page)]
    layers = [
        *(band(median, down(slots, page, head - 2), page, x) if median else []),
        floors(swarms, page, x),
        *([guides(under, page)] if under else []),
        *swarm(swarms, page),
        *middles(swarms, page),
        *_medians(inferred, lines_of, page, x),
        *(glyph_layers(glyphs, page, x) if glyphs else []),
        *words(slots, page, ROOM),
        *(band_label(median, page, x) if median else []),
        *([hover(under, page)] if under else []),
        *key,
    ]
    return finish(layers, page, height, foot + key_height, text, upper=upper(page))


def _parts(rows: Sequence[Record]) -> _Parts:
    """Tell apart whom a dot stands for, and bring small groups together where there are many."""
    ordered = sorted(rows, key=lambda row: int(row["order"]))
    apart = [_is_apart(row) for row in ordered]
    as_rows = 0 < sum(apart) <= MOST_ROWS
    found: dict[str, list[Record]] = {}
    for row, alone in zip(ordered, apart, strict=True):
        if not (alone and as_rows):
            found.setdefault(BESIDE if row["role"] == "beside" else row["group"], []).append(row)
    beside = found.pop(BESIDE, [])
    if len(found) > MOST_GROUPS:
        largest = sorted(found, key=lambda group: -len(found[group]))[: MOST_GROUPS - 1]
        rest = [row for group, members in found.items() if group not in largest for row in members]
        found = {group: members for group, members in found.items() if group in largest} | {word(REST): rest}
    shown = [row for row, alone in zip(ordered, apart, strict=True) if alone and as_rows]
    return _Parts(found | ({BESIDE: beside} if beside else {}), shown)


def _is_apart(row: Record) -> bool:
    """Whether it is no number of one voice: a dot would say that it is."""
    return row["role"] == "beside" or row["form"] in ("survey", "base_rate")


def _label(group: str, members: Sequence[Record], medians: Mapping[str, Record], several: bool) -> Label:
    said = str(medians[group]["label"]) if several and group in medians else ""
    name = {"": word("No group named" if several else "Everyone"), BESIDE: word(BESIDE)}.get(group, group)
    return Label(name, said, phrase(counted(len(members), "statement")))


def _row_label(row: Record) -> Label:
    section = word(BESIDE if row["role"] == "beside" else "Surveys and records")
    return Label(row["forecaster"] or row["label"], row["label"], row["date"], section=section)


def _point(row: Record, page: Page) -> Point:
    """Place a statement at its best, a bound where it was said, with an arrow to where it is open."""
    form = row["form"]
    at = row["logit_best"]
    if form == "at_most" or (form == "point" and row["best"] <= 0):
        at, shape = row["logit_high"] if form == "at_most" else page.domain[0], "triangle-left"
    elif form == "at_least" or (form == "point" and row["best"] >= 1):
        at, shape = row["logit_low"] if form == "at_least" else page.domain[1], "triangle-right"
    else:
        shape = "circle"
        at = (row["logit_low"] + row["logit_high"]) / 2 if isnan(at) else at
        low, high = page.domain
        shape = "circle" if low <= at <= high else f"triangle-{'left' if at < low else 'right'}"
    hollow = row["role"] == "beside" or is_certain(row)
    return Point(page.px(page.within(at)), row["forecaster"], row["label"], shape, PAPER if hollow else INK)


def _key(parts: _Parts, swarms: Sequence[Line], inferred: Mapping[str, Record]) -> list[tuple[Look, str]]:
    members = [row for rows in parts.groups.values() for row in rows]
    if not dot_size(swarms):
        how_many = word("how many said so, each group on its own scale")
        certain = [(Look("square", INK), word(CERTAIN))] if any(map(is_certain, members)) else []
        return [(Look("square", INK, INK), how_many), *certain, *middle_key(), *_of(inferred)]
    entries = [(Look("circle", INK, INK), word("one statement, a range at its best or its middle"))]
    if any(row["form"] in ("at_most", "at_least") for row in members):
        entries.append((Look("triangle-left", INK, INK), word("at most (right: at least)")))
    if any(is_certain(row) for row in members):
        entries.append((Look("triangle-left", INK), word(CERTAIN)))
    return [*entries, *middle_key(), *_of(inferred)]


def _of(inferred: Mapping[str, Record]) -> list[tuple[Look, str]]:
    said = word("median forecaster of the group as inferred, 90% interval: the numbers printed")
    return [(MEDIAN, said)] if inferred else []


def _medians(inferred: Mapping[str, Record], lines_of: Mapping[str, Line], page: Page, x: alt.X) -> list[alt.Chart]:
    """Draw the consensus of each group below where the middle half of its dots lies."""
    spans: list[Record] = []
    points: list[Record] = []
    for group, row in inferred.items():
        y = round(lines_of[group].y + page.sizes.label * 0.95, 2)
        low, high = page.within(row["logit_low"]), page.within(row["logit_high"])
        spans.append({"logit": low, "logit2": high, "y": y, "color": ACCENT})
        points.append(at(row["logit_value"], MEDIAN, page) | {"y": y})
    if not spans:
        return []
    return [lines(spans, x, "logit2", width=1.0), symbols(points, x, size=page.sizes.label * 2)]
