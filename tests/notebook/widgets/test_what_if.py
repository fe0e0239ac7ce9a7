"""A what-if from Python: what is chosen, shown, kept and refused; no browser."""

import json
from pathlib import Path

import numpy as np
import pytest

from consilience.api.study_fit import StudyFit
from consilience.notebook.widgets.what_if import WhatIf
from consilience.problems import UnknownNameError, WrongValueError
from tests.builders.factor_fits import ROWS, TOML, panel_fit
from tests.builders.fits import made_once, synthetic_fit, write_study
from tests.builders.hostile import HOSTILE
from tests.builders.named_fits import cruxes, hostile_panel, panel


@pytest.fixture
def fit() -> StudyFit:
    return made_once(panel, "enough people")


@pytest.fixture
def what_if(fit: StudyFit) -> WhatIf:
    return fit.what_if()


def test_it_starts_as_fitted_and_says_whose_numbers(what_if: WhatIf, fit: StudyFit) -> None:
    after = fit.charts.evidence_steps  # it has evidence: the answer shown is the one after it
    assert after
    assert what_if.head["starts_from"].startswith(
        "Forecasters like those who spoke (4 voices), as the model infers them."
    )
    assert "nobody said this" in what_if.head["note"]
    fitted, now = what_if.answers
    assert (fitted["name"], now["name"]) == ("As fitted", "What if")
    assert fitted["levels"] == now["levels"]
    assert "as fitted" in what_if.says


def test_a_moved_factor_moves_the_answer_and_reset_brings_it_back(what_if: WhatIf) -> None:
    before = what_if.answer
    what_if.move(storm="90%")
    assert what_if.answer.levels["value"] > before.levels["value"]
    assert [factor["moved"] for factor in what_if.factors] == [True, False, False]
    assert what_if.factors[0]["at"][1] == "90%"
    what_if.move({"storm": 0.9})
    what_if.reset()
    assert what_if.answer.levels == pytest.approx(before.levels)


def test_scenarios_are_a_table_beside_what_was_fitted(what_if: WhatIf) -> None:
    what_if.move(storm="90%")
    what_if.save("A stormy coast")
    what_if.test("inspection", trials=10)
    what_if.save()
    frame = what_if.scenarios
    assert frame.index.tolist() == ["As fitted", "A stormy coast", "Scenario 2"]
    assert frame.loc["A stormy coast", "storm"] == pytest.approx(0.9)
    assert frame.loc["As fitted", "odds"] == 1
    assert frame.loc["Scenario 2", "tests"] == "inspection"
    assert (frame["low"] <= frame["value"]).all()
    assert [row["name"] for row in what_if.answers] == ["As fitted", "What if", "A stormy coast", "Scenario 2"]
    what_if.reset()
    what_if.load("A stormy coast")
    assert what_if.answer.label == frame.loc["A stormy coast", "label"]
    what_if.remove("Scenario 2")
    assert what_if.scenarios.index.tolist() == ["As fitted", "A stormy coast"]


def test_numbers_that_are_none_are_refused_and_nothing_changes(what_if: WhatIf) -> None:
    before = what_if.answer
    for said in ("0%", "100%", 1.0, "10-20%", float("nan")):
        with pytest.raises(WrongValueError, match="probability that has odds"):
            what_if.move(storm=said)
    with pytest.raises(UnknownNameError, match=r"no factor is called 'sturm'.*write 'storm' if that is meant"):
        what_if.move(sturm="10%")
    with pytest.raises(WrongValueError, match="4 of 3 trials cannot be positive"):
        what_if.test("inspection", positives=4)
    with pytest.raises(UnknownNameError, match="no pool is called 'best'"):
        what_if.choose(pool="best")
    with pytest.raises(UnknownNameError, match="no event is called 'sea'"):
        what_if.add_test("sea", "50%", "10%")
    assert what_if.answer == before
    assert what_if.choices["now"]["pool"] == "median"


def test_what_the_page_asks_and_cannot_have_is_told(what_if: WhatIf) -> None:
    what_if.act({"do": "move", "factor": "storm", "text": "often"})
    assert what_if.trouble
    what_if.act({"do": "test", "name": "inspection", "field": "trials", "value": "three"})
    assert "whole number" in what_if.trouble
    what_if.act({"do": "move", "factor": "storm", "z": 1.0})
    assert not what_if.trouble


def test_one_persons_own_numbers_can_be_moved(what_if: WhatIf) -> None:
    what_if.choose(basis="ada")
    assert what_if.head["starts_from"] == (
        "ada's own numbers, as said. Left open, and taken from the model: pumps_fail. "
        "The answer is what they imply after the tests."
    )
    assert what_if.answers[0]["name"] == "As predicted"
    assert not what_if.choices["pool"]


