"""The fixed words of charts in the language of a paper, and numbers with its decimal comma.

``words.csv`` is the table: a line a word, a column a language; ``{}`` stands for what a chart fills in. What somebody
wrote (names, titles, sources) is never translated.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

Language = Literal["en", "de", "fr", "es"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_SPOKEN: ContextVar[Language] = ContextVar("language of a chart", default="en")
_TABLE = Path(__file__).with_name("words.csv")
# Of what writes a decimal comma: how thousands are set apart. U+202F is the narrow space of French print.
_THOUSANDS: Mapping[str, str] = MappingProxyType({"de": ".", "fr": "\u202f", "es": "."})
# Not the parts of a date, a version or a name.
_NUMBER = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w-]|\.\d)|(?<![\w.,-])\d+\.\d+(?![\w-]|\.\d)")
_PAIR = re.compile(r"(?<=\d), (?=\d)|(?<=%), (?=[\d<>≤≥])")
_DIGIT = re.compile(r"\d")
_PARTS = re.compile(r"( · |; |, )(?![^\[]*\])")


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Have the fixed words of whatever is drawn within in a language.

    Examples
    --------
    >>> with speaking("de"):
    ...     word("All groups"), number("1,200.5")
    ('Alle Gruppen', '1.200,5')
    """
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def word(said: str, *given: str) -> str:
    """Say a fixed word of a chart in the language of the chart.

    Parameters
    ----------
    said : str
        In English, as in the table; ``{}`` for each of what is given.
    *given : str
        What stands in its places, as it is.

    Returns
    -------
    str

    Examples
    --------
    >>> word("All at their medians: {}", "3%")
    'All at their medians: 3%'
    """
    language = _SPOKEN.get()
    if language != "en":
        said = _words(language).get(said, said)
    return said.format(*given) if given else said


def phrase(said: str) -> str:
    """Say what the package made of a number or a count, as frames hold it, in the language of the chart.

    Parameters
    ----------
    said : str
        In English: ``"12 people, spread ×÷2.9 [2.1, 4.4]"``.

    Returns
    -------
    str
        Parts that the table lacks stay as they are, but for their numbers.

    Examples
    --------
    >>> with speaking("de"):
    ...     phrase("12 people, spread ×÷2.9 [2.1, 4.4]")
    '12 Personen, Streuung ×÷2,9 [2,1; 4,4]'
    """
    if _SPOKEN.get() == "en":
        return said
    whole = _words(_SPOKEN.get()).get(said)
    if whole is not None:
        return whole
    parts = _PARTS.split(said)
    return "".join(part if place % 2 else _translated(part) for place, part in enumerate(parts))


def number(said: str) -> str:
    """Write numbers as the language of the chart does: their form stays, a decimal comma takes the place of the point.

    Parameters
    ----------
    said : str

    Returns
    -------
    str
        Numbers side by side, as the ends of an interval, are then kept apart by a semicolon.
    """
    thousands = _THOUSANDS.get(_SPOKEN.get())
    if thousands is None:
        return said
    apart = _PAIR.sub("; ", said)
    return _NUMBER.sub(lambda found: _written(found[0], thousands), apart)


def locale() -> Mapping[str, Any] | None:
    """How Vega writes the numbers and months that it formats itself; ``None`` in English, which it speaks."""
    language = _SPOKEN.get()
    return _locale(language) if language in _THOUSANDS else None


def _written(number: str, thousands: str) -> str:
    return number.replace(",", "\0").replace(".", ",").replace("\0", thousands)


def _translated(said: str) -> str:
    """A text of the table, or one that a template of it makes, with its own parts translated."""
    language = _SPOKEN.get()
    exact = _words(language).get(said)
    if exact is not None:
        return exact
    for pattern, template in _templates(language):
        found = pattern.fullmatch(said)
        if found:
            # A name in a sentence is no word of ours, whatever it is.
            return template.format(*(_translated(part) if _DIGIT.search(part) else part for part in found.groups()))
    return number(said)


@cache
def _rows() -> Sequence[Mapping[str, str]]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _words(language: Language) -> Mapping[str, str]:
    return {row["en"]: row[language] for row in _rows()}


@cache
def _templates(language: Language) -> Sequence[tuple[re.Pattern[str], str]]:
    """Templates as patterns: first what begins with a word, then what has more: "{} people" is no "{} of {}"."""
    found = [(english, said) for english, said in _words(language).items() if "{}" in english]
    found.sort(key=lambda pair: (pair[0].startswith("{}"), -len(pair[0].replace("{}", ""))))
    return tuple((_pattern(english), said) for english, said in found)


def _pattern(english: str) -> re.Pattern[str]:
    # What a short template holds is a number: "Ace of hearts" is no "{} of {}".
    hole = r"([<>≤≥~∞\d][^a-z]*?)" if len(english.replace("{}", "").strip()) < _KNOWN_BY else "(.+?)"
    return re.compile(hole.join(map(re.escape, english.split("{}"))))


_KNOWN_BY = 6


def _locale(language: Language) -> Mapping[str, Any]:
    months = _MONTHS[language]
    return {
        "number": {"decimal": ",", "thousands": _THOUSANDS[language], "grouping": [3], "currency": ["", ""]},
        "time": {
            "dateTime": "%-d %b %Y",
            "date": "%-d %b %Y",
            "time": "%H:%M",
            "periods": ["AM", "PM"],
            "days": list("1234567"),
            "shortDays": list("1234567"),
            "months": months,
            "shortMonths": months,
        },
    }


_MONTHS: Mapping[str, list[str]] = MappingProxyType(
    {
        "de": ["Jan.", "Febr.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
        "fr": ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
        "es": ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"],
    }
)
