"""``n=88 median=0.375% ci95=[0.1%, 0.8%]``: a published summary of many answers."""

from dataclasses import dataclass
from math import nan

from consilience.notation.cells import Reading
from consilience.notation.forms import inequality
from consilience.notation.forms.inequality import Inequality, Relation, bounded, relation
from consilience.notation.intervals import bracketed, brackets, ends
from consilience.notation.layout import Layout
from consilience.notation.numbers import Number
from consilience.notation.numerals import count
from consilience.notation.tokens import Amount, Reader, Token


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


def read(reader: Reader) -> Survey | None:
    """Read a published summary of many answers in any order, if one of its names comes next.

    .. code-block:: text

        survey = item (COMMA? item)*
        item   = "n" "=" NUMBER | "median" "=" relation? amount | "mean" "=" amount
               | ("ci95" | "quartiles") "=" bracketed
    """
    if not reader.at("KEY"):
        return None
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
    reader.end("survey summary", "give each number its name: n=, median=, mean=, ci95=[ , ] or quartiles=[ , ]")
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


def canonical(value: Survey) -> str:
    """Write a summary: ``n=88 median=5% ci95=[3%, 8%]``."""
    numbers = {"median": value.median, "mean": value.mean}
    pairs = {"ci95": value.ci95, "quartiles": value.quartiles}
    parts = [] if value.n is None else [f"n={value.n}"]
    parts += [f"{key}={_written(number)}" for key, number in numbers.items() if number is not None]
    parts += [f"{key}={brackets(pair)}" for key, pair in pairs.items() if pair is not None]
    return " ".join(parts)


def describe(value: Survey, unit: str | None) -> str:
    """Say a summary in words."""
    numbers = {"median": value.median, "mean": value.mean}
    parts = [f"{name} {_told(number, unit)}" for name, number in numbers.items() if number is not None]
    if value.ci95 is not None:
        parts.append(f"95% interval of the median {ends(value.ci95)}")
    if value.quartiles is not None:
        parts.append(f"middle half of the answers {ends(value.quartiles)}")
    people = "a survey of unstated size" if value.n is None else f"a survey of {value.n:,}"
    return f"{people}: {', '.join(parts)}"


def brief(value: Survey) -> str:
    """Say a summary in few words: "477 people: median 5% [3%, 8%]"."""
    numbers = {"median": value.median, "mean": value.mean}
    told = {name: _printed(number) for name, number in numbers.items() if number is not None}
    if value.ci95 is not None:
        told["median"] += f" {brackets(value.ci95)}"
    parts = [f"{name} {number}" for name, number in told.items()]
    if value.quartiles is not None:
        parts.append(f"middle half {ends(value.quartiles)}")
    return ("" if value.n is None else f"{value.n:,} people: ") + ", ".join(parts)


def layout(value: Survey) -> Layout:
    """Lay a summary out by its median, or its mean where it gives none, with the interval published beside it."""
    middle = value.median or value.mean
    if isinstance(middle, Inequality):
        bound = inequality.layout(middle)
        low, best, high, cell, loose = bound.low, nan, bound.high, bound.cell, bound.loose
    elif middle:
        low, best, high, cell, loose = nan, middle.value, nan, middle.cell, None
    if interval := value.ci95 or value.quartiles:
        low, high = (end.value for end in interval)
    coverage = 0.95 if value.ci95 else 0.5 if value.quartiles else nan
    return Layout("survey", low, best, high, cell, coverage, value.n, loose)


def _written(number: Number | Inequality) -> str:
    return inequality.canonical(number) if isinstance(number, Inequality) else number.written


def _printed(number: Number | Inequality) -> str:
    return inequality.brief(number) if isinstance(number, Inequality) else number.written


def _told(number: Number | Inequality, unit: str | None) -> str:
    return inequality.told(number, unit) if isinstance(number, Inequality) else number.written


def _complete(reader: Reader, said: dict[str, list[Amount]], side: Relation | None) -> None:
    if "median" not in said and "mean" not in said:
        raise reader.fault(
            "the summary gives neither a median nor a mean",
            "add one behind median= or mean=",
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


def _people(reader: Reader) -> int:
    reader.refuse_bound("a number of people", "write how many answered, or leave n out")
    token = reader.expect("NUMBER", "n is a number of people", "write how many answered, or leave n out")
    return count(reader, token, least=1, remedy="write how many answered, or leave n out")


def _item(reader: Reader, key: Token) -> list[Amount]:
    if key.text == "mean":
        remedy = "give the mean as a number, or leave it out; a median is read with its bound"
        reader.refuse_bound("the number of a mean", remedy)
    if key.text in ("median", "mean"):
        return [reader.amount()]
    if not reader.at("OPEN"):
        raise reader.fault(
            f"{key.text} is an interval in brackets",
            f"write both ends in brackets behind {key.text}=",
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
