"""Answers in a survey's cells as estimates: the mapping file says what a bare number is, and nothing else does."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from consilience.importers.kit import percent, probability
from consilience.importers.kit.numbers import is_missing
from consilience.importers.kit.units import FRACTION, PERCENT, quantity_of
from consilience.notation import Usage, Value, canonical, parse
from consilience.problems import NotationError
from consilience.study.texts import quoted

_NUMBER = r"\d+(?:\.\d+)?"
# A number, a range or a bound, whose unit stands in the question and not in the cell.
_BARE = re.compile(rf"(?:[<>≤≥~≈]=? ?)?{_NUMBER}(?: ?(?:[-–—]|to|bis|à) ?{_NUMBER})?")
_COMMA = re.compile(r"(?<=\d),(?=\d)")
_THOUSANDS = re.compile(r"\d[.]\d{3}(?!\d)")
# Of percentages below one, most have one place.
_FINE = re.compile(r"0?\.\d{2,}|\d+(?:\.\d+)?e-\d+", re.IGNORECASE)
_FRACTIONS, _PERCENTS = Usage(scale="fraction"), Usage(scale="percent")
_CODE = re.compile(r"[A-Z]{1,5}[0-9]{1,4}|-oth-")
# What spreadsheets show in place of a value.
_FAILED = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|ERROR!)", re.IGNORECASE)


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
        Empty where nothing was answered. What means the same whatever the unit stays as it is, as does what the
        notation will refuse.

    Raises
    ------
    ValueError
        If it has more than one reading, or is no probability.

    Examples
    --------
    >>> percents = Reading("percent")
    >>> [estimate_of(said, percents) for said in ("12.5", "<1", "2-20%", "1 in 20", "N/A")]
    ['12.5%', '<1%', '2-20%', '1 in 20', '']
    >>> [estimate_of(said, percents) for said in ("less than 0.5", ".5", "1e-3", "between 0.1 and 0.5")]
    ['<0.5%', '0.5%', '1e-3%', '0.1% to 0.5%']
    >>> estimate_of("0,05", Reading("fraction", decimal=","))
    '5%'
    """
    said = " ".join(said.split())
    if reading.answers and said in reading.answers:
        said = reading.answers[said]
    if is_missing(said):
        return ""
    if said.startswith("="):
        raise ValueError(f"{quoted(said)} is a formula that was never worked out; open the file and save it again")
    if _FAILED.fullmatch(said):
        raise ValueError(f"{quoted(said)} is what a spreadsheet shows where a formula failed")
    if _CODE.fullmatch(said):
        raise ValueError(f"{quoted(said)} is a code of an answer that [answers] of the mapping file does not have")
    said = _with_point(said, reading)
    if not _BARE.fullmatch(said):
        return _in_its_unit(said, reading.unit)
    if reading.unit == PERCENT:
        if re.fullmatch(_NUMBER, said):
            probability(said, 100)
        return f"{said}%"
    if reading.unit == FRACTION:
        return re.sub(_NUMBER, lambda found: _as_percent(found[0]), said)
    if not reading.unit:
        raise ValueError(f"{quoted(said)} has no unit, and the mapping file does not say one")
    return said


def may_be_fraction(said: str, reading: Reading) -> bool:
    """Whether a bare number of percent is so small and finely said that somebody may have meant a fraction.

    Examples
    --------
    >>> [may_be_fraction(said, Reading("percent")) for said in ("0.05", "1e-3", "0.5", "0.05%", "3.05")]
    [True, True, False, False, False]
    """
    return reading.unit == PERCENT and _FINE.fullmatch(said.strip().replace(reading.decimal, ".")) is not None


def is_above_one(said: str, reading: Reading) -> bool:
    """Whether a number of percent can be no fraction."""
    found = re.fullmatch(rf"({_NUMBER}) ?%?", said.strip().replace(reading.decimal, "."))
    return reading.unit == PERCENT and found is not None and float(found[1]) > 1


def _in_its_unit(said: str, unit: str) -> str:
    """Spell a phrase with the unit of its numbers where it would mean something else without."""
    if quantity_of(unit):
        return said
    percents, fractions = _read(said, _PERCENTS), _read(said, _FRACTIONS)
    if not unit and percents != fractions:
        raise ValueError(f"{quoted(said)} has no unit, and the mapping file does not say one")
    meant = percents if unit == PERCENT else fractions
    return said if meant is None or meant == _read(said, Usage()) else canonical(meant)


def _read(said: str, usage: Usage) -> Value | None:
    try:
        return parse(said, usage=usage)
    except NotationError:
        return None


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
