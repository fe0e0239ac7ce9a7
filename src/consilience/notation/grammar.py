"""From said text to a value: which form a text has, and the refusal where it has none."""

from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from consilience.notation.amounts import PROBABILITY
from consilience.notation.cells import Reading
from consilience.notation.decimal_comma import from_decimal_comma
from consilience.notation.fault import Fault
from consilience.notation.forms import Value, canonical, read
from consilience.notation.forms.point import grid_of
from consilience.notation.lexicon import Lexicon
from consilience.notation.quantities import DATE, QUANTITY
from consilience.notation.scales import with_its_grid
from consilience.notation.tokens import LONGEST, OfferingError, Reader, is_foreign, normalised
from consilience.notation.usage import PLAIN, Usage
from consilience.problems import NotationError, Problem

if TYPE_CHECKING:
    from consilience.notation.speech.meanings import Restated


def parse(
    text: str,
    *,
    unit: str | None = None,
    grid: str | None = None,
    lexicon: Lexicon | None = None,
    usage: Usage = PLAIN,
) -> Value:
    """Read an estimate as people say it.

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
    usage : Usage
        What the file declares about texts that people read in two ways.

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
    rounded = _grid(grid, unit)
    # A phrase is tried as one first: what the notation has against it is asked only where it is none.
    said = None
    if unit is None and lexicon is None and is_foreign(normalised(text)):
        said = _spoken(text, rounded, usage)
        if len(said[0]) == 1:
            return said[0][0]
    try:
        return _written(text, unit, rounded, lexicon, usage)
    except NotationError as error:
        values, restated = said or (([], None) if unit is not None else _spoken(text, rounded, usage))
        if len(values) == 1:
            return values[0]
        raise NotationError(_told(text, unit, lexicon, usage, error, values, restated)) from None


def _told(
    text: str,
    unit: str | None,
    lexicon: Lexicon | None,
    usage: Usage,
    error: NotationError,
    values: list[Value],
    restated: "Restated | Fault | None",
) -> Problem:
    """Say why a text is refused, and suggest nothing that would be refused as well."""
    is_read = partial(_is_read, unit=unit, usage=replace(usage, decimal="."))
    if isinstance(restated, Fault):
        return Problem(*restated.told(is_read), said=text, span=(0, len(text)))
    if values or restated:
        return _split(text, values, restated)
    from consilience.notation.refusals import known_fault

    problem = known_fault(_reader(text, unit, usage=usage), unit, lexicon, is_read)
    if problem is not None:
        return problem
    return error.checked(is_read, usage.decimal) if isinstance(error, OfferingError) else error.problem


def _spoken(text: str, grid: Reading | None, usage: Usage) -> "tuple[list[Value], Restated | Fault | None]":
    """Read a text as a phrase."""
    # Its grammar and words take longer to load than the notation, and most files do without.
    from consilience.notation.speech import spoken

    return spoken(normalised(text), usage, partial(_written_or_none, grid=grid))


def _written(text: str, unit: str | None, grid: Reading | None, lexicon: Lexicon | None, usage: Usage) -> Value:
    """Read a text in the notation proper."""
    said = from_decimal_comma(text) if usage.decimal == "," else text
    if unit is None and usage.scale == "fraction":
        said = with_its_grid(said, has_grid=grid is not None)
    return read(_reader(text, unit, grid, lexicon, usage, normalised(said)))


def _is_read(text: str, unit: str | None, usage: Usage) -> bool:
    try:
        _written(text, unit, None, None, usage)
    except NotationError:
        return unit is None and len(_spoken(text, None, usage)[0]) == 1
    return True


def _written_or_none(text: str, grid: Reading | None) -> Value | None:
    try:
        return _written(text, None, grid, None, PLAIN)
    except NotationError:
        return None


def _split(text: str, values: list[Value], restated: "Restated | None") -> Problem:
    """Tell of a phrase that has two readings, or says one thing in two ways that do not agree."""
    found = [canonical(value) for value in values[:3]] or list(restated or ())
    why = "this has two readings" if values else "this is said in two ways that do not agree"
    return Problem(f"{why}: {' or '.join(found)}", f"write {' or '.join(found)}", said=text, span=(0, len(text)))


def _reader(
    text: str,
    unit: str | None,
    grid: Reading | None = None,
    lexicon: Lexicon | None = None,
    usage: Usage = PLAIN,
    plain: str | None = None,
) -> Reader:
    plain = normalised(text) if plain is None else plain
    scale = {None: PROBABILITY, "date": DATE}.get(unit, QUANTITY)
    if unit is not None and scale is QUANTITY:
        plain = _without_unit(plain, normalised(unit))
    return Reader(text, plain, scale, grid, lexicon, usage)


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
    found = grid_of(reader, reader.amount())
    reader.end("grid")
    return found
