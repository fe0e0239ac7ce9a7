"""What the forms with two ends share: how the ends and the coverage are read, written and said."""

from fractions import Fraction

from consilience.notation import amounts
from consilience.notation.cells import Reading
from consilience.notation.numbers import Number
from consilience.notation.spoken import percent
from consilience.notation.tokens import Amount, Reader, Token


def bracketed(reader: Reader, *, middle: bool = False) -> tuple[Amount, ...]:
    """Read two numbers in brackets; with the one between them, if that may be given.

    .. code-block:: text

        bracketed = OPEN amount (COMMA | DASH | "to") amount CLOSE unit?
    """
    opened = reader.next
    reader.skip(1)
    low = reader.amount()
    pair: tuple[Amount, ...] | None = (low, reader.amount()) if reader.take("COMMA") else second(reader, low)
    if pair and middle and reader.take("COMMA"):
        pair = (*pair, reader.amount())
    if pair is None:
        if reader.at("CLOSE"):
            why = "the brackets hold one number, and an interval has two ends"
            raise reader.fault(why, "write both ends inside the brackets", opened.start, low.end + 1)
        why = "what stands in the brackets is not the two ends of an interval"
        remedy = "write there its lower end and then its upper one, and behind them how sure it is, such as @90%"
        raise reader.fault(why, remedy, opened.start, low.end)
    close = {"[": "]", "(": ")"}[opened.text]
    if reader.take("CLOSE", close) is None:
        raise reader.fault(f"the bracket is not closed by {close}", f"write {close} after the second end",
                           opened.start, reader.next.end)  # fmt: skip
    unit = reader.next.kind
    if reader.scale.name == "probability" and unit in amounts.UNITS and all(end.unit == "" for end in pair):
        reader.skip(1)
        sign = amounts.UNITS[unit][0]
        return tuple(amounts.with_unit(reader, end, sign) for end in pair)
    return pair


def second(reader: Reader, low: Amount) -> tuple[Amount, Amount] | None:
    """Read the other end of an interval, whose sign may serve both: ``10-20%``."""
    joint = reader.take("DASH") or reader.take("WORD", "to")
    if joint is None:
        return None
    high = reader.amount()
    # Nobody leaves the sign off the first number only to mean another scale there, but where that is a power of ten.
    if low.unit != "" or not high.unit or ("e" in low.text and "e" not in high.text):
        return low, high
    return amounts.with_unit(reader, low, high.unit)._replace(end=low.end), high


def joins(token: Token) -> bool:
    """Whether a token joins the two ends of an interval."""
    return token.kind == "DASH" or (token.kind, token.text) == ("WORD", "to")


def coverage(reader: Reader) -> float | None:
    """Read how much of the probability an interval is said to hold.

    .. code-block:: text

        coverage = "@" scaled
    """
    at = reader.take("AT")
    if at is None:
        return None
    reader.refuse_bound("a coverage", "write the share itself behind the @")
    amount = amounts.scaled(reader)
    if amount.reading is None and amount.digits > 1:
        why = f"a coverage of {amount.text} has no percent sign"
        raise reader.fault(why, "write {}", at.start, amount.end, f"@{amount.text}%")
    reading = amount.reading or amounts.fraction(reader, amount)
    if amount.unit == "%" and 0 < reading.value <= Fraction(1, 100):
        share = f"{float(100 * amount.digits):g}%"
        why = f"a coverage of {reading.written} is next to none, and may be {share}, a fraction with a sign too many"
        remedy = "write {} if that is meant, or leave the coverage out"
        raise reader.fault(why, remedy, at.start, amount.end, f"@{share}")
    if not 0 < float(reading.value) < 1:
        raise reader.fault(
            f"a coverage of {reading.written} is not between 0% and 100%",
            "write the share of cases in which the interval should hold",
            at.start,
            amount.end,
        )
    return float(reading.value)


def increasing(reader: Reader, form: str, ends: tuple[Amount, Amount], readings: tuple[Reading, Reading]) -> None:
    """Refuse an interval whose ends fall, or are the same."""
    (first, last), (low, high) = ends, readings
    if low.value < high.value:
        return
    if low.value == high.value:
        why, remedy = f"both ends of the {form} are {low.written}", f"write the point alone, or a wider {form}"
        raise reader.fault(why, remedy, first.start, last.end)
    why = f"the {form} falls from {low.written} to {high.written}"
    raise reader.fault(why, "write {}", first.start, last.end, f"{high.written} to {low.written}")


def at_coverage(stated: float | None) -> str:
    """Write a coverage behind an interval: `` @80%``, nothing where none was stated."""
    return "" if stated is None else f" @{percent(stated)}"


def with_coverage(stated: float | None) -> str:
    """Say a coverage behind an interval."""
    return ", coverage not stated" if stated is None else f", with {percent(stated)} coverage"


def sure(stated: float) -> str:
    """Say a coverage as how sure somebody was."""
    return f", {percent(stated)} sure"


def brackets(pair: tuple[Number, Number]) -> str:
    """Write both ends in brackets: ``[5%, 30%]``."""
    return f"[{pair[0].written}, {pair[1].written}]"


def ends(pair: tuple[Number, Number]) -> str:
    """Say both ends: "5% to 30%"."""
    return f"{pair[0].written} to {pair[1].written}"
