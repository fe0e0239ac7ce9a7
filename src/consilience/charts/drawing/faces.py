"""Which font draws the letters that the Latin one lacks, so that bold is bold, and letters are joined as they must be.

For a letter that a font lacks, the converter takes the first font at hand that has it, often a bold one. It knows one
script a run: of "Ada क्षत्रिय" it would draw the second word letter by letter. And where a run has several fonts, it
mixes up glyphs that stand for several letters. So each run of a script is drawn by itself, in the shipped font of the
script, where the line comes to; and so is each part of it whose letters are drawn together. What no shipped font has is
given to a family of the machine that draws it differently in either weight, and so is there in both.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html import escape, unescape

from consilience.charts.drawing.conversion import shipped
from consilience.charts.drawing.directions import is_right_to_left
from consilience.charts.drawing.other_scripts import RIGHT_TO_LEFT, clusters, family_of, has, scripts
from consilience.charts.drawing.shaping import shaped_width
from consilience.charts.drawing.svg_text import TEXT, attributes_of, lines_of, look_of
from consilience.charts.drawing.typography import FAMILY

# What has a shipped file of its own, which the converter finds by itself.
_OWN_FILE = ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "IDEOGRAPHIC")
# The script's own Noto family, and what systems come with.
_FAMILIES = (
    *("Noto Sans {}", "Noto Sans", "Noto Serif {}", "DejaVu Sans", "Segoe UI", "Nirmala UI", "Leelawadee UI", "Ebrima"),
    *("Gadugi", "Myanmar Text", "Arial", "Arial Unicode MS", "Helvetica Neue", "Geeza Pro", "Kohinoor {}", "Thonburi"),
    *("FreeSans", "Noto Sans Symbols", "Noto Sans Symbols 2", "Noto Sans Math", "Segoe UI Symbol", "Apple Symbols"),
)
# Whether a sign is drawn as a letter or in colour is one to the converter, which looks for a font that has the asking.
_AS_TEXT = {0xFE0E: None, 0xFE0F: None}

type Draw = Callable[[str], bytes]
# A part of a line by the family that it needs: none for what the chart font has.
type Run = tuple[str, str]


def with_faces(svg: str, draw: Draw) -> str:
    """Name the font of each run of letters that the Latin font lacks, and put it in its place.

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
    return TEXT.sub(lambda text: _faced(text, draw), svg)


def _faced(text: re.Match[str], draw: Draw) -> str:
    if not {*unescape(text["inside"])}.difference(shipped()):
        return text[0]
    look = look_of(attributes_of(text["attributes"]))
    drawn = []
    for line in lines_of(text["inside"]):
        runs = [piece for run in _runs(line.said, draw) for piece in _cut(*run)]
        if len(runs) == 1:
            ((family, said),) = runs
            inside = f'<tspan font-family="{family}">{escape(said)}</tspan>' if family else escape(said)
        else:
            wide = [look.size * shaped_width(said, family or FAMILY, bold=look.bold) for family, said in runs]
            inside = _placed(runs, wide, line.x - look.anchor * sum(wide), line.y)
        drawn.append(f"{line.head}{inside}{'</tspan>' if line.head else ''}")
    return f"<text{text['attributes']}>{''.join(drawn)}</text>"


def _placed(runs: Sequence[Run], widths: Sequence[float], x: float, y: float) -> str:
    """Runs of a line, each where the one before it ends: with a place of its own it is drawn by itself."""
    spans = []
    for place, ((family, said), wide) in enumerate(zip(runs, widths, strict=True)):
        # How far down the first one is, its line says.
        down = f' y="{y:g}"' if place else ""
        named = f' font-family="{family}"' if family else ""
        spans.append(f'<tspan x="{x:.3f}"{down} text-anchor="start"{named}>{escape(said)}</tspan>')
        x += wide
    return "".join(spans)


def _cut(family: str, run: str) -> Iterator[Run]:
    """A run in parts of which each is as wide as the converter takes it to be, or is alone."""
    joins = any(map(is_right_to_left, run))
    if not family or joins or len(clusters(run)) == len(run):
        yield family, run
        return
    part = ""
    for cluster in clusters(run):
        if part and not cluster.isspace():
            yield family, part
            part = ""
        part += cluster
    yield family, part


def _runs(text: str, draw: Draw) -> Iterator[Run]:
    """Parts of a text by the family that they need; what combines, joins or is blank stays with what is before it."""
    written = {scripts().get(character) for character in text}
    whole = next((script for script in RIGHT_TO_LEFT if script in written), "")
    family, run = "", ""
    for character in text.translate(_AS_TEXT):
        stays = bool(run) and unicodedata.category(character)[0] in "MZC"
        other = family if stays else _family(character, family, whole, draw)
        if other != family and run:
            yield family, run
            run = ""
        family, run = other, run + character
    if run:
        yield family, run


def _family(character: str, before: str, whole: str, draw: Draw) -> str:
    if whole and has(whole, character):
        return family_of(whole)
    if character in shipped():
        return ""
    script = scripts().get(character)
    if script is None:
        return _of_machine(character, draw)
    # Several scripts have one full stop.
    return before if has(before.removeprefix("Consilience "), character) else family_of(script)


def _of_machine(character: str, draw: Draw) -> str:
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
