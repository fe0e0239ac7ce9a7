"""How questions came out: what resolutions.csv may say, and what is said of it."""

from pathlib import Path

import pytest

from consilience.study import check_study
from consilience.study.resolutions import Resolution, read_resolutions

SETTINGS = """\
title = "Study"
[question.flood]
title = "Flood"
[question.first]
title = "First"
options = ["lab", "state"]
[question.size]
title = "Size"
unit = "GWh"
[question.when]
title = "When"
unit = "date"
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    (folder / "estimates").mkdir(parents=True)
    (folder / "study.toml").write_text(SETTINGS, "utf-8")
    said = {"flood": "10%", "first=lab": "10%", "size": '"3 [1, 7]"', "when": "2030"}
    rows = "".join(f"{question},ada,2024-01-01,{estimate},x\n" for question, estimate in said.items())
    (folder / "estimates" / "a.csv").write_text(f"question,forecaster,date,estimate,source\n{rows}", "utf-8")
    return folder


def told(study: Path, text: str) -> list[tuple[int | None, str]]:
    (study / "resolutions.csv").write_text(text, "utf-8")
    found = [problem for problem in check_study(study) if (problem.file or "").endswith("resolutions.csv")]
    assert all(problem.severity == "warning" and problem.remedy for problem in found)
    return [(problem.line, problem.why) for problem in found]


HEADER = "question,outcome,date,source\n"


@pytest.mark.parametrize(
    "row",
    [
        "flood,yes,2024-05-01,Metaculus 1",
        "flood,no,,",
        "flood,annulled,,",
        "flood,ambiguous,2024,",
        "flood,unknown,2024-05,",
        "flood,31%,2024-05-01T10:00:00Z,",
        "first,lab,,",
        "first=lab,no,,",
        "first=lab,60%,,",
        "size,137,,",
        "size,>500,,",
        "size,annulled,,",
        "when,2024-05-06,,",
        '"flood","yes","2024-05-01","a, b"',
    ],
)
def test_what_may_be_said(study: Path, row: str) -> None:
    assert told(study, f"{HEADER}{row}\n") == []


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("flod,yes,,", "unknown question 'flod'"),
        ("flood,happened,,", "'happened' is no outcome of 'flood'"),
        ("flood,Yes,,", "'Yes' is no outcome of 'flood'"),
        ("flood,1,,", "'1' is no outcome of 'flood'"),
        ("flood,,,", "'' is no outcome of 'flood'"),
        ("first,yes,,", "'yes' is no outcome of 'first'"),
        ("first=nobody,yes,,", "unknown option 'nobody'"),
        ("size,big,,", "'big' is no outcome of 'size': "),
        ("flood,yes,05/06/2024,", "the date is not ISO, and in such a date day or month may come first"),
        ("flood,yes", "the row has too many or too few cells"),
    ],
)
def test_what_is_no_outcome_is_named(study: Path, row: str, why: str) -> None:
    [(line, found)] = told(study, f"{HEADER}{row}\n")
    assert line == 2
    assert found.startswith(why)


def test_files_of_another_kind(study: Path) -> None:
    assert told(study, "question,result\nflood,yes\n") == [(1, "resolutions.csv has the columns 'question', 'result'")]
    assert told(study, f'{HEADER}flood,"yes,,\n')[0][1].startswith("the row cannot be read")
    assert told(study, "")[0][1] == "resolutions.csv has the columns "
    (study / "resolutions.csv").write_bytes(b"\xff\xfe\x00")
    assert {problem.severity for problem in check_study(study)} == {"warning"}


def test_it_is_read_and_no_stranger_in_the_folder(study: Path) -> None:
    assert told(study, f"{HEADER}flood,yes,2024-05-01,a\n") == []
    before = check_study(study)
    assert read_resolutions(study, []) == [Resolution("flood", "yes", "2024-05-01", "a")]
    (study / "outcomes.csv").write_text(f"{HEADER}flood,yes,2024-05-01,a\n", "utf-8")
    assert {problem.check for problem in check_study(study)} - {problem.check for problem in before} == {"unread_file"}


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (["flood,yes,,", "flood,no,,"], [3]),
        (["flood,yes,2024-05-01,", "flood,no,2024-05-02,"], [3]),
        (["flood,yes,,", "flood,annulled,,"], [3]),
        (["flood,yes,,", "size,3,,", "flood,no,,", "size,4,,", "flood,yes,,"], [4, 5, 6]),
        (["first,lab,,", "first,Other,,"], [3]),
        (["flood,yes,,", "flood,yes,2024-05-01,a"], []),
        (["flood,unknown,,", "flood,yes,,"], []),
        (["flood,no,,", "size,3,,", "first=lab,no,,"], []),
    ],
)
def test_a_question_that_came_out_in_two_ways_is_named(study: Path, rows: list[str], lines: list[int]) -> None:
    found = told(study, HEADER + "".join(f"{row}\n" for row in rows))
    assert [line for line, why in found if "which holds, and as" in why] == lines


@pytest.mark.parametrize(
    ("name", "is_near"),
    [("resolution.csv", True), ("Resolutions.csv", True), ("outcomes.csv", True), ("outcome.csv", True),
     ("answers.csv", False), ("questions.csv", False)],
)  # fmt: skip
def test_outcomes_under_another_name_are_told_how_they_are_called(study: Path, name: str, *, is_near: bool) -> None:
    (study / name).write_text(f"{HEADER}flood,yes,,\n", "utf-8")
    [problem] = [problem for problem in check_study(study) if problem.check == "unread_file"]
    assert ("call it resolutions.csv" in problem.remedy) == is_near


@pytest.mark.parametrize(
    ("path", "is_told"),
    [
        ("old/a.csv", True),
        ("old/estimates/a.csv", True),
        ("archive/2024/march/a.xlsx", True),
        ("notes/plan.txt", False),
        ("notes/deep/plan.md", False),
        # A study within a study is read for itself.
        ("other/estimates/a.csv", False),
    ],
)
def test_a_folder_with_tables_is_told_however_deep_they_lie(study: Path, path: str, *, is_told: bool) -> None:
    (study / path).parent.mkdir(parents=True)
    (study / path).write_text("question,forecaster\n", "utf-8")
    if path.startswith("other/"):
        (study / "other" / "study.toml").write_text("title = 'x'\n", "utf-8")
    assert any(problem.check == "unread_file" for problem in check_study(study)) == is_told
