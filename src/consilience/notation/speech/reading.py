"""From a phrase to its spelling in the notation."""

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from consilience.notation.fault import Fault
from consilience.notation.forms import Value
from consilience.notation.forms.base_rate import BaseRate
from consilience.notation.forms.inequality import Inequality
from consilience.notation.forms.point import Point
from consilience.notation.forms.range import Range
from consilience.notation.numbers import Number
from consilience.notation.speech import amounts, bounds, doubtful, statements, summaries, sums
from consilience.notation.speech.alike import pattern
from consilience.notation.speech.chart import Chart, Forest, Grammar, Rule, table
from consilience.notation.speech.lexer import Piece, is_missing, pieces
from consilience.notation.speech.meanings import Listed, Priced, Restated
from consilience.notation.speech.refused import TWO_SIDED
from consilience.notation.speech.vocabulary import entries_of, languages
from consilience.notation.usage import Usage

# More words than anybody needs for a number; what is longer is an argument.
_MOST_PIECES = 60
_DIGITS = re.compile("[0-9.~]")
# As far as 4.6% is from 5%: what is farther may be an error in brackets.
_ROUNDED = 0.1
# As far as "about 4%" is from 3%.
_ABOUT = 0.25
# Of the complement, as signs say it.
_DENIED = re.compile(r"\b(?:p|pr|prob) ?\((?: ?[-~¬!]|[^()]*(?:ᶜ|'|\^c|\bc) ?\))")
_TWO_SIDED = re.compile(TWO_SIDED)
# Nor is what almost never happens a bound.
_ALMOST_NEVER = re.compile(
    r"\b(?:almost|nearly|about|around|roughly|close to|closer to|basically|pretty much|more or less|some|like|fast"
    r"|nahezu|presque|casi|quelque|unos|rund|etwa|environ) (?:never|nie|niemals|jamais|nunca)\b"
)
# One quantile, or a range behind its letter.
_LEVEL = re.compile(r"\b[pq][0-9]{1,2} ?(?:-|~|〜|to) ?[0-9.]+ ?%?$")
# A power that lost its superscript has no blanks beside what is left of it; a subtraction may.
_SUBTRACTED = re.compile(r"10 +- *[0-9]+|10 *- +[0-9]+")
# What nobody calls a price.
_NO_PRICE = frozenset(("p", "pr", "chance", "chances", "probability", "likelihood", "risk", "credence", "prob"))
_ENGLISH = frozenset({"en"})
_UNITS = frozenset(("%", "‰", "per", "percent", "pct", "prozent", "pour", "por", "cent", "in", "bps", "ppm"))
RULES = (amounts.RULES, statements.RULES, bounds.RULES, summaries.RULES, doubtful.RULES, sums.RULES)


def spoken(text: str, usage: Usage, read: Callable[[str], Value | None]) -> tuple[list[Value], Restated | Fault | None]:
    """Everything that a whole phrase may mean.

    Parameters
    ----------
    text : str
        Normalised.
    usage : Usage
        What its file declares.
    read : callable
        Reads the notation; ``None`` for what it refuses.

    Returns
    -------
    list of Value
        None where it is no phrase of this grammar, several where it has two readings.
    Restated or Fault or None
        What is said in two ways that do not agree, or why it is left open what is said, where nothing else can be
        made of it.
    """
    said = pieces(text)
    if not 0 < len(said) <= _MOST_PIECES or _is_turned(text.casefold()) or is_missing(said):
        return [], None
    spellings = _spellings(said, usage)
    prices = tuple(spelling.text for spelling in spellings if isinstance(spelling, Priced))
    spellings = prices or spellings
    found = [value for spelling in spellings if (value := _agreed(spelling, read)) is not None]
    if not found:
        faults = (spelling for spelling in spellings if isinstance(spelling, Fault))
        return [], next(faults, None) or next(_disagreements(spellings, read), None)
    counts = [value for value in found if isinstance(value, BaseRate)]
    return list(dict.fromkeys(counts if usage.counts and counts else found)), None


def _is_turned(text: str) -> bool:
    found = _DENIED.search(text) or _TWO_SIDED.search(text) or _ALMOST_NEVER.search(text)
    return bool(found or _LEVEL.search(text) or _SUBTRACTED.fullmatch(text))


def _spellings(said: list[Piece], usage: Usage) -> Sequence[Hashable]:
    words = [piece.text for piece in said]
    if (words[0] == "from" and _is_change(words)) or ("odds" in words and _is_odds_alone(said)):
        return ()
    if usage.slash == "price" and not _NO_PRICE.isdisjoint(words):
        usage = replace(usage, slash="chance")
    known = languages(words)
    tongues, foreign = (_ENGLISH, False) if "en" in known else (known, True)
    comma = usage.decimal == "," or foreign
    forest = _forest(pattern(said, comma=comma), usage, tongues, comma=comma)
    return forest.meanings(said) if forest else ()


