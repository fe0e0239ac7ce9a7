"""Noisy-or and noisy-and: closed forms over independent causes, gates as their limits, many causes that share some."""

import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.special import expit, logit

from consilience.network import Network
from consilience.study import Question

CHANCE = st.floats(1e-6, 1 - 1e-6)


def over(causes: int, influence: str, *others: Question, **asked: object) -> Network:
    names = [f"c{place}" for place in range(causes)]
    outcome = Question("out", "Out", parents=tuple(names), influence=influence, **asked)  # type: ignore[arg-type]
    return Network(
        {question.name: question for question in (*(Question(name, name) for name in names), *others, outcome)}
    )


@settings(deadline=None)
@given(st.lists(st.tuples(CHANCE, CHANCE), min_size=1, max_size=8), CHANCE)
def test_of_independent_causes_it_is_the_closed_form(parts: list[tuple[float, float]], leak: float) -> None:
    """1 − (1 − l) Π (1 − cᵢ sᵢ); with all conditions but some, a Π (cᵢ + (1 − cᵢ) pᵢ)."""
    causes, strengths = zip(*parts, strict=True)
    credences = logit([*causes, *strengths, leak])
    fails = (1 - leak) * math.prod(1 - cause * strength for cause, strength in parts)
    assert over(len(parts), "noisy_or").probability(credences, "out") == pytest.approx(1 - fails, abs=1e-12)
    holds = leak * math.prod(cause + (1 - cause) * strength for cause, strength in parts)
    assert over(len(parts), "noisy_and").probability(credences, "out") == pytest.approx(holds, rel=1e-9)


@pytest.mark.parametrize("causes", [25, 60])
def test_many_causes_need_one_number_each_and_one_for_the_leak(causes: int) -> None:
    network = over(causes, "noisy_or")
    assert len(network.components_of("out")) == causes + 1
    credences = np.random.default_rng(1).normal(-3, 1, size=(50, len(network.components)))
    chance, strength, leak = np.split(expit(credences), [causes, 2 * causes], axis=1)
    expected = np.log1p(-leak[:, 0]) + np.log1p(-chance * strength).sum(axis=1)
    assert network.log_odds(credences, "out") == pytest.approx(np.log(np.expm1(-expected)), rel=1e-10)


@settings(deadline=None)
@given(st.lists(st.floats(-10, 10), min_size=2, max_size=6))
def test_with_full_strengths_and_no_leak_it_is_any_of_its_parents_and_all_of_them(causes: list[float]) -> None:
    number = len(causes)
    names = tuple(f"c{place}" for place in range(number))
    for influence, gate, strength, leak in (
        ("noisy_or", "any_of", np.inf, -np.inf),
        ("noisy_and", "all_of", -np.inf, np.inf),
    ):
        network = over(number, influence, Question("gate", "Gate", gate=gate, of=names))  # type: ignore[arg-type]
        credences = np.array([*causes, *[strength] * number, leak])
        found = network.log_odds(credences, "out")
        assert found == pytest.approx(float(network.log_odds(credences, "gate")), rel=1e-12)


@settings(deadline=None)
@given(st.lists(st.floats(-10, 10), min_size=3, max_size=9).filter(lambda drawn: len(drawn) % 2 == 1))
def test_a_noisy_and_is_no_noisy_or_of_what_is_missing(drawn: list[float]) -> None:
    """De Morgan: strengths and leak turned round, it happens where a noisy-or of the contraries does not."""
    number = len(drawn) // 2
    contraries = [Question(f"no{place}", "", gate="not", of=(f"c{place}",)) for place in range(number)]
    spoilt = Question("spoilt", "", parents=tuple(no.name for no in contraries), influence="noisy_or")
    network = over(number, "noisy_and", *contraries, spoilt)
    causes, strengths = np.array(drawn[:number]), np.array(drawn[number:])
    credences = np.concatenate([causes, -strengths, strengths])
    assert network.components[number] == "spoilt | no0 alone"
    found = network.log_odds(credences, "out")
    assert found == pytest.approx(-float(network.log_odds(credences, "spoilt")), rel=1e-9, abs=1e-9)


def test_causes_that_share_a_cause_are_summed_over_exactly() -> None:
    """A root on which 25 causes hang, by hand: a mixture of two closed forms."""
    causes = [Question(f"c{place}", "", parents=("root",)) for place in range(25)]
    outcome = Question("out", "", parents=tuple(cause.name for cause in causes), influence="noisy_or")
    network = Network({question.name: question for question in (Question("root", ""), *causes, outcome)})
    credences = np.random.default_rng(2).normal(-2, 1, size=len(network.components))
    named = dict(zip(network.components, expit(credences), strict=True))
    fails = sum(
        weight
        * (1 - named["out | none"])
        * math.prod(1 - named[f"c{place} | {state}"] * named[f"out | c{place} alone"] for place in range(25))
        for weight, state in ((named["root"], "root"), (1 - named["root"], "not root"))
    )
    assert network.probability(credences, "out") == pytest.approx(1 - fails, rel=1e-12)


def test_a_strength_is_asked_of_its_parent_alone_and_the_leak_of_none() -> None:
    network = over(2, "noisy_or")
    assert network.asked("out | c1 alone") == ("out | c1 alone", {"c1": True})
    assert network.asked("out | none") == ("out | none", {})
    credences = np.array([0.3, -1.0, 0.7, -2.0, -4.0])
    for place, name in enumerate(network.components):
        assert network.log_odds(credences, *network.asked(name)) == pytest.approx(credences[place])
    # An alarm without the cause tells nothing of what the cause would do.
    assert network.log_odds(credences, "out | c1 alone", {"c1": False, "out": True}) == -np.inf


def test_where_it_is_not_asked_it_does_not_happen() -> None:
    network = over(2, "noisy_and", Question("open", "Open"), given={"open": True})
    credences = logit([0.5, 0.5, 0.2, 0.4, 0.6, 0.9])
    assert network.probability(credences, "out", {"open": False}) == 0
    asked = 0.9 * (0.5 + 0.5 * 0.4) * (0.5 + 0.5 * 0.6)
    assert network.probability(credences, "out", {"open": True}) == pytest.approx(asked)
    assert network.probability(credences, "out") == pytest.approx(0.2 * asked)
