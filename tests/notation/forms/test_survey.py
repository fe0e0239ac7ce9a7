"""Published summaries of many answers."""

from math import inf, isnan

import pytest

from consilience.notation import Survey, brief, describe, layout, parse
from consilience.notation.forms import read
from consilience.notation.grammar import _reader
from consilience.problems import NotationError
from tests.notation.alike import alike, read_alike


@alike(
    ("n=738 median=5% mean=14.4%", "mean=14.4% median=5% n=738", "n=738, median=5%, mean=14.4%"),
    ("n=2407 median=0.375% ci95=[0.1%, 0.8%]", "n=2,407 median=0.375% ci95=[0.1, 0.8]%"),
    ("median=5% quartiles=[1%, 20%]", "quartiles=(1–20%) median=5%"),
    ("n=88 median=<1%", "n=88 median=less than 1%", "median=< 1 %, n=88"),
    ("n=661 median=5% quartiles=[1%, 20%]", "n=661 quartiles=[1%, 5%, 20%]", "n=661 q25=1% median=5% q75=20%"),
    ("n=661 median=5% quartiles=[1%, 20%]", "n=661 median=5% iqr=[1%, 20%]", "n=661 q75=20% q50=5% q25=1%"),
    ("n=97 share(>=10%)=38%", "n=97 share(at least 10%) = 38%", "Share(≥10%)=38% n=97"),
    ("share(>=10%)=[37.8%, 51.4%]", "share(>=10%)=37.8–51.4%", "share(>=10%)=(37.8, 51.4)%"),
    ("n=9 share(<1%)=22% share(>50%)=9%", "share(>50%)=9%, share(<1%)=22%, n=9"),
    ("n=738 mean=16% sd=23%", "sd=23% mean=16% n=738"),
)
def test_said_alike(first: str, other: str) -> None:
    read_alike(first, other)
    assert type(parse(first)) is Survey


def test_a_touching_interval_as_published() -> None:
    # XPT public survey, catastrophe from AI: n=477, median 5%, 95% interval 5% to 5%.
    value = parse("n=477 median=5% ci95=[5%, 5%]")
    assert (value.n, value.ci95[0].value, value.ci95[1].value) == (477, 0.05, 0.05)


def test_it_is_laid_out_by_its_median_with_the_interval_beside_it() -> None:
    laid = layout(parse("n=88 median=5% mean=9% ci95=[3%, 8%] quartiles=[1%, 20%]"))
    assert (laid.low, laid.best, laid.high, laid.coverage, laid.n) == (0.03, 0.05, 0.08, 0.95, 88)
    assert laid.cell == (0.045, 0.055)


def test_by_its_mean_where_it_gives_no_median() -> None:
    laid = layout(parse("mean=9% quartiles=[1%, 20%]"))
    assert (laid.low, laid.best, laid.high, laid.coverage, laid.n) == (0.01, 0.09, 0.2, 0.5, None)


def test_a_median_that_is_a_bound_is_no_number_whatever_stands_beside_it() -> None:
    alone, beside = layout(parse("n=9 median=<1%")), layout(parse("n=9 median=<1% ci95=[0.1%, 0.8%]"))
    assert (alone.low, alone.high) == alone.cell == beside.cell == (-inf, 0.01)
    assert (beside.low, beside.high, beside.coverage) == (0.001, 0.008, 0.95)
    assert alone.forgiving == beside.forgiving == (-inf, 0.015)
    assert isnan(alone.number)
    assert isnan(beside.number)


def test_a_share_is_said_in_words() -> None:
    value = parse("n=2778 median=5% share(>=10%)=[37.8%, 51.4%] share(>50%)=9%")
    assert describe(value) == (
        "a survey of 2,778: median 5%, 37.8% to 51.4% of the answers at least 10%, 9% of the answers more than 50%"
    )
    assert brief(value) == "2,778 people: median 5%, 37.8% to 51.4% say ≥10%, 9% say >50%"


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("n=97 share(>=10%)=38%", -inf, 0.1),
        ("n=97 share(>=10%)=60%", 0.1, inf),
        ("n=97 share(>=1%)=60% share(>=10%)=38%", 0.01, 0.1),
        ("share(>=10%)=[37.8%, 51.4%]", -inf, inf),
    ],
)
def test_shares_alone_are_laid_out_by_where_they_leave_the_median(said: str, low: float, high: float) -> None:
    laid = layout(parse(said))
    assert (laid.low, laid.high) == laid.cell == (low, high)
    assert isnan(laid.best)
    assert isnan(laid.number)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("share(>=10%)=38% share(<10%)=62%", "given twice"),
        ("n=50 share(>=10%)=30% share(>=20%)=40%", "cannot both be"),
        ("share(<0%)=12%", "every probability is on one side"),
        ("share(10%)=38%", "beyond a bound"),
        ("share(>=10%)=[50%, 40%]", "falls from 50% to 40%"),
        ("n=9 sd=4%", "neither a median nor a mean"),
        ("n=9 median=5% sd=4%", "about the mean, which is not given"),
        ("mean=5% sd=4%", "how unsure one person is"),
        ("n=9 mean=5% sd=4% se=1%", "both are given"),
        ("n=9 median=5% iqr=19%", "a width alone does not say where it lies"),
        ("n=9 median=5% q25=1%", "one quartile is given without the other"),
        ("n=9 median=5% q10=1%", "no quartile"),
    ],
)
def test_what_a_survey_cannot_say_is_refused(said: str, why: str) -> None:
    with pytest.raises(NotationError) as refused:
        read(_reader(said, None))
    assert why in refused.value.problem.why


def test_a_share_of_a_quantity_is_refused() -> None:
    with pytest.raises(NotationError, match="read of probabilities alone"):
        parse("n=9 share(<2040)=25%", unit="date")
