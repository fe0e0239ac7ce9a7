"""One person under several names is told of; two persons whose names are alike are not."""

import pytest

from consilience.study import append_estimate, check_study
from consilience.study.writing.remarks import told_of_row
from tests.study.conftest import HEADER, TODAY, TOML

KNOWN = ("Bob Roy", "Ada Lovelace", "Toby Ord")


def told(make_study, *names: str) -> list[str]:
    rows = "".join(f'flood,"{name}",2025-01-15,10%,,,,s,\n' for name in names)
    problems = check_study(make_study(TOML, a=HEADER + rows), today=TODAY)
    return [problem.why for problem in problems if problem.check == "namesake"]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        *((name, "Bob Roy") for name in ("BR", "B.R.", "B. R.", "Bob R.", "Bob R", "B. Roy", "Robert Roy", "Roy, Bob")),
        *((name, "Ada Lovelace") for name in ("AL", "Ada L.", "Ada Lovelac", "Ada Lovelcae", "Ada Lovelance")),
        *(
            (name, "Toby Ord")
            for name in ("Dr. Toby Ord", "Prof. Dr. Ord", "Toby Ord, Ph.D.", "Tobias Ord", "Toby Ordd")
        ),
    ],
)
@pytest.mark.parametrize("is_first", [False, True])
def test_another_form_of_a_known_name_is_told_wherever_it_stands(make_study, name, known, is_first):
    (why,) = told(make_study, *((name, *KNOWN) if is_first else (*KNOWN, name)))
    assert repr(name) in why
    assert repr(known) in why


def test_initials_of_several_people_are_nobodys_in_particular(make_study):
    assert not told(make_study, "Bob Roy", "Bea Rust", "BR")


@pytest.mark.parametrize("name", ["JRRT", "J. T.", "JT"])
def test_a_middle_name_may_be_left_out_of_the_initials(make_study, name):
    assert told(make_study, "John Ronald Reuel Tolkien", name)


def test_what_became_of_a_known_name_is_said_when_it_is_added(make_study):
    path = make_study(TOML, a=HEADER + "flood,Bob Roy,2025-01-15,10%,,,,s,\n")
    file, line = append_estimate(path, "flood", "BR", "5%", date="2025-02-01", source="call", today=TODAY)
    assert "'BR' may be the same person as 'Bob Roy'" in "\n".join(told_of_row(path, file, line, today=TODAY))


TWO = """
Maria Rossi/Mario Rossi, John Smith/Joan Smith, Erik Hansen/Erik Jansen, Anna Bell/Anne Bell, Paul Weiss/Paula Weiss,
Martin Luther/Martina Luther, Bob Roy/Bob Ray, Bob Roy/Rab Roy, Ivan Petrov/Ivana Petrova, Jan Kowalski/Jan Kowalska,
Peter Clark/Peter Clarke, Mark Robert/Mark Roberts, Karen Berg/Karin Berg, Toby Ord/Tony Ord, Li Wei/Li Wen,
Wang Fang/Wang Feng, Kim Lee/Tim Lee, Ann Bo/Ann Bu, Expert A/Expert B, panela/panelb, Bob/Bo, Bo/Bob Olsen, ada/bo,
Alan Turing/Adam Turing, Julian Fox/Julien Fox, Ed Witten/Ed Wilson, Carl Sagan/Carl Hagan, AI/Ada Lovelace,
Dan Gray/Dan Grey, Jack Black/Jack Brown, Nina Simon/Nina Simone, tester one/tester two, Dana Scott/Dean Scott,
Marion Stone/Marian Stone, Tom Hanks/Tim Hanks, forecaster12/forecaster13, 王 明/王 小明,
Ana Silva/Anna Silva, al/Ada Lovelace
"""


@pytest.mark.parametrize("pair", TWO.replace("\n", " ").strip().split(", "))
def test_two_names_that_only_look_so_are_two(make_study, pair):
    assert not told(make_study, *(name.strip() for name in pair.split("/")))
