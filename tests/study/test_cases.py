"""What people really ran into: small inputs in the shape in which they came, and their right reading.

The numbers are those of the project's collection of real cases, whose inputs are invented and copied here.
"""

import math
import statistics

import pytest

from consilience.notation import Inequality, Range
from consilience.study import check_study, read_study
from tests.study.conftest import HEADER, TODAY

TOML = 'title = "t"\n\n[question.event_a]\ntitle = "An event"\n'

EXCEL = (
    "\ufeffquestion;forecaster;date;estimate;group;source;note\r\n"
    "event_a;ada;03.04.2025;3-Apr;panel;workshop sheet;\r\n"
    "event_a;bo;03.04.2025;5-Jan;panel;workshop sheet;\r\n"
    "event_a;cem;03.04.2025;Feb-50;panel;workshop sheet;\r\n"
    "event_a;dee;03.04.2025;45661;panel;workshop sheet;\r\n"
    "event_a;eli;03.04.2025;12,50%;panel;workshop sheet;\r\n"
    "event_a;fay;03.04.2025;1,5;panel;workshop sheet;\r\n"
    "event_a;gus;03.04.2025;0,02;panel;workshop sheet;\r\n"
    "event_a;hal;03.04.2025;1.000;panel;workshop sheet;\r\n"
    "event_a;ivo;13.04.2025;10-20%;panel;workshop sheet;\r\n"
    "event_a;jo;03.04.2025;01.06.2025;panel;workshop sheet;\r\n"
    "event_a;kim;03.04.2025;1,00E-03;panel;workshop sheet;\r\n"
)
DIALECT = '\n[dialect."excel.csv"]\ndelimiter = ";"\ndecimal = ","\ndate = "day.month.year"\n'
MANGLED = {
    "3-Apr": ("3-4", "4-3", "4/3"),
    "5-Jan": ("5-1", "1-5", "1/5"),
    "Feb-50": ("2-50", "2/50"),
    "45661": ("4-1", "1-4", "1/4"),
    "01.06.2025": ("1,6%",),
    "1.000": ("1,000", "1000"),
    "1,5": ("1,5%",),
}


def test_10_undeclared_is_one_problem_with_the_block_to_paste(make_study):
    (problem,) = check_study(make_study(TOML, excel=EXCEL), today=TODAY)
    assert problem.check == "dialect"
    block = "\n".join(f"    {line}" for line in DIALECT.strip().splitlines())
    assert block in problem.remedy


def test_10_the_pasted_block_is_what_was_missing(make_study):
    (problem,) = check_study(make_study(TOML, excel=EXCEL), today=TODAY)
    pasted = "\n".join(problem.remedy.splitlines()[2:-2])
    again = check_study(make_study(f"{TOML}\n{pasted}\n", folder="forecasts/again", excel=EXCEL), today=TODAY)
    assert "dialect" not in {problem.check for problem in again}


def test_10_declared_refuses_what_a_spreadsheet_mangled(make_study):
    problems = check_study(make_study(TOML + DIALECT, excel=EXCEL), today=TODAY)
    errors = {problem.said: problem for problem in problems if problem.severity == "error"}
    assert errors.keys() == MANGLED.keys()
    for said, candidates in MANGLED.items():
        told = errors[said].why + errors[said].remedy
        assert all(candidate in told for candidate in candidates), told


def test_10_declared_reads_the_rest_and_warns_of_mixed_scales(make_study):
    mangled = [line for line in EXCEL.splitlines(keepends=True) if line.split(";")[3] not in MANGLED]
    study = read_study(make_study(TOML + DIALECT, excel="".join(mangled)), today=TODAY)
    read = {row.forecaster: row for row in study.rows}
    assert read["eli"].value.number.value == 0.125
    assert read["gus"].value.number.value == 0.02
    assert read["kim"].value.number.value == 0.001
    assert (read["ivo"].value.low.value, read["ivo"].value.high.value) == (0.1, 0.2)
    assert read["ivo"].date.isoformat() == "2025-04-13"
    assert read["eli"].date.isoformat() == "2025-04-03"
    (warning,) = study.warnings
    assert (warning.check, warning.said) == ("mixed_scales", "0,02")
    assert "2%" in warning.why


