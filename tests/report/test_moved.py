"""What moved since the last published answer, and who moved it: in sentences, and on the page."""

import json
from dataclasses import replace

import numpy as np
import pytest

from consilience.frames.answers import answer_draws
from consilience.frames.pulls import MOST_CHANGES, pulls
from consilience.history.archive import carry_over, keep, published
from consilience.history.moved import answer_record
from consilience.history.statements import weighed_in
from consilience.models.consensus import Consensus
from consilience.report.moved import moved_since
from consilience.report.page import report_html
from consilience.report.tables import summary_json
from consilience.sampling.precision import answer_errors
from tests.builders.fits import synthetic_fit, write_study
from tests.builders.hostile import HOSTILE


def tied(fit):
    """The invented fit, its answers on the flood those of its groups' locations, which lie near 8%."""
    location = fit.posterior["location"] * 0.8 - 0.1
    of_flood = fit.posterior["pair_question"].values == "flood"
    answers = fit.answers.copy(deep=True)
    places = (fit.answers["question"].values == "flood") & (fit.answers["summary"].values == "median")
    answers["value"].values[:, :, places] = location.values[:, :, of_flood].mean(axis=2)[:, :, None]
    scale = fit.posterior["scale"] * 0 + 1
    return replace(fit, posterior=fit.posterior.assign(location=location, scale=scale), answers=answers)


def with_said(study, **said):
    for forecaster, estimate in said.items():
        study = study.with_estimate("flood", forecaster, estimate, group="coast")
    return study


def record(fit):
    return answer_record(json.loads(summary_json(fit)), weighed_in(fit.study), answer_errors(fit), {})


def publish(fit, folder):
    folder.mkdir()
    carry_over(folder.with_name("nothing"), folder)
    keep(record(fit), folder, "2025-03-01T12:00:00+00:00")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return synthetic_fit(write_study(tmp_path_factory.mktemp("a") / "floods")).study


def fit_of(study, draws=1000):
    return tied(synthetic_fit(study, draws=draws))


def test_a_pull_is_what_the_answer_would_be_without(study):
    now = with_said(study, eve="25%", fay="7%", gus=">0%")
    fit = fit_of(now)
    found = pulls(fit, study, "flood")
    assert found[0].change["forecaster"] == "eve"
    assert {pull.change["forecaster"] for pull in found if not pull.by} >= {"gus"}

    # By plain importance weights, which need no smoothing here.
    (eve,) = [row for row in now.weighed if row.forecaster == "eve"]
    weights = np.exp(-Consensus().log_likelihood(fit.posterior, now, [eve])[:, 0])
    draws = answer_draws(fit, "flood", "median")
    order = np.argsort(draws)
    plain = np.interp(0.5, np.cumsum(weights[order]) / weights.sum(), draws[order])
    assert abs(np.log(found[0].without / (1 - found[0].without)) - plain) < 0.01
    assert found[0].by == pytest.approx(np.median(draws) - plain, abs=0.01)
    assert str(found[0]).startswith("If eve’s 25% had not come, the answer would be ")


def test_who_changed_and_who_went_pull_too(study):
    before = with_said(study, eve="25%", fay="7%")
    now = replace(before, rows=tuple(row for row in before.rows if row.forecaster != "eve"))
    now = now.with_estimate("flood", "ada", "40%", group="river", date=max(row.date for row in before.rows))
    found = {pull.change["forecaster"]: pull for pull in pulls(fit_of(now), before, "flood")}
    assert {name: pull.change.what for name, pull in found.items()} == {"eve": "went", "ada": "changed"}
    assert found["eve"].by < 0 < found["ada"].by
    assert "eve’s 25% had not gone" in str(found["eve"])


def test_of_a_flood_of_changes_nobody_is_named(study):
    now = with_said(study, **{f"p{place}": "25%" for place in range(MOST_CHANGES + 1)})
    assert pulls(fit_of(now), study, "flood") == []


def test_nothing_is_said_before_a_second_answer(study, tmp_path):
    assert moved_since(fit_of(study), tmp_path / "floods", record(fit_of(study))).sentences == ()


def test_a_damaged_history_keeps_nothing_from_being_published(study, tmp_path):
    fit = fit_of(study)
    publish(fit, tmp_path / "floods")
    published(tmp_path / "floods")[0].file.write_bytes(b"torn")
    assert moved_since(fit, tmp_path / "floods", record(fit)).sentences == ()


def test_a_move_is_told_with_who_moved_it(study, tmp_path):
    many = with_said(study, **{f"p{place}": "7%" for place in range(4)})
    publish(fit_of(many), tmp_path / "floods")
    now = fit_of(with_said(many, eve="25%", fay="15%"))
    moved = replace(now, answers=now.answers + 0.7)
    told = moved_since(moved, tmp_path / "floods", record(moved)).sentences
    assert told[0] == "Since run 1, 2025-03-01:"
    assert told[1] == "Came: eve on A flood: 25%, fay on A flood: 15%."
    assert " → " in told[2]
    assert told[2].startswith("A flood: median forecaster ")
    assert "A flood: who moved it most." in told
    assert any(sentence.startswith("If eve’s 25% had not come") for sentence in told)


def test_the_same_answer_is_no_change(study, tmp_path):
    fit = fit_of(with_said(study, **{f"p{place}": "7%" for place in range(4)}))
    publish(fit, tmp_path / "floods")
    told = moved_since(fit, tmp_path / "floods", record(fit)).sentences
    assert told[1] == "Nothing that counts came, went or changed."
    assert told[2].startswith("A flood: no change, median forecaster ")


def test_whatever_is_said_is_text_on_the_page(study):
    fit = fit_of(study, draws=100)
    page = report_html(fit, [], list(HOSTILE.values()))
    plain = report_html(fit, [])
    assert "What moved" in page
    assert "What moved" not in plain
    for said in HOSTILE.values():
        if "<" in said:
            assert page.count(said) == plain.count(said)
