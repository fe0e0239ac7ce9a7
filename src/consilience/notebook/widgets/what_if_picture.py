"""What a saved notebook shows of a what-if: its answers beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from scipy.special import expit, logit

from consilience.charts.drawing.theme import ACCENT, GRID, INK, PAPER, SOFT
from consilience.charts.drawing.typography import FONT_STACK, clean, shorten, wrap
from consilience.notation import format_probability
from consilience.notebook.strips import ends_among

_WIDTH, _LEFT, _RIGHT, _STEP, _MARGIN = 720, 190, 190, 30, 16


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: both ends of the outer and of the inner interval and the middle, in rising order of log odds."""

    name: str
    label: str
    levels: Sequence[float]
    kind: str


def ticks_for(logits: Sequence[float]) -> list[list[Any]]:
    """Round numbers for an axis around some log odds, a few of them, the first and the last its ends."""
    tails = [digit * 10.0**-power for power in range(12, 0, -1) for digit in (1, 2, 5)]
    numbers = sorted({*tails, *(1 - tail for tail in tails), 0.5})
    places = [float(z) for z in logit(numbers)]
    low, high = ends_among(places, logits)
    between = [z for z in places if low <= z <= high]
    step = max(1, -(-(len(between) - 1) // 6))
    kept = between[::step]
    if kept[-1] < high:
        kept = [*kept[:-1], high] if high - kept[-1] < (high - low) / 8 else [*kept, high]
    return [[z, format_probability(float(expit(z)))] for z in kept]


def picture(title: str, rows: Sequence[Row], notes: Sequence[str]) -> str:
    """Draw answers beside each other.

    Parameters
    ----------
    title : str
    rows : sequence of Row
    notes : sequence of str
        Sentences below.

    Returns
    -------
    str
        SVG.
    """
    room = _WIDTH - 2 * _MARGIN
    heads = wrap(title, room, 16, bold=True) or [""]
    lines = [line for note in notes for line in wrap(note, room, 12)]
    top = 24 + 20 * len(heads)
    foot = top + _STEP * len(rows)
    height = foot + 44 + 17 * len(lines)
    ticks = ticks_for([level for row in rows for level in row.levels])
    low, high = ticks[0][0], ticks[-1][0]

    def across(z: float) -> float:
        share = min(max((z - low) / (high - low), 0.0), 1.0)
        return float(round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1))

    parts = [f'<rect width="{_WIDTH}" height="{height}" fill="{PAPER}"/>']
    parts += [_text(_MARGIN, 28 + 20 * place, line, 16, INK, bold=True) for place, line in enumerate(heads)]
    for z, said in ticks:
        parts.append(_line(across(z), top - 6, across(z), foot, GRID, 1))
        parts.append(_text(across(z), foot + 16, said, 11, SOFT, anchor="middle"))
    for place, row in enumerate(rows):
        y = top + _STEP * (place + 0.5)
        ends = [across(level) for level in row.levels]
        now = row.kind == "now"
        name = shorten(row.name, _LEFT - 1.5 * _MARGIN, 13, bold=now)
        colour = ACCENT if now else INK if row.kind == "fit" else SOFT
        parts += [
            _text(_MARGIN, y + 4, name, 13, INK, bold=now),
            _line(ends[0], y, ends[4], y, colour, 1.5),
            _line(ends[1], y, ends[3], y, colour, 5),
            f'<circle cx="{ends[2]}" cy="{y}" r="5" fill="{colour}" stroke="{PAPER}" stroke-width="1.5"/>',
            _text(_WIDTH - _RIGHT + 14, y + 4, row.label, 13, INK),
        ]
    parts += [_text(_MARGIN, foot + 42 + 17 * place, line, 12, SOFT) for place, line in enumerate(lines)]
    size = f'width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT_STACK}">{"".join(parts)}</svg>'


def _text(x: float, y: float, text: str, size: int, colour: str, *, anchor: str = "start", bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    place = f'x="{x:g}" y="{y:g}" text-anchor="{anchor}"'
    return f'<text {place} font-size="{size}" fill="{colour}"{weight}>{escape(clean(text))}</text>'


def _line(x: float, y: float, x2: float, y2: float, colour: str, width: float) -> str:
    return f'<path d="M{x:g} {y:g}L{x2:g} {y2:g}" stroke="{colour}" stroke-width="{width:g}"/>'
