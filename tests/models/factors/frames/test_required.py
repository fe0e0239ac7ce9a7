"""The burden of proof: closed forms, a search by brute force, and that declaring what is found gives what was asked."""

from dataclasses import replace

import numpy as np
import pytest

from consilience.evidence.elicited import likelihoods_of
from consilience.evidence.record import record_likelihood
from consilience.models.factors.frames.forecasters import drawn_forecasters
from consilience.models.factors.frames.required import required_evidence
from consilience.network import network_of
from consilience.notation import parse
from consilience.problems import NotationError
from consilience.study import Evidence
from tests.builders.factor_fits import panel_fit, write_panel_study

EXACT = """\
title = "One factor"
outcome = "takeover"
threshold = "1%"

[question.attempts]
title = "It tries"

[question.takeover]
title = "It takes over"
all_of = ["attempts"]
"""
EXACT_ROWS = "attempts,ada,2025-01-15,50%,,,s,\n"
REGULATED = """\
title = "A factor that protects"
outcome = "accident"

[question.regulated]
title = "Licences are required"

[question.accident]
title = "An accident"
parents = ["regulated"]
"""


@pytest.fixture(scope="module")
def even(tmp_path_factory):
    """A panel of people who all hold exactly 50%."""
    folder = write_panel_study(tmp_path_factory.mktemp("burden") / "exact", EXACT, EXACT_ROWS)
    return panel_fit(folder, location=0.0, scale=1e-9, jitter=0.0)


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    folder = write_panel_study(tmp_path_factory.mktemp("burden") / "flood")
    return panel_fit(folder, location=[[0.5, -0.5, 0, 0, 0], [0, -1, 0.5, 0, 0]], jitter=0.7)


def with_record(fit, trials: int, sensitivity: float, common_failure: str | None = None):
    """The same panel, once the record that was asked for has come in."""
    shared = parse(common_failure) if common_failure else None
    test = Evidence("new", "breach", trials, 0, parse(f"{100 * sensitivity:.12f}%"), parse("2%"), shared)
    evidence = {**fit.study.evidence, "new": test}
    study = replace(fit.study, evidence=evidence)
    return panel_fit(study, location=[[0.5, -0.5, 0, 0, 0], [0, -1, 0.5, 0, 0]], jitter=0.7)


def risk(fit, confidence: float, outcome: str = "flood") -> float:
    answers = fit.after_evidence
    keys = list(zip(*(answers[name].values for name in ("question", "group", "summary")), strict=True))
    draws = answers["value"].values[..., keys.index((outcome, "all", "median"))].ravel()
    return 1 / (1 + np.exp(-np.quantile(draws, confidence, method="inverted_cdf")))


def test_even_odds_come_down_as_the_closed_form_says(even):
    # 0.4^5 is above 1/99 and 0.4^6 below.
    found = required_evidence(even, "takeover", "1%", "90%", on="attempts", sensitivity="60%")
    assert (found.trials, found.sensitivity, found.frontier, found.possible) == (6, None, None, True)
    assert (found.outcome, found.on, found.threshold, found.confidence) == ("takeover", "attempts", 0.01, 0.9)
    assert found.risk == pytest.approx(0.5)
    assert found.floor == pytest.approx(0)
    assert str(found) == (
        "6 clean trials of sensitivity 60% on “It tries”, without false positives, would bring the median "
        "forecaster's risk of “It takes over” to 1% or below with 90% confidence. As things stand it is at 50% or "
        "below with that confidence."
    )
    alarmed = required_evidence(even, "takeover", "1%", on="attempts", sensitivity="60%", false_positive_rate="1 in 20")
    assert "on “It tries”, with false positives at 1 in 20, would bring" in alarmed.says
    by_trials = required_evidence(even, on="attempts", trials=2)
    assert by_trials.sensitivity == pytest.approx(1 - 99**-0.5)
    assert "2 clean trials of sensitivity 90%" in by_trials.says


def test_the_frontier_without_and_with_a_common_failure(even):
    found = required_evidence(even, threshold=0.05, on="attempts", common_failure=0.01)
    by_flaw = dict(list(found.frontier.groupby("common_failure")))
    assert list(by_flaw) == [0.0, 0.01]
    for flaw, rows in by_flaw.items():
        assert list(rows["trials"]) == list(range(1, 31))
        missed = (1 / 19 - flaw) / (1 - flaw)
        assert list(rows["sensitivity"]) == pytest.approx(list(1 - missed ** (1 / rows["trials"])))
    assert set(by_flaw[0.01]["label"]) == {"common failure 1%"}
    assert found.says.startswith("1 clean trial of sensitivity 95.7% or 30 clean trials of sensitivity ")
    assert required_evidence(even, on="attempts").frontier["label"].unique().tolist() == ["no common failure"]


def test_a_shared_flaw_leaves_a_floor(even):
    found = required_evidence(even, on="attempts", sensitivity=0.99, common_failure="5%")
    assert (found.trials, found.possible) == (None, False)
    assert found.floor == pytest.approx(0.05 / 1.05)
    assert "However sensitive the tests and however many, 4.8% would remain: one flaw may hide everything" in found.says
    assert not required_evidence(even, on="attempts", common_failure="5%").possible


def test_what_is_not_about_the_factor_remains(panel):
    found = required_evidence(panel, "harm", "0.1%", trials=5)
    assert not found.possible
    assert found.floor > 0.001
    assert "it is not about what they test" in found.says


def test_a_test_that_cannot_tell_is_not_blamed_on_the_risk(even):
    found = required_evidence(even, on="attempts", sensitivity=0.3, false_positive_rate=0.3)
    assert not found.possible
    assert "No number of clean trials up to 10,000 of sensitivity 30%" in found.says
    assert "a more sensitive test could" in found.says
    long = required_evidence(even, on="attempts", trials=40, false_positive_rate=0.2, common_failure=0.001)
    assert not long.possible
    assert "fewer trials could" in long.says


