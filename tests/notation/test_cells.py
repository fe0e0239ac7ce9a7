"""Rounding cells: edges that can be worked out by hand, as exact floats."""

from fractions import Fraction

import pytest

from consilience.notation import Number, parse

# Half of the last digit said to either side.
DIGITS = {
    "15%": ("0.145", "0.155"),
    "15.0%": ("0.1495", "0.1505"),
    "0.15": ("0.145", "0.155"),
    "100%": ("0.995", "1"),
    "1e-6": ("0.5e-6", "1.5e-6"),
    "5‰": ("0.0045", "0.0055"),
    "20 bps": ("0.00195", "0.00205"),
    "1.5e-3%": ("0.0000145", "0.0000155"),
    "1e1%": ("0.05", "0.15"),
}
# Neighbours of as many significant digits; zeros at the end are not significant.
CHANCES = {6: ("5.5", "6.5"), 200: ("150", "250"), 10: ("9.5", "15"), 1000: ("950", "1500"),
           110: ("105", "115"), 2: ("1.5", "2.5"), 1: ("1", "1.5"), 99: ("98.5", "99.5"),
           90: ("85", "95")}  # fmt: skip


@pytest.mark.parametrize(("said", "edges"), DIGITS.items())
def test_digits(said, edges):
    number = parse(said).number
    assert (number.low, number.high) == tuple(float(Fraction(edge)) for edge in edges)


@pytest.mark.parametrize(("count", "edges"), CHANCES.items())
def test_one_in(count, edges):
    number = parse(f"1 in {count}").number
    assert (number.high, number.low) == tuple(float(1 / Fraction(edge)) for edge in edges)


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("6 in 1000", 0.0055, 0.0065),
        ("0 in 1000", 0.0, 0.0005),
        ("7 in 7", 6.5 / 7, 1.0),
        ("12 in 20", 0.575, 0.625),
    ],
)
def test_several_in(said, low, high):
    number = parse(said).number
    assert (number.low, number.high) == (low, high)


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("1:9", 1 / 10.5, 1 / 9.5),
        ("1:10", 1 / 16, 1 / 10.5),
        ("9:1 on", 1 - 1 / 9.5, 1 - 1 / 10.5),
        ("2:3", 1.5 / 4.5, 2.5 / 5.5),
        ("3:2 on", 3 / 5.5, 3 / 4.5),
        ("50/50", 0.45, 0.55),
        ("1:1", 0.45, 0.55),
    ],
)
def test_odds(said, low, high):
    number = parse(said).number
    assert number.low == pytest.approx(low, rel=1e-15)
    assert number.high == pytest.approx(high, rel=1e-15)


@pytest.mark.parametrize("said", ["1:9", "2:3", "1:40", "7:30"])
def test_odds_against_mirror_odds_on(said):
    small, large = said.split(":")
    below, above = parse(said).number, parse(f"{large}:{small} on").number
    assert (above.low, above.value, above.high) == pytest.approx(
        (1 - below.high, 1 - below.value, 1 - below.low), rel=1e-15
    )


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("~10%", 0.075, 0.125),
        ("about 90%", 0.875, 0.925),
        ("~1%", 0.005, 0.015),  # the digits say less than a quarter
        ("~0%", 0.0, 0.005),
        ("~50/50", 0.375, 0.625),
    ],
)
def test_about_widens_to_a_quarter_of_what_is_rarer(said, low, high):
    number = parse(said).number
    assert (number.low, number.high) == (low, high)


@pytest.mark.parametrize(
    ("said", "grid", "low", "high"),
    [
        ("10% grid=5%", None, 0.075, 0.125),
        ("10%", "5%", 0.075, 0.125),
        ("10% grid=10%", "5%", 0.05, 0.15),  # its own grid is the nearer statement
        ("12%", "5%", 0.115, 0.125),  # not a number of the file's grid: its digits stand
        ("100%", "5%", 0.975, 1.0),
        ("0", "0.01", 0.0, 0.005),
        ("1 in 20", "1%", 0.045, 0.055),
        ("~10% grid=10%", None, 0.05, 0.15),
    ],
)
def test_a_stated_grid_overrides_the_digits(said, grid, low, high):
    number = parse(said, grid=grid).number
    assert (number.low, number.high) == (low, high)


def test_the_grid_stays_in_the_spelling():
    assert parse("10%", grid="5%").number == Number("10% grid=5%", 0.1, 0.075, 0.125)


def test_a_bare_zero_beside_fractions_is_as_fine_as_they_are():
    assert parse("0-0.01").low == Number("0.00", 0.0, 0.0, 0.005)
