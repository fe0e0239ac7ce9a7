"""A study that is followed: in Python, by runs, and back from disk."""

import json
from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from benchmarks.followed import panel, row
from consilience.api import read_fit, read_study, runs
from consilience.api.fits import with_methods
from consilience.api.running import run
from consilience.models import following
from consilience.models.registry import stored_model
from consilience.problems import DiagnosticsError, WrongValueError
from consilience.sampling.fit import Diagnostic
from consilience.sampling.provenance import versions
from consilience.sampling.reweight import OutOfReachError
from consilience.sampling.store import FIT_FILE, read_earlier
from consilience.sampling.update import reweight
from consilience.study import append_estimate, settings_digest
from tests.api.conftest import Sampler, published_with, stand_in
from tests.builders.factor_fits import write_panel_study
from tests.builders.fits import synthetic_fit
from tests.builders.following import changed, there_and_back

SINCE = {("drought", "2025-02-01T12:00:00+00:00")}
COAST = {"group": "coast", "date": "2025-01-20", "file": "a.csv"}


def stand_in_for_followed(patch: pytest.MonkeyPatch) -> Sampler:
    """Fits that say of themselves what those of the sampler say."""
    sampler = stand_in(patch)

    def fit(model, study, *, seed, progress=None):
        sampler.fitted.append(study.name)
        made = synthetic_fit(study, seed=getattr(sampler, "seed", seed), draws=500)
        asked = {name: settings_digest(study, name) for name in study.questions}
        told = {**made.provenance, "settings": settings_digest(study), "asked": asked}
        told |= {"seed": seed, "versions": versions()}
        # What was said moves these draws little: they know next to nothing of it.
        posterior = made.posterior.assign(
            location=made.posterior["location"] * 0.2 - 2.4, scale=made.posterior["scale"] * 0 + 1
        )
        return replace(made, provenance=told, posterior=posterior)

    patch.setattr("consilience.sampling.fitting.fit", fit)
    patch.setattr("consilience.models.following.fit_model", fit)
    return sampler


@pytest.fixture
def sampled(monkeypatch: pytest.MonkeyPatch) -> Sampler:
    return stand_in_for_followed(monkeypatch)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published_with(stand_in_for_followed, tmp_path_factory.mktemp("followed"))


@pytest.fixture
def results(results: Path, sampled: Sampler) -> Path:
    """Results of an earlier run, and the sampler for what comes later."""
    return results


def test_a_run_reweights_what_the_last_full_fit_reaches(study: Path, results: Path, sampled) -> None:
    append_estimate(study, "flood", "eve", "3%", **COAST)
    outcome = run(study, results)
    assert (outcome.status, sampled.fitted) == ("reweighted", [])
    assert outcome.how.startswith("Reweighted from the full fit of 2025-02-01")
    assert "Came: eve on A flood: 3%." in outcome.moved
    assert outcome.summary["questions"][0]["statements"] == 5
    assert run(study, results).status == "unchanged"

    # From the full fit again, and back to it to the last digit.
    append_estimate(study, "flood", "eve", "4%", **COAST)
    assert run(study, results).status == "reweighted"
    file = study / "estimates" / "a.csv"
    file.write_text("".join(line for line in file.read_text().splitlines(keepends=True) if ",eve," not in line))
    assert run(study, results).status == "reweighted"
    listed = runs(study, results)
    assert [run.number for run in listed] == [1, 2, 3, 4]
    first, last = (listed[place].record["summary"]["questions"] for place in (0, -1))
    assert [question["summaries"] for question in first] == [question["summaries"] for question in last]
    assert sampled.fitted == []
    assert run(study, results, again=True).status == "fitted"


def test_another_title_and_another_order_of_rows_move_no_digit(study: Path, results: Path, sampled) -> None:
    before = json.loads((results / "floods" / "summary.json").read_text())
    toml, file = study / "study.toml", study / "estimates" / "a.csv"
    toml.write_text(toml.read_text().replace("A flood", "The flood"))
    header, *rows = file.read_text().splitlines(keepends=True)
    file.write_text(header + "".join(reversed(rows)))
    outcome = run(study, results)
    assert (outcome.status, sampled.fitted) == ("reweighted", [])
    assert "nothing that counts has changed" in outcome.how
    assert "Nothing that counts came, went or changed." in outcome.moved
    for old, new in zip(before["questions"], outcome.summary["questions"], strict=True):
        assert old["summaries"] == new["summaries"]


