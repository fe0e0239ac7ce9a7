"""Whether every factor has something to go by, and goes into something."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from consilience.problems import Problem
from consilience.study.naming import GIVEN, components, conditional, event_fault, name_of
from consilience.study.question import Question
from consilience.study.reading.estimates import Reading
from consilience.study.study import Study
from consilience.study.texts import listed, printable, quoted


def unanswered_questions(reading: Reading) -> Iterator[Problem]:
    """Find questions without a row, and cruxes given which nobody says anything, once anything is said.

    Gates need none, and other checks tell of questions with parents and of those that others follow from.
    """
    if not reading.complete or not reading.said:
        return
    asked = {name_of(row.cells["question"]) for row in reading.said}
    said = {row.question for row in reading.study.rows}
    needed, misread = _needed(reading.study), _misread(reading)
    for question in reading.study.questions.values():
        if question.gate is None and question.name not in asked | needed and not question.parents:
            why = f"question {quoted(question.name)} has no estimate"
            yield reading.declared(("question", question.name), why, "add an estimate, or take the question out")
        for crux in question.cruxes if question.name in asked - misread else ():
            given = [conditional(question.name, {crux: holds}) for holds in (True, False)]
            if not said.intersection(given) and not event_fault(crux, reading.study.questions):
                why = f"nobody says how the crux {quoted(crux)} would move {quoted(question.name)}"
                remedy = f"add an estimate of {quoted(given[0])}, or take the crux out"
                yield reading.declared(("question", question.name, "cruxes"), why, remedy)


def missing_states(reading: Reading) -> Iterator[Problem]:
    """Find states of parents in which nobody estimates a question that has no prior."""
    if not reading.complete:
        return
    for question in _without_prior(reading):
        if missing := _missing(question, reading):
            why = f"question {quoted(question.name)} has no standing estimate of {listed(map(quoted, missing), 8)}"
            remedy = f"add a row for each, or declare a prior such as {_PRIOR}"
            yield reading.declared(("question", question.name, question.influence or "parents"), why, remedy)


def _missing(question: Question, reading: Reading) -> list[str]:
    if not question.parents or any(event_fault(parent, reading.study.questions) for parent in question.parents):
        return []
    standing = {row.question for row in reading.study.standing}
    # Of exclusive options one alone may be forecast: the state is then not left out.
    states = {part: part.partition(GIVEN)[2] for part in components(question, reading.study.questions)}
    answered = {state for part, state in states.items() if part in standing}
    return [part for part, state in states.items() if state not in answered]


_PRIOR = 'prior = "10% [0.1%, 90%]"'


def silent_factors(reading: Reading) -> Iterator[Problem]:
    """Find questions that others follow from, of which nobody who counts says anything now."""
    if not reading.complete:
        return
    voices = {row.asked for row in reading.study.voices}
    rates = {row.asked for row in reading.study.standing if row.kind == "base_rate"}
    users_of: dict[str, list[str]] = defaultdict(list)
    for question in reading.study.questions.values():
        for name in question.refers_to:
            users_of[name].append(question.name)
    silent = users_of.keys() - voices - rates
    for question in _without_prior(reading):
        if question.name in silent and not _missing(question, reading):
            users = users_of[question.name]
            why = (
                f"{listed(map(quoted, users), 5)} follow{'s' if len(users) == 1 else ''} from"
                f" {quoted(question.name)}, which has no standing estimate that counts and no prior;"
                " a wide prior stands in"
            )
            yield reading.declared(("question", question.name), why, f"add an estimate, or declare {_PRIOR}")


def _needed(study: Study) -> set[str]:
    return {name for question in study.questions.values() for name in question.refers_to}


def _without_prior(reading: Reading) -> Iterator[Question]:
    """Give the events that rest on estimates alone, without those of which a row could not be read."""
    misread = _misread(reading)
    for question in reading.study.questions.values():
        is_open = question.gate is None and question.prior is None and question.unit is None
        if is_open and question.name not in misread:
            yield question


def _misread(reading: Reading) -> set[str]:
    read = {(row.file, row.line) for row in reading.study.rows}
    return {name_of(row.cells["question"]) for row in reading.said if (row.file, row.line) not in read}


def unreachable(reading: Reading) -> Iterator[Problem]:
    """Find questions that bear on nothing, where the outcome follows from others."""
    study = reading.study
    outcome = study.questions.get(name_of(study.outcome or ""))
    if outcome is None or not (outcome.gate or outcome.parents):
        return
    questions = study.questions.values()
    roots = {outcome.name, *(name_of(evidence.on) for evidence in study.evidence.values())}
    roots |= {question.name for question in questions if question.gate or question.cruxes}
    roots |= {name_of(crux) for question in questions for crux in question.cruxes}
    # What is asked given the outcome tells what follows from it.
    roots |= {question.name for question in questions if outcome.name in _above([question.name], study)}
    reached = _above(roots, study)
    for question in questions:
        if question.name not in reached and question.unit is None:
            why = (
                f"question {quoted(question.name)} bears on neither the outcome {quoted(outcome.name)}"
                " nor any gate, evidence or crux"
            )
            remedy = f"name {printable(question.name)} in a gate, given or parents, or take the question out"
            yield reading.declared(("question", question.name), why, remedy)


def _above(names: Iterable[str], study: Study) -> set[str]:
    """Find the questions that some follow from, themselves among them."""
    found: set[str] = set()
    left = list(names)
    while left:
        name = left.pop()
        if name not in found and name in study.questions:
            found.add(name)
            left.extend(study.questions[name].refers_to)
    return found
