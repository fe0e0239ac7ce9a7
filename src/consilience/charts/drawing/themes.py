"""Themes of charts: what each colour of print becomes on a slide, on a dark page, or in a theme of the user's own.

Charts are drawn in the colours of print (:mod:`consilience.charts.drawing.theme`), and these are translated at the end:
a chart need not know of themes.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import altair as alt

from consilience.charts.drawing import theme as of_print
from consilience.charts.drawing.altair_import import ONE_THEME
from consilience.charts.drawing.colours import contrast, mixed, readable
from consilience.charts.drawing.typography import FONT_STACK

# Wider lines are bars, as high as the type beside them.
_BAR = 3
_COLOURED = ("fill", "stroke", "color", "background", "value")
# Scales that name their colours one by one.
_LISTED = ("range", "category")


@dataclass(frozen=True, slots=True)
class Theme:
    """What becomes of the colours, the type and the lines of print.

    Parameters
    ----------
    colours : mapping of str to str
        By the colour of print; the same where it is not named.
    type_scale, line_scale : float
        How much larger type is, and how much wider lines.
    font : str
        Families, the preferred one first.
    """

    colours: Mapping[str, str]
    type_scale: float = 1.0
    line_scale: float = 1.0
    font: str = FONT_STACK


_DARK: Mapping[str, str] = MappingProxyType(
    {
        of_print.PAPER: "#14171a",
        of_print.INK: "#f2f2f2",
        of_print.SOFT: "#c9cdd1",
        of_print.QUIET: "#9aa1a8",
        of_print.PALE: "#6b7279",
        of_print.GRID: "#33393f",
        of_print.GUIDE: "#22272b",
        of_print.GATE: "#2b3137",
        of_print.ACCENT: "#62b8ec",
        of_print.WARNING: "#f58b4c",
        of_print.BAND_90: "#1c3547",
        of_print.BAND_50: "#255a7d",
        "#009E73": "#3ccf9f",
        "#CC79A7": "#e29cc4",
        "#000000": "#f2f2f2",
    }
)

THEMES: Mapping[str, Theme] = MappingProxyType(
    {
        "print": Theme(MappingProxyType({})),
        # Read from the back of a room: larger, heavier, and grey no paler than it has to be.
        "slide": Theme(MappingProxyType({of_print.QUIET: "#666666", of_print.SOFT: "#404040"}), 1.3, 1.4),
        "dark": Theme(_DARK),
    }
)


def known_themes() -> Sequence[str]:
    """Names of our themes, and of those registered with Altair."""
    return (*THEMES, *(name for name in alt.theme.names() if name not in THEMES))


def theme_named(name: str) -> Theme:
    """Look up a theme, or make one of what a theme of Altair says of colours and type."""
    return THEMES[name] if name in THEMES else _borrowed(name)


def themed(chart: alt.LayerChart, theme: Theme) -> alt.LayerChart:
    """Put a chart that was just drawn into the colours, lines and type of a theme.

    Parameters
    ----------
    chart : altair.LayerChart
        Changed in place.
    theme : Theme

    Returns
    -------
    altair.LayerChart
        The same one.
    """
    if not theme.colours and theme.line_scale == 1:
        return chart
    # As plain values, which Altair's own objects of configuration wrap.
    settings = chart.config.to_dict(validate=False) | {"font": theme.font}
    translation = _Translation(theme)
    translation.whole(settings)
    translation.whole(chart)
    # A copy, since a user may change the chart's.
    chart.config = _config(json.dumps(settings)).copy()
    return chart


@cache
def _config(settings: str) -> alt.Config:
    """What Altair makes of settings as JSON text: it takes longer than to draw the chart."""
    return alt.Config.from_dict(json.loads(settings), validate=False)


class _Translation:
    """A walk through the parts of a chart: each once, since its layers share their rows."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.colours = {colour.lower(): other for colour, other in theme.colours.items()}
        self.seen: set[int] = set()

    def whole(self, part: Any) -> None:
        """Translate whatever is in a part."""
        if id(part) in self.seen:
            return
        self.seen.add(id(part))
        if isinstance(part, alt.SchemaBase):
            self._fields(part._kwds)
        elif isinstance(part, dict):
            self._fields(part)
        elif isinstance(part, list):
            for each in part:
                self.whole(each)

    def _fields(self, held: dict[str, Any]) -> None:
        for name, value in held.items():
            if isinstance(value, str):
                if name in _COLOURED or name.endswith("Color"):
                    held[name] = self.colours.get(value.lower(), value)
            elif name.endswith("Width") and isinstance(value, int | float) and value < _BAR:
                held[name] = round(value * self.theme.line_scale, 2)
            elif name in _LISTED and isinstance(value, list):
                held[name] = [self.colours.get(each.lower(), each) if isinstance(each, str) else each for each in value]
            elif isinstance(value, alt.SchemaBase | dict | list):
                self.whole(value)


