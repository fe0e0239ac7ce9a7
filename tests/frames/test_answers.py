"""The frames of a fit: intervals against numpy's own quantiles, counts, pools beside the consensus, densities."""

import math
import sys

import numpy as np
import pytest

from consilience.frames import (
    SUMMARY_TITLES,
    answers_frame,
    density_frame,
    headline_frame,
    headline_of,
    headlined,
    pools_frame,
    probability_below,
)
from consilience.frames.answers import UNTOLD, tells_of_mean
from consilience.report.lead import lead_sentences
from consilience.study import read_study
from tests.builders.factor_fits import TOML as PANEL_TOML, panel_fit, write_panel_study
from tests.builders.fits import TOML, synthetic_fit, write_study

LEVELS = {"low": 0.05, "low50": 0.25, "value": 0.5, "high50": 0.75, "high": 0.95}
ROWS = (
    "flood,ada,2025-01-15,10%,river,,s,\nflood,bo,2025-01-15,20%,,,s,\nflood,cem,2025-01-15,5%,,,s,\n"
    "flood,years,2025-01-15,3 of 40,river,base_rate,s,\nflood,web,2025-01-15,7%,river,aggregate,s,\n"
)


def draws(fit, question: str, group: str, summary: str) -> np.ndarray:
    names = [fit.answers[name].values for name in ("question", "group", "summary")]
    (place,) = np.flatnonzero(np.all(np.stack(names) == np.array([[question], [group], [summary]]), axis=0))
    return fit.answers["value"].values[:, :, place].ravel()


def test_the_intervals_are_the_quantiles_of_the_draws(fit):
    frame = answers_frame(fit)
    assert len(frame) == 2 * 3 * 4
    for row in frame.to_dict("records"):
        sample = draws(fit, row["question"], row["group"], row["summary"])
        for name, level in LEVELS.items():
            logit = np.quantile(sample, level)
            assert row[f"logit_{name}"] == pytest.approx(logit)
            assert row[name] == pytest.approx(1 / (1 + math.exp(-logit)))


def test_a_label_is_the_value_with_its_interval(fit):
    row = answers_frame(fit).iloc[0]
    assert row["summary_title"] == SUMMARY_TITLES[row["summary"]]
    value, low, high = (f"{100 * row[name]:.2g}" for name in ("value", "low", "high"))
    assert row["label"] == f"{value}% [{low}%, {high}%]"


def test_statements_are_counted_by_group_and_over_all(fit):
    frame = answers_frame(fit).query("summary == 'median'").set_index(["question", "group"])
    assert frame["statements"].to_dict() == {
        ("flood", "all"): 4,
        ("flood", "river"): 2,
        ("flood", "coast"): 2,
        ("drought", "all"): 2,
        ("drought", "river"): 1,
        ("drought", "coast"): 1,
    }


def test_those_without_a_group_are_counted_and_base_rates_are_no_groups(tmp_path):
    fit = synthetic_fit(write_study(tmp_path / "study", rows=ROWS))
    frame = answers_frame(fit).query("summary == 'median'").set_index("group")
    assert frame["statements"].to_dict() == {"all": 4, "river": 1, "": 2}


def test_the_headline_has_a_row_a_question_in_the_order_of_the_study(fit):
    frame = headline_frame(fit)
    assert list(frame.index) == ["flood", "drought"]
    assert list(frame.columns) == ["title", "statements", "voices", "leads", *SUMMARY_TITLES]
    assert frame.loc["flood", "title"] == "A flood"


def test_exclusive_options_are_told_apart_by_their_titles(tmp_path):
    toml = 'title = "t"\n\n[question.first]\ntitle = "Who is first"\noptions = ["lab", "state"]\n'
    rows = "first=lab,ada,2025-01-15,60%,,,s,\nfirst=state,ada,2025-01-15,40%,,,s,\n"
    frame = headline_frame(synthetic_fit(write_study(tmp_path / "study", toml, rows)))
    assert frame["title"].to_dict() == {"first=lab": "Who is first: lab", "first=state": "Who is first: state"}


