"""Views of an outcome and a crux: Bayes by hand, and the moments of new forecasters."""

from math import log

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.special import expit, logit

from consilience.models.cruxes.population import CruxPosterior, implied_credences, new_forecasters
from consilience.models.cruxes.priors import DEFAULTS

PROBABILITY = st.floats(1e-6, 1 - 1e-6)


@given(PROBABILITY, PROBABILITY, PROBABILITY)
def test_what_a_joint_view_implies_is_bayes_theorem(u: float, given_u: float, given_not: float) -> None:
    association = logit(given_u) - logit(given_not)
    both, c, neither = u * given_u, u * given_u + (1 - u) * given_not, (1 - u) * (1 - given_not)
    crux, with_crux, without = implied_credences(logit(u), log(c) - log(u * (1 - given_u) + neither), association)
    assert expit(crux) == pytest.approx(c, rel=1e-9)
    assert expit(with_crux) == pytest.approx(both / c, rel=1e-8)
    assert expit(without) == pytest.approx((u - both) / (1 - c), rel=1e-7)
    # The outcome is what the two come to, weighted by the crux: any three numbers are coherent.
    assert expit(crux) * expit(with_crux) + expit(-crux) * expit(without) == pytest.approx(u, rel=1e-9)


def test_a_crux_that_goes_with_nothing_moves_nothing() -> None:
    crux, with_crux, without = implied_credences(np.array([-40.0, -2.0, 40.0]), np.full(3, 1.5), np.zeros(3))
    assert crux == pytest.approx(1.5)
    assert with_crux == pytest.approx([-40, -2, 40])
    assert without == pytest.approx([-40, -2, 40])


@pytest.mark.parametrize("sign", [1, -1])
def test_extreme_views_stay_finite(sign: int) -> None:
    views = [np.array([700.0, -700.0]) * sign] * 3
    assert np.all(np.isfinite(implied_credences(*views)))


@given(*[st.floats(-60, 60)] * 3)
def test_a_complement_turns_signs_round(outcome: float, crux: float, association: float) -> None:
    _, given, given_not = implied_credences(outcome, crux, association)
    _, *of_not = implied_credences(-outcome, crux, -association)
    assert of_not == pytest.approx([-given, -given_not], rel=1e-9, abs=1e-9)
    _, *without = implied_credences(outcome, -crux, -association)
    assert without == pytest.approx([given_not, given], rel=1e-9, abs=1e-9)


def test_so_strong_an_association_that_a_rare_outcome_comes_with_the_crux_alone() -> None:
    # U is a part of C: P(U | C) = P(U) / P(C).
    _, with_crux, without = implied_credences(np.array(-3.0), np.array(-1.0), np.array(200.0))
    assert expit(with_crux) == pytest.approx(expit(-3.0) / expit(-1.0))
    assert without < -190


def posterior(draws: int) -> CruxPosterior:
    one = {
        "outcome": np.array([-2.0, 1.0]),
        "base": np.array([[0.5, -0.5], [2.0, 1.0]]),
        "association": np.array([[1.0, 2.0], [-1.0, 0.0]]),
        "tau_outcome": np.array(1.5),
        "tau_base": np.array(0.8),
        "tau_association": np.array(0.4),
        "forecaster_scale": np.array([0.7, 0.3]),
        "correlation": np.array([[1.0, 0.5, -0.4], [0.5, 1.0, 0.2], [-0.4, 0.2, 1.0]]),
    }
    return CruxPosterior(**{name: np.repeat(value[None], draws, axis=0) for name, value in one.items()})


def test_new_forecasters_have_the_moments_of_the_population() -> None:
    given = posterior(3000)
    first, second = new_forecasters(given, DEFAULTS, seed=1)
    outcome, base, association = (values[:, 0].ravel() for values in first)
    assert outcome.mean() == pytest.approx(-2.0, abs=0.02)
    assert outcome.std() == pytest.approx(1.5, rel=0.02)
    # Normal between forecasters, and between the cruxes of one Student t, of a scale that is log-normal between them.
    noise = DEFAULTS.view_nu / (DEFAULTS.view_nu - 2) * np.exp(2 * DEFAULTS.scale_between_forecasters**2)
    assert base.mean() == pytest.approx(0.5, abs=0.02)
    assert base.var() == pytest.approx(0.7**2 + 0.8**2 * noise, rel=0.05)
    assert association.mean() == pytest.approx(1.0, abs=0.02)
    assert association.var() == pytest.approx(0.3**2 + 0.4**2 * noise, rel=0.05)
    covariance = np.cov([outcome, base, association])
    assert covariance[0, 1] == pytest.approx(0.5 * 1.5 * 0.7, abs=0.03)
    assert covariance[0, 2] == pytest.approx(-0.4 * 1.5 * 0.3, abs=0.03)
    assert covariance[1, 2] == pytest.approx(0.2 * 0.7 * 0.3, abs=0.03)
    assert second[1][:, 1].mean() == pytest.approx(1.0, abs=0.02)


def test_the_same_forecasters_think_of_every_crux_and_in_every_group() -> None:
    first, second = new_forecasters(posterior(50), DEFAULTS, seed=2)
    assert np.array_equal(first[0], second[0])
    assert first[0][:, 1] - first[0][:, 0] == pytest.approx(3.0)
    assert first[1] - second[1] == pytest.approx(
        np.broadcast_to([[[-1.5], [-1.5]]], (50, 2, 1)) + np.zeros((50, 2, 64))
    )


def test_their_own_noise_has_heavy_tails() -> None:
    given = posterior(3000)
    (_, base, _), *_ = new_forecasters(given, DEFAULTS, seed=3)
    beyond = np.mean(np.abs(base[:, 0] - 0.5) > 4.0)
    rng = np.random.default_rng(4)
    scale = 0.8 * rng.lognormal(0, DEFAULTS.scale_between_forecasters, size=2_000_000)
    drawn = 0.7 * rng.normal(size=2_000_000) + scale * rng.standard_t(DEFAULTS.view_nu, size=2_000_000)
    assert beyond == pytest.approx(np.mean(np.abs(drawn) > 4.0), rel=0.15)
