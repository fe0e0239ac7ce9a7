"""A date is told as far as it is known, however it was written."""

import pytest

from consilience.notation import parse
from consilience.problems import Problem
from consilience.study import Estimate
from consilience.study.reading.dates import read_day

VAGUE = (
    *("2024", "2024-01", "2024-1", "2024-10", "Q3 2024", "Q32024", "2024-Q1", "2024 q4", "Jan 2024", "January 2024"),
    *("2024 May", "May, 2024", "2024-Sep", "01/2024", "1.2024", "12-2024", "September 2024"),
)
# The first of a month, which a month is read as, too.
DAYS = (
    *("2024-01-01", "2024-1-1", "2024-10-01", "1 Jan 2024", "Jan 1, 2024", "1st January 2024", "01-May-2024"),
    *("2024 May 1", "2024/05/01", "2024.5.1", "Mon, 1 Jan 2024", "2024-05-01T00:00:00Z", "Mon, 1 Jan 2024 10:00 GMT"),
    *("1704067200", "1704067200000", "2024-05-31", "31 May 2024", "May 31 2024"),
)


def told(said: str) -> str:
    day = read_day(said)
    assert not isinstance(day, Problem), day
    return Estimate("q", "ada", day.day, "5%", parse("5%"), date_said=said, instant=day.instant).when


@pytest.mark.parametrize("said", VAGUE)
def test_a_month_or_a_year_is_told_as_it_was_said(said: str) -> None:
    assert told(said) == said


@pytest.mark.parametrize("said", DAYS)
def test_a_day_is_told_as_one(said: str) -> None:
    day = read_day(said)
    assert not isinstance(day, Problem)
    assert told(said) == day.day.isoformat()


def test_the_first_of_a_month_in_a_declared_order_is_a_day() -> None:
    row = Estimate("q", "ada", read_day("01.05.2024", "day.month.year").day, "5%", parse("5%"), date_said="01.05.2024")  # type: ignore[union-attr]
    assert row.when == "2024-05-01"


def test_no_date_is_none() -> None:
    assert Estimate("q", "ada", None, "5%", parse("5%")).when == ""
