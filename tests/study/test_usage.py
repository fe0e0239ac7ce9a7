"""What study.toml declares about texts of split usage, and what the kind of a row says of its counts."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from consilience.notation import BaseRate, canonical, parse
from consilience.study import check_study, read_study
from tests.notation.said import meaning

TODAY = date(2025, 6, 1)
TOML = 'title = "Flood"\nhorizon = 2100-12-31\noutcome = "flood"\n\n[question.flood]\ntitle = "Flood"\n'
HEADER = "question,forecaster,date,estimate,group,kind,until,source,note\n"
Make = Callable[..., Path]


def study_of(make_study: Make, cells: dict[str, str], dialect: str = "", kind: str = "") -> Path:
    rows = "".join(f'flood,{who},2025-01-01,"{said}",,{kind},,s,\n' for who, said in cells.items())
    declared = f'\n[dialect."a.csv"]\n{dialect}\n' if dialect else ""
    return make_study(TOML + declared, a=HEADER + rows)


def read(make_study: Make, cells: list[str], dialect: str = "", kind: str = "") -> list[str]:
    path = study_of(make_study, {f"p{i:02}": said for i, said in enumerate(cells)}, dialect, kind)
    return [canonical(row.value) for row in read_study(path, today=TODAY).rows]


@pytest.mark.parametrize(
    ("dialect", "said", "spelled"),
    [
        ('colon = "odds"', "1:4", "1:4"),
        ('colon = "chance"', "1:4", "1 in 4"),
        ('colon = "chance"', "a 1:10 chance", "1 in 10"),
        ('slash = "chance"', "1/50", "1 in 50"),
        ('slash = "price"', "1/50", "50:1 on"),
        ('slash = "price"', "9/2", "2:9"),
        ('slash = "price"', "100-1", "1:100"),
        ('slash = "price"', "-150", "3:2 on"),
    ],
)
def test_a_declaration_says_which(make_study: Make, dialect: str, said: str, spelled: str) -> None:
    assert read(make_study, [said], dialect) == [spelled]


def test_a_declared_scale_covers_every_form(make_study: Make) -> None:
    spelled = {
        "12": "12%",
        "0.5 [0.2, 1]": "0.5% [0.2%, 1%]",
        "12 [5%, 30%]": "12% [5%, 30%]",
        "50-50": "50/50",
        "5-15": "5% to 15%",
        "5-15 @80%": "5% to 15% @80%",
        "<3": "<3%",
        "about 4": "~4%",
        "q5=1 q95=30": "q5=1% q95=30%",
        "1 in 6": "1 in 6",
    }
    assert read(make_study, list(spelled), 'scale = "percent"') == list(spelled.values())


def test_a_declared_scale_of_fractions_too(make_study: Make) -> None:
    cells = ["0.5 [0.2, 1]", "0.12 [5%, 30%]", "50-50", "0.1-0.2", "1", "1.0", "10%"]
    assert read(make_study, cells, 'scale = "fraction"') == [
        "5e1% [2e1%, 100%]", "12% [5%, 30%]", "50/50", "0.1 to 0.2", "100%", "100% grid=10%", "10%",
    ]  # fmt: skip


def test_a_power_in_a_file_of_percent_is_not_made_a_hundredth(make_study: Make) -> None:
    path = study_of(make_study, {"ada": "10^-6", "bo": "50 ppm"}, 'scale = "percent"')
    problems = check_study(path, today=TODAY)
    assert [(problem.line, problem.said) for problem in problems if problem.severity == "error"] == [(2, "10^-6")]


def test_a_unit_says_its_scale_by_itself(make_study: Make) -> None:
    assert read(make_study, ["50 ppm", "5‰"], 'scale = "percent"') == ["50e-6", "5‰"]


def test_a_german_file(make_study: Make) -> None:
    said = ["0,5%", "1 zu 20 Millionen", "zwischen 0,1 und 1 Prozent", "10 von 1.000", '"2,5% [1; 4]%"', "1,5 ‰"]
    rows = "".join(f"flood;p{place};2025-01-01;{cell};;;;s;\n" for place, cell in enumerate(said))
    dialect = '\n[dialect."a.csv"]\ndelimiter = ";"\ndecimal = ","\n'
    path = make_study(TOML + dialect, a=HEADER.replace(",", ";") + rows)
    values = [canonical(row.value) for row in read_study(path, today=TODAY).rows]
    assert values == ["0.5%", "1 in 20000000", "0.1% to 1%", "10 in 1000", "2.5% [1%, 4%]", "1.5‰"]


@pytest.mark.parametrize("said", ["12 of 400", "12 out of 400", "12 in 400", "12/400", "12 events in 400 trials"])
def test_the_counts_of_a_base_rate_are_data(make_study: Make, said: str) -> None:
    (row,) = read_study(study_of(make_study, {"record": said}, kind="base_rate"), today=TODAY).rows
    assert row.value == BaseRate(12, 400)


def test_one_in_so_many_is_a_rounded_rate_and_no_count(make_study: Make) -> None:
    problems = check_study(study_of(make_study, {"record": "1 in 10,000"}, kind="base_rate"), today=TODAY)
    assert [problem.check for problem in problems] == ["kind_form"]


def test_the_same_words_of_a_person_are_an_opinion(make_study: Make) -> None:
    assert read(make_study, ["301 out of 444"]) == ["301 in 444"]


def test_how_a_colon_was_read_is_said_once_a_file(make_study: Make) -> None:
    path = study_of(make_study, {"ada": "1:4", "bo": "1:9", "cem": "10%"})
    (problem,) = check_study(path, today=TODAY)
    assert (problem.check, problem.line, problem.severity) == ("odds_or_chance", 2, "warning")
    assert "lines 2, 3" in problem.why


@pytest.mark.parametrize(
    ("said", "taken"),
    [("a 1:4 chance of rain", "read as odds"), ("also etwa 1:8", "read as 1 in 8"), ("~1:4", "read as odds")],
)
def test_how_it_was_read_in_a_phrase_is_said_too(make_study: Make, said: str, taken: str) -> None:
    (problem,) = check_study(study_of(make_study, {"ada": said}), today=TODAY)
    assert (problem.check, problem.said) == ("odds_or_chance", said)
    assert taken in problem.why


def test_what_is_declared_needs_no_word(make_study: Make) -> None:
    assert check_study(study_of(make_study, {"ada": "1:4"}, 'colon = "odds"'), today=TODAY) == ()


def test_what_stands_beside_its_percentage_needs_no_word(make_study: Make) -> None:
    assert check_study(study_of(make_study, {"ada": "0.26% (1:385)", "bo": "9:1 against"}), today=TODAY) == ()


def test_fractions_in_a_file_of_percent_are_listed(make_study: Make) -> None:
    path = study_of(make_study, {"ada": "15", "bo": "0.15", "cem": "20", "di": "0.25"}, 'scale = "percent"')
    (problem,) = check_study(path, today=TODAY)
    assert (problem.check, problem.said) == ("declared_scale", "0.15")
    assert "lines 3, 5" in problem.why
    assert "0.15%" in problem.why


def test_what_the_scale_would_make_of_fractions_is_said_before_it_is_declared(make_study: Make) -> None:
    (problem,) = check_study(study_of(make_study, {"ada": "15", "bo": "0.15", "cem": "20"}), today=TODAY)
    assert problem.check == "dialect"
    assert "1 below 1, of which it makes 0.15%" in problem.why


CASE_69 = {
    "~17% (~1 in 6)": "~17%",
    "≤50% (\"no better than fifty-fifty\")": "<=50%",
    "Median: 1%. Mean: 8%.": "median=1% mean=8%",
    "Mean: ~30%\nMedian: ~20%": "median=20% mean=30%",
    "0.008% to 0.0000016% (between 8 x 10-5 and 1.6 x 10-8)": "0.0000016% to 0.008%",
    "0.005% (“one in 20,000 or something”)": "0.005%",
    "20%-ish": "~20%",
    "<0.1% by far": "<0.1%",
    "1 in 10 million": "1 in 10000000",
}  # fmt: skip


def test_69_a_database_as_published(shared: Path, tmp_path: Path) -> None:
    source = shared / "cases/files/69_database_as_published"
    study = tmp_path / "database"
    (study / "estimates").mkdir(parents=True)
    for file in ("study.toml", "estimates/rows.csv"):
        (study / file).write_bytes((source / file).read_bytes())
    problems = check_study(study, today=TODAY)
    refused = {problem.said for problem in problems if problem.check == "estimate"}
    assert len(refused) == 7
    assert not any(re.search("[0-9]", problem.remedy) for problem in problems if problem.check == "estimate")


@pytest.mark.parametrize(("said", "means"), CASE_69.items())
def test_69_cells(said: str, means: str) -> None:
    value = parse(said)
    assert meaning(value) == meaning(parse(means))
    assert value == parse(canonical(value))


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["12", "0.05"], [3]),
        (["12", "p=0.3", "P(doom) = .4", "prob 0.2"], [3, 4, 5]),
        (["12", "1e-3", "2.5e-4"], [3, 4]),
        (["12", "0.05-0.2", "0.05 [0.01, 0.2]", "<0.01", "q5=0.01 q95=0.2"], [3, 4, 5, 6]),
        # Small percentages have one place as often as fractions have.
        (["12", "30", "0.3", "0.5"], [4, 5]),
        (["0.5", "0.2", "0.3", "40", "60"], [2, 3, 4]),
        (["5", "10", "0.9", ".8", "0.7"], [4, 5, 6]),
        (["0.1", "0.5", "2", "5", "10"], [2, 3]),
        (["12", "p=0.3", "0.5 [0.2, 1]", "0.1-0.5", "<0.5", "~.3"], [3, 4, 5, 6, 7]),
        (["about 12", "1e-4"], [3]),
        (["5-15", "0.4"], [3]),
        (["0.05-2", "0.4"], [3]),
        # None above 1, whatever has its sign; and these have a sign or are chances.
        (["0.1", "0.5 [0.2, 1]", "1", "0"], []),
        (["12%", "1 in 20", "0.3"], []),
        (["12", "0.05%", "1 in 20", "1/20", "0.05 in 1000", "5 bps", "2:1 on"], []),
        (["12", "0.05-2", "1.25", "3.05"], []),
        (["0.05", "0.02"], []),
    ],
)
def test_whatever_may_be_a_fraction_in_a_file_of_percent_is_listed(
    make_study: Make, cells: list[str], told: list[int]
) -> None:
    path = study_of(make_study, {f"p{i:02}": said for i, said in enumerate(cells)}, 'scale = "percent"')
    found = [problem for problem in check_study(path, today=TODAY) if problem.check == "declared_scale"]
    assert [problem.line for problem in found] == told[:1]
    assert all(str(line) in problem.why for problem in found for line in told)


@pytest.mark.parametrize(
    ("said", "is_told"),
    [("2:3", True), ("30:70", True), (" 12 : 88 ", True), ("1:4", False), ("1:100", False), ("40%", False)],
)
def test_odds_in_a_file_of_chances_are_told(make_study: Make, said: str, *, is_told: bool) -> None:
    path = study_of(make_study, {"ada": said}, 'colon = "chance"')
    found = [problem for problem in check_study(path, today=TODAY) if problem.check == "odds_or_chance"]
    assert [problem.line for problem in found] == [2] * is_told
    assert all("is read as odds" in problem.why for problem in found)


def test_surveys_among_them_too(make_study: Make) -> None:
    cells = {"ada": "n=100 median=0.05 mean=0.1", "bo": "n=100 median=5", "cem": "n=100 median=0.5%"}
    path = study_of(make_study, cells, 'scale = "percent"', kind="survey")
    (problem,) = check_study(path, today=TODAY)
    assert (problem.check, problem.line) == ("declared_scale", 2)
    assert "(line 2)" in problem.why
    assert "median=0.05% mean=0.1%" in problem.why


def test_a_large_survey_alone_is_no_number_above_one(make_study: Make) -> None:
    cells = {"ada": "n=100 median=0.05 mean=0.1", "bo": "n=9 median=0"}
    path = study_of(make_study, cells, 'scale = "percent"', kind="survey")
    assert check_study(path, today=TODAY) == ()


def test_a_quantity_has_no_scale_to_be_told_of(make_study: Make) -> None:
    toml = TOML + '\n[question.cost]\ntitle = "Cost"\nunit = "USD"\n\n[dialect."a.csv"]\nscale = "percent"\n'
    rows = "flood,ada,2025-01-01,0.5,,,,s,\ncost,ada,2025-01-01,12 USD,,,,s,\ncost,bo,2025-01-01,0.5 USD,,,,s,\n"
    assert "declared_scale" not in {problem.check for problem in check_study(make_study(toml, a=HEADER + rows))}


def test_every_line_is_named_and_what_becomes_of_the_first_ones(make_study: Make) -> None:
    cells = {f"p{at:02}": f"0.{at}" for at in range(1, 10)} | {"z": "40"}
    (problem,) = check_study(study_of(make_study, cells, 'scale = "percent"'), today=TODAY)
    assert "lines 2, 3, 4, 5, 6, 7, 8, 9, 10)" in problem.why
    assert "0.1 is 0.1%, 0.2 is 0.2%, 0.3 is 0.3%, 0.4 is 0.4% and 5 more" in problem.why


def test_how_a_slash_was_read_is_said_once_a_file(make_study: Make) -> None:
    path = study_of(make_study, {"ada": "1/10", "bo": "~1/50", "cem": "10%", "di": "50/50", "ed": "10% (1/10)"})
    (problem,) = check_study(path, today=TODAY)
    assert (problem.check, problem.line, problem.severity) == ("chance_or_price", 3, "warning")
    assert "is read as 1 in 50, and not as a price, odds of 50:1 on (lines 2, 3)" in problem.why
    assert 'slash = "chance" under [dialect."a.csv"], or else slash = "price"' in problem.remedy


@pytest.mark.parametrize("declared", ['slash = "chance"', 'slash = "price"'])
def test_a_slash_that_is_declared_needs_no_word(make_study: Make, declared: str) -> None:
    assert check_study(study_of(make_study, {"ada": "1/10"}, declared), today=TODAY) == ()


def test_how_counts_of_a_person_were_read_is_said_once_a_file(make_study: Make) -> None:
    path = study_of(
        make_study, {"ada": "301 out of 444", "bo": "12 out of 400", "cem": "2 out of 3", "di": "1 out of 12"}
    )
    (problem,) = check_study(path, today=TODAY)
    assert (problem.check, problem.line, problem.severity) == ("opinion_or_count", 2, "warning")
    assert "(lines 2, 3)" in problem.why
    assert "base_rate" in problem.remedy


@pytest.mark.parametrize("said", ["15 out of 100", "3 in 1,000", "7 in 85", "9 out of 10", "1 in 6", "1 out of 444"])
def test_what_is_said_aloud_is_no_count(make_study: Make, said: str) -> None:
    assert check_study(study_of(make_study, {"ada": said}), today=TODAY) == ()


def test_counts_that_are_data_need_no_word(make_study: Make) -> None:
    problems = check_study(study_of(make_study, {"record": "301 out of 444"}, kind="base_rate"), today=TODAY)
    assert "opinion_or_count" not in {problem.check for problem in problems}
