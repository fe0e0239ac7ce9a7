"""Dates as mail, platforms and people write them: names of months and zones, quarters, seconds since 1970.

Only what has one reading is read. A zone's abbreviation that stands for several offsets is told with them, and a day
of the week that the date was not is a fault.
"""

import datetime as dt
import re
import zoneinfo
from dataclasses import dataclass

_MONTHS = (
    "jan janv ene january januar jänner janvier enero gennaio janeiro januari",
    "feb févr fév february februar février fevrier febrero febbraio fevereiro februari",
    "mar march märz maerz mars marzo março maart mrz",
    "apr avr abr april avril abril aprile",
    "may mai mayo maggio maio mei",
    "jun june juni juin junio giugno junho",
    "jul juil july juli juillet julio luglio julho",
    "aug ago august août aout agosto augustus",
    "sep sept september septembre septiembre settembre setembro",
    "oct october oktober octobre octubre ottobre outubro okt",
    "nov november novembre noviembre novembro",
    "dec déc dic december dezember décembre decembre diciembre dicembre dezembro dez",
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# Hours east of Greenwich; more than one where people in several places call their time so.
_ZONES: dict[str, tuple[float, ...]] = {
    **dict.fromkeys(("z", "ut", "utc", "gmt", "wet"), (0.0,)),
    "cet": (1.0,),
    "cest": (2.0,),
    "eet": (2.0,),
    "eest": (3.0,),
    "west": (1.0,),
    "msk": (3.0,),
    "jst": (9.0,),
    "kst": (9.0,),
    "aest": (10.0,),
    "aedt": (11.0,),
    "nzst": (12.0,),
    "nzdt": (13.0,),
    "edt": (-4.0,),
    "mdt": (-6.0,),
    "pdt": (-7.0,),
    "akst": (-9.0,),
    "hst": (-10.0,),
    "est": (-5.0, 10.0),
    "cst": (-6.0, 8.0, -5.0),
    "cdt": (-5.0, -4.0),
    "mst": (-7.0, 8.0),
    "pst": (-8.0, 8.0),
    "ist": (5.5, 2.0, 1.0),
    "bst": (1.0, 6.0, 11.0),
    "ast": (-4.0, 3.0),
    "sst": (-11.0, 8.0),
    "gst": (4.0, -2.0),
}

_NAME = r"([^\W\d_]+)\.?"
_NUMBER = r"(\d{1,2})(?:st|nd|rd|th|\.)?"
_YEAR = r"(\d{4})"
_GAP = r"(?:,?\s+|[-/])(?:of\s+|de\s+)?"
_CLOCK = re.compile(
    r"(?P<before>.*?\S)(?:,|\s+at)?[T\s]\s*(?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?(?!/))?(?:\s*\(?(?P<zone>Z|[+-]\d{2}(?::?\d{2})?|[A-Za-z][\w/+:-]*)\)?(?:\s\(\w+\))?)?"
    r"(?P<year>\s+\d{4})?",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"(?P<day>[a-z]{3,9})\.?,?\s+(?P<rest>.*)", re.IGNORECASE)
_EPOCH = re.compile(r"(\d{10})(\d{3})?(?:\.\d{1,9})?")
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)

# What each form says: the group of its year, month and day.
_FORMS = (
    (re.compile(rf"{_NUMBER}{_GAP}{_NAME}{_GAP}{_YEAR}"), (3, 2, 1)),
    (re.compile(rf"{_NAME}{_GAP}{_NUMBER}{_GAP}{_YEAR}"), (3, 1, 2)),
    (re.compile(rf"{_YEAR}{_GAP}{_NAME}{_GAP}{_NUMBER}"), (1, 2, 3)),
    (re.compile(rf"{_NAME}{_GAP}{_YEAR}"), (2, 1, None)),
    (re.compile(rf"{_YEAR}{_GAP}{_NAME}"), (1, 2, None)),
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"), (1, 2, 3)),
    # Nobody puts the day between year and month.
    (re.compile(r"(\d{4})([/. ])(\d{1,2})\2(\d{1,2})"), (1, 3, 4)),
    (re.compile(r"(\d{1,2})[/.-](\d{4})"), (2, 1, None)),
)
# Hyphens, figure, en and em dashes, and the minus sign, as word processors put them.
_DASHES = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), "-")
_QUARTER = re.compile(r"(?:Q([1-4])[\s/-]*(\d{4})|(\d{4})[\s/-]*Q([1-4]))", re.IGNORECASE)


class MisdatedError(ValueError):
    """A date that is no date, or more than one; ``args`` are why, and what to write."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A text taken apart into its date, and the time of day and zone behind it.

    Parameters
    ----------
    date : str
        What is left without time and zone.
    time : datetime.time, optional
    zone : datetime.tzinfo, optional
        As it was said; ``None`` where none was.
    """

    date: str
    time: dt.time | None = None
    zone: dt.tzinfo | None = None


