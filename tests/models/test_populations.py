"""Answers of a population against scipy's integration and root finding."""

from itertools import pairwise, product
from math import asinh, exp, log, log1p, pi, sinh

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import integrate, optimize, stats
from scipy.special import expit, gammaln, logit

from consilience.measures.summaries import SUMMARIES
from consilience.models.populations import (
    mixture_median,
    new_forecasters,
    population_answers,
)

# Median and scale of each group.
groups = st.lists(st.tuples(st.floats(-9, 6), st.floats(0.2, 5)), min_size=1, max_size=5)
skews = st.floats(-1.5, 1.5)
degrees = st.floats(1, 100)

type Groups = list[tuple[float, float]]
type Population = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def one(groups: Groups, skew: float, nu: float) -> Population:
    location, scale = np.array(groups, dtype=float).T
    return location[None], scale[None], np.array([float(skew)]), np.array([float(nu)])


def cdf(x: float | np.ndarray, groups: Groups, skew: float, nu: float) -> np.ndarray:
    """As Jones and Pewsey (2009) have it, shifted."""
    places = (np.sinh(np.arcsinh((x - at) / by) + skew) - np.sinh(skew) for at, by in groups)
    return np.mean([stats.t.cdf(place, nu) for place in places], axis=0)


def mean_by_scipy(location: float, scale: float, skew: float, nu: float) -> float:
    # As scipy.stats.t has it, without its checks of every argument.
    constant = gammaln((nu + 1) / 2) - gammaln(nu / 2) - 0.5 * log(nu * pi)
    # Where the odds are even, before the skew.
    even = np.sinh(np.arcsinh(-location / scale) + skew) - np.sinh(skew)
    cuts = sorted({-np.inf, np.inf, -60, -4, 0, 4, 60, *(even + shift for shift in (-4, 0, 4))})

    def weighed(y: float) -> float:
        density = exp(constant - (nu + 1) / 2 * log1p(y * y / nu))
        return float(expit(location + scale * sinh(asinh(y + sinh(skew)) - skew))) * density

    return sum(integrate.quad(weighed, low, high, epsabs=1e-13, limit=200)[0] for low, high in pairwise(cuts))


# Nodes of the trapezoidal rule: even steps of arcsinh(y), far enough out for the tails of nu = 1.
STEPS = np.linspace(-36, 36, 3601)
NODES = np.sinh(STEPS)
WEIGHTS = np.cosh(STEPS) * (STEPS[1] - STEPS[0])


def means_by_trapezoids(location: np.ndarray, scale: np.ndarray, skew: float, nu: np.ndarray) -> np.ndarray:
    """Of many populations at once: adaptive integration takes half a second for one."""
    apart = np.sinh(np.arcsinh(NODES + np.sinh(skew)) - skew)
    density = np.stack([stats.t.pdf(NODES, each) for each in nu])
    return np.sum(expit(location[:, None] + scale[:, None] * apart) * density * WEIGHTS, axis=1)


POPULATIONS = np.array(
    list(product([-9.0, -6.5, -4.0, -2.0, 0.0, 1.5, 5.0], [0.3, 1.0, 2.0, 5.0], [1.0, 2.5, 6.0, 20.0, 80.0]))
)


@pytest.mark.parametrize(("skew", "start"), [(0.0, 0), (0.6, 7), (-0.6, 13)])
def test_trapezoids_agree_with_scipy(skew: float, start: int) -> None:
    # Two of each set: 19 is prime to 4, 5 and 7, so that every value of each comes up.
    some = POPULATIONS[start::19]
    exact = [mean_by_scipy(location, scale, skew, nu) for location, scale, nu in some]
    assert means_by_trapezoids(some[:, 0], some[:, 1], skew, some[:, 2]) == pytest.approx(exact, rel=1e-9)


@pytest.mark.parametrize("skew", [0.0, 0.6, -0.6])
def test_the_mean_agrees_with_scipy(skew: float) -> None:
    location, scale, nu = POPULATIONS.T
    exact = means_by_trapezoids(location, scale, skew, nu)
    mean = population_answers(location[:, None], scale[:, None], np.full(nu.size, skew), nu)["mean"]
    # Most published means lie in the first half of the allowance; 0.03 is 3% of a small probability. Of one in ten
    # thousand, by a few with heavy tails or a tail that the skew lets out, 8%.
    allowed = np.where(location > -9, 0.03, 0.08)
    beyond = np.abs(mean - logit(exact)) > allowed
    assert not beyond.any(), POPULATIONS[beyond]


@pytest.mark.parametrize("nu", [1.0, 10.0, 60.0, 150.0])
@pytest.mark.parametrize("location", [8.0, 12.0, 16.0, 24.0])
def test_the_mean_near_certainty_stays_below_it(location: float, nu: float) -> None:
    # Regression: the quadrature's error of 1e-5 carried the mean beyond 100% and its log odds away.
    mean = population_answers(*one([(location, 0.7)], 0.0, nu))["mean"][0]
    assert np.isfinite(mean)
    assert mean <= location
    opposite = population_answers(*one([(-location, 0.7)], 0.0, nu))["mean"][0]
    assert mean == pytest.approx(-opposite, abs=1e-4)


