"""How wide text is once its letters are joined, as HarfBuzz has it, which browsers and office programs shape with.

The converter takes letters that are drawn together to be as wide as the widest of them, and puts the next ones upon
them: क and ि of कि, or the parts of คำ.
"""

from functools import cache
from typing import Any

from consilience.charts.drawing.conversion import FONT_FOLDER
from consilience.charts.drawing.typography import text_width


@cache
def shaped_width(text: str, family: str, *, bold: bool) -> float:
    """Measure a run of text.

    Parameters
    ----------
    text : str
        Of one script.
    family : str
        A shipped one, as an SVG names it.
    bold : bool

    Returns
    -------
    float
        Width in ems; as the layout estimates it where no shipped font of the family has all of the letters.

    Examples
    --------
    >>> round(shaped_width("कि", "Consilience Devanagari", bold=False), 2)
    1.02
    """
    import uharfbuzz as harfbuzz

    bare = text.rstrip()
    if bare != text:
        # That of emoji has a blank as wide as a picture.
        return shaped_width(bare, family, bold=bold) + text_width(text[len(bare) :], 1, bold=bold)
    path = FONT_FOLDER / f"{family.replace(' ', '')}-{'Bold' if bold else 'Regular'}.ttf"
    if path.exists():
        font, run = _font(str(path)), harfbuzz.Buffer()
        run.add_str(text)
        run.guess_segment_properties()
        harfbuzz.shape(font, run)
        # A glyph of number nought is a box.
        if all(glyph.codepoint for glyph in run.glyph_infos):
            return float(sum(glyph.x_advance for glyph in run.glyph_positions) / font.face.upem)
    return text_width(text, 1, bold=bold)


@cache
def _font(path: str) -> Any:
    import uharfbuzz as harfbuzz

    return harfbuzz.Font(harfbuzz.Face(harfbuzz.Blob.from_file_path(path)))
