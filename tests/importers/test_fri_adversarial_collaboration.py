"""The adversarial collaboration's forecasts as a study: nothing lost, nothing rounded, nothing half written."""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, strategies as st

from consilience.importers import IMPORTERS, import_study
from consilience.importers.crux_answers import read_answers
from consilience.importers.kit.keys import slug
from consilience.notation import Point, parse
from consilience.problems import Problem, StudyError
from consilience.study import check_study, read_study
from tests.builders.files import bytes_below

FORMAT = "fri-adversarial-collaboration"
PUBLISHED = "person,Camp,ID,PU,Pc,PUc\n"
# People, cruxes and numbers as in FORECASTS.csv of forecastingresearch/adversarial-collab.
SMALL = PUBLISHED + (
    '"Eve","Skeptical","Cyberattacks",0.03,0.15,0.03\n'
    '"Eve","Skeptical","AI articles and apps",0.03,0.01,NA\n'
    '"Eve","Skeptical","Platform: AI regulation",0.06,0.15,0.01\n'
    '"Claire","Skeptical","Warning shot",1e-08,0.01,1e-04\n'
    '"Wesley","Concerned","Power-seeking",0.25,NA,NA\n'
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "FORECASTS.csv"
    path.write_text(SMALL, "utf-8")
    return path


def said(study: Path) -> list[tuple[str, str, str]]:
    return [(row.question, row.forecaster, row.said) for row in read_study(study).rows]


def test_a_small_file(source: Path, tmp_path: Path) -> None:
    folder = import_study(FORMAT, source, tmp_path / "forecasts" / "ai")
    assert folder.study == tmp_path / "forecasts" / "ai"
    # Eve's 3%, said beside two cruxes, comes after her 6%, said beside one.
    assert said(folder) == [
        ("extinction", "Eve", "6%"),
        ("platform_ai_regulation", "Eve", "15%"),
        ("extinction | platform_ai_regulation", "Eve", "1%"),
        ("extinction", "Eve", "3%"),
        ("cyberattacks", "Eve", "15%"),
        ("extinction | cyberattacks", "Eve", "3%"),
        ("ai_articles_and_apps", "Eve", "1%"),
        ("extinction", "Claire", "0.000001%"),
        ("warning_shot", "Claire", "1%"),
        ("extinction | warning_shot", "Claire", "0.01%"),
        ("extinction", "Wesley", "25%"),
    ]
    study = read_study(folder)
    assert study.outcome == "extinction"
    assert study.questions["extinction"].cruxes == (
        "cyberattacks",
        "ai_articles_and_apps",
        "platform_ai_regulation",
        "warning_shot",
        "power_seeking",
    )
    assert study.questions["platform_ai_regulation"].title == "Platform: AI regulation"
    assert {(row.forecaster, row.group, row.kind, row.date_said) for row in study.rows} == {
        ("Eve", "skeptical", "person", "2023-05"),
        ("Claire", "skeptical", "person", "2023-05"),
        ("Wesley", "concerned", "person", "2023-05"),
    }
    assert all(row.source for row in study.rows)
    notes = [row.note for row in study.rows if row.forecaster == "Eve"]
    assert notes[:3] == ["said beside 1 crux of 3", None, "said beside P(extinction) = 6%"]


def test_incoherence_stays_visible(source: Path, tmp_path: Path) -> None:
    found = check_study(import_study(FORMAT, source, tmp_path / "ai"))
    assert not [problem for problem in found if problem.severity == "error"]
    [incoherent] = [problem for problem in found if problem.check == "incoherent_crux"]
    assert "'Claire'" in incoherent.why
    assert "'extinction | warning_shot'" in incoherent.why


def test_both_spellings_of_the_columns(source: Path, tmp_path: Path) -> None:
    ours = "crux,forecaster,camp,p_extinction,p_crux,p_extinction_given_crux"
    rows = [line.split(",") for line in SMALL.replace('"', "").splitlines()[1:]]
    lines = [",".join([row[2], row[0], row[1], *("" if cell == "NA" else cell for cell in row[3:])]) for row in rows]
    other = tmp_path / "other.csv"
    # As a spreadsheet saves it.
    other.write_bytes(("\ufeff" + "\r\n".join([ours, *lines, ""])).encode())
    assert said(import_study(FORMAT, other, tmp_path / "b")) == said(import_study(FORMAT, source, tmp_path / "a"))


def problems_of(text: str, tmp_path: Path) -> list[tuple[int | None, str]]:
    source = tmp_path / "bad.csv"
    source.write_text(text, "utf-8")
    before = bytes_below(tmp_path)
    with pytest.raises(StudyError) as error:
        import_study(FORMAT, source, tmp_path / "forecasts" / "ai")
    assert bytes_below(tmp_path) == before
    assert not (tmp_path / "forecasts").exists()
    assert all(problem.file and problem.file.endswith("bad.csv") for problem in error.value.problems)
    assert all(problem.remedy for problem in error.value.problems)
    return [(problem.line, problem.why) for problem in error.value.problems]


def test_every_fault_is_reported_at_once(tmp_path: Path) -> None:
    rows = [
        "Eve,Skeptical,Cyberattacks,3%,0.15,15",
        "Eve,Sceptic,AI coding,0.03,nan,-0.1",
        ",Skeptical,AI coding,0.03,0.1,0.1",
        "Eve,Skeptical,AI coding,0.03,0.1",
        "Eve,Skeptical,AI coding,0.03,0.1,0.1,0.1",
        "Eve,Skeptical,extinction,0.03,0.1,0.1",
        "Eve,Skeptical,…,0.03,0.1,0.1",
        "",
        "Eve,Skeptical,Power-seeking,0.03,0.1,0.1",
        "Eve,Concerned,Power-seeking,0.03,0.1,0.1",
        "Zoe,Concerned,Power seeking,0.03,0.1,0.1",
    ]
    assert problems_of(PUBLISHED + "\n".join(rows), tmp_path) == [
        (2, "'3%' for p_extinction is no number"),
        (2, "'15' for p_extinction_given_crux is above 1"),
        (3, "there is no camp 'Sceptic'"),
        (3, "'nan' for p_crux is no number"),
        (3, "'-0.1' for p_extinction_given_crux is no number"),
        (4, "the forecaster is missing"),
        (5, "the row has 1 cell too few"),
        (6, "the row has 1 cell too many"),
        (7, "the crux 'extinction' makes no name of a question"),
        (8, "the crux '…' makes no name of a question"),
        (11, "'Eve' answers 'Power-seeking' a second time, after line 10"),
        (11, "'Eve' is concerned here and skeptical on line 10"),
        (12, "the cruxes 'Power-seeking' (line 10) and 'Power seeking' both make power_seeking"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "the first row does not name the columns")]),
        ("a,b\n1,2\n", [(1, "the first row does not name the columns")]),
        (PUBLISHED, [(None, "the file has no answers")]),
        ("person,Camp,ID,PU,Pc\n", [(1, "the file lacks the column p_extinction_given_crux")]),
        (
            "person,person,Camp,ID,PU,Pc,P(U|c)\n",
            [
                (1, "the column 'person' comes twice"),
                (1, "unknown column 'P(U|c)'"),
                (1, "the file lacks the column p_extinction_given_crux"),
            ],
        ),
        (
            PUBLISHED + 'Eve,Skeptical,"Cyber,0.1,0.1,0.1\n',
            [(2, "the row cannot be read (unexpected end of data); the rows after it were not read")],
        ),
    ],
)
def test_files_of_another_kind(text: str, expected: list[tuple[int | None, str]], tmp_path: Path) -> None:
    assert problems_of(text, tmp_path) == expected


