"""Paths are disjoint, complete, few, and add up to what exact inference says."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.special import expit

from consilience.network import Network
from consilience.study import Question
from tests.network import brute_force
from tests.network.test_inference import CARLSMITH, network, premises


def total(paths: np.ndarray, credences: np.ndarray) -> float:
    """Sum of products over paths: p where true, 1 - p where false."""
    factors = np.where(paths == 0, 1.0, expit(paths * credences))
    return math.fsum(factors.prod(axis=1))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Network, np.ndarray, str, dict[str, bool]]:
    built = network(draw(brute_force.networks(options=False, most=7)))
    size = len(built.components)
    credences = np.array(draw(st.lists(st.floats(-8, 8), min_size=size, max_size=size)))
    events = st.sampled_from(built.events)
    return built, credences, draw(events), draw(st.dictionaries(events, st.booleans(), max_size=2))


@settings(deadline=None)
@given(case=cases())
def test_paths_add_up_to_the_exact_answer(case) -> None:
    built, credences, event, known = case
    found = built.scenarios(event, known)
    holds, fails = total(found.holds, credences), total(found.fails, credences)
    exact = float(built.probability(credences, event, known))
    if holds + fails == 0:
        assert math.isnan(exact)
    else:
        assert holds / (holds + fails) == pytest.approx(exact, rel=1e-10)
    if not known:
        assert holds + fails == pytest.approx(1, abs=1e-12)


@settings(deadline=None)
@given(case=cases())
def test_paths_are_disjoint(case) -> None:
    """Any two disagree about a component that both look at."""
    built, _, event, known = case
    found = built.scenarios(event, known)
    paths = np.concatenate([found.holds, found.fails]).astype(int)[:400]
    for one, other in itertools.combinations(paths, 2):
        assert (one * other).min(initial=0) == -1


@settings(deadline=None)
@given(case=cases())
def test_only_what_bears_on_the_event_is_looked_at(case) -> None:
    built, _, event, _ = case
    found = built.scenarios(event)
    looked_at = np.any(np.concatenate([found.holds, found.fails]) != 0, axis=0)
    names = {name for name, used in zip(built.components, looked_at, strict=True) if used}
    assert names <= set(built.ancestors(event))


def test_a_chain_of_premises_holds_in_one_way_and_fails_at_each() -> None:
    built, _ = premises(CARLSMITH)
    found = built.scenarios("total")
    assert found.holds.tolist() == [[1] * 6]
    assert sorted(found.fails.tolist()) == sorted([*[1] * place, -1, *[0] * (5 - place)] for place in range(6))
    assert found.holds.dtype == found.fails.dtype == np.int8


@pytest.mark.parametrize(
    ("gate", "k", "holds", "fails"),
    [
        ("all_of", None, 1, 60),
        ("any_of", None, 60, 1),
        ("at_least", 2, math.comb(60, 2), 60),
        ("at_least", 59, 60, math.comb(60, 2)),
    ],
)
def test_gates_over_many_members_have_few_paths(gate: str, k: int | None, holds: int, fails: int) -> None:
    """At least k of n is met at its k-th member or missed at its (n - k + 1)-th: C(n, k) and C(n, k - 1) ways."""
    names = tuple(f"q{place}" for place in range(60))
    built = network([*(Question(name, "") for name in names), Question("gate", "", gate=gate, of=names, k=k)])
    found = built.scenarios("gate")
    assert (len(found.holds), len(found.fails)) == (holds, fails)


def test_too_many_paths_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consilience.network.scenarios._PATHS", 1000)
    names = tuple(f"q{place}" for place in range(40))
    built = network([*(Question(name, "") for name in names), Question("gate", "", gate="at_least", of=names, k=20)])
    with pytest.raises(ValueError, match="more than 1,000 paths"):
        built.scenarios("gate")


def test_options_have_no_paths() -> None:
    built = network([Question("first", "", options=("lab", "state")), Question("out", "", parents=("first=lab",))])
    with pytest.raises(ValueError, match="options, which have no such paths: first"):
        built.scenarios("out")


def test_a_condition_that_cannot_be_has_no_paths() -> None:
    built, _ = premises(CARLSMITH)
    found = built.scenarios("total", {"premise0": False, "premise1": True})
    assert found.holds.shape == found.fails.shape == (0, 6)
