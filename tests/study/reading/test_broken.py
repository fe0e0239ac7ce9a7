"""Files that are broken as people break them: the line at fault, why, and a remedy that mends it."""

import pytest

from consilience.study import check_study
from tests.study.conftest import TODAY

TOML = 'title = "t"\noutcome = "flood"\n\n[question.flood]\ntitle = "A flood"\n'
HEADER = "question,forecaster,date,estimate\n"
ROW = "flood,Ann Lee,2024-01-05,5%\n"


def told(make_study, toml=TOML, rows=HEADER + ROW):
    return [
        (problem.line, problem.why, problem.remedy) for problem in check_study(make_study(toml, a=rows), today=TODAY)
    ]


@pytest.mark.parametrize(
    ("rows", "line", "why", "remedy"),
    [
        (f"{HEADER}\n# a remark\n{ROW}", 3, "begins with #, and a table has no comments", "take it out"),
        (f"{HEADER}{ROW.strip()},,,\n", 2, "7 cells where the header names 4", "take the separators behind"),
        ('[{"question": "flood", "estimate": "5%"}]\n', 1, "the file is JSON and no table", "save it as CSV"),
        (f'{HEADER}flood,"Ann" Lee,2024,5%\n', 2, "goes on after its closing quotation mark", 'write ""'),
        (f"{HEADER}<<<<<<< HEAD\n{ROW}", 2, "left unmerged", "take the mark out"),
    ],
)
def test_a_table(make_study, rows, line, why, remedy):
    assert any(at == line and why in said and remedy in mend for at, said, mend in told(make_study, rows=rows))


@pytest.mark.parametrize(
    ("toml", "line", "why", "remedy"),
    [
        (f"<<<<<<< HEAD\n{TOML}=======\n", 1, "two versions of study.toml were left unmerged", "take the marks out"),
        (
            TOML.replace('"A flood"', '"A flood'),
            5,
            "a quotation mark is opened on this line and not closed",
            "close it",
        ),
    ],
)
def test_the_settings(make_study, toml, line, why, remedy):
    ((at, said, mend),) = told(make_study, toml=toml)
    assert (at, said) == (line, why)
    assert remedy in mend


def test_a_row_of_a_study_without_questions_is_told_to_declare_its_own(make_study):
    remedies = [mend for _, why, mend in told(make_study, TOML.replace("question.", "questions.")) if "flood" in why]
    assert "declare it in study.toml, under [question.NAME], or take the name out" in remedies


def test_a_statement_of_tomorrow_is_told_as_that_alone(make_study):
    found = told(make_study, rows=HEADER + ROW.replace("2024", "2062"))
    assert [why for _, why, _ in found if "dated after today" in why]
    assert not [why for _, why, _ in found if "stands on any event" in why]


def test_a_comma_that_shifts_a_row_is_not_told_as_one_behind_its_last_cell(make_study):
    rows = "question,forecaster,date,estimate,group,note\nflood,Ann Lee,2024-01-05,12,5%,,\n"
    ((_, why, remedy), *_) = told(make_study, rows=rows)
    assert "7 cells" in why
    assert "in quotation marks" in remedy
