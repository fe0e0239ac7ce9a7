"""What single rows say against what the other rows say."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator

from consilience.problems import Problem
from consilience.study.estimate import Estimate, Speaker
from consilience.study.reading.csv_file import Row
from consilience.study.reading.dates import ISO, read_day
from consilience.study.reading.estimates import Reading, at_row, place_of
from consilience.study.texts import excerpt, lines, listed, percent, quoted, some_of

_BARE_FRACTION = re.compile(r"0?[.,]\d+")
_SIGN = re.compile(r"[%‰]")


def future_dates(reading: Reading) -> Iterator[Problem]:
    """Find statements dated after today."""
    for row in reading.study.rows:
        if row.date is not None and row.date > reading.today:
            why = f"the statement is dated after today, {reading.today.isoformat()}"
            yield at_row(row, why, "correct the date", said=row.date_said)


def past_horizons(reading: Reading) -> Iterator[Problem]:
    """Find a horizon that had passed before anybody said anything."""
    horizon, dates = reading.study.horizon, [row.date for row in reading.study.rows if row.date is not None]
    if horizon is not None and dates and horizon < (first := min(dates)):
        why = f"the horizon {horizon.isoformat()} had passed before the first statement, of {first.isoformat()}"
        remedy = "correct the horizon, or the dates where the statements are older"
        yield reading.declared(("horizon",), why, remedy)


# What programs write where a date is missing: the first day of Unix, DOS, old Macs and spreadsheets.
_BLANK_DATES = {dt.date(1970, 1, 1), dt.date(1980, 1, 1), dt.date(1904, 1, 1), dt.date(1900, 1, 1)}
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def implausible_dates(reading: Reading) -> Iterator[Problem]:
    """Find years that a slip of the keyboard made, and the days that programs write for a missing date."""
    for row in reading.study.rows:
        if row.date is not None and (row.date.year < _FIRST_YEAR or row.date in _BLANK_DATES):
            why = f"nobody states a risk in the year {row.date.year}"
            if row.date in _BLANK_DATES:
                why = f"{row.date.isoformat()} is what programs write where a date is missing"
            yield at_row(
                row,
                why,
                "correct the date; where it is unknown, leave it empty and give the source",
                said=row.date_said,
            )
        if row.until is not None and not _FIRST_YEAR <= row.until.year <= _LAST_YEAR:
            why = f"the forecast would be withdrawn in the year {row.until.year}"
            yield at_row(row, why, "leave until empty where a forecast stands", said=row.until.isoformat())


def instants_without_zone(reading: Reading) -> Iterator[Problem]:
    """Count times of day without a zone by file, where no zone is declared: each may be of the day before or after."""
    for name, rows in reading.by_file():
        dialect = reading.dialects.get(name)
        order = dialect.date if dialect else ISO
        if reading.zone_declared or (dialect is not None and dialect.zone is not None):
            continue
        bare = [row for row in rows if row.instant is not None and _turns_on_zone(row.date_said, order)]
        if bare:
            have, each = ("has", "is") if len(bare) == 1 else ("have", "are")
            why = (
                f"{some_of(len(bare), len(rows), 'row')} {have} a time of day without its zone"
                f" ({lines(row.line for row in bare)}), and {each} read in {reading.study.timezone}"
            )
            remedy = 'write the zone behind the time, or declare it once, such as timezone = "Europe/Berlin"'
            yield at_row(bare[0], why, remedy, said=bare[0].date_said)


def _turns_on_zone(said: str, order: str) -> bool:
    return read_day(said, order, dt.UTC) != read_day(said, order, dt.timezone(dt.timedelta(hours=1)))


def withdrawn_before_said(reading: Reading) -> Iterator[Problem]:
    """Find forecasts withdrawn before they were made."""
    for row in reading.study.rows:
        if row.until is not None and row.date is not None and row.until < row.date:
            why = f"the forecast of {row.date.isoformat()} was withdrawn before it was made"
            yield at_row(row, why, "correct date or until", said=row.until.isoformat())


def duplicates(reading: Reading) -> Iterator[Problem]:
    """Find rows that are there twice, all of a file together."""
    first: dict[tuple[str, ...], Row] = {}
    again: dict[str, list[tuple[Row, Row]]] = defaultdict(list)
    for row in reading.said:
        original = first.setdefault(tuple(row.cells.values()), row)
        if original is not row:
            again[row.file].append((row, original))
    for pairs in again.values():
        repeats = listed((f"line {row.line} repeats {place_of(original, row)}" for row, original in pairs), limit=5)
        yield at_row(pairs[0][0], f"a row is there twice and counts once: {repeats}", "delete the repetition")


def conflicts(reading: Reading) -> Iterator[Problem]:
    """Find two things said by one forecaster about one question at one time: only the later row stands."""
    said: dict[tuple[str, Speaker, dt.datetime], list[Estimate]] = defaultdict(list)
    for row in reading.study.rows:
        said[row.question, row.speaker, row.moment].append(row)
    for rows in said.values():
        last = rows[-1]
        others = [row for row in rows[:-1] if row.said != last.said]
        if others:
            when = f"dated {last.date_said}" if last.date else "without a date"
            earlier = listed(f"{quoted(row.said)} ({place_of(row, last)})" for row in others)
            why = (
                f"{quoted(last.forecaster)} says two things about {quoted(last.question)}, both {when}:"
                f" {earlier} and {quoted(last.said)}; the latter, which comes last, stands"
            )
            yield at_row(last, why, "date them more exactly, or delete what no longer holds", said=last.said)


def mixed_scales(reading: Reading) -> Iterator[Problem]:
    """Find numbers without a sign among percentages: read as fractions, they may be meant as percent."""
    for name, rows in reading.by_file():
        events = [row for row in rows if reading.study.questions[row.asked].unit is None]
        bare = [row for row in events if _BARE_FRACTION.fullmatch(row.said)]
        dialect = reading.dialects.get(name)
        has_scale = dialect is not None and dialect.scale is not None
        if not has_scale and bare and any(_SIGN.search(row.said) for row in events):
            where = lines(row.line for row in bare)
            why = (
                f"the file mixes percentages with numbers without a sign ({where}), which are read as"
                f" fractions: {excerpt(bare[0].said)} as {percent(float(bare[0].said.replace(',', '.')), 6)}"
            )
            yield at_row(bare[0], why, "write the percent sign everywhere", said=bare[0].said)
