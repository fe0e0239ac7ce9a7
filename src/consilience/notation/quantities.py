"""Quantities in their unit, and dates for questions about when."""

import datetime as dt
from fractions import Fraction
from typing import Final

from consilience.notation import cells
from consilience.notation.cells import ABOUT, Reading
from consilience.notation.numerals import quantity_numeral
from consilience.notation.tokens import Amount, Reader, Scale, Token


def quantity(reader: Reader) -> Amount:
    """Read one quantity, in the question's unit; its cell is the place of the last digit said.

    .. code-block:: text

        amount = DASH? NUMBER
    """
    minus = reader.take("DASH")
    token = reader.take("NUMBER")
    if token is None:
        raise _no_number(reader, "a number")
    said = quantity_numeral(reader, token)
    sign = -1 if minus else 1
    start = (minus or token).start
    reading = cells.digits(("-" if minus else "") + said.text, sign * said.value, said.step)
    if not float(reading.low) < float(reading.high):
        raise reader.fault(
            f"{said.text} has more digits than a number can hold", "write at most 15 digits", start, token.end
        )
    return _amount(reading, start, token.end)


def day(reader: Reader) -> Amount:
    """Read a day, month or year as the Gregorian ordinal of its middle day; the cell is all of its days.

    So a bound before 2040 lies below the cell of 2040, and a bound by 2040 below the end of that cell.

    .. code-block:: text

        amount = YYYY | YYYY "-" MM | YYYY "-" MM "-" DD      no spaces
    """
    token = reader.take("NUMBER")
    if token is None:
        raise _no_number(reader, "a date")
    start, parts = token.start, [token.text]
    while len(parts) < 3 and _continues(reader):
        parts.append(reader.ahead(2)[1].text)
        reader.skip(2)
    end = reader.last.end
    written = "-".join(parts)
    if len(parts[0]) != 4 or not all(part.isdecimal() for part in parts):
        raise reader.fault(
            f"{reader.said[start:end]} is not a date", "write a year, a year and month, or an ISO date", start, end
        )
    try:
        first, after = _span(*(int(part) for part in parts))
    except ValueError:
        years = f", or {parts[0]} to {parts[0][:2]}{parts[1]} for a range of years" if len(parts) == 2 else ""
        raise reader.fault(
            f"there is no date {written}", f"write a day, month or year that exists{years}", start, end
        ) from None
    reading = Reading(written, Fraction((first + after) // 2), Fraction(first), Fraction(after))
    return _amount(reading, start, end)


def known(_: Reader, amounts: list[Amount]) -> list[Reading]:
    """Return the readings of quantities and dates, which never depend on each other."""
    return [amount.reading for amount in amounts if amount.reading is not None]


def about(reading: Reading) -> Reading:
    """Widen a quantity's cell to a quarter of its size on either side, where the digits say less."""
    return reading.widened(ABOUT * abs(reading.value))


def _amount(reading: Reading, start: int, end: int) -> Amount:
    return Amount(reading, reading.written, reading.value, reading.high - reading.low, None, start, end)


def _continues(reader: Reader) -> bool:
    """Tell whether a hyphen and two digits follow without a space: a month or day, not the end of a range."""
    dash, part = reader.ahead(2)
    joined = dash.kind == "DASH" and dash.start == reader.last.end and part.start == dash.end
    return joined and part.kind == "NUMBER" and len(part.text) == 2


def _span(year: int, month: int | None = None, of_month: int | None = None) -> tuple[int, int]:
    """Find the ordinals of the first day and of the day after the last."""
    first = dt.date(year, month or 1, of_month or 1)
    if of_month:
        return first.toordinal(), first.toordinal() + 1
    if month and month < 12:
        return first.toordinal(), dt.date(year, month + 1, 1).toordinal()
    # The year after the last that the calendar knows begins a day after its last day.
    return first.toordinal(), dt.date(year, 12, 31).toordinal() + 1


def _no_number(reader: Reader, wanted: str) -> Exception:
    token: Token = reader.next
    found = "the text ends" if token.kind == "END" else f"{reader.said[token.start : token.end]!r} stands"
    return reader.fault(f"{found} where {wanted} was expected", reader.scale.forms, token.start, token.end)


QUANTITY: Final = Scale(
    "quantity",
    quantity,
    known,
    "write a number in the question's unit, a range, a best value with its bounds, a bound, or quantiles",
)
DATE: Final = Scale(
    "date", day, known, "write a year, a year and month, an ISO date, a range of them, a bound, or quantiles"
)
