"""What people really wrote: the golden readings of shared/cases/expected.md, by case."""

import pytest

from consilience.notation import Inequality, Number, Point, Range, describe, parse
from consilience.problems import NotationError

CASE_25_RANGES = ("10–20%", "10—20%", "10‒20%", "10−20%", "10‑20%", "10 to 20 percent", "10%-20%")
CASE_25_POINTS = {
    "1 out of 200": 0.005,
    "5‰": 0.005,
    "0.5 per cent": 0.005,
    "one in six": 1 / 6,
    "1-in-6": 1 / 6,
    "1:9": 0.1,
    "9:1 against": 0.1,
    "~10%": 0.1,
    "≈10%": 0.1,
    "6 in 1000": 0.006,
    "20 bps": 0.002,
    "１５%": 0.15,
    "15 %": 0.15,
    "15\u00a0%": 0.15,
    "15\u202f%": 0.15,
    "1e-6": 1e-6,
    "1.5e-3%": 1.5e-5,
    "50-50": 0.5,
    # Refused once with what to write; the phrases of the trade have it as one of their ways to write a number.
    "10**-4": 1e-4,
    "99.9999%": 0.999999,
}


@pytest.mark.parametrize("said", CASE_25_RANGES)
def test_case_25_every_dash_is_a_range(said):
    value = parse(said)
    assert isinstance(value, Range)
    assert (value.low.value, value.high.value, value.coverage) == (0.1, 0.2, None)


@pytest.mark.parametrize(("said", "value"), CASE_25_POINTS.items())
def test_case_25_points(said, value):
    read = parse(said)
    assert isinstance(read, Point)
    assert read.number.value == value
    assert read.approximate == said.startswith(("~", "≈"))


@pytest.mark.parametrize(("said", "relation", "bound"), [("≤1%", "<=", 0.01), ("≥50%", ">=", 0.5)])
def test_case_25_inequalities(said, relation, bound):
    value = parse(said)
    assert isinstance(value, Inequality)
    assert (value.relation, value.bound.value) == (relation, bound)


@pytest.mark.parametrize(
    ("said", "reading", "remedy"),
    [
        ("+10%", "a change by 10%", "write 10%"),
        ("-10%", "a change by 10%", "write 10%"),
        ("53%,0", "percent sign inside", "write 53.0%"),
    ],
)
def test_case_25_refused(said, reading, remedy):
    with pytest.raises(NotationError) as caught:
        parse(said)
    assert reading in caught.value.problem.why
    assert remedy in caught.value.problem.remedy


def test_case_25_cell_near_certainty():
    assert parse("99.9999%").number == Number("99.9999%", 0.999999, 0.9999985, 0.9999995)


@pytest.mark.parametrize(
    ("said", "candidates"),
    [
        ("3-Apr", ("3-4 (day first)", "4-3 or 4/3 (month first)")),
        ("5-Jan", ("5-1", "1-5 or 1/5")),
        ("Feb-50", ("2-50", "2/50")),
        ("45661", ("2025-01-04", "4-1", "1-4 or 1/4")),
        ("01.06.2025", ("1.6",)),
        ("1.000", ("1 to three decimals", "1 thousand")),
        ("1,5", ("1.5", "15")),
        ("12,50%", ("12.50%", "1250%")),
        ("0,02", ("decimal comma",)),
        ("1,00E-03", ("1.00e-03",)),
    ],
)
def test_case_10_what_a_spreadsheet_mangled_is_refused_with_candidates(said, candidates):
    with pytest.raises(NotationError) as caught:
        parse(said)
    for candidate in candidates:
        assert candidate in caught.value.problem.why


def test_case_10_what_is_left_whole_is_read():
    assert parse("10-20%") == parse("10% to 20%")


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [("0%", 0.0, 0.005), ("0.0%", 0.0, 0.0005), ("0.01%", 0.00005, 0.00015), ("2%", 0.015, 0.025)],
)
def test_case_15_rounding_cells(said, low, high):
    number = parse(said).number
    assert (number.low, number.high) == (low, high)


def test_case_15_zero_without_unit_needs_a_stated_grid():
    with pytest.raises(NotationError, match="state the grid"):
        parse("0")
    assert parse("0", grid="0.1%") == parse("0 grid=0.1%")
    assert (parse("0 grid=0.1%").number.low, parse("0 grid=0.1%").number.high) == (0.0, 0.0005)


def test_case_15_inequality():
    value = parse("<0.1%")
    assert (value.relation, value.bound.value) == ("<", 0.001)


@pytest.mark.parametrize(("said", "value"), [("1.40%", 0.014), ("2.21%", 0.0221), ("0.39%", 0.0039), ("0.40%", 0.004)])
def test_case_14_nuclear_estimates_keep_their_last_zero(said, value):
    number = parse(said).number
    assert (number.value, number.written) == (value, said)
    assert number.high - number.low == pytest.approx(0.0001)


@pytest.mark.parametrize("said", ["90%", "60%", "10%"])
def test_case_28_three_points(said):
    assert parse(said).number.value == float(said[:-1]) / 100


def test_case_30_ranges_stay_within_probabilities():
    assert (parse("10-20%").low.value, parse("10-20%").high.value) == (0.1, 0.2)
    bounds = parse("5% [0.1%, 40%]")
    assert (bounds.best.value, bounds.low.value, bounds.high.value) == (0.05, 0.001, 0.4)


@pytest.mark.parametrize("said", ["0%", "<0.1%", "0.0%", "0.01%"])
def test_case_36_small_and_zero_answers_are_read_not_lost(said):
    assert describe(parse(said))
