"""Correlations of two events, as people state them: in tables of study.toml, in cells of estimates."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from consilience.study.reading.toml_lines import Keys

_WORD = (
    r"(?:un|inter|anti)?cor+el+at\w*|corr?|rho|phi|pearson\w*|spearman\w*|kendall\w*|copulas?|co-?varia\w*|dependen\w*"
)
_KEY = re.compile(rf"(?:{_WORD}|ρ|φ|r)(?:[_ -].*)?", re.IGNORECASE)
_SAID = re.compile(rf"(?<![^\W_])(?:{_WORD}|(?:in)?dependent)(?![^\W_])|[ρφ]|(?<![^\W_])r\s*=", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,])([-+−–]?)\s*((?:\d+(?:[.,]\d+)?|[.,]\d+)(?:e[-+]?\d+)?)\s*(%?)(?![\w])")
_AGAINST = re.compile(r"\b(?:anti-?cor|negativ|invers|minus)", re.IGNORECASE)
_NONE = re.compile(r"\b(?:uncor|(?<!not )(?<!n't )independent)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Correlation:
    """What was said of how two events go together.

    Parameters
    ----------
    events : tuple of str
        Those that are named, each once.
    number : float, optional
        As said, a fraction; ``None`` where there is none, or more than one.
    """

    events: tuple[str, ...]
    number: float | None


def without_correlations(table: object, keys: Keys, found: list[tuple[Keys, object]]) -> object:
    """Take the keys that state a correlation out of a table of study.toml.

    Parameters
    ----------
    table : object
        As parsed.
    keys : tuple of str
        Where it stands.
    found : list of (tuple of str, object)
        Is added to: each key's place and what it says.

    Returns
    -------
    object
        The table without them.
    """
    if not isinstance(table, Mapping):
        return table
    stated = [key for key in table if _KEY.fullmatch(key)]
    found.extend(((*keys, key), table[key]) for key in stated)
    return {key: value for key, value in table.items() if key not in stated}


def speaks_of_correlation(text: str) -> bool:
    """Whether a cell that is no estimate says how two events go together.

    Examples
    --------
    >>> speaks_of_correlation("10%, correlated 0.3 with war"), speaks_of_correlation("core meltdown")
    (True, False)
    """
    return _SAID.search(text) is not None


def in_front(text: str) -> str:
    """What stands in front of the first word of correlation in a cell: how probable the event is by itself."""
    word = _SAID.search(text)
    return text[: word.start()] if word else ""


def less_its_chance(text: str) -> str:
    """A cell that speaks of a correlation, less the numbers in front of it.

    Examples
    --------
    >>> less_its_chance("10% correlated 0.3 with war")
    '  correlated 0.3 with war'
    """
    front = in_front(text)
    return _NUMBER.sub(" ", front) + text[len(front) :]


def correlations_in(said: object, events: Collection[str], of: tuple[str, ...] = ()) -> Iterator[Correlation]:
    """Read every correlation of what stands in a cell, or under a key.

    Parameters
    ----------
    said : object
        A text, a number, or lists and tables of these.
    events : collection of str
        The study's.
    of : tuple of str
        Events that are known to be meant.

    Yields
    ------
    Correlation
    """
    if isinstance(said, Mapping) and any(key in events for key in said):
        for key, value in said.items():
            yield from correlations_in(value, events, (*of, *named(key, events)))
    elif isinstance(said, list) and said and all(isinstance(part, list | Mapping) for part in said):
        for part in said:
            yield from correlations_in(part, events, of)
    elif isinstance(said, Mapping) and said and all(len(named(key, events)) == 2 for key in said):
        for key, value in said.items():
            yield from correlations_in(value, events, named(key, events))
    else:
        leaves = list(_leaves(said))
        names = [name for leaf in leaves if isinstance(leaf, str) for name in named(leaf, events, of)]
        numbers = [number for leaf in leaves for number in _numbers(leaf, events)]
        yield Correlation(tuple(dict.fromkeys([*of, *names])), numbers[0] if len(numbers) == 1 else None)


def named(text: str, events: Collection[str], of: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Find the events that a text names, in its order; after "with", only what stands there."""
    after = re.split(r"\b(?:with|to)\b", text, maxsplit=1)[-1] if of else text
    return tuple(match[0] for match in _any_of(events, after).finditer(after))


def _any_of(events: Collection[str], text: str) -> re.Pattern[str]:
    # An event may be named within a key, such as flood_war, so that an underscore ends a name.
    longest = sorted((re.escape(event) for event in events if event in text), key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(longest) or '(?!)'})(?![^\W_])")


def _leaves(said: object) -> Iterator[object]:
    if isinstance(said, Mapping):
        for key, value in said.items():
            yield key
            yield from _leaves(value)
    elif isinstance(said, list):
        for part in said:
            yield from _leaves(part)
    else:
        yield said


def _numbers(leaf: object, events: Collection[str]) -> Iterator[float]:
    if isinstance(leaf, int | float) and not isinstance(leaf, bool):
        yield float(leaf)
    elif isinstance(leaf, str):
        text = _any_of(events, leaf).sub(" ", leaf)
        against = _AGAINST.search(text)
        found = list(_NUMBER.finditer(text))
        for sign, digits, percent in (match.groups() for match in found):
            number = float(digits.replace(",", ".")) / (100 if percent else 1)
            # "A negative correlation of −0.3" says its sign twice.
            yield -number if against or sign in ("-", "−", "–") else number
        if not found and _NONE.search(text):
            yield 0.0
