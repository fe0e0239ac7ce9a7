"""``consilience check``: every problem with file and line; and what is said when there is nothing to check."""

import shutil
from pathlib import Path

import pytest

from tests.builders.fits import HEADER, TOML, write_study

QUESTION = 'title = "t"\n\n[question.{}]\ntitle = "Q"\n'


def test_a_good_study(command, floods, snapshot):
    result = command("check")
    assert result.exit_code == 0
    assert result.output == snapshot


def test_errors_are_listed_with_file_and_line(command, floods, snapshot):
    (floods / "estimates" / "b.csv").write_text(
        f'{HEADER}flood,eve,2025-01-15,"1,5%",,,s,\nfire,eve,2025-01-15,3%,,,s,\n'
    )
    result = command("check", "floods")
    assert result.exit_code == 1
    assert "forecasts/floods/estimates/b.csv:2: error: " in result.output
    assert "forecasts/floods/estimates/b.csv:3: error: " in result.output
    assert result.output == snapshot


def test_warnings_alone_are_no_failure(command, project, snapshot):
    write_study(
        project / "forecasts" / "floods",
        rows="flood,ada,,10%,,,a letter,\nflood,them,2025-01-15,median=5%,,survey,s,\n",
    )
    result = command("check")
    assert result.exit_code == 0
    assert ": warning: " in result.output
    assert result.output == snapshot


def test_every_study_is_checked_however_bad_the_first_is(command, floods, project):
    write_study(project / "forecasts" / "a-bad-one", toml="title = ")
    result = command("check")
    assert result.exit_code == 1
    assert "a-bad-one: 1 error, 0 warnings\nfloods: 0 errors, 0 warnings\n" in result.output


def test_a_study_is_named_by_its_name_or_its_folder(command, floods):
    outputs = {command("check", name).output for name in ("floods", "forecasts/floods", str(floods))}
    assert outputs == {"floods: 0 errors, 0 warnings\n"}


@pytest.mark.parametrize("name", ["check", "run"])
def test_no_study_at_all(command, name):
    result = command(name)
    assert result.exit_code == 2
    assert result.output == "error: there is no study in forecasts/. To mend it: begin one: consilience new NAME.\n"


@pytest.mark.parametrize("arguments", [("check",), ("run",), ("add", "q", "f", "1%")])
def test_an_unknown_study_is_told_with_the_known_ones(command, floods, arguments):
    name, *rest = arguments
    result = command(name, "flood", *rest)
    assert result.exit_code == 2
    assert (
        result.output
        == "error: there is no such study. To mend it: name one of those in forecasts/: floods.\n    flood\n"
    )


def test_10_a_spreadsheet_that_changed_what_was_typed(command, project, shared):
    folder = write_study(project / "forecasts" / "mangled", QUESTION.format("event_a"), "")
    body = (shared / "cases" / "files" / "10_excel_mangled.csv").read_bytes()
    (folder / "estimates" / "a.csv").write_bytes(body)
    undeclared = command("check", "mangled")
    assert undeclared.exit_code == 1
    assert "mangled: 1 error, 0 warnings" in undeclared.output
    assert '[dialect."a.csv"]' in undeclared.output
    with (folder / "study.toml").open("a") as settings:
        settings.write('\n[dialect."a.csv"]\ndelimiter = ";"\ndecimal = ","\ndate = "day.month.year"\n')
    declared = command("check", "mangled")
    assert declared.exit_code == 1
    assert "mangled: 7 errors, " in declared.output
    places = [line.split(":")[1] for line in declared.output.splitlines() if ": error: " in line]
    # 3-Apr, 5-Jan, Feb-50, 45661, 1,5, 1.000 and 01.06.2025; the other four are read.
    assert places == ["2", "3", "4", "5", "7", "9", "11"]


def test_14_and_22_are_no_complaint(command, project, shared):
    for name, file, questions in (
        ("nuclear", "14_nuclear_four.csv", ["nuclear_war_year"]),
        ("control", "22_group_sums.csv", ["controls_a", "controls_b", "controls_none"]),
    ):
        toml = 'title = "t"\n' + "".join(f'\n[question.{question}]\ntitle = "Q"\n' for question in questions)
        folder = write_study(project / "forecasts" / name, toml, "")
        (folder / "estimates" / "a.csv").write_bytes((shared / "cases" / "files" / file).read_bytes())
    result = command("check")
    assert (result.exit_code, result.output) == (
        0,
        "control: 0 errors, 0 warnings\nnuclear: 0 errors, 0 warnings\n",
    )


