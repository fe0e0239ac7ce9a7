"""Numbers, each with how probable less is."""

from math import isnan

import pytest

from consilience.notation import Quantiles, layout, parse
from tests.notation.alike import alike, read_alike


@alike(
    ("q5=1% q50=5% q95=30%", "p5=1% p50=5% p95=30%", "q95=30%, q5=1%, q50=5%", "q05 = 1% q50 = 5% q95 = 30%"),
    ("q0.5%=0.1% q2.5=1%", "p2.5=1% p0.5%=0.1%"),
)
def test_said_alike(first: str, other: str) -> None:
    read_alike(first, other)
    assert type(parse(first)) is Quantiles


def test_they_are_sorted_by_level() -> None:
    value = parse("q95=30% q2.5=1% q50=5%")
    assert value.levels == (0.025, 0.5, 0.95)
    assert [number.value for number in value.numbers] == [0.01, 0.05, 0.3]


def test_equal_ones_are_rounded_ones() -> None:
    first, second, _ = parse("q5=0% q50=0% q95=1%").numbers
    assert first == second


def test_they_admit_their_median() -> None:
    laid = layout(parse("q5=1% q50=5% q95=30%"))
    assert (laid.low, laid.best, laid.high, laid.cell) == (0.01, 0.05, 0.3, (0.045, 0.055))
    assert laid.coverage == pytest.approx(0.9)


def test_without_a_median_they_are_an_interval() -> None:
    laid = layout(parse("q10=20% q90=80%"))
    assert laid.cell == (0.195, 0.805)
    assert isnan(laid.best)
    assert laid.number == pytest.approx(0.5)
