"""What is true or false by design: nothing that is asked may follow from it alone, and no estimate of it counts."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from consilience.notation import counted
from consilience.problems import Problem
from consilience.study.naming import name_of
from consilience.study.question import Question
from consilience.study.reading.estimates import Reading, at_row
from consilience.study.texts import quoted


def settled(reading: Reading) -> Iterator[Problem]:
    """Find an outcome, gates, cruxes and tests that turn on what is fixed by design, so that they are no questions."""
    questions = reading.study.questions
    states = _states(questions)
    for question in questions.values():
        known = states.get(question.name) if question.fixed is None else None
        if known is not None:
            often = "always" if known else "never"
            why = f"{quoted(question.name)} follows from what is fixed by design alone: it {often} happens"
            remedy = f"write fixed = {str(known).lower()} in place of the gate, or take a fixed question out of it"
            yield reading.declared(("question", question.name, question.gate or ""), why, remedy)
    outcome = questions.get(name_of(reading.study.outcome or ""))
    if outcome is not None and outcome.fixed is not None:
        why = f"the outcome {quoted(outcome.name)} is fixed {str(outcome.fixed).lower()} by design, and no question"
        yield reading.declared(("outcome",), why, "name another outcome, or take fixed out of the question")
    for question in questions.values():
        for crux in question.cruxes:
            if crux in questions and questions[crux].fixed is not None:
                why = f"the crux {quoted(crux)} is fixed {str(questions[crux].fixed).lower()} by design"
                remedy = "take it out of the cruxes, or take fixed out of the question"
                yield reading.declared(("question", question.name, "cruxes"), why, remedy)
    for evidence in reading.study.evidence.values():
        tested = questions.get(name_of(evidence.on))
        if tested is not None and tested.fixed is not None:
            why = f"the test is on {quoted(tested.name)}, which is fixed {str(tested.fixed).lower()} by design"
            remedy = "name a question that is open, or take the test out"
            yield reading.declared(("evidence", evidence.name, "on"), why, remedy)


def uncounted(reading: Reading) -> Iterator[Problem]:
    """Find estimates of what is fixed by design, which do not count."""
    for question in reading.study.questions.values():
        if question.fixed is not None:
            rows = [row for row in reading.study.rows if row.question == question.name]
            if rows:
                do = "do" if len(rows) > 1 else "does"
                by_design = f"{quoted(question.name)} is fixed {str(question.fixed).lower()} by design"
                why = f"{by_design}, and {counted(len(rows), 'estimate')} of it {do} not count"
                yield at_row(rows[0], why, "take fixed out of the question where the estimates should count")


def _states(questions: Mapping[str, Question]) -> Mapping[str, bool | None]:
    """Whether each question always happens, or never; ``None`` where that is open, or hangs on itself."""
    if all(question.fixed is None for question in questions.values()):
        return {}
    found: dict[str, bool | None] = {}
    try:
        # From the bottom up, as gates may stand on each other more deeply than calls may.
        for name in TopologicalSorter({name: set(map(name_of, q.of)) for name, q in questions.items()}).static_order():
            found[name] = _state(questions[name], found) if name in questions else None
    except CycleError:
        # Another check tells of what depends on itself.
        return {}
    return found


def _state(question: Question, known: Mapping[str, bool | None]) -> bool | None:
    if question.fixed is not None or not question.gate:
        return question.fixed
    states = [known[name_of(name)] for name in question.of]
    true, false = states.count(True), states.count(False)
    if not true and not false:
        # What asks for more members than there are is told of elsewhere.
        return None
    if question.gate == "not":
        return not states[0]
    needed = {"all_of": len(states), "any_of": 1}.get(question.gate, question.k or 1)
    if true >= needed:
        return True
    return False if len(states) - false < needed else None