def test_the_share_below_a_threshold_is_that_of_the_draws(fit):
    sample = draws(fit, "flood", "all", "mean")
    share = np.mean(sample < math.log(0.06 / 0.94))
    assert 0.05 < share < 0.95
    assert probability_below(fit, "flood", 0.06, "mean") == pytest.approx(share)
    assert probability_below(fit, "flood", "6%", "mean") == pytest.approx(share)
    with pytest.raises(ValueError, match="threshold is one probability, and '5-9%' is not"):
        probability_below(fit, "flood", "5-9%")
    assert probability_below(fit, "flood", 0.0) == 0
    assert probability_below(fit, "flood", 1.0) == 1


def test_pools_stand_beside_the_consensus(fit):
    frame = pools_frame(fit, "drought")
    assert list(frame["method"]) == [
        *("linear", "trimmed", "median", "geometric_mean_odds", "extremized"),
        *("consensus_median", "consensus_mean", "consensus_geometric_mean_odds"),
    ]
    assert list(frame["order"]) == list(range(8))
    linear = frame.iloc[0]
    assert (linear["family"], linear["label"], linear["note"]) == ("pool", "25%", "")
    assert linear["value"] == pytest.approx(0.25)
    assert math.isnan(linear["low"])
    consensus = frame.iloc[5]
    assert consensus["logit_low"] < consensus["logit_value"] < consensus["logit_high"]


def test_an_undefined_pool_says_by_whom(fit):
    frame = pools_frame(fit, "flood").set_index("method")
    undefined = frame.loc["geometric_mean_odds"]
    assert math.isnan(undefined["value"])
    assert undefined["label"] == "undefined"
    assert undefined["note"] == f"undefined by {undefined['certain']}"
    assert undefined["certain"] == "dee (0%)"
    assert (frame.loc["linear", "note"], frame.loc["linear", "certain"]) == ("", "")
    assert frame.loc["linear", "bounded"] == "3.3% to 3.5% with the bounds"
    without = "a platform (7%), an aggregate, no voice; cem (<1%), who gave a bound alone"
    assert set(frame.loc[frame["family"] == "pool", "without"]) == {without}


@pytest.mark.parametrize(("said", "value"), [("0%", 0), ("100%", 1)])
def test_a_pool_of_certainties_has_a_value_and_no_place_on_the_axis(tmp_path, said, value):
    rows = f"flood,ada,2025-01-15,{said},,,s,\nflood,bo,2025-01-15,{said},,,s,\n"
    frame = pools_frame(synthetic_fit(write_study(tmp_path / "study", rows=rows)), "flood").set_index("method")
    assert frame.loc["linear", "value"] == value
    assert frame.loc["linear", "label"] == f"{value:.0%}"
    assert math.isnan(frame.loc["linear", "logit_value"])
    assert not np.isinf(frame[["logit_value", "logit_low", "logit_high"]].to_numpy()).any()


def test_base_rates_alone_leave_every_pool_undefined(tmp_path):
    fit = synthetic_fit(write_study(tmp_path / "study", rows="flood,years,2025-01-15,3 of 40,,base_rate,s,\n"))
    frame = pools_frame(fit, "flood").query("family == 'pool'")
    assert set(frame["label"]) == {"undefined"}
    assert set(frame["note"]) == {"undefined: no statement has a single number"}


