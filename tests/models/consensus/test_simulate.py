"""Simulated statements: the form they copy, the population they come from, and the way back through the notation."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import stats
from scipy.special import expit, logit

from consilience.likelihood.restate import Population, restate
from consilience.models.consensus.data import encode
from consilience.models.consensus.priors import DEFAULTS
from consilience.models.consensus.simulate import ModelParameters, draw_prior, simulate
from consilience.notation import BaseRate, Inequality, Point, Quantiles, Range, Survey, Words, canonical, parse
from tests.models.rows import panel

FORMS = (
    *("35%", "0%", "0.0%", "100%", "15% grid=5%", "1 in 10", "1 in 3000", "~10%", "1:9", "50:50"),
    *("<1%", ">=3%", "10-20%", "10-20% @80%", "0-5%", "95-100%", "0-100%"),
    *("12% [5%, 30%]", "0% [0%, 1%] @90%", "q5=1% q50=5% q95=30%", "q25=0% q75=5%"),
    *("n=99 median=5.0% mean=9% ci95=[3%, 8%] quartiles=[1%, 10%]", "n=12 mean=9%", "median=0.375%"),
    *("n=99 median=<5%", "n=99 median=>=20% quartiles=[10%, 40%]"),
)
POPULATION = Population(-2.0, 1.2, 6.0)


@given(
    st.sampled_from(FORMS),
    st.floats(-25, 25),
    st.floats(0.1, 10),
    st.floats(1, 50),
    st.floats(-1.5, 1.5),
    st.integers(0, 9),
)
def test_what_is_simulated_reads_back(
    said: str, location: float, scale: float, nu: float, skew: float, seed: int
) -> None:
    value = restate(parse(said), Population(location, scale, nu, skew), np.random.default_rng(seed))
    assert parse(canonical(value)) == value
    encode(simulate(panel("q", canonical(value)), encode(panel("q", said)), truth(), np.random.default_rng(seed)))


def truth() -> ModelParameters:
    mu, scale, skew = np.array([-2.0]), np.array([1.2]), np.array([0.3])
    return ModelParameters(mu, scale, skew, mu, scale, 6.0, 1.0, 20.0)


@pytest.mark.parametrize(
    ("said", "grid"),
    [("35%", "0.01"), ("0%", "0.01"), ("100%", "0.01"), ("0.5%", "0.001"), ("15% grid=5%", "0.05"), ("50:50", "0.1")],
)
def test_points_are_rounded_to_the_grid_that_was_said(said: str, grid: str) -> None:
    rng = np.random.default_rng(1)
    numbers = [restate(parse(said), POPULATION, rng).number for _ in range(400)]  # type: ignore[union-attr]
    assert all(Decimal(repr(number.value)) % Decimal(grid) == 0 for number in numbers)
    inner = [number for number in numbers if number.low > 0 and number.high < 1]
    assert {round(number.high - number.low, 9) for number in inner} == {float(grid)}


def test_a_cell_is_said_as_often_as_the_population_lies_in_it() -> None:
    rng = np.random.default_rng(2)
    said = [restate(parse("5% grid=5%"), POPULATION, rng).number.value for _ in range(6000)]  # type: ignore[union-attr]
    edges = np.array([0, *np.arange(0.025, 0.3, 0.05), 1])
    cdf = stats.t.cdf((logit(edges) - POPULATION.location) / POPULATION.scale, POPULATION.nu)
    observed = np.histogram(said, edges)[0]
    assert stats.chisquare(observed, len(said) * np.diff(cdf)).pvalue > 1e-3


@pytest.mark.parametrize("said", ["<10%", "<=10%", ">10%", ">=10%"])
def test_an_inequality_says_on_which_side_of_its_bound_the_credence_lies(said: str) -> None:
    rng = np.random.default_rng(3)
    values = [restate(parse(said), POPULATION, rng) for _ in range(4000)]
    assert all(isinstance(value, Inequality) and value.bound.value == 0.1 for value in values)
    below = sum(value.relation in ("<", "<=") for value in values)  # type: ignore[union-attr]
    share = stats.t.cdf((logit(0.1) - POPULATION.location) / POPULATION.scale, POPULATION.nu)
    assert stats.binomtest(below, 4000, share).pvalue > 1e-3


def test_an_interval_keeps_its_shape_and_holds_the_credence_as_often_as_it_says() -> None:
    rng = np.random.default_rng(4)
    # A population without width: all of what moves the range is the forecaster's own spread.
    sharp = Population(-2.0, 1e-9, 30.0)
    ranges = [restate(parse("10-20% @80%"), sharp, rng) for _ in range(4000)]
    low, high = logit([[value.low.value, value.high.value] for value in ranges]).T  # type: ignore[union-attr]
    assert high - low == pytest.approx(logit(0.2) - logit(0.1), abs=1e-5)
    inside = np.sum((low < -2.0) & (high > -2.0))
    assert stats.binomtest(int(inside), 4000, 0.8).pvalue > 1e-3


def test_quantiles_lie_below_the_credence_as_often_as_their_levels_say() -> None:
    rng = np.random.default_rng(5)
    sharp = Population(-2.0, 1e-9, 30.0)
    drawn = [restate(parse("q5=1% q50=5% q95=30%"), sharp, rng) for _ in range(4000)]
    at = np.array([[number.value for number in value.numbers] for value in drawn])  # type: ignore[union-attr]
    for column, level in enumerate((0.05, 0.5, 0.95)):
        above = int(np.sum(expit(-2.0) < at[:, column]))
        assert stats.binomtest(above, 4000, level).pvalue > 1e-3


def test_a_survey_publishes_the_summaries_of_as_many_answers() -> None:
    rng = np.random.default_rng(6)
    template = parse("n=400 median=5.00% mean=9.00% ci95=[3.00%, 8.00%] quartiles=[1.00%, 12.00%]")
    surveys = [restate(template, POPULATION, rng) for _ in range(300)]
    median = np.array([survey.median.value for survey in surveys])  # type: ignore[union-attr]
    ci95 = np.array([[number.value for number in survey.ci95] for survey in surveys])  # type: ignore[union-attr]
    quartiles = np.array([[number.value for number in survey.quartiles] for survey in surveys])  # type: ignore[union-attr]
    quantile = expit(POPULATION.location + POPULATION.scale * stats.t.ppf([0.25, 0.5, 0.75], POPULATION.nu))
    assert median.mean() == pytest.approx(quantile[1], rel=0.02)
    assert quartiles.mean(axis=0) == pytest.approx(quantile[[0, 2]], rel=0.02)
    covered = np.sum((ci95[:, 0] <= quantile[1]) & (quantile[1] <= ci95[:, 1]))
    assert stats.binomtest(int(covered), 300, 0.95).pvalue > 1e-3


def test_words_are_restated_as_what_they_mean() -> None:
    meaning = parse("55-80%")
    assert isinstance(meaning, Range)
    assert isinstance(restate(Words("likely", "some", meaning), POPULATION, np.random.default_rng(7)), Range)


def test_a_base_rate_is_no_ones_statement() -> None:
    with pytest.raises(TypeError, match="a base rate is not said by a forecaster"):
        restate(BaseRate(1, 10), POPULATION, np.random.default_rng(8))


def test_base_rates_are_beta_binomial() -> None:
    rng = np.random.default_rng(9)
    rows = panel("q", "3 of 12", "10%")
    data = encode(rows)
    events = [simulate(rows, data, truth(), rng)[0].value.events for _ in range(3000)]  # type: ignore[union-attr]
    rate = expit(-2.0)
    law = stats.betabinom(12, 20 * rate, 20 * (1 - rate))
    observed = np.bincount(np.minimum(events, 6), minlength=7)
    expected = np.append(law.pmf(range(6)), law.sf(5))
    assert stats.chisquare(observed, 3000 * expected).pvalue > 1e-3


def test_each_row_comes_from_its_own_population() -> None:
    rows = panel("q", "1%", "1%", groups=("low", "high")) + panel("p", "1%")
    data = encode(rows)
    location = logit(np.array([0.1, 0.6, 0.3]))
    parameters = ModelParameters(np.zeros(2), np.ones(2), np.zeros(2), location, np.full(3, 1e-9), 5.0, 1.0, 20.0)
    simulated = simulate(rows, data, parameters, np.random.default_rng(10))
    assert [row.said for row in simulated] == ["10%", "60%", "30%"]
    assert [row.forecaster for row in simulated] == [row.forecaster for row in rows]
    assert all(isinstance(row.value, Point) for row in simulated)


def test_prior_draws_have_the_moments_of_the_priors_and_effects_that_sum_to_zero() -> None:
    rows = panel("q", "1%", "1%", "1%", groups=("a", "b", "c")) + panel("p", "1%")
    data = encode(rows, {"p": parse("20-40% @90%")})
    rng = np.random.default_rng(11)
    draws = [draw_prior(data, rng) for _ in range(4000)]
    mu, tau = (np.array([getattr(draw, name) for draw in draws]) for name in ("mu", "tau"))
    location = np.array([draw.location for draw in draws])
    assert stats.kstest(mu[:, 0], stats.t(4, *DEFAULTS.location).cdf).pvalue > 1e-3
    skew = np.array([draw.skew for draw in draws]) + 0.6 * np.tanh(mu / 2)
    assert (skew.mean(), skew.std()) == pytest.approx((0, 0.5), abs=0.02)
    apart = np.log([draw.scale[0] / draw.tau[0] for draw in draws])
    assert (apart.mean(), apart.std()) == pytest.approx((0, 0.4), abs=0.02)
    assert mu[:, 1].mean() == pytest.approx(logit([0.2, 0.4]).mean(), abs=0.03)
    assert (np.log(tau).mean(), np.log(tau).std()) == pytest.approx(DEFAULTS.scale, rel=0.06)
    assert location[:, :3].mean(axis=1) == pytest.approx(mu[:, 0])
    assert location[:, 3] == pytest.approx(mu[:, 1])
    # The mean square of a lognormal, times the variance 2/3 that three groups leave each effect.
    assert np.var(location[:, 0] - mu[:, 0]) == pytest.approx(0.49 * np.exp(2 * 0.64) * 2 / 3, rel=0.4)
    assert min(draw.nu for draw in draws) > 1
    above_one = np.log([draw.nu - 1 for draw in draws])
    assert (above_one.mean(), above_one.std()) == pytest.approx((np.log(14), 1.3), rel=0.05)


def test_the_same_seed_simulates_the_same_study() -> None:
    rows = panel("q", *FORMS, "3 of 12")
    data = encode(rows)
    first, again = (simulate(rows, data, truth(), np.random.default_rng(13)) for _ in range(2))
    assert first == again
    assert {type(row.value) for row in first} >= {Point, Inequality, Range, Quantiles, Survey, BaseRate}
