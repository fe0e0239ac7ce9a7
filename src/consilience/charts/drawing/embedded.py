"""The letters of a picture that the embedded Latin font lacks, as fonts of those letters alone.

SVG and pages then look the same on a machine without such fonts. What no shipped font has (Tibetan, cuneiform …) is
drawn by the fonts of whoever opens them.
"""

import unicodedata
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from io import BytesIO
from typing import Any

from consilience.charts.drawing.conversion import FONT_FOLDER
from consilience.charts.drawing.other_scripts import family_of, has, scripts
from consilience.charts.drawing.typography import FAMILY, font_css

# Files of the two weights: the first pair that has a letter is taken. A browser looks for letters only in faces of the
# very same weight, so that a file of one weight is named for both.
_SHIPPED = (
    ("ConsilienceSans-Regular", "ConsilienceSans-Bold"),
    ("ConsilienceCJK-Regular", "ConsilienceCJK-Regular"),
    ("ConsilienceHangul-Regular", "ConsilienceHangul-Regular"),
)
_WEIGHTS = (400, 700)
_STYLES = ("Regular", "Bold")
# Beside what Unicode takes apart: am of Thai and Lao, and vowels of Khmer with a part at the left.
_TAKEN_APART = {
    "\u0e33": "\u0e4d\u0e32",
    "\u0eb3": "\u0ecd\u0eb2",
    **dict.fromkeys("\u17be\u17bf\u17c0\u17c4\u17c5", "\u17c1"),
}
# Of scripts whose letters stand beside each other; in others they change with what is around them, in many ways.
_PLAIN = ("kern", "mark", "mkmk", "ccmp", "locl")
# What joins letters, or keeps them apart: the font of the letters has to have it.
_JOINERS = frozenset({0x200C, 0x200D, 0x25CC, 0xFE0F})
# Latin with Vietnamese, and punctuation, arrows and signs: those the embedded font has.
_LATIN = (range(0x370), range(0x1E00, 0x1F00), range(0x2000, 0x2300))


def font_style(svg: str) -> str:
    """Give the style element that makes a picture look the same wherever a browser opens it.

    Parameters
    ----------
    svg : str
        The picture.

    Returns
    -------
    str
        The Latin fonts, and of the others what the picture needs: 3 to 8 kB a script, 45 where many letters join.
    """
    return f"<style>{font_css()}{faces_css(svg)}</style>"


def faces_css(text: str) -> str:
    """Give ``@font-face`` rules for the letters of a text that the embedded Latin font lacks; none for Latin.

    Examples
    --------
    >>> faces_css("Ada Müller 5%"), faces_css("佐藤").count("@font-face"), faces_css("Ελένη").count("@font-face")
    ('', 2, 2)
    """
    if text.isascii():
        return ""
    letters = {ord(letter) for letter in text}
    return _rules(frozenset(code for code in letters if code in _JOINERS or not any(code in block for block in _LATIN)))


def unshipped(text: str) -> str:
    """Letters of a text that no shipped font has."""
    codes = {ord(letter) for letter in text if not any(ord(letter) in block for block in _LATIN)}
    left = set(codes).difference(ord(letter) for letter in scripts()) if codes else codes
    for faces in _SHIPPED:
        left -= _drawn_by(faces[0]) if left else set()
    return "".join(letter for letter in dict.fromkeys(text) if ord(letter) in left)


@lru_cache(maxsize=64)
def _rules(codes: frozenset[int]) -> str:
    rules: list[str] = []
    left = set(codes - _JOINERS)
    for faces in _SHIPPED:
        found = left & _drawn_by(faces[0]) if left else set()
        left -= found
        if found:
            rules += [_rule(name, weight, sorted(found), _PLAIN) for name, weight in zip(faces, _WEIGHTS, strict=True)]
    joiners = codes & _JOINERS
    for script, found in _by_script(left):
        rules += [
            _rule(f"{family_of(script).replace(' ', '')}-{style}", weight, sorted(found | joiners), None)
            for style, weight in zip(_STYLES, _WEIGHTS, strict=True)
        ]
    return "".join(rules)


def _by_script(codes: set[int]) -> Iterator[tuple[str, set[int]]]:
    """Letters by the script whose font draws them: signs that several have are of the one that the text is in."""
    written = Counter(scripts().get(chr(code), "") for code in codes)
    written.pop("", None)
    left = set(codes)
    for script, _ in sorted(written.items(), key=lambda counted: (-counted[1], counted[0])):
        found = {code for code in left if has(script, chr(code))}
        left -= found
        if found:
            parts = {part for code in found for part in _parts(chr(code)) if has(script, part)}
            yield script, found | {ord(part) for part in parts}


def _parts(letter: str) -> str:
    """What a letter is taken apart into before it is drawn: ொ is of what stands at its left and at its right."""
    return unicodedata.normalize("NFD", letter) + _TAKEN_APART.get(letter, "")


def _rule(name: str, weight: int, codes: list[int], features: Sequence[str] | None) -> str:
    data = b64encode(_subset(name, codes, features)).decode("ascii")
    places = ",".join(f"U+{code:X}" for code in codes)
    return (
        f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};unicode-range:{places};"
        f"src:url(data:font/ttf;base64,{data}) format('truetype')}}"
    )


def _font(name: str) -> Any:
    # Latin names, which most are, do without.
    from fontTools.ttLib import TTFont

    return TTFont(BytesIO((FONT_FOLDER / f"{name}.ttf").read_bytes()), lazy=True, recalcTimestamp=False)


@cache
def _drawn_by(name: str) -> frozenset[int]:
    return frozenset(_font(name).getBestCmap())


def _subset(name: str, codes: list[int], features: Sequence[str] | None) -> bytes:
    from fontTools import subset

    options = subset.Options(hinting=False)
    if features is not None:
        options.layout_features = list(features)
    font = _font(name)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    made = BytesIO()
    font.save(made)
    return made.getvalue()
