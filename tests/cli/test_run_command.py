"""``consilience run``: what is printed, where, and with which exit code."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from consilience.api.running import Run
from consilience.cli import printing
from consilience.problems import Problem
from tests.builders.files import bytes_below
from tests.builders.fits import FAILED, HEADER, write_study
from tests.cli.conftest import plain

LONG = "existential_catastrophe_adversarial_optimization_of_every_kind_whatsoever"
LONG_TOML = f'title = "Long"\noutcome = "{LONG}"\n\n[question.{LONG}]\ntitle = "L"\n\n[question.short]\ntitle = "S"\n'
LONG_ROWS = f"{LONG},ada,2025-01-15,10%,,,s,\nshort,ada,2025-01-15,1%,,,s,\n"


def test_a_first_run(command, floods, sampler, snapshot):
    result = command("run")
    assert result.exit_code == 0
    assert result.stdout == snapshot
    assert result.stderr.splitlines() == ["floods: sampling", "floods: drawing charts and writing the report"]
    assert Path("results/floods/report.html").is_file()


def test_a_run_with_nothing_to_do(command, floods, sampler):
    first = command("run")
    sampler.fitted.clear()
    result = command("run")
    assert (result.exit_code, sampler.fitted, result.stderr) == (0, [], "")
    assert "Nothing changed since the last run: no sampling was done." in result.stdout
    assert first.stdout.splitlines()[:4] == result.stdout.splitlines()[:4]


def test_long_names_are_not_broken_in_a_pipe(command, project, sampler):
    write_study(project / "forecasts" / "long", LONG_TOML, LONG_ROWS)
    lines = command("run").stdout.splitlines()
    assert lines[0] == "Long"
    columns = lines[1].index("Voices")
    assert lines[2].startswith(f"{LONG}  ")
    assert lines[2][columns:].startswith("ada: 10%")
    assert lines[3][columns:].startswith("ada: 1%")
    assert not any(line.endswith(" ") for line in lines)


def summary() -> dict[str, object]:
    said = {"value": 0.123, "low": 0.0000123, "high": 0.987}
    summaries = dict.fromkeys(("median", "mean", "geometric_mean_odds"), said)
    questions = [
        {"question": name, "voices": "3", "leads": "population", "summaries": summaries}
        for name in (LONG, "日本の洪水", "[red]")
    ]
    return {
        "title": "Long [bold]",
        "outcome": LONG,
        "few": "",
        "untold": "not told by medians",
        "lead": ["A flood: median forecaster 12%."],
        "questions": questions,
    }


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
def test_a_terminal_of_any_width_shows_every_name_and_number_whole(monkeypatch, capsys, width):
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    printing.answer(summary())
    printing.outcome(Run("long", "fitted", Path("results/long"), summary()))
    text = plain(capsys.readouterr().out)
    body = text.splitlines()[:-2]
    assert text.count("12% [0.0012%, 98.7%]") == 9
    assert "…" not in text
    assert all(len(line) <= width for line in body)
    assert "[red]" in text
    assert "日本の洪水" in text
    if width == 200:
        assert LONG in text


def test_in_a_narrow_terminal_the_summaries_stand_below_each_other(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    record = summary()
    for question in record["questions"]:
        question["summaries"]["mean"] = {"value": 0.5, "low": 0.5, "high": 0.5}
    printing.answer(record)
    printing.outcome(Run("long", "fitted", Path("results/long"), record))
    lines = plain(capsys.readouterr().out).splitlines()
    places = {line.index(title) for line in lines for title in ("Median f", "Mean f", "Geom. m") if title in line}
    assert len(places) == 1


def test_a_study_at_fault(command, floods, sampler, snapshot):
    assert command("run").exit_code == 0
    before = bytes_below(Path("results"))
    (floods / "estimates" / "b.csv").write_text(f'{HEADER}flood,eve,2025-01-15,"1,5%",,,s,\n')
    result = command("run")
    assert result.exit_code == 1
    assert result.stdout == snapshot
    assert bytes_below(Path("results")) == before


def test_a_fit_that_failed_its_diagnostics(command, floods, sampler, snapshot):
    sampler.checks = FAILED
    result = command("run")
    assert result.exit_code == 3
    assert result.stdout == snapshot
    sampler.checks = FAILED[1:]
    assert command("run").exit_code == 0
    sampler.checks = FAILED
    again = command("run", "--again")
    assert again.exit_code == 3
    assert "Earlier results are kept in results/floods" in again.stdout


def test_one_study_at_fault_does_not_stop_the_others(command, floods, project, sampler):
    write_study(project / "forecasts" / "a-bad-one", rows="fire,ada,2025-01-15,10%,,,s,\n")
    result = command("run")
    assert result.exit_code == 1
    assert sampler.fitted == ["floods"]
    assert Path("results/floods/report.html").is_file()


def test_warnings_are_shown_and_the_rest_counted(command, project, sampler):
    rows = "".join(f"flood,them{i},2025-01-15,median=5%,,survey,s{i},\n" for i in range(2)) + "flood,ada,,9%,,,s,\n"
    write_study(project / "forecasts" / "floods", rows=rows)
    result = command("run")
    assert result.exit_code == 0
    assert ": warning: " in result.stdout


def test_what_check_would_not_tell_again_is_told_whole(capsys):
    scripts = [
        Problem(f"no font here draws script {place}", "install one", "study.toml", severity="warning", check="script")
        for place in range(5)
    ]
    others = [replace(scripts[0], why=f"of another kind, {place}", check="other") for place in range(5)]
    printing.outcome(Run("floods", "fitted", Path("results/floods"), problems=(*others, *scripts)))
    told = capsys.readouterr().out
    assert all(problem.why in told for problem in scripts)
    assert "and 2 more warnings: consilience check floods" in told


def test_results_go_where_they_are_asked_for(command, floods, sampler):
    assert command("run", "--results", "elsewhere").exit_code == 0
    assert Path("elsewhere/floods/report.html").is_file()
    assert not Path("results").exists()


@pytest.mark.parametrize("way", ["file", "permission"])
def test_results_that_cannot_be_written_are_one_sentence(command, floods, sampler, monkeypatch, way):
    if way == "file":
        Path("results").write_text("in the way")
    else:
        # Whoever runs the tests as root may write anywhere.
        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied", "results")

        monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    result = command("run")
    assert result.exit_code == 1
    message = result.stderr.splitlines()[-1]
    assert message.startswith("results: error: ")
    assert message.endswith("To mend it: see to it that the folder can be written and has room.")
    assert sampler.fitted == []


def test_ctrl_c_ends_it_without_a_traceback(command, floods, monkeypatch):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("consilience.sampling.fitting.fit", interrupted)
    result = command("run")
    assert result.exit_code == 130
    assert "Traceback" not in result.output
    assert [path.name for path in Path("results").iterdir()] == [".floods.lock"]


@pytest.mark.parametrize(
    "arguments", [("run", "--seed", "-1"), ("run", "--seed", "x"), ("run", "--fast"), ("fit",), ("add", "floods")]
)
def test_a_wrong_command(command, floods, arguments):
    result = command(*arguments)
    assert result.exit_code == 2
    assert "Usage: " in result.stderr


@pytest.mark.parametrize("name", ["", "check", "run", "add", "new", "runs", "show", "diff"])
def test_help(command, name, snapshot):
    result = command(*filter(None, [name]), "--help")
    assert result.exit_code == 0
    assert result.output == snapshot


def test_help_says_what_is_read_and_written(command):
    told = {name: " ".join(command(name, "--help").output.split()) for name in ("check", "run", "add", "new")}
    assert "Reads study.toml and estimates/*.csv, writes nothing" in told["check"]
    assert "Reads study.toml and estimates/*.csv; writes tables" in told["run"]
    assert "Reads the study, and writes estimates/added.csv" in told["add"]
    assert "Writes forecasts/STUDY/study.toml" in told["new"]


def consilience(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from consilience.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        encoding="ascii",
        check=False,
        timeout=120,
        env=os.environ | environment,
    )


def test_a_terminal_that_knows_ascii_only_gets_the_rest_spelled_out(project):
    done = consilience("new", "tak€over", PYTHONIOENCODING="ascii", PYTHONUTF8="1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Wrote forecasts/tak\\u20acover." in done.stdout


def test_check_imports_nothing_heavy(floods):
    script = (
        "import sys\nfrom consilience.cli import app\n"
        "try:\n    app(['check'])\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "print(*sorted({'pymc', 'pytensor', 'nutpie', 'numba', 'altair', 'arviz', 'scipy', 'pandas'} & {*sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=120)
    assert (done.stdout, done.stderr) == ("floods: 0 errors, 0 warnings\n\n", "")
