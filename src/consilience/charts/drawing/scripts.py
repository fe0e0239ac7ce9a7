"""Scripts that no font at hand draws: in pixels and on pages their letters would be boxes, without a word.

And those that no shipped font has: what is on this machine then draws pixels and pages, but goes into no SVG or HTML.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from html import escape

from consilience.charts.drawing.conversion import shipped
from consilience.charts.drawing.other_scripts import scripts
from consilience.charts.drawing.typography import FAMILY, clean

# The shipped fonts have all before: Latin, Greek and Cyrillic.
_FIRST_UNSURE = "\u0530"
# In the private use area, where fonts have nothing.
_MISSING = "\ue000"
# Letters of one script are in a font together.
_TRIED = 3
SYMBOLS = "symbols and emoji"


def undrawn(texts: Iterable[str], png_of: Callable[[str], bytes]) -> Mapping[str, str]:
    """Find the scripts of some texts that no font at hand draws.

    Parameters
    ----------
    texts : iterable of str
        As charts show them.
    png_of : callable
        From an SVG to pixels, see :class:`consilience.charts.drawing.conversion.Converter`.

    Returns
    -------
    mapping of str to str
        One of its letters by the name of each such script, in the order in which they are met.
    """
    by_script = _unsure(texts)
    if not by_script:
        return {}
    box = png_of(_alone(_MISSING))
    return {
        script: letters[0]
        for script, letters in by_script.items()
        if any(png_of(_alone(letter)) == box for letter in letters[:_TRIED])
    }


def unembedded(texts: Iterable[str]) -> Mapping[str, str]:
    """Find the scripts of some texts that no shipped font has, with one of the letters of each that it lacks."""
    by_script = _unsure(texts)
    if not by_script:
        return {}
    # It reads fonts, which Latin names do without.
    from consilience.charts.drawing.embedded import unshipped

    lacking = {script: unshipped("".join(letters)) for script, letters in by_script.items()}
    return {script: letters[0] for script, letters in lacking.items() if letters}


def _unsure(texts: Iterable[str]) -> Mapping[str, list[str]]:
    """Letters that may be in no font, by their script."""
    by_script: dict[str, list[str]] = {}
    for character in dict.fromkeys("".join(clean(text) for text in texts)):
        if character < _FIRST_UNSURE or unicodedata.category(character)[0] not in "LSN" or character in shipped():
            continue
        if character not in scripts():
            by_script.setdefault(script_of(character), []).append(character)
    return by_script


def script_of(character: str) -> str:
    """Name the script of a letter, by Unicode's name of it.

    Examples
    --------
    >>> [script_of(letter) for letter in "नग中😀"]
    ['Devanagari', 'Devanagari', 'CJK', 'symbols and emoji']
    """
    name = unicodedata.name(character, "")
    if not name or unicodedata.category(character).startswith("S"):
        return SYMBOLS
    first = name.partition(" ")[0]
    return first if first == "CJK" else first.capitalize()


def _alone(letter: str) -> str:
    text = f'<text x="4" y="28" font-size="24" font-family="{FAMILY}">{escape(letter)}</text>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="48" height="40">{text}</svg>'
