"""The tree that ArviZ reads, of invented fits of every model: leave-one-out, power-scaling, predictive plots."""

import warnings
from dataclasses import replace
from pathlib import Path

import arviz as az
import numpy as np
import pytest
import xarray as xr

from consilience.api.study_fit import StudyFit
from consilience.notation import Inequality, Point
from consilience.sampling.fit import Fit
from consilience.sampling.trace import spread_draws, varying
from tests.builders.crux_fits import crux_fit, write_crux_study
from tests.builders.factor_fits import panel_fit, write_panel_study
from tests.builders.fits import synthetic_fit, write_study

WINGS = {
    "consensus": lambda folder: synthetic_fit(write_study(folder)),
    "factors": lambda folder: panel_fit(write_panel_study(folder)),
    "cruxes": lambda folder: crux_fit(write_crux_study(folder), jitter=0.2),
}


def tree_of(fit: StudyFit) -> xr.DataTree:
    shape = fit.posterior.sizes["chain"], fit.posterior.sizes["draw"]
    stats = xr.Dataset({"diverging": (("chain", "draw"), np.zeros(shape, dtype=bool))})
    return replace(fit, sample_stats=stats).trace


@pytest.fixture(scope="module", params=WINGS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Fit, xr.DataTree]:
    fit = WINGS[request.param](tmp_path_factory.mktemp("study") / "s")
    return fit, tree_of(fit)


def test_arviz_leaves_statements_out(made: tuple[Fit, xr.DataTree]) -> None:
    fit, tree = made
    with warnings.catch_warnings():
        # Invented draws know nothing of what was said: k̂ may be as large as it likes.
        warnings.filterwarnings("ignore", "Estimated shape parameter")
        found = az.loo(tree, pointwise=True)
    rows = tree["log_likelihood"]["statements"]
    assert found.n_data_points == rows.sizes["statement"]
    assert np.isfinite(found.elpd)
    names = [row.question for row in fit.study.rows]
    assert set(rows["question"].values) <= set(names)
    assert set(rows["forecaster"].values) <= {row.forecaster for row in fit.study.rows}


def test_arviz_scales_priors_and_likelihood_by_powers(made: tuple[Fit, xr.DataTree]) -> None:
    _, tree = made
    found = az.psense_summary(tree)
    assert found[["prior", "likelihood"]].notna().all(axis=None)
    assert len(found) == sum(values[0, 0].size for values in tree["posterior"].data_vars.values())
    (smallest, *_) = sorted(tree["posterior"].data_vars, key=lambda of: tree["posterior"][of].size)
    for name, values in tree["log_prior"].data_vars.items():
        # Scales and correlations of some inventions are the same in every draw.
        if values.std() > 1e-9:
            found = az.psense_summary(tree, var_names=[smallest], prior_var_names=[name])
            assert found[["prior", "likelihood"]].notna().all(axis=None)


@pytest.mark.parametrize("group", ["posterior_predictive", "prior_predictive"])
def test_arviz_plots_what_would_be_said_beside_what_was(made: tuple[Fit, xr.DataTree], group: str) -> None:
    _, tree = made
    drawn = az.plot_ppc_dist(tree, group=group, backend="none")
    assert "statements" in drawn.viz["predictive_dist"]
    assert np.isfinite(tree[group]["statements"]).all()
    assert tree[group]["statements"].dims == ("chain", "draw", "statement")


def test_arviz_plots_priors_beside_posteriors(made: tuple[Fit, xr.DataTree]) -> None:
    _, tree = made
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        # Some parameters of the inventions never vary.
        warnings.filterwarnings("ignore", "Your data appears to have a single value")
        drawn = az.plot_prior_posterior(tree, var_names=list(tree["prior"].data_vars)[:2], backend="none")
    assert "kde" in drawn.viz or "dist" in drawn.viz


