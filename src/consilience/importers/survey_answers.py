"""Answers in a survey's cells as estimates: the mapping file says what a bare number is, and nothing else does."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from consilience.importers.kit import percent, probability
from consilience.importers.kit.units import FRACTION, PERCENT, quantity_of
from consilience.study.texts import quoted

_MISSING = {"", "na", "n/a", "nan", "none", "null", "-", "."}
_NUMBER = r"\d+(?:\.\d+)?"
# A number, a range or a bound, whose unit stands in the question and not in the cell.
_BARE = re.compile(rf"(?:[<>≤≥~≈]=? ?)?{_NUMBER}(?: ?(?:[-–—]|to|bis|à) ?{_NUMBER})?")
_COMMA = re.compile(r"(?<=\d),(?=\d)")
_THOUSANDS = re.compile(r"\d[.]\d{3}(?!\d)")


@dataclass(frozen=True)
class Reading:
    """How the answers to one question are read.

    Parameters
    ----------
    unit : str
        What a bare number is: ``percent``, ``fraction``, the unit of a quantity; empty where nobody said.
    decimal : str
        The sign before decimals, ``.`` or ``,``.
    answers : mapping of str to str
        Estimates by answer, or code of an answer, where that is no number.
    """

    unit: str = ""
    decimal: str = "."
    answers: Mapping[str, str] | None = None

    @property
    def quantity(self) -> str:
        """The unit, where it is one of a quantity."""
        return quantity_of(self.unit)


def estimate_of(said: str, reading: Reading) -> str:
    """Spell an answer in the notation of estimates.

    Parameters
    ----------
    said : str
        The cell.
    reading : Reading

    Returns
    -------
    str
        Empty where nothing was answered. What is no plain number stays as it is: the notation reads or refuses it.

    Raises
    ------
    ValueError
        If it has more than one reading, or is no probability.

    Examples
    --------
    >>> percents = Reading("percent")
    >>> [estimate_of(said, percents) for said in ("12.5", "<1", "2-20%", "1 in 20", "N/A")]
    ['12.5%', '<1%', '2-20%', '1 in 20', '']
    >>> estimate_of("0,05", Reading("fraction", decimal=","))
    '5%'
    """
    said = " ".join(said.split())
    if reading.answers and said in reading.answers:
        said = reading.answers[said]
    if said.casefold() in _MISSING:
        return ""
    said = _with_point(said, reading)
    if not _BARE.fullmatch(said):
        return said
    if reading.unit == PERCENT:
        if re.fullmatch(_NUMBER, said):
            probability(said, 100)
        return f"{said}%"
    if reading.unit == FRACTION:
        return re.sub(_NUMBER, lambda found: _as_percent(found[0]), said)
    if not reading.unit:
        raise ValueError(f"{quoted(said)} has no unit, and the mapping file does not say one")
    return said


def _as_percent(said: str) -> str:
    fraction = probability(said)
    return percent(fraction) if fraction is not None else said


def _with_point(said: str, reading: Reading) -> str:
    if reading.decimal == "," and _THOUSANDS.search(said):
        raise ValueError(f"{quoted(said)} may be in thousands or have decimals, where decimal is a comma")
    if reading.decimal == ",":
        return _COMMA.sub(".", said)
    if reading.unit in (FRACTION, PERCENT) and _COMMA.search(said):
        raise ValueError(f"{quoted(said)} has a comma, and the mapping file does not say that it is for decimals")
    return said
