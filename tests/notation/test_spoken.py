"""Probabilities for people."""

import pytest

from consilience.notation import describe, format_one_in, format_probability, parse


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
    ],
)
def test_describe(said, told):
    assert describe(parse(said)) == told
