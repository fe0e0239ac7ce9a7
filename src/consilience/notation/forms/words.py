"""``"likely"``: a verbal probability, read only where a lexicon says what it means."""

from dataclasses import dataclass, replace

from consilience.notation.forms import point, range as interval
from consilience.notation.forms.point import Point
from consilience.notation.forms.range import Range
from consilience.notation.intervals import ends
from consilience.notation.layout import Layout
from consilience.notation.spoken import between
from consilience.notation.tokens import Reader


@dataclass(frozen=True, slots=True)
class Words:
    """``"likely"``: a verbal probability, with what its lexicon says it means."""

    term: str
    lexicon: str
    meaning: Range | Point


def read(reader: Reader) -> Words | None:
    """Look the whole text up in the lexicon, if the study names one."""
    if reader.lexicon is None or reader.scale.name != "probability":
        return None
    return reader.lexicon.read_term(reader.said)


def canonical(value: Words) -> str:
    """Write a term in quotes."""
    return f'"{value.term}"'


def describe(value: Words, unit: str | None) -> str:
    """Say a term with its lexicon, and what it means there."""
    meaning = value.meaning
    if isinstance(meaning, Range):
        meant = f"from {ends((meaning.low, meaning.high))}"
    else:
        meant = f"{meaning.number.written}, between {between(meaning.number.cell, None)}"
    return f'"{value.term}", in {value.lexicon} {meant}'


def layout(value: Words) -> Layout:
    """Lay a term out by what it means."""
    meaning = value.meaning
    meant = interval.layout(meaning) if isinstance(meaning, Range) else point.layout(meaning)
    return replace(meant, form="words")