def test_what_is_not_there_or_no_text(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_bytes(b"person\xff,Camp\n")
    with pytest.raises(StudyError, match="UTF-8"):
        import_study(FORMAT, tmp_path / "bad.csv", tmp_path / "ai")
    with pytest.raises(StudyError, match="cannot be read"):
        import_study(FORMAT, tmp_path / "none.csv", tmp_path / "ai")
    assert not (tmp_path / "ai").exists()


def test_a_second_time_nothing_is_added(source: Path, tmp_path: Path) -> None:
    folder = import_study(FORMAT, source, tmp_path / "ai")
    before = bytes_below(tmp_path)
    again = import_study(FORMAT, source, folder)
    assert (again.is_new, again.questions, again.estimates, again.outcomes) == (False, 0, 0, 0)
    assert bytes_below(tmp_path) == before


def test_a_write_that_fails_leaves_nothing(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = bytes_below(tmp_path)
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="No space left"):
        import_study(FORMAT, source, tmp_path / "ai")
    assert bytes_below(tmp_path) == before


def test_an_unknown_format_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=f"no format is called 'tea-leaves'.*the formats are {FORMAT}"):
        import_study("tea-leaves", tmp_path / "a.csv", tmp_path / "ai")


def test_the_table_names_its_rows() -> None:
    assert all(name == importer.name and importer.title and importer.reads for name, importer in IMPORTERS.items())


