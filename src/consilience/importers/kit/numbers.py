"""Numbers and days of platforms in the notation of estimates."""

import datetime as dt
import re
from decimal import Decimal, DecimalException

# Doubles carry noise in their last digits, which nobody said.
_DIGITS = 12
_FARTHEST = 30
_COMMA = re.compile(r"-?\d+,\d+")
_MISSING = {"", "na", "n/a", "nan", "null", "none", "-", "."}


def is_missing(said: str) -> bool:
    """Whether a cell says that there is no number."""
    return said.strip().lower() in _MISSING


def number(said: object) -> Decimal | None:
    """Read a finite number as a platform writes it, with a point.

    Parameters
    ----------
    said : object
        Text, a number of JSON, or nothing.

    Returns
    -------
    Decimal or None
        ``None`` for blanks, NA, NaN, null.

    Raises
    ------
    ValueError
        If it is anything else.

    Examples
    --------
    >>> number(" 0.30 "), number("NA"), number(None)
    (Decimal('0.30'), None, None)
    """
    if isinstance(said, bool):
        raise ValueError(f"{said} is no number")
    text = "" if said is None else str(said).strip()
    if is_missing(text):
        return None
    try:
        read = Decimal(text)
    except DecimalException:
        comma = '; say decimal = "," in a file for --map, if it has decimals' if _COMMA.fullmatch(text) else ""
        raise ValueError(f"{text!r} is no number{comma}") from None
    if "_" in text or not text.isascii() or not read.is_finite():
        raise ValueError(f"{text!r} is no number")
    if read and abs(read.adjusted()) > _FARTHEST:
        raise ValueError(f"{text[:40]!r} is beyond any number that somebody says")
    return read


def probability(said: object, scale: int = 1) -> Decimal | None:
    """Read a probability, as a fraction or, with ``scale=100``, as percent; a sign for percent says it is that.

    Raises
    ------
    ValueError
        If it is no number, or none between 0 and the scale.

    Examples
    --------
    >>> probability("63", scale=100), probability("0.63"), probability("63 %"), probability("")
    (Decimal('0.63'), Decimal('0.63'), Decimal('0.63'), None)
    """
    if isinstance(said, str) and said.rstrip().endswith("%"):
        said, scale = said.rstrip()[:-1], 100
    read = number(said)
    if read is None:
        return None
    if not 0 <= read <= scale:
        raise ValueError(f"{str(said).strip()!r} is no probability between 0 and {scale}")
    return read / scale


def percent(fraction: Decimal) -> str:
    """Spell a fraction as percent, without rounding but for the noise of doubles.

    Examples
    --------
    >>> percent(Decimal("0.3")), percent(Decimal("0.30000000000000004")), percent(Decimal("1E-7"))
    ('30%', '30%', '0.00001%')
    """
    return f"{plain(fraction * 100)}%"


def plain(value: Decimal, digits: int = _DIGITS) -> str:
    """Spell a number without exponent and without the noise of doubles.

    Parameters
    ----------
    value : Decimal
    digits : int
        How many of its digits somebody said.

    Examples
    --------
    >>> plain(Decimal("1E+3")), plain(Decimal("137.0"))
    ('1000', '137')
    """
    if value == 0:
        return "0"
    said = value.normalize()
    if len(said.as_tuple().digits) > digits:
        said = said.quantize(Decimal(1).scaleb(said.adjusted() - digits + 1)).normalize()
    return f"{said:f}"


def within_floor(fraction: Decimal, floor: Decimal) -> str:
    """Spell a probability on a platform whose slider ends short of 0 and 1: its ends are bounds.

    Parameters
    ----------
    fraction : Decimal
    floor : Decimal
        The least that can be said there, and 1 less the most.

    Examples
    --------
    >>> within_floor(Decimal("0.001"), Decimal("0.001")), within_floor(Decimal("0.3"), Decimal("0.001"))
    ('<=0.1%', '30%')
    """
    if fraction <= floor:
        return f"<={percent(floor)}"
    if fraction >= 1 - floor:
        return f">={percent(1 - floor)}"
    return percent(fraction)


def since_1970(said: object, milliseconds: bool = False) -> str:
    """Spell seconds or milliseconds since 1970 as an instant in UTC.

    Raises
    ------
    ValueError
        If it is no number of them.

    Examples
    --------
    >>> since_1970(1746091800000, milliseconds=True)
    '2025-05-01T09:30:00Z'
    """
    seconds = number(said)
    if seconds is None:
        return ""
    try:
        moment = dt.datetime.fromtimestamp(float(seconds) / (1000 if milliseconds else 1), dt.UTC)
    except (OverflowError, OSError, ValueError):
        raise ValueError(f"{said} is no time since 1970") from None
    return spelled(moment)


def spelled(moment: dt.datetime) -> str:
    """Spell an instant in UTC."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
