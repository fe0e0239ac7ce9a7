"""``not 10%``: a form that exists in a test alone, to show what it takes to add one."""

from dataclasses import dataclass

from consilience.notation.layout import Layout
from consilience.notation.numbers import Number
from consilience.notation.tokens import Reader


@dataclass(frozen=True, slots=True)
class Complement:
    number: Number


def read(reader: Reader) -> Complement | None:
    if reader.take("WORD", "not") is None:
        return None
    amount = reader.amount()
    reader.end("complement")
    (reading,) = reader.settle(amount)
    return Complement(reading.number())


def canonical(value: Complement) -> str:
    return f"not {value.number.written}"


def describe(value: Complement, unit: str | None) -> str:
    return f"all but {value.number.written}"


def layout(value: Complement) -> Layout:
    low, high = 1 - value.number.high, 1 - value.number.low
    return Layout("complement", low, 1 - value.number.value, high, (low, high))
