"""Surveys by a mapping file: cases 08 and 12 of ../shared/cases, and what people do with such files."""

import shutil
from pathlib import Path

import pytest

from consilience.importers import Imported, import_study
from consilience.importers.survey_answers import Reading, estimate_of
from consilience.problems import StudyError
from consilience.study import read_study


@pytest.fixture
def case(shared: Path):
    return lambda start: sorted((shared / "cases" / "files").glob(f"{start}_*"))


@pytest.fixture
def survey(tmp_path: Path):
    """Import files with a mapping file of some text."""

    def bring(format: str, files: list[Path] | str, mapping: str) -> Imported:
        (tmp_path / "map.toml").write_text(mapping, "utf-8")
        if isinstance(files, str):
            (tmp_path / "answers.csv").write_text(files, "utf-8")
            files = [tmp_path / "answers.csv"]
        return import_study(format, files, tmp_path / "study", map=tmp_path / "map.toml")

    return bring


def said(done: Imported, question: str) -> list[tuple[str, str]]:
    return [(row.forecaster, row.said) for row in read_study(done).rows if row.question == question]


QUALTRICS = """
person = "Q3"
unit = "percent"
[questions]
Q13_1 = "event_a"
Q13_2 = "event_b"
QID14_TEXT = "range_a"
"""


def test_three_header_rows_and_who_does_not_count(survey, case) -> None:
    done = survey("qualtrics", case("08"), f'decimal = ","\n{QUALTRICS}')
    assert said(done, "event_a") == [("ada", "5%"), ("cem", "0.5%"), ("ada", "8%"), ("dee", "0%")]
    assert said(done, "event_b") == [("ada", "12.5%"), ("cem", "2.5 %"), ("ada", "12.5%"), ("dee", "<1%")]
    assert said(done, "range_a") == [
        ("ada", "1–20%"),
        ("cem", "0.1 bis 2 %"),
        ("ada", "2-20%"),
        ("dee", "less than 1%"),
    ]
    assert not done.left_behind
    told = " ".join(problem.why for problem in done.problems)
    assert all(f"1 left out, {why}" in told for why in ("previews", "unfinished", "spam"))
    study = read_study(done)
    assert study.rows[0].date_said == "2025-03-04T06:50:00Z"
    assert {row.forecaster: row.said for row in study.standing if row.question == "event_a"}["ada"] == "8%"
    assert "*******" not in "".join(path.read_text("utf-8") for path in done.study.rglob("*.csv"))


def test_a_decimal_comma_is_refused_until_it_is_declared(survey, case) -> None:
    done = survey("qualtrics", case("08"), QUALTRICS)
    assert [problem.said for problem in done.left_behind] == ["0,5", "2,5 %", "0,1 bis 2 %"]
    assert all("decimal" in problem.remedy for problem in done.left_behind)


def test_a_heading_and_its_id_are_one_column(survey, case) -> None:
    done = survey("qualtrics", case("08"), f'decimal = ","\n{QUALTRICS}QID20_3 = "event_a"\n')
    assert len(said(done, "event_a")) == 4
    shutil.rmtree(done.study)
    with pytest.raises(StudyError, match=r"one column, which .questions. gives two names"):
        survey("qualtrics", case("08"), f'{QUALTRICS}QID20_3 = "event_z"\n')


LIMESURVEY = """
[questions]
"column 7" = "in_percent"
"P2[SQ001]" = "first"
[units]
"column 7" = "percent"
"P2[SQ001]" = "percent"
"""


def test_codes_placeholders_and_a_second_header(survey, case) -> None:
    done = survey("limesurvey", case("12"), LIMESURVEY)
    assert said(done, "in_percent") == [("tk1", "15%"), ("tk3", "0%"), ("tk1", "20%")]
    told = [problem.why for problem in done.problems]
    assert any("header is repeated" in why for why in told)
    assert any("1 left out, unfinished" in why for why in told)
    assert any("1980-01-01" in why for why in told)
    assert [row.date_said for row in read_study(done).rows if row.forecaster == "tk3"] == ["", ""]
    assert {row.forecaster: row.said for row in read_study(done).standing if row.question == "first"}["tk1"] == "60%"


def test_two_columns_of_one_code_are_told_apart_by_place(survey, case) -> None:
    with pytest.raises(StudyError, match=r"2 columns are called 'P1'.*\"column 6\" or \"column 7\""):
        survey("limesurvey", case("12"), '[questions]\nP1 = "a"\n')


def test_a_code_is_no_number(survey, case) -> None:
    done = survey(
        "limesurvey",
        case("12"),
        f'{LIMESURVEY}"column 6" = "percent"\n'.replace("[units]", '"column 6" = "code"\n[units]'),
    )
    assert {problem.said for problem in done.left_behind} == {"A2", "A5", "A3"}


@pytest.mark.parametrize(
    ("cell", "unit", "decimal", "estimate"),
    [
        ("5", "percent", ".", "5%"),
        ("0", "percent", ".", "0%"),
        ("100", "percent", ".", "100%"),
        (" 5 % ", "percent", ".", "5 %"),
        ("5-10", "percent", ".", "5-10%"),
        ("5 to 10", "percent", ".", "5 to 10%"),
        (">50", "percent", ".", ">50%"),
        ("1 in 20", "percent", ".", "1 in 20"),
        ("0.05", "percent", ".", "0.05%"),
        ("0,5", "percent", ",", "0.5%"),
        ("0,5-2,5", "percent", ",", "0.5-2.5%"),
        ("12.5", "percent", ",", "12.5%"),
        ("0.05", "fraction", ".", "5%"),
        ("1", "fraction", ".", "100%"),
        ("0.1-0.2", "fraction", ".", "10%-20%"),
        ("<0.01", "fraction", ".", "<1%"),
        ("5%", "fraction", ".", "5%"),
        ("5%", "", ".", "5%"),
        ("1200", "tonnes", ".", "1200"),
        ("N/A", "percent", ".", ""),
        ("no idea", "percent", ".", "no idea"),
    ],
)
def test_an_answer_is_read_in_the_unit_that_was_said(cell: str, unit: str, decimal: str, estimate: str) -> None:
    assert estimate_of(cell, Reading(unit, decimal)) == estimate


