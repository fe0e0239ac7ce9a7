"""Untrusted text on its way into a message: names that may be shown, paths as typed, near misses."""

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from consilience.notation.spoken import percent as probability_in_percent
from consilience.problems import Problem

# How lines begin that a version control left between two versions.
UNMERGED = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
# What to do about a name where there is none of its kind yet.
_NONE_YET = {"questions": "declare it in study.toml, under [question.NAME], or take the name out"}
_SHOWN = 60
# Joiners are part of the spelling of Persian and Indic words.
_JOINERS = "\u200c\u200d"

# Lower-case letters that look like Latin ones, after Unicode Technical Standard 39, confusables.txt.
_CYRILLIC = ("авекмнорстухѕіјһԁԛԝӏ", "abekmhopctyxsijhdqwl")
_GREEK = ("αεικνορτυχ", "aeikvoptux")
_LATIN = ("øđłı", "odli")
_MARKS = ("–—−’‘“”", "---''\"\"")
_HOMOGLYPHS = str.maketrans(*(("".join(side)) for side in zip(_CYRILLIC, _GREEK, _LATIN, _MARKS, strict=True)))


def is_control(character: str) -> bool:
    r"""Tell whether a character is invisible or steers the display, as controls, formats, line separators do.

    Examples
    --------
    >>> [is_control(character) for character in "a\u202e\x1b"]
    [False, True, True]
    """
    category = unicodedata.category(character)
    return character not in _JOINERS and (category[0] == "C" or category in ("Zl", "Zp"))


def printable(text: str) -> str:
    r"""Spell out the characters that would not show, or would steer the terminal.

    Examples
    --------
    >>> print(printable("a\x1b[31mb"))
    a\x1b[31mb
    """
    if text.isprintable():
        return text
    return "".join(
        character.encode("unicode_escape").decode() if is_control(character) else character for character in text
    )


def quoted(text: str) -> str:
    """Quote a text for a message, shortened and with invisible characters spelled out.

    Examples
    --------
    >>> quoted("x" * 100) == "'" + "x" * 59 + "…'"
    True
    """
    return f"'{excerpt(text, _SHOWN)}'"


def excerpt(text: str, length: int = 160) -> str:
    """Shorten a text to at most ``length`` characters and spell out the invisible ones.

    Examples
    --------
    >>> excerpt("abcdef", 4)
    'abc…'
    """
    return printable(text if len(text) <= length else f"{text[: length - 1]}…")


def presentable(problem: Problem) -> Problem:
    r"""Make a problem that quotes untrusted text fit to be shown; a marker that would then be off is dropped.

    Examples
    --------
    >>> print(presentable(Problem("why", "remedy", said="a\x1bb", span=(0, 1))).said)
    a\x1bb
    """
    said = None if problem.said is None else excerpt(problem.said)
    span = problem.span if said == problem.said else None
    return replace(problem, said=said, span=span, why=printable(problem.why), remedy=printable(problem.remedy))


def shown(path: Path) -> str:
    """Spell a path as the user would type it: relative where it lies below the current folder.

    Examples
    --------
    >>> shown(Path.cwd() / "forecasts" / "a")
    'forecasts/a'
    """
    here = Path.cwd()
    absolute = here / path
    return printable(str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute))


def listed(names: Iterable[str], limit: int = 12) -> str:
    """Join names for a message, the ones beyond ``limit`` only counted.

    Examples
    --------
    >>> listed(["a", "b", "c"], limit=2)
    'a, b and 1 more'
    """
    names = list(names)
    rest = len(names) - limit
    return ", ".join(names) if rest <= 0 else f"{', '.join(names[:limit])} and {rest} more"


def lines(numbers: Iterable[int], limit: int = 5) -> str:
    """Name some lines of a file, the first few of many.

    Examples
    --------
    >>> lines([3]), lines(range(2, 100))
    ('line 3', 'lines 2, 3, 4, 5, 6 and 93 more')
    """
    numbers = list(numbers)
    return f"line{'s' if len(numbers) > 1 else ''} {listed(map(str, numbers), limit)}"