def test_what_the_draws_do_not_reach_is_sampled_and_said(study: Path, results: Path, sampled) -> None:
    append_estimate(study, "flood", "eve", "3%", **COAST | {"group": "hill"})
    outcome = run(study, results)
    assert (outcome.status, sampled.fitted) == ("fitted", ["floods"])
    assert outcome.how.startswith("Sampled in full, since a question, or a group that answers it, came or went.")


def test_a_full_fit_moves_no_digit_of_what_nothing_new_bears_on(study: Path, results: Path, sampled) -> None:
    before = json.loads((results / "floods" / "summary.json").read_text())
    # By the draws of this seed the answer to the other question is another one in its last digits.
    sampled.seed = 99
    append_estimate(study, "flood", "eve", "3%", **COAST | {"group": "hill"})
    outcome = run(study, results)
    assert (outcome.status, sampled.fitted) == ("fitted", ["floods"])
    assert "On 1 question nothing new bears: numbers stand as published before where" in outcome.how
    flood, drought = zip(before["questions"], outcome.summary["questions"], strict=True)
    assert flood[0]["summaries"] != flood[1]["summaries"]
    assert drought[0]["summaries"] == drought[1]["summaries"]
    record = json.loads((results / "floods" / "provenance.json").read_text())
    assert {(name, since) for name, _, _, since in record["stand"]["answers"]} == SINCE
    assert "1 other answer: no change beyond simulation noise." in outcome.moved

    # Sampled once more, it stands as it did.
    sampled.seed = 7
    append_estimate(study, "flood", "fay", "4%", **COAST | {"group": "vale"})
    again = run(study, results)
    told = again.summary["questions"][1]["summaries"]
    assert (again.status, told["median"]) == ("fitted", drought[0]["summaries"]["median"])
    record = json.loads((results / "floods" / "provenance.json").read_text())
    assert {(name, since) for name, _, _, since in record["stand"]["answers"]} == SINCE


@pytest.mark.parametrize("change", ["seed", "code", "versions", "a torn fit"])
def test_a_fit_of_other_code_or_seed_or_a_torn_one_is_not_followed(
    study, results, sampled, monkeypatch, change
) -> None:
    append_estimate(study, "flood", "eve", "3%", **COAST)
    if change == "code":
        monkeypatch.setattr("consilience.api.running.code_digest", lambda: "other code")
    elif change == "versions":
        monkeypatch.setattr("consilience.api.running.versions", lambda: {"pymc": "99"})
    elif change == "a torn fit":
        file = results / "floods" / FIT_FILE
        file.write_bytes(file.read_bytes()[:5000])
    assert run(study, results, seed=7 if change == "seed" else 1).status == "fitted"
    assert sampled.fitted == ["floods"]


def test_a_reweighted_fit_comes_back_from_disk_as_it_was(study: Path, results: Path, sampled) -> None:
    full = read_fit(results / "floods", study)
    append_estimate(study, "flood", "eve", "3%", **COAST)
    append_estimate(study, "flood", "ada", "12%", **COAST | {"group": "river"})
    assert run(study, results).status == "reweighted"
    now = read_study(study)
    fit, again = read_fit(results / "floods", now), full.update(now)
    assert fit.reweighted is not None
    assert fit.answers.equals(again.answers)
    assert fit.posterior.equals(again.posterior)
    assert fit.how == again.how
    assert {str(check) for check in fit.checks} == {str(check) for check in again.checks}
    assert {row.said for row in fit.full.study.weighed if row.forecaster == "ada"} == {"10%", "30%"}
    assert read_earlier(results / "floods" / FIT_FILE, now, stored_model)[0].answers.equals(full.answers)


def test_a_fit_is_of_what_was_said_when_it_was_made(study: Path, results: Path) -> None:
    append_estimate(study, "flood", "eve", "3%", **COAST)
    fit = read_fit(results / "floods", study)
    assert "eve" not in {row.forecaster for row in fit.study.rows}
    assert fit.update(read_study(study)).reweighted is not None


# Somebody came, thought again, took their answer back.
CHANGES = (
    ({("flood", "p2"): "20%"}, row("flood", "eve", "4%")),
    ({("flood", "p12"): None, ("flood", "p4"): "40%"},),
    ({("flood", "p5"): None}, row("flood", "eve", "30%", "coast"), row("flood", "fay", "10%")),
)


