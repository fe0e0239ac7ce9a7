"""Pictures in pixels that a notebook keeps: twice as fine as a screen, and packed as small as they go."""

from consilience.charts.drawing.conversion import png_of
from consilience.charts.drawing.outlines import letters_drawn
from consilience.charts.drawing.pixels import packed, size_of

# To a unit of a picture, which is a pixel of a screen and a seventy-second of an inch on paper.
PIXELS = 2
_UNITS_PER_INCH = 72


def pixels_of(svg: str) -> tuple[bytes, int]:
    """The pixels of a picture as a file, and how many it is wide.

    Examples
    --------
    >>> png, width = pixels_of('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    >>> png[1:4], width
    (b'PNG', 18)
    """
    png = packed(png_of(letters_drawn(svg), ppi=PIXELS * _UNITS_PER_INCH))
    return png, size_of(png)[0]
