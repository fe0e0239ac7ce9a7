"""Days as platforms of one country write them."""

import re
from collections.abc import Iterable
from typing import Literal

type Order = Literal["month/day/year", "day/month/year"]

ORDERS: dict[str, Order] = {"month/day/year": "month/day/year", "day/month/year": "day/month/year"}
_DAY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})( .*)?")
# Two digits of a year are of this century: no platform is older.
_CENTURY = 2000
_MONTHS = 12


def iso_day(said: str, order: Order | None = "month/day/year") -> str:
    """Spell a day whose order is known as ISO; other spellings are left as they are.

    Parameters
    ----------
    said : str
    order : {"month/day/year", "day/month/year"} or None
        Whatever separates the parts. ``None`` where it is not known: nothing is changed.

    Examples
    --------
    >>> iso_day("9/30/11"), iso_day("12/1/2014 10:30"), iso_day("2011-08-31 16:17:18")
    ('2011-09-30', '2014-12-01 10:30', '2011-08-31 16:17:18')
    >>> iso_day("1.12.2014", "day/month/year")
    '2014-12-01'
    """
    match = _DAY.fullmatch(said.strip())
    if match is None or order is None:
        return said.strip()
    first, _, second, year, rest = match.groups()
    month, day = (first, second) if order == "month/day/year" else (second, first)
    whole = int(year) + (_CENTURY if len(year) == 2 else 0)
    return f"{whole}-{int(month):02}-{int(day):02}{rest or ''}"


def is_unordered(said: str) -> bool:
    """Whether a text is a day of which day or month may come first."""
    return _DAY.fullmatch(said.strip()) is not None


def proven_order(days: Iterable[str]) -> tuple[Order | None, str]:
    """Find out whether day or month comes first, from a day after the twelfth.

    Parameters
    ----------
    days : iterable of str
        Those of one column.

    Returns
    -------
    tuple
        The order and the day that proves it; ``None`` and empty where none does, or some say this and some that.

    Examples
    --------
    >>> proven_order(["9/1/11", "9/30/11"]), proven_order(["9/1/11"])
    (('month/day/year', '9/30/11'), (None, ''))
    """
    found: dict[Order, str] = {}
    for said in days:
        if match := _DAY.fullmatch(said.strip()):
            if int(match[3]) > _MONTHS:
                found.setdefault("month/day/year", said)
            elif int(match[1]) > _MONTHS:
                found.setdefault("day/month/year", said)
    return next(iter(found.items())) if len(found) == 1 else (None, "")
