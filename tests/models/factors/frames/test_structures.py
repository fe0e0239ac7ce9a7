"""Structures side by side and pooled: closed forms of mixtures and pools, weights that are seen."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from consilience.models.factors.frames.structures import (
    DRAWS,
    STRUCTURE_POOLS,
    distances_frame,
    overlap_of,
    pool_structures,
    structures_frame,
)
from consilience.study import read_study
from tests.builders.factor_fits import panel_fit, write_panel_study
from tests.builders.fits import TOML, synthetic_fit, write_study

LEVELS = (np.arange(2000) + 0.5) / 2000


def of_draws(fit, draws: np.ndarray, question: str = "flood"):
    """The same fit, with given draws of one answer, in any order."""
    answers = fit.answers.isel(draw=slice(None), answer=slice(None)).copy(deep=True)
    chosen = (answers["question"] == question) & (answers["group"] == "all") & (answers["summary"] == "median")
    shuffled = np.random.default_rng(3).permutation(draws).reshape(answers["value"].shape[:2])
    answers["value"][..., np.flatnonzero(chosen.values)[0]] = shuffled
    return replace(fit, answers=answers)


@pytest.fixture(scope="module")
def fits(tmp_path_factory):
    fit = synthetic_fit(write_study(tmp_path_factory.mktemp("structures") / "floods"), draws=500)
    return {"gates": of_draws(fit, norm.ppf(LEVELS, -2, 1)), "premises": of_draws(fit, norm.ppf(LEVELS, -4, 0.5))}


def test_studies_stand_beside_each_other_and_their_pools(fits):
    frame = structures_frame(fits, weights={"gates": 0.25, "premises": 0.75})
    assert list(frame["study"]) == ["gates", "premises", "pooled", "pooled", "pooled"]
    assert list(frame["pool"]) == ["", "", "mixture", "linear", "logarithmic"]
    assert list(frame["weight"]) == [0.25, 0.75, 1, 1, 1]
    assert list(frame["outcome"]) == ["flood", "flood", "", "", ""]
    assert list(frame["order"]) == list(range(5))
    gates = frame.iloc[0]
    assert [gates["logit_low"], gates["logit_value"], gates["logit_high"]] == pytest.approx(
        list(norm.ppf([0.05, 0.5, 0.95], -2, 1)), abs=5e-3
    )
    assert gates["label"] == "12% [2.6%, 41%]"


def test_a_mixture_has_the_weighted_distribution(fits):
    draws = pool_structures(fits, weights={"gates": 0.25, "premises": 0.75})
    assert draws.shape == (DRAWS,)
    for at in (-6, -4, -3, -2, 0):
        wanted = 0.25 * norm.cdf(at, -2, 1) + 0.75 * norm.cdf(at, -4, 0.5)
        assert np.mean(draws < at) == pytest.approx(wanted, abs=2e-3)


def test_pools_of_what_is_certain_are_the_weighted_means(fits):
    certain = {
        name: of_draws(fit, np.full(2000, at)) for (name, fit), at in zip(fits.items(), (-1.0, -3.0), strict=True)
    }
    weights = {"premises": 0.3, "gates": 0.7}
    linear, logarithmic = (pool_structures(certain, None, weights, method=name) for name in ("linear", "logarithmic"))
    mean = 0.7 / (1 + math.e) + 0.3 / (1 + math.e**3)
    assert linear == pytest.approx(math.log(mean / (1 - mean)))
    assert logarithmic == pytest.approx(-1.6)


def test_a_logarithmic_pool_of_normals_is_one(fits):
    draws = pool_structures(fits, method="logarithmic")
    assert np.mean(draws) == pytest.approx(-3, abs=0.05)
    assert np.std(draws) == pytest.approx(math.hypot(1, 0.5) / 2, abs=0.03)


def test_by_default_all_weigh_the_same_and_one_may_weigh_all(fits):
    assert list(structures_frame(fits)["weight"][:2]) == [0.5, 0.5]
    alone = structures_frame(fits, weights={"gates": 1.0, "premises": 0.0})
    for name in STRUCTURE_POOLS:
        pooled = alone[alone["pool"] == name]
        assert pooled["logit_value"].iloc[0] == pytest.approx(-2, abs=1e-3)
        assert pooled["logit_low"].iloc[0] == pytest.approx(norm.ppf(0.05, -2, 1), abs=5e-3)


def test_distances_of_two_normals_in_closed_form(fits):
    (row,) = distances_frame(fits).to_dict("records")
    assert (row["study"], row["other"]) == ("gates", "premises")
    spread = math.hypot(1, 0.5)
    assert [row["low"], row["difference"], row["high"]] == pytest.approx(
        list(norm.ppf([0.05, 0.5, 0.95], 2, spread)), abs=0.02
    )
    assert row["above"] == pytest.approx(norm.cdf(2 / spread), abs=2e-3)
    grid = np.linspace(-10, 5, 20001)
    overlap = np.trapezoid(np.minimum(norm.pdf(grid, -2, 1), norm.pdf(grid, -4, 0.5)), grid)
    assert row["overlap"] == pytest.approx(overlap, abs=0.02)
    assert row["label"].startswith("odds 7.4 times higher, overlap ")


def test_the_same_structure_twice_is_no_distance(fits):
    (row,) = distances_frame({"one": fits["gates"], "other": fits["gates"]}).to_dict("records")
    assert row["difference"] == pytest.approx(0, abs=1e-9)
    assert row["above"] == pytest.approx(0.5)
    assert row["overlap"] == pytest.approx(1, abs=1e-6)
    assert row["label"].startswith("odds the same")


def test_overlap_of_normals_one_deviation_apart_is_the_closed_form():
    one = norm.ppf(LEVELS)
    # 2 Φ(-1/2).
    assert overlap_of(one, one + 1) == pytest.approx(2 * norm.cdf(-0.5), abs=0.02)
    assert overlap_of(one, one + 40) == pytest.approx(0, abs=1e-6)
    assert overlap_of(np.zeros(3), np.zeros(5)) == 1
    assert overlap_of(np.zeros(3), np.ones(5)) == 0
    assert overlap_of(np.zeros(3), one) == 0


def test_each_study_may_call_it_something_else_and_its_evidence_counts(fits, tmp_path):
    panel = panel_fit(write_panel_study(tmp_path / "panel"))
    both = {"gates": fits["gates"], "panel": panel}
    frame = structures_frame(both, {"gates": "drought", "panel": "harm"})
    assert list(frame["title"][:2]) == ["A drought", "Harm is done"]
    chosen = (panel.after_evidence["question"] == "harm") & (panel.after_evidence["group"] == "all")
    after = panel.after_evidence["value"].values[..., (chosen & (panel.after_evidence["summary"] == "median")).values]
    assert frame["logit_value"].iloc[1] == pytest.approx(np.median(after))
    assert structures_frame(both, "flood")["outcome"].tolist()[:2] == ["flood", "flood"]


def test_any_summary_can_be_pooled(fits):
    frame = structures_frame(fits, summary="mean")
    mean = fits["gates"].answers["value"].values[..., 1]
    assert frame["logit_value"].iloc[0] == pytest.approx(np.median(mean))


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ({"weights": {"gates": 0.5, "premises": 0.4}}, ValueError, "sum to 0.9 and not to 1. To mend it: divide each"),
        ({"weights": {"gates": 0.0, "premises": 0.0}}, ValueError, "let one at least be above 0"),
        ({"weights": {"gates": 1.5, "premises": -0.5}}, ValueError, "from 0 up"),
        ({"weights": {"gates": 1.0}}, ValueError, "weights are for gates, and fits for gates, premises"),
        ({"outcomes": {"gates": "flood", "other": "flood"}}, ValueError, "outcomes are for gates, other"),
        ({"outcomes": "doom"}, KeyError, "no answer to 'doom'"),
        ({"summary": "mode"}, KeyError, "as 'mode'"),
    ],
)
def test_what_cannot_be_pooled_says_why(fits, asked, error, message):
    with pytest.raises(error, match=message):
        structures_frame(fits, **asked)


def test_one_structure_is_not_compared_and_pools_have_names(fits, tmp_path):
    with pytest.raises(ValueError, match="two at least, and there are 1"):
        distances_frame({"gates": fits["gates"]})
    with pytest.raises(ValueError, match="name one of mixture, linear, logarithmic"):
        pool_structures(fits, method="median")
    nameless = read_study(write_study(tmp_path / "s", TOML.replace('outcome = "flood"\n', "")))
    with pytest.raises(ValueError, match="declares no outcome"):
        structures_frame({"one": synthetic_fit(nameless), "two": fits["gates"]})
