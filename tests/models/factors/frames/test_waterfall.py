"""The waterfall: steps that multiply to the published outcome, against closed forms and plain numpy."""

import numpy as np
import pytest
from pandas.testing import assert_frame_equal
from scipy.special import expit

from consilience.charts.drawing.layout import ChartText
from consilience.charts.waterfall import waterfall
from consilience.frames.answers import after_evidence_frame, answers_frame
from consilience.models.factors.frames.forecasters import drawn_forecasters
from consilience.models.factors.frames.waterfall import COLUMNS, waterfall_frame
from consilience.sampling.fit import Fit
from tests.builders.factor_fits import TOML as PANEL_TOML, panel_fit, write_panel_study
from tests.builders.fits import fit_of, synthetic_fit, write_study

BRANCHES = """\
title = "Branches"

[question.tried]
title = "Tried"

[question.stopped]
title = "Stopped"
given = { tried = true }

[question.spread]
title = "Spread"
given = { tried = true, stopped = false }

[question.both]
title = "Both"
all_of = ["tried", "stopped"]

[question.other]
title = "Other"

[question.all]
title = "All"
all_of = ["both", "other"]

[question.any]
title = "Any"
any_of = ["all", "spread"]
"""
BRANCH_ROWS = "".join(f"{name},ada,2025-01-15,50%,,,s,\n" for name in ("tried", "stopped", "spread", "other"))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    return panel_fit(write_panel_study(tmp_path_factory.mktemp("forecasts") / "town"), scale=1.5)


