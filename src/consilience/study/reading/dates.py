"""The date of a statement: a day, an instant, or only the month or year that is known."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from consilience.problems import Problem
from consilience.study.reading.spoken_dates import MisdatedError, since_1970, spoken_day, with_clock

ISO = "iso"
_PART = r"(day|month|year)"
_ORDER = re.compile(rf"{_PART}([./ -]){_PART}\2{_PART}")
_ORDERS = {("day", "month", "year"), ("month", "day", "year"), ("year", "month", "day")}
_MONTH = re.compile(r"(\d{4})(?:-(\d{1,2}))?")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_LOCAL = re.compile(r"(\d{1,4})([./ -])(\d{1,4})\2(\d{1,4})")
_ONE_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_TWO_DIGITS = re.compile(r"\d{1,2}([./ -])(?:\d{1,2}|[^\W\d]{3,9})\1'?\d{2}")
_TOGETHER = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_SERIAL = re.compile(r"[34]\d{4}(?:\.\d+)?")
# Day 0 of spreadsheets, set so that their days after February 1900 come out right.
_SPREADSHEET_EPOCH = dt.date(1899, 12, 30)
REMEDY = "write 2024-05-31, or 2024-05 or 2024 where no more is known"


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a statement; ``instant``, in UTC, where a time of day was said."""

    day: dt.date
    instant: dt.datetime | None = None


def known_order(order: str) -> str:
    """Return a declared order of dates, ``"iso"`` or the three parts with one separator between them.

    Raises
    ------
    ValueError
        If it is neither.

    Examples
    --------
    >>> known_order("month/day/year")
    'month/day/year'
    """
    match = _ORDER.fullmatch(order)
    if order != ISO and (match is None or (match[1], match[3], match[4]) not in _ORDERS):
        raise ValueError('should be "iso" or an order with one separator, as "day.month.year" or "month/day/year"')
    return order


# Each row's is read again by checks and by who writes it: as many as large track records have.
@lru_cache(maxsize=32_768)
def read_day(said: str, order: str = ISO, zone: dt.tzinfo = dt.UTC) -> Day | Problem:
    """Read a date as people know it.

    Parameters
    ----------
    said : str
        ``2024-05-31``, ``2024-05``, ``2024`` or ``Q3 2024`` (the first day stands for the month, year or quarter),
        ``5 Jan 2025``, a date in the declared order, each perhaps with a time and a zone behind it; or seconds since
        1970. ISO dates are read whatever the order.
    order : str
        ``"iso"``, or the parts with their separator, as ``"day.month.year"``.
    zone : datetime.tzinfo
        Where an instant without an offset was written.

    Returns
    -------
    Day or Problem
        The day in UTC, or what is wrong with it.

    Examples
    --------
    >>> read_day("2025-01-04 23:30-08:00").day
    datetime.date(2025, 1, 5)
    >>> read_day("03.04.2025", "day.month.year").day
    datetime.date(2025, 4, 3)
    >>> read_day("2022").day
    datetime.date(2022, 1, 1)
    """
    try:
        return _read(said, order, zone) or _refusal(said, order)
    except MisdatedError as error:
        why, remedy = error.args
        return Problem(why, remedy, said=said, check="date")
    except (ValueError, OverflowError) as error:
        why = "the date is out of range"
        if isinstance(error, ValueError):
            what = "its offset from UTC is a day or more" if "timedelta" in str(error) else error
            why = f"there is no such date ({what})"
        return Problem(why, REMEDY, said=said, check="date")


def _read(said: str, order: str, zone: dt.tzinfo) -> Day | None:
    if day := _DAY.fullmatch(said):
        return Day(dt.date(*map(int, day.groups())))
    if vague := _MONTH.fullmatch(said):
        return Day(dt.date(int(vague[1]), int(vague[2] or 1), 1))
    if instant := since_1970(said):
        return Day(instant.date(), instant)
    clock = with_clock(said)
    local = _LOCAL.fullmatch(clock.date) if order != ISO else None
    date = (_local_day(local, order) if local else None) or spoken_day(clock.date)
    if date is None or clock.time is None:
        return Day(date) if date else None
    instant = dt.datetime.combine(date, clock.time, clock.zone or zone).astimezone(dt.UTC)
    return Day(instant.date(), instant)


def _local_day(match: re.Match[str], order: str) -> dt.date | None:
    """Read a date in the declared order; ``None`` where it is in another."""
    declared = _ORDER.fullmatch(order)
    assert declared is not None, "the order was checked when study.toml was read"
    first, separator, second, third = match.groups()
    names = (declared[1], declared[3], declared[4])
    parts = dict(zip(names, (first, second, third), strict=True))
    if separator != declared[2] or len(parts["year"]) != 4 or max(len(parts["day"]), len(parts["month"])) > 2:
        return None
    return dt.date(int(parts["year"]), int(parts["month"]), int(parts["day"]))


def _refusal(said: str, order: str) -> Problem:
    if _SERIAL.fullmatch(said):
        day = _SPREADSHEET_EPOCH + dt.timedelta(days=int(said.partition(".")[0]))
        why = "a spreadsheet has made the date into its own day number"
        return Problem(why, f"if that was {day.isoformat()}, write that", said=said, check="date")
    if order != ISO and not _ONE_YEAR.search(said):
        why = f"the date is neither {order}, as declared for the file, nor ISO"
        return Problem(why, REMEDY, said=said, check="date")
    if _TWO_DIGITS.fullmatch(said):
        return Problem("the year has two digits, which may be the day", REMEDY, said=said, check="date")
    if _LOCAL.fullmatch(said) and order == ISO:
        why = "the date is not ISO, and in such a date day or month may come first"
        return Problem(why, f"{REMEDY}, or declare the file's order in study.toml", said=said, check="date")
    return Problem(*_unread(said, order), said=said, check="date")


def _unread(said: str, order: str) -> tuple[str, str]:
    """Say what is known of a text that is no date: the digits of a day, or at least its year."""
    why = "this is not a date" if order == ISO else f"the date is neither {order}, as declared for the file, nor ISO"
    if parts := _TOGETHER.fullmatch(said):
        return "this may be a date or a number", f"write {'-'.join(parts.groups())} if that is meant"
    years = set(_ONE_YEAR.findall(said))
    if len(years) == 1 and not _LOCAL.fullmatch(said):
        return "the date is not one day, month or year", f"write {years.pop()} where no more is known than the year"
    return why, f"{REMEDY}; leave it empty where it is unknown and give the source"
