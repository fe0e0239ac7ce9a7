"""``12% [5%, 30%] @80%``: a best value inside its own interval."""

from dataclasses import dataclass
from math import nan

from consilience.notation.intervals import at_coverage, bracketed, brackets, coverage, increasing, sure, with_coverage
from consilience.notation.layout import Layout
from consilience.notation.numbers import Number
from consilience.notation.tokens import Reader


@dataclass(frozen=True, slots=True)
class Bounds:
    """``12% [5%, 30%] @80%``: a best value inside its own interval."""

    best: Number
    low: Number
    high: Number
    coverage: float | None = None


def read(reader: Reader) -> Bounds | None:
    """Read a best value inside its own interval, if brackets follow the number.

    .. code-block:: text

        bounds = amount OPEN amount (COMMA | DASH | "to") amount CLOSE unit? coverage?
    """
    _, best = reader.lead()
    if not reader.at("OPEN"):
        return None
    low, high = bracketed(reader)
    stated = coverage(reader)
    reader.end("best value with its bounds")
    middle, least, most = reader.settle(best, low, high)
    increasing(reader, "interval", (low, high), (least, most))
    if not least.value <= middle.value <= most.value:
        raise reader.fault(
            f"the best value {middle.written} lies outside its bounds {least.written} to {most.written}",
            "correct the best value or the bounds",
            best.start,
            high.end,
        )
    reader.refuse_about()
    return Bounds(middle.number(), least.number(), most.number(), stated)


def canonical(value: Bounds) -> str:
    """Write a best value with its bounds: ``12% [5%, 30%] @80%``."""
    return f"{value.best.written} {brackets((value.low, value.high))}{at_coverage(value.coverage)}"


def describe(value: Bounds, unit: str | None) -> str:
    """Say a best value with its bounds in words."""
    within = f"between {value.low.written} and {value.high.written}"
    return f"a best value of {value.best.written} {within}{with_coverage(value.coverage)}"


def brief(value: Bounds) -> str:
    """Say how sure somebody was of bounds: "12% [5%, 30%], 80% sure"; "" where they did not say."""
    if value.coverage is None:
        return ""
    return f"{value.best.written} {brackets((value.low, value.high))}{sure(value.coverage)}"


def layout(value: Bounds) -> Layout:
    """Lay a best value with its bounds out; the number that it admits is the best one, as rounded."""
    stated = nan if value.coverage is None else value.coverage
    return Layout("bounds", value.low.value, value.best.value, value.high.value, value.best.cell, stated)
