"""What is worked out from a panel's draws, against closed forms and against the network."""

import numpy as np
import pytest
from scipy import stats
from scipy.special import expit, logit

from consilience.models.factors.data import encode_rows
from consilience.models.factors.population import (
    FARTHEST,
    complete_credences,
    draw_forecasters,
    group_biases,
    implied_totals,
    stated_credences,
    stated_totals,
)
from consilience.models.factors.priors import DEFAULTS
from consilience.models.margins import Margins
from tests.models.factors.test_data import NETWORK, PRIORS
from tests.models.rows import estimate

BIAS = 1.0  # As the documentation states it.
SIZE = 4
RNG = np.random.default_rng(5)
# Of one outlook, and of three.
ONE = np.array([[0.8], [-0.5], [0.6], [0.3]])
THREE = np.array([[0.6, 0.3, 0.0], [-0.5, 0.4, 0.2], [0.6, -0.3, 0.5], [0.3, 0.1, -0.6]])
LOCATION, SCALE = np.array([-1.0, 0.0, 2.0, -3.0]), np.array([0.5, 1.0, 2.0, 1.5])
SKEW = np.array([0.7, -0.4, 0.5, 0.9])


def repeated(value: np.ndarray, draws: int) -> np.ndarray:
    return np.repeat(value[None], draws, axis=0)


def correlations(loading: np.ndarray) -> np.ndarray:
    return loading @ loading.T + np.diag(1 - (loading**2).sum(axis=1))


def before_skew(credences: np.ndarray) -> np.ndarray:
    return np.sinh(np.arcsinh((credences - LOCATION) / SCALE) + SKEW) - np.sinh(SKEW)


@pytest.mark.parametrize(("nu", "loading"), [(3.0, ONE), (9.0, ONE), (400.0, ONE), (3.0, THREE), (9.0, THREE)])
def test_unanswered_credences_are_those_of_the_conditional_t(nu: float, loading: np.ndarray) -> None:
    draws, answered = 60_000, np.array([True, False, True, False])
    correlation = correlations(loading)
    known = np.array([0.5, np.nan, 3.0, np.nan])
    completed = complete_credences(
        repeated(known, draws),
        answered,
        repeated(LOCATION, draws),
        repeated(SCALE, draws),
        repeated(SKEW, draws),
        repeated(loading, draws),
        np.full(draws, nu),
        seed=1,
    )
    assert np.array_equal(completed[:, answered], repeated(known[answered], draws))
    # Ding (2016), eq. 2, of what lies behind the skew (Jones and Pewsey, 2009, eq. 2, the median left where it is).
    places = before_skew(completed)
    among, between = correlation[np.ix_(answered, answered)], correlation[np.ix_(~answered, answered)]
    residual = before_skew(known)[answered]
    mean = between @ np.linalg.inv(among) @ residual
    rest = correlation[np.ix_(~answered, ~answered)] - between @ np.linalg.inv(among) @ between.T
    freedom = nu + answered.sum()
    width = np.sqrt((nu + residual @ np.linalg.inv(among) @ residual) / freedom * np.diagonal(rest))
    found = places[:, ~answered]
    assert np.median(found, axis=0) == pytest.approx(mean, abs=0.05)
    # Beyond these credences go no farther.
    least, most = (before_skew(np.full(SIZE, end))[~answered] for end in (-FARTHEST, FARTHEST))
    for place in range(2):
        law = stats.t(freedom, mean[place], width[place])
        below, above = law.cdf(least[place]), law.sf(most[place])
        inside = found[np.abs(completed[:, ~answered][:, place]) < FARTHEST, place]
        assert inside.size / draws == pytest.approx(1 - below - above, abs=0.003)
        within = stats.kstest(inside, lambda x, law=law, out=(below, above): (law.cdf(x) - out[0]) / (1 - sum(out)))
        assert within.pvalue > 1e-4
    together = rest[0, 1] / np.sqrt(rest[0, 0] * rest[1, 1])
    assert stats.spearmanr(*found.T)[0] == pytest.approx(6 / np.pi * np.arcsin(together / 2), abs=0.03)


def test_who_answered_everything_has_nothing_drawn() -> None:
    known = RNG.normal(size=(3, SIZE))
    spread, nu = np.ones((3, SIZE)), np.full(3, 5.0)
    completed = complete_credences(
        known, np.ones(SIZE, dtype=bool), spread, spread, spread, repeated(ONE, 3), nu, seed=1
    )
    assert np.array_equal(completed, known)


