"""Charts on a dark page: the colours of print, each replaced by one of the same meaning."""

from collections.abc import Mapping
from types import MappingProxyType

from consilience.charts.drawing.theme import ACCENT, BAND_50, BAND_90, GRID, GUIDE, INK, PAPER, QUIET, SOFT, WARNING

DARK_PAPER = "#15191e"
# What charts draw besides the colours of the theme: pale marks, gates, and Okabe and Ito's black.
DARK: Mapping[str, str] = MappingProxyType(
    {
        INK: "#e9ecef",
        SOFT: "#bcc4cc",
        QUIET: "#9ca5ae",
        GRID: "#2e353d",
        GUIDE: "#242a31",
        PAPER: DARK_PAPER,
        ACCENT: "#58b4ec",
        WARNING: "#ff9d5c",
        BAND_90: "#1b3346",
        BAND_50: "#2a5a7c",
        "#b4b4b4": "#626b75",
        "#ececec": "#2b3239",
        "#000000": "#e9ecef",
    }
)


def dark_css() -> str:
    """Rules that recolour every chart of a page, still or live, to be put where the page is dark.

    Returns
    -------
    str
        CSS. A colour that is not listed stays: it is bright enough for either page.

    Examples
    --------
    >>> 'svg.marks [fill="#1b1b1b"]{fill:#e9ecef}' in dark_css()
    True
    """
    return "".join(
        f'svg.marks [{ink}="{light}"]{{{ink}:{dark}}}' for light, dark in DARK.items() for ink in ("fill", "stroke")
    )
