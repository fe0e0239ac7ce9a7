"""``15%``, ``1 in 6``, ``~10%``: one number."""

from dataclasses import dataclass
from fractions import Fraction

from consilience.notation import cells, quantities
from consilience.notation.cells import Reading
from consilience.notation.layout import Layout
from consilience.notation.numbers import Number
from consilience.notation.spoken import between
from consilience.notation.tokens import Amount, Reader, Token


@dataclass(frozen=True, slots=True)
class Point:
    """``15%``, ``1 in 6``, ``~10%``: one number; ``approximate`` where a tilde or "about" was said."""

    number: Number
    approximate: bool = False


def read(reader: Reader) -> Point:
    """Read one number, with the grid it was rounded to if that is not what its digits show.

    .. code-block:: text

        point = ABOUT? amount ("grid" "=" amount)?
    """
    about, amount = reader.lead()
    own = stated_grid(reader) if reader.at("KEY", "grid") else None
    if own is None:
        reader.end("point")
    used = own or reader.grid
    if used is not None and amount.reading is None and amount.digits == 0:
        reading = Reading("0", Fraction(0), Fraction(0), Fraction(0))
    else:
        (reading,) = reader.settle(amount)
    if own is not None and reading.value % own.value:
        raise reader.fault(
            f"{reading.written} does not lie on a grid of {own.written}",
            "state the grid that the number was rounded to, or leave it out",
            amount.start,
            reader.last.end,
        )
    if used is not None and (own is not None or _rounded_to(reading, used)):
        reading = reading.on_grid(used.value, used.written)
    return Point(_finished(reader, reading, about).number(), approximate=about is not None)


def canonical(value: Point) -> str:
    """Write a number: ``15%``, ``~10%``."""
    return ("~" if value.approximate else "") + value.number.written


def describe(value: Point, unit: str | None) -> str:
    """Say a number in words, with the values that are rounded to it."""
    said, _, grid = value.number.written.partition(" grid=")
    point = f"about {said}" if value.approximate else "a point"
    on_grid = f" on a grid of {grid}" if grid else ""
    return f"{point}{on_grid}, read as between {between(value.number.cell, unit)}"


def layout(value: Point) -> Layout:
    """Lay a number out, from edge to edge of its rounding cell."""
    number = value.number
    return Layout("point", number.low, number.value, number.high, number.cell)


def stated_grid(reader: Reader) -> Reading:
    """Read a grid stated beside a point.

    .. code-block:: text

        grid = "grid" "=" amount
    """
    reader.skip(2)
    reader.refuse_bound("a grid", "write the distance itself behind grid=")
    amount = reader.amount()
    found = grid_of(reader, amount)
    reader.end("grid")
    return found


def grid_of(reader: Reader, amount: Amount) -> Reading:
    """Take an amount for a grid, which is a positive distance."""
    if reader.scale.name == "date":
        raise reader.fault("dates have no grid", "leave it out", amount.start, amount.end)
    (reading,) = reader.settle(amount)
    if reading.value <= 0:
        why = f"a grid of {reading.written} has no distance between its numbers"
        raise reader.fault(
            why, "write the distance between the numbers behind grid=, or leave it out", amount.start, amount.end
        )
    return reading


def _rounded_to(reading: Reading, grid: Reading) -> bool:
    """Whether a number without a grid of its own was rounded to that of its file.

    One off the grid was evidently not, nor was one with more places than the grid has: in a file of whole percents
    ``0.0%`` says that the first decimal was looked at.
    """
    bare_zero = reading.low == reading.high
    # Half cells, because those of 0% and 100% have one side only.
    half = max(reading.value - reading.low, reading.high - reading.value)
    return not reading.value % grid.value and (bare_zero or half >= grid.value - grid.low)


def _finished(reader: Reader, reading: Reading, about: Token | None) -> Reading:
    if reader.scale.name == "probability":
        return (cells.about(reading) if about else reading).clipped()
    if about and reader.scale.name == "date":
        raise reader.fault(
            "how near a date is meant by 'about' differs too much between people to be read",
            "write a range of years",
            about.start,
            about.end,
        )
    return quantities.about(reading) if about else reading
