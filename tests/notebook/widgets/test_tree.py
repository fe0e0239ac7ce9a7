"""A tree answered node by node: what the parts come to beside the whole, and rows saved together."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from consilience.api.study import Study
from consilience.notebook.widgets.tree import Tree
from consilience.problems import WrongValueError
from tests.builders.files import bytes_below
from tests.notebook.widgets.conftest import HEADER, TOML


def answer(tree: Tree, **said: str) -> Tree:
    for node, text in said.items():
        tree.act({"do": "say", "node": node, "text": text, "by": "typed"})
    return tree


def test_every_part_is_asked_in_its_state_and_the_whole_last(study: Study) -> None:
    tree = study.elicit_tree("ada")
    assert [(node["name"], node["given"], node["is_whole"]) for node in tree.nodes] == [
        ("rain", "", False),
        ("breach", "Given 1", False),
        ("flood", "", True),
    ]
    assert tree.reading["left"] == "0 of 2 parts answered"
    assert tree.said == {}


def test_parts_in_several_states_are_asked_in_each(make_study: Callable[..., Study]) -> None:
    toml = 'title = "T"\noutcome = "c"\n[question.a]\ntitle = "A"\n[question.b]\ntitle = "B"\n'
    toml += '[question.ab]\ntitle = "A or B"\nany_of = ["a", "b"]\n'
    toml += '[question.c]\ntitle = "C"\nparents = ["ab"]\nprior = "5-95%"\n'
    tree = make_study(toml, a=HEADER).elicit_tree("ada")
    assert [(node["name"], node["given"]) for node in tree.nodes] == [
        ("a", ""),
        ("b", ""),
        ("c | ab", "Given “A or B”"),
        ("c | not ab", "Given not “A or B”"),
        ("c", ""),
    ]
    answer(tree, a="50%", b="50%", **{"c | ab": "40%", "c | not ab": "20%"})
    # P(A or B) = 0.75, so that P(C) = 0.75 · 0.4 + 0.25 · 0.2.
    assert tree.implied == pytest.approx(0.35)


def test_what_the_parts_come_to_stands_beside_the_whole(study: Study) -> None:
    tree = answer(study.elicit_tree("ada"), rain="20%")
    assert (tree.implied, tree.reading["implied_text"]) == (None, "")
    answer(tree, breach="10%")
    assert tree.implied == pytest.approx(0.02)
    # From 19.5% · 9.5% to 20.5% · 10.5%.
    assert tree.reading["implied_text"] == "The parts come to 2%, 1 in 50 (1.9% to 2.2% as rounded)."
    assert tree.reading["note"] == ""
    answer(tree, flood="10%")
    assert tree.reading["note"] == "Stated 5 times what the factors give."
    assert tree.reading["parted"]
    answer(tree, flood="2%")
    assert not tree.reading["parted"]


def test_a_bound_in_a_part_leaves_the_whole_between_two_numbers(study: Study) -> None:
    tree = answer(study.elicit_tree("ada"), rain="20%", breach="<10%")
    assert tree.implied is None
    assert tree.reading["implied_text"] == "The parts come to between 0% and 2%."


@pytest.mark.parametrize("text", ["1,5%", "x", "150%", "10-5%"])
def test_what_cannot_be_read_is_told_at_its_node(study: Study, text: str) -> None:
    tree = answer(study.elicit_tree("ada"), rain="20%", breach=text)
    assert tree.reading["nodes"]["breach"]["fault"]
    assert tree.said == {"rain": "20%"}
    assert not tree.reading["ready"]
    tree.act({"do": "save"})
    assert "correct what is marked" in tree.trouble


def test_all_rows_are_saved_together_and_taken_back_together(study: Study) -> None:
    before = bytes_below(Path(study.path))
    tree = answer(study.elicit_tree("ada", group="coast", source="call"), rain="20%", breach="5% [1%, 10%]")
    answer(tree, flood="10%")
    tree.act({"do": "save"})
    assert tree.trouble == ""
    with (Path(study.path) / "estimates" / "added.csv").open(encoding="utf-8", newline="") as opened:
        rows = [(row["question"], row["estimate"], row["group"]) for row in csv.DictReader(opened)]
    assert rows == [("rain", "20%", "coast"), ("breach", "5% [1%, 10%]", "coast"), ("flood", "10%", "coast")]
    lines = tree.saved["lines"]
    assert [line.partition("added.csv:")[2][:2] for line in lines[:3]] == ["2:", "3:", "4:"]
    # The check of the sum is told once, not once a row.
    assert len(lines) == len(set(lines)) == 4
    assert "added.csv:4: warning: 'ada' says 10% for" in lines[3]
    assert len(tree.study.standing) == 4
    tree.act({"do": "undo"})
    assert tree.trouble == ""
    assert bytes_below(Path(study.path)) == before


def test_where_one_row_cannot_be_written_none_is(make_study: Callable[..., Study]) -> None:
    study = make_study(TOML.replace('title = "A flood"', 'title = "A flood"'), a=HEADER)
    tree = answer(study.elicit_tree("ada"), rain="20%", breach="5%")
    settings = Path(study.path) / "study.toml"
    settings.write_text(TOML.replace("[question.breach]", "[question.break]").replace('"breach"', '"break"'), "utf-8")
    before = bytes_below(Path(study.path))
    tree.act({"do": "save"})
    assert "breach" in tree.trouble
    assert bytes_below(Path(study.path)) == before
    assert tree.saved == {}


def test_what_follows_from_nothing_is_refused(study: Study, make_study: Callable[..., Study]) -> None:
    with pytest.raises(WrongValueError, match="does not follow from other questions"):
        study.elicit_tree("ada", outcome="rain")
    with pytest.raises(WrongValueError, match="does not follow"):
        study.elicit_tree("ada", outcome="height")
    with pytest.raises(KeyError, match="flod"):
        study.elicit_tree("ada", outcome="flod")


def test_what_a_saved_notebook_shows(study: Study) -> None:
    tree = answer(study.elicit_tree("ada"), rain="20%", breach="10%")
    words = tree.still().words
    assert "1. Heavy rain: 20%; 2. The dyke breaks: 10%; A flood: not answered; The parts come to 2%" in words
    assert words.endswith("A draft: not saved.")
