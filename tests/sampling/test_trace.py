"""The tree that ArviZ reads, of invented fits of every model: leave-one-out, power-scaling, predictive plots."""

import warnings
from dataclasses import replace
from pathlib import Path

import arviz as az
import numpy as np
import pytest
import xarray as xr

from consilience.api.study_fit import StudyFit
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
    with pytest.MonkeyPatch.context() as patch:
        # What is looked at is that they are there, not how they lie.
        patch.setattr("consilience.api.study_fit.PREDICTIVE_DRAWS", 50)
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
    posterior = xr.Dataset({"x": (("chain", "draw"), np.zeros((2, 4)))})
    assert list(spread_draws(posterior, draws)) == places


def test_the_same_seed_says_the_same(tmp_path: Path) -> None:
    for name, build in WINGS.items():
        fit = build(tmp_path / name)
        first, again, other = (fit.predict(5, seed=seed).to_numpy() for seed in (1, 1, 2))
        np.testing.assert_array_equal(first, again)
        assert (first != other).any()
