"""Exact inference against pyAgrum's, an independent implementation, with soft evidence and gates of every kind."""

import itertools
import warnings

import numpy as np
import pytest
from scipy.special import expit

from consilience.network import Network
from consilience.study import Question

# Its types, made by SWIG, warn on import that they have no module; as an error in C that ends the interpreter.
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import pyagrum


def peer(built: Network, credences: np.ndarray) -> pyagrum.BayesNet:
    """The same network for pyAgrum; state 1 is that the event happens."""
    network = pyagrum.BayesNet()
    for event in built.events:
        network.add(pyagrum.LabelizedVariable(event, event, 2))
    for event in built.events:
        question = built.questions[event]
        before = tuple(dict.fromkeys((*(question.given or ()), *question.parents, *question.of)))
        for other in before:
            network.addArc(other, event)
        # Of its tables the first name changes fastest.
        assert network.cpt(event).names == (event, *before)
        states = itertools.product((False, True), repeat=len(before))
        worlds = (dict(zip(before[::-1], each, strict=True)) for each in states)
        happens = [chance(built, question, world, credences) for world in worlds]
        network.cpt(event).fillWith([share for each in happens for share in (1 - each, each)])
    return network


def chance(built: Network, question: Question, world: dict[str, bool], credences: np.ndarray) -> float:
    met = sum(world[member] for member in question.of)
    if question.gate is not None:
        needed = {"all_of": len(question.of), "any_of": 1, "at_least": question.k or 0, "not": 1}[question.gate]
        return float((met >= needed) != (question.gate == "not"))
    if any(world[event] is not holds for event, holds in (question.given or {}).items()):
        return 0.0
    state = ", ".join(parent if world[parent] else f"not {parent}" for parent in question.parents)
    component = f"{question.name} | {state}" if state else question.name
    return float(expit(credences[built.components.index(component)])) if component in built.components else 0.0


def asked(network: pyagrum.BayesNet, event: str, evidence: dict[str, object]) -> float:
    engine = pyagrum.LazyPropagation(network)
    engine.setEvidence(evidence)
    engine.makeInference()
    return float(engine.posterior(event)[1])


def random_network(seed: int, factors: int, parents: int, near: int, gates: tuple[Question, ...]) -> Network:
    generator = np.random.default_rng(seed)
    questions = []
    for place in range(factors):
        earlier = np.arange(max(0, place - near), place)
        chosen = generator.permutation(earlier)[: int(generator.integers(0, parents + 1))]
        questions.append(Question(f"q{place}", "", parents=tuple(f"q{other}" for other in sorted(chosen))))
    return Network({question.name: question for question in (*questions, *gates)})


TAKEOVER = (
    Question("capable", ""),
    Question("deployed", "", given={"capable": True}),
    Question("attempts", "", given={"capable": True}, parents=("deployed",)),
    Question("caught", "", parents=("attempts", "deployed")),
    Question("succeeds", "", given={"attempts": True, "caught": False, "capable": True}),
    Question("quiet", "", gate="not", of=("caught",)),
    Question("two", "", gate="at_least", k=2, of=("capable", "deployed", "caught", "succeeds")),
    Question("takeover", "", gate="all_of", of=("capable", "attempts", "succeeds")),
    Question("trouble", "", gate="any_of", of=("takeover", "caught", "two")),
    Question("aftermath", "", parents=("trouble", "two")),
)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("event", [question.name for question in TAKEOVER])
def test_a_study_of_every_kind_of_question(event: str, seed: int) -> None:
    built = Network({question.name: question for question in TAKEOVER})
    credences = np.random.default_rng(seed).normal(0, 2, len(built.components))
    seen = {"attempts": (0.2, 0.9), "two": (0.7, 0.4), "aftermath": (0.1, 0.8)}
    expected = asked(peer(built, credences), event, {name: [pair[1], pair[0]] for name, pair in seen.items()})
    assert float(built.probability(credences, event, likelihoods=seen)) == pytest.approx(expected, rel=1e-9)
    if event not in ("quiet", "capable"):
        given = asked(peer(built, credences), event, {"quiet": 1, "capable": 1})
        found = float(built.probability(credences, event, {"quiet": True, "capable": True}))
        assert found == pytest.approx(given, rel=1e-9, abs=1e-15)


MEMBERS = tuple(f"q{place}" for place in range(0, 24, 2))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("gate", "k"), [("all_of", None), ("any_of", None), ("at_least", 2), ("at_least", 6), ("at_least", 11)]
)
def test_gates_over_twelve_of_twenty_four_factors(gate: str, k: int | None, seed: int) -> None:
    final = Question("gate", "", gate=gate, of=MEMBERS, k=k)
    built = random_network(seed, 24, 3, 6, (final, Question("after", "", parents=("gate", "q3"))))
    credences = np.random.default_rng(seed).normal(0, 1.5, len(built.components))
    seen = {"q5": (0.1, 0.6), "q12": (0.9, 0.3), "after": (0.5, 0.2)}
    network = peer(built, credences)
    for event in ("gate", "q0", "after"):
        expected = asked(network, event, {name: [pair[1], pair[0]] for name, pair in seen.items()})
        assert float(built.probability(credences, event, likelihoods=seen)) == pytest.approx(expected, rel=1e-9)
    expected = asked(network, "q4", {"gate": 0, "q7": 1})
    assert float(built.probability(credences, "q4", {"gate": False, "q7": True})) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("seed", range(2))
def test_thirty_factors_of_four_parents(seed: int) -> None:
    """Wide enough that a gate over all thirty is split rather than counted."""
    generator = np.random.default_rng(seed)
    questions = [
        Question(f"q{place}", "", parents=tuple(f"q{other}" for other in generator.permutation(place)[:4]))
        for place in range(30)
    ]
    some = Question("some", "", gate="any_of", of=tuple(f"q{place}" for place in range(12, 24)))
    built = Network({question.name: question for question in (*questions, some)})
    credences = generator.normal(-2, 1.5, len(built.components))
    network = peer(built, credences)
    seen = {"q25": (0.1, 0.6), "q29": (0.9, 0.3)}
    for event in ("some", "q29", "q2"):
        expected = asked(network, event, {name: [pair[1], pair[0]] for name, pair in seen.items()})
        assert float(built.probability(credences, event, likelihoods=seen)) == pytest.approx(expected, rel=1e-9)
    together = built.joint(credences, ["some", "q2"], seen)
    alone = built.joint(credences, ["q2"], seen)
    assert together.sum(axis=0) == pytest.approx(alone, rel=1e-11)
