"""Points and base rates."""

from fractions import Fraction

from consilience.notation import cells, quantities
from consilience.notation.cells import Reading
from consilience.notation.numerals import count
from consilience.notation.tokens import Amount, Reader, Token
from consilience.notation.values import BaseRate, Point


def point(reader: Reader, amount: Amount, about: Token | None, grid: Reading | None) -> Point:
    """Read one number, with the grid it was rounded to if that is not what its digits show.

    .. code-block:: text

        point = ABOUT? amount ("grid" "=" amount)?
    """
    own = stated_grid(reader) if reader.at("KEY", "grid") else None
    if own is None:
        reader.end("point")
    used = own or grid
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


def _rounded_to(reading: Reading, grid: Reading) -> bool:
    """Whether a number without a grid of its own was rounded to that of its file.

    One off the grid was evidently not, nor was one with more places than the grid has: in a file of whole percents
    ``0.0%`` says that the first decimal was looked at.
    """
    bare_zero = reading.low == reading.high
    # Half cells, because those of 0% and 100% have one side only.
    half = max(reading.value - reading.low, reading.high - reading.value)
    return not reading.value % grid.value and (bare_zero or half >= grid.value - grid.low)


def stated_grid(reader: Reader) -> Reading:
    """Read a grid stated beside a point.

    .. code-block:: text

        grid = "grid" "=" amount
    """
    reader.skip(2)
    reader.refuse_bound("a grid", "write the distance itself, such as grid=5%")
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
        raise reader.fault(why, "write grid=5% for 0%, 5%, 10% …, or leave it out", amount.start, amount.end)
    return reading


def base_rate(reader: Reader) -> BaseRate | None:
    """Read events in trials of a reference class.

    .. code-block:: text

        base_rate = NUMBER "of" NUMBER
    """
    events, of, trials = reader.ahead(3)
    if (events.kind, of.text, trials.kind) != ("NUMBER", "of", "NUMBER"):
        return None
    reader.skip(3)
    found = BaseRate(count(reader, events), count(reader, trials, least=1))
    if found.events > found.trials:
        raise reader.fault(
            f"{found.events} events are more than the {found.trials} trials",
            "write events of trials, such as 12 of 400",
            events.start,
            trials.end,
        )
    reader.end("base rate")
    return found


def _finished(reader: Reader, reading: Reading, about: Token | None) -> Reading:
    if reader.scale.name == "probability":
        return (cells.about(reading) if about else reading).clipped()
    if about and reader.scale.name == "date":
        raise reader.fault(
            "how near a date is meant by 'about' differs too much between people to be read",
            "write a range, such as 2035 to 2045",
            about.start,
            about.end,
        )
    return quantities.about(reading) if about else reading