def with_clock(said: str) -> Clock:
    """Take time of day and zone off a date.

    Parameters
    ----------
    said : str
        A date, perhaps with a time behind it: ``5 Jan 2025 9:30 pm CET``.

    Returns
    -------
    Clock

    Raises
    ------
    MisdatedError
        If the zone is unknown, or stands for several offsets.
    ValueError
        If there is no such time.

    Examples
    --------
    >>> with_clock("5 Jan 2025 9:30 pm CET").time
    datetime.time(21, 30)
    """
    match = _CLOCK.fullmatch(said)
    if match is None:
        return Clock(said)
    clock, half = match["clock"], (match["half"] or "").lower()
    time = dt.time.fromisoformat(f"0{clock}" if clock[1] == ":" else clock)
    if half:
        if not 1 <= time.hour <= 12:
            raise MisdatedError(f"there is no {match['clock']} {half}m", "write the time from 00:00 to 23:59")
        time = time.replace(hour=time.hour % 12 + (12 if half == "p" else 0))
    return Clock(f"{match['before']}{match['year'] or ''}", time, zone_of(match["zone"]) if match["zone"] else None)


def zone_of(name: str) -> dt.tzinfo:
    """Find what a zone is by its offset, IANA name or abbreviation.

    Raises
    ------
    MisdatedError
        If there is no such zone, or several are called so.
    """
    if offset := _OFFSET.fullmatch(name):
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return dt.timezone(dt.timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    offsets = _ZONES.get(name.lower(), ())
    if len(offsets) == 1:
        return dt.timezone(dt.timedelta(hours=offsets[0]))
    if offsets:
        readings = " or ".join(map(_spelled, offsets))
        raise MisdatedError(f"{name} stands for {readings}", f"write the offset, such as {_spelled(offsets[0])}")
    try:
        return zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        why = f"no time zone is called {name}"
        raise MisdatedError(why, "write the offset, such as +01:00, or a name such as Europe/Berlin") from None


def _spelled(hours: float) -> str:
    whole, minutes = divmod(round(abs(hours) * 60), 60)
    return f"{'−' if hours < 0 else '+'}{whole:02}:{minutes:02}".replace("−", "-")


def spoken_day(said: str) -> dt.date | None:
    """Read a day, month or quarter that is written with a name, or with its year first.

    Parameters
    ----------
    said : str
        Without a time of day.

    Returns
    -------
    datetime.date or None
        The first day of a month or quarter; ``None`` where it is none of these forms.

    Raises
    ------
    MisdatedError
        If the day of the week is another.
    ValueError
        If there is no such day.

    Examples
    --------
    >>> spoken_day("Wed, 15 Jan 2025"), spoken_day("Q3 2024")
    (datetime.date(2025, 1, 15), datetime.date(2024, 7, 1))
    """
    text, weekday = said.translate(_DASHES), None
    if (named := _WEEKDAY.fullmatch(text)) and (weekday := _weekday(named["day"])) is not None:
        text = named["rest"]
    day = None if weekday is not None and not _has_day(text) else _day(text)
    if day is not None and weekday is not None and day.weekday() != weekday:
        names = _WEEKDAYS[weekday].capitalize(), _WEEKDAYS[day.weekday()].capitalize()
        raise MisdatedError(f"{day.isoformat()} was no {names[0]} but a {names[1]}", "correct the day or the date")
    return day


def _day(text: str) -> dt.date | None:
    if quarter := _QUARTER.fullmatch(text):
        return dt.date(int(quarter[2] or quarter[3]), 3 * int(quarter[1] or quarter[4]) - 2, 1)
    for form, (year, month, day) in _FORMS:
        if match := form.fullmatch(text):
            number = int(match[month]) if match[month].isdigit() else _MONTH_OF.get(match[month].lower())
            if number is not None:
                return dt.date(int(match[year]), number, int(match[day]) if day else 1)
    return None


def _has_day(text: str) -> bool:
    return any(form.fullmatch(text) for form, (_, _, day) in _FORMS if day)


def _weekday(name: str) -> int | None:
    found = [place for place, day in enumerate(_WEEKDAYS) if day.startswith(name.lower())]
    return found[0] if len(found) == 1 else None


def since_1970(said: str) -> dt.datetime | None:
    """Read seconds or milliseconds since 1970, as platforms keep instants.

    Examples
    --------
    >>> since_1970("1736933400")
    datetime.datetime(2025, 1, 15, 9, 30, tzinfo=datetime.timezone.utc)
    """
    match = _EPOCH.fullmatch(said)
    return dt.datetime.fromtimestamp(int(match[1]), dt.UTC) if match else None
