"""Stated against implied: published numbers exactly, rounding at its corners, bounds, groups, options in sum."""

import csv
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from scipy.special import expit, logit

from consilience.charts.coherence import coherence
from consilience.charts.drawing.layout import ChartText
from consilience.frames.contradictions import CONTRADICTIONS, contradictions_frame
from consilience.models.factors.frames.coherence import BIAS, bias_frame, coherence_frame
from consilience.models.factors.frames.options import options_frame
from consilience.models.factors.frames.stated import COLUMNS, FACTORS, _gap_label, stated_coherence
from consilience.network import network_of
from consilience.notation import parse
from consilience.sampling.fit import Fit
from consilience.study import Estimate, Study, read_study
from tests.builders.factor_fits import TOML, panel_fit, write_panel_study
from tests.builders.fits import fit_of, synthetic_fit, write_study
from tests.conftest import ROOT
from tests.examples import examples

CHAIN = """\
title = "A chain"

[question.a]
title = "A"

[question.b]
title = "B"
given = { a = true }

[question.c]
title = "C"
parents = ["a"]
prior = "5-95% @90%"

[question.both]
title = "Both"
all_of = ["a", "b"]
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    return panel_fit(write_panel_study(tmp_path_factory.mktemp("forecasts") / "town"))


def chain(folder: Path, *rows: str) -> Study:
    cells = (row.split(",", 3) for row in rows)
    text = "".join(f'"{question}",{who},{date},"{said}",,,s,\n' for question, who, date, said in cells)
    return read_study(write_study(folder / "chain", CHAIN, text))


def only(frame: pd.DataFrame) -> pd.Series:
    (row,) = frame.to_dict("records")
    return pd.Series(row)


# Carlsmith (2021), Is Power-Seeking AI an Existential Risk?; the superforecasters' aggregates of May 2023 beside it.
def test_published_premises_give_their_products_exactly():
    frame = stated_coherence(read_study(ROOT / "forecasts" / "power-seeking")).set_index(["forecaster", "said"])
    assert tuple(frame.reset_index()[list(COLUMNS)].columns) == COLUMNS
    carlsmith, later = frame.loc[("Joe Carlsmith", "~5%")], frame.loc[("Joe Carlsmith", ">10%")]
    assert carlsmith["implied"] == pytest.approx(0.65 * 0.8 * 0.4 * 0.65 * 0.4 * 0.95, rel=1e-14)
    assert carlsmith["implied"] == pytest.approx(0.051376, rel=1e-12)
    assert not carlsmith["standing"]
    assert not carlsmith["flagged"]
    assert carlsmith["gap_label"] == "stated as the factors give"
    assert later["standing"]
    assert later["flagged"]
    assert later["gap_label"] == "stated at least 1.9 times what the factors give"
    assert (later["stated_low"], later["stated_high"]) == (pytest.approx(0.1), 1.0)


def test_the_superforecasters_total_is_not_their_product():
    frame = stated_coherence(read_study(ROOT / "forecasts" / "power-seeking")).set_index("forecaster")
    row = frame.loc["Good Judgment superforecasters"]
    assert row["implied"] == pytest.approx(0.8 * 0.9 * 0.58 * 0.25 * 0.05 * 0.4, rel=1e-14)
    assert row["implied"] == pytest.approx(0.002088, rel=1e-12)
    assert row["stated"] == pytest.approx(0.01, rel=1e-12)
    assert row["gap"] == pytest.approx(logit(0.01) - logit(0.002088), rel=1e-12)
    assert row["gap"] == pytest.approx(1.574, abs=5e-4)
    assert row["gap_label"] == "stated 4.8 times what the factors give"
    assert row["flagged"]
    assert row["kind"] == "aggregate"
    # Percents without decimals are good to half a point: the greatest product that these six round from.
    assert row["implied_high"] == pytest.approx(0.805 * 0.905 * 0.585 * 0.255 * 0.055 * 0.405, rel=1e-12)


# Christiano (2023), My views on "doom": shares of the whole that sum to his totals.
def test_shares_of_the_whole_come_back_to_the_totals_they_are_of():
    frame = stated_coherence(read_study(ROOT / "forecasts" / "doom-paths")).set_index("question")
    assert frame["implied"].to_dict() == pytest.approx(
        {"takeover": 0.22, "most_humans_die": 0.2, "future_messed_up": 0.46}, rel=1e-12
    )
    assert not frame["flagged"].any()


def test_who_leaves_a_factor_out_has_no_implied_total(tmp_path):
    study = chain(tmp_path, "a,ada,2025-01-01,50%", "both,ada,2025-01-01,5%", "b,bo,2025-01-01,50%")
    assert stated_coherence(study).empty
    assert tuple(stated_coherence(study).columns) == COLUMNS


def test_a_total_goes_with_the_factors_of_its_own_round(tmp_path):
    study = chain(
        tmp_path,
        *("a,ada,2024-01-01,50%", "b,ada,2024-01-01,50%", "both,ada,2024-01-02,25%"),
        *("a,ada,2025-01-01,90%", "both,ada,2025-01-02,45%"),
    )
    frame = stated_coherence(study)
    assert frame["implied"].tolist() == pytest.approx([0.25, 0.45])
    assert frame["standing"].tolist() == [False, True]
    assert frame["date"].tolist() == ["2024-01-02", "2025-01-02"]


def test_groups_of_a_survey_are_speakers_of_their_own(tmp_path):
    # Question after question, so that what the other group said stands between a total and its factors.
    answers = {"a": {"east": "40%", "west": "80%"}, "b": {"east": "50%", "west": "50%"}}
    answers["both"] = {"east": "20%", "west": "40%"}
    rows = "".join(
        f"{question},a poll,2025-01-01,n=100 median={said},{group},survey,s,\n"
        for question, groups in answers.items()
        for group, said in groups.items()
    )
    frame = stated_coherence(read_study(write_study(tmp_path / "poll", CHAIN, rows)))
    assert frame.set_index("group")["implied"].to_dict() == pytest.approx({"east": 0.2, "west": 0.4})
    assert not frame["flagged"].any()


def test_intervals_are_taken_at_their_middle_in_log_odds(tmp_path):
    study = chain(
        tmp_path,
        *("a,ada,2025-01-01,10-20%", "b,ada,2025-01-01,30% [10%, 60%]", "both,ada,2025-01-01,q10=1% q90=9%"),
    )
    row = only(stated_coherence(study))
    assert row["implied"] == pytest.approx(expit((logit(0.1) + logit(0.2)) / 2) * 0.3)
    assert row["stated"] == pytest.approx(expit((logit(0.01) + logit(0.09)) / 2))
    assert (row["implied_low"], row["implied_high"]) == pytest.approx((0.095 * 0.295, 0.205 * 0.305))


@pytest.mark.parametrize(
    ("factor", "total", "stated", "implied", "label"),
    [
        # Where only a bound was said, the nearest that it admits: the gap is the least there can be.
        ("50%", "<1%", 0.01, 0.25, "the factors give at least 25 times what is stated"),
        ("50%", "<40%", 0.25, 0.25, "stated and implied agree within what was said"),
        ("<10%", "20%", 0.2, 0.0505, "stated at least 4 times what the factors give"),
        ("<10%", "<20%", None, None, "stated and implied agree within what was said"),
        # A range from 0% is such a bound.
        ("0-10%", "20%", 0.2, 0.053025, "stated at least 3.8 times what the factors give"),
        ("50%", "0%", 0.005, 0.25, "the factors give at least 50 times what is stated"),
        ("100%", "50%", 0.5, 0.5, "stated as the factors give"),
    ],
)
def test_bounds_and_certainties(tmp_path, factor, total, stated, implied, label):
    study = chain(tmp_path, f"a,ada,2025-01-01,{factor}", "b,ada,2025-01-01,50%", f"both,ada,2025-01-01,{total}")
    row = only(stated_coherence(study))
    if stated is not None:
        assert (row["stated"], row["implied"]) == pytest.approx((stated, implied))
    assert row["gap_label"] == label
    assert row["flagged"] == ("agree" not in label and "as the factors" not in label)
    assert np.isfinite([row[name] for name in row.index if name.startswith("logit_")]).all()


def test_a_range_from_0_percent_in_a_mixture_is_not_0_percent(tmp_path):
    study = chain(
        tmp_path,
        *("a,ada,2025-01-01,50%", "c | a,ada,2025-01-01,0-10%", "c | not a,ada,2025-01-01,30%", "c,ada,2025-01-01,19%"),
    )
    row = only(stated_coherence(study))
    # 50% of 0% to 10% and 50% of 30%, before rounding: 15% to 20%.
    assert row["gap_label"] == "stated and implied agree within what was said"
    assert row["implied"] == pytest.approx(0.19)


def test_near_certainty_a_gap_is_said_in_points(tmp_path):
    study = chain(tmp_path, "a,ada,2025-01-01,95%", "b,ada,2025-01-01,80%", "both,ada,2025-01-01,90%")
    assert only(stated_coherence(study))["gap_label"] == "stated 14 points above what the factors give"


PERCENT = st.integers(0, 100)


@settings(max_examples=examples(40), deadline=None)
@given(st.tuples(PERCENT, PERCENT, PERCENT), st.randoms(use_true_random=False))
def test_no_rounding_goes_beyond_the_ends(tmp_path_factory, said, random):
    answers = zip(("a", "c | a", "c | not a", "c"), (*said, 50), strict=True)
    rows = [f"{question},ada,2025-01-01,{percent}%" for question, percent in answers]
    study = chain(tmp_path_factory.mktemp("s"), *rows, "b,bo,2025-01-01,5%")
    row = only(stated_coherence(study))
    cells = [(max(p / 100 - 0.005, 0), min(p / 100 + 0.005, 1)) for p in said]

    def total(a: float, if_true: float, if_false: float) -> float:
        return a * if_true + (1 - a) * if_false

    corners = [total(*corner) for corner in product(*cells)]
    assert (row["implied_low"], row["implied_high"]) == pytest.approx((min(corners), max(corners)), rel=1e-9, abs=1e-12)
    inside = total(*(random.uniform(*cell) for cell in cells))
    assert row["implied_low"] - 1e-12 <= inside <= row["implied_high"] + 1e-12
    assert row["flagged"] == (row["implied_low"] > 0.505 * (1 + 1e-9) or row["implied_high"] < 0.495 * (1 - 1e-9))


def test_beyond_twelve_factors_the_ends_are_not_known(tmp_path):
    names = [f"q{place}" for place in range(13)]
    toml = 'title = "T"\n' + "".join(f'[question.{name}]\ntitle = "{name}"\n' for name in names)
    toml += f"[question.any]\ntitle = 'Any'\nany_of = {names}\n"
    rows = "".join(f"{name},ada,2025-01-01,1%,,,s,\n" for name in (*names, "any"))
    row = only(stated_coherence(read_study(write_study(tmp_path / "many", toml, rows))))
    assert row["implied"] == pytest.approx(1 - 0.99**13)
    assert np.isnan([row["implied_low"], row["implied_high"]]).all()
    assert row["logit_implied_low"] == row["logit_implied_high"] == row["logit_implied"]
    assert not row["flagged"]


def test_a_forecaster_is_held_against_the_posterior_of_their_own_factors(town):
    frame = coherence_frame(town)
    assert tuple(frame.columns) == COLUMNS
    assert frame[["forecaster", "said", "basis"]].to_numpy().tolist() == [
        ["ada", "5%", "posterior"],
        ["cem", "1%", "posterior"],
        ["a platform", "8%", "as stated"],
    ]
    chance = expit(town.posterior["credence"].sel(forecaster="ada")).stack(draws=("chain", "draw"))
    flood = (chance.sel(question="storm") * chance.sel(question="breach") * chance.sel(question="pumps_fail")).values
    ada, platform = frame.iloc[0], frame.iloc[2]
    assert [ada["implied_low"], ada["implied"], ada["implied_high"]] == pytest.approx(
        np.quantile(flood, [0.05, 0.5, 0.95]).tolist(), rel=0.03
    )
    assert ada["gap"] == pytest.approx(logit(0.05) - logit(np.median(flood)), abs=0.02)
    assert (ada["stated_low"], ada["stated_high"]) == pytest.approx((0.045, 0.055))
    # The platform's 40%, 10% and 50% come to 2%, and it says 8%.
    assert platform["implied"] == pytest.approx(0.02)
    assert platform["flagged"]
    exact = stated_coherence(town.study)
    assert platform.to_dict() == exact.set_index("forecaster").loc["a platform"].to_dict() | {
        "forecaster": "a platform"
    }


def test_what_a_forecaster_said_before_is_held_against_the_numbers_of_then(tmp_path):
    study = chain(
        tmp_path,
        *("a,ada,2024-01-01,50%", "b,ada,2024-01-01,50%", "both,ada,2024-01-02,60%", "both,ada,2025-01-02,25%"),
    )
    frame = coherence_frame(panel_fit(study, draws=5))
    assert frame[["said", "standing", "basis", "flagged"]].to_numpy().tolist() == [
        ["25%", True, "posterior", False],
        ["60%", False, "as stated", True],
    ]


def test_a_total_that_an_open_factor_can_reach_is_not_flagged(town):
    frame = coherence_frame(town).set_index("forecaster")
    # Of the pumps Ada said nothing: 50% × 20% × what they leave reaches 5%, and no 30% would.
    assert not frame.loc["ada", "flagged"]
    impossible = Study(**{**vars_of(town.study), "rows": (*town.study.rows, said("flood", "ada", "30%", "river"))})
    fit = fit_of(impossible, town.posterior, town.answers, provenance=town.provenance)
    assert coherence_frame(fit).set_index(["forecaster", "said"]).loc[("ada", "30%"), "flagged"]


PAIR = """title = "Pair"
[question.a]
title = "A"
[question.b]
title = "B"
[question.both]
title = "Both"
all_of = ["a", "b"]
[question.either]
title = "Either"
any_of = ["a", "b"]
"""


# The ends of the cells of what was said: at most 15.5% of 20%, at least 29.5% of 10%, at most 0.155% × 1 of 20%.
@pytest.mark.parametrize(
    ("rows", "flagged", "label"),
    [
        (["a,ada,15%", "both,ada,20%"], True, "stated at least 1.3 times what the factors give"),
        (["a,ada,0.15%", "both,ada,20%"], True, "stated at least 130 times what the factors give"),
        (["a,ada,30%", "either,ada,10%"], True, "the factors give at least 2.9 times what is stated"),
        (["b,ada,99%", "either,ada,60%"], True, "stated at least 39 points below what the factors give"),
        # However little: 10.2% is 0.15 points above the 10.05% that round to 10.0%.
        (["a,ada,10.0%", "both,ada,10.2%"], True, "stated at least 0.15 points above what the factors give"),
        (["a,ada,90.0%", "both,ada,90.5%"], True, "stated at least 0.45 points above what the factors give"),
        (["a,ada,60%", "both,ada,50%"], False, "stated 3.1 times what the factors give, 1 of 2 predicted"),
        (["a,ada,30%", "either,ada,90%"], False, "stated 41 points above what the factors give, 1 of 2 predicted"),
        (["a,ada,60%", "both,ada,19%"], False, "stated within what the factors give"),
        (["a,ada,60%", "b,ada,50%", "both,ada,60%"], True, "stated 30 points above what the factors give"),
    ],
)
def test_only_what_their_own_numbers_rule_out_is_held_against_somebody(tmp_path, rows, flagged, label):
    text = "".join(
        "{},{},2024-01-01,{},,,s,\n".format(*row.split(",")) for row in (*rows, "a,ben,30%", "b,ben,27%", "b,cem,27%")
    )
    fit = panel_fit(read_study(write_study(tmp_path / "pair", PAIR, text)), draws=400)
    row = coherence_frame(fit).set_index("forecaster").loc["ada"]
    assert (row["flagged"], row["gap_label"]) == (flagged, label)


def vars_of(study: Study) -> dict[str, object]:
    return {name: getattr(study, name) for name in study.__dataclass_fields__}


def said(question: str, forecaster: str, estimate: str, group: str) -> Estimate:
    return Estimate(question, forecaster, pd.Timestamp("2025-06-01").date(), estimate, parse(estimate), group=group)


def test_where_nothing_follows_from_anything_there_is_nothing_to_hold_against(tmp_path):
    frame = coherence_frame(synthetic_fit(write_study(tmp_path / "floods")))
    assert frame.empty
    assert tuple(frame.columns) == COLUMNS


def test_biases_are_the_draws_quantiles_and_say_what_they_rest_on(town):
    frame = bias_frame(town)
    assert tuple(frame.columns) == BIAS
    assert frame[["quantity", "group", "totals"]].to_numpy().tolist() == [
        *(["delta", "river", 1], ["delta", "coast", 1], ["kappa", "", 2]),
    ]
    for row in frame.to_dict("records"):
        draws = town.posterior[row["quantity"]]
        draws = (draws.sel(group=row["group"]) if row["group"] else draws).values.ravel()
        low, value, high = np.quantile(draws, [0.05, 0.5, 0.95])
        assert (row["low"], row["value"], row["high"]) == pytest.approx((low, value, high))
        assert (row["times_low"], row["times"], row["times_high"]) == pytest.approx(tuple(np.exp([low, value, high])))
        assert row["label"] in row["says"]
        assert row["says"].endswith("odds.") or row["says"].endswith("imply.")


def test_a_group_that_stated_no_total_has_the_prior_and_says_so(tmp_path):
    rows = "storm,ada,2025-01-15,50%,river,,s,\nbreach,ada,2025-01-15,50%,river,,s,\n"
    rows += '"loss | flood",ada,2025-01-15,50%,river,,s,\n"loss | not flood",ada,2025-01-15,50%,river,,s,\n'
    frame = bias_frame(panel_fit(write_panel_study(tmp_path / "town", TOML, rows), draws=5))
    assert frame["totals"].tolist() == [0, 0]
    assert frame["says"].str.endswith("; nobody stated one, and this is the prior.").all()


def test_only_panels_have_biases(tmp_path):
    with pytest.raises(ValueError, match="fit a study with gates"):
        bias_frame(synthetic_fit(write_study(tmp_path / "floods")))


def test_the_chart_draws_them(town):
    text = ChartText("Title", "Words.")
    for frame in (coherence_frame(town), stated_coherence(read_study(ROOT / "forecasts" / "power-seeking"))):
        assert coherence(frame, domain=(-9, 3), text=text).to_dict()["description"] == "Words."


def test_contradictions_name_the_person_the_row_and_the_reason(tmp_path):
    toml = """\