def test_densities_do_without_what_takes_half_a_second_to_import(fit, monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy.stats", None)
    assert len(density_frame(fit, "flood"))


def test_densities_are_those_of_one_unit_of_probability(fit):
    frame = density_frame(fit, "flood")
    assert set(frame["question_title"]) == {"A flood"}
    for curve, rows in frame.groupby("curve"):
        area = np.trapezoid(rows["density"], rows["logit"])
        # The prior, a Student t with four degrees of freedom, is drawn as far as 2.5 scales, which hold 93% of it.
        assert area == pytest.approx(0.9332 if curve == "prior" else 1, abs=5e-3)
        assert len(rows) == 240


@pytest.mark.parametrize("sd", [1.0, 0.1, 0.003])
def test_a_narrow_peak_has_no_corners(sd, fit, monkeypatch):
    draws = np.random.default_rng(1).normal(-3, sd, 4000)
    monkeypatch.setattr("consilience.frames.densities.answer_draws", lambda *_: draws)
    heights = density_frame(fit, "flood").query("curve == 'posterior'")["density"]
    assert heights.diff().abs().max() < heights.max() / 15


def test_the_prior_is_the_declared_one(tmp_path):
    toml = TOML.replace('title = "A flood"', 'title = "A flood"\nprior = "10% [1%, 50%] @90%"')
    study = read_study(write_study(tmp_path / "study", toml))
    prior = density_frame(synthetic_fit(study), "flood").query("curve == 'prior'")
    peak = prior.loc[prior["density"].idxmax(), "logit"]
    assert peak == pytest.approx(math.log(1 / 9), abs=0.35)


MEDIANS = """\
flood,p,2025-01-15,"n=400 median=5.5% ci95=[4%, 7%]",public,survey,s,
flood,q,2025-01-15,n=30 median=12.5%,experts,survey,s,
drought,ada,2025-01-15,30%,public,,s,
drought,q,2025-01-15,n=30 median=12.5% mean=20%,experts,survey,s,
"""


def test_no_mean_is_told_where_medians_alone_were_published(tmp_path):
    study = read_study(write_study(tmp_path / "study", rows=MEDIANS))
    fit = synthetic_fit(study)
    means = answers_frame(fit).query("summary == 'mean'").set_index(["question", "group"])
    assert set(means.loc["flood", "label"]) == {UNTOLD}
    assert means.loc["flood", ["value", "low", "logit_high50"]].isna().all(axis=None)
    assert means.loc["drought", "value"].notna().all()
    others = answers_frame(fit).query("summary != 'mean'")
    assert others["value"].notna().all()
    pools = pools_frame(fit, "flood").set_index("method")
    assert pools.loc["consensus_mean", "note"] == "only medians and intervals were published"
    assert pools.loc["consensus_mean", "label"] == "undefined"


def test_who_is_one_of_those_asked_tells_of_the_mean(tmp_path):
    rows = MEDIANS + "flood,eve,2025-01-15,40%,experts,,s,\n"
    fit = synthetic_fit(read_study(write_study(tmp_path / "study", rows=rows)))
    assert tells_of_mean(fit, "flood", "experts")
    # The public's is a half of the mean over both, and nobody knows it.
    assert not tells_of_mean(fit, "flood", "public")
    assert not tells_of_mean(fit, "flood")


def test_people_of_a_panel_tell_of_the_mean_of_their_one_group(tmp_path):
    survey = "storm,them,2025-01-15,n=30 median=12.5%,river,survey,s,\n"
    # The row on the storm names no group; the one on the wall, later, does.
    ada = "storm,ada,2025-01-15,30%,,,s,\nbreach,ada,2025-01-16,10%,river,,s,\n"
    rest = "".join(f"{on},bo,2025-01-16,10%,coast,,s,\n" for on in ("breach", "loss | flood", "loss | not flood"))
    for rows, told in ((survey + ada + rest, True), (survey + rest, False)):
        fit = panel_fit(write_panel_study(tmp_path / str(told) / "town", PANEL_TOML, rows), draws=25)
        assert fit.posterior["group"].values.tolist() == ["river", "coast"]
        assert tells_of_mean(fit, "storm", "river") is tells_of_mean(fit, "storm") is told


def test_a_headlined_mean_gives_way_to_the_median_where_it_is_not_told(tmp_path):
    toml = TOML.replace('threshold = "10%"', 'headline = "mean"')
    fit = synthetic_fit(read_study(write_study(tmp_path / "study", toml, MEDIANS)))
    assert (headlined(fit, "flood"), headlined(fit, "drought")) == ("median", "mean")
    assert headline_of(fit, "flood").answer.startswith("median forecaster ")
    said = "The mean forecaster, whom the study headlines, is not told by published medians."
    assert said in lead_sentences(fit)
    assert said not in lead_sentences(synthetic_fit(write_study(tmp_path / "median", rows=MEDIANS)))
