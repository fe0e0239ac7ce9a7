"""Outlooks of forecasters: what slopes are before anything was said, and what answers tell of outlooks."""

import numpy as np
import pymc as pm
import pytensor.tensor as pt
import pytest
from pytensor.compile.mode import Mode
from scipy import stats

from consilience.models.factors.outlook import (
    draw_slope_prior,
    loadings,
    own_ways,
    sampled_slopes,
    told_of_outlook,
)
from consilience.models.factors.priors import DEFAULTS

PYTHON = Mode(linker="py", optimizer=None)
COMPONENTS = 3


def log_density(many: np.ndarray, raw: np.ndarray, mean: float, spread: float) -> tuple[float, np.ndarray]:
    """Log density of the parameters of slopes, and the slopes."""
    with pm.Model() as model:
        slope = sampled_slopes(pt.constant(many), DEFAULTS, COMPONENTS, raw.shape[1])
    point = {"slope_mean_log__": np.log(mean), "slope_spread_log__": np.log(spread), "slope_raw": raw}
    names = "slope_mean", "slope_spread", "slope_raw"
    given = {model[name]: value for name, value in zip(names, (mean, spread, raw), strict=True)}
    return float(model.compile_logp(mode=PYTHON)(point)), slope.eval(given, mode=PYTHON)


@pytest.mark.parametrize("outlooks", [1, 4])
def test_slopes_have_one_prior_however_many_people_tell_of_them(outlooks: int) -> None:
    raw, mean, spread = np.random.default_rng(outlooks).normal(size=(COMPONENTS, outlooks)), 0.8, 0.6
    few, slope = log_density(np.zeros(COMPONENTS), raw, mean, spread)
    middle = mean * np.eye(1, outlooks)
    assert slope == pytest.approx(middle + spread * raw)
    # Of many the same slopes, by other parameters, of which the slopes are as steep.
    by_itself = (slope - np.eye(1, outlooks)) / 0.35
    many, same = log_density(np.ones(COMPONENTS), by_itself, mean, spread)
    assert same == pytest.approx(slope)
    assert many - few == pytest.approx(slope.size * np.log(0.35 / spread))
    top = stats.halfnorm.logpdf(mean) + np.log(mean) + stats.lognorm(0.6, scale=0.35).logpdf(spread) + np.log(spread)
    assert few == pytest.approx(top + stats.norm.logpdf(raw).sum())


def test_loadings_turned_to_each_other_keep_their_correlations() -> None:
    rng = np.random.default_rng(3)
    slope = np.repeat(rng.normal(1, 1, (1, 6, 3)), 40, axis=0)
    turned = slope @ stats.ortho_group(3, seed=4).rvs(40)
    found = loadings(turned)
    raw = slope / np.sqrt(1 + (slope**2).sum(axis=-1, keepdims=True))
    assert found @ found.transpose(0, 2, 1) == pytest.approx(raw @ raw.transpose(0, 2, 1))
    # The same loadings, turned at random, are turned back to one.
    assert found == pytest.approx(found[:1].repeat(40, axis=0), abs=1e-9)


def test_one_outlook_is_turned_to_where_most_factors_go_with_it() -> None:
    slope = np.array([[[1.0], [2.0], [-0.5]], [[-1.0], [-2.0], [0.5]]])
    assert loadings(slope)[0] == pytest.approx(loadings(slope)[1])
    assert loadings(slope)[0, :, 0] == pytest.approx(np.array([1, 2, -0.5]) / np.sqrt([2, 5, 1.25]))


@pytest.mark.parametrize("outlooks", [1, 3])
def test_answers_tell_of_outlooks_as_normals_do(outlooks: int) -> None:
    rng = np.random.default_rng(outlooks)
    loading, residual = rng.uniform(-0.5, 0.5, (7, 4, outlooks)), rng.normal(size=(7, 4))
    outlook, root, distance = told_of_outlook(residual, loading)
    for draw in range(7):
        own = loading[draw]
        omega = own @ own.T + np.diag(own_ways(own) ** 2)
        assert np.diag(omega) == pytest.approx(1)
        assert distance[draw] == pytest.approx(residual[draw] @ np.linalg.solve(omega, residual[draw]))
        assert outlook[draw] == pytest.approx(own.T @ np.linalg.solve(omega, residual[draw]))
        left = np.eye(outlooks) - own.T @ np.linalg.solve(omega, own)
        assert root[draw] @ root[draw].T == pytest.approx(left)


def test_drawn_slopes_are_those_of_the_prior() -> None:
    rng = np.random.default_rng(8)
    drawn = [draw_slope_prior(DEFAULTS, 5, 4, rng) for _ in range(4000)]
    mean, spread = (np.array(part) for part in list(zip(*drawn, strict=True))[:2])
    assert stats.kstest(mean, stats.halfnorm().cdf).pvalue > 1e-3
    assert stats.kstest(spread, stats.lognorm(0.6, scale=0.35).cdf).pvalue > 1e-3
    loading = np.stack([each[2] for each in drawn])
    slope = loading / own_ways(loading)[..., None]
    places = (slope - mean[:, None, None] * np.eye(1, 4)) / spread[:, None, None]
    for outlook in range(4):
        assert stats.kstest(places[:, 0, outlook], "norm").pvalue > 1e-3