@pytest.mark.parametrize(
    ("cell", "unit", "decimal"),
    [
        ("5", "", "."),
        ("0.5-1", "", "."),
        ("150", "percent", "."),
        ("5", "fraction", "."),
        ("1,5", "percent", "."),
        ("1.500", "percent", ","),
        ("0.1-20", "fraction", "."),
    ],
)
def test_an_answer_of_two_readings_is_refused(cell: str, unit: str, decimal: str) -> None:
    with pytest.raises(ValueError, match=r"unit|probability|comma"):
        estimate_of(cell, Reading(unit, decimal))


@pytest.mark.parametrize(
    ("mapping", "match"),
    [
        ('unit = 5\n[questions]\nA = "a"', "unit should be text"),
        ('decimal = ";"\n[questions]\nA = "a"', "decimal should be"),
        ('dates = "ymd"\n[questions]\nA = "a"', "dates should be"),
        ('[questions]\nA = "a"\n[units]\nB = "percent"', "in .units. is no question"),
        ('answers = "A1"\n[questions]\nA = "a"', "answers should be a table"),
        ('person = "Who"\n[questions]\nA = "a"\nB = "a"', "calls two columns 'a'"),
        ('persons = "Who"\n[questions]\nA = "a"', "unknown key 'persons'"),
        ('person = "Whom"\n[questions]\nA = "a"', "Whom.*did you mean 'Who'"),
        ("", "which columns are questions"),
    ],
)
def test_a_mapping_file_at_fault_is_told(survey, mapping: str, match: str) -> None:
    with pytest.raises(StudyError, match=match):
        survey("survey", "Who,A,B\nada,5%,6%\n", mapping)


def test_without_people_each_row_is_somebody(survey) -> None:
    done = survey(
        "google-forms", "Timestamp,A\n2025/01/02 9:00:00 AM,5%\n2025/01/03 9:00:00 AM,6%\n", '[questions]\nA = "a"'
    )
    assert said(done, "a") == [("Respondent 1", "5%"), ("Respondent 2", "6%")]
    told = " ".join(problem.why for problem in done.problems)
    assert "no column says who answered" in told
    assert "no zone" in told


def test_old_exports_of_qualtrics_have_two_rows_above(survey) -> None:
    text = "V1,V9,Q1\nResponseID,EndDate,How likely?\nR_1,2017-01-02 10:00:00,5\n"
    # They lack the columns that say who is finished, which is told.
    done = survey("qualtrics", text, 'unit = "percent"\n[questions]\nQ1 = "a"')
    assert said(done, "a") == [("R_1", "5%")]


def test_nobody_is_taken_for_the_first_of_another_file(survey, tmp_path: Path) -> None:
    files = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for file in files:
        file.write_text("When,A\n2025-01-02,5%\n", "utf-8")
    with pytest.raises(StudyError, match="no column says who answered, and there are other files"):
        survey("survey", files, 'date = "When"\n[questions]\nA = "a"')


def test_a_table_without_days_has_answers_without_them(survey) -> None:
    done = survey("survey", "Who,A\nada,5%\n", 'person = "Who"\n[questions]\nA = "a"')
    assert [(row.forecaster, row.date_said) for row in read_study(done).rows] == [("ada", "")]


@pytest.mark.parametrize(
    ("cell", "percent", "fraction"),
    [
        ("less than 0.5", "<0.5%", "less than 0.5"),
        (".5", "0.5%", ".5"),
        ("1e-3", "1e-3%", "1e-3"),
        ("about 0.5", "~0.5%", "about 0.5"),
        ("between 0.1 and 0.5", "0.1% to 0.5%", "between 0.1 and 0.5"),
        ("0.5 [0.1, 0.9]", "0.5% [0.1%, 0.9%]", "0.5 [0.1, 0.9]"),
        ("q5=0.1 q50=0.2 q95=0.5", "q5=0.1% q50=0.2% q95=0.5%", "q5=0.1 q50=0.2 q95=0.5"),
        ("1 in 200", "1 in 200", "1 in 200"),
        ("less than 1%", "less than 1%", "less than 1%"),
    ],
)
def test_numbers_in_phrases_have_the_unit_of_the_question(cell: str, percent: str, fraction: str) -> None:
    assert estimate_of(cell, Reading("percent")) == percent
    assert estimate_of(cell, Reading("fraction")) == fraction
    if percent != fraction:
        with pytest.raises(ValueError, match="has no unit"):
            estimate_of(cell, Reading())
    else:
        assert estimate_of(cell, Reading()) == cell


@pytest.mark.parametrize(
    ("cell", "why"), [("=A1*2", "never worked out"), ("#DIV/0!", "formula failed"), ("A2", "code of an answer")]
)
def test_what_is_no_answer_is_told_as_what_it_is(cell: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        estimate_of(cell, Reading("percent"))
