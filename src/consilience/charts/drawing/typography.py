"""The chart fonts: measured without a renderer, embedded in pages.

The shipped families carry our own name, so a chart has the same metrics on every machine whatever is
installed there. ``fonts/README.md`` says what they were made from and which scripts they cover.
"""

import json
import re
import unicodedata
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache

from consilience.charts.drawing.conversion import FONT_FOLDER
from consilience.charts.drawing.other_scripts import clusters, width_of

FAMILY = "Consilience Sans"
FONT_STACK = f"{FAMILY}, Source Sans Pro, Noto Sans, Helvetica Neue, Arial, sans-serif"

# Bidirectional overrides let a name rearrange the text around it; XML has no place for the other two ranges.
_UNSHOWABLE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
# As people type them; an arrow or "<=>" is no comparison.
_COMPARED = {">=": "≥", "<=": "≤"}
_TYPED = re.compile("(?<![<=>-])[<>]=(?![=>])")
_WIDE = ("W", "F")
_CLOSING = "，。、；：？！．・ー々％,.;:?!%…"
# After a space, and after a hyphen between letters: never inside 10-20% or 1-2, nor between the ends of [10%, 20%].
_BREAKS = re.compile(r"(?<=\s)(?![<>≤≥~−+]?\d[^\s\[\]]*\])|(?<=[^\W\d_]-)(?=[^\W\d_])")
_SPACE = re.compile(r"(?<=\s)")


@cache
def font_css() -> str:
    """Give the ``@font-face`` rules of the chart font, files embedded, for a page that must open offline.

    Returns
    -------
    str
        CSS with the Latin part of the regular and bold faces as WOFF2 data (about 38 kB).

    Examples
    --------
    >>> font_css().count("@font-face")
    2
    """
    rules = []
    for style, weight in (("Regular", 400), ("Bold", 700)):
        data = b64encode((FONT_FOLDER / f"ConsilienceSans-{style}.woff2").read_bytes()).decode("ascii")
        rules.append(
            f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};"
            f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
        )
    return "".join(rules)


@cache
def _advances() -> Mapping[str, Mapping[str, int]]:
    table: dict[str, dict[str, int]] = json.loads((FONT_FOLDER / "advances.json").read_text("utf-8"))
    return table


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Measure a line of text in the chart font.

    Parameters
    ----------
    text : str
        One line.
    size : float
        Font size in chart units (1/72 inch).
    bold : bool
        Measure the bold face.

    Returns
    -------
    float
        Width in chart units, kerning left out. A character that no shipped font of its script has counts one em where
        it is wide (CJK), 0.6 em elsewhere.

    Examples
    --------
    >>> round(text_width("12%", 10), 1) == round(text_width("34%", 10), 1)
    True
    """
    table = _advances()["bold" if bold else "regular"]
    units = 0.0
    before = ""
    for character in text:
        known: float | None = table.get(character)
        if known is None:
            known = width_of(character, before, bold=bold)
        if known is None:
            known = 1000 if unicodedata.east_asian_width(character) in _WIDE else 600
        units += known
        before = character
    return units * size / 1000


def clean(text: str) -> str:
    r"""Make untrusted text showable: one line, without control characters and bidirectional overrides.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The same words, with the signs of comparisons as they are printed. Nothing is escaped here: charts carry text
        as data, and :mod:`consilience.charts.drawing.page` escapes what it writes into HTML.

    Examples
    --------
    >>> clean("A.\tName\x07 \u202e(reversed)")
    'A. Name (reversed)'
    >>> clean(">=50%")
    '≥50%'
    """
    # Nearly every text of every row is printable as it is, which is told at once.
    kept = text if text.isprintable() else _CONTROL.sub(" ", _UNSHOWABLE.sub("", text))
    compared = _TYPED.sub(lambda sign: _COMPARED[sign[0]], kept) if "=" in kept else kept
    return " ".join(compared.split())


def wrap(text: str, width: float, size: float, *, bold: bool = False, most: int | None = None) -> list[str]:
    """Break text into lines that fit a width.

    Parameters
    ----------
    text : str
        Any text; it is cleaned first.
    width : float
        Room for a line, in chart units.
    size : float
        Font size in chart units.
    bold : bool
        Measure the bold face.
    most : int, optional
        At most so many lines; the last one then ends in an ellipsis.

    Returns
    -------
    list of str
        No line where there is no text.

    Examples
    --------
    >>> wrap("one two three four", 50, 10)
    ['one two', 'three four']
    >>> wrap("one two three four", 50, 10, most=1)
    ['one two…']
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(clean(text), width, size, bold):
        if line and text_width((line + piece).rstrip(), size, bold=bold) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    if line.strip():
        lines.append(line.rstrip())
    if most is None or len(lines) <= most:
        return lines
    return [*lines[: most - 1], _shortened(lines[most - 1], width, size, bold)]


