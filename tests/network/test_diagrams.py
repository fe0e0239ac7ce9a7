"""Decisions come to what exact inference says, in both states, and are few."""

import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.special import expit

from consilience.network import Diagram, Network
from consilience.study import Question
from tests.network import brute_force
from tests.network.test_inference import CARLSMITH, network, premises


def chances(found: Diagram, credences: np.ndarray) -> tuple[float, float]:
    """Probability of getting to always, from where it begins to hold and to fail."""
    p, known = expit(credences), [0.0, 1.0]
    for component, happens, fails in found.decisions.tolist():
        known.append(p[component] * known[happens] + (1 - p[component]) * known[fails])
    return known[found.holds], known[found.fails]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Network, np.ndarray, str, dict[str, bool]]:
    built = network(draw(brute_force.networks(options=False, most=7)))
    size = len(built.components)
    credences = np.array(draw(st.lists(st.floats(-8, 8), min_size=size, max_size=size)))
    events = st.sampled_from(built.events)
    return built, credences, draw(events), draw(st.dictionaries(events, st.booleans(), max_size=2))


@settings(deadline=None)
@given(case=cases())
def test_decisions_come_to_the_exact_answer(case) -> None:
    built, credences, event, known = case
    holds, fails = chances(built.diagram(event, known), credences)
    exact = float(built.probability(credences, event, known))
    if holds + fails == 0:
        assert math.isnan(exact)
    else:
        assert holds / (holds + fails) == pytest.approx(exact, rel=1e-10)
    if not known:
        assert holds + fails == pytest.approx(1, abs=1e-12)


@settings(deadline=None)
@given(case=cases())
def test_each_decision_comes_after_those_it_leads_to_and_is_there_once(case) -> None:
    built, _, event, known = case
    found = built.diagram(event, known)
    rows = found.decisions.tolist()
    assert all(max(then) < place for place, (_, *then) in enumerate(rows, start=2))
    assert len(set(map(tuple, rows))) == len(rows)
    assert all(happens != fails for _, happens, fails in rows)
    used = {built.components[component] for component, *_ in rows}
    assert used <= {text for name in (event, *known) for text in built.ancestors(name)}


def test_a_chain_of_premises_is_decided_one_by_one() -> None:
    built, _ = premises(CARLSMITH)
    found = built.diagram("total")
    # Six to hold, and six to fail.
    assert sorted(found.decisions[:, 0].tolist()) == sorted([*range(6)] * 2)


@pytest.mark.parametrize(
    ("gate", "k", "most"), [("all_of", None, 120), ("any_of", None, 120), ("at_least", 2, 240), ("at_least", 30, 2000)]
)
def test_gates_over_many_members_take_few_decisions(gate: str, k: int | None, most: int) -> None:
    names = tuple(f"q{place}" for place in range(60))
    built = network([*(Question(name, "") for name in names), Question("gate", "", gate=gate, of=names, k=k)])
    assert len(built.diagram("gate").decisions) <= most


@pytest.mark.parametrize("influence", ["noisy_or", "noisy_and"])
@pytest.mark.parametrize("size", [3, 9, 60])
def test_many_causes_take_as_many_decisions_as_they_have_numbers(influence: str, size: int) -> None:
    """Against the closed form: it fails where neither the leak nor any cause that is there does it."""
    names = tuple(f"c{place}" for place in range(size))
    built = network([*(Question(name, "") for name in names), Question("out", "", parents=names, influence=influence)])
    found = built.diagram("out")
    assert len(found.decisions) <= 6 * size + 2
    credences = np.random.default_rng(1).normal(-1, 1, len(built.components))
    p = dict(zip(built.components, expit(credences), strict=True))
    by_parent = {parent: p[text] for text, (_, parent) in built.influences.items()}
    if influence == "noisy_or":
        fails = (1 - by_parent[None]) * np.prod([1 - p[name] * by_parent[name] for name in names])
        expected = 1 - fails
    else:
        expected = by_parent[None] * np.prod([p[name] + (1 - p[name]) * by_parent[name] for name in names])
    assert chances(found, credences)[0] == pytest.approx(expected)


def test_causes_that_share_a_cause_are_taken_together() -> None:
    names = tuple(f"c{place}" for place in range(20))
    shared = [Question("root", ""), *(Question(name, "", parents=("root",)) for name in names)]
    built = network([*shared, Question("out", "", parents=names, influence="noisy_or")])
    found = built.diagram("out")
    assert len(found.decisions) < 1000
    credences = np.random.default_rng(2).normal(-1, 1, len(built.components))
    assert chances(found, credences)[0] == pytest.approx(float(built.probability(credences, "out")))


def test_too_many_decisions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consilience.network.diagrams._DECISIONS", 100)
    names = tuple(f"q{place}" for place in range(40))
    built = network([*(Question(name, "") for name in names), Question("gate", "", gate="at_least", of=names, k=20)])
    with pytest.raises(ValueError, match="more than 100 decisions"):
        built.diagram("gate")


def test_options_have_no_decisions() -> None:
    built = network([Question("first", "", options=("lab", "state")), Question("out", "", parents=("first=lab",))])
    with pytest.raises(ValueError, match="options, which are not decided one by one: first"):
        built.diagram("out")


def test_a_condition_that_cannot_be_leads_nowhere() -> None:
    built, _ = premises(CARLSMITH)
    found = built.diagram("total", {"premise0": False, "premise1": True})
    assert (found.holds, found.fails, len(found.decisions)) == (0, 0, 0)
