"""The shipped fonts of scripts beyond Latin, Greek, Cyrillic and CJK: which letters each has, and how wide they are.

One font has one script, in two weights. Nothing here is read for a picture of Latin names.
"""

import json
import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from consilience.charts.drawing.conversion import FONT_FOLDER, shipped

# These have Latin letters and digits too: their place in a line follows from what is around them, which a converter
# tells within one font.
RIGHT_TO_LEFT = ("Arabic", "Hebrew", "Thaana")
# Signs under which the next letter is drawn small, or half, as in क्ष.
_STACKING = "\u094d\u09cd\u0acd\u0b4d\u0c4d\u0ccd\u17d2"
# Of its width; measured over names, of which a line then is 0.97 to 1.25 times as wide as it is drawn.
_STACKED = 0.4
_UNSEEN = ("Mn", "Me", "Cf")
# Combining class of the signs that take a letter's vowel; these of them join it to no other letter.
_VIRAMA = 9
_ENDING = "\u0dca\u0e3a\u103a\u1baa"
# The vowels am of Thai and Lao, which Unicode counts as letters.
_PARTED = "\u0e33\u0eb3"


@cache
def widths() -> Mapping[str, Mapping[str, Mapping[str, int]]]:
    """Widths of letters in thousandths of the font size, by script and by "regular" or "bold"."""
    table: dict[str, dict[str, dict[str, int]]] = json.loads((FONT_FOLDER / "scripts.json").read_text("utf-8"))
    return table


@cache
def scripts() -> Mapping[str, str]:
    """The script whose font has a letter, of each letter that the Latin font lacks."""
    known: dict[str, str] = {}
    for script, weights in widths().items():
        for letter in weights["regular"]:
            if letter not in shipped():
                known.setdefault(letter, script)
    return MappingProxyType(known)


def has(script: str, letter: str) -> bool:
    """Whether the font of a script has a letter, or blank."""
    weights = widths().get(script)
    return weights is not None and (letter == " " or letter in weights["regular"])


def family_of(script: str) -> str:
    """The family that the font of a script is called."""
    return f"Consilience {script}"


def width_of(letter: str, before: str, *, bold: bool) -> float | None:
    r"""How wide a letter is after another one, in thousandths of the font size; None where no font has it.

    Examples
    --------
    >>> width_of("क", "", bold=False), width_of("क", "\u094d", bold=False), width_of("a", "", bold=False)
    (762, 304.8, None)
    """
    if unicodedata.category(letter) in _UNSEEN:
        return 0
    script = scripts().get(letter)
    if script is None:
        return None
    known = widths()[script]["bold" if bold else "regular"][letter]
    return known * _STACKED if before and before in _STACKING else known


def clusters(text: str) -> list[str]:
    """Letters with what is joined to them: between two of these a line may be cut.

    Examples
    --------
    >>> clusters("Ada") == list("Ada"), [len(cluster) for cluster in clusters("क्षत्रि")]
    (True, [3, 4])
    """
    if text.isascii():
        return list(text)
    found: list[str] = []
    for letter in text:
        if found and (_combines(letter) or _holds(found[-1], letter)):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _combines(letter: str) -> bool:
    is_tone = "\U0001f3fb" <= letter <= "\U0001f3ff"
    return is_tone or letter in f"\u200c\u200d{_PARTED}" or unicodedata.category(letter)[0] == "M"


def _holds(before: str, letter: str) -> bool:
    last = before[-1]
    is_virama = unicodedata.combining(last) == _VIRAMA and last not in _ENDING
    return last == "\u200d" or (is_virama and not letter.isspace()) or (_of_flag(before) and _of_flag(letter))


def _of_flag(letter: str) -> bool:
    return len(letter) == 1 and "\U0001f1e6" <= letter <= "\U0001f1ff"
