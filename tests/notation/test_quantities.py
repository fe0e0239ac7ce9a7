"""Quantities in the question's unit, and dates."""

from datetime import date

import pytest

from consilience.notation import Bounds, Number, Range, canonical, describe, parse
from consilience.problems import NotationError


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("120", Number("120", 120.0, 119.5, 120.5)),
        ("0.125", Number("0.125", 0.125, 0.1245, 0.1255)),
        ("-5", Number("-5", -5.0, -5.5, -4.5)),
        ("−5", Number("-5", -5.0, -5.5, -4.5)),
        ("0", Number("0", 0.0, -0.5, 0.5)),
        ("1.5e3", Number("1.5e3", 1500.0, 1450.0, 1550.0)),
        ("1,000,000", Number("1000000", 1e6, 999_999.5, 1_000_000.5)),
        ("1,234.5", Number("1234.5", 1234.5, 1234.45, 1234.55)),
        ("~120", Number("120", 120.0, 90.0, 150.0)),
        ("~-120", Number("-120", -120.0, -150.0, -90.0)),
        ("10 grid=5", Number("10 grid=5", 10.0, 7.5, 12.5)),
        ("120 GW", Number("120", 120.0, 119.5, 120.5)),
        ("120 gw ", Number("120", 120.0, 119.5, 120.5)),
    ],
)
def test_points(said, number):
    assert parse(said, unit="GW").number == number


def test_a_percentage_may_be_a_quantity():
    assert parse("120%", unit="%").number.value == 120


@pytest.mark.parametrize("said", ["-5--2", "-5 to -2", "-5 – −2", "-5 - -2 GW"])
def test_negative_ranges(said):
    value = parse(said, unit="GW")
    assert isinstance(value, Range)
    assert (value.low.value, value.high.value) == (-5, -2)


@pytest.mark.parametrize(
    "said",
    ["100 to 150 @80%", "120 [80, 200] @90%", "<500", ">=1.5e3", "q5=80 q50=120 q95=200",
     "n=12 median=5 mean=6 ci95=[3, 9]", "n=12 median=5 quartiles=[3, 9]"],
)  # fmt: skip
def test_the_forms_of_probabilities_are_read_for_quantities(said):
    value = parse(said, unit="GW")
    assert canonical(value) == said
    assert describe(value, unit="GW")


def test_a_spreadsheet_serial_is_a_number_where_numbers_are_asked_for():
    assert parse("45661", unit="people").number.value == 45661


@pytest.mark.parametrize(
    ("said", "first", "after"),
    [
        ("2040", date(2040, 1, 1), date(2041, 1, 1)),
        ("2040-06", date(2040, 6, 1), date(2040, 7, 1)),
        ("2040-12", date(2040, 12, 1), date(2041, 1, 1)),
        ("2040-06-01", date(2040, 6, 1), date(2040, 6, 2)),
    ],
)
def test_a_date_is_all_of_its_days(said, first, after):
    number = parse(said, unit="date").number
    assert (number.low, number.high) == (first.toordinal(), after.toordinal())
    assert number.low <= number.value < number.high


def test_a_day_is_its_ordinal_and_a_year_its_middle_day():
    assert parse("2040-06-01", unit="date").number.value == date(2040, 6, 1).toordinal()
    assert parse("2041", unit="date").number.value == date(2041, 7, 2).toordinal()


def test_the_last_year_of_the_calendar():
    number = parse("9999", unit="date").number
    assert number.high == date.max.toordinal() + 1
    assert "9999-12-31" in describe(parse("9999", unit="date"), unit="date")


@pytest.mark.parametrize("said", ["2040-2050", "2040–2050", "2040 to 2050", "2040 - 2050"])
def test_years_with_a_dash_are_a_range_and_not_a_month(said):
    value = parse(said, unit="date")
    assert (value.low.written, value.high.written) == ("2040", "2050")


def test_months_with_a_dash_are_a_range():
    value = parse("2040-06-2041-06", unit="date")
    assert (value.low.written, value.high.written) == ("2040-06", "2041-06")


@pytest.mark.parametrize(
    ("said", "relation", "told"),
    [("before 2050", "<", "before 2050"), ("by 2050", "<=", "by 2050"), ("after 2050", ">", "after 2050"),
     (">=2050", ">=", "from 2050")],
)  # fmt: skip
def test_before_by_and_after(said, relation, told):
    value = parse(said, unit="date")
    assert value.relation == relation
    assert told in describe(value, unit="date")
    assert parse(canonical(value), unit="date") == value


@pytest.mark.parametrize("said", ["by 5%", "before 5%"])
def test_before_and_by_are_for_dates_only(said):
    with pytest.raises(NotationError):
        parse(said)


def test_best_date_with_bounds():
    value = parse("2045 [2030, 2100] @90%", unit="date")
    assert isinstance(value, Bounds)
    assert canonical(value) == "2045 [2030, 2100] @90%"


def test_a_grid_of_the_file_does_not_reach_dates():
    with pytest.raises(NotationError, match="dates have no grid"):
        parse("2040", unit="date", grid="2000")
