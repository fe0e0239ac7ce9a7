"""What a stated estimate means: one frozen dataclass per form of the notation.

Probabilities are fractions from 0 to 1. A number keeps the cell of values that would have been rounded to it,
so that nothing downstream has to guess how precisely it was meant.
"""

from dataclasses import dataclass
from typing import Literal

Relation = Literal["<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Number:
    """One number as said, with the cell of values that are rounded to it.

    Parameters
    ----------
    written : str
        Canonical spelling: ``"15%"``, ``"0.15"``, ``"1 in 6"``, ``"1:9"``, ``"5‰"``.
    value : float
        The probability as a fraction, or the quantity in its unit (a date as its proleptic ordinal day).
    low, high : float
        Edges of the rounding cell: the midpoints to the neighbours on the grid that the digits show. A cell
        that reaches 0 or 1 is half-open on the logit scale.
    """

    written: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Point:
    """``15%``, ``1 in 6``, ``~10%``: one number; ``approximate`` where a tilde or "about" was said."""

    number: Number
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """``10–20%``, ``10-20% @80%``: an interval; coverage as a fraction, ``None`` where none was stated."""

    low: Number
    high: Number
    coverage: float | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """``12% [5%, 30%] @80%``: a best value inside its own interval."""

    best: Number
    low: Number
    high: Number
    coverage: float | None = None


@dataclass(frozen=True, slots=True)
class Inequality:
    """``<1%``, ``>=50%``: a bound on one side."""

    relation: Relation
    bound: Number


@dataclass(frozen=True, slots=True)
class Quantiles:
    """``q5=1% q50=5% q95=30%``: levels as fractions in increasing order, each with its number."""

    levels: tuple[float, ...]
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """``n=88 median=0.375% ci95=[0.1%, 0.8%]``: a published summary of many answers.

    ``ci95`` is the 95% confidence interval of the median; ``quartiles`` are the 25% and 75% points of the
    answers. A median may be a bound: ``n=88 median=<1%``.
    """

    n: int | None = None
    median: Number | Inequality | None = None
    mean: Number | None = None
    ci95: tuple[Number, Number] | None = None
    quartiles: tuple[Number, Number] | None = None


@dataclass(frozen=True, slots=True)
class BaseRate:
    """``12 of 400``: events in trials of a reference class; data, not opinion."""

    events: int
    trials: int


@dataclass(frozen=True, slots=True)
class Words:
    """``"likely"``: a verbal probability, with what its lexicon says it means."""

    term: str
    lexicon: str
    meaning: Range | Point


Value = Point | Range | Bounds | Inequality | Quantiles | Survey | BaseRate | Words
