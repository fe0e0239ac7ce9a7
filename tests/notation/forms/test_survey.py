"""Published summaries of many answers."""

from math import inf, isnan

from consilience.notation import Survey, layout, parse
from tests.notation.alike import alike, read_alike


@alike(
    ("n=738 median=5% mean=14.4%", "mean=14.4% median=5% n=738", "n=738, median=5%, mean=14.4%"),
    ("n=2407 median=0.375% ci95=[0.1%, 0.8%]", "n=2,407 median=0.375% ci95=[0.1, 0.8]%"),
    ("median=5% quartiles=[1%, 20%]", "quartiles=(1–20%) median=5%"),
    ("n=88 median=<1%", "n=88 median=less than 1%", "median=< 1 %, n=88"),
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
