"""Bounds on gates: closed forms, and every joint distribution of a few events by brute force."""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.optimize import linprog

from consilience.study import Question, check_study
from consilience.study.checks.gates import at_least, chance_of, noisy_or


@given(st.lists(st.floats(0, 1), min_size=1, max_size=4), st.data())
def test_at_least_k_is_bounded_as_over_all_joint_distributions(parts, data):
    """The sharp bounds are those of a linear programme over the probabilities of all states."""
    n, k = len(parts), data.draw(st.integers(1, len(parts)))
    states = np.array([[state >> place & 1 for place in range(n)] for state in range(2**n)])
    happens = (states.sum(axis=1) >= k).astype(float)
    equal, to = np.vstack([states.T, np.ones(2**n)]), [*parts, 1.0]
    low, high = (sign * linprog(sign * happens, A_eq=equal, b_eq=to).fun for sign in (1, -1))
    assert at_least(k, [(part, part) for part in parts]) == (
        pytest.approx(low, abs=1e-7),
        pytest.approx(high, abs=1e-7),
    )


def test_a_chain_is_the_product_of_its_links():
    questions = {
        "a": Question("a", "A"),
        "b": Question("b", "B", given={"a": True}),
        "c": Question("c", "C", given={"a": True, "b": True}),
        "all": Question("all", "All", gate="all_of", of=("a", "b", "c")),
    }
    said = {"a": (0.5, 0.5), "b": (0.4, 0.5), "c": (0.1, 0.2)}
    assert chance_of(questions["all"], questions, said.get) == (pytest.approx(0.02), pytest.approx(0.05))


def test_gates_that_share_their_parts_many_levels_deep_take_no_time():
    questions = {"a0": Question("a0", "A"), "b0": Question("b0", "B")}
    for level in range(1, 200):
        below = f"a{level - 1}", f"b{level - 1}"
        for name in ("a", "b"):
            questions[f"{name}{level}"] = Question(f"{name}{level}", "Q", gate="any_of", of=below)
    said = {"a0": (0.1, 0.1), "b0": (0.2, 0.2)}
    assert chance_of(questions["a199"], questions, said.get) == (pytest.approx(0.2), 1.0)


def test_of_a_gate_that_depends_on_itself_nothing_is_known():
    questions = {
        "a": Question("a", "A", gate="any_of", of=("b",)),
        "b": Question("b", "B", gate="all_of", of=("a",)),
    }
    assert chance_of(questions["a"], questions, {}.get) is None


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=4), st.floats(0, 1))
def test_a_noisy_or_is_bounded_as_over_all_joint_distributions_of_its_parents(parts, leak):
    """The least is that of a linear programme over the states of the parents; the greatest is no less than it."""
    n = len(parts)
    states = np.array([[state >> place & 1 for place in range(n)] for state in range(2**n)])
    strengths = np.array([strength for _, strength in parts])
    happens = 1 - (1 - leak) * np.prod(1 - states * strengths, axis=1)
    equal, to = np.vstack([states.T, np.ones(2**n)]), [*(chance for chance, _ in parts), 1.0]
    low, high = (sign * linprog(sign * happens, A_eq=equal, b_eq=to).fun for sign in (1, -1))
    found = noisy_or(*([(of[part],) * 2 for of in parts] for part in (0, 1)), (leak, leak))
    assert found[0] == pytest.approx(low, abs=1e-7)
    assert found[1] >= high - 1e-7


def noisy(influence):
    questions = {name: Question(name, name) for name in "ab"}
    return questions | {"out": Question("out", "Out", parents=("a", "b"), influence=influence)}


def test_parts_of_a_noisy_or_that_were_left_out_leave_room():
    questions = noisy("noisy_or")
    assert chance_of(questions["out"], questions, {}.get) is None
    said = {"out | none": (0.1, 0.2)}
    assert chance_of(questions["out"], questions, said.get) == (pytest.approx(0.1), 1.0)
    said |= {"a": (0.5, 0.5), "b": (0.0, 0.0), "out | a alone": (0.4, 0.4)}
    found = chance_of(questions["out"], questions, said.get)
    assert found == (pytest.approx(1 - 0.9 * 0.8), pytest.approx(1 - 0.8 * 0.8))


def test_a_noisy_and_is_bounded_by_its_contrary():
    questions = noisy("noisy_and")
    said = {"a": (0.5, 0.5), "b": (0.8, 0.8), "out | not a alone": (0.2, 0.2), "out | not b alone": (0.0, 0.0)}
    said["out | all"] = (0.9, 0.9)
    # Where what is missing goes together: neither is in 20%, a alone in 30%.
    assert chance_of(questions["out"], questions, said.get)[1] == pytest.approx(0.9 * (0.5 + 0.3 * 0.2))


TOWN = """title = "Town"
[question.spill]
title = "Spill"
[question.storm]
title = "Storm"
[question.both]
title = "Both"
all_of = ["spill", "storm"]
[question.either]
title = "Either"
any_of = ["spill", "storm"]
"""
HEAD = "question,forecaster,date,estimate,source\n"
# The parts stand in another file.
SPILL, STORM = (f"(forecasts/study/estimates/a.csv:{line})" for line in (2, 3))


@pytest.mark.parametrize(
    ("spill", "storm", "total", "why"),
    [
        ("4%", "3%", "both", f"and less for some of them: 4% for 'spill' {SPILL}, 3% for 'storm' {STORM}"),
        ("4%", "30%", "both", f"and less for one of them: 4% for 'spill' {SPILL}"),
        ("80%", "90%", "both", f"80% for 'spill' {SPILL}, 90% for 'storm' {STORM}, which leaves at least 69%"),
        ("0.00002%", "0.00003%", "either", "which leaves at most 0.00006%"),
    ],
)
def test_a_total_beyond_its_parts_is_told_once_with_where_each_of_them_stands(
    make_study, spill, storm, total, why, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    parts = f"spill,Ada,2024-01-01,{spill},s\nstorm,Ada,2024-01-01,{storm},s\n"
    problems = [
        problem.why
        for problem in check_study(make_study(TOWN, a=HEAD + parts, b=f"{HEAD}{total},Ada,2024-01-01,9%,s\n"))
        if problem.check == "total_below_part"
    ]
    assert len(problems) == 1
    assert why in problems[0]
