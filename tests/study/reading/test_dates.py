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
        "May 2024",
        "45661",
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
