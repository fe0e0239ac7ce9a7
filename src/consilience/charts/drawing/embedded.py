"""The letters of a picture that the embedded Latin font lacks, as fonts of those letters alone.

SVG and pages then look the same on a machine without such fonts. What no shipped font has (Arabic, Devanagari …) is
drawn by the fonts of whoever opens them.
"""

from base64 import b64encode
from functools import cache, lru_cache
from io import BytesIO
from typing import Any

from consilience.charts.drawing.conversion import FONT_FOLDER
from consilience.charts.drawing.typography import FAMILY, font_css

# Files of the two weights: the first pair that has a letter is taken. A browser looks for letters only in faces of the
# very same weight, so that a file of one weight is named for both.
_SHIPPED = (
    ("ConsilienceSans-Regular", "ConsilienceSans-Bold"),
    ("ConsilienceCJK-Regular", "ConsilienceCJK-Regular"),
    ("ConsilienceHangul-Regular", "ConsilienceHangul-Regular"),
)
_WEIGHTS = (400, 700)
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
        The Latin fonts, and of the others what the picture needs: 3 to 8 kB a script.
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
    return _rules(frozenset(code for code in letters if not any(code in block for block in _LATIN)))


@lru_cache(maxsize=64)
def _rules(codes: frozenset[int]) -> str:
    rules: list[str] = []
    left = set(codes)
    for faces in _SHIPPED:
        found = left & _drawn_by(faces[0]) if left else set()
        left -= found
        if found:
            rules += [_rule(name, weight, sorted(found)) for name, weight in zip(faces, _WEIGHTS, strict=True)]
    return "".join(rules)


def _rule(name: str, weight: int, codes: list[int]) -> str:
    data = b64encode(_subset(name, codes)).decode("ascii")
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


def _subset(name: str, codes: list[int]) -> bytes:
    from fontTools import subset

    options = subset.Options(hinting=False, layout_features=["kern", "mark", "mkmk", "ccmp", "locl"])
    font = _font(name)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    made = BytesIO()
    font.save(made)
    return made.getvalue()