@pytest.mark.slow
@pytest.mark.certified("consensus")
def test_arrivals_agree_with_full_refits() -> None:
    """There and back, a few at a time; ``python -m benchmarks.followed`` has fifty, each by itself."""
    off: list[float] = []
    for seed in (3, 4, 5):
        before = panel("consensus", 15, np.random.default_rng(seed))
        full, found = there_and_back(before, CHANGES)
        with pytest.raises(OutOfReachError):
            reweight(full, changed(before, {}, row("flood", "eve", "0.0001%")))
        off += found
    # Three answers of each, there and back; some of it is out of reach.
    assert len(off) >= 2 * 2 * len(CHANGES) * 3
    # Of so many differences in standard errors, as many are large as of normal ones, or a few more. Those of the three
    # answers of a fit go together: one panel's would be six.
    assert np.max(np.abs(off)) < 4
    assert np.sqrt(np.mean(np.square(off))) < 1.4


def test_the_history_of_an_answer_is_without_hindsight_and_ends_with_it(study: Path, results: Path, sampled) -> None:
    append_estimate(study, "flood", "eve", "3%", group="coast", date="2025-03-01", file="a.csv")
    append_estimate(study, "flood", "ada", "12%", group="river", date="2025-03-02", file="a.csv")
    fit = read_fit(results / "floods", study).update(read_study(study))
    series = fit.history("flood")
    assert series["day"].dt.strftime("%Y-%m-%d").tolist() == [
        *(f"2025-01-{day}" for day in range(15, 20)),
        *("2025-03-01", "2025-03-02"),
    ]
    # Ada, Bo, Cem, Dee; a platform is not counted; Eve; Ada again.
    assert series["statements"].tolist() == [1, 2, 3, 4, 4, 5, 5]
    now = fit.summary(full=True)
    led = now[(now["question"] == "flood") & (now["group"] == "all") & (now["summary"] == "median")].iloc[0]
    assert series.iloc[-1][["value", "low", "high"]].tolist() == led[["value", "low", "high"]].tolist()
    assert series["how"].iloc[-1].startswith("Reweighted")
    # With Cem a group came.
    assert series["how"].iloc[1].startswith("Sampled in full, since a question")


def short_of_draws(fit):
    """As if the chains had been slow: what is left by any change is too little."""
    checks = [check for check in fit.checks if check.name != "ess_bulk"]
    return replace(fit, checks=(*checks, Diagnostic("ess_bulk", 400.0, 400.0, True, "", "the centre is known")))


def test_what_is_left_stands_in_while_a_full_fit_is_sampled(study: Path, results: Path, sampled, monkeypatch) -> None:
    fit = with_methods(short_of_draws(read_fit(results / "floods", study)))
    append_estimate(study, "flood", "eve", "3%", **COAST)
    go_on, sample = Event(), following.fit_model

    def waiting(*args, **kwargs):
        assert go_on.wait(30)
        return sample(*args, **kwargs)

    monkeypatch.setattr("consilience.models.following.fit_model", waiting)
    standing = fit.update(read_study(study), background=True)
    assert standing.refit_pending
    assert standing.reweighted is not None
    assert not standing.passed
    assert "Stands in, not to be published" in standing._repr_html_()
    with pytest.raises(DiagnosticsError):
        standing.report(study.parent / "report.html")
    go_on.set()
    full = standing.wait()
    assert not standing.refit_pending
    assert (full.reweighted, full.wait(), full.refit_pending) == (None, full, False)
    assert full.how.startswith("Sampled in full, since too few effective draws are left")
    # What comes later is from the full fit.
    append_estimate(study, "flood", "fay", "4%", **COAST)
    assert standing.update(read_study(study), background=True).full.study is full.study
    assert sampled.fitted == ["floods"]


def test_a_study_of_another_model_is_another_fit(study: Path, results: Path) -> None:
    fit = read_fit(results / "floods", study)
    now = read_study(write_panel_study(study.parent / "gated"))
    with pytest.raises(WrongValueError, match=r"asks for the model of factors.*cs\.fit\(study\)"):
        fit.update(now)


def test_out_of_a_notebook_a_full_fit_is_waited_for(study: Path, results: Path, sampled) -> None:
    fit = with_methods(short_of_draws(read_fit(results / "floods", study)))
    append_estimate(study, "flood", "eve", "3%", **COAST)
    now = fit.update(read_study(study))
    assert (now.reweighted, now.refit_pending) == (None, False)


def test_what_fails_in_the_background_is_told_to_whoever_waits(study: Path, results: Path, monkeypatch) -> None:
    fit = with_methods(short_of_draws(read_fit(results / "floods", study)))
    append_estimate(study, "flood", "eve", "3%", **COAST)

    def broken(*_, **__):
        raise OSError("the disk is full")

    monkeypatch.setattr("consilience.models.following.fit_model", broken)
    with pytest.raises(OSError, match="the disk is full"):
        fit.update(read_study(study), background=True).wait()
