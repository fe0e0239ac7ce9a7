"""``consilience add`` and ``new``: what is written, and that nothing is where something is wrong."""

import datetime as dt
from pathlib import Path

import pytest

from tests.builders.files import bytes_below


def test_an_estimate_is_appended_and_read_back(command, floods, snapshot):
    result = command("add", "floods", "flood", "eve", "1 in 6", "--date", "2025-02-01", "--source", "a call")
    assert result.exit_code == 0
    assert result.output == snapshot
    lines = (floods / "estimates" / "added.csv").read_text("utf-8").splitlines()
    assert lines[1].startswith("flood,eve,2025-02-01,1 in 6")
    assert command("check").exit_code == 0


def test_the_date_is_today_where_none_is_given(command, floods):
    assert command("add", "floods", "flood", "eve", "3%").exit_code == 0
    assert f"flood,eve,{dt.date.today()},3%" in (floods / "estimates" / "added.csv").read_text("utf-8")


def test_what_is_printed_is_the_row_that_was_written(command, floods):
    command("add", "floods", "flood", "eve", "3%", "--date", "2025-02-01", "--source", "one")
    result = command("add", "floods", " flood ", " eve ", "4%", "--date", "2025-02-02", "--source", "two")
    assert result.exit_code == 0
    assert "added.csv:3: eve on flood: 4%, a point, read as between 3.5% and 4.5%\n" in result.output


def test_an_estimate_with_a_dash_in_front_goes_after_two_dashes(command, floods):
    refused = command("add", "floods", "--", "flood", "eve", "-10%")
    assert refused.exit_code == 1
    assert "-10%" in refused.output


