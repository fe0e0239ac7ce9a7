"""Days as platforms of one country write them."""

import re

_MONTH_DAY_YEAR = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})( .*)?")
# Two digits of a year are of this century: no platform is older.
_CENTURY = 2000


def iso_day(said: str) -> str:
    """Spell a day that is known to be month/day/year as ISO; other spellings are left as they are.

    Examples
    --------
    >>> iso_day("9/30/11"), iso_day("12/1/2014 10:30"), iso_day("2011-08-31 16:17:18")
    ('2011-09-30', '2014-12-01 10:30', '2011-08-31 16:17:18')
    """
    match = _MONTH_DAY_YEAR.fullmatch(said.strip())
    if match is None:
        return said.strip()
    month, day, year, rest = match.groups()
    whole = int(year) + (_CENTURY if len(year) == 2 else 0)
    return f"{whole}-{int(month):02}-{int(day):02}{rest or ''}"
