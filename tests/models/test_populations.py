"""Answers of a population against scipy's integration and root finding."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import integrate, optimize, stats
from scipy.special import expit, logit

from consilience.measures.summaries import SUMMARIES
from consilience.models.populations import (
    mean_probability,
    mixture_median,
    new_forecasters,
    population_answers,
)

locations = st.lists(st.floats(-9, 6), min_size=1, max_size=5)
scales = st.floats(0.2, 5)
degrees = st.floats(1, 100)


def one(location: list[float], scale: float, nu: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.array([location], dtype=float), np.array([scale]), np.array([float(nu)])


def mean_by_scipy(location: float, scale: float, nu: float) -> float:
    density = stats.t(nu).pdf
    cuts = sorted({-np.inf, np.inf, -60, -4, 0, 4, 60, *(-location / scale + shift for shift in (-4, 0, 4))})
    return sum(
        integrate.quad(lambda x: expit(location + scale * x) * density(x), low, high, epsabs=1e-13, limit=200)[0]
        for low, high in pairwise(cuts)
    )


@pytest.mark.parametrize("location", [-9.0, -6.5, -4.0, -2.0, 0.0, 1.5, 5.0])
@pytest.mark.parametrize("scale", [0.3, 1.0, 2.0, 5.0])
@pytest.mark.parametrize("nu", [1.0, 2.5, 6.0, 20.0, 80.0])
def test_the_mean_agrees_with_scipy(location: float, scale: float, nu: float) -> None:
    mean = mean_probability(*one([location], scale, nu))[0]
    # Most published means lie in the first half of the allowance; 0.025 is 2.5% of a small probability.
    assert logit(mean) == pytest.approx(logit(mean_by_scipy(location, scale, nu)), abs=0.025)


@pytest.mark.parametrize("nu", [1.0, 10.0, 60.0, 150.0])
@pytest.mark.parametrize("location", [8.0, 12.0, 16.0, 24.0])
def test_the_mean_near_certainty_stays_below_it(location: float, nu: float) -> None:
    # Regression: the quadrature's error of 1e-5 carried the mean beyond 100% and its log odds away.
    mean = population_answers(*one([location], 0.7, nu))["mean"][0]
    assert np.isfinite(mean)
    assert mean <= location
    opposite = logit(mean_probability(*one([-location], 0.7, nu))[0])
    assert mean == pytest.approx(-opposite, abs=1e-4)


@given(locations, scales, degrees)
def test_half_of_the_forecasters_lie_below_the_median(location: list[float], scale: float, nu: float) -> None:
    median = mixture_median(*one(location, scale, nu))[0]
    below = np.mean(stats.t.cdf((median - np.array(location)) / scale, nu))
    assert below == pytest.approx(0.5, abs=1e-9)


@pytest.mark.parametrize("location", [[-3.0, 0.5], [-4.0, -3.5, 1.0], [-5.0, -1.0, -0.5, 2.0]])
def test_the_median_agrees_with_scipy(location: list[float]) -> None:
    def excess(z: float) -> float:
        return float(np.mean(stats.t.cdf((z - np.array(location)) / 1.2, 4.0))) - 0.5

    exact = optimize.brentq(excess, min(location), max(location), xtol=1e-12)
    assert mixture_median(*one(location, 1.2, 4.0))[0] == pytest.approx(exact, abs=1e-9)


@given(st.floats(-9, 6), scales, degrees)
def test_one_group_has_its_location_for_a_median(location: float, scale: float, nu: float) -> None:
    answers = population_answers(*one([location], scale, nu))
    assert answers["median"][0] == location
    assert answers["geometric_mean_odds"][0] == location


@given(locations, scales, degrees)
def test_the_order_of_the_groups_does_not_matter(location: list[float], scale: float, nu: float) -> None:
    forwards = population_answers(*one(location, scale, nu))
    backwards = population_answers(*one(location[::-1], scale, nu))
    for name in SUMMARIES:
        assert forwards[name] == pytest.approx(backwards[name], abs=1e-9)


@given(locations, scales, degrees)
def test_what_is_said_of_the_complement_is_the_opposite(location: list[float], scale: float, nu: float) -> None:
    answers = population_answers(*one(location, scale, nu))
    opposite = population_answers(*one([-at for at in location], scale, nu))
    for name in ("mean", "geometric_mean_odds"):
        assert opposite[name] == pytest.approx(-answers[name], abs=1e-5)


@given(locations, degrees)
def test_without_disagreement_all_summaries_of_one_group_agree(location: list[float], nu: float) -> None:
    answers = population_answers(*one(location[:1], 1e-4, max(nu, 3)))
    for name in SUMMARIES:
        assert answers[name][0] == pytest.approx(location[0], abs=2e-3)


def test_draws_are_answered_each_for_itself() -> None:
    rng = np.random.default_rng(1)
    location, scale, nu = rng.normal(-2, 1, (50, 3)), rng.lognormal(0, 0.5, 50), 1 + rng.gamma(2, 10, 50)
    together = population_answers(location, scale, nu)
    for draw in range(50):
        alone = population_answers(location[[draw]], scale[[draw]], nu[[draw]])
        for name in SUMMARIES:
            assert together[name][draw] == pytest.approx(alone[name][0], abs=1e-9)


def test_new_forecasters_follow_the_even_mixture_of_the_groups() -> None:
    draws, location, scale, nu = 4000, np.array([-4.0, -1.0]), 0.7, 4.0
    drawn = new_forecasters(
        np.tile(location, (draws, 1)), np.full(draws, scale), np.full(draws, nu), np.random.default_rng(2)
    )

    def cdf(z: np.ndarray) -> np.ndarray:
        return np.mean([stats.t.cdf((z - at) / scale, nu) for at in location], axis=0)

    assert stats.kstest(drawn, cdf).pvalue > 1e-3
