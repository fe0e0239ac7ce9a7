"""What a saved notebook shows of a what-if: its answers beside each other, with fonts that are everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import isfinite
from textwrap import wrap
from typing import Any

from scipy.special import expit, logit

from consilience.notation import format_probability

_WIDTH, _LEFT, _RIGHT, _STEP = 720, 190, 190, 30
_INK, _SOFT, _ACCENT, _LINE = "#1b1b1b", "#555555", "#0072b2", "#d5d8dc"
_LETTERS = 26
_FONT = "font-family=\"'Source Sans Pro','Noto Sans','Helvetica Neue',Arial,sans-serif\""


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: both ends of the outer and of the inner interval and the middle, in rising order of log odds."""

    name: str
    label: str
    levels: Sequence[float]
    kind: str


def ticks_for(logits: Sequence[float]) -> list[list[Any]]:
    """Round numbers for an axis around some log odds, a few of them, the first and the last its ends."""
    found = [level for level in logits if isfinite(level)]
    tails = [digit * 10.0**-power for power in range(12, 0, -1) for digit in (1, 2, 5)]
    numbers = sorted({*tails, *(1 - tail for tail in tails), 0.5})
    places = [float(z) for z in logit(numbers)]
    low = max((z for z in places if z <= min(found, default=0) - 0.05), default=places[0])
    high = min((z for z in places if z >= max(found, default=0) + 0.05), default=places[-1])
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
    heads, lines = wrap(title, 88) or [""], [line for note in notes for line in wrap(note, 112)]
    top = 24 + 20 * len(heads)
    foot = top + _STEP * len(rows)
    height = foot + 44 + 17 * len(lines)
    ticks = ticks_for([level for row in rows for level in row.levels])
    low, high = ticks[0][0], ticks[-1][0]

    def across(z: float) -> float:
        share = min(max((z - low) / (high - low), 0.0), 1.0)
        return float(round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1))

    parts = [f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>']
    parts += [_text(16, 28 + 20 * place, line, 16, _INK, bold=True) for place, line in enumerate(heads)]
    for z, said in ticks:
        parts.append(_line(across(z), top - 6, across(z), foot, _LINE, 1))
        parts.append(_text(across(z), foot + 16, said, 11, _SOFT, anchor="middle"))
    for place, row in enumerate(rows):
        y = top + _STEP * (place + 0.5)
        ends = [across(level) for level in row.levels]
        colour = _ACCENT if row.kind == "now" else _INK if row.kind == "fit" else _SOFT
        parts += [
            _text(16, y + 4, _cut(row.name), 13, _INK, bold=row.kind == "now"),
            _line(ends[0], y, ends[4], y, colour, 1.5),
            _line(ends[1], y, ends[3], y, colour, 5),
            f'<circle cx="{ends[2]}" cy="{y}" r="5" fill="{colour}" stroke="#ffffff" stroke-width="1.5"/>',
            _text(_WIDTH - _RIGHT + 14, y + 4, row.label, 13, _INK),
        ]
    parts += [_text(16, foot + 42 + 17 * place, line, 12, _SOFT) for place, line in enumerate(lines)]
    size = f'width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'


def _text(x: float, y: float, text: str, size: int, colour: str, *, anchor: str = "start", bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    place = f'x="{x:g}" y="{y:g}" text-anchor="{anchor}"'
    return f'<text {place} font-size="{size}" fill="{colour}" {_FONT}{weight}>{escape(text)}</text>'


def _line(x: float, y: float, x2: float, y2: float, colour: str, width: float) -> str:
    return f'<path d="M{x:g} {y:g}L{x2:g} {y2:g}" stroke="{colour}" stroke-width="{width:g}"/>'


def _cut(name: str) -> str:
    return name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…"