def test_14_four_nuclear_estimates(make_study):
    """Values after J. Sevilla (2021), "When pooling forecasts use the geometric mean of odds", its table."""
    said = ("1.40%", "2.21%", "0.39%", "0.40%")
    rows = [f'event_a,source_{i},2021-09-03,{cell},"Sevilla 2021, table"\n' for i, cell in enumerate(said)]
    path = make_study(TOML, four="question,forecaster,date,estimate,source\n" + "".join(rows))
    study = read_study(path, today=TODAY)
    values = [row.value.number.value for row in study.voices]
    assert study.warnings == ()
    assert {row.source for row in study.rows} == {"Sevilla 2021, table"}
    assert statistics.mean(values) == pytest.approx(0.011, abs=1e-9)
    odds = math.exp(statistics.mean(math.log(value / (1 - value)) for value in values))
    assert odds / (1 + odds) == pytest.approx(0.008358, abs=5e-7)
    assert statistics.median(values) == pytest.approx(0.009)


ZEROS = ("0%", "0%", "0", "0.0%", "0.01%", "0.1%", "<0.1%", "1%", "1%", "2%", "5%", "10%")
ZERO_ROWS = HEADER + "".join(f"event_a,r{i:02},2025-01-15,{said},,,,survey,\n" for i, said in enumerate(ZEROS, 1))


def test_15_a_bare_zero_needs_a_grid(make_study):
    (problem,) = check_study(make_study(TOML, panel=ZERO_ROWS), today=TODAY)
    assert (problem.severity, problem.line, problem.said) == ("error", 4, "0")
    assert "grid" in problem.remedy


def test_15_the_grid_of_a_bare_zero_may_be_declared_for_the_file(make_study):
    path = make_study(TOML + '\n[dialect."panel.csv"]\ngrid = "1%"\n', panel=ZERO_ROWS)
    row = next(row for row in read_study(path, today=TODAY).rows if row.forecaster == "r03")
    assert (row.value.number.low, row.value.number.high) == (0, 0.005)


def test_15_cells_of_the_others(make_study):
    path = make_study(TOML, panel=ZERO_ROWS.replace(",0,", ",0 grid=1%,"))
    rows = {row.forecaster: row for row in read_study(path, today=TODAY).rows}
    assert (rows["r03"].value.number.low, rows["r03"].value.number.high) == (0, 0.005)
    assert rows["r01"].value.number.high == 0.005
    assert rows["r04"].value.number.high == 0.0005
    assert (rows["r05"].value.number.low, rows["r05"].value.number.high) == (0.00005, 0.00015)
    assert isinstance(rows["r07"].value, Inequality)
    assert rows["r07"].value.bound.value == 0.001


SUMS = {"ada": ("60%", "30%", "22%"), "bo": ("50%", "30%", "20%"), "cem": ("50%", "20%", "10%")}


def test_22_declared_options_are_reported_by_person_and_amount(make_study):
    toml = 'title = "t"\n\n[question.controls]\ntitle = "Who"\noptions = ["a", "b", "none"]\n'
    rows = [
        f"controls={option},{forecaster},2024-10-30,{said},,,,sample,\n"
        for forecaster, column in SUMS.items()
        for option, said in zip(("a", "b", "none"), column, strict=True)
    ]
    study = read_study(make_study(toml, sums=HEADER + "".join(rows)), today=TODAY)
    ada, cem = study.warnings
    assert "'ada'" in ada.why
    assert "112%" in ada.why
    assert "+12 points" in ada.why
    assert "'cem'" in cem.why
    assert "80%" in cem.why
    assert "−20 points" in cem.why
    assert [row.said for row in study.rows if row.forecaster == "ada"] == ["60%", "30%", "22%"]


