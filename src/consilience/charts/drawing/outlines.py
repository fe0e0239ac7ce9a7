"""Pictures whose text is drawn: the same in every program, whatever fonts are installed where it is opened.

Browsers take the font that an SVG carries; vector editors, converters and word processors pass over it. Letters that
stand beside each other become their outlines, each kept once a picture. A text with letters that change with what is
around them (Arabic, Devanagari, Thai …), or of no shipped font, stays text, with its font in the picture: such a
program then draws it with a font of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING

from consilience.charts.drawing.conversion import FONT_FOLDER, shipped
from consilience.charts.drawing.embedded import faces_css
from consilience.charts.drawing.shaping import shaped_width
from consilience.charts.drawing.svg_text import TEXT, attributes_of, lines_of, look_of
from consilience.charts.drawing.typography import FAMILY, font_css

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

# Of each weight: the font of Latin letters, then those of other scripts, two of which have one weight.
_FILES = {
    bold: (
        *(f"ConsilienceSans-{style}", "ConsilienceCJK-Regular", "ConsilienceHangul-Regular"),
        *(f"Consilience{script}-{style}" for script in ("Hebrew", "Armenian", "Georgian", "Ethiopic", "Emoji")),
        *(f"Consilience{script}-{style}" for script in ("CanadianAboriginal", "OlChiki")),
    )
    for bold, style in ((False, "Regular"), (True, "Bold"))
}
# Marks of these scripts, joiners, tones of skin and the letters of flags are drawn into what is beside them.
_UNPLAIN = re.compile(
    "[\u0591-\u05c7\u135d-\u135f\u200b-\u200f\ufe00-\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]"
)
_HEBREW = re.compile("[\u05d0-\u05ea](?:[ '.,\u05be\u05f3\u05f4-]*[\u05d0-\u05ea])*")
_UNDRAWN = "\uffff"
_LATIN = re.compile("[0-9A-Za-z]")
# Of the em in which positions are given; every shipped font has this one or is scaled to it.
_EM = 1000
# fontTools reads of a font what it is asked for, and loses itself where several threads ask.
_ONE_AT_A_TIME = Lock()
_OF_TEXT = frozenset({"text-anchor", "font-family", "font-size", "font-weight", "font-style", "stroke-width"})


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A letter of a font: its name in the picture, its outline and how far the next one is."""

    letter: str
    bold: bool
    name: str
    path: str
    advance: float


def letters_drawn(svg: str) -> str:
    """Draw the text of a picture whose fonts whoever reads it has.

    Parameters
    ----------
    svg : str

    Returns
    -------
    str
        What :func:`outlined` gives without the fonts of the text that stays.

    Examples
    --------
    >>> letters_drawn('<svg><text font-size="10px">aa</text></svg>').count("<path")
    1
    """
    known: dict[str, _Glyph] = {}
    with _ONE_AT_A_TIME:
        drawn = TEXT.sub(lambda text: _drawn(text, known), svg)
    if not known:
        return drawn
    outlines = "".join(f'<path id="{glyph.name}" d="{glyph.path}"/>' for glyph in known.values())
    head, rest = drawn.split(">", 1)
    linked = "" if "xmlns:xlink" in head else ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"{head}{linked}><defs>{outlines}</defs>{rest}"


def outlined(svg: str) -> str:
    """Draw the text of a picture.

    Parameters
    ----------
    svg : str
        From :attr:`consilience.charts.Drawing.labelled_svg`, which says in words what it shows: that stays.

    Returns
    -------
    str

    Examples
    --------
    >>> drawn = outlined('<svg><text font-size="10px" fill="red">ab</text></svg>')
    >>> drawn.count("<use"), drawn.count("<path"), "<text" in drawn
    (2, 2, False)
    """
    drawn = letters_drawn(svg)
    left = "".join(unescape(text["inside"]) for text in TEXT.finditer(drawn))
    if not left:
        return drawn
    head, rest = drawn.split(">", 1)
    return f"{head}><style>{font_css() if _LATIN.search(left) else ''}{faces_css(left)}</style>{rest}"


