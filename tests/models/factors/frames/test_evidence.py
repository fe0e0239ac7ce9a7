"""What each test changed: closed forms through a study, and the published answers at both ends."""

import math
from dataclasses import replace

import numpy as np
import pytest

from consilience.models.factors.frames.evidence import evidence_frame
from consilience.study import read_study
from tests.builders.factor_fits import TOML, panel_fit, write_panel_study

EXACT = """\
title = "One factor"
outcome = "takeover"

[question.attempts]
title = "It tries"

[question.takeover]
title = "It takes over"
all_of = ["attempts"]

[evidence.probe]
title = "A probe"
on = "attempts"
observed = "negative"
trials = 3
sensitivity = "60%"
false_positive_rate = "0%"
"""
EXACT_ROWS = "attempts,ada,2025-01-15,50%,,,s,\n"
AUDIT = """
[evidence.audit]
title = "An audit"
on = "breach"
positives = 1
trials = 2
sensitivity = "50% [30%, 80%]"
false_positive_rate = "5 of 25"
common_failure = "10%"
"""


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    return panel_fit(write_panel_study(tmp_path_factory.mktemp("evidence") / "flood", TOML + AUDIT))


def exact(tmp_path, more: str = "", replaced: tuple[str, str] = ("", "")):
    """A panel of people who all hold exactly 50%."""
    toml = EXACT.replace(*replaced) + more
    return panel_fit(write_panel_study(tmp_path / "s", toml, EXACT_ROWS), location=0.0, scale=1e-9, jitter=0.0)


def test_three_clean_trials_take_even_odds_to_the_closed_form(tmp_path):
    # Odds of 1 times (1 - 0.6)^3, over the mean of (1 - r)^3 for rates from 0% to 0.5%, which 0% says.
    ratio = 0.4**3 / ((1 - 0.995**4) / 4 / 0.005)
    frame = evidence_frame(exact(tmp_path))
    for question in ("takeover", "attempts"):
        before, after = frame[frame["question"] == question].to_dict("records")
        assert (before["stage"], before["detail"], before["label"]) == ("Before any evidence", "", "50% [50%, 50%]")
        assert math.isnan(before["bayes_factor"])
        assert before["value"] == pytest.approx(0.5, abs=1e-8)
        assert after["stage"] == "A probe"
        assert after["bayes_factor"] == pytest.approx(ratio, rel=1e-6)
        assert after["value"] == pytest.approx(ratio / (1 + ratio), abs=1e-6)
        assert after["logit_high"] == pytest.approx(math.log(ratio), abs=1e-5)
        assert after["detail"] == "3 clean trials, sensitivity 60%, false-positive rate 0%"


def test_a_common_failure_bounds_what_trials_can_tell(tmp_path):
    flaw = 'common_failure = "5%"\ntrials = 3000'
    frame = evidence_frame(exact(tmp_path, replaced=("trials = 3", flaw)), "takeover")
    # What rates from 0% to 0.5% leave of 3,000 clean trials, where nothing is wrong.
    clean = 0.05 + 0.95 * (1 - 0.995**3001) / 3001 / 0.005
    assert frame["value"].iloc[1] == pytest.approx(0.05 / (0.05 + clean), rel=1e-4)
    assert frame["detail"].iloc[1].endswith("common failure 5%")


def test_positive_trials_of_a_test_without_false_positives_are_no_proof(tmp_path):
    # The mean of r³ over a rate from 0 to 0.5% is a quarter of 0.5%³.
    fit = exact(tmp_path, replaced=('observed = "negative"', 'observed = "positive"'))
    last = evidence_frame(fit).iloc[1]
    assert last["bayes_factor"] == pytest.approx(4 * 0.6**3 / 0.005**3, rel=0.01)
    assert (last["value"] < 1, last["detail"].split(",")[0]) == (True, "3 positive trials")
    assert np.isfinite(last[["logit_value", "logit_low", "logit_high"]].astype(float)).all()


def test_the_ends_are_the_published_answers(panel):
    frame = evidence_frame(panel)
    assert list(frame["question"].unique()) == ["flood", "breach"]
    assert list(frame["group"].unique()) == ["all", "river", "coast"]
    for (question, group), rows in frame.groupby(["question", "group"]):
        assert list(rows["order"]) == [0, 1, 2]
        assert list(rows["stage"]) == ["Before any evidence", "An inspection of the wall", "An audit"]
        for answers, row in ((panel.answers, rows.iloc[0]), (panel.after_evidence, rows.iloc[2])):
            wanted = (answers["question"] == question) & (answers["group"] == group) & (answers["summary"] == "median")
            draws = answers["value"].values[..., wanted.values].ravel()
            found = row[["logit_low", "logit_value", "logit_high"]].astype(float)
            assert list(found) == pytest.approx(list(np.quantile(draws, [0.05, 0.5, 0.95])))


def test_between_is_what_a_study_with_the_first_test_alone_publishes(panel):
    evidence = {"inspection": panel.study.evidence["inspection"]}
    alone = evidence_frame(panel_fit(replace(panel.study, evidence=evidence)), "flood")
    both = evidence_frame(panel, "flood")
    numbers = ["value", "low", "high", "bayes_factor"]
    assert both.query("order == 1")[numbers].to_numpy() == pytest.approx(alone.query("order == 1")[numbers].to_numpy())


def test_a_test_shifts_the_tested_factor_by_its_bayes_factor(panel):
    rows = evidence_frame(panel).query("question == 'breach' and group == 'all'")
    # Of every forecaster, and so of the median one.
    assert np.diff(rows["logit_value"])[1] == pytest.approx(math.log(rows["bayes_factor"].iloc[2]))
    assert rows["bayes_factor"].iloc[1] == pytest.approx(0.4**3 / 0.95**3)
    assert rows["detail"].iloc[2] == (
        "1 of 2 trials positive, sensitivity 50% [30%, 80%], false-positive rate 5 of 25, common failure 10%"
    )


def test_what_cannot_be_shown_says_why(panel, fit, tmp_path):
    with pytest.raises(ValueError, match="without evidence"):
        evidence_frame(panel_fit(replace(panel.study, evidence={})))
    with pytest.raises(ValueError, match="gates, parents or evidence"):
        evidence_frame(fit)
    with pytest.raises(KeyError, match=r"'drought'.*name one of storm"):
        evidence_frame(panel, "drought")
    folder = write_panel_study(tmp_path / "s", EXACT.replace('outcome = "takeover"\n', ""), EXACT_ROWS)
    with pytest.raises(ValueError, match="declares no outcome"):
        evidence_frame(panel_fit(read_study(folder)))
