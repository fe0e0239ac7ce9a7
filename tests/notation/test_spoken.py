"""Probabilities for people."""

import math
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from consilience.notation import (
    brief,
    describe,
    format_interval,
    format_one_in,
    format_probability,
    format_within,
    parse,
)


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0, "0%"),
        (1, "100%"),
        (0.5, "50%"),
        (0.12, "12%"),
        (0.003742, "0.37%"),
        (0.00004, "0.004%"),
        (0.9996, "99.96%"),
        (0.99, "99%"),
        (0.994, "99.4%"),
        (0.0996, "10%"),
        (2 / 3, "67%"),
        (1e-7, "0.00001%"),
        (1.25e-9, "1.2e-9"),
        (1 - 1e-9, "99.9999999%"),
    ],
)
def test_format_probability(p, text):
    assert format_probability(p) == text


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0, "no chance"),
        (1, "certain"),
        (0.5, "about 1 in 2"),
        (0.12, "about 1 in 8"),
        (0.37, "about 3 in 8"),
        (0.1, "about 1 in 10"),
        (0.9, "about 9 in 10"),
        (0.05, "about 1 in 20"),
        (0.95, "about 19 in 20"),
        (0.000836, "about 1 in 1,200"),
        (1e-6, "about 1 in 1,000,000"),
        (5e-324, "less than 1 in 1,000,000,000,000"),
        (1 - 2**-53, "all but less than 1 in 1,000,000,000,000"),
    ],
)
def test_format_one_in(p, text):
    assert format_one_in(p) == text


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        # Wide: the simplest share within a tenth of the odds, and one digit, or as many as come so near.
        ((0.149, 0.0016, 0.86), "about 1 in 7"),
        ((0.0427, 0.0005, 0.45), "about 1 in 25"),
        ((0.0526, 0.01, 0.2), "about 1 in 20"),
        ((0.008, 0.0002, 0.2), "about 1 in 120"),
        ((0.33, 0.05, 0.8), "about 1 in 3"),
        ((0.951, 0.5, 0.99), "about 19 in 20"),
        ((0.72, 0.39, 0.986), "about 5 in 7"),
        ((0.0114, 0.0002, 0.08), "about 1 in 90"),
        ((3.4e-5, 2e-7, 0.26), "about 1 in 30,000"),
        ((0.00055, 2e-11, 0.11), "about 1 in 1,700"),
        ((0.9886, 0.92, 0.9998), "about 89 in 90"),
        # Narrow: as without an interval.
        ((0.037, 0.033, 0.041), "about 1 in 27"),
        ((0.72, 0.71, 0.73), "about 5 in 7"),
        ((0.37, 0.369, 0.371), "about 3 in 8"),
        # As wide as can be, and no interval at all.
        ((0.0114, 0.0, 1.0), "about 1 in 90"),
        ((0.0114, 0.0114, 0.0114), "about 1 in 91"),
    ],
)
def test_a_chance_has_no_more_digits_than_its_interval_leaves_a_meaning(
    numbers: tuple[float, float, float], said: str
) -> None:
    assert format_one_in(*numbers) == said


@pytest.mark.parametrize("p", [-0.1, 1.1, float("nan"), float("inf")])
@pytest.mark.parametrize("function", [format_probability, format_one_in])
def test_what_is_no_probability_is_refused(function, p):
    with pytest.raises(ValueError, match="not a probability"):
        function(p)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("10%", "a point, read as between 9.5% and 10.5%"),
        ("1 in 6", "a point, read as between 15.38% and 18.18%"),
        ("99.9999%", "a point, read as between 99.99985% and 99.99995%"),
        ("~10%", "about 10%, read as between 7.5% and 12.5%"),
        ("10% grid=5%", "a point on a grid of 5%, read as between 7.5% and 12.5%"),
        ("10-20%", "a range from 10% to 20%, coverage not stated"),
        ("10-20% @80%", "a range from 10% to 20%, with 80% coverage"),
        ("12% [5%, 30%]", "a best value of 12% between 5% and 30%, coverage not stated"),
        ("<1%", "a bound: less than 1%"),
        (">=50%", "a bound: at least 50%"),
        ("q5=1% q50=5%", "quantiles: 5% below 1%, 50% below 5%"),
        ("n=2407 median=5% mean=14%", "a survey of 2,407: median 5%, mean 14%"),
        (
            "median=5% ci95=[3%, 8%] quartiles=[1%, 20%]",
            "a survey of unstated size: median 5%, 95% interval of the median 3% to 8%, "
            "middle half of the answers 1% to 20%",
        ),
        ("12 of 400", "a base rate of 12 events in 400 trials"),
        ("1 of 50", "a base rate of 1 event in 50 trials"),
        ("0 of 1", "a base rate of 0 events in 1 trial"),
        ("3 of 12,000", "a base rate of 3 events in 12,000 trials"),
    ],
)
def test_describe(said, told):
    assert describe(parse(said)) == told


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        # Narrow: two digits of the rarer side. Wide: one, or two after a leading 1; whole percents between.
        ((0.1532, 0.1401, 0.1611), "15% [14%, 16%]"),
        ((0.0621, 0.0543, 0.0719), "6.2% [5.4%, 7.2%]"),
        ((0.0087, 0.00072, 0.48), "0.9% [0.07%, 48%]"),
        ((0.0155, 0.000163, 0.5), "1.6% [0.016%, 50%]"),
        ((0.749, 0.0073, 0.9942), "75% [0.7%, 99.4%]"),
        ((0.9928, 0.9, 0.9996), "99.3% [90%, 99.96%]"),
        ((0.4983, 0.0496, 0.9504), "50% [5%, 95%]"),
        ((0.5, 0.5, 0.5), "50% [50%, 50%]"),
        ((0.0123, 0.0123, 0.0123), "1.2% [1.2%, 1.2%]"),
        ((0.5, 0.0, 1.0), "50% [0%, 100%]"),
        ((0.034, 0.0, 0.2), "3% [0%, 20%]"),
        # Nobody can tell one such tail from another, unless the number itself lies there.
        ((0.008, 1.1e-9, 0.48), "0.8% [<0.0001%, 48%]"),
        ((0.996, 0.56, 1 - 4e-10), "99.6% [56%, >99.9999%]"),
        ((0.000008, 7e-8, 0.06), "0.0008% [<0.0001%, 6%]"),
        ((3e-7, 1.1e-7, 9e-7), "0.00003% [0.000011%, 0.00009%]"),
        ((6e-8, 2e-9, 5e-6), "6e-8 [2e-9, 5e-6]"),
        ((6e-8, 2e-9, 0.3), "6e-8 [2e-9, 0.3]"),
    ],
)
def test_digits_follow_the_width_of_the_interval(numbers: tuple[float, float, float], said: str) -> None:
    assert format_interval(*numbers) == said
    assert said.startswith(f"{format_within(*numbers)} [")