def _drawn(text: re.Match[str], known: dict[str, _Glyph]) -> str:
    """A text as a group of letters; as it was, where a letter is of no shipped font or the text is not plain."""
    about = attributes_of(text["attributes"])
    look, lines = look_of(about), list(lines_of(text["inside"]))
    letters = [[_glyph(letter, bold=look.bold) for letter in _from_the_left(line.said)] for line in lines]
    is_plain = not _UNPLAIN.search("".join(line.said for line in lines)) and all(all(line) for line in letters)
    if about.get("font-style", "normal") == "italic" or not is_plain:
        return text[0]
    scale = look.size / _EM
    shown = {name: value for name, value in about.items() if name not in _OF_TEXT}
    if "stroke-width" in about:
        shown["stroke-width"] = f"{float(about['stroke-width']) / scale:.1f}"
    groups = []
    for line, row in zip(lines, letters, strict=True):
        found = [glyph for glyph in row if glyph is not None]
        known.update((glyph.name, glyph) for glyph in found)
        groups.append(_row(found, look.anchor, (line.x, line.y), scale))
    attributes = "".join(f' {name}="{value}"' for name, value in shown.items())
    return f"<g{attributes}>{''.join(groups)}</g>"


def _from_the_left(line: str) -> str:
    """Letters as they stand on the paper; one that no font has where Hebrew is among what may stand on either side."""
    if not _HEBREW.search(line):
        return line
    turned = _HEBREW.sub(lambda run: run[0][::-1], line)
    return turned if all(letter.isalpha() or letter in " '.,-\u05be\u05f3\u05f4" for letter in line) else _UNDRAWN


def _row(glyphs: Sequence[_Glyph], anchor: float, offset: tuple[float, float], scale: float) -> str:
    steps = [glyph.advance + _kern(glyph, after) for glyph, after in zip(glyphs, [*glyphs[1:], None], strict=True)]
    place = -anchor * sum(steps)
    letters = []
    for glyph, step in zip(glyphs, steps, strict=True):
        if glyph.path:
            letters.append(f'<use xlink:href="#{glyph.name}" x="{place:.0f}"/>')
        place += step
    x, y = offset
    # Fonts count upwards, pictures downwards.
    return f'<g transform="translate({x:g},{y:g}) scale({scale:.5g},{-scale:.5g})">{"".join(letters)}</g>'


@cache
def _kern(first: _Glyph, after: _Glyph | None) -> float:
    """How much nearer two Latin letters stand to each other than others, below nought, or farther apart."""
    # Blanks at the end are measured by themselves.
    if after is None or after.letter.isspace() or not {first.letter, after.letter} <= shipped():
        return 0.0
    pair = _EM * shaped_width(first.letter + after.letter, FAMILY, bold=first.bold)
    return pair - first.advance - after.advance


@cache
def _glyph(letter: str, *, bold: bool) -> _Glyph | None:
    from fontTools.misc.transform import Scale
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    for file in _FILES[bold]:
        font = _font(file)
        name = font.getBestCmap().get(ord(letter))
        if name is not None:
            glyphs = font.getGlyphSet()
            factor = _EM / font["head"].unitsPerEm
            pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.0f}")
            glyphs[name].draw(TransformPen(pen, Scale(factor)))
            own = f"{'b' if file.endswith('Bold') else 'r'}{ord(letter):x}"
            return _Glyph(letter, bold, own, pen.getCommands(), glyphs[name].width * factor)
    return None


@cache
def _font(name: str) -> "TTFont":
    from fontTools.ttLib import TTFont

    # Of a file, it would hold that open.
    return TTFont(BytesIO((FONT_FOLDER / f"{name}.ttf").read_bytes()), lazy=True)