def test_a_risk_below_the_threshold_needs_nothing(even):
    found = required_evidence(even, threshold="60%", on="attempts", sensitivity=0.6)
    assert (found.trials, found.possible) == (0, True)
    assert found.says.startswith("No further evidence is needed")
    assert (required_evidence(even, threshold="60%", on="attempts").frontier["sensitivity"] == 0).all()


@pytest.mark.parametrize("common_failure", [None, "1%"])
def test_declaring_the_record_that_was_found_brings_the_risk_down(panel, common_failure):
    # Of a panel whose people differ, after the evidence that it has declared already.
    asked = {"false_positive_rate": 0.02, "common_failure": common_failure or 0.0}
    found = required_evidence(panel, threshold="0.2%", confidence=0.8, sensitivity=0.5, **asked)
    assert found.on == "breach"
    assert found.trials > 1
    assert found.risk == pytest.approx(risk(panel, 0.8))
    assert risk(with_record(panel, found.trials, 0.5, common_failure), 0.8) <= 0.002
    assert risk(with_record(panel, found.trials - 1, 0.5, common_failure), 0.8) > 0.002
    found = required_evidence(panel, threshold="0.2%", confidence=0.8, trials=2, **asked)
    assert risk(with_record(panel, 2, found.sensitivity + 1e-6, common_failure), 0.8) <= 0.002
    # The median of an even number of forecasters lies between the middle two, of whom the second decides.
    assert risk(with_record(panel, 2, found.sensitivity - 0.02, common_failure), 0.8) > 0.002


@pytest.mark.parametrize("outcome", ["flood", "harm"])
def test_the_floor_is_what_the_best_record_leaves(panel, outcome):
    found = required_evidence(panel, outcome, "0.1%", trials=1, false_positive_rate=0.02, common_failure="1%")
    best = with_record(panel, 1, 1.0, "1%")
    assert found.floor == pytest.approx(risk(best, 0.9, outcome), rel=0.02)


def test_a_factor_that_protects_is_searched_by_brute_force(tmp_path):
    rows = "regulated,ada,2025-01-15,50%,,,s,\naccident | regulated,ada,2025-01-15,1%,,,s,\n"
    rows += "accident | not regulated,ada,2025-01-15,20%,,,s,\n"
    folder = write_panel_study(tmp_path / "s", REGULATED, rows)
    fit = panel_fit(folder, location=[0.0, -4.0, -1.0], scale=[1, 0.3, 0.3])
    network, share = network_of(fit.study), {}
    for sensitivity in (0.0, 0.5, 0.99):
        likelihoods = {**likelihoods_of(fit.study), "regulated": record_likelihood(sensitivity, 0.0, trials=1)}
        medians = [
            np.median(network.log_odds(panel, "accident", None, likelihoods).reshape(len(panel), -1), axis=1)
            for panel in drawn_forecasters(fit)
        ]
        share[sensitivity] = np.quantile(1 / (1 + np.exp(-np.concatenate(medians))), 0.9)
    # Finding no regulation raises the risk, so that no record helps, and none is needed where it is low enough.
    assert share[0.0] < share[0.5] < share[0.99]
    assert not required_evidence(fit, threshold=share[0.0] * 0.9, on="regulated", trials=1).possible
    assert required_evidence(fit, threshold=share[0.0] * 1.1, on="regulated", trials=1).sensitivity == 0


def test_elicited_power_tells_less_than_its_best_value(panel):
    exact = required_evidence(panel, threshold="0.01%", sensitivity="60%")
    elicited = required_evidence(panel, threshold="0.01%", sensitivity="60% [30%, 85%]")
    assert elicited.trials > exact.trials
    assert "sensitivity 60% [30%, 85%]" in elicited.says


def test_a_factor_asked_given_others_can_be_the_outcome(panel):
    found = required_evidence(panel, "breach", "5%", on="breach", sensitivity=0.6)
    assert found.possible
    assert found.trials > 0


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ({"trials": 3, "sensitivity": 0.5}, ValueError, "leave one out"),
        ({"on": None}, ValueError, "it declares no evidence. To mend it: name as on=… one of attempts"),
        ({"on": "weather"}, KeyError, "no event 'weather'"),
        ({"outcome": "doom"}, KeyError, "no answer to 'doom'"),
        ({"threshold": "1-2%"}, ValueError, "threshold is one probability"),
        ({"threshold": 15}, ValueError, "threshold is one probability"),
        ({"threshold": "<1%"}, ValueError, "threshold is one probability"),
        ({"threshold": "1"}, NotationError, "two readings"),
        ({"confidence": 90}, ValueError, "confidence is one probability"),
        ({"sensitivity": 60}, ValueError, "sensitivity must be a probability"),
        ({"trials": 0}, ValueError, "at least one trial"),
    ],
)
def test_what_cannot_be_asked_says_why(even, asked, error, message):
    with pytest.raises(error, match=message):
        required_evidence(even, **{"on": "attempts", **asked})


def test_what_the_study_does_not_declare_must_be_named(panel, fit):
    silent = panel_fit(replace(panel.study, threshold=None))
    with pytest.raises(ValueError, match="declares no threshold"):
        required_evidence(silent)
    second = replace(panel.study.evidence["inspection"], name="second", on="storm")
    study = replace(panel.study, evidence={**panel.study.evidence, "second": second})
    with pytest.raises(ValueError, match="its evidence is about breach and storm"):
        required_evidence(panel_fit(study))
    with pytest.raises(ValueError, match="gates, parents or evidence"):
        required_evidence(fit, on="drought")