def told_apart(name: str, others: Sequence[str], width: float, size: float) -> list[str]:
    """Break a name into two lines, or as many as tell it from others that begin as it does.

    Examples
    --------
    >>> told_apart("Respondent of the first round, 17", ["Respondent of the first round, 18"], 60, 10)
    ['Respondent', 'of the first', 'round, 17']
    """
    lines = wrap(name, width, size, most=2)
    if not lines or not lines[-1].endswith("…"):
        return lines
    kept = len(" ".join(lines)) - 1
    begins = clean(name)[:kept]
    alike = any(other != name and clean(other)[:kept] == begins for other in others)
    return wrap(name, width, size, most=6) if alike else lines


def shorten(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Cut a text to one line that fits a width, with an ellipsis where something is left out.

    Parameters
    ----------
    text : str
        Any text; it is cleaned first.
    width : float
        Room for the line, in chart units.
    size : float
        Font size in chart units.
    bold : bool
        Measure the bold face.

    Returns
    -------
    str
        Unlike the last line of :func:`wrap`, it may end inside a word: a name of one long word keeps its beginning.

    Examples
    --------
    >>> shorten("Fernández-Villaverde", 50, 10)
    'Fernánde…'
    """
    line = clean(text)
    return line if text_width(line, size, bold=bold) <= width else _shortened(line, width, size, bold)


def _pieces(text: str, width: float, size: float, bold: bool) -> list[str]:
    """Split where a line may break: after spaces, around wide characters, inside words wider than a line."""
    pieces: list[str] = []

    def fits(word: str) -> bool:
        return text_width(word.rstrip(), size, bold=bold) <= width

    for word in _BREAKS.split(text):
        if any(unicodedata.east_asian_width(character) in _WIDE for character in word):
            pieces.extend(_held_together(word, width, size, bold))
            continue
        # An interval that is wider than a line has its ends on two.
        for part in [word] if fits(word) else _SPACE.split(word):
            pieces.extend([part] if fits(part) else clusters(part))
    return pieces


def _held_together(word: str, width: float, size: float, bold: bool) -> list[str]:
    """Split among wide characters: no line begins with what closes or ends with what opens, and no number is broken."""
    pieces: list[str] = []
    for letter in clusters(word):
        if (
            pieces
            and _holds(pieces[-1][-1], letter[0])
            and text_width((pieces[-1] + letter).rstrip(), size, bold=bold) <= width
        ):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _holds(before: str, after: str) -> bool:
    """Whether two characters of one word stay on one line."""
    closes = after in _CLOSING or unicodedata.category(after) in ("Pe", "Pf")
    opens = unicodedata.category(before) in ("Ps", "Pi")
    return closes or opens or not any(unicodedata.east_asian_width(one) in _WIDE for one in (before, after))


def _shortened(line: str, width: float, size: float, bold: bool) -> str:
    letters = clusters(line)
    while letters and text_width(f"{line}…", size, bold=bold) > width:
        line = line[: -len(letters.pop())]
    return f"{line.rstrip(' ,;:')}…"