title = "U"

[question.u]
title = "U"
cruxes = ["c"]

[question.c]
title = "C"

[question.first]
title = "First"
options = ["x", "y"]

[question.p]
title = "P"

[question.any]
title = "Any"
any_of = ["p", "c"]
"""
    rows = (
        "u,ada,2025-01-01,10%,,,s,\nc,ada,2025-01-01,50%,,,s,\nu | c,ada,2025-01-01,80%,,,s,\n"
        "first=x,bo,2025-01-01,70%,,,s,\nfirst=y,bo,2025-01-01,50%,,,s,\n"
        "p,cem,2025-01-01,30%,,,s,\nany,cem,2025-01-01,10%,,,s,\n"
    )
    study = read_study(write_study(tmp_path / "u", toml, rows))
    frame = contradictions_frame(study)
    assert tuple(frame.columns) == CONTRADICTIONS
    found = frame.set_index("check")
    assert found[["forecaster", "question", "line"]].to_dict("index") == {
        "incoherent_crux": {"forecaster": "ada", "question": "u | c", "line": 4},
        "options_sum": {"forecaster": "bo", "question": "first=y", "line": 6},
        "total_below_part": {"forecaster": "cem", "question": "any", "line": 8},
    }
    assert "at least 39.4%" in found.loc["incoherent_crux", "why"]
    assert frame["file"].str.endswith("a.csv").all()
    assert (frame["remedy"].str.len() > 0).all()
    assert contradictions_frame(read_study(write_study(tmp_path / "clean"))).empty


# ../shared/cases, case 22 and its expected.md: options forecast one by one that sum to 112%, 100% and 80%.
def group_sums(shared: Path, folder: Path) -> Study:
    with (shared / "cases" / "files" / "22_group_sums.csv").open(encoding="utf-8", newline="") as file:
        said = list(csv.DictReader(file))
    options = list(dict.fromkeys(row["question"].removeprefix("controls_") for row in said))
    toml = f'title = "Control"\n\n[question.controls]\ntitle = "Who controls"\noptions = {options}\n'.replace("'", '"')
    rows = "".join(
        f"{row['question'].replace('_', '=')},{row['forecaster']},{row['date']},{row['estimate']},,,{row['source']},\n"
        for row in said
    )
    return read_study(write_study(folder / "control", toml, rows))


def test_options_that_do_not_sum_to_one_are_told_by_person_and_amount(shared, tmp_path):
    study = group_sums(shared, tmp_path)
    frame = options_frame(study)
    people = frame.drop_duplicates("forecaster").set_index("forecaster")
    assert people["sum"].to_dict() == pytest.approx({"ada": 1.12, "bo": 1.0, "cem": 0.8})
    assert people["excess"].to_dict() == {"ada": 12.0, "bo": 0.0, "cem": -20.0}
    assert people["incoherent"].to_dict() == {"ada": True, "bo": False, "cem": True}
    assert frame["value"].tolist() == pytest.approx([0.6, 0.3, 0.22, 0.5, 0.3, 0.2, 0.5, 0.2, 0.1])
    assert set(contradictions_frame(study)["forecaster"]) == {"ada", "cem"}


def test_options_are_normalised_only_if_asked(shared, tmp_path):
    frame = options_frame(group_sums(shared, tmp_path), normalised=True)
    shares = {name: [round(100 * value, 2) for value in part["value"]] for name, part in frame.groupby("forecaster")}
    assert shares == {"ada": [53.57, 26.79, 19.64], "bo": [50.0, 30.0, 20.0], "cem": [62.5, 25.0, 12.5]}
    assert frame["excess"].iloc[0] == 12.0


def test_options_left_out_leave_the_sum_open(tmp_path):
    toml = 'title = "t"\n\n[question.first]\ntitle = "Who is first"\noptions = ["lab", "state", "nobody"]\n'
    rows = "first=lab,ada,2025-01-15,60%,,,s,\nfirst=state,ada,2025-01-15,20%,,,s,\n"
    rows += (
        "first=lab,bo,2025-01-15,33%,,,s,\nfirst=state,bo,2025-01-15,33%,,,s,\nfirst=nobody,bo,2025-01-15,33%,,,s,\n"
    )
    frame = options_frame(read_study(write_study(tmp_path / "first", toml, rows))).set_index("forecaster")
    assert not frame.loc["ada", "complete"].any()
    assert frame.loc["ada", "excess"].isna().all()
    assert not frame["incoherent"].any()
    # Rounding accounts for the point that is missing.
    assert frame.loc["bo", "excess"].tolist() == [-1.0] * 3


def test_a_total_on_options_is_worked_out_from_what_they_share(tmp_path):
    toml = """\
