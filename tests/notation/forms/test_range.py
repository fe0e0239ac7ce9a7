"""Intervals without a best value."""

from math import isnan

import pytest

from consilience.notation import Range, layout, parse
from tests.notation.alike import alike, read_alike


@alike(
    ("10% to 20%", "10-20%", "10 – 20 %", "10% - 20%", "10 to 20 pct", "10%—20%"),
    ("0.1% to 20%", "0.1-20%", "0.1 – 20 per cent"),
    ("0.1 to 0.2", "0.1-0.2", ".1–.2"),
    ("1 in 100 to 1 in 10", "1 in 100-1 in 10", "1/100 to 1/10"),
    ("1e-6 to 1e-5", "1e-6-1e-5", "1e−6–1e−5"),
    ("10% to 20% @80%", "10-20% @80%", "10-20% @ 0.8", "10-20 % @ 80 %", "10-20%@80 per cent"),
)
def test_said_alike(first: str, other: str) -> None:
    read_alike(first, other)
    assert type(parse(first)) is Range


def test_its_cell_reaches_what_is_rounded_to_its_ends() -> None:
    laid = layout(parse("10-20% @80%"))
    assert (laid.form, laid.low, laid.high, laid.coverage, laid.n) == ("range", 0.1, 0.2, 0.8, None)
    assert laid.cell == laid.forgiving == (0.095, 0.205)
    assert isnan(laid.best)


def test_a_coverage_that_was_not_stated_is_not_a_number() -> None:
    assert isnan(layout(parse("10-20%")).coverage)


def test_its_number_is_the_middle_in_log_odds() -> None:
    # Odds of 1 in 4 and of 4 to 1 balance; those of 1/9 and 1/4 have their middle at 1/6.
    assert layout(parse("20-80%")).number == pytest.approx(0.5, rel=1e-15)
    assert layout(parse("10-20%")).number == pytest.approx(1 / 7, rel=1e-15)


@pytest.mark.parametrize("said", ["0-10%", "90-100%", "0-100%"])
def test_from_0_or_to_100_percent_it_has_no_number(said: str) -> None:
    assert isnan(layout(parse(said)).number)
