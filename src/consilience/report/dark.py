"""Charts on a dark page: the colours of print, each replaced by that of the dark theme."""

from consilience.charts.drawing.theme import PAPER
from consilience.charts.drawing.themes import THEMES

_COLOURS = THEMES["dark"].colours
DARK_PAPER = _COLOURS[PAPER]


def dark_css() -> str:
    """Rules that recolour every chart of a page, still or live, to be put where the page is dark.

    Returns
    -------
    str
        CSS. A colour that the theme does not name stays: it is bright enough for either page.

    Examples
    --------
    >>> f'svg.marks [fill="#ffffff"]{{fill:{DARK_PAPER}}}' in dark_css()
    True
    """
    return "".join(
        f'svg.marks [{ink}="{light}"]{{{ink}:{dark}}}' for light, dark in _COLOURS.items() for ink in ("fill", "stroke")
    )