@lru_cache(maxsize=4096)
def _forest(said: tuple[Piece, ...], usage: Usage, tongues: frozenset[str], *, comma: bool) -> Forest | None:
    colon = usage.colon or ("chance" if "de" in tongues else "odds")
    return Chart(said, _grammar(usage, colon, tongues, comma=comma)).forest("phrase")


@lru_cache(maxsize=32)
def _grammar(usage: Usage, colon: str, tongues: frozenset[str], *, comma: bool) -> Grammar:
    merged: dict[str, list[Rule]] = {}
    declared = table(*amounts.declared(usage, colon=colon))
    for rules in (*RULES, declared):
        for name, entries in rules.items():
            merged.setdefault(name, []).extend(entries)
    return Grammar(merged, entries_of(tongues), amounts.builtins(tongues, comma=comma))


def _disagreements(spellings: Sequence[Hashable], read: Callable[[str], Value | None]) -> Iterator[Restated]:
    for spelling in spellings:
        if isinstance(spelling, Restated) and read(spelling.kept) and read(spelling.other):
            yield spelling


def _is_change(words: list[str]) -> bool:
    """``from 27 to 31 percent`` is how prose tells of a change, as often as of a range."""
    return words[2:3] == ["to"] and words[4:5] in (["percent"], ["per"])


def _is_odds_alone(said: list[Piece]) -> bool:
    """``odds of 0.25`` are one to four to some, and a chance of one in four to others."""
    numbers = sum(piece.kind == "number" for piece in said)
    return numbers == 1 and not _UNITS & {piece.text for piece in said}


def _agreed(spelling: Hashable, read: Callable[[str], Value | None]) -> Value | None:
    """The value of a spelling; of one that is said twice, if both agree."""
    if isinstance(spelling, str):
        return read(spelling)
    if isinstance(spelling, Restated):
        kept, other = read(spelling.kept), read(spelling.other)
        if kept is None or other is None or not agree(*_to_compare(spelling, kept, other, read)):
            return None
        if _are_two(spelling, kept, other):
            return None
        # Digits with a sign say how they were rounded; a fraction beside them only repeats them.
        signed = re.search("[%‰]", spelling.other) and not re.search("[^0-9. to]", spelling.kept)
        return other if signed else kept
    if isinstance(spelling, tuple) and not isinstance(spelling, Fault):
        found: Iterator[Value | None] = (_agreed(each, read) for each in spelling)
        return next((value for value in found if value is not None), None)
    return None


def _are_two(said: Restated, kept: Value, other: Value) -> bool:
    """Whether two points in one unit are two answers: one may be the other rounded, but not far, nor in a list."""
    if _DIGITS.sub("", said.kept) != _DIGITS.sub("", said.other):
        return False
    if not isinstance(kept, Point) or not isinstance(other, Point):
        return False
    low, high = sorted((kept.number.value, other.number.value))
    is_about = "~" in said.kept + said.other
    return low < high and (
        (isinstance(said, Listed) and not is_about) or high - low > (_ABOUT if is_about else _ROUNDED) * high
    )


def _to_compare(said: Restated, kept: Value, other: Value, read: Callable[[str], Value | None]) -> tuple[Value, Value]:
    """What has to agree: of two numbers in one unit nothing was rounded on the way, so that "about" excuses no gap."""
    if _DIGITS.sub("", said.kept) != _DIGITS.sub("", said.other):
        return kept, other
    return read(said.kept.removeprefix("~")) or kept, read(said.other.removeprefix("~")) or other


def agree(one: Value, other: Value) -> bool:
    """Whether two statements are one within what they were rounded to."""
    if isinstance(one, Range) and isinstance(other, Range):
        return _meet(one.low, other.low) and _meet(one.high, other.high)
    if isinstance(one, BaseRate):
        return isinstance(other, Point) and other.number.low <= one.events / one.trials <= other.number.high
    first, second = (_single(value) for value in (one, other))
    # A number may be said beside a bound; a bound beside a number is more than was said first.
    if isinstance(one, Point) and isinstance(other, Inequality):
        return False
    if first is None or second is None or not _meet(first, second):
        return False
    sides = {value.is_upper for value in (one, other) if isinstance(value, Inequality)}
    return len(sides) < 2


def _single(value: Value) -> Number | None:
    if isinstance(value, Point):
        return value.number
    return value.bound if isinstance(value, Inequality) else None


def _meet(one: Number, other: Number) -> bool:
    # Nothing but none restates none, whatever "0%" may have been rounded from.
    if {one.value, other.value} & {0.0, 1.0}:
        return one.value == other.value
    return one.low <= other.value <= one.high or other.low <= one.value <= other.high