def test_what_was_moved_is_nobodys_and_stands_beside_what_they_imply(what_if: WhatIf) -> None:
    what_if.choose(basis="ada")
    own = what_if.answers[0]["label"]
    implied = f"ada's factors, 1 of 3 predicted and after the tests, imply {own}."
    assert what_if.says.startswith(implied)
    what_if.move(storm="90%")
    what_if.test("inspection", used=False)
    assert what_if.says.startswith(
        f"With “A storm comes” at 90% and “An inspection of the wall” left out: {what_if.answer.label}, its odds are "
    )
    assert "those before. Below 1% with probability " in what_if.says
    assert what_if.says.endswith(f". Before, {implied}")
    assert "as said" not in what_if.says


def test_of_a_single_voice_its_own_numbers_come_first() -> None:
    what_if = made_once(panel, "one voice").what_if()
    assert what_if.head["starts_from"].startswith("ada's own numbers")


def test_where_the_voices_lead_the_population_is_said_to_be_inferred() -> None:
    what_if = made_once(panel, "everything").what_if()
    assert what_if.head["starts_from"].startswith(
        "Forecasters like them, inferred from 4 voices: under three people are known to stand behind an answer. "
        "What they said themselves is not this."
    )


def test_the_pool_and_the_prior_are_chosen(tmp_path: Path) -> None:
    fit = synthetic_fit(write_study(tmp_path / "floods"))
    what_if = fit.what_if("flood")
    answers = fit.summary(full=True).query("question == 'flood' and group == 'all'").set_index("summary")["label"]
    for pool in ("mean", "geometric_mean_odds", "median"):
        what_if.choose(pool=pool)
        assert what_if.answer.label == answers[pool]
    other = what_if.choices["prior"][1][0]
    what_if.choose(prior=other)
    assert what_if.answer.label == fit.other_priors("flood").set_index("prior")["label"][other]


def test_one_crux_is_moved_at_a_time(tmp_path: Path) -> None:
    what_if = cruxes("two camps", tmp_path).what_if()
    what_if.move(war="80%")
    what_if.move(blight="5%")
    assert [factor["moved"] for factor in what_if.factors] == [True, False]
    assert "One crux at a time" in what_if.head["factors"]


def test_whoever_cannot_be_left_out_by_reweighting_leaves_no_number_and_an_offer(what_if: WhatIf) -> None:
    what_if.leave_out("coast")
    assert what_if.answer is None
    assert what_if.left["refit"]
    assert [row["name"] for row in what_if.answers] == ["As fitted"]
    assert "Nothing is shown without them" in what_if.says
    with pytest.raises(WrongValueError, match="no answer to save"):
        what_if.save("x")
    what_if.bring_back()
    assert what_if.answer is not None
    assert not what_if.left["says"]


def test_the_refit_that_is_offered_answers(what_if: WhatIf, fit: StudyFit, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def again(model: object, study: object, *, seed: int) -> StudyFit:
        asked.append(study)
        return panel_fit(study, location=1.0, draws=25)  # type: ignore[arg-type]

    monkeypatch.setattr("consilience.sampling.fitting.fit", again)
    what_if.leave_out("coast")
    what_if.refit()
    assert {row.forecaster for row in asked[0].voices} == {"ada", "bo"}
    assert what_if.left == {
        "says": "Without cem, dee: fitted anew, all diagnostics passed.",
        "warn": False,
        "refit": False,
    }
    assert what_if.answer.levels["value"] > what_if.answers[0]["levels"][2]
    what_if.save("Without the coast")
    assert what_if.scenarios["left_out"].tolist() == ["", "cem, dee"]


def test_a_saved_notebook_shows_a_picture_with_the_names_of_the_scenarios(what_if: WhatIf) -> None:
    what_if.move(storm="90%")
    what_if.save("A <b>stormy</b> coast")
    still = what_if.still()
    assert "A &lt;b&gt;stormy" in still.svg
    assert "<b>" not in still.svg
    assert "nobody said this" in still.svg
    assert "A storm comes: 90%" in still.svg
    assert still.words.startswith("What if: The town is flooded: Median forecaster")


def test_everything_that_goes_to_the_page_is_plain_data(tmp_path: Path) -> None:
    what_if = hostile_panel(tmp_path).what_if()
    state = {
        name: value for name, value in what_if.get_state().items() if not name.startswith("_") and name != "layout"
    }
    told = json.loads(json.dumps(state))["voices"]
    assert HOSTILE["template"] in [name for group in told for name, _ in group["names"]]
    assert "<script>" not in what_if.still().svg


def test_everything_stays_finite_at_the_far_ends(tmp_path: Path) -> None:
    fit = panel_fit(write_study(tmp_path / "town", TOML, ROWS), location=-25.0, draws=25)
    what_if = fit.what_if()
    what_if.move(storm=1e-12)
    assert np.isfinite(list(what_if.answer.levels.values())).all()