def test_22_undeclared_options_are_no_complaint(make_study):
    names = ("controls_a", "controls_b", "controls_none")
    toml = 'title = "t"\n' + "".join(f'[question.{name}]\ntitle = "{name}"\n' for name in names)
    rows = [
        f"{name},{forecaster},2024-10-30,{said},,,,sample,\n"
        for forecaster, column in SUMS.items()
        for name, said in zip(names, column, strict=True)
    ]
    assert check_study(make_study(toml, sums=HEADER + "".join(rows)), today=TODAY) == ()


TEN_TO_TWENTY = ("10–20%", "10—20%", "10‒20%", "10−20%", "10‑20%", "10 to 20 percent", "10%-20%")
POINTS = {
    "1 out of 200": 0.005,
    "one in six": 1 / 6,
    "1-in-6": 1 / 6,
    "1:9": 0.1,
    "9:1 against": 0.1,
    "6 in 1000": 0.006,
    "5‰": 0.005,
    "0.5 per cent": 0.005,
    "１５%": 0.15,
    "15 %": 0.15,
    "15\u00a0%": 0.15,
    "15\u202f%": 0.15,
    "~10%": 0.1,
    "≈10%": 0.1,
    "1e-6": 1e-6,
    "1.5e-3%": 1.5e-5,
    "99.9999%": 0.999999,
    "10**-4": 1e-4,
}
REFUSED = ("+10%", "-10%", '"53%,0"')


def test_25_texts_pasted_from_documents(make_study):
    said = (*TEN_TO_TWENTY, *POINTS)
    rows = [f"event_a,p{i:02},2025-01-01,{cell},,,,sample,\n" for i, cell in enumerate(said)]
    study = read_study(make_study(TOML, dashes=HEADER + "".join(rows)), today=TODAY)
    values = [row.value for row in study.rows]
    assert tuple(row.said for row in study.rows) == said
    for value in values[: len(TEN_TO_TWENTY)]:
        assert isinstance(value, Range)
        assert (value.low.value, value.high.value) == (0.1, 0.2)
    for value, right in zip(values[len(TEN_TO_TWENTY) :], POINTS.values(), strict=True):
        assert value.number.value == pytest.approx(right)


def test_25_what_cannot_be_read_is_refused_line_by_line(make_study):
    rows = [f"event_a,p{i:02},2025-01-01,{cell},,,,sample,\n" for i, cell in enumerate(REFUSED)]
    problems = check_study(make_study(TOML, dashes=HEADER + "".join(rows)), today=TODAY)
    assert [problem.line for problem in problems] == [2, 3, 4]
    assert {problem.check for problem in problems} == {"estimate"}


def test_30_ranges_are_estimates(make_study):
    rows = 'event_a,ada,2025-01-01,10-20%,,,,s,\nevent_a,bo,2025-01-01,"5% [0.1%, 40%]",,,,s,\n'
    table = read_study(make_study(TOML, ranges=HEADER + rows), today=TODAY).estimates
    assert list(table["form"]) == ["range", "bounds"]
    assert list(table["low"]) == [0.1, 0.001]
    assert list(table["high"]) == [0.2, 0.4]
    assert table["best"][1] == 0.05


@pytest.mark.parametrize("name", ["NA", "None", "nan", "null", "N/A", "NaN", "<NA>", "-", "true"])
def test_41_names_that_look_like_nothing_are_names(make_study, name):
    row = f"event_a,{name},2025-01-01,10%,{name},,,{name},{name}\n"
    study = read_study(make_study(TOML, a=HEADER + row), today=TODAY)
    (read,) = study.rows
    assert (read.forecaster, read.group, read.source, read.note) == (name, name, name, name)
    table = study.estimates
    columns = ["forecaster", "group", "source", "note"]
    assert list(table.loc[0, columns]) == [name] * 4
    assert not table[columns].isna().any(axis=None)
