"""Probabilities by going through every state of the world, in plain Python: shares no code with the package."""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence

from hypothesis import strategies as st

from consilience.study import Question

type World = dict[str, bool]


def _met(world: World, states: Mapping[str, bool]) -> bool:
    return all(world[event] is holds for event, holds in states.items())


def _gate(question: Question, world: World) -> bool:
    number = sum(world[member] for member in question.of)
    match question.gate:
        case "all_of":
            return number == len(question.of)
        case "any_of":
            return number > 0
        case "not":
            return number == 0
        case _:
            return number >= (question.k or 0)


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _component(event: str, question: Question, world: World) -> str:
    state = ", ".join(parent if world[parent] else f"not {parent}" for parent in question.parents)
    return f"{event} | {state}" if state else event


def _influenced(question: Question, world: World, credences: Mapping[str, float]) -> tuple[float, float]:
    """Probability that a noisy-or or noisy-and happens in a world so far, and that it does not."""
    bears = question.influence == "noisy_or"
    sign, leak = (-1, "none") if bears else (1, "all")
    texts = [f"{parent if bears else f'not {parent}'} alone" for parent in question.parents if world[parent] is bears]
    parts = [credences[f"{question.name} | {text}"] for text in [*texts, leak]]
    kept = [_sigmoid(sign * part) for part in parts]
    # The first that decides it, the second and not the first, and so on: 1 less the product would lose its digits.
    decided = math.fsum(math.prod(kept[:place]) * _sigmoid(-sign * part) for place, part in enumerate(parts))
    return (decided, math.prod(kept)) if bears else (math.prod(kept), decided)


def _choices(question: Question, world: World, credences: Mapping[str, float]) -> Iterator[tuple[World, float]]:
    """What a question may come to in a world so far, and how probable that is."""
    events = [f"{question.name}={option}" for option in question.options] or [question.name]
    if question.gate is not None:
        yield {question.name: _gate(question, world)}, 1.0
    elif not _met(world, question.given or {}):
        yield dict.fromkeys(events, False), 1.0
    elif question.options:
        chances = [_sigmoid(credences[_component(event, question, world)]) for event in events]
        for happening, chance in zip(events, chances, strict=True):
            yield {event: event == happening for event in events}, chance / sum(chances)
    elif question.influence:
        yield from zip(
            ({question.name: True}, {question.name: False}), _influenced(question, world, credences), strict=True
        )
    else:
        credence = credences[_component(question.name, question, world)]
        yield {question.name: True}, _sigmoid(credence)
        yield {question.name: False}, _sigmoid(-credence)


def worlds(questions: Sequence[Question], credences: Mapping[str, float]) -> Iterator[tuple[World, float]]:
    """Every state of every event with its probability; questions come after those they refer to."""
    found: list[tuple[World, float]] = [({}, 1.0)]
    for question in questions:
        found = [
            ({**world, **more}, probability * chance)
            for world, probability in found
            for more, chance in _choices(question, world, credences)
        ]
    yield from found


def joint(
    questions: Sequence[Question],
    credences: Mapping[str, float],
    events: Sequence[str],
    given: Mapping[str, bool] | None = None,
    likelihoods: Mapping[str, tuple[float, float]] | None = None,
) -> dict[tuple[bool, ...], float]:
    """Sum the worlds by the states of some events, each weighed by what was observed."""
    cells: dict[tuple[bool, ...], list[float]] = {
        cell: [] for cell in itertools.product((True, False), repeat=len(events))
    }
    for world, probability in worlds(questions, credences):
        if _met(world, given or {}):
            seen = math.prod(pair[not world[event]] for event, pair in (likelihoods or {}).items())
            cells[tuple(world[event] for event in events)].append(probability * seen)
    return {cell: math.fsum(sums) for cell, sums in cells.items()}


@st.composite
def networks(draw: st.DrawFn, *, options: bool = True, most: int = 9) -> list[Question]:
    """Questions of every kind that refer to earlier ones at random."""
    questions: list[Question] = []
    events: list[str] = []
    for place in range(draw(st.integers(1, most))):
        name = f"q{place}"
        kinds = ["chance", "chance", "noisy", "all_of", "any_of", "at_least", "not"] if events else ["chance"]
        kind = draw(st.sampled_from([*kinds, "options"] if options else kinds))
        some = draw(st.permutations(events))[: draw(st.integers(0, 4))]
        if kind in ("chance", "options", "noisy"):
            parents = some or (events[:1] if kind == "noisy" else [])
            rest = sorted(set(events) - set(parents))
            given = draw(st.dictionaries(st.sampled_from(rest), st.booleans(), max_size=3)) if rest else {}
            names = ("a", "b", "c")[: draw(st.integers(2, 3))] if kind == "options" else ()
            of_parents = draw(st.sampled_from(["noisy_or", "noisy_and"])) if kind == "noisy" else None
            questions.append(
                Question(name, name, None, given or None, parents=tuple(parents), options=names, influence=of_parents)
            )
            events += [f"{name}={option}" for option in names] or [name]
        else:
            # Past two members a gate is counted in steps.
            most = 1 if kind == "not" else draw(st.integers(1, len(events)))
            of = tuple(draw(st.permutations(events))[:most])
            k = draw(st.integers(1, len(of))) if kind == "at_least" else None
            questions.append(Question(name, name, gate=kind, of=of, k=k))
            events.append(name)
    return questions