def plain(number: float, digits: int) -> str:
    """Write a number with so many digits that count, and never as a power of ten.

    Examples
    --------
    >>> [plain(number, 2) for number in (271.8, 2.718, 1.0, 0.0000027, -3e7)]
    ['270', '2.7', '1', '0.0000027', '−30,000,000']
    """
    return f"{Decimal(f'{number:.{digits}g}'):,f}".replace("-", "−")


def percent(fraction: float, digits: int = 3) -> str:
    """Write what is a probability, or should be one, as a percentage with so many digits that count.

    Examples
    --------
    >>> percent(0.68625), percent(6e-7), percent(0.9997), percent(-0.021)
    ('68.6%', '0.00006%', '99.97%', '−2.1%')
    """
    said = plain(100 * fraction, digits)
    # What is not certain is not rounded to be.
    return probability_in_percent(fraction, digits) if said == "100" and fraction < 1 else f"{said}%"


def some_of(part: int, whole: int, noun: str) -> str:
    """Count some of several things as the subject of a sentence.

    Examples
    --------
    >>> some_of(2, 5, "row"), some_of(1, 5, "row"), some_of(1, 1, "row")
    ('2 of 5 rows', '1 of 5 rows', 'the one row')
    """
    return f"the one {noun}" if whole == 1 else f"{part} of {whole} {noun}s"


def skeleton(name: str) -> str:
    """Reduce a name to what the eye sees: two names with one skeleton are hard to tell apart.

    Compatibility forms, case, accents, invisible characters and the width of blanks are taken away, and the
    Cyrillic and Greek letters that look like Latin ones replaced.

    Examples
    --------
    >>> skeleton("аdа  Löve") == skeleton("Ada Love")
    True
    """
    if name.isascii():
        return " ".join(name.casefold().split())
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", name).casefold())
    bare = (c for c in folded if unicodedata.category(c) not in ("Mn", "Cf"))
    return " ".join("".join(bare).translate(_HOMOGLYPHS).split())


def remedy_for_name(name: str, known: Iterable[str], what: str) -> str:
    """Say which known name was most likely meant, and which there are.

    Parameters
    ----------
    name : str
        The unknown name.
    known : iterable of str
        The names that there are.
    what : str
        What they are called, in the plural.

    Examples
    --------
    >>> remedy_for_name("forcaster", ["question", "forecaster"], "columns")
    "write 'forecaster' if that is meant; the columns are question, forecaster"
    """
    known = list(known)
    if not known:
        return _NONE_YET.get(what, f"there are no {what}; take the name out")
    twins = [other for other in known if skeleton(other) == skeleton(name)]
    near = twins or difflib.get_close_matches(name, known, n=1)
    names = f"the {what} are {listed(printable(other) for other in known)}"
    return f"write {quoted(near[0])} if that is meant; {names}" if near else f"use another name; {names}"


def unknown_name(said: str, known: Iterable[str], what: str, where: str = "") -> Problem:
    """State that nothing is called so, and what may have been meant.

    Parameters
    ----------
    said : str
        The unknown name.
    known : iterable of str
        The names that there are.
    what : str
        What one of them is called; the plural ends in an s or, for a y, in ies.
    where : str
        Of what, with a blank before it.

    Examples
    --------
    >>> print(unknown_name("flod", ["flood", "fire"], "question"))
    error: no question is called 'flod'. To mend it: write 'flood' if that is meant; the questions are flood, fire.
        flod
        ^^^^
    """
    why, shown_as = f"no {what}{where} is called {quoted(said)}", excerpt(said)
    several = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return Problem(why, remedy_for_name(said, known, several), said=shown_as or None, span=(0, len(shown_as)))


def foreign_letters(name: str) -> str:
    """Name the letters outside ASCII, for a name that looks like another; empty where there are none.

    Examples
    --------
    >>> foreign_letters("аda")
    'U+0430 CYRILLIC SMALL LETTER A'
    """
    letters = dict.fromkeys(character for character in name if not character.isascii())
    return ", ".join(f"U+{ord(letter):04X} {unicodedata.name(letter, '')}".strip() for letter in letters)
