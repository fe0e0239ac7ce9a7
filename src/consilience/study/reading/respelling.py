"""An estimate spelled in a file's declared dialect, respelled the way the notation reads it."""

import re

from consilience.notation import from_decimal_comma
from consilience.study.reading.dialect import Dialect

_NUMBER = re.compile(r"(?<![\w.])(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])")
# A sign, a fraction of something, odds, words: what says by itself which scale its numbers are on.
_SCALED = re.compile(r"[%‰:/]|\b(?:in|of|per|pct|percent|bps?)\b", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}")
_END = re.compile(r"(?P<whole>[01])(?:\.(?P<places>0+))?")
_COUNT = re.compile(r"\bn\s*=\s*$", re.IGNORECASE)


def respelled(said: str, dialect: Dialect, *, is_event: bool) -> str:
    """Respell an estimate: decimal commas as points, a percent sign where the file's numbers go without.

    Parameters
    ----------
    said : str
        The cell.
    dialect : Dialect
        What is declared for its file.
    is_event : bool
        Whether the question is about a probability; a quantity has no percent.

    Returns
    -------
    str
        The text for :func:`consilience.notation.parse`.

    Raises
    ------
    NotationError
        If the cell has more than one reading in this dialect.

    Examples
    --------
    >>> respelled("0,5 [0,1, 2]", Dialect(decimal=",", scale="percent"), is_event=True)
    '0.5% [0.1%, 2%]'
    >>> respelled("1.0", Dialect(scale="fraction"), is_event=True)
    '100% grid=10%'
    >>> respelled("0,02", Dialect(decimal=","), is_event=True)
    '0.02'
    """
    # The notation knows what a date that a spreadsheet made may have been.
    has_commas = dialect.decimal == "," and not _DATE.fullmatch(said)
    text = from_decimal_comma(said) if has_commas else said
    if is_event and dialect.scale == "percent":
        return _with_percent(text)
    if is_event and dialect.scale == "fraction":
        return _settled(text, has_grid=dialect.grid is not None)
    return text


def _settled(text: str, *, has_grid: bool) -> str:
    """Respell a bare 0 or 1, refused by the notation for want of a scale, with the grid of their digits."""
    end = _END.fullmatch(text)
    if end is None:
        return text
    whole, places = end["whole"], len(end["places"] or "")
    certain = "100%" if whole == "1" else whole
    return certain if has_grid or not places else f"{certain} grid={10.0 ** (2 - places):g}%"


def _with_percent(text: str) -> str:
    stated, at, coverage = text.partition("@")
    if _SCALED.search(stated):
        return text

    def signed(number: re.Match[str]) -> str:
        return number[0] if _COUNT.search(stated, 0, number.start()) else f"{number[0]}%"

    return _NUMBER.sub(signed, stated) + at + coverage
