"""Exact inference against going through every state of the world, and against closed forms."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings, strategies as st

from consilience.network import Network, contraction
from consilience.study import Question
from tests.examples import examples
from tests.network import brute_force

CREDENCE = st.floats(-25, 25)


def network(questions: list[Question]) -> Network:
    return Network({question.name: question for question in questions})


def log_odds(probability: float) -> float:
    return math.log(probability) - math.log1p(-probability)


def premises(probabilities: list[float]) -> tuple[Network, np.ndarray]:
    """A chain of premises, each given all before it, and the conjunction of all."""
    names = [f"premise{place}" for place in range(len(probabilities))]
    questions = [
        Question(name, name, given=dict.fromkeys(names[:place], True) or None) for place, name in enumerate(names)
    ]
    total = Question("total", "All of them", gate="all_of", of=tuple(names))
    return network([*questions, total]), np.array([log_odds(p) for p in probabilities])


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Question], np.ndarray, list[str]]:
    questions = draw(brute_force.networks())
    built = network(questions)
    credences = draw(st.lists(CREDENCE, min_size=len(built.components), max_size=len(built.components)))
    return questions, np.array(credences), list(built.events)


@settings(deadline=None)
@given(case=cases(), data=st.data())
def test_log_odds_are_those_of_every_state_of_the_world(case, data: st.DataObject) -> None:
    questions, credences, events = case
    built = network(questions)
    event = data.draw(st.sampled_from(events))
    known = data.draw(st.dictionaries(st.sampled_from(events), st.booleans(), max_size=2))
    seen = data.draw(st.dictionaries(st.sampled_from(events), st.tuples(*[st.floats(1e-3, 1)] * 2), max_size=3))
    named = dict(zip(built.components, credences.tolist(), strict=True))
    sums = brute_force.joint(questions, named, [event], known, seen)
    true, false = sums[True,], sums[False,]
    found = float(built.log_odds(credences, event, known, seen))
    fraction = float(built.probability(credences, event, known, seen))
    if true == false == 0:
        assert math.isnan(found)
        assert math.isnan(fraction)
    else:
        assert fraction == pytest.approx(true / (true + false), abs=1e-12, rel=1e-11)
        assert found == pytest.approx(
            np.log(true) - np.log(false) if true and false else math.copysign(math.inf, true - false),
            abs=1e-11,
            rel=1e-11,
        )


@settings(deadline=None)
@given(case=cases(), data=st.data())
def test_odds_of_many_events_at_once_are_those_of_each(case, data: st.DataObject) -> None:
    questions, credences, events = case
    built = network(questions)
    # Below the smallest normal number a double has few digits left.
    rates = st.just(0.0) | st.floats(1e-90, 1)
    seen = data.draw(st.dictionaries(st.sampled_from(events), st.tuples(rates, rates), max_size=3))
    asked = [built.asked(name) for name in dict.fromkeys([*built.components, *events])]
    known = data.draw(st.dictionaries(st.sampled_from(events), st.booleans(), max_size=2))
    asked += [(event, known) for event in events[:3]]
    panel = np.stack([credences, credences[::-1]])[:, None]
    for each, found in zip(asked, built.log_odds_of(panel, asked, seen), strict=True):
        assert found.shape == (2, 1)
        # Beyond, one way may round to certainty what the other keeps as the smallest of numbers.
        ours, theirs = (np.clip(odds, -690, 690) for odds in (found, built.log_odds(panel, *each, seen)))
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9, err_msg=str(each))


@settings(deadline=None)
@given(case=cases(), data=st.data())
def test_the_joint_is_that_of_every_state_of_the_world(case, data: st.DataObject) -> None:
    questions, credences, events = case
    built = network(questions)
    some = data.draw(st.lists(st.sampled_from(events), unique=True, max_size=3))
    seen = data.draw(st.dictionaries(st.sampled_from(events), st.tuples(*[st.floats(0, 1)] * 2), max_size=2))
    named = dict(zip(built.components, credences.tolist(), strict=True))
    cells = brute_force.joint(questions, named, some, likelihoods=seen)
    found = built.joint(credences, some, seen)
    assert found.shape == (2,) * len(some)
    for cell, probability in cells.items():
        assert found[tuple(int(not holds) for holds in cell)] == pytest.approx(probability, rel=1e-11, abs=1e-300)


@settings(deadline=None, max_examples=examples(30))
@given(case=cases(), data=st.data())
def test_draws_do_not_see_one_another(case, data: st.DataObject) -> None:
    questions, credences, events = case
    built = network(questions)
    event = data.draw(st.sampled_from(events))
    block = credences + np.linspace(-3, 3, 6).reshape(3, 2, 1)
    seen = {event: (np.linspace(0.1, 0.9, 2), 0.5)}
    together = built.log_odds(block, event, likelihoods=seen)
    assert together.shape == (3, 2)
    for place in np.ndindex(3, 2):
        alone = built.log_odds(block[place], event, likelihoods={event: (seen[event][0][place[1]], 0.5)})
        assert together[place] == pytest.approx(float(alone), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_twelve_factors_of_four_parents_to_twelve_places(seed: int) -> None:
    generator = np.random.default_rng(seed)
    questions = [
        Question(f"q{place}", "", parents=tuple(f"q{other}" for other in generator.permutation(place)[:4]))
        for place in range(12)
    ]
    built = network(questions)
    credences = generator.normal(0, 3, len(built.components))
    named = dict(zip(built.components, credences.tolist(), strict=True))
    for event in built.events:
        expected = brute_force.joint(questions, named, [event])[True,]
        assert float(built.probability(credences, event)) == pytest.approx(expected, abs=1e-12)


# Carlsmith (2022), "Is power-seeking AI an existential risk?", arXiv 2206.13353, section 8: his six premises.
CARLSMITH = [0.65, 0.80, 0.40, 0.65, 0.40, 0.95]
# Good Judgment (2023), superforecasters' medians of the same premises.
SUPERFORECASTERS = [0.80, 0.90, 0.58, 0.25, 0.05, 0.40]


@pytest.mark.parametrize(("said", "total"), [(CARLSMITH, 0.051376), (SUPERFORECASTERS, 0.002088)])
def test_premises_reproduce_their_product(said: list[float], total: float) -> None:
    built, credences = premises(said)
    assert float(built.probability(credences, "total")) == pytest.approx(total, rel=1e-14)
    assert float(built.log_odds(credences, "total")) == pytest.approx(log_odds(total), rel=1e-14)


@pytest.mark.parametrize("small", [1e-10, 1e-16, 1e-40])
def test_both_tails_keep_their_digits(small: float) -> None:
    built, credences = premises([small, 0.5])
    assert float(built.log_odds(credences, "total")) == pytest.approx(log_odds(small / 2), rel=1e-14)
    unlikely = Question("no", "None of them", gate="not", of=("total",))
    turned = network([*built.questions.values(), unlikely])
    assert float(turned.log_odds(credences, "no")) == pytest.approx(-log_odds(small / 2), rel=1e-14)


def test_likely_members_of_a_conjunction_keep_their_digits() -> None:
    """P(not all) is 30 times 1e-13, less what is counted twice: -expm1(30 log1p(-1e-13))."""
    names = tuple(f"q{place}" for place in range(30))
    built = network([*(Question(name, "") for name in names), Question("all", "", gate="all_of", of=names)])
    credences = np.full(30, -log_odds(1e-13))
    fails = -math.expm1(30 * math.log1p(-1e-13))
    assert float(built.log_odds(credences, "all")) == pytest.approx(math.log1p(-fails) - math.log(fails), rel=1e-13)


@pytest.mark.parametrize("k", [0, 1, 3, 15, 28, 30, 31])
def test_at_least_is_the_tail_of_a_binomial(k: int) -> None:
    names = tuple(f"q{place}" for place in range(30))
    built = network([*(Question(name, "") for name in names), Question("most", "", gate="at_least", of=names, k=k)])
    true, false = (
        math.fsum(math.comb(30, met) * 0.2**met * 0.8 ** (30 - met) for met in counts)
        for counts in (range(k, 31), range(min(k, 31)))
    )
    pair = built.joint(np.full(30, log_odds(0.2)), ["most"])
    assert pair == pytest.approx([true, false], rel=1e-12)


def test_what_is_not_asked_does_not_happen() -> None:
    built, credences = premises([0.5, 0.25])
    assert float(built.log_odds(credences, "premise1", {"premise0": False})) == -math.inf
    assert float(built.log_odds(credences, "premise0", {"premise1": True})) == math.inf
    assert float(built.probability(credences, "premise1")) == pytest.approx(0.125)


def test_what_cannot_be_given_has_no_answer() -> None:
    built, credences = premises([0.5, 0.25])
    impossible = {"premise0": False, "premise1": True}
    assert math.isnan(float(built.log_odds(credences, "premise0", impossible)))
    assert math.isnan(float(built.probability(credences, "total", impossible)))
    assert math.isnan(float(built.log_odds(credences, "total", likelihoods={"total": (0.0, 0.0)})))


def test_certainties_stay_certain() -> None:
    built, _ = premises([0.5, 0.5])
    assert built.log_odds([[np.inf, np.inf], [-np.inf, 1.0]], "total").tolist() == [np.inf, -np.inf]


def test_exclusive_options_are_divided_by_their_sum() -> None:
    """Case 22 of the shared cases: ada's 60%, 30% and 22% come to 53.57%, 26.79% and 19.64%."""
    built = network([Question("controls", "", options=("a", "b", "none"))])
    credences = [log_odds(p) for p in (0.60, 0.30, 0.22)]
    shares = [float(built.probability(credences, f"controls={option}")) for option in ("a", "b", "none")]
    assert shares == pytest.approx([0.5357, 0.2679, 0.1964], abs=5e-5)
    rest = float(built.log_odds(credences, "controls=b", {"controls=a": False}))
    assert rest == pytest.approx(math.log(0.30 / 0.22))


