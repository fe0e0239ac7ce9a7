"""How questions hang together: conditions, gates, the outcome, evidence."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from consilience.problems import Problem
from consilience.study.naming import contradiction, event_fault, name_of
from consilience.study.question import Question
from consilience.study.reading.estimates import Reading
from consilience.study.reading.toml_lines import Keys
from consilience.study.texts import printable, quoted


def unknown_events(reading: Reading) -> Iterator[Problem]:
    """Find names in ``outcome``, ``given``, gates and evidence that are no events of the study."""
    questions = reading.study.questions
    for keys, name in _references(reading):
        fault = event_fault(name, questions)
        if fault is not None:
            yield reading.declared(keys, *fault)
        elif questions[name_of(name)].unit is not None:
            why = f"question {quoted(name)} is a quantity, which is neither true nor false"
            yield reading.declared(keys, why, "name a question without a unit")


def _references(reading: Reading) -> Iterator[tuple[Keys, str]]:
    study = reading.study
    if study.outcome is not None:
        yield ("outcome",), study.outcome
    for question in study.questions.values():
        keys = ("question", question.name)
        yield from (((*keys, "given", name), name) for name in question.given or ())
        yield from (((*keys, question.gate or ""), name) for name in question.of)
        yield from (((*keys, question.influence or "parents"), name) for name in question.parents)
        yield from (((*keys, "cruxes"), name) for name in question.cruxes)
    for evidence in study.evidence.values():
        yield ("evidence", evidence.name, "on"), evidence.on


def cycles(reading: Reading) -> Iterator[Problem]:
    """Find questions that depend on themselves through conditions, parents and gates; a crux is no such bond."""
    left = {name: set(question.refers_to) for name, question in reading.study.questions.items()}
    while True:
        try:
            TopologicalSorter(left).prepare()
            return
        except CycleError as error:
            # Each of the names that the sorter gives is needed by the next.
            circle: list[str] = error.args[1][::-1]
        first = min(circle, key=list(left).index)
        start = circle.index(first)
        around = [*circle[start:-1], *circle[:start], first]
        why = f"question {quoted(first)} depends on itself: {' → '.join(printable(name) for name in around)}"
        yield reading.declared(("question", first), why, "take out one of these conditions, parents or gates")
        left = {name: parents for name, parents in left.items() if name not in circle}


# Each gate below another is a call deeper where their truth is followed.
_DEEPEST = 200


def deep_gates(reading: Reading) -> Iterator[Problem]:
    """Find gates that stand on one another more deeply than they can be followed."""
    questions = reading.study.questions
    below = {name: [name_of(part) for part in question.of] for name, question in questions.items()}
    depth: dict[str, int] = {}
    try:
        for name in TopologicalSorter(below).static_order():
            depth[name] = 1 + max((depth[part] for part in below.get(name, ())), default=-1)
    except CycleError:
        return
    deepest = max(depth, key=lambda name: depth[name], default=None)
    if deepest is not None and depth[deepest] > _DEEPEST:
        why = f"gates stand on one another {depth[deepest]} deep, of which {quoted(deepest)} is on top"
        remedy = f"name the parts of some gates where those gates are named, until {_DEEPEST} or fewer are left"
        yield reading.declared(("question", deepest), why, remedy)


def parent_states(reading: Reading) -> Iterator[Problem]:
    """Find conditions that contradict the condition in which their parent is asked, or one another."""
    told = set()
    for question, parent, name, state in _inherited(reading):
        if name in (question.given or {}) and (question.given or {})[name] is not state:
            why = (
                f"question {quoted(question.name)} is asked given {quoted(parent)}, which is asked only given"
                f" {_state(name, state)}, and given {_state(name, not state)}"
            )
            told.add(question.name)
            yield reading.declared(("question", question.name, "given"), why, f"write {_state(name, state)}")
    for question in reading.study.questions.values():
        reason = contradiction(question, {}, reading.study.questions)
        if reason and question.name not in told:
            why = f"question {quoted(question.name)} is asked in a state that can never hold: {printable(reason)}"
            yield reading.declared(("question", question.name, "given"), why, "take one of these conditions out")


def missing_parent_states(reading: Reading) -> Iterator[Problem]:
    """Find conditions that leave open the condition in which their parent is asked."""
    for question, parent, name, state in _inherited(reading):
        if name not in (question.given or {}):
            why = (
                f"question {quoted(question.name)} is asked given {quoted(parent)}, which is asked only given"
                f" {_state(name, state)}, and does not say so"
            )
            yield reading.declared(("question", question.name, "given"), why, f"add {_state(name, state)}")


def _inherited(reading: Reading) -> Iterator[tuple[Question, str, str, bool]]:
    questions = reading.study.questions
    for question in questions.values():
        for parent in question.given or ():
            above = questions.get(name_of(parent))
            for name, state in ((above.given if above else None) or {}).items():
                yield question, parent, name, state


def undefined_gates(reading: Reading) -> Iterator[Problem]:
    """Find gates that turn on a conditional question also where its condition fails.

    There it counts as not happening, which is what ``any_of`` and ``at_least`` would make of it anyway.
    """
    questions = reading.study.questions
    for gate in questions.values():
        for name in gate.of if gate.gate in ("all_of", "not") else ():
            member = questions.get(name_of(name))
            for parent, state in ((member.given if member else None) or {}).items():
                # Where the condition fails, another member has already decided an all_of.
                if not (parent in gate.of and state and gate.gate == "all_of"):
                    why = (
                        f"{quoted(gate.name)} needs {quoted(name)} also where {_state(parent, not state)},"
                        f" and it is asked only given {_state(parent, state)}: elsewhere it counts as not happening"
                    )
                    addable = f"add {quoted(parent)} to the gate, or " if state and gate.gate == "all_of" else ""
                    remedy = f"{addable}ask {quoted(name)} in that state too"
                    yield reading.declared(("question", gate.name, gate.gate or ""), why, remedy)


def _state(name: str, state: bool) -> str:
    key = name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else f'"{printable(name)}"'
    return f"{key} = {str(state).lower()}"
