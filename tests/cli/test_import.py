"""``consilience import``: a published file becomes a study."""

from pathlib import Path

import pytest

from consilience.importers import IMPORTERS
from tests.builders.files import bytes_below

FORMAT = "fri-adversarial-collaboration"


@pytest.fixture
def source(project: Path) -> Path:
    path = project / "FORECASTS.csv"
    path.write_text("person,Camp,ID,PU,Pc,PUc\nEve,Skeptical,Cyberattacks,0.03,0.15,NA\n", "utf-8")
    return path


def test_a_name_is_a_folder_below_forecasts(command, source, project):
    result = command("import", FORMAT, source.name, "ai")
    assert result.exit_code == 0
    assert result.output == (
        "Wrote forecasts/ai: 2 questions, 2 estimates of 1 forecaster. Next: consilience check forecasts/ai\n"
    )
    assert (project / "forecasts" / "ai" / "study.toml").is_file()
    assert command("check", "ai").exit_code == 0


def test_a_path_is_taken_as_it_is(command, source, project):
    assert command("import", FORMAT, source.name, "elsewhere/ai").exit_code == 0
    assert (project / "elsewhere" / "ai" / "study.toml").is_file()


def test_an_unknown_format_is_a_wrong_command(command, source, project):
    before = bytes_below(project)
    result = command("import", "tea-leaves", source.name, "ai")
    assert result.exit_code == 2
    assert result.stderr == f"There is no format tea-leaves. Formats: {', '.join(IMPORTERS)}\n"
    assert bytes_below(project) == before


def test_a_file_at_fault_is_refused_with_every_fault(command, source, project):
    source.write_text("person,Camp,ID,PU,Pc,PUc\nEve,Skeptical,Cyberattacks,3%,0.15,15\n", "utf-8")
    before = bytes_below(project)
    result = command("import", FORMAT, source.name, "ai")
    assert result.exit_code == 1
    assert "FORECASTS.csv:2: error: '3%' for p_extinction is no number" in result.output
    assert "FORECASTS.csv:2: error: '15' for p_extinction_given_crux is above 1" in result.output
    assert result.output.endswith("FORECASTS.csv: 2 errors, 0 warnings\n")
    assert bytes_below(project) == before


def test_a_second_time_nothing_is_added(command, source, project):
    assert command("import", FORMAT, source.name, "ai").exit_code == 0
    before = bytes_below(project)
    result = command("import", FORMAT, source.name, "ai")
    assert result.exit_code == 0
    assert result.output == "forecasts/ai has all of it already: nothing was added.\n"
    assert bytes_below(project) == before


def test_a_place_where_no_study_can_be_written(command, source):
    Path("forecasts").write_text("in the way")
    result = command("import", FORMAT, source.name, "ai")
    assert result.exit_code == 1
    assert result.stderr.startswith("forecasts")