@pytest.mark.parametrize("asked", ["loo_score", "loo_metrics", "loo_pit", "plot_loo_pit", "plot_loo_interval"])
def test_arviz_judges_predictions_of_what_is_left_out(made: tuple[Fit, xr.DataTree], asked: str) -> None:
    _, tree = made
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Estimated shape parameter")
        warnings.filterwarnings("ignore", "invalid value encountered", RuntimeWarning)
        found = getattr(az, asked)(tree, **({"backend": "none"} if asked.startswith("plot") else {}))
    if asked == "loo_pit":
        assert ((found["statements"] >= 0) & (found["statements"] <= 1)).all()
    assert found is not None


def test_what_is_predicted_is_of_what_the_log_likelihood_is_of(made: tuple[Fit, xr.DataTree]) -> None:
    fit, tree = made
    rows = fit.model.statements(fit.study)
    likelihood, again = (
        tree[group]["statements"].values.reshape(-1, len(rows)) for group in ("log_likelihood", "posterior_predictive")
    )
    observed, checked = tree["observed_data"]["statements"].values, 0
    for place, row in enumerate(rows):
        # Other forms have no chance of being said again to the last digit.
        if isinstance(row.value, Point | Inequality) and "~" not in row.said:
            chances = np.exp(likelihood[:, place])
            times = np.sum(again[:, place] == observed[place])
            error = max(np.sqrt(np.sum(chances * (1 - chances))), 1)
            assert abs(times - chances.sum()) < 4.5 * error, row.said
            checked += 1
    assert checked


def test_the_tree_is_stored_and_read(made: tuple[Fit, xr.DataTree], tmp_path: Path) -> None:
    _, tree = made
    tree.to_netcdf(tmp_path / "fit.nc", engine="h5netcdf")
    with xr.open_datatree(tmp_path / "fit.nc", engine="h5netcdf") as again:
        assert set(again.children) == set(tree.children)


def test_nothing_is_told_of_what_never_varies_or_is_nobodys() -> None:
    rng = np.random.default_rng(1)
    views, both = rng.normal(size=(2, 5, 2, 2)), rng.normal(size=(2, 5))
    views[:, :, 1, 0], views[:, :, 0, 1] = np.nan, 3.0
    posterior = xr.Dataset(
        {
            "view": (("chain", "draw", "forecaster", "crux"), views),
            "noise": (("chain", "draw"), both),
            "fixed": (("chain", "draw"), np.ones((2, 5))),
            "location": (("chain", "draw", "pair"), views[:, :, :, 0] * [1, 0] + both[..., None]),
        },
        coords={
            "forecaster": ["ada", "bo"],
            "crux": ["war", "blight"],
            "pair_question": ("pair", ["flood", "flood"]),
            "pair_group": ("pair", ["river", ""]),
        },
    )
    found = varying(posterior.assign(location=posterior["location"].fillna(0)))
    assert set(found.data_vars) == {"view", "noise", "location"}
    assert found["view_of"].values.tolist() == ["ada, war", "bo, blight"]
    np.testing.assert_array_equal(found["view"][..., 1], views[:, :, 1, 1])


@pytest.mark.parametrize(("draws", "places"), [(4, [0, 2, 4, 6]), (8, list(range(8))), (16, sorted([*range(8)] * 2))])
def test_draws_are_spread_over_the_chains(draws: int, places: list[int]) -> None:
    posterior = xr.Dataset({"x": (("chain", "draw"), np.arange(8).reshape(2, 4))})
    taken = spread_draws(posterior, draws)
    assert taken["x"].dims[:2] == ("chain", "draw")
    assert taken["x"].values.ravel().tolist() == places


def test_the_same_seed_says_the_same(tmp_path: Path) -> None:
    for name, build in WINGS.items():
        fit = build(tmp_path / name)
        first, again, other = (fit.predict(5, seed=seed).to_numpy() for seed in (1, 1, 2))
        np.testing.assert_array_equal(first, again)
        assert (first != other).any()
