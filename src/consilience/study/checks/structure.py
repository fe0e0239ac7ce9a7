"""How questions hang together: conditions, gates, the outcome, evidence."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from consilience.problems import Problem
from consilience.study.checks.targets import target_fault
from consilience.study.reading import Reading
from consilience.study.study import Question
from consilience.study.texts import printable, quoted
from consilience.study.toml_lines import Keys


def unknown_events(reading: Reading) -> Iterator[Problem]:
    """Find names in ``outcome``, ``given``, gates and evidence that are no events of the study."""
    questions = reading.study.questions
    for keys, name in _references(reading):
        fault = target_fault(name, questions)
        if fault is not None:
            yield reading.declared(keys, *fault)
        elif questions[name.partition("=")[0]].unit is not None:
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
    for evidence in study.evidence.values():
        yield ("evidence", evidence.name, "on"), evidence.on


def cycles(reading: Reading) -> Iterator[Problem]:
    """Find questions that depend on themselves through conditions and gates."""
    left = {name: set(question.parents) for name, question in reading.study.questions.items()}
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
        yield reading.declared(("question", first), why, "take out one of these conditions or gates")
        left = {name: parents for name, parents in left.items() if name not in circle}


def parent_states(reading: Reading) -> Iterator[Problem]:
    """Find conditions that contradict the condition in which their parent is asked."""
    for question, parent, name, state in _inherited(reading):
        if name in (question.given or {}) and (question.given or {})[name] is not state:
            why = (
                f"question {quoted(question.name)} is asked given {quoted(parent)}, which is asked only given"
                f" {_state(name, state)}, and given {_state(name, not state)}"
            )
            yield reading.declared(("question", question.name, "given"), why, f"write {_state(name, state)}")


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
            above = questions.get(parent.partition("=")[0])
            for name, state in ((above.given if above else None) or {}).items():
                yield question, parent, name, state


def undefined_gates(reading: Reading) -> Iterator[Problem]:
    """Find gates that need a conditional question also where its condition fails."""
    questions = reading.study.questions
    for gate in questions.values():
        for name in gate.of:
            member = questions.get(name.partition("=")[0])
            for parent, state in ((member.given if member else None) or {}).items():
                # Where the condition fails, another member has already decided an all_of or any_of.
                settled = parent in gate.of and (gate.gate, state) in (("all_of", True), ("any_of", False))
                if not settled:
                    why = (
                        f"{quoted(gate.name)} needs {quoted(name)} also where {_state(parent, not state)},"
                        f" and it is asked only given {_state(parent, state)}"
                    )
                    remedy = f"add {quoted(parent)} to the gate, or ask {quoted(name)} in that state too"
                    yield reading.declared(("question", gate.name, gate.gate or ""), why, remedy)


def _state(name: str, state: bool) -> str:
    key = name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else f'"{printable(name)}"'
    return f"{key} = {str(state).lower()}"
