"""``<1%``, ``at least 50%``: a bound on one side."""

from dataclasses import dataclass
from math import inf, nan
from typing import Literal

from consilience.notation.cells import Reading
from consilience.notation.intervals import joins
from consilience.notation.layout import Layout
from consilience.notation.numbers import Number
from consilience.notation.tokens import Reader

Relation = Literal["<", "<=", ">", ">="]

_SIGNS: dict[str, Relation] = {
    "<": "<",
    "<=": "<=",
    "=<": "<=",
    "≤": "<=",
    ">": ">",
    ">=": ">=",
    "=>": ">=",
    "≥": ">=",
}
_WORDS: dict[tuple[str, ...], Relation] = {
    ("less", "than"): "<",
    ("under",): "<",
    ("below",): "<",
    ("at", "most"): "<=",
    ("up", "to"): "<=",
    ("more", "than"): ">",
    ("greater", "than"): ">",
    ("over",): ">",
    ("above",): ">",
    ("at", "least"): ">=",
}
_DATE_WORDS: dict[tuple[str, ...], Relation] = {("before",): "<", ("by",): "<=", ("after",): ">"}


_TOLD: dict[Relation, str] = {"<": "less than", "<=": "at most", ">": "more than", ">=": "at least"}
_PRINTED = {"<=": "≤", ">=": "≥"}
_TOLD_OF_DATES: dict[Relation, str] = {"<": "before", "<=": "by", ">": "after", ">=": "from"}


@dataclass(frozen=True, slots=True)
class Inequality:
    """``<1%``, ``>=50%``: a bound on one side."""

    relation: Relation
    bound: Number

    @property
    def is_upper(self) -> bool:
        """Whether it bounds from above."""
        return self.relation in ("<", "<=")


def read(reader: Reader) -> Inequality | None:
    """Read a bound on one side, if a comparison comes next.

    .. code-block:: text

        inequality = relation amount
    """
    side = relation(reader)
    if side is None:
        return None
    amount = reader.amount()
    if joins(reader.next):
        raise range_of_bounds(reader)
    reader.end("inequality")
    (reading,) = reader.settle(amount)
    return bounded(reader, side, reading, (0, amount.end))


def canonical(value: Inequality) -> str:
    """Write a bound with its sign: ``<1%``."""
    return f"{value.relation}{value.bound.written}"


def describe(value: Inequality, unit: str | None) -> str:
    """Say in words that it is a bound."""
    return f"a bound: {told(value, unit)}"


def told(value: Inequality, unit: str | None) -> str:
    """Say a bound in words: "less than 1%", "before 2040"."""
    return f"{(_TOLD_OF_DATES if unit == 'date' else _TOLD)[value.relation]} {value.bound.written}"


def brief(value: Inequality) -> str:
    """Write a bound with the sign that print has for it: "≥90%"."""
    return f"{_PRINTED.get(value.relation, value.relation)}{value.bound.written}"


def layout(value: Inequality) -> Layout:
    """Lay a bound out: open on its other side, and taken as said, as the likelihood takes it."""
    at = value.bound.value
    low, high = (-inf, at) if value.is_upper else (at, inf)
    loose = (-inf, value.bound.high) if value.is_upper else (value.bound.low, inf)
    return Layout("at_most" if value.is_upper else "at_least", low, nan, high, (low, high), loose=loose)


def relation(reader: Reader) -> Relation | None:
    """Read a sign or words of comparison, if they come next.

    .. code-block:: text

        relation = RELATION | "=" ("<" | ">") | "less" "than" | "under" | "below" | "at" "most" | "up" "to" | …
    """
    if reader.at("NUMBER"):
        return None
    equals, sign = reader.ahead(2)
    if equals.kind == "EQUALS" and sign.text in ("<", ">") and equals.end == sign.start:
        reader.skip(2)
        return _SIGNS[f"={sign.text}"]
    if token := reader.take("RELATION"):
        return _SIGNS[token.text]
    words = _WORDS | _DATE_WORDS if reader.scale.name == "date" else _WORDS
    first, second = reader.ahead(2)
    for spelling in ((first.text, second.text), (first.text,)):
        if spelling in words:
            reader.skip(len(spelling))
            return words[spelling]
    return None


def bounded(reader: Reader, side: Relation, bound: Reading, span: tuple[int, int]) -> Inequality:
    """Make a bound of a number, unless nothing can lie beyond it."""
    if reader.scale.name == "probability":
        nothing = {
            "<": bound.value == 0,
            "<=": bound.value == 0,
            ">": bound.value == 1,
            ">=": bound.value == 1,
        }
        if nothing[side]:
            end = "0%" if bound.value == 0 else "100%"
            raise reader.fault(
                f"no probability lies beyond {end}",
                f"write {end}, or the bound that was meant",
                *span,
            )
    return Inequality(side, bound.number())


def range_of_bounds(reader: Reader) -> Exception:
    """Refuse ``<1%-5%`` and ``1%-<5%``, with the cursor at the joint: what such an end leaves open is not said."""
    reader.skip(1)
    relation(reader)
    high = reader.amount()
    why = "a range has a number at either end, and this one has a bound"
    return reader.fault(why, "write the two numbers that it lies between, or the one bound alone", 0, high.end)
