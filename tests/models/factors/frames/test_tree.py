"""The factor tree: what bears on an outcome, with the published numbers, at places that can be drawn."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given, settings, strategies as st

from consilience.charts.drawing.layout import ChartText
from consilience.charts.tree import tree
from consilience.frames.answers import answers_frame
from consilience.models.factors.frames.tree import EDGES, NODES, tree_frames
from consilience.notation import parse
from consilience.sampling.fit import Fit
from consilience.study import Estimate, Question, Study
from tests.builders.factor_fits import TOML, panel_fit, write_panel_study
from tests.builders.fits import fit_of, synthetic_fit, write_study
from tests.examples import examples

TEXT = ChartText("Title", "Words.")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    return panel_fit(write_panel_study(tmp_path_factory.mktemp("forecasts") / "town"))


def evens(*questions: Question) -> Fit:
    """A fit that answers everything with even odds: enough for a layout."""
    said = Estimate(questions[0].name, "ada", None, "50%", parse("50%"))
    study = Study("s", "S", Path(), {question.name: question for question in questions}, (said,))
    events = [
        event
        for question in questions
        for event in ([f"{question.name}={option}" for option in question.options] or [question.name])
    ]
    answers = xr.Dataset(
        {"value": (("chain", "draw", "answer"), np.zeros((1, 2, len(events))))},
        coords={"question": ("answer", events), "group": ("answer", ["all"] * len(events))}
        | {"summary": ("answer", ["median"] * len(events))},
    )
    return fit_of(study, xr.Dataset(), answers, checks=(), provenance={})


def edges_of(edges: pd.DataFrame) -> dict[tuple[str, str], str]:
    return {(row["source"], row["target"]): row["state"] for row in edges.to_dict("records")}


def crossings(edges: pd.DataFrame) -> int:
    """Pairs of edges between two neighbouring levels that cross, from the frame alone."""
    lines = edges[["depth", "row", "to_depth", "to_row"]].to_numpy()
    assert all(line[0] == line[2] + 1 for line in lines)
    return sum(
        one[0] == other[0] and (one[1] - other[1]) * (one[3] - other[3]) < 0
        for place, one in enumerate(lines)
        for other in lines[:place]
    )


def test_a_chain_of_conditions_and_its_gate(town):
    nodes, edges = tree_frames(town)
    assert tuple(nodes.columns) == NODES
    assert tuple(edges.columns) == EDGES
    by_name = nodes.set_index("question")
    assert by_name["depth"].to_dict() == {"storm": 3, "breach": 2, "pumps_fail": 1, "flood": 0}
    assert by_name["kind"].to_dict() == dict.fromkeys(("storm", "breach", "pumps_fail"), "factor") | {
        "flood": "outcome"
    }
    assert by_name.loc["flood", "rule"] == "all of"
    # The pumps have a declared prior, and nobody who counts speaks of them: an aggregate does not.
    assert by_name["assumption"].to_dict() == {"storm": False, "breach": False, "pumps_fail": True, "flood": False}
    # That the pumps fail given a storm follows from their failing given a breach, which needs one.
    assert edges_of(edges) == {
        ("storm", "breach"): "given",
        ("breach", "pumps_fail"): "given",
        **{(name, "flood"): "" for name in ("storm", "breach", "pumps_fail")},
    }


def test_numbers_are_the_published_ones_of_the_group_and_summary(town):
    for group, summary in (("all", "median"), ("river", "mean")):
        nodes, _ = tree_frames(town, "harm", group, summary=summary)
        answers = answers_frame(town).query("group == @group and summary == @summary").set_index("question")
        for row in nodes.to_dict("records"):
            for name in ("value", "low", "high", "label"):
                assert row[name] == answers.loc[row["question"], name]


def test_a_question_with_parents_stands_for_the_whole_and_hangs_on_both_states(town):
    nodes, edges = tree_frames(town, "harm")
    assert edges_of(edges)["flood", "loss"] == ""
    assert nodes.set_index("question")[["kind", "rule", "depth"]].loc[
        ["loss", "flood", "harm"]
    ].to_numpy().tolist() == [
        ["factor", "", 1],
        ["gate", "all of", 2],
        ["outcome", "any of", 0],
    ]


def test_after_the_evidence_the_numbers_are_those_after_it(town):
    before, _ = tree_frames(town)
    after, _ = tree_frames(town, stage="after")
    draws = town.after_evidence["value"].values
    names = list(zip(*(town.after_evidence[n].values for n in ("question", "group", "summary")), strict=True))
    median = np.median(draws[:, :, names.index(("breach", "all", "median"))])
    value = after.set_index("question")["value"]
    assert value["breach"] == pytest.approx(1 / (1 + np.exp(-median)))
    assert value["breach"] < before.set_index("question")["value"]["breach"] / 3


def test_without_a_declared_outcome_every_last_event_is_one(tmp_path):
    toml = TOML.replace('outcome = "flood"\n', "")
    nodes, _ = tree_frames(panel_fit(write_panel_study(tmp_path / "town", toml)))
    assert set(nodes[nodes["kind"] == "outcome"]["question"]) == {"calm", "harm"}
    assert nodes.set_index("question").loc["calm", "rule"] == "not"


def test_questions_that_stand_for_themselves_are_a_tree_of_one(tmp_path):
    nodes, edges = tree_frames(synthetic_fit(write_study(tmp_path / "floods")))
    assert nodes[["question", "kind", "depth", "row"]].to_numpy().tolist() == [["flood", "outcome", 0, 0.0]]
    assert edges.empty


def test_an_option_is_a_node_with_its_own_title():
    fit = evens(
        Question("first", "Who is first", options=("lab", "state")),
        Question("war", "War", parents=("first=lab",)),
        Question("bad", "Bad", gate="at_least", k=2, of=("war", "first=state", "first=lab")),
    )
    nodes, edges = tree_frames(fit, "bad")
    assert nodes.set_index("question")["title"].to_dict() == {
        "first=lab": "Who is first: lab",
        "first=state": "Who is first: state",
        "war": "War",
        "bad": "Bad",
    }
    assert nodes.set_index("question").loc["bad", "rule"] == "at least 2 of"
    assert edges_of(edges)["first=lab", "war"] == ""


def test_a_tree_that_can_be_drawn_without_crossings_is():
    leaves = [Question(name, name) for name in ("y2", "x1", "y1", "z1", "x2", "z2")]
    gates = [Question(name, name, gate="all_of", of=(f"{name}1", f"{name}2")) for name in "zyx"]
    fit = evens(*leaves, *gates, Question("end", "End", gate="any_of", of=("x", "y", "z")))
    nodes, edges = tree_frames(fit, "end")
    assert crossings(edges) == 0
    rows = nodes.set_index("question")["row"]
    # A gate is level with the middle of its members, and the outcome with that of the gates.
    assert rows["x"] == pytest.approx((rows["x1"] + rows["x2"]) / 2, abs=0.01)
    assert rows["end"] == pytest.approx(sum(rows[name] for name in "xyz") / 3, abs=0.01)


@st.composite
def networks(draw) -> list[Question]:
    questions: list[Question] = []
    for place in range(draw(st.integers(2, 9))):
        name = f"q{place}"
        known = [question.name for question in questions]
        premises = tuple(draw(st.lists(st.sampled_from(known), unique=True, max_size=3))) if known else ()
        if premises and draw(st.booleans()):
            questions.append(Question(name, name, gate="any_of", of=premises))
        else:
            questions.append(Question(name, name, parents=premises))
    return questions


@settings(max_examples=examples(60), deadline=None)
@given(networks())
def test_places_hold_for_any_network(questions):
    last = questions[-1].name
    nodes, edges = tree_frames(evens(*questions), last)
    named = {question.name: question for question in questions}

    def longest(event: str) -> int:
        return max((1 + longest(n) for n, q in named.items() if event in q.refers_to and n in bearing), default=0)

    bearing = {last}
    for question in reversed(questions):
        if question.name in bearing:
            bearing |= set(question.refers_to)
    assert set(nodes["question"]) == bearing
    assert nodes.set_index("question")["depth"].to_dict() == {event: longest(event) for event in bearing}
    assert set(edges_of(edges)) == {(p, n) for n in bearing for p in named[n].refers_to}
    for _, level in nodes.groupby("depth"):
        assert all(below - above >= 1 - 1e-3 for above, below in pairwise(sorted(level["row"])))
    assert nodes["row"].min() == 0


def test_the_chart_draws_them(town):
    assert tree(*tree_frames(town, "harm"), text=TEXT).to_dict()["description"] == "Words."


def test_what_is_not_there_is_refused_with_what_there_is(town, tmp_path):
    with pytest.raises(KeyError, match="no event 'tsunami'"):
        tree_frames(town, "tsunami")
    with pytest.raises(ValueError, match=r"is called 'lake'.*the groups are all, river, coast"):
        tree_frames(town, group="lake")
    with pytest.raises(ValueError, match=r"no summary of the fit is called 'mode'.*median"):
        tree_frames(town, summary="mode")
    with pytest.raises(ValueError, match="no stage is called 'later'"):
        tree_frames(town, stage="later")
    with pytest.raises(ValueError, match="declares no evidence"):
        tree_frames(synthetic_fit(write_study(tmp_path / "floods")), stage="after")
