"""Ranges, best with bounds, and inequalities."""

from consilience.notation import amounts
from consilience.notation.cells import Reading
from consilience.notation.tokens import Amount, Reader, Token
from consilience.notation.values import Bounds, Inequality, Range, Relation

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


def relation(reader: Reader) -> Relation | None:
    """Read a sign or words of comparison, if they come next.

    .. code-block:: text

        relation = RELATION | "=" ("<" | ">") | "less" "than" | "under" | "below" | "at" "most" | "up" "to" | …
    """
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


def inequality(reader: Reader, side: Relation) -> Inequality:
    """Read a bound on one side.

    .. code-block:: text

        inequality = relation amount
    """
    amount = reader.amount()
    if _joins(reader.next):
        raise _range_of_bounds(reader, side, amount)
    reader.end("inequality")
    (reading,) = reader.settle(amount)
    return bounded(reader, side, reading, (0, amount.end))


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


def between(reader: Reader, low: Amount) -> Range | None:
    """Read an interval, if one begins with this number.

    .. code-block:: text

        range = amount (DASH | "to") amount coverage?
    """
    joint, sign = reader.ahead(2)
    if _joins(joint) and sign.kind == "RELATION":
        raise _range_of_bounds(reader, None, low)
    ends = _second(reader, low)
    if ends is None:
        return None
    stated = coverage(reader)
    reader.end("range")
    least, most = reader.settle(*ends)
    _increasing(reader, "range", ends, (least, most))
    return Range(least.number(), most.number(), stated)


def bounds(reader: Reader, best: Amount) -> Bounds | None:
    """Read a best value inside its own interval, if brackets follow the number.

    .. code-block:: text

        bounds = amount OPEN amount (COMMA | DASH | "to") amount CLOSE unit? coverage?
    """
    if not reader.at("OPEN"):
        return None
    low, high = bracketed(reader)
    stated = coverage(reader)
    reader.end("best value with its bounds")
    middle, least, most = reader.settle(best, low, high)
    _increasing(reader, "interval", (low, high), (least, most))
    if not least.value <= middle.value <= most.value:
        raise reader.fault(
            f"the best value {middle.written} lies outside its bounds {least.written} to {most.written}",
            "correct the best value or the bounds",
            best.start,
            high.end,
        )
    return Bounds(middle.number(), least.number(), most.number(), stated)


def bracketed(reader: Reader) -> tuple[Amount, Amount]:
    """Read two numbers in brackets.

    .. code-block:: text

        bracketed = OPEN amount (COMMA | DASH | "to") amount CLOSE unit?
    """
    opened = reader.next
    reader.skip(1)
    low = reader.amount()
    pair = (low, reader.amount()) if reader.take("COMMA") else _second(reader, low)
    if pair is None:
        raise reader.fault(
            "the brackets hold one number, and an interval has two ends",
            "write both ends, such as 5% [1%, 20%]",
            opened.start,
            low.end + 1 if reader.at("CLOSE") else low.end,
        )
    close = {"[": "]", "(": ")"}[opened.text]
    if reader.take("CLOSE", close) is None:
        raise reader.fault(f"the bracket is not closed by {close}", f"write {close} after the second end",
                           opened.start, reader.next.end)  # fmt: skip
    unit = reader.next.kind
    if reader.scale.name == "probability" and unit in amounts.UNITS and all(end.unit == "" for end in pair):
        reader.skip(1)
        sign = amounts.UNITS[unit][0]
        return amounts.with_unit(reader, pair[0], sign), amounts.with_unit(reader, pair[1], sign)
    return pair


def coverage(reader: Reader) -> float | None:
    """Read how much of the probability an interval is said to hold.

    .. code-block:: text

        coverage = "@" scaled
    """
    at = reader.take("AT")
    if at is None:
        return None
    reader.refuse_bound("a coverage", "write the share itself, such as @80%")
    amount = amounts.scaled(reader)
    if amount.reading is None and amount.digits > 1:
        why = f"a coverage of {amount.text} has no percent sign"
        raise reader.fault(why, f"write @{amount.text}%", at.start, amount.end)
    (reading,) = amounts.settled(reader, [amount])
    if not 0 < float(reading.value) < 1:
        raise reader.fault(
            f"a coverage of {reading.written} is not between 0% and 100%",
            "write the share of cases in which the interval should hold, such as @80%",
            at.start,
            amount.end,
        )
    return float(reading.value)


def _second(reader: Reader, low: Amount) -> tuple[Amount, Amount] | None:
    """Read the other end of an interval, whose sign may serve both: ``10-20%``."""
    joint = reader.take("DASH") or reader.take("WORD", "to")
    if joint is None:
        return None
    high = reader.amount()
    if low.unit != "" or not high.unit:
        return low, high
    # Nobody leaves the sign off the first number only to mean another scale there.
    return amounts.with_unit(reader, low, high.unit)._replace(end=low.end), high


def _joins(token: Token) -> bool:
    return token.kind == "DASH" or (token.kind, token.text) == ("WORD", "to")


def _range_of_bounds(reader: Reader, below: Relation | None, low: Amount) -> Exception:
    """Refuse ``<1%-5%`` and ``1%-<5%``, naming what says the same or less."""
    reader.skip(1)
    above = relation(reader)
    high = reader.amount()
    first, last = (reader.said[end.start : end.end].strip() for end in (low, high))
    # The sign of the second number serves both.
    alone = f"{first}{high.unit}" if low.unit == "" and high.unit else first
    if below not in ("<", "<="):
        remedy = f"write >={alone}" if above in (">", ">=") else f"write {first} to {last}"
    elif above in (">", ">="):
        remedy = "write the two numbers that it lies between"
    else:
        remedy = f"write <={last} if nothing more is known, or give the lower end as a number"
    return reader.fault("a range has a number at either end, and this one has a bound", remedy, 0, high.end)


def _increasing(reader: Reader, form: str, ends: tuple[Amount, Amount], readings: tuple[Reading, Reading]) -> None:
    (first, last), (low, high) = ends, readings
    if low.value < high.value:
        return
    if low.value == high.value:
        why, remedy = (
            f"both ends of the {form} are {low.written}",
            f"write the point {low.written}, or a wider {form}",
        )
    else:
        why = f"the {form} falls from {low.written} to {high.written}"
        remedy = f"write {high.written} to {low.written}"
    raise reader.fault(why, remedy, first.start, last.end)
