"""Judgements of SHELF, as its three apps save them, and what people do to such files."""

from pathlib import Path

import pytest

from consilience.importers import Imported, import_study
from consilience.problems import StudyError
from consilience.study import read_study


@pytest.fixture
def bring(tmp_path: Path):
    def imported(text: str, mapping: str = 'unit = "m"\ndate = "2025"', name: str = "rise.csv") -> Imported:
        (tmp_path / "map.toml").write_text(mapping, "utf-8")
        (tmp_path / name).write_text(text, "utf-8")
        return import_study("shelf", tmp_path / name, tmp_path / "study", map=tmp_path / "map.toml")

    return imported


def said(done: Imported) -> list[tuple[str, str]]:
    return [(row.forecaster, row.said) for row in read_study(done).rows]


TABLES = {
    "probabilities": ('"","A"\n"L",-5\n"0.05",-1.5\n"0.5",2\n"0.95",7e0\n"U",9\n', "q5=-1.5 q50=2 q95=7"),
    "quartiles": ('"","A"\n"L","0"\n"Q1","1"\n"M","2.50"\n"Q3","4"\n"U","9"\n', "q25=1 q50=2.5 q75=4"),
    "tertiles": ('"","A"\n"L",0\n"T1",1\n"M",2\n"T2",3\n"U",9\n', "q33.3333=1 q50=2 q66.6667=3"),
    "without limits": ('"","A"\n"Q1",1\n"M",2\n"Q3",4\n', "q25=1 q50=2 q75=4"),
    "a level nobody filled in": ('"","A"\n"L",0\n"Q1"," "\n"M",2\n"Q3",NA\n"U",9\n', "2"),
    "semicolons": ('"";"A"\n"Q1";1\n"M";2\n"Q3";4\n', "q25=1 q50=2 q75=4"),
    "chips of negative and of decimal bins": (
        '"","(-10--5]","(-5-0]","(0-0.5]","(0.5-1]"\n"A",2,3,4,1\n',
        "q20=-5 q50=0 q90=0.5",
    ),
    "an empty bin between": ('"","(0-10]","(10-20]","(20-30]","(30-40]"\n"A",5,0,10,5\n', "q25=10 q75=30"),
}


@pytest.mark.parametrize("kind", TABLES)
def test_tables_are_read_by_their_rows_and_bins(kind: str, bring) -> None:
    text, expected = TABLES[kind]
    done = bring(text)
    assert said(done) == [("A", expected)]
    assert not done.left_behind


def test_a_roulette_is_of_whom_the_map_names(bring) -> None:
    text = '"","bins","probs"\n"1","(0, 0.1]",5\n"2","(0.1, 0.2]",10\n"3","(0.2, 0.3]",5\n'
    done = bring(text, 'unit = "fraction"\nexpert = "The panel"', "roulette-2024-05-06.csv")
    assert said(done) == [("The panel", "q25=10% q75=20%")]
    assert read_study(done).rows[0].date_said == "2024-05-06"
    assert import_study("shelf", done.study.parent / "roulette-2024-05-06.csv", done.study,
                        map=done.study.parent / "map.toml").estimates == 0  # fmt: skip


FAULTS = {
    "numbers that fall": ('"","A","B"\n"Q1",3,1\n"M",2,2\n"Q3",4,3\n', "'A': the numbers fall: 3, 2, 4"),
    "a word": ('"","A","B"\n"Q1",x,1\n"M",2,2\n"Q3",4,3\n', "'A': 'x' is no number"),
    "one bin": ('"","(0-1]","(1-2]","(2-3]"\n"A",0,9,0\n"B",3,3,3\n', "'A': the chips lie in so few bins"),
    "chips below none": ('"","(0-1]","(1-2]","(2-3]"\n"A",3,-1,9\n"B",3,3,3\n', "is no number of chips"),
    "a short row": ('"","(0-1]","(1-2]","(2-3]"\n"A",3,9\n"B",3,3,3\n', "3 cells where the header has 4"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_one_expert_cannot_have_said_leaves_the_others(fault: str, bring) -> None:
    text, told = FAULTS[fault]
    done = bring(text)
    [problem] = done.left_behind
    assert told in problem.why
    assert [name for name, _ in said(done)] == ["B"]


@pytest.mark.parametrize(
    ("text", "mapping", "told"),
    [
        ('"","A"\n"Q1",1\n"M",2\n', "", "does not say whether it is about a probability"),
        ('"","A"\n"Q1",1\n"M",2\n', 'unit = "m"\n[units]\nother = "m"', "'other' in .units. is the name of no file"),
        ('"","A"\n"First",1\n"M",2\n', 'unit = "m"', "the row 'First' is none of L, Q1"),
        ('"","bins","chips"\n"1","(0, 1]",5\n', 'unit = "m"', "column 'probs' not found"),
        ('"","bins","probs"\n"1","0 to 1",5\n', 'unit = "m"', "'0 to 1' is no bin"),
        ('"","(0-1]","up to 2"\n"A",5,5\n', 'unit = "m"', "'up to 2' is no bin"),
        ("\n", 'unit = "m"', "the file is empty"),
    ],
)
def test_a_file_that_is_another_is_refused(text: str, mapping: str, told: str, bring) -> None:
    with pytest.raises(StudyError, match=told):
        bring(text, mapping)