def test_of_forecasters_who_are_all_certain_the_mean_is_certain_and_no_more() -> None:
    # Regression: shares that were divided by their sum came to 1 + 2e-16 in one of many draws, whose log odds are none.
    nu = np.linspace(1, 700, 4000)
    certain = np.full((nu.size, 1), 90.0)
    mean = population_answers(certain, np.full_like(certain, 0.1), np.zeros_like(nu), nu)["mean"]
    assert not np.isnan(mean).any()
    assert (mean[nu > 100] == np.inf).all()


@given(groups, skews, degrees)
def test_half_of_the_forecasters_lie_below_the_median(groups: Groups, skew: float, nu: float) -> None:
    median = mixture_median(*one(groups, skew, nu))[0]
    assert cdf(median, groups, skew, nu) == pytest.approx(0.5, abs=1e-9)


@pytest.mark.parametrize("location", [[-3.0, 0.5], [-4.0, -3.5, 1.0], [-5.0, -1.0, -0.5, 2.0]])
def test_the_median_agrees_with_scipy(location: list[float]) -> None:
    groups = [(at, 0.5 + place) for place, at in enumerate(location)]
    exact = optimize.brentq(lambda z: float(cdf(z, groups, 0.4, 4.0)) - 0.5, min(location), max(location), xtol=1e-12)
    assert mixture_median(*one(groups, 0.4, 4.0))[0] == pytest.approx(exact, abs=1e-9)


@pytest.mark.parametrize("skew", [0.0, 0.5, -1.0])
@pytest.mark.parametrize("nu", [2.5, 6.0, 40.0])
def test_the_geometric_mean_of_odds_is_the_mean_in_log_odds(skew: float, nu: float) -> None:
    exact, _ = integrate.quad(
        lambda y: np.sinh(np.arcsinh(y + np.sinh(skew)) - skew) * stats.t.pdf(y, nu), -np.inf, np.inf, limit=200
    )
    found = population_answers(*one([(-2.0, 1.3), (-1.0, 0.8)], skew, nu))["geometric_mean_odds"][0]
    assert found == pytest.approx(-1.5 + (1.3 + 0.8) / 2 * exact, abs=2e-3)


@given(st.floats(-9, 6), st.floats(0.2, 5), skews, degrees)
def test_one_group_has_its_location_for_a_median(location: float, scale: float, skew: float, nu: float) -> None:
    assert population_answers(*one([(location, scale)], skew, nu))["median"][0] == location


@given(groups, skews, degrees)
def test_the_order_of_the_groups_does_not_matter(groups: Groups, skew: float, nu: float) -> None:
    forwards = population_answers(*one(groups, skew, nu))
    backwards = population_answers(*one(groups[::-1], skew, nu))
    for name in SUMMARIES:
        assert forwards[name] == pytest.approx(backwards[name], abs=1e-9)


@given(groups, skews, degrees)
def test_what_is_said_of_the_complement_is_the_opposite(groups: Groups, skew: float, nu: float) -> None:
    answers = population_answers(*one(groups, skew, nu))
    opposite = population_answers(*one([(-at, by) for at, by in groups], -skew, nu))
    for name in ("mean", "geometric_mean_odds"):
        assert opposite[name] == pytest.approx(-answers[name], rel=1e-9, abs=1e-5)


@given(groups, skews, degrees)
def test_without_disagreement_all_summaries_of_one_group_agree(groups: Groups, skew: float, nu: float) -> None:
    location = groups[0][0]
    answers = population_answers(*one([(location, 1e-4)], skew, max(nu, 3)))
    for name in SUMMARIES:
        assert answers[name][0] == pytest.approx(location, abs=2e-3)


def test_draws_are_answered_each_for_itself() -> None:
    rng = np.random.default_rng(1)
    location, scale = rng.normal(-2, 1, (50, 3)), rng.lognormal(0, 0.5, (50, 3))
    skew, nu = rng.normal(0, 0.5, 50), 1 + rng.gamma(2, 10, 50)
    together = population_answers(location, scale, skew, nu)
    for draw in range(50):
        alone = population_answers(location[[draw]], scale[[draw]], skew[[draw]], nu[[draw]])
        for name in SUMMARIES:
            assert together[name][draw] == pytest.approx(alone[name][0], abs=1e-9)


def test_new_forecasters_follow_the_even_mixture_of_the_groups() -> None:
    draws, groups, skew, nu = 4000, [(-4.0, 0.7), (-1.0, 1.5)], 0.5, 4.0
    population = (np.repeat(part, draws, axis=0) for part in one(groups, skew, nu))
    drawn = new_forecasters(*population, np.random.default_rng(2))
    assert stats.kstest(drawn, lambda x: cdf(x, groups, skew, nu)).pvalue > 1e-3
