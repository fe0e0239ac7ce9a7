"""Colours as the eye takes them: mixed, and told apart from what they stand on."""

import re
import zlib
from functools import cache

type Rgb = tuple[int, int, int]

# Of text, by the Web Content Accessibility Guidelines 2.2, level AA.
LEAST_CONTRAST = 4.5
_HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def rgb_of(colour: str) -> Rgb:
    """Red, green and blue of a colour as CSS writes it: in hexadecimal, by its name, or by a function.

    Examples
    --------
    >>> rgb_of("#0072B2"), rgb_of("#fff")
    ((0, 114, 178), (255, 255, 255))
    """
    if _HEX.fullmatch(colour):
        digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
        red, green, blue = bytes.fromhex(digits)
        return red, green, blue
    return _drawn(colour)


@cache
def _drawn(colour: str) -> Rgb:
    """A colour of any other spelling: a picture of one pixel tells, black where it is no colour."""
    import vl_convert

    word = "".join(letter for letter in colour if letter.isalnum() or letter in "(),.% -/")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><rect width="1" height="1" fill="{word}"/></svg>'
    )
    png = bytes(vl_convert.svg_to_png(svg))
    at = png.index(b"IDAT")
    pixels = zlib.decompress(png[at + 4 : at + 4 + int.from_bytes(png[at - 4 : at])])
    # The first byte of a row names its filter, which has nothing to do for the first pixel.
    red, green, blue = pixels[1:4]
    return red, green, blue


def luminance(colour: str) -> float:
    """Relative luminance, from 0 of black to 1 of white."""
    parts = (part / 255 for part in rgb_of(colour))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21.

    Examples
    --------
    >>> round(contrast("#767676", "#ffffff"), 2), contrast("#000000", "#ffffff")
    (4.54, 21.0)
    """
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two, with a share of the other.

    Examples
    --------
    >>> mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = zip(rgb_of(one), rgb_of(other), strict=True)
    return "#" + "".join(f"{round(here + (there - here) * share):02x}" for here, there in pairs)


def readable(colour: str, paper: str) -> str:
    """A colour as it is, or as much nearer to black or white as text in it needs to be read on a paper.

    Examples
    --------
    >>> readable("#cccccc", "#ffffff"), readable("#0072B2", "#ffffff")
    ('#707070', '#0072B2')
    """
    end = max(("#000000", "#ffffff"), key=lambda far: contrast(far, paper))
    for step in range(21):
        found = mixed(colour, end, step / 20) if step else colour
        if contrast(found, paper) >= LEAST_CONTRAST:
            return found
    return end