def test_15_a_bare_zero_is_the_only_error_of_the_panel(command, project, shared):
    folder = write_study(project / "forecasts" / "zeros", QUESTION.format("extinction"), "")
    (folder / "estimates" / "a.csv").write_bytes((shared / "cases" / "files" / "15_panel_with_zeros.csv").read_bytes())
    result = command("check")
    assert result.exit_code == 1
    assert "forecasts/zeros/estimates/a.csv:4: error: " in result.output
    assert "zeros: 1 error, 0 warnings" in result.output


def test_22_exclusive_options_are_told_by_person_and_amount(command, project, shared):
    toml = 'title = "t"\n\n[question.controls]\ntitle = "Q"\noptions = ["a", "b", "none"]\n'
    folder = write_study(project / "forecasts" / "control", toml, "")
    body = (shared / "cases" / "files" / "22_group_sums.csv").read_text("utf-8").replace("controls_", "controls=")
    (folder / "estimates" / "a.csv").write_text(body)
    result = command("check")
    assert result.exit_code == 0
    assert "control: 0 errors, 2 warnings" in result.output
    assert all(told in result.output for told in ("'ada'", "+12 points", "'cem'", "−20 points"))


def test_41_forecasters_called_na_and_none(command, project):
    rows = "".join(f"flood,{name},2025-01-15,10%,None,,nan,null\n" for name in ("NA", "nan", "null"))
    write_study(project / "forecasts" / "names", rows=rows)
    result = command("check")
    assert result.exit_code == 0
    assert "names: 0 errors, 1 warning\n" in result.output
    assert "question 'drought' has no estimate" in result.output


@pytest.mark.parametrize(
    "damage",
    [
        lambda study: (study / "study.toml").unlink(),
        lambda study: (study / "study.toml").write_bytes(b"\xff\xfe\x00"),
        lambda study: (study / "study.toml").write_text(TOML + "[question.flood]\n"),
        lambda study: (study / "estimates" / "a.csv").write_bytes(b"PK\x03\x04\x00\x00"),
        lambda study: (study / "estimates" / "a.csv").write_text(""),
        lambda study: (study / "estimates" / "b.csv").mkdir(),
        lambda study: (study / "estimates" / "a.csv").write_text(HEADER + '"never closed'),
    ],
)
def test_whatever_is_wrong_is_said_and_no_traceback(command, floods: Path, damage):
    damage(floods)
    for name in ("check", "run"):
        result = command(name, "floods")
        assert result.exit_code == 1
        assert "forecasts/floods" in result.output
        assert "Traceback" not in result.output


def checked(command, project, shared, case):
    """Check a case as it was handed over; what it says of sources is nothing that the case is about."""
    shutil.copytree(shared / "cases" / "files" / case, project / "forecasts" / case)
    result = command("check", case)
    told = [line for line in result.output.splitlines() if ": error: " in line or ": warning: " in line]
    return result.exit_code, [line for line in told if "no source" not in line]


def test_53_a_record_that_cannot_be_is_refused_by_test_and_line(command, project, shared):
    code, (told,) = checked(command, project, shared, "53_impossible_one_test")
    assert code == 1
    assert "study.toml:9: error: what was observed of 'leak' cannot be" in told
    assert told.count("'a' (line 9: 1 of 1 positive with a ") == 2


def test_53_two_tests_that_cannot_both_be_are_both_named(command, project, shared):
    code, (told,) = checked(command, project, shared, "53_impossible_two_tests")
    assert code == 1
    assert "'b' (line 18: 0 of 1 positive with a sensitivity of 100%)" in told
    assert "'a' (line 9: 1 of 1 positive with a false_positive_rate of 0%)" in told


def test_56_rates_that_look_swapped_are_said_and_used_as_said(command, project, shared):
    code, (told,) = checked(command, project, shared, "56_swapped_rates")
    assert code == 0
    assert "positive more often where 'leak' is false (60%) than where it is true (5%)" in told
    assert "a clean record RAISES the probability of 'leak'" in told


@pytest.mark.parametrize(
    "case", ["50_shared_cause", "52_house_events", "58_wide_13_of_25", "58_wide_1_of_40", "60_panels"]
)
def test_50_52_58_60_are_no_complaint(command, project, shared, case):
    assert checked(command, project, shared, case) == (0, [])


def test_73_a_row_added_to_the_base_is_told_with_nothing_of_the_others(command, project, shared):
    shutil.copytree(shared / "cases" / "files" / "73_rerun" / "base", project / "forecasts" / "base")
    result = command("add", "base", "ai", "Late Voice", "40%")
    assert result.exit_code == 0
    assert result.output.count(": warning: ") == 1
    assert "the one row has no source (line 2)" in result.output
