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
    told = "error: there is no such format. To mend it: write one of {}.\n    tea-leaves\n"
    assert result.stderr == told.format(", ".join(IMPORTERS))
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


TIDY = "question,forecaster,timestamp,probability,outcome,resolved_at\n"


def test_what_is_broken_is_listed_and_the_rest_imported(command, project):
    Path("a.csv").write_text(f"{TIDY}1,ada,2020-01-01,0.1,yes,2020-05-05\n1,bo,2020-01-01,7,yes,2020-05-05\n", "utf-8")
    result = command("import", "resolved-forecasts", "a.csv", "track")
    assert result.exit_code == 1
    assert result.output == (
        "a.csv:3: error: '7' is no probability between 0 and 1; the row was left behind."
        " To mend it: correct the cell.\n"
        "    1,bo,2020-01-01,7,yes,2020-05-05\n"
        "track: 1 error, 0 warnings\n"
        "Wrote forecasts/track: 1 question, 1 estimate of 1 forecaster, 1 outcome; 1 record left behind. Next: "
        "consilience check forecasts/track\n"
    )
    assert command("check", "track").exit_code == 0
    assert Path("forecasts/track/resolutions.csv").read_text("utf-8") == (
        "question,outcome,date,source\nquestion_1,yes,2020-05-05,Track record 1\n"
    )


def test_several_files_a_map_and_other_names(command, project):
    Path("a.csv").write_text(f"{TIDY}1,ada,2020-01-01,0.1,,\n", "utf-8")
    Path("b.csv").write_text(f"{TIDY}2,Zoë,2020-01-01,0.2,,\n", "windows-1252")
    Path("map.toml").write_text('title = "Ours"\n[questions]\n1 = "takeover"\n2 = "pause"\n', "utf-8")
    options = ("--map", "map.toml", "--encoding", "windows-1252", "--pseudonyms", "secret")
    result = command("import", "resolved-forecasts", "a.csv", "b.csv", "track", *options)
    assert result.exit_code == 0
    text = Path("forecasts/track/study.toml").read_text("utf-8")
    assert 'title = "Ours"' in text
    assert "[question.takeover]" in text
    assert "[question.pause]" in text
    rows = Path("forecasts/track/estimates/resolved_forecasts.csv").read_text("utf-8").splitlines()[1:]
    assert [row.split(",")[1][:2] for row in rows] == ["P-", "P-"]
    assert "Zo" not in "".join(rows)


def test_the_network_is_asked_only_where_that_is_wanted(command, project):
    result = command("import", "metaculus", "https://www.metaculus.com/questions/41001/sample/", "ai")
    assert result.exit_code == 1
    assert "the network is asked only where that is wanted. To mend it: say --online" in result.output
    assert not Path("forecasts").exists()


def test_the_help_says_what_each_importer_reads(command, project):
    text = " ".join(command("import", "--help").output.split())
    for importer in IMPORTERS.values():
        assert importer.name in text
        assert importer.reads.split(",")[0].split("(")[0][:20] in text
