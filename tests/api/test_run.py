"""The main job: what is fitted again, what is kept, what is refused."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from consilience.api import running
from consilience.api.running import run
from consilience.sampling.provenance import code_digest
from tests.api.conftest import Sampler
from tests.builders.files import bytes_below
from tests.builders.fits import FAILED, TOML, write_study

HEADER = "question,forecaster,date,estimate,group,until,source\n"


@pytest.fixture(autouse=True)
def _no_draws_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here reads them, and to write them takes a third of a run."""
    monkeypatch.setattr("consilience.report.results.write_fit", lambda fit, path: path.touch())


def append(study: Path, row: str) -> None:
    with (study / "estimates" / "a.csv").open("a", encoding="utf-8") as file:
        file.write(row)


def test_the_first_run_fits_and_publishes(study: Path, sampler: Sampler, tmp_path: Path) -> None:
    told: list[tuple[str, float | None]] = []
    outcome = run(study, tmp_path / "results", progress=lambda what, share: told.append((what, share)))
    assert (outcome.study, outcome.status, outcome.problems) == ("floods", "fitted", ())
    assert outcome.results == tmp_path / "results" / "floods"
    assert outcome.summary == json.loads((outcome.results / "summary.json").read_text("utf-8"))
    assert [question["question"] for question in outcome.summary["questions"]] == ["flood", "drought"]
    assert all(check.passed for check in outcome.checks)
    assert told == [("sampling", 0.5), ("drawing charts and writing the report", None)]
    record = json.loads((outcome.results / "provenance.json").read_text("utf-8"))
    assert set(record["inputs"]) == {"study.toml", "a.csv"}
    assert record["stands_until"] is None


def test_a_second_run_does_nothing(study: Path, results: Path, sampler: Sampler) -> None:
    before = bytes_below(results)
    outcome = run(study, results)
    assert (outcome.status, sampler.fitted) == ("unchanged", [])
    assert outcome.summary["title"] == "Floods"
    assert bytes_below(results) == before


def test_an_estimate_that_comes_while_the_model_samples_is_fitted_next_time(
    study: Path, tmp_path: Path, sampler: Sampler
) -> None:
    late = [lambda: append(study, "flood,eve,2025-01-20,3%,coast,,a talk,\n")]
    outcome = run(study, tmp_path / "results", progress=lambda what, share: late.pop()() if late else None)
    assert outcome.status == "fitted"
    again = run(study, tmp_path / "results")
    assert (again.status, sampler.fitted) == ("fitted", ["floods", "floods"])
    assert again.summary["questions"][0]["statements"] == outcome.summary["questions"][0]["statements"] + 1


def test_a_study_that_has_moved_is_unchanged(study: Path, results: Path, sampler: Sampler) -> None:
    moved = study.parents[1] / "elsewhere" / "floods"
    moved.parent.mkdir()
    study.rename(moved)
    assert run(moved, results).status == "unchanged"
    assert sampler.fitted == []


