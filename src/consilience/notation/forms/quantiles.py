"""``q5=1% q50=5% q95=30%``: numbers, each with how probable less is."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import nan

from consilience.notation.cells import Reading
from consilience.notation.layout import Layout
from consilience.notation.numbers import Number
from consilience.notation.numerals import numeral
from consilience.notation.spoken import percent
from consilience.notation.tokens import Amount, Reader, Token

_HALF = Fraction(1, 2)
# The numbers of quartiles, which beside a level above these, other than the median, count percentiles.
_QUARTILES, _LAST, _ABOVE = (1, 2, 3, 4), 4, Fraction(4, 100)


@dataclass(frozen=True, slots=True)
class Quantiles:
    """``q5=1% q50=5% q95=30%``: levels as fractions in increasing order, each with its number."""

    levels: tuple[float, ...]
    numbers: tuple[Number, ...]

    @property
    def median(self) -> Number | None:
        """The number said for the level of 50%, if one was."""
        return dict(zip(self.levels, self.numbers, strict=True)).get(0.5)


def read(reader: Reader) -> Quantiles | None:
    """Read quantiles in any order, if a level comes next.

    .. code-block:: text

        quantiles = quantile (COMMA? quantile)+
        quantile  = QUANTILE "=" amount          q5, p5, q2.5, and q0.5% below one percent
    """
    if not reader.at("QUANTILE") or _of_survey(reader):
        return None
    levels: list[Fraction] = []
    said: list[Amount] = []
    bare: list[Fraction] = []
    while token := reader.take("QUANTILE"):
        reader.skip(1)
        levels.append(_level(reader, token))
        if token.text.startswith("q") and not token.text.endswith("%"):
            bare.append(levels[-1])
        name = token.text.replace(" ", "")
        reader.refuse_bound(
            f"the number of {name}", f"give {name} a number, or leave it out where two other quantiles remain"
        )
        said.append(reader.amount())
        if not reader.at("END"):
            reader.take("COMMA")
    reader.end("quantiles", "give each number its level: q5= q50= q95=")
    if len(said) == 1:
        raise reader.fault(
            "one quantile does not say how wide the rest is",
            "add a second, or write the point alone",
            said[0].start,
            said[0].end,
        )
    _factors(reader, levels, said)
    _quartiles(reader, bare, levels, said[-1])
    entries = sorted(zip(levels, reader.settle(*said), said, strict=True), key=lambda entry: entry[0])
    for lower, upper in pairwise(entries):
        _rising(reader, lower, upper)
    return Quantiles(
        tuple(float(level) for level, _, _ in entries), tuple(reading.number() for _, reading, _ in entries)
    )


def canonical(value: Quantiles) -> str:
    """Write quantiles: ``q5=1% q50=5%``."""
    whole = bool(_numbered([*map(_exact, value.levels)]))
    pairs = zip(value.levels, value.numbers, strict=True)
    return " ".join(f"q{percent(level) if whole else _written(level)}={number.written}" for level, number in pairs)


def describe(value: Quantiles, unit: str | None) -> str:
    """Say quantiles in words."""
    pairs = zip(value.levels, value.numbers, strict=True)
    return "quantiles: " + ", ".join(f"{percent(level)} below {number.written}" for level, number in pairs)


def brief(value: Quantiles) -> str:
    """Say quantiles in few words: "median 5%, middle 90% 1% to 30%"."""
    said = dict(zip(map(_exact, value.levels), value.numbers, strict=True))
    halves = sorted((level for level in said if level < _HALF), reverse=True)
    if {1 - level for level in halves} != {level for level in said if level > _HALF}:
        return describe(value, None).removeprefix("quantiles: ")
    middles = (f"middle {_share(1 - 2 * level)} {said[level].written} to {said[1 - level].written}" for level in halves)
    return ", ".join([*([f"median {said[_HALF].written}"] if _HALF in said else []), *middles])


def layout(value: Quantiles) -> Layout:
    """Lay quantiles out from the first to the last: they admit their median, or else what lies between."""
    first, last, median = value.numbers[0], value.numbers[-1], value.median
    best, cell = (median.value, median.cell) if median else (nan, (first.low, last.high))
    return Layout("quantiles", first.value, best, last.value, cell, value.levels[-1] - value.levels[0])


def _of_survey(reader: Reader) -> bool:
    """Whether a name that only surveys have stands beside the quantiles, wherever: ``q25=1% q75=12% n=50``."""
    named = {token.text for token in reader.tokens if token.kind in ("KEY", "SHARE")}
    return not named <= {"median", "grid"}


def _exact(level: float) -> Fraction:
    return Fraction(repr(level))


def _share(part: Fraction) -> str:
    return "half" if part == _HALF else percent(float(part))


def _written(level: float) -> str:
    return percent(level) if level < 0.01 else percent(level).removesuffix("%")


def _level(reader: Reader, token: Token) -> Fraction:
    """Read the level that ``q2.5`` names, as a fraction; below 1 it needs its percent sign."""
    digits = token.text[1:].strip()
    said = numeral(reader, token._replace(text=digits.removesuffix("%")))
    share = Fraction(f"0.{digits}") if digits.isdecimal() and digits[0] == "0" else said.value
    if share < 1 and not digits.endswith("%") and 100 * share != said.value:
        as_share, as_percent = (f"{float(level):g}" for level in (100 * share, said.value))
        raise reader.fault(
            f"the level {token.text} has two readings: {as_share}% or {as_percent}%",
            f"write q{as_share}, or q{as_percent}{'%' if said.value < 1 else ''}",
            token.start,
            token.end,
        )
    if not 0 < said.value < 100:
        raise reader.fault(
            f"the level {token.text} is not between 0% and 100%",
            "write levels such as q5, q50 and q95",
            token.start,
            token.end,
        )
    return said.value / 100


def _factors(reader: Reader, levels: list[Fraction], said: list[Amount]) -> None:
    """Refuse ``p1=40% p2=80%``: numbered factors, not the first percentiles."""
    if reader.tokens[0].text.startswith("p") and levels == [Fraction(n, 100) for n in range(1, len(levels) + 1)]:
        raise reader.fault(
            "p1 and p2 may number two factors, or name the first percentiles",
            "give each factor its own row; percentiles are written q1% and q2%",
            said[0].start,
            said[-1].end,
        )


def _numbered(levels: Sequence[Fraction]) -> list[int]:
    """Percentiles whose numbers may be those of quartiles, none where another than the median lies above them."""
    others = [level for level in levels if level != _HALF]
    return [] if any(level > _ABOVE for level in others) else [n for n in _QUARTILES if Fraction(n, 100) in others]


def _quartiles(reader: Reader, bare: Sequence[Fraction], levels: Sequence[Fraction], last: Amount) -> None:
    """Refuse ``Q1=2% Q3=5%`` and ``Q1=2% q50=5%``: a third quartile is no third percentile."""
    numbers = [number for number in _numbered(levels) if Fraction(number, 100) in bare]
    if not numbers or len(numbers) + (_HALF in levels) < 2:
        return
    names, shares = (" and ".join(f"{q}{n}{sign}" for n in numbers) for q, sign in (("q", ""), ("", "%")))
    quartiles = " ".join(f"q{25 * number}" for number in numbers if number != _LAST)
    without = ", without the largest answer" if _LAST in numbers else ""
    percentiles = " ".join(f"q{number}%" for number in numbers)
    raise reader.fault(
        f"{names} may be quartiles, or the quantiles at {shares}",
        f"write {f'{quartiles} for quartiles{without}, or ' if quartiles else ''}{percentiles}",
        reader.tokens[0].start,
        last.end,
    )


def _rising(reader: Reader, lower: tuple[Fraction, Reading, Amount], upper: tuple[Fraction, Reading, Amount]) -> None:
    (level, low, _), (next_level, high, said) = lower, upper
    if level == next_level:
        raise reader.fault(
            f"the {float(100 * level):g}% quantile is given twice", "keep one of them", said.start, said.end
        )
    if high.value < low.value:
        raise reader.fault(
            f"the quantiles cross: q{float(100 * level):g} is {low.written}, "
            f"and q{float(100 * next_level):g} is {high.written}",
            "give numbers that do not fall while the level rises",
            said.start,
            said.end,
        )
