"""Each form of the notation, said in the ways people say it."""

import pytest

from consilience.notation import BaseRate, Bounds, Inequality, Point, Quantiles, Range, Survey, canonical, parse

# Ways of saying the same, the first of them canonical.
SAME = [
    ("15%", "15 %", "15 per cent", "15 percent", "15 pct", "１５％", "15\u2009%", " 15% ", "15 Percent"),
    ("0.15", ".15", "00.15"),
    ("5‰", "5 per mille", "5 permille"),
    ("20 bps", "20bp", "20 basis points"),
    ("1.5e-3%", "1.5E-03%", "1.5e−3 %"),
    ("1 in 6", "1-in-6", "one in six", "one-in-six", "1 out of 6", "1-out-of-6", "1/6", "1 in six", "1‑in‑6"),
    ("12 in 20", "twelve out of twenty", "12 out of 20"),
    ("1 in 1000", "1 in 1,000", "1 in 1e3", "1/1000"),
    ("1:9", "9:1 against", "9 to 1 against", "9/1 against", "9-1 against", "1∶9", "1 : 9"),
    ("9:1 on", "9 to 1 on", "9/1 ON"),
    ("50/50", "50-50", "50:50", "50–50", "1:1"),
    ("~10%", "≈10%", "about 10%", "around 10 per cent", "approx. 10%", "roughly 10%", "ca. 10%"),
    ("10% to 20%", "10-20%", "10 – 20 %", "10% - 20%", "10 to 20 pct", "10%—20%"),
    ("0.1% to 20%", "0.1-20%", "0.1 – 20 per cent"),
    ("0.1 to 0.2", "0.1-0.2", ".1–.2"),
    ("1 in 100 to 1 in 10", "1 in 100-1 in 10", "1/100 to 1/10"),
    ("1e-6 to 1e-5", "1e-6-1e-5", "1e−6–1e−5"),
    ("10% to 20% @80%", "10-20% @80%", "10-20% @ 0.8", "10-20 % @ 80 %", "10-20%@80 per cent"),
    ("12% [5%, 30%]", "12% (5%–30%)", "12%[5%-30%]", "12% [5, 30]%", "12% [5–30%]", "12% [5%; 30%]"),
    ("12% [5%, 30%] @80%", "12% (5 to 30%) @0.8"),
    ("0.2 [0.0, 0.5]", "0.2 [0, 0.5]", ".2 (0-.5)"),
    ("<1%", "< 1 %", "less than 1%", "under 1%", "below 1 percent"),
    ("<=1%", "≤1%", "=<1%", "at most 1%", "up to 1%"),
    (">10%", "more than 10%", "over 10%", "above 10%", "greater than 10%"),
    (">=50%", "≥50%", "⩾ 50%", "at least 50%"),
    ("q5=1% q50=5% q95=30%", "p5=1% p50=5% p95=30%", "q95=30%, q5=1%, q50=5%", "q05 = 1% q50 = 5% q95 = 30%"),
    ("q0.5%=0.1% q2.5=1%", "p2.5=1% p0.5%=0.1%"),
    ("n=738 median=5% mean=14.4%", "mean=14.4% median=5% n=738", "n=738, median=5%, mean=14.4%"),
    ("n=2407 median=0.375% ci95=[0.1%, 0.8%]", "n=2,407 median=0.375% ci95=[0.1, 0.8]%"),
    ("median=5% quartiles=[1%, 20%]", "quartiles=(1–20%) median=5%"),
    ("12 of 400", "12 of 400 "),
]  # fmt: skip


@pytest.mark.parametrize(("first", "other"), [(group[0], other) for group in SAME for other in group])
def test_said_alike(first, other):
    value = parse(other)
    assert value == parse(first)
    assert canonical(value) == first


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("15%", Point),
        ("10-20%", Range),
        ("12% [5%, 30%]", Bounds),
        ("<1%", Inequality),
        ("q5=1% q95=5%", Quantiles),
        ("median=5%", Survey),
        ("12 of 400", BaseRate),
    ],
)
def test_form(said, form):
    assert type(parse(said)) is form


def test_bounds_share_the_sign_after_the_bracket():
    value = parse("12% [5, 30]% @80%")
    assert (value.best.written, value.low.written, value.high.written) == ("12%", "5%", "30%")
    assert value.coverage == 0.8


def test_bounds_may_touch_the_best_value():
    assert parse("1% [1%, 5%]").best.value == 0.01


def test_quantiles_are_sorted_by_level():
    value = parse("q95=30% q2.5=1% q50=5%")
    assert value.levels == (0.025, 0.5, 0.95)
    assert [number.value for number in value.numbers] == [0.01, 0.05, 0.3]


def test_equal_quantiles_are_rounded_ones():
    assert parse("q5=0% q50=0% q95=1%").numbers[0] == parse("q5=0% q50=0% q95=1%").numbers[1]


def test_survey_with_a_touching_interval_as_published():
    # XPT public survey, catastrophe from AI: n=477, median 5%, 95% interval 5% to 5%.
    value = parse("n=477 median=5% ci95=[5%, 5%]")
    assert (value.n, value.ci95[0].value, value.ci95[1].value) == (477, 0.05, 0.05)


def test_base_rate_is_not_a_chance():
    assert parse("12 of 400") == BaseRate(12, 400)
    assert parse("12 out of 400").number.value == 0.03


def test_large_numbers_of_one_in():
    assert parse("1 in 1,000,000").number.value == 1e-6
