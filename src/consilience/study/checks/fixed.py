"""What is true or false by design: nothing that is asked may follow from it alone, and no estimate of it counts."""

from collections.abc import Iterator, Mapping

from consilience.problems import Problem
from consilience.study.naming import name_of
from consilience.study.question import Question
from consilience.study.reading.estimates import Reading, at_row
from consilience.study.texts import quoted


def settled(reading: Reading) -> Iterator[Problem]:
    """Find an outcome, gates and tests that turn on what is fixed by design, so that they are no questions."""
    questions = reading.study.questions
    for question in questions.values():
        known = _settled(question, questions) if question.fixed is None else None
        if known is not None:
            often = "always" if known else "never"
            why = f"{quoted(question.name)} follows from what is fixed by design alone: it {often} happens"
            remedy = f"write fixed = {str(known).lower()} in place of the gate, or take a fixed question out of it"
            yield reading.declared(("question", question.name, question.gate or ""), why, remedy)
    outcome = questions.get(name_of(reading.study.outcome or ""))
    if outcome is not None and outcome.fixed is not None:
        why = f"the outcome {quoted(outcome.name)} is fixed {str(outcome.fixed).lower()} by design, and no question"
        yield reading.declared(("outcome",), why, "name another outcome, or take fixed out of the question")
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
                why = (
                    f"{quoted(question.name)} is fixed {str(question.fixed).lower()} by design, and {len(rows)}"
                    f" estimate{'s' if len(rows) > 1 else ''} of it do{'' if len(rows) > 1 else 'es'} not count"
                )
                yield at_row(rows[0], why, "take fixed out of the question where the estimates should count")


def _settled(question: Question, questions: Mapping[str, Question], above: tuple[str, ...] = ()) -> bool | None:
    """Whether a question always happens, or never; ``None`` where that is open, or hangs on itself."""
    if question.fixed is not None or not question.gate or question.name in above:
        return question.fixed
    members = [questions[name_of(name)] for name in question.of if name_of(name) in questions]
    states = [_settled(member, questions, (*above, question.name)) for member in members]
    if question.gate == "not":
        return None if states in ([], [None]) else not states[0]
    needed = {"all_of": len(question.of), "any_of": 1}.get(question.gate, question.k or 1)
    true, false = states.count(True), states.count(False)
    if not true and not false:
        # What asks for more members than there are is told of elsewhere.
        return None
    if true >= needed:
        return True
    return False if len(question.of) - false < needed else None
