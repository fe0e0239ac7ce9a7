"""``consilience export``: the answer that a run left behind as another program's file."""

from pathlib import Path

import pytest

import consilience as cs
from tests.builders.files import bytes_below


@pytest.fixture
def ran(command, floods, sampler):
    assert command("run").exit_code == 0
    return floods


@pytest.mark.parametrize("format", cs.EXPORTERS)
def test_each_format_is_written_and_named(command, ran, project, format):
    result = command("export", "floods", format, "out/answers")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "Wrote out/answers"
    assert (project / "out" / "answers").read_bytes()


def test_a_paper_is_a_folder(command, ran, project, monkeypatch):
    monkeypatch.setattr("consilience.exporters.paper.pictures.one_by_one", lambda figures: [figures.overview()])
    assert command("export", "floods", "paper", "out/paper").stdout.splitlines()[0] == "Wrote out/paper"
    assert {"paper.tex", "paper.md", "references.bib"} <= {file.name for file in (project / "out/paper").iterdir()}
    (project / "out/paper/paper.md").write_text("rewritten")
    again = command("export", "floods", "paper", "out/paper")
    assert again.exit_code == 2
    assert "changed since it was exported: paper.md" in again.stderr + again.stdout


def test_python_writes_the_same(command, ran, project):
    command("export", "floods", "csv", "one.csv")
    written = cs.export(ran, "csv", Path("two.csv"))
    assert Path(written).read_bytes() == Path("one.csv").read_bytes()
    assert str(written) == "Wrote two.csv"


def test_an_unknown_format_is_a_wrong_command(command, ran, project):
    before = bytes_below(project)
    result = command("export", "floods", "excel", "a.xlsx")
    assert result.exit_code == 2
    told = "error: there is no such format. To mend it: write one of {}.\n    excel\n"
    assert result.stderr == told.format(f"{', '.join(cs.EXPORTERS)}, paper")
    assert bytes_below(project) == before


def test_before_a_run_there_is_nothing_to_export(command, floods, project):
    result = command("export", "floods", "csv", "a.csv")
    assert result.exit_code == 2
    assert "run: consilience run floods" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not Path("a.csv").exists()


def test_an_answer_to_an_earlier_state_of_the_study_is_not_exported(command, ran, project):
    with (ran / "estimates" / "a.csv").open("a") as file:
        file.write("flood,eve,2025-01-20,3%,coast,,a talk,\n")
    result = command("export", "floods", "csv", "a.csv")
    assert result.exit_code == 2
    assert result.stderr == (
        "results/floods: error: it answers an earlier state of the study: a.csv changed. "
        "To mend it: run: consilience run floods.\n"
    )
    assert not Path("a.csv").exists()


def test_a_fit_that_cannot_be_read_is_said_to_be_damaged(command, ran, project):
    (project / "results" / "floods" / "fit.nc").write_bytes(b"torn")
    result = command("export", "floods", "csv", "a.csv")
    assert result.exit_code == 2
    assert "the fit there is damaged, or of another version of consilience" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_study_at_fault_is_said_to_be(command, ran, project):
    (ran / "estimates" / "a.csv").write_text("question,forecaster,date,estimate\nflood,ada,2025-01-15,1 5%\n")
    result = command("export", "floods", "csv", "a.csv")
    assert result.exit_code == 1
    assert "a.csv:2" in result.stdout


def test_where_nothing_can_be_written_is_said(command, ran, project):
    (project / "full").write_text("a file")
    result = command("export", "floods", "csv", "full/a.csv")
    assert result.exit_code == 1
    assert result.stderr.startswith("full")
