"""Cells that a spreadsheet has made into dates, and what they may have been."""

import datetime as dt
import re

from consilience.notation.fault import Fault, Row, table

# English and German: what the spreadsheets of the reported cases wrote.
_MONTH = (
    "(jan(?:uary?)?|feb(?:ruary?)?|mar(?:ch)?|märz?|mrz|apr(?:il)?|may|mai|jun[ei]?|jul[yi]?|aug(?:ust)?|"
    "sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\\.?"
)
_MONTHS = {"mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12} | {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
# What spreadsheets count days from, and the serial numbers that fall between 1954 and 2119.
_SERIAL_EPOCH = dt.date(1899, 12, 30)
_SERIALS = range(20_000, 80_001)
_LOOK_UP = "look up what was said; write it with its sign"
_AS_TEXT = "and format the column as text before typing"


def _look_up(why: str, such: str) -> Fault:
    return Fault(why, f"{_LOOK_UP}, such as {{}}, {_AS_TEXT}", (such,), f"{_LOOK_UP}, {_AS_TEXT}")


def _mangled(day: int, month: int) -> Fault | None:
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    low, high = sorted((day, month))
    readings = f"{day}-{month} (day first), {month}-{day} or {month}/{day} (month first)"
    if day == month:
        readings = f"{day}-{month} or {day}/{month}"
    return _look_up(f"a spreadsheet has made this a date; it may have been {readings}", f"{low}-{high}%")


def _day_month(match: re.Match[str]) -> Fault | None:
    return _mangled(int(match[1]), _MONTHS[match[2][:3]])


def _month_year(match: re.Match[str]) -> Fault | None:
    month, rest = _MONTHS[match[1][:3]], match[2]
    readings = f"{month}-{rest} or {month}/{rest}"
    if len(rest) <= 2 and 1 <= int(rest) <= 31:
        readings = f"{month}-{rest}, {month}/{rest} or {int(rest)}-{month}"
    return _look_up(f"a spreadsheet has made this a month; it may have been {readings}", f"{month}-{int(rest)}%")


def _numeric_date(match: re.Match[str]) -> Fault | None:
    day, month, dotted = int(match[1]), int(match[3]), match[2] == "."
    if not dotted:
        return _mangled(month, day) if month > 12 else _mangled(day, month)
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    readings = f"{day}.{month} (typed where the decimal sign is a comma) or {day}-{month}"
    return _look_up(f"a spreadsheet has made this a date; it may have been {readings}", f"{day}.{month}%")


def _iso_date(match: re.Match[str]) -> Fault | None:
    return _mangled(int(match[2]), int(match[1]))


def _serial(match: re.Match[str]) -> Fault | None:
    number = int(match[0])
    if number not in _SERIALS:
        return None
    day = _SERIAL_EPOCH + dt.timedelta(days=number)
    found = _mangled(day.day, day.month)
    if found is None:
        return None
    why = found.why.replace("this a date", f"this the date number {number}, which is {day.isoformat()}")
    return found._replace(why=why)


def _written_date(_: re.Match[str]) -> Fault | None:
    return Fault(
        "a date is read in ISO form only, because days and months change places",
        "write year-month-day, or year-month",
    )


_TIME = r"(?:[ t][0-9:.]{4,15}z?)?"
MANGLED: tuple[Row, ...] = table(
    (rf"([0-9]{{1,2}})\.?[-/ ]{_MONTH}(?:[-/ ][0-9]{{2,4}})?{_TIME}", _day_month),
    (rf"{_MONTH}[-/ ]([0-9]{{2,4}}|[0-9])", _month_year),
    (rf"([0-9]{{1,2}})([./-])([0-9]{{1,2}})\2[0-9]{{2,4}}{_TIME}", _numeric_date),
    (rf"[0-9]{{4}}-([0-9]{{1,2}})-([0-9]{{1,2}}){_TIME}", _iso_date),
    (r"[1-9][0-9]{4}", _serial),
)
DATED: tuple[Row, ...] = table(
    (rf"(?:[0-9]{{1,2}}\.? )?{_MONTH} (?:[0-9]{{1,2}},? )?[0-9]{{4}}", _written_date),
    (r"[0-9]{1,2}([./])(?:[0-9]{1,2}\1)?[0-9]{2,4}", _written_date),
)