@given(st.lists(st.integers(1, 9999), min_size=3, max_size=3).map(sorted))
def test_the_complement_has_the_same_digits(parts: list[int]) -> None:
    low, value, high = (Decimal(part) / 10000 for part in parts)

    def numbers(said: str) -> list[Decimal]:
        return [Decimal(part.strip(" []%")) for part in said.replace("[", ",").split(",")]

    of_event = numbers(format_interval(float(value), float(low), float(high)))
    of_other = numbers(format_interval(float(1 - value), float(1 - high), float(1 - low)))
    assert of_event == [100 - of_other[0], 100 - of_other[2], 100 - of_other[1]]


@pytest.mark.parametrize(
    ("said", "label"),
    [
        (">=90%", "≥90%"),
        ("at most 2%", "≤2%"),
        ("less than 1 in 50", "<1 in 50"),
        ("n=1200 median=5%", "1,200 people: median 5%"),
        ("n=88 median=0.375% ci95=[0.1%, 0.8%]", "88 people: median 0.375% [0.1%, 0.8%]"),
        ("mean=9% quartiles=[1%, 12%]", "mean 9%, middle half 1% to 12%"),
        ("n=30 median=>=50%", "30 people: median ≥50%"),
        ("10–20%", "10–20%"),
        ("10–20% @80%", "10% to 20%, 80% sure"),
        ("12% [5%, 30%] @ 0.9", "12% [5%, 30%], 90% sure"),
        ("q5=1% q50=5% q95=30%", "median 5%, middle 90% 1% to 30%"),
        ("q25=1% q75=8% q2.5=0.1% q97.5=60%", "middle half 1% to 8%, middle 95% 0.1% to 60%"),
        ("q10=1% q50=5% q95=30%", "10% below 1%, 50% below 5%, 95% below 30%"),
        ("3 of 100", "3 of 100"),
    ],
)
def test_a_picture_says_bounds_and_surveys_without_notation(said: str, label: str) -> None:
    assert brief(parse(said), said) == label


@given(st.lists(st.floats(-14, 14), min_size=3, max_size=3))
def test_a_chance_and_the_percentage_beside_it_are_one(places: list[float]) -> None:
    low, value, high = (1 / (1 + math.exp(-place)) for place in sorted(places))
    percentage = float(format_interval(value, low, high).partition("%")[0]) / 100
    if 1e-6 < percentage < 1:
        said = format_one_in(value, low, high).removeprefix("about ").replace(",", "")
        of, whole = map(float, said.split(" in "))
        # At most ten in the denominator leave gaps of a tenth about a ninth and an eighth.
        assert abs(math.log(of / (whole - of)) - math.log(percentage / (1 - percentage))) < 0.15, said


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((0.2, 0.195, 0.205), "20% [19.5%, 20.5%]"),
        ((0.108, 0.104, 0.112), "10.8% [10.4%, 11.2%]"),
        ((0.1, 0.095, 0.104), "10% [9.5%, 10.4%]"),
        ((0.9, 0.9, 0.904), "90% [90%, 90.4%]"),
        ((0.3, 0.3, 0.3), "30% [30%, 30%]"),
        ((0.2, 0.1999, 0.2001), "20% [19.99%, 20.01%]"),
    ],
)
def test_ends_are_told_from_what_is_between(numbers: tuple[float, float, float], said: str) -> None:
    assert format_interval(*numbers) == said