def test_factors_that_determine_each_other_are_completed_all_the_same() -> None:
    twins = np.full((1, 2, 1), 1 - 1e-12)
    completed = complete_credences(
        np.array([[1.5, 0.0]]),
        np.array([True, False]),
        np.zeros((1, 2)),
        np.ones((1, 2)),
        np.full((1, 2), 0.6),
        twins,
        np.array([5.0]),
        seed=1,
    )
    assert completed[0, 1] == pytest.approx(1.5, abs=1e-3)


@pytest.mark.parametrize(("nu", "loading"), [(5.0, ONE), (50.0, ONE), (5.0, THREE)])
def test_new_forecasters_have_the_moments_of_the_population(nu: float, loading: np.ndarray) -> None:
    draws, groups = 600, 2
    location = repeated(np.stack([LOCATION, LOCATION + 3.0]), draws)
    parts = list(
        draw_forecasters(
            location,
            repeated(np.stack([SCALE, SCALE]), draws),
            np.zeros((draws, SIZE)),
            repeated(loading, draws),
            np.full(draws, nu),
            seed=2,
        )
    )
    panels = np.concatenate(parts)
    assert len(parts) > 1
    assert panels.shape[:2] == (draws, groups)
    inside = np.abs(panels).max(axis=1) < FARTHEST
    assert (panels[:, 1] - panels[:, 0])[inside] == pytest.approx(3.0)
    members = panels[:, 0].reshape(-1, SIZE)
    assert members.mean(axis=0) == pytest.approx(LOCATION, abs=0.03)
    assert members.var(axis=0) == pytest.approx(SCALE**2 * nu / (nu - 2), rel=0.06)
    assert np.corrcoef(members.T) == pytest.approx(correlations(loading), abs=0.03)
    outside = np.mean(np.abs((members - LOCATION) / SCALE) > 3, axis=0)
    assert outside == pytest.approx(2 * stats.t.sf(3, nu), rel=0.1)


def test_tails_as_heavy_as_cauchys_leave_every_total_finite() -> None:
    draws = 300
    populations = np.full((draws, SIZE), 0.3), repeated(ONE, draws), np.full(draws, 1.05)
    located = repeated(LOCATION[None], draws), repeated(SCALE[None], draws)
    panels = np.concatenate(list(draw_forecasters(*located, *populations, seed=4)))
    answered = np.array([True, False, False, False])
    completed = complete_credences(
        np.full((draws, SIZE), 900.0), answered, *(part[:, 0] for part in located), *populations, seed=4
    )
    for credences in (panels, completed[:, 1:]):
        assert np.abs(credences).max() == FARTHEST
    assert np.all(np.isfinite(NETWORK.log_odds(panels, "loss")))
    assert np.all(np.isfinite(NETWORK.log_odds(panels, "flood", likelihoods={"loss": (1e-9, 1.0)})))


def test_forecasters_of_one_draw_tell_its_mean_better_than_chance_would() -> None:
    draws = 400
    (part, *_) = draw_forecasters(
        np.zeros((draws, 1, 1)),
        np.ones((draws, 1, 1)),
        np.zeros((draws, 1)),
        np.full((draws, 1, 1), 0.6),
        np.full(draws, 100.0),
        seed=3,
    )
    means = expit(part[:, 0, :, 0]).mean(axis=1)
    assert means.mean() == pytest.approx(0.5, abs=0.002)
    assert means.std() < 0.3 * expit(part).std() / np.sqrt(part.shape[2])


