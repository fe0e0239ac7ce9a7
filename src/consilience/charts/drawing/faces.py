"""Which of this machine's fonts draws the letters that the shipped ones lack, so that bold is bold and the rest is not.

For a letter that a font lacks, the converter takes the first font at hand that has it, often a bold one. A family that
is named, and draws the letter differently in either weight, is there in both.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from html import escape, unescape

from consilience.charts.drawing.conversion import shipped

# What has a shipped file of its own.
_OWN_FILE = ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "IDEOGRAPHIC")
# The script's own Noto family, and what systems come with.
_FAMILIES = (
    *("Noto Sans {}", "Noto Sans", "Noto Serif {}", "DejaVu Sans", "Segoe UI", "Nirmala UI", "Leelawadee UI", "Ebrima"),
    *("Gadugi", "Myanmar Text", "Arial", "Arial Unicode MS", "Helvetica Neue", "Geeza Pro", "Kohinoor {}", "Thonburi"),
    *("FreeSans", "Noto Sans Symbols", "Noto Sans Symbols 2", "Noto Sans Math", "Segoe UI Symbol", "Apple Symbols"),
)
# Of several lines each is a span of its own.
_TEXT = re.compile(r">([^<>]+)</(text|tspan)>")

type Draw = Callable[[str], bytes]


def with_faces(svg: str, draw: Draw) -> str:
    """Name the font of each run of letters that the shipped fonts lack.

    Parameters
    ----------
    svg : str
        A picture whose texts name the chart font.
    draw : callable
        From an SVG to pixels.

    Returns
    -------
    str
        The same picture.
    """
    return _TEXT.sub(lambda text: f">{''.join(_spans(unescape(text[1]), draw))}</{text[2]}>", svg)


def _spans(text: str, draw: Draw) -> Iterator[str]:
    for family, run in _runs(text, draw):
        said = escape(run)
        yield f'<tspan font-family="{family}">{said}</tspan>' if family else said


def _runs(text: str, draw: Draw) -> Iterator[tuple[str, str]]:
    """Parts of a text by the family that they need; what combines, joins or is blank stays with what is before it."""
    family, run = "", ""
    for character in text:
        kind = unicodedata.category(character)[0]
        other = family if kind in "MZC" and run else _family(character, draw)
        if other != family and run:
            yield family, run
            run = ""
        family, run = other, run + character
    if run:
        yield family, run


def _family(character: str, draw: Draw) -> str:
    if character in shipped():
        return ""
    script = unicodedata.name(character, "").partition(" ")[0].partition("-")[0]
    if script in _OWN_FILE:
        return ""
    is_letter = unicodedata.category(character)[0] in "LN"
    return _of_script(script, draw, character) if is_letter else _with_both(character, script, draw)


_BY_SCRIPT: dict[tuple[str, Draw], str] = {}


def _of_script(script: str, draw: Draw, letter: str) -> str:
    """Letters of one script are in a font together."""
    known = script, draw
    if known not in _BY_SCRIPT:
        _BY_SCRIPT[known] = _with_both(letter, script, draw)
    return _BY_SCRIPT[known]


@cache
def _with_both(letter: str, script: str, draw: Draw) -> str:
    """The first family that has a letter in two weights, empty where none has."""
    families = (family.format(script.title()) for family in _FAMILIES)
    return next((family for family in families if _weighs(letter, family, draw)), "")


def _weighs(letter: str, family: str, draw: Draw) -> bool:
    regular, bold = (draw(_alone(letter, family, weight)) for weight in (400, 700))
    return regular != bold


def _alone(letter: str, family: str, weight: int) -> str:
    text = f'<text x="4" y="28" font-size="24" font-family="{family}" font-weight="{weight}">{escape(letter)}</text>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="48" height="40">{text}</svg>'