def _borrowed(name: str) -> Theme:
    """A theme of Altair: its background, its colours of text and marks, its typeface; ours made to suit the rest."""
    said = dict(_settings(name))
    paper = said.get("paper") or of_print.PAPER
    paper = of_print.PAPER if paper == "transparent" else paper
    ink = readable(said.get("ink") or (of_print.INK if contrast(of_print.INK, paper) > 4.5 else "#f2f2f2"), paper)
    categories = said.get("categories") or of_print.OKABE_ITO
    accent = readable(categories[0], paper)
    gate, band_90 = mixed(ink, paper, 0.92), mixed(accent, paper, 0.88)
    # Words stand in boxes and on bands too.
    soft = readable(readable(said.get("soft") or mixed(ink, paper, 0.25), gate), band_90)
    colours = {
        of_print.PAPER: paper,
        of_print.INK: readable(readable(ink, gate), band_90),
        of_print.SOFT: soft,
        of_print.QUIET: readable(mixed(ink, paper, 0.4), paper),
        of_print.PALE: mixed(ink, paper, 0.65),
        of_print.GRID: _seen(said.get("grid") or paper, paper) or mixed(ink, paper, 0.87),
        of_print.GUIDE: mixed(ink, paper, 0.93),
        of_print.GATE: gate,
        of_print.BAND_90: band_90,
        of_print.BAND_50: mixed(accent, paper, 0.68),
    }
    shown = [accent, *(readable(colour, paper) for colour in categories[1:])]
    colours |= dict(zip(of_print.OKABE_ITO, shown, strict=False))
    font = said.get("font")
    return Theme(MappingProxyType(colours), font=f"{font}, {FONT_STACK}" if font else FONT_STACK)


def _seen(colour: str, paper: str) -> str:
    """A colour that can be told from the paper; "" otherwise, as of white lines for a grey plot."""
    return colour if contrast(colour, paper) > 1.1 else ""


@cache
def _themes_of_vega() -> Mapping[str, Any]:
    """The themes of which Altair knows but the name: who makes the pictures knows what they are."""
    import vl_convert

    return {str(name): config for name, config in vl_convert.get_themes().items()}


def _settings(name: str) -> Iterator[tuple[str, Any]]:
    """What a theme of Altair says, by what it is to us."""
    with ONE_THEME, alt.theme.enable(name):
        told: Mapping[str, Any] = (alt.theme.get() or dict)()
    config = told.get("config", {})
    borrowed = told.get("usermeta", {}).get("embedOptions", {}).get("theme")
    if borrowed is not None:
        config = _themes_of_vega().get(borrowed, {})
    title, axis = config.get("title", {}), config.get("axis", {})
    found = {
        "paper": config.get("background"),
        "ink": title.get("color") or config.get("text", {}).get("color") or axis.get("titleColor"),
        "soft": axis.get("labelColor"),
        "grid": axis.get("gridColor"),
        "categories": config.get("range", {}).get("category"),
        "font": config.get("font") or title.get("font"),
    }
    for what, said in found.items():
        if isinstance(said, str) or (what == "categories" and isinstance(said, list) and said):
            yield what, said