@given(st.decimals(0, 1, allow_nan=False, places=10), st.booleans())
def test_numbers_are_written_without_rounding(fraction: Decimal, scientific: bool) -> None:
    cell = f"{fraction:e}" if scientific else f"{fraction:f}"
    problems: list[Problem] = []
    [answer] = read_answers(f"{PUBLISHED}Eve,Skeptical,Crux,{cell},0,1\n", "a.csv", problems)
    assert not problems
    assert answer.outcome is not None
    assert Decimal(answer.outcome.removesuffix("%")) == fraction * 100
    value = parse(answer.outcome)
    assert isinstance(value, Point)
    assert (answer.crux_true, answer.outcome_given) == ("0%", "100%")


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("1E-5", "0.001%"),
        (".5", "50%"),
        ("1.", "100%"),
        ("1e-22", "0.00000000000000000001%"),
        ("0.30", "30%"),
        ("0", "0%"),
    ],
)
def test_spellings_of_numbers(cell: str, written: str) -> None:
    [answer] = read_answers(f"{PUBLISHED}Eve,Skeptical,Crux,{cell},NA,NA\n", "a.csv", [])
    assert answer.outcome == written
    assert isinstance(parse(written), Point)


@pytest.mark.parametrize("cell", ["1e-23", "1e-99", "1e-999999999", "0." + 23 * "3", "1_0", "٣", "0x1", "1e", "-0.1"])
def test_numbers_that_are_refused(cell: str) -> None:
    problems: list[Problem] = []
    assert read_answers(f"{PUBLISHED}Eve,Skeptical,Crux,{cell},NA,NA\n", "a.csv", problems) == []
    assert len(problems) == 1
    assert problems[0].line == 2


NAMES = st.text(st.characters(codec="utf-8"), max_size=12)


@given(NAMES, NAMES, st.sampled_from(["Skeptical", "Concerned"]))
def test_what_is_accepted_is_a_sound_study(person: str, crux: str, camp: str) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "a.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([PUBLISHED.strip().split(","), [person, camp, crux, "0.1", "0.2", "0.3"]])
        try:
            study = import_study(FORMAT, folder / "a.csv", folder / "ai")
        except StudyError:
            assert not (folder / "ai").exists()
        else:
            assert not [problem for problem in check_study(study) if problem.severity == "error"]
            assert len(read_study(study).rows) == 3


# The file itself.


@pytest.fixture(scope="module")
def panel(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, str]], Path]:
    """The rows of the file, and the study made of it."""
    source = shared / "data" / "fri_adversarial_collaboration.csv"
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return rows, import_study(FORMAT, source, tmp_path_factory.mktemp("forecasts") / "ai")


def test_the_real_panel_has_warnings_only(panel: tuple[list[dict[str, str]], Path]) -> None:
    _, folder = panel
    found = check_study(folder)
    assert {problem.check for problem in found} == {"conflict", "incoherent_crux"}
    assert {problem.severity for problem in found} == {"warning"}
    study = read_study(folder)
    assert len(study.questions) == 38
    people = {(row.forecaster, row.group) for row in study.rows}
    assert Counter(group for _, group in people) == {"concerned": 11, "skeptical": 11}


def test_nothing_of_the_real_panel_is_lost(panel: tuple[list[dict[str, str]], Path]) -> None:
    rows, folder = panel
    there = {}
    beside: dict[str, Decimal] = {}
    last: dict[tuple[str, str], Decimal] = {}
    for row in read_study(folder).rows:
        number = Decimal(row.said.removesuffix("%")) / 100
        if row.question == "extinction":
            beside[row.forecaster] = number
        elif row.state:
            [crux] = row.state
            there[row.forecaster, crux] = (beside[row.forecaster], last[row.forecaster, crux], number)
        else:
            last[row.forecaster, row.question] = number
    cells = ("p_extinction", "p_crux", "p_extinction_given_crux")
    expected = {
        (row["forecaster"], slug(row["crux"])): tuple(Decimal(row[cell]) for cell in cells)
        for row in rows
        if all(row[cell] for cell in cells)
    }
    assert len(expected) == 647
    assert there == expected


def test_the_value_said_beside_most_cruxes_stands(panel: tuple[list[dict[str, str]], Path]) -> None:
    rows, folder = panel
    standing = {row.forecaster: row.said for row in read_study(folder).standing if row.question == "extinction"}
    assert len(standing) == 22
    for person, stands in standing.items():
        values = [row["p_extinction"] for row in rows if row["forecaster"] == person]
        counts = {Decimal(value) * 100: values.count(value) for value in values}
        assert counts[Decimal(stands.removesuffix("%"))] == max(counts.values())
