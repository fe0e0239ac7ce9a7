"""Quantiles and survey summaries: lists of named numbers."""

from fractions import Fraction
from itertools import pairwise

from consilience.notation.cells import Reading
from consilience.notation.forms.intervals import bounded, bracketed, relation
from consilience.notation.numerals import count, numeral
from consilience.notation.tokens import Amount, Reader, Token
from consilience.notation.values import Inequality, Number, Quantiles, Relation, Survey


def quantiles(reader: Reader) -> Quantiles:
    """Read quantiles in any order.

    .. code-block:: text

        quantiles = quantile (COMMA? quantile)+
        quantile  = QUANTILE "=" amount          q5, p5, q2.5, and q0.5% below one percent
    """
    levels: list[Fraction] = []
    said: list[Amount] = []
    while token := reader.take("QUANTILE"):
        reader.skip(1)
        levels.append(_level(reader, token))
        name = token.text.replace(" ", "")
        reader.refuse_bound(
            f"the number of {name}", f"give {name} a number, or leave it out where two other quantiles remain"
        )
        said.append(reader.amount())
        if not reader.at("END"):
            reader.take("COMMA")
    reader.end("quantiles", "give each number its level: q5=1% q50=5% q95=30%")
    if len(said) == 1:
        raise reader.fault(
            "one quantile does not say how wide the rest is",
            "add a second (q5=1% q50=5% q95=30%), or write the point alone",
            said[0].start,
            said[0].end,
        )
    entries = sorted(zip(levels, reader.settle(*said), said, strict=True), key=lambda entry: entry[0])
    for lower, upper in pairwise(entries):
        _rising(reader, lower, upper)
    return Quantiles(
        tuple(float(level) for level, _, _ in entries), tuple(reading.number() for _, reading, _ in entries)
    )


def survey(reader: Reader) -> Survey:
    """Read a published summary of many answers, in any order.

    .. code-block:: text

        survey = item (COMMA? item)*
        item   = "n" "=" NUMBER | "median" "=" relation? amount | "mean" "=" amount
               | ("ci95" | "quartiles") "=" bracketed
    """
    n: int | None = None
    side: Relation | None = None
    keys: list[str] = []
    said: dict[str, list[Amount]] = {}
    while token := reader.take("KEY"):
        reader.skip(1)
        if token.text in keys or token.text == "grid":
            grid = token.text == "grid"
            why = "a grid belongs to a point" if grid else f"{token.text} is given twice"
            raise reader.fault(why, "leave it out" if grid else "keep one of them", token.start, token.end)
        keys.append(token.text)
        if token.text == "n":
            n = _people(reader)
        else:
            side = relation(reader) if token.text == "median" else side
            said[token.text] = _item(reader, token)
        if not reader.at("END"):
            reader.take("COMMA")
    reader.end("survey summary", "give each number its name: n=88 median=5% mean=9% ci95=[3%, 8%]")
    _complete(reader, said, side)
    found = _readings(reader, said, side)
    numbers = {key: [reading.number() for reading in readings] for key, readings in found.items()}
    median: Number | Inequality | None = next(iter(numbers.get("median", ())), None)
    if side is not None:
        (bound,) = said["median"]
        median = bounded(reader, side, found["median"][0], (bound.start, bound.end))
    return Survey(
        n=n,
        median=median,
        mean=next(iter(numbers.get("mean", ())), None),
        ci95=_pair(numbers, "ci95"),
        quartiles=_pair(numbers, "quartiles"),
    )


def _complete(reader: Reader, said: dict[str, list[Amount]], side: Relation | None) -> None:
    if "median" not in said and "mean" not in said:
        raise reader.fault(
            "the summary gives neither a median nor a mean",
            "add one, such as n=88 median=5%",
            reader.tokens[0].start,
            reader.tokens[-1].end,
        )
    if "ci95" in said and "median" not in said:
        raise reader.fault(
            "ci95 is the 95% interval of the median, which is not given",
            "add the median, or leave ci95 out: an interval of the mean is not read",
            said["ci95"][0].start,
            said["ci95"][1].end,
        )
    if side is not None and "mean" in said:
        raise reader.fault(
            "what the mean says depends on the median beside it, which is a bound here",
            "leave the mean out and keep it in the note",
            said["mean"][0].start,
            said["mean"][0].end,
        )


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


def _people(reader: Reader) -> int:
    reader.refuse_bound("a number of people", "write how many answered, or leave n out")
    token = reader.expect("NUMBER", "n is a number of people", "write n=88, or leave it out")
    return count(reader, token, least=1, remedy="write n=88, or leave it out")


def _item(reader: Reader, key: Token) -> list[Amount]:
    if key.text == "mean":
        remedy = "give the mean as a number, or leave it out; a median is read with its bound"
        reader.refuse_bound("the number of a mean", remedy)
    if key.text in ("median", "mean"):
        return [reader.amount()]
    if not reader.at("OPEN"):
        raise reader.fault(
            f"{key.text} is an interval in brackets",
            f"write {key.text}=[1%, 20%]",
            key.start,
            reader.next.end,
        )
    return list(bracketed(reader))


def _readings(reader: Reader, said: dict[str, list[Amount]], side: Relation | None) -> dict[str, list[Reading]]:
    """Settle all numbers of a summary together, and check that each interval rises and holds the median."""
    everything = [amount for amounts in said.values() for amount in amounts]
    readings = iter(reader.settle(*everything))
    found = {key: [next(readings) for _ in amounts] for key, amounts in said.items()}
    for key in ("ci95", "quartiles"):
        if key not in found:
            continue
        (low, high), (first, last) = found[key], said[key]
        if high.value < low.value:
            raise reader.fault(
                f"{key} falls from {low.written} to {high.written}",
                f"write {key}=[{high.written}, {low.written}] if that is meant",
                first.start,
                last.end,
            )
        median = found["median"][0] if "median" in found else None
        if median is not None and not _within(median, side, low, high):
            raise reader.fault(
                f"the median {side or ''}{median.written} lies outside {key}, from {low.written} to {high.written}",
                "correct one of them",
                first.start,
                last.end,
            )
    return found


def _within(median: Reading, side: Relation | None, low: Reading, high: Reading) -> bool:
    """Whether a median, or some value that its bound admits, lies in an interval."""
    reaches_low, reaches_high = side in ("<", "<="), side in (">", ">=")
    return (reaches_high or low.value <= median.value) and (reaches_low or median.value <= high.value)


def _pair(numbers: dict[str, list[Number]], key: str) -> tuple[Number, Number] | None:
    return (numbers[key][0], numbers[key][1]) if key in numbers else None