@pytest.fixture(scope="module")
def branches(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    """A panel without spread: everybody says 73%, 50%, 27% and 12% in log odds 1, 0, −1 and −2."""
    folder = write_study(tmp_path_factory.mktemp("forecasts") / "branches", BRANCHES, BRANCH_ROWS)
    return panel_fit(folder, location=[1.0, 0.0, -1.0, -2.0], scale=1e-9, jitter=0.0, draws=5)


@pytest.mark.parametrize("summary", ["median", "mean", "geometric_mean_odds"])
@pytest.mark.parametrize("stage", ["before", "after"])
@pytest.mark.parametrize("group", ["all", "coast"])
def test_the_last_step_is_the_published_outcome(town, summary, stage, group):
    frame = waterfall_frame(town, summary=summary, stage=stage, group=group)
    answers = answers_frame(town) if stage == "before" else after_evidence_frame(town)
    published = answers.query("question == 'flood' and group == @group and summary == @summary").iloc[0]
    last = frame.iloc[-1]
    assert last["question"] == "flood"
    for name, end in (("value", ""), ("low", "_low"), ("high", "_high")):
        assert last[f"after{end}"] == pytest.approx(published[name], rel=1e-9)
    assert last["after_label"] == published["label"]


def test_steps_are_in_causal_order_and_multiply_to_the_outcome(town):
    frame = waterfall_frame(town)
    assert tuple(frame.columns) == COLUMNS
    assert frame["question"].tolist() == ["storm", "breach", "pumps_fail", "flood"]
    assert frame["order"].tolist() == [0, 1, 2, 3]
    assert frame["assumption"].tolist() == [False, False, True, False]
    steps, outcome = frame.iloc[:-1], frame.iloc[-1]
    assert np.prod(steps["factor"]) == pytest.approx(outcome["after"], rel=1e-12)
    assert steps["before"].tolist() == [1.0, *steps["after"][:-1]]
    assert np.isnan(outcome["factor"])
    assert outcome["factor_label"] == ""
    assert (steps["factor_low"] < steps["factor"]).all()
    assert (steps["factor"] < steps["factor_high"]).all()


def test_a_step_is_the_mean_of_everybodys_products_so_far(town):
    panel = np.concatenate(list(drawn_forecasters(town)))
    chances = expit(panel[..., :3]).reshape(len(panel), -1, 3)
    left = np.cumprod(chances, axis=2).mean(axis=1)
    frame = waterfall_frame(town, summary="mean")
    assert frame["after"][:3].tolist() == pytest.approx(np.median(left, axis=0).tolist(), rel=1e-3)
    ratio = left[:, 1] / left[:, 0]
    assert frame.loc[1, ["factor_low", "factor_high"]].tolist() == pytest.approx(
        np.quantile(ratio, [0.05, 0.95]).tolist(), rel=1e-9
    )


def test_without_spread_the_steps_are_the_factors_themselves(branches):
    frame = waterfall_frame(branches, "all")
    places = {name: place for place, name in enumerate(frame["question"])}
    assert set(places) == {"tried", "stopped", "other", "all"}
    assert places["tried"] < places["stopped"]
    chance = dict(zip(("tried", "stopped", "spread", "other"), expit([1.0, 0.0, -1.0, -2.0]), strict=True))
    assert frame["factor"][:3].tolist() == pytest.approx([chance[name] for name in frame["question"][:3]], rel=1e-6)
    assert frame["after"].iloc[-1] == pytest.approx(chance["tried"] * chance["stopped"] * chance["other"], rel=1e-6)


def test_a_chain_of_conditions_counts_what_must_not_happen(branches):
    frame = waterfall_frame(branches, "spread")
    assert frame["question"].tolist() == ["tried", "not stopped", "spread", "spread"]
    assert frame["title"].tolist() == ["Tried", "Not: Stopped", "Spread", "Spread"]
    # Stopped happens only where tried does, and is certain to fail elsewhere: 1/2 of what is left.
    assert frame["factor"][:3].tolist() == pytest.approx(expit([1.0, 0.0, -1.0]).tolist(), rel=1e-6)


def test_certain_steps_leave_a_frame_and_no_warning(town):
    certain = town.posterior.assign(location=town.posterior["location"] + 60)
    fit = fit_of(town.study, certain, town.answers, provenance=town.provenance, after_evidence=town.after_evidence)
    assert waterfall_frame(fit)["after"].tolist() == pytest.approx([1.0] * 4)


def test_the_chart_draws_it(town):
    text = ChartText("Title", "Words.")
    assert waterfall(waterfall_frame(town), text=text).to_dict()["description"] == "Words."


def test_what_is_no_conjunction_is_refused_with_what_is(town, branches, tmp_path):
    with pytest.raises(ValueError, match=r"harm is no conjunction.*name one of .*flood"):
        waterfall_frame(town, "harm")
    with pytest.raises(ValueError, match=r"declares no outcome.*name one of"):
        waterfall_frame(branches)
    with pytest.raises(ValueError, match="no summary is called 'mode'"):
        waterfall_frame(town, summary="mode")
    with pytest.raises(ValueError, match="no group of the fit is called 'lake'"):
        waterfall_frame(town, group="lake")
    with pytest.raises(ValueError, match=r"flood is no conjunction.*add a gate all_of"):
        waterfall_frame(synthetic_fit(write_study(tmp_path / "floods")))
    with pytest.raises(KeyError, match="no event 'tsunami'"):
        waterfall_frame(town, "tsunami")


def test_premises_of_which_no_mean_is_told_are_pooled_as_the_median(tmp_path):
    medians = "".join(
        f"{name},them,2025-01-15,n=20 median={median},,survey,s,\n"
        for name, median in {
            "storm": "40%",
            "breach": "10%",
            "pumps_fail": "30%",
            "loss | flood": "5%",
            "loss | not flood": "1%",
        }.items()
    )
    toml = PANEL_TOML.replace("threshold =", 'headline = "mean"\nthreshold =')
    fit = panel_fit(write_panel_study(tmp_path / "town", toml, medians), scale=1.5, draws=50)
    shown, other = waterfall_frame(fit), waterfall_frame(fit, summary="mean")
    assert_frame_equal(shown, waterfall_frame(fit, summary="median"))
    assert shown["after"].iloc[-1] != pytest.approx(other["after"].iloc[-1], rel=0.05)
    leads = answers_frame(fit).query("question == 'flood' and group == 'all' and summary == 'median'").iloc[0]
    assert shown["after_label"].iloc[-1] == leads["label"]
    # One voice with a mean for every premise, and it is the mean's again.
    told = "".join(f"{row.partition(' median')[0]} median=10% mean=20%,,survey,s,\n" for row in medians.splitlines())
    again = panel_fit(write_panel_study(tmp_path / "told", toml, told), scale=1.5, draws=50)
    assert_frame_equal(waterfall_frame(again), waterfall_frame(again, summary="mean"))
