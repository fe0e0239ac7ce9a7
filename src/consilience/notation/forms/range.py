"""``10–20%``, ``10-20% @80%``: an interval."""

from dataclasses import dataclass
from math import nan

from consilience.notation.forms.inequality import range_of_bounds
from consilience.notation.intervals import at_coverage, coverage, ends, increasing, joins, second, sure, with_coverage
from consilience.notation.layout import Layout
from consilience.notation.numbers import Number
from consilience.notation.tokens import Reader


@dataclass(frozen=True, slots=True)
class Range:
    """``10–20%``, ``10-20% @80%``: an interval; coverage as a fraction, ``None`` where none was stated."""

    low: Number
    high: Number
    coverage: float | None = None


def read(reader: Reader) -> Range | None:
    """Read an interval, if a second number follows the first.

    .. code-block:: text

        range = amount (DASH | "to") amount coverage?
    """
    _, low = reader.lead()
    joint, sign = reader.ahead(2)
    if joins(joint) and sign.kind == "RELATION":
        raise range_of_bounds(reader)
    found = second(reader, low)
    if found is None:
        return None
    stated = coverage(reader)
    reader.end("range")
    least, most = reader.settle(*found)
    increasing(reader, "range", found, (least, most))
    reader.refuse_about()
    return Range(least.number(), most.number(), stated)


def canonical(value: Range) -> str:
    """Write an interval: ``10% to 20% @80%``."""
    return f"{ends((value.low, value.high))}{at_coverage(value.coverage)}"


def describe(value: Range, unit: str | None) -> str:
    """Say an interval in words."""
    return f"a range from {ends((value.low, value.high))}{with_coverage(value.coverage)}"


def brief(value: Range) -> str:
    """Say how sure somebody was of a range: "10% to 20%, 80% sure"; "" where they did not say."""
    return "" if value.coverage is None else f"{ends((value.low, value.high))}{sure(value.coverage)}"


def layout(value: Range) -> Layout:
    """Lay an interval out: it has no best value, and admits what is rounded to its ends."""
    stated = nan if value.coverage is None else value.coverage
    return Layout("range", value.low.value, nan, value.high.value, (value.low.low, value.high.high), stated)