def test_tiny_likelihoods_of_several_events_do_not_underflow_together() -> None:
    built, credences = premises([0.5, 0.5])
    seen = {"premise0": (1e-300, 3e-300), "premise1": (1e-300, 1e-300)}
    assert float(built.probability(credences, "premise0", likelihoods=seen)) == pytest.approx(0.25)


def test_blocks_of_draws_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    built, credences = premises(CARLSMITH)
    many = credences + np.linspace(-1, 1, 500)[:, None]
    whole = built.log_odds(many, "total", likelihoods={"premise2": (np.linspace(0, 1, 500), 0.5)})
    monkeypatch.setattr("consilience.network.inference.ENTRIES", 2000)
    parts = built.log_odds(many, "total", likelihoods={"premise2": (np.linspace(0, 1, 500), 0.5)})
    assert parts.tolist() == whole.tolist()


def test_no_draws_have_no_answers() -> None:
    built, _ = premises(CARLSMITH)
    assert built.log_odds(np.zeros((0, 6)), "total").shape == (0,)


@settings(deadline=None, max_examples=examples(50))
@given(case=cases(), data=st.data())
def test_splitting_a_gate_changes_nothing(case, data: st.DataObject) -> None:
    """As is done where counting its members would be dear; here it is made to look so."""
    questions, credences, _ = case
    built = network(questions)
    assume(built.gates)
    gate = data.draw(st.sampled_from(built.gates))
    known = data.draw(st.dictionaries(st.sampled_from(built.events), st.booleans(), max_size=1))
    other = data.draw(st.sampled_from(built.events).filter(lambda event: event != gate))
    seen = {other: (0.3, 0.8)}
    whole = built.log_odds(credences, gate, known, seen), built.joint(credences, [other, gate], seen)
    calls = []

    def priced(*query: object) -> contraction.Plan:
        calls.append(query)
        return replace(contraction.plan(*query), operations=10**9 if len(calls) == 1 else 0)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("consilience.network.inference.plan", priced)
        split = [built.log_odds(credences, gate, known, seen)]
        calls.clear()
        split.append(built.joint(credences, [other, gate], seen))
    assert len(calls) > 1 or built.questions[gate].gate == "at_least" or other in built.gates
    assert float(split[0]) == pytest.approx(float(whole[0]), rel=1e-12, abs=1e-12, nan_ok=True)
    assert split[1] == pytest.approx(whole[1], rel=1e-12, abs=1e-300)


def test_events_that_hang_together_too_closely_are_refused() -> None:
    """Sixty factors with four parents each, anywhere before them, all of them counted."""
    generator = np.random.default_rng(0)
    names = tuple(f"q{place}" for place in range(60))
    questions = [
        Question(name, "", parents=tuple(names[other] for other in generator.permutation(place)[:4]))
        for place, name in enumerate(names)
    ]
    built = network([*questions, Question("half", "", gate="at_least", of=names, k=30)])
    with pytest.raises(ValueError, match="half hangs on too many events at once"):
        built.log_odds(np.zeros(len(built.components)), "half")


def test_credences_must_fit_the_components() -> None:
    built, _ = premises(CARLSMITH)
    with pytest.raises(ValueError, match="credences have 5 components on their last axis and the network 6"):
        built.log_odds(np.zeros((2, 5)), "total")
    with pytest.raises(ValueError, match="no components"):
        built.log_odds(0.0, "total")


def test_an_event_of_a_joint_is_named_once() -> None:
    built, credences = premises(CARLSMITH)
    with pytest.raises(ValueError, match="named twice"):
        built.joint(credences, ["total", "total"])