title = "t"

[question.first]
title = "Who is first"
options = ["lab", "state"]

[question.war]
title = "War"
parents = ["first=lab"]
"""
    answers = {"first=lab": "60%", "first=state": "60%", "war": "20%"}
    answers |= {"war | first=lab": "10%", "war | not first=lab": "30%"}
    rows = "".join(f"{question},ada,2025-01-15,{said},,,s,\n" for question, said in answers.items())
    study = read_study(write_study(tmp_path / "war", toml, rows))
    row = only(stated_coherence(study))
    assert row["implied"] == pytest.approx(0.5 * 0.1 + 0.5 * 0.3)
    assert np.isnan(row["implied_low"])
    assert "war" in network_of(study).events


@pytest.mark.parametrize(
    ("stated", "implied", "gap"),
    [
        (0.8, 0.821, "stated 2.1 points below what the factors give"),
        (0.08, 0.04, "stated 2 times what the factors give"),
        (0.002, 0.04, "the factors give 20 times what is stated"),
        (0.2, 0.00074, "stated 270 times what the factors give"),
        (0.3, 1.8e-7, "stated 1,700,000 times what the factors give"),
    ],
)
def test_what_rounding_or_not_knowing_closes_is_no_gap(stated: float, implied: float, gap: str) -> None:
    at, other = logit([stated, implied])
    assert _gap_label(at, other, FACTORS, bounded=False, within=False) == gap
    assert _gap_label(at, other, FACTORS, bounded=False, within=True) == "stated within what the factors give"
    assert _gap_label(at, at, FACTORS, bounded=False, within=True) == "stated as the factors give"