def test_statements_are_read_back_from_their_parameters() -> None:
    rows = [
        estimate("rain", "10%", "f0"),
        estimate("rain", "<10%", "f1"),
        estimate("rain", ">=10%", "f2"),
        estimate("rain", "10-20% @80%", "f3"),
        estimate("rain", "0-100%", "f4"),
        *(estimate("flood", said, f"f{place}") for place, said in enumerate(("1%", "<2%", "50-60% @90%"))),
    ]
    data = encode_rows(rows, NETWORK, PRIORS)
    raw = np.linspace(-40, 40, 81)[:, None] * np.ones(len(data.arrays["entry"]))
    skew = np.full((81, 8), 0.5)
    margins = Margins(skew, skew, skew, location=np.full((81, 32), -1.0), scale=np.full((81, 32), 2.0), nu=skew[:, 0])
    found = stated_credences(raw, margins, data.arrays["entry"])
    at = {
        data.people[int(row[0])]: place for place, row in enumerate(data.arrays["entry"][: data.entries]) if not row[1]
    }
    cell, below, above, spread, free = (found[:, at[f"f{place}"]] for place in range(5))
    assert np.all(np.diff(cell) >= 0)
    assert cell[[0, 40, -1]] == pytest.approx([logit(0.095), logit([0.095, 0.105]).mean(), logit(0.105)])
    assert below.max() == pytest.approx(logit(0.1))
    assert below[0] == pytest.approx(logit(0.1))
    # Far beyond a bound as many scales from the location as the parameter says.
    assert below[-1] == pytest.approx(-1.0 - 2 * 40)
    assert (above[0], above[-1]) == pytest.approx((logit(0.1), -1.0 + 2 * 40))
    assert spread[40] == pytest.approx(logit([0.1, 0.2]).mean(), abs=0.01)
    # Of what nothing was said the parameter is its place in the symmetric population.
    assert free == pytest.approx(-1.0 + 2.0 * np.sinh(np.arcsinh(raw[:, 0] + np.sinh(0.5)) - 0.5))
    raw = raw[:, : len(data.arrays["total"])]
    totals = stated_totals(raw, np.full_like(raw, -3.0), np.full(81, 0.5), data.arrays["total"])
    assert totals[[0, -1], 0] == pytest.approx(logit([0.005, 0.015]))
    assert totals[:, 1].max() == pytest.approx(logit(0.02))
    # Beyond a bound as many readings' errors from what is implied as the parameter says.
    assert totals[-1, 1] == pytest.approx(-3.0 - 0.5 * 40)


def test_implied_totals_are_the_networks() -> None:
    rows = [
        *(estimate(name, "10%", "ada", "one") for name in ("rain", "breach", "loss | flood", "loss | not flood")),
        estimate("loss", "5%", "ada", "one"),
        estimate("flood", "5%", "bo", "two"),
        estimate("flood", "n=40 median=3%", "poll", "two"),
    ]
    data = encode_rows(rows, NETWORK, PRIORS)
    rng = np.random.default_rng(6)
    entry, location = rng.normal(0, 6, (50, len(data.arrays["entry"]))), rng.normal(0, 3, (50, 32))
    implied = implied_totals(np.concatenate([entry, location], axis=1), data.arrays)
    assert implied[:, 0] == pytest.approx(NETWORK.log_odds(entry[:, :4], "loss"), rel=1e-9, abs=1e-9)
    rest = np.zeros((50, 2))
    of_bo = np.concatenate([entry[:, 4:6], rest], axis=1)
    assert implied[:, 1] == pytest.approx(NETWORK.log_odds(of_bo, "flood"), rel=1e-9, abs=1e-9)
    of_two = location[:, 1:8:2]
    assert implied[:, 2] == pytest.approx(NETWORK.log_odds(of_two, "flood"), rel=1e-9, abs=1e-9)


def test_biases_are_drawn_from_the_conjugate_normal() -> None:
    rows = [
        *(estimate("flood", "1%", f"a{place}", "one") for place in range(3)),
        estimate("flood", "1%", "b", "two"),
        estimate("rain", "1%", "c", "three"),
        # Says nothing, and tells nothing of its group.
        estimate("flood", "0-100%", "d", "three"),
    ]
    data = encode_rows(rows, NETWORK, PRIORS)
    gap, kappa, draws = np.zeros(16), 0.4, 40_000
    gap[:5] = 0.9, 1.3, 0.2, -2.0, 30.0
    found = group_biases(repeated(gap, draws), np.full(draws, kappa), DEFAULTS.bias, data.arrays, seed=4)
    for place, of_group in enumerate(([0, 1, 2], [3], [])):
        # Bayes' theorem for a normal mean, as any textbook has it.
        precision = 1 / BIAS**2 + len(of_group) / kappa**2
        mean = gap[of_group].sum() / kappa**2 / precision
        assert found[:, place].mean() == pytest.approx(mean, abs=0.02)
        assert found[:, place].std() == pytest.approx(precision**-0.5, rel=0.02)
    assert np.corrcoef(found[:, :3].T) == pytest.approx(np.eye(3), abs=0.03)
