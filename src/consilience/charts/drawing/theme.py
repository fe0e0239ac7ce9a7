"""One look for every chart: colours, sizes for the two printed widths, and the Altair theme made of them.

Colours are Okabe and Ito's (2008, "Color universal design"), safe for the common colour-vision deficiencies;
what a colour says, a shape, a dash or a position says too, so that a greyscale print loses nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

import altair as alt

from consilience.charts.drawing.typography import FONT_STACK

Width = Literal["column", "full"]

INK = "#1b1b1b"
SOFT = "#555555"
QUIET = "#767676"
PALE = "#b4b4b4"
GATE = "#ececec"
GRID = "#e4e4e4"
GUIDE = "#f0f0f0"
PAPER = "#ffffff"
ACCENT = "#0072B2"
WARNING = "#D55E00"
BAND_90 = "#e1edf5"
BAND_50 = "#b5d5e9"
OKABE_ITO = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")

MARGIN = 3
# Of the marks of an axis: length and width.
TICK, HAIR = 3, 0.6
MM_PER_INCH, UNITS_PER_INCH = 25.4, 72
# In less, measured in sizes of the label, names and values stand above their marks instead of beside them.
BESIDE_FROM = 42.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """Width and font sizes of one picture, in chart units of 1/72 inch (a font size is in points).

    Parameters
    ----------
    total : int
        Width of the whole picture, labels and margins included.
    title, subtitle, label, small : float
        Font sizes: the finding, its qualification, what names a row or a mark, axis and source.
    """

    total: int
    title: float
    subtitle: float
    label: float
    small: float

    @property
    def inner(self) -> int:
        """Width between the margins."""
        return self.total - 2 * MARGIN

    @property
    def narrow(self) -> bool:
        """Whether there is no room for words beside the marks, as on the column of a journal."""
        return self.inner < BESIDE_FROM * self.label

    def scaled(self, factor: float) -> "Sizes":
        """The same width with larger or smaller type."""
        if factor == 1:
            return self
        title, subtitle, label, small = (
            _rounded(size * factor) for size in (self.title, self.subtitle, self.label, self.small)
        )
        return Sizes(self.total, title, subtitle, label, small)


def _rounded(size: float, places: int = 2) -> float:
    """A size in few digits; whole ones as integers, so that equal sizes are written alike."""
    found = round(size, places)
    return int(found) if found == int(found) else found


# 85 mm and 174 mm are the single and double column of most journals: 241 and 493 units.
SIZES: Mapping[Width, Sizes] = MappingProxyType(
    {
        "column": Sizes(total=241, title=9, subtitle=7.5, label=7, small=6.3),
        "full": Sizes(total=493, title=11.5, subtitle=9, label=8, small=7),
    }
)


def sizes_at(millimetres: float) -> Sizes:
    """Give the sizes of any width: type between that of the column and that of the full width, and of them beyond.

    Parameters
    ----------
    millimetres : float
        Width of the whole picture.

    Returns
    -------
    Sizes

    Examples
    --------
    >>> sizes_at(85) == SIZES["column"], sizes_at(174) == SIZES["full"], sizes_at(130).label
    (True, True, 7.5)
    """
    total = round(millimetres / MM_PER_INCH * UNITS_PER_INCH)
    column, full = SIZES["column"], SIZES["full"]
    share = min(max((total - column.total) / (full.total - column.total), 0.0), 1.0)
    title, subtitle, label, small = (
        _rounded(low + share * (high - low), 1)
        for low, high in (
            (column.title, full.title),
            (column.subtitle, full.subtitle),
            (column.label, full.label),
            (column.small, full.small),
        )
    )
    return Sizes(total, title, subtitle, label, small)


def config(sizes: Sizes) -> dict[str, Any]:
    """Give the Vega-Lite configuration of one printed width.

    Parameters
    ----------
    sizes : Sizes
        An entry of :data:`SIZES`.

    Returns
    -------
    dict
        The ``config`` object of a Vega-Lite specification.

    Examples
    --------
    >>> config(SIZES["column"])["title"]["fontSize"]
    9
    """
    return {
        "background": PAPER,
        "font": FONT_STACK,
        "padding": MARGIN,
        "view": {"stroke": None},
        "axis": {
            "domainColor": QUIET,
            "gridColor": GRID,
            "gridWidth": 0.6,
            "labelColor": SOFT,
            "labelFontSize": sizes.small,
            "labelPadding": 2,
            "tickColor": QUIET,
            "tickSize": TICK,
            "tickWidth": HAIR,
            "domainWidth": HAIR,
            "titleColor": SOFT,
            "titleFontSize": sizes.small,
            "titleFontWeight": "normal",
            "titlePadding": 3,
        },
        "title": {
            "anchor": "start",
            "frame": "bounds",
            "color": INK,
            "fontSize": sizes.title,
            "fontWeight": "bold",
            "subtitleColor": SOFT,
            "subtitleFontSize": sizes.subtitle,
            "subtitlePadding": 3,
            "offset": 6,
        },
        "range": {"category": list(OKABE_ITO)},
        "text": {"color": INK, "fontSize": sizes.label},
        "point": {"color": ACCENT},
        "line": {"color": ACCENT},
    }


def theme() -> alt.theme.ThemeConfig:
    """Give the theme registered with Altair as ``"consilience"``, for charts of your own.

    Our charts carry their configuration themselves, so enabling another theme does not change them.

    Returns
    -------
    altair.theme.ThemeConfig
        The configuration of the full width.

    Examples
    --------
    >>> import altair as alt
    >>> with alt.theme.enable("consilience"):
    ...     alt.Chart().mark_point().to_dict()["config"]["background"]
    '#ffffff'
    """
    return alt.theme.ThemeConfig(config=config(SIZES["full"]))


alt.theme.register("consilience", enable=False)(theme)
