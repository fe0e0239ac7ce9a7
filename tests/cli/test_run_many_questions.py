"""What a run prints of a study of dozens of cruxes: the outcome and the cruxes, not the outcome in every state."""

from pathlib import Path

import pytest

from consilience.api.running import Run
from consilience.cli import printing


def answers(cruxes: int) -> Run:
    """A run of an outcome and so many cruxes, each with the outcome given it and given its absence."""
    said = {"value": 0.123, "low": 0.05, "high": 0.25}
    names = ["famine"]
    for crux in range(cruxes):
        names += [f"crux_{crux}", f"famine | crux_{crux}", f"famine | not crux_{crux}"]
    summaries = dict.fromkeys(("median", "mean", "geometric_mean_odds"), said)
    questions = [{"question": name, "voices": "3", "leads": "population", "summaries": summaries} for name in names]
    lead = ["A famine: median forecaster 12%."]
    summary = {
        "title": "Famine",
        "outcome": "famine",
        "few": "",
        "untold": "not told by medians",
        "lead": lead,
        "questions": questions,
    }
    return Run("famine", "fitted", Path("results/famine"), summary)


def printed(run: Run, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """First column of the table that is printed."""
    printing.answer(run.summary)
    printing.outcome(run)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Famine"
    end = lines.index("A famine: median forecaster 12%.")
    return [line.partition("  ")[0] for line in lines[2:end]]


def test_of_37_cruxes_the_states_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    run = answers(37)
    assert len(run.summary["questions"]) == 112
    assert printed(run, capsys) == ["famine", *(f"crux_{crux}" for crux in range(37))]


@pytest.mark.parametrize(("cruxes", "rows"), [(0, 1), (2, 7), (13, 40), (14, 15)])
def test_of_few_questions_every_one_is_printed(cruxes: int, rows: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(printed(answers(cruxes), capsys)) == rows


def test_the_terminal_gets_the_same_rows(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    printing.answer(answers(37).summary)
    printing.outcome(answers(37))
    text = capsys.readouterr().out
    assert "crux_36" in text
    assert "|" not in text