CHANGES = {
    "an estimate": lambda study, _: append(study, "flood,eve,2025-01-20,3%,coast,,a talk,\n"),
    "a date": lambda study, _: (study / "estimates" / "a.csv").write_text(
        (study / "estimates" / "a.csv").read_text().replace("2025-01-15,10%", "2025-01-14,10%")
    ),
    "a new file": lambda study, _: (study / "estimates" / "b.csv").write_text(f"{HEADER}flood,eve,2025-01-20,3%,,,s\n"),
    "study.toml": lambda study, _: (study / "study.toml").write_text(TOML.replace("A flood", "The flood")),
    "a lost report": lambda _, results: (results / "report.html").unlink(),
    "a lost chart": lambda _, results: (results / "charts" / "overview.svg").unlink(),
    "a lost fit": lambda _, results: (results / "fit.nc").unlink(),
    "a lost summary": lambda _, results: (results / "summary.json").unlink(),
    "a broken summary": lambda _, results: (results / "summary.json").write_text("{"),
    "a lost record": lambda _, results: (results / "provenance.json").unlink(),
    "a broken record": lambda _, results: (results / "provenance.json").write_bytes(b"\xff\x00"),
    "a record of something else": lambda _, results: (results / "provenance.json").write_text("[1]"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_fitted_again(study: Path, results: Path, sampler: Sampler, change: str) -> None:
    CHANGES[change](study, results / "floods")
    assert run(study, results).status == "fitted"
    assert sampler.fitted == ["floods"]
    assert run(study, results).status == "unchanged"


def test_another_seed_is_another_fit(study: Path, results: Path, sampler: Sampler) -> None:
    before = json.loads((results / "floods" / "provenance.json").read_text())["key"]
    assert run(study, results, seed=7).status == "fitted"
    record = json.loads((results / "floods" / "provenance.json").read_text())
    assert record["key"] != before
    assert record["seed"] == 7
    assert run(study, results, seed=7).status == "unchanged"
    assert run(study, results).status == "fitted"
    assert sampler.fitted == ["floods"] * 2


@pytest.mark.parametrize(
    ("name", "value"), [("code_digest", lambda: "other code"), ("versions", lambda: {"pymc": "99"})]
)
def test_other_code_or_packages_make_results_stale(study, results, sampler, monkeypatch, name, value) -> None:
    monkeypatch.setattr(running, name, value)
    assert run(study, results).status == "fitted"


def test_again_fits_again(study: Path, results: Path, sampler: Sampler) -> None:
    assert run(study, results, again=True).status == "fitted"
    assert sampler.fitted == ["floods"]


def test_a_withdrawn_forecast_makes_results_stale_on_its_day(
    tmp_path: Path, sampler: Sampler, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = dt.date.today()
    ends = [today + dt.timedelta(days=days) for days in (9, 5)]
    study = write_study(tmp_path / "forecasts" / "floods")
    rows = "".join(f"flood,{name},2025-01-15,4%,,{end},s\n" for name, end in zip(("eve", "fay"), ends, strict=True))
    (study / "estimates" / "b.csv").write_text(HEADER + rows)
    assert run(study, tmp_path / "results").status == "fitted"
    record = json.loads((tmp_path / "results" / "floods" / "provenance.json").read_text())
    assert record["stands_until"] == ends[1].isoformat()

    class Later(dt.date):
        @classmethod
        def today(cls) -> dt.date:
            return today + dt.timedelta(days=cls.days)

    monkeypatch.setattr(running, "date", Later)
    Later.days = 4
    assert run(study, tmp_path / "results").status == "unchanged"
    Later.days = 5
    assert run(study, tmp_path / "results").status == "fitted"


def test_a_study_at_fault_keeps_its_earlier_results(study: Path, results: Path, sampler: Sampler) -> None:
    before = bytes_below(results)
    append(study, 'flood,eve,2025-01-20,"1,5%",,,s,\nfire,eve,2025-01-20,1%,,,s,\n')
    outcome = run(study, results)
    assert (outcome.status, dict(outcome.summary), sampler.fitted) == ("at_fault", {}, [])
    assert [problem.line for problem in outcome.problems] == [9, 10]
    assert bytes_below(results) == before


def test_a_fit_that_fails_its_diagnostics_keeps_the_earlier_results(
    study: Path, results: Path, sampler: Sampler
) -> None:
    before = bytes_below(results)
    append(study, "flood,eve,2025-01-20,3%,coast,,a talk,\n")
    sampler.checks = FAILED
    outcome = run(study, results)
    assert (outcome.status, dict(outcome.summary)) == ("failed", {})
    assert [check.name for check in outcome.checks if not check.passed] == ["r_hat"]
    assert bytes_below(results) == before
    sampler.checks = FAILED[1:]
    assert run(study, results).status == "fitted"


def test_a_fit_that_fails_at_first_leaves_nothing(study: Path, tmp_path: Path, sampler: Sampler) -> None:
    sampler.checks = FAILED
    assert run(study, tmp_path / "results").status == "failed"
    assert [path.name for path in (tmp_path / "results").iterdir()] == [".floods.lock"]


def test_a_missing_study_is_a_problem_and_not_an_exception(tmp_path: Path) -> None:
    outcome = run(tmp_path / "nowhere", tmp_path / "results")
    assert outcome.status == "at_fault"
    assert [problem.why for problem in outcome.problems] == ["there is no such study folder"]


def test_results_that_cannot_be_written_are_found_before_sampling(
    study: Path, tmp_path: Path, sampler: Sampler
) -> None:
    (tmp_path / "results").write_text("a file is in the way")
    with pytest.raises(OSError, match="results"):
        run(study, tmp_path / "results")
    assert sampler.fitted == []


def test_a_study_in_which_nobody_spoke_is_at_fault(tmp_path: Path) -> None:
    study = write_study(tmp_path / "forecasts" / "floods", rows="flood,web,2025-01-15,7%,,aggregate,s,\n")
    outcome = run(study, tmp_path / "results")
    assert outcome.status == "at_fault"
    assert outcome.problems[0].why.startswith("no estimate of a person or a survey stands")


def test_a_group_called_all_is_refused_by_line(tmp_path: Path) -> None:
    rows = "flood,ada,2025-01-15,7%,coast,,s,\nflood,bo,2025-01-15,7%,all,,s,\n"
    outcome = run(write_study(tmp_path / "forecasts" / "floods", rows=rows), tmp_path / "results")
    assert outcome.status == "at_fault"
    assert [problem.line for problem in outcome.problems] == [3]
    assert "the answer over all groups" in outcome.problems[0].why


HEAVY = ("pymc", "pytensor", "nutpie", "numba", "altair", "vl_convert", "arviz", "arviz_stats", "xarray", "pandas")
UNCHANGED = """
import sys
from consilience.api import running
from consilience.api.running import run
outcome = run(sys.argv[1], sys.argv[2])
print(outcome.status, *sorted(name for name in sys.argv[3:] if name in sys.modules))
"""


def test_a_run_with_nothing_to_do_imports_nothing_heavy(study: Path, sampler: Sampler, tmp_path: Path) -> None:
    # The sources may have been worked on since this process began.
    code_digest.cache_clear()
    results = run(study, tmp_path / "results").results.parent
    done = subprocess.run(
        [sys.executable, "-c", UNCHANGED, os.fspath(study), os.fspath(results), *HEAVY],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.stdout, done.stderr) == ("unchanged\n", "")