@pytest.mark.parametrize(
    ("question", "estimate", "options"),
    [
        ("flood", "1,5%", ()),
        ("flood", "5-Jan", ()),
        ("flood", "130%", ()),
        ("flood", "", ()),
        ("fire", "5%", ()),
        ("flood", "5%", ("--date", "2999-01-01")),
        ("flood", "5%", ("--date", "13.04.2025")),
        ("flood", "5%", ("--kind", "crowd")),
        ("flood", "5%", ("--file", "../../elsewhere.csv")),
        ("flood", "5%", ("--file", "notes.txt")),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_written(command, floods, project, question, estimate, options):
    before = bytes_below(project)
    result = command("add", "floods", question, "eve", estimate, *options)
    assert result.exit_code == 1
    assert ": error: " in result.output
    assert ". To mend it: " in result.output
    assert bytes_below(project) == before


def test_a_refusal(command, floods, snapshot):
    result = command("add", "floods", "flood", "eve", "1,5%", "--date", "2025-02-01")
    assert result.exit_code == 1
    assert result.output == snapshot


def test_nothing_is_added_to_a_study_at_fault(command, floods, project):
    (floods / "study.toml").write_text("title = ")
    before = bytes_below(project)
    assert command("add", "floods", "flood", "eve", "5%").exit_code == 1
    assert bytes_below(project) == before


def test_a_file_that_cannot_be_written_is_one_sentence(command, floods, project, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "forecasts/floods/estimates/.added.csv.tmp")

    before = bytes_below(project)
    monkeypatch.setattr("tempfile.mkstemp", refuse)
    result = command("add", "floods", "flood", "eve", "5%")
    assert result.exit_code == 1
    assert result.stderr.startswith("forecasts/floods/estimates/.added.csv.tmp: error: No space left on device. ")
    assert bytes_below(project) == before


def test_a_new_study_wants_only_a_first_estimate(command, project, snapshot):
    result = command("new", "ai-takeover")
    assert result.exit_code == 0
    assert result.output == snapshot
    assert bytes_below(project).keys() == {
        "forecasts/ai-takeover/study.toml",
        "forecasts/ai-takeover/estimates/round1.csv",
    }
    checked = command("check", "ai-takeover")
    # A run has nothing to fit, so that the study is not yet good.
    assert checked.exit_code == 1
    assert "nothing was said yet" in checked.output


def test_a_run_of_a_new_study_says_what_to_add_and_then_does_it(command, project):
    command("new", "ai-takeover")
    result = command("run", "ai-takeover")
    assert result.exit_code == 1
    assert "nothing was said yet" in result.output
    assert "consilience add ai-takeover event FORECASTER ESTIMATE" in result.output
    assert command("add", "ai-takeover", "event", "Ada Lovelace", "5% [1%, 20%]", "--source", "a call").exit_code == 0
    checked = command("check", "ai-takeover")
    assert (checked.exit_code, "what question 'event' asks is not yet written" in checked.output) == (0, True)
    settings = project / "forecasts" / "ai-takeover" / "study.toml"
    settings.write_text(settings.read_text("utf-8").replace("State here what must have", "An AI has"), "utf-8")
    assert command("check", "ai-takeover").output == "ai-takeover: 0 errors, 0 warnings\n"


DANA = ("flood", "Dana Quill")


def test_a_new_row_says_what_it_supersedes(command, floods):
    command("add", "floods", *DANA, "3%", "--date", "2025-02-01", "--source", "one")
    told = command("add", "floods", *DANA, "4%", "--date", "2025-02-02", "--source", "two").output
    assert "It supersedes 3% of 2025-02-01 (forecasts/floods/estimates/added.csv:2).\n" in told
    earlier = command("add", "floods", *DANA, "5%", "--date", "2025-01-02", "--source", "three").output
    assert "It does not stand beside the later 4% of 2025-02-02 (forecasts/floods/estimates/added.csv:3).\n" in earlier


def test_a_new_row_says_that_its_speaker_changed_group(command, floods):
    command("add", "floods", *DANA, "3%", "--date", "2025-02-01", "--source", "s", "--group", "experts")
    told = command("add", "floods", *DANA, "4%", "--date", "2025-02-02", "--source", "s", "--group", "laymen").output
    place = "forecasts/floods/estimates/added.csv"
    assert f"'Dana Quill' was in 'experts' ({place}:2) and is now in 'laymen' ({place}:3)" in told


def test_a_new_row_says_what_check_says_of_it_and_of_nothing_else(command, floods):
    command("add", "floods", *DANA, "3%", "--source", "s")
    command("add", "floods", "flood", "Cy Noor", "3%")
    told = command("add", "floods", "flood", "D. Quill", "4%", "--source", "s").output
    assert "'D. Quill' may be the same person as 'Dana Quill'" in told
    assert told.count(": warning: ") == 1
    assert command("check", "floods").output.count(": warning: ") == 2


def test_a_new_row_without_a_source_is_told_whatever_the_others_have(command, floods):
    command("add", "floods", *DANA, "3%")
    told = command("add", "floods", "flood", "Cy Noor", "3%").output
    assert "added.csv:3: warning: the one row has no source (line 3)" in told


@pytest.mark.parametrize("source", ["TODO", "tbd", "xxx", "Source", "?", "n/a", "[source here]", "-", "…"])
def test_a_source_still_to_come_is_told_as_a_missing_one(command, floods, source):
    told = command("add", "floods", "flood", "Cy Noor", "3%", "--source", source).output
    assert f"warning: the one row has a placeholder in place of a source, such as '{source}' (line 2)" in told


@pytest.mark.parametrize(
    "source", ["s", "x", "call", "https://example.org/todo", "Open Source Initiative", "N/A Journal 3"]
)
def test_a_source_however_short_is_one(command, floods, source):
    assert "warning" not in command("add", "floods", "flood", "Cy Noor", "3%", "--source", source).output


@pytest.mark.parametrize("name", ["FORECASTER", "example", "Your Name", "TODO", "xxx", "#REF!", "Median", "Jane Doe"])
def test_nobody_is_called_so(command, floods, project, name):
    before = bytes_below(project)
    result = command("add", "floods", "flood", name, "5%", "--source", "s")
    assert result.exit_code == 1
    assert f"'{name}' is " in result.output
    assert bytes_below(project) == before


@pytest.mark.parametrize("name", ["floods", "../floods", "", ".hidden", "a/b", 'a"b'])
def test_a_name_that_cannot_be_is_refused_and_nothing_is_written(command, floods, project, name):
    before = bytes_below(project)
    result = command("new", name)
    assert result.exit_code == 1
    assert ": error: " in result.output
    assert bytes_below(project) == before


def test_a_place_where_no_study_can_be_written(command, project):
    Path("forecasts").write_text("in the way")
    result = command("new", "floods")
    assert result.exit_code == 1
    assert result.stderr.startswith("forecasts")
    assert "Traceback" not in result.output


@pytest.mark.parametrize("said", ["-5%", "-0.05", "-.05", "-1 in 6"])
def test_an_estimate_below_zero_is_told_as_such_and_is_no_option(command, floods, said):
    told = command("add", "floods", "flood", "Eve", said, "--source", "a call")
    assert (told.exit_code, told.stderr) == (1, "")
    assert "To mend it: " in told.stdout
    assert said in told.stdout
    assert told.stdout == command("add", "floods", "flood", "Eve", "--source", "a call", "--", said).stdout


def test_an_option_may_have_a_value_with_a_minus(command, floods):
    assert command("add", "floods", "flood", "Eve", "5%", "--note", "-3 at first").exit_code == 0
    assert "-3 at first" in (floods / "estimates" / "added.csv").read_text("utf-8")
