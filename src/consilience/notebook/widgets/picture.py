"""What a saved notebook shows of a widget: lines of text and a scale."""

from collections.abc import Mapping, Sequence
from html import escape

from consilience.charts.drawing.theme import ACCENT, BAND_50, GRID, INK, PAPER, QUIET, SOFT
from consilience.charts.drawing.typography import FONT_STACK, clean, wrap
from consilience.notebook.widgets.scale import Stop
from consilience.study.texts import plain

WIDTH, _MARGIN = 560, 16
_LEADING = 1.4


class Picture:
    """A picture that grows downwards, a line or a scale at a time."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._y = float(_MARGIN)

    def text(self, said: str, size: float = 12, *, bold: bool = False, colour: str = INK) -> None:
        """Write a paragraph, folded to the width."""
        weight = ' font-weight="bold"' if bold else ""
        for paragraph in said.splitlines():
            for line in wrap(clean(paragraph), WIDTH - 2 * _MARGIN, size, bold=bold):
                self._y += size
                at = f'x="{_MARGIN}" y="{self._y:.1f}" font-size="{size}"{weight} fill="{colour}"'
                self._parts.append(f"<text {at}>{escape(line)}</text>")
                self._y += size * (_LEADING - 1)

    def gap(self, height: float = 6) -> None:
        """Leave some room."""
        self._y += height

    def scale(self, ticks: Sequence[Stop], at: Mapping[str, Stop | None]) -> None:
        """Draw a scale of log odds with what was said: a dot for the best value, a band between the bounds."""
        low, high = ticks[0].z, ticks[-1].z
        inner = WIDTH - 2 * _MARGIN - 40

        def x(stop: Stop) -> float:
            return _MARGIN + 20 + inner * (min(max(stop.z, low), high) - low) / (high - low)

        y = self._y + 16
        self._parts.append(f'<rect x="{_MARGIN}" y="{y - 1.5}" width="{inner + 40}" height="3" fill="{GRID}"/>')
        least, most, best = at.get("low"), at.get("high"), at.get("best")
        if least and most and least.z <= most.z:
            band = f'x="{x(least):.1f}" y="{y - 5}" width="{max(x(most) - x(least), 1):.1f}" height="10"'
            self._parts.append(f'<rect {band} fill="{BAND_50}" stroke="{ACCENT}"/>')
        for stop in filter(None, (least, most)):
            self._parts.append(f'<rect x="{x(stop) - 1:.1f}" y="{y - 8}" width="2" height="16" fill="{ACCENT}"/>')
        if best:
            self._parts.append(f'<circle cx="{x(best):.1f}" cy="{y}" r="6" fill="{ACCENT}" stroke="{PAPER}"/>')
        for tick in ticks:
            middle = f'x="{x(tick):.1f}" text-anchor="middle"'
            self._parts.append(f'<text {middle} y="{y + 26}" font-size="10" fill="{SOFT}">{escape(tick.said)}</text>')
            self._parts.append(
                f'<text {middle} y="{y + 38}" font-size="8.5" fill="{QUIET}">{escape(tick.chance)}</text>'
            )
        self._y = y + 44

    def chips(
        self, edges: Sequence[str], chips: Sequence[int], total: int, curve: Sequence[tuple[float, float]] = ()
    ) -> None:
        """Draw chips in their bins, with the share of each and the curve they are read as; say how many there are."""
        inner, tallest = WIDTH - 2 * _MARGIN - 40, max([*chips, 1])
        step = min(14.0, 90 / tallest)
        wide, foot = inner / len(chips), self._y + 20 + step * tallest
        for place, count in enumerate(chips):
            left = _MARGIN + 20 + wide * place
            for chip in range(count):
                top = foot - step * (chip + 1)
                box = f'x="{left + 2:.1f}" y="{top + 1:.1f}" width="{wide - 4:.1f}" height="{step - 2:.1f}" rx="2"'
                self._parts.append(f'<rect {box} fill="{ACCENT}"/>')
            if count:
                at = f'x="{left + wide / 2:.1f}" y="{foot - step * count - 4:.1f}" text-anchor="middle"'
                self._parts.append(f'<text {at} font-size="10" fill="{INK}">{plain(100 * count / total, 3)}%</text>')
        if curve:
            line = " ".join(f"{_MARGIN + 20 + wide * place:.1f},{foot - step * height:.1f}" for place, height in curve)
            self._parts.append(f'<polyline points="{line}" fill="none" stroke="{INK}" stroke-width="1.5"/>')
        self._parts.append(f'<rect x="{_MARGIN + 20}" y="{foot}" width="{inner}" height="1" fill="{QUIET}"/>')
        for place, edge in enumerate(edges):
            at = f'x="{_MARGIN + 20 + wide * place:.1f}" y="{foot + 14}" text-anchor="middle"'
            self._parts.append(f'<text {at} font-size="10" fill="{SOFT}">{escape(edge)}</text>')
        self._y = foot + 24
        read = " The line is what they are read as." if curve else ""
        self.text(f"Each chip is {plain(100 / total, 3)}%; {sum(chips)} of {total} placed.{read}", 10, colour=SOFT)

    def svg(self) -> str:
        """The picture as a whole."""
        height = self._y + _MARGIN
        size = f'width="{WIDTH}" height="{height:.0f}" viewBox="0 0 {WIDTH} {height:.0f}"'
        box = f'x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1:.0f}" rx="6"'
        ground = f'<rect {box} fill="{PAPER}" stroke="{GRID}"/>'
        inside = "".join(self._parts)
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT_STACK}">{ground}{inside}</svg>'
