"""Dates as people know them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from consilience.problems import Problem
from consilience.study.reading.dates import Day, known_order, read_day

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2024-05-31", dt.date(2024, 5, 31)),
        ("2024-5-3", dt.date(2024, 5, 3)),
        ("2022-12", dt.date(2022, 12, 1)),
        ("2022-5", dt.date(2022, 5, 1)),
        ("2022", dt.date(2022, 1, 1)),
        # The offset is honoured: 23:30 in California is the next day in UTC.
        ("2025-01-04T23:30-08:00", dt.date(2025, 1, 5)),
        ("2025-01-04 23:30:00-0800", dt.date(2025, 1, 5)),
        ("2024-07-09 14:30:00+00", dt.date(2024, 7, 9)),
        ("2024-07-09T14:30:00.123456Z", dt.date(2024, 7, 9)),
    ],
)
def test_iso(said, day):
    assert read_day(said).day == day


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("5 Jan 2025", dt.date(2025, 1, 5)),
        ("5th January 2025", dt.date(2025, 1, 5)),
        ("5th of January, 2025", dt.date(2025, 1, 5)),
        ("January 5, 2025", dt.date(2025, 1, 5)),
        ("Sept. 5 2025", dt.date(2025, 9, 5)),
        ("15-Jan-2025", dt.date(2025, 1, 15)),
        ("2025 Jan 5", dt.date(2025, 1, 5)),
        ("2025/01/15", dt.date(2025, 1, 15)),
        ("5. Januar 2025", dt.date(2025, 1, 5)),
        ("1 août 2025", dt.date(2025, 8, 1)),
        ("5 de enero de 2025", dt.date(2025, 1, 5)),
        ("May 2024", dt.date(2024, 5, 1)),
        ("2024 May", dt.date(2024, 5, 1)),
        ("Q3 2024", dt.date(2024, 7, 1)),
        ("05/2024", dt.date(2024, 5, 1)),
        ("5.2024", dt.date(2024, 5, 1)),
        ("15/Jan/2025", dt.date(2025, 1, 15)),
        ("2025 01 15", dt.date(2025, 1, 15)),
        ("2025\u201301\u201315", dt.date(2025, 1, 15)),
        ("juil. 2025", dt.date(2025, 7, 1)),
        ("5 févr. 2025", dt.date(2025, 2, 5)),
        ("2024-Q3", dt.date(2024, 7, 1)),
        ("Wed, 15 Jan 2025", dt.date(2025, 1, 15)),
    ],
)
def test_as_people_write_them(said, day):
    assert read_day(said) == Day(day)


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("Wed, 15 Jan 2025 09:30:00 +0000", 9),
        ("Wed Jan 15 09:30:00 2025", 9),
        ("Wed Jan 15 09:30:00 UTC 2025", 9),
        ("2025-01-15 09:30 UTC", 9),
        ("2025-01-15 09:30 UTC+2", 7),
        ("2025-01-15T09:30 Europe/Berlin", 8),
        ("2025-07-15 09:30 Europe/Berlin", 7),
        ("15 Jan 2025, 9:30 pm CET", 20),
        ("15 Jan 2025, 9:30 a.m. CET", 8),
        ("15 January 2025 at 09:30 (UTC)", 9),
        ("2025-01-15 09:30 America/New_York", 14),
        ("2025-01-15 09:30 PM America/New_York", 2),
        ("2025-01-15 09:30 Pacific/Auckland", 20),
        ("2025-01-15 09:30:00.123456789Z", 9),
        ("Jan 15, 2025 at 12:30 am GMT", 0),
        ("15 Jan 2025 09:30 -0500 (EST)", 14),
        ("1736933400", 9),
        ("1736933400000", 9),
        ("1736933400.25", 9),
    ],
)
def test_instants_as_mail_and_platforms_write_them(said, hour):
    read = read_day(said)
    assert read.instant is not None
    assert read.instant.hour == hour


def test_a_zone_of_several_offsets_is_told_with_them():
    problem = read_day("2025-01-15 09:30 IST")
    assert all(offset in problem.why for offset in ("+05:30", "+02:00", "+01:00"))


def test_a_declared_order_takes_a_zone_behind_it():
    read = read_day("04.01.2025 23:30 CET", "day.month.year")
    assert read.instant == dt.datetime(2025, 1, 4, 22, 30, tzinfo=dt.UTC)


def test_an_instant_without_offset_is_read_in_the_zone():
    assert read_day("2024-07-09T00:30", "iso", BERLIN) == Day(
        dt.date(2024, 7, 8), dt.datetime(2024, 7, 8, 22, 30, tzinfo=dt.UTC)
    )
    assert read_day("2024-07-09", "iso", BERLIN) == Day(dt.date(2024, 7, 9))


@given(
    st.dates(min_value=dt.date(1000, 1, 1)),
    st.sampled_from([("day", "month", "year"), ("month", "day", "year"), ("year", "month", "day")]),
    st.sampled_from("./- "),
    st.booleans(),
)
def test_declared_orders(day, order, separator, is_padded):
    width = 2 if is_padded else 1
    parts = {"day": f"{day.day:0{width}}", "month": f"{day.month:0{width}}", "year": str(day.year)}
    declared = known_order(separator.join(order))
    assert read_day(separator.join(parts[part] for part in order), declared) == Day(day)
    assert read_day(day.isoformat(), declared) == Day(day)


@given(st.dates())
def test_iso_days_come_back(day):
    assert read_day(day.isoformat()) == Day(day)


@given(st.text(max_size=20))
def test_anything_else_is_a_problem_and_never_an_exception(said):
    for order in ("iso", "day.month.year"):
        assert isinstance(read_day(said, order), Day | Problem)


@pytest.mark.parametrize(
    "said",
    [
        "2024-02-30",
        "2024-13",
        "0000",
        "31.12.2024",
        "12/31/24",
        "20240531",
        "2024-W05",
        "45661",
        "45661.5",
        "5 Jan 25",
        "5 Jan '25",
        "25-01-15",
        "mid 2024",
        "c. 2024",
        "2024?",
        "summer 2024",
        "Q5 2024",
        "13/2024",
        "2024/2025",
        "Sat Mar 2025",
        "1 May",
        "2025-01-15 09:30 Z+2",
        "31 Feb 2024",
        "5 Foo 2024",
        "today",
        "2025-01-15/2025-01-20",
        "15 Jan 2025 25:00 UTC",
        "15 Jan 2025 13:00 pm",
        "15 Jan 2025 09:30 EST",
        "15 Jan 2025 09:30 XYZ",
        "Tue, 15 Jan 2025",
        "173693340",
        "2024-5-1x",
    ],
)
def test_refused(said):
    problem = read_day(said)
    assert isinstance(problem, Problem)
    assert problem.said == said


def test_a_spreadsheets_day_number_is_told_as_a_date():
    """45661 is 2025-01-04 in spreadsheets, as in the project's collection of cases."""
    assert "2025-01-04" in read_day("45661").remedy


@pytest.mark.parametrize("order", ["", "ISO", "day.month", "day.day.year", "year-day-month", "day.month/year", "d.m.y"])
def test_unknown_orders(order):
    with pytest.raises(ValueError, match="should be"):
        known_order(order)
