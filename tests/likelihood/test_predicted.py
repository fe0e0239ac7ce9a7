"""What populations would say, all draws at once: against what is said one at a time, and against the likelihood."""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import stats

from consilience.likelihood.pointwise import (
    Populations,
    base_rate_log_likelihood,
    log_likelihood,
    reading_log_likelihood,
)
from consilience.likelihood.predicted import predicted, predicted_base_rates, predicted_readings
from consilience.likelihood.restate import Population, restate
from consilience.likelihood.rows import stated_log_odds
from consilience.notation import BaseRate, Words, parse

OF_ONE = (
    *("35%", "0%", "0.0%", "100%", "99.9%", "15% grid=5%", "1 in 10", "1 in 3000", "~10%", "1:9", "50:50", "2e-6"),
    *("<1%", ">=3%", "<=50%", "10-20%", "10-20% @80%", "0-5%", "95-100%", "0-100%", "0-5% @80%"),
    *("12% [5%, 30%]", "0% [0%, 1%] @90%", "q5=1% q50=5% q95=30%", "q25=0% q75=5%"),
)
SURVEYS = (
    *("n=99 median=5.0% mean=9% ci95=[3%, 8%] quartiles=[1%, 10%]", "n=12 mean=9%", "median=0.375%", "mean=7%"),
    *("n=99 median=<5%", "n=99 median=>=20% quartiles=[10%, 40%]", "n=100 median=>=20% ci95=[10%, 40%]"),
    *("n=10 median=5%", "n=2 median=30%", "n=100 share(>=10%)=38%", "n=41 share(>=10%)=37.8-51.4%"),
    *("n=50 share(<1%)=20% share(>=10%)=30%", "n=2778 median=5%", "n=1000 share(<=1%)=40% share(>10%)=12%"),
    *("n=16 share(>=50%)=25%", "n=20 share(>=5%)=50-60%", "n=64 median=<1% quartiles=[0.1%, 5%]"),
)
POPULATIONS = (Population(-2.0, 1.2, 6.0, 0.4), Population(-5.0, 2.5, 3.0, -0.6))


def populations(of: Population, draws: int) -> tuple[Populations, np.ndarray]:
    location, scale, skew, nu = (np.full((draws, 1), part) for part in (of.location, of.scale, of.skew, of.nu))
    return Populations(location, scale, skew), nu[:, 0]


@given(
    st.sampled_from(OF_ONE),
    st.floats(-25, 25),
    st.floats(0, 10),
    st.floats(1, 50),
    st.floats(-1.5, 1.5),
    st.integers(0, 9),
)
def test_what_one_forecaster_says_is_what_is_said_one_at_a_time(
    said: str, location: float, scale: float, nu: float, skew: float, seed: int
) -> None:
    of, value = Population(location, scale, nu, skew), parse(said)
    one = stated_log_odds(restate(value, of, np.random.default_rng(seed)))
    ((found,),) = predicted([value], [0], *populations(of, 1), np.random.default_rng(seed))
    # An interval is restated to six digits.
    assert found == pytest.approx(one, abs=1e-4)


@pytest.mark.parametrize("said", SURVEYS)
@pytest.mark.parametrize("of", POPULATIONS)
def test_surveys_say_what_is_said_one_at_a_time(said: str, of: Population) -> None:
    value, rng = parse(said), np.random.default_rng(3)
    one = [stated_log_odds(restate(value, of, rng)) for _ in range(500)]
    together = predicted([value], [0], *populations(of, 4000), rng)[:, 0]
    assert stats.ks_2samp(np.round(one, 4), together.round(4)).pvalue > 1e-4


def test_words_are_said_as_what_they_mean() -> None:
    meaning = parse("55-75% @80%")
    found = [
        predicted([value], [0], *populations(POPULATIONS[0], 5), np.random.default_rng(1))
        for value in (Words("likely", "some", meaning), meaning)
    ]
    np.testing.assert_array_equal(*found)


@pytest.mark.parametrize("said", ["35%", "0%", "15% grid=5%", "<1%", ">=30%", "100%", "12.0%", "n=1 median=20%"])
@pytest.mark.parametrize("of", POPULATIONS)
def test_a_statement_is_said_as_often_as_its_likelihood_says(said: str, of: Population) -> None:
    value, draws = parse(said), 40_000
    chance = float(np.exp(log_likelihood([value], [0], *populations(of, 1)))[0, 0])
    again = predicted([value], [0], *populations(of, draws), np.random.default_rng(5))[:, 0]
    times = int(np.sum(again == stated_log_odds(value)))
    assert stats.binomtest(times, draws, chance).pvalue > 1e-3


@pytest.mark.parametrize("said", ["35%", "0%", "15% grid=5%", "<1%"])
def test_a_reading_is_read_as_often_as_its_likelihood_says(said: str) -> None:
    value, draws = parse(said), 40_000
    implied, kappa = np.full((draws, 1), -2.0), np.full(draws, 1.5)
    chance = float(np.exp(reading_log_likelihood([value], implied[:1], kappa[:1]))[0, 0])
    again = predicted_readings([value], implied, kappa, np.random.default_rng(6))[:, 0]
    assert stats.binomtest(int(np.sum(again == stated_log_odds(value))), draws, chance).pvalue > 1e-3


def test_events_are_counted_as_often_as_their_likelihood_says() -> None:
    draws, log_odds, of_class = 40_000, -2.0, 12.0
    chance = np.exp(
        base_rate_log_likelihood([BaseRate(k, 5) for k in range(6)], np.full((1, 6), log_odds), np.array([of_class]))
    )
    found = predicted_base_rates(
        [BaseRate(1, 5)], np.full((draws, 1), log_odds), np.full(draws, of_class), np.random.default_rng(7)
    )
    events = [stated_log_odds(BaseRate(k, 5)) for k in range(6)]
    times = np.array([np.isclose(found, at).sum() for at in events])
    assert stats.chisquare(times, draws * chance[0]).pvalue > 1e-3


def test_a_base_rate_is_said_by_nobody() -> None:
    with pytest.raises(TypeError, match="base rate"):
        predicted([BaseRate(1, 5)], [0], *populations(POPULATIONS[0], 1), np.random.default_rng(8))
