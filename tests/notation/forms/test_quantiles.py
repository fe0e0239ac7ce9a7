"""Numbers, each with how probable less is."""

from math import isnan

import pytest

from consilience.notation import Quantiles, canonical, layout, parse
from consilience.problems import NotationError
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


@pytest.mark.parametrize(
    "said",
    [
        *("Q1=1%, Q2=5%, Q3=20%", "q1=1% q3=20%", "q3 = 5% q1 = 2%", "q1=2% q2=3%", "Q2=5% Q4=9%", "Q1=2% Q4=9%"),
        *("Q1=2% q50=5%", "Q1=2% q50=5% Q3=9%", "q50=5% q3=9%"),
    ],
)
def test_numbered_quartiles_are_no_percentiles(said: str) -> None:
    with pytest.raises(NotationError, match=r"may be quartiles, or the quantiles at .*: write q(25|50|75) "):
        parse(said)


@pytest.mark.parametrize(
    "said", ["q1%=2% q3%=5%", "q1%=2% q3=5%", "q1%=2% q2%=3% q3%=5%", "P1=2%, P3=5%", "q1%=1% q50=3%"]
)
def test_percentiles_that_quartiles_number_have_their_sign(said: str) -> None:
    value = parse(said)
    assert value.levels[-1] in (0.03, 0.5)
    assert parse(canonical(value)) == value


@pytest.mark.parametrize(
    "said", ["q1=1% q99=20%", "q1=1% q3=2% q95=5%", "p1=1% q50=5%", "q1%=1% q2.5%=3%", "q1=1% q5=2%"]
)
def test_beside_a_level_above_they_are_what_they_say(said: str) -> None:
    assert parse(said).levels[0] == 0.01


@pytest.mark.parametrize("said", ["q50=5% q50=6%", "median=5% median=6%", "q5=1% q5=2%", "q1%=1% q1%=2%"])
def test_a_level_that_is_said_twice_is_refused(said: str) -> None:
    with pytest.raises(NotationError, match="given twice"):
        parse(said)


def test_they_admit_their_median() -> None:
    laid = layout(parse("q5=1% q50=5% q95=30%"))
    assert (laid.low, laid.best, laid.high, laid.cell) == (0.01, 0.05, 0.3, (0.045, 0.055))
    assert laid.coverage == pytest.approx(0.9)


def test_without_a_median_they_are_an_interval() -> None:
    laid = layout(parse("q10=20% q90=80%"))
    assert laid.cell == (0.195, 0.805)
    assert isnan(laid.best)
    assert laid.number == pytest.approx(0.5)
