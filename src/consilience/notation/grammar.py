"""From said text to a value: which form a text has, and the refusal where it has none."""

from functools import lru_cache

from consilience.notation.amounts import PROBABILITY
from consilience.notation.cells import Reading
from consilience.notation.forms import intervals, lists, points
from consilience.notation.quantities import DATE, QUANTITY
from consilience.notation.refusals import known_fault
from consilience.notation.tokens import LONGEST, Reader, normalised
from consilience.notation.values import Value
from consilience.notation.words import Lexicon
from consilience.problems import NotationError, Problem


def parse(text: str, *, unit: str | None = None, grid: str | None = None, lexicon: Lexicon | None = None) -> Value:
    """Read an estimate as people say it.

    .. code-block:: text

        estimate = words | quantiles | survey | base_rate | inequality | ABOUT? (range | bounds | point)

    Parameters
    ----------
    text : str
        One estimate, such as ``10–20%``, ``1 in 6`` or ``5% [1%, 20%] @80%``.
    unit : str, optional
        Unit of a quantity, ``"date"`` for a question about when; ``None`` for a probability.
    grid : str, optional
        The grid to which points were rounded, such as ``"5%"``, where their digits do not show it. A point
        off this grid, or with more places than it has, keeps the cell of its digits, and a point with its own
        ``grid=`` keeps that.
    lexicon : Lexicon, optional
        What words mean. Without it words are refused.

    Returns
    -------
    Value
        Numbers carry the cell of values that round to them.

    Raises
    ------
    NotationError
        If the text is not an estimate or has more than one reading; it is never read in part.

    Examples
    --------
    >>> parse("1 in 6").number.value == 1 / 6
    True
    >>> parse("10-20%").high.written
    '20%'
    >>> parse("20-10%")
    Traceback (most recent call last):
        ...
    consilience.problems.NotationError: error: the range falls from 20% to 10%. To mend it: write 10% to 20%.
        20-10%
        ^^^^^^
    """
    if len(text) > LONGEST:
        why = f"a text of {len(text)} characters is not one estimate"
        shown = f"{text[:60]}…"
        raise NotationError(Problem(why, "put the reasons in the note", said=shown, span=(0, len(shown))))
    if unit is None and lexicon is not None and (words := lexicon.read_term(text)):
        return words
    reader, file_grid = _reader(text, unit), _grid(grid, unit)
    try:
        return _estimate(reader, file_grid)
    except NotationError:
        problem = known_fault(reader, unit, lexicon)
        if problem is None:
            raise
        raise NotationError(problem) from None


def _estimate(reader: Reader, grid: Reading | None) -> Value:
    if reader.at("QUANTILE"):
        return lists.quantiles(reader)
    if reader.at("KEY"):
        return lists.survey(reader)
    if side := intervals.relation(reader):
        return intervals.inequality(reader, side)
    if reader.scale is PROBABILITY and (rate := points.base_rate(reader)):
        return rate
    about = reader.take("ABOUT")
    amount = reader.amount()
    interval = intervals.between(reader, amount) or intervals.bounds(reader, amount)
    if interval is None:
        return points.point(reader, amount, about, grid)
    if about is not None:
        raise reader.fault(
            f"{reader.said[about.start : about.end]!r} belongs to a point, and this is an interval",
            "leave it out: the interval says how uncertain the number is",
            about.start,
            about.end,
        )
    return interval


def _reader(text: str, unit: str | None) -> Reader:
    plain = normalised(text)
    if unit is None:
        return Reader(text, plain, PROBABILITY)
    if unit == "date":
        return Reader(text, plain, DATE)
    return Reader(text, _without_unit(plain, normalised(unit)), QUANTITY)


def _without_unit(text: str, unit: str) -> str:
    """Blank out the question's unit where it is said after the number."""
    stated = text.rstrip()
    number = stated.removesuffix(unit)
    alone = number != stated and (number.endswith(" ") or not unit[0].isalpha())
    return number.ljust(len(text)) if alone else text


@lru_cache(maxsize=64)
def _grid(grid: str | None, unit: str | None) -> Reading | None:
    if grid is None:
        return None
    reader = _reader(grid, unit)
    found = points.grid_of(reader, reader.amount())
    reader.end("grid")
    return found
