"""What the cell ``question`` of a row names: an event, alone or in a state of the questions it hangs on."""

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from consilience.study.texts import foreign_letters, listed, quoted, remedy_for_name

if TYPE_CHECKING:
    from consilience.study.question import Question

GIVEN = " | "
_NOT = re.compile(r"not\s+", re.IGNORECASE)
_ALONE = re.compile(r"(.*\S)\s+alone", re.IGNORECASE)
# What a question with an influence is asked given where none of its parents bears on it.
_LEAK = {"noisy_or": "none", "noisy_and": "all"}
_SPELLINGS = 8


class Fault(NamedTuple):
    """What is wrong with a name, and what would be right."""

    why: str
    remedy: str


def event_of(text: str) -> str:
    """What may happen, one of exclusive options included, without the state it is asked in.

    Examples
    --------
    >>> event_of("first=lab | regulated, not open")
    'first=lab'
    """
    return text.partition(GIVEN)[0]


def name_of(text: str) -> str:
    """Name the question of an event, without its option and the state it is asked in.

    Examples
    --------
    >>> name_of("first=lab | regulated, not open"), name_of("flood|rain")
    ('first', 'flood')
    """
    return text.partition("|")[0].partition("=")[0].strip()


def spelled(event: str, holds: bool) -> str:
    """Spell a state of one event.

    Examples
    --------
    >>> spelled("regulated", False)
    'not regulated'
    """
    return event if holds else f"not {event}"


def conditional(event: str, state: Mapping[str, bool]) -> str:
    """Spell an event in a state of others, in the order of the state.

    Examples
    --------
    >>> conditional("extinction", {"misaligned": True, "regulated": False})
    'extinction | misaligned, not regulated'
    """
    return f"{event}{GIVEN}{', '.join(spelled(*part) for part in state.items())}" if state else event


def state_of(text: str) -> dict[str, bool]:
    """State in which an event is asked, from its canonical spelling.

    Examples
    --------
    >>> state_of("extinction | misaligned, not regulated")
    {'misaligned': True, 'regulated': False}
    """
    condition = text.partition(GIVEN)[2]
    return dict(_part(part) for part in condition.split(", ")) if condition else {}


def events_of(question: "Question") -> tuple[str, ...]:
    """Events of a question: itself, or each of its options."""
    return tuple(f"{question.name}={option}" for option in question.options) or (question.name,)


def components(question: "Question", questions: Mapping[str, "Question"]) -> tuple[str, ...]:
    """Spell the conditional probabilities that a question is made of.

    Parameters
    ----------
    question : Question
        An event.
    questions : mapping of str to Question
        The study's questions.

    Returns
    -------
    tuple of str
        States with true first, the last parent fastest, those that cannot be left out; in each of them every
        option. None for a gate.

    Examples
    --------
    >>> from consilience.study import Question
    >>> rain, wind = Question("rain", "Rain"), Question("wind", "Wind", given={"rain": True})
    >>> flood = Question("flood", "Flood", parents=("rain", "wind"))
    >>> components(flood, {"rain": rain, "wind": wind, "flood": flood})
    ('flood | rain, wind', 'flood | rain, not wind', 'flood | not rain, not wind')
    """
    if question.gate is not None:
        return ()
    if question.influence:
        return tuple(influences(question, questions))
    states = (dict(zip(question.parents, holds, strict=True)) for holds in _holding(len(question.parents)))
    possible = [state for state in states if not contradiction(question, state, questions)]
    return tuple(conditional(event, state) for state in possible for event in events_of(question))


def influences(question: "Question", questions: Mapping[str, "Question"]) -> dict[str, str | None]:
    """Spell the probabilities that a noisy-or or noisy-and is made of, with the parent that each is of.

    Parameters
    ----------
    question : Question
        One with an ``influence``.
    questions : mapping of str to Question
        The study's questions.

    Returns
    -------
    dict of str to (str or None)
        The strength of each parent that can be in the state in which it bears, and last the leak, of no parent.

    Notes
    -----
    With strengths s and leak l, a noisy-or happens with probability 1 − (1 − l) Π (1 − sᵢ) over the parents that
    happen: sᵢ is how probable parent i alone makes it, l how probable it is with none of them (Pearl, 1988,
    *Probabilistic Reasoning in Intelligent Systems*, section 4.3.2; Díez, 1993, UAI 9, 99–105). A noisy-and happens
    with probability a Π pᵢ over the parents that do not happen: pᵢ is how probable it is that the lack of parent i
    alone is survived, a how probable it is with all of them.

    Examples
    --------
    >>> from consilience.study import Question
    >>> flood = Question("flood", "Flood", parents=("rain", "breach"), influence="noisy_or")
    >>> influences(flood, {"flood": flood})
    {'flood | rain alone': 'rain', 'flood | breach alone': 'breach', 'flood | none': None}
    """
    assert question.influence is not None
    bears = question.influence == "noisy_or"
    found: dict[str, str | None] = {
        f"{question.name}{GIVEN}{spelled(parent, bears)} alone": parent
        for parent in question.parents
        if not contradiction(question, {parent: bears}, questions)
    }
    return {**found, f"{question.name}{GIVEN}{_LEAK[question.influence]}": None}


def _holding(number: int) -> Iterator[tuple[bool, ...]]:
    return product((True, False), repeat=number)


def contradiction(question: "Question", state: Mapping[str, bool], questions: Mapping[str, "Question"]) -> str:
    """Say why a question cannot be asked in a state; empty where it can.

    Parameters
    ----------
    question : Question
        Its ``given`` holds as well.
    state : mapping of str to bool
        Events and whether they happen.
    questions : mapping of str to Question
        The study's questions.

    Notes
    -----
    An event asked only given some state happens only there; of exclusive options one happens where the
    question is asked. What gates would rule out beyond that is not looked at.
    """
    asked = [(*part, f"{question.name} is asked given {spelled(*part)}") for part in (question.given or {}).items()]
    left = [*((*part, "") for part in state.items()), *asked]
    known: dict[str, tuple[bool, str]] = {}
    while left:
        event, holds, reason = left.pop(0)
        if event not in known:
            known[event] = holds, reason
            by_design = questions[event].fixed if event in questions else None
            if by_design is not None and by_design is not holds:
                return ", and ".join([*filter(None, [reason]), f"{event} is fixed {str(by_design).lower()}"])
            start = f"{reason}, which implies" if reason else f"{event} implies"
            left.extend((*part, f"{start} {spelled(*part)}") for part in _implied(event, holds, questions))
        elif known[event][0] is not holds:
            reasons = [why for why in (known[event][1], reason) if why]
            return ", and ".join(reasons) or f"{event} is said both to happen and not to happen"
    return _no_option_left({event: holds for event, (holds, _) in known.items()}, questions)


def _implied(event: str, holds: bool, questions: Mapping[str, "Question"]) -> list[tuple[str, bool]]:
    question = questions.get(name_of(event))
    if question is None or not holds:
        return []
    others = [(other, False) for other in events_of(question) if other != event]
    return [*(question.given or {}).items(), *others]


def _no_option_left(known: Mapping[str, bool], questions: Mapping[str, "Question"]) -> str:
    for name in dict.fromkeys(map(name_of, known)):
        question = questions.get(name)
        if question is not None and question.options:
            is_asked = all(known.get(event) is holds for event, holds in (question.given or {}).items())
            if is_asked and all(known.get(event) is False for event in events_of(question)):
                return f"one of {listed(events_of(question))} happens"
    return ""


def event_fault(name: str, questions: Mapping[str, "Question"]) -> Fault | None:
    """Say what is wrong with the name of an event, and what would be right; ``None`` where nothing is.

    Parameters
    ----------
    name : str
        ``"question"``, or ``"question=option"`` where it has options.
    questions : mapping of str to Question
        The study's questions.
    """
    asked, equals, option = name.partition("=")
    question = questions.get(asked)
    if question is None:
        foreign = foreign_letters(asked)
        why = f"unknown question {quoted(asked)}{f', with {foreign}' if foreign else ''}"
        return Fault(why, remedy_for_name(asked, questions, "questions"))
    options = [f"{asked}={known}" for known in question.options]
    if equals and not options:
        return Fault(f"question {quoted(asked)} has no options", f"write {asked}, or declare options in study.toml")
    if not equals and options:
        return Fault(f"question {quoted(asked)} has options, and one must be named", f"write {listed(options)}")
    if equals and option not in question.options:
        return Fault(f"unknown option {quoted(option)}", remedy_for_name(name, options, "options"))
    return None


def canonical_question(said: str, questions: Mapping[str, "Question"]) -> str | Fault:
    """Read what a row is about.

    Parameters
    ----------
    said : str
        ``"flood"``, ``"first=lab"``, ``"extinction | misaligned, not regulated"``; blanks around the bar and the
        commas may be missing or many, and the states may stand in any order.
    questions : mapping of str to Question
        The study's questions.

    Returns
    -------
    str or Fault
        Its canonical spelling: single blanks, states in the order of the question's ``parents``.
    """
    event, bar, condition = said.partition("|")
    event = event.strip()
    fault = event_fault(event, questions)
    if fault is not None or not bar:
        return fault or event
    question = questions[name_of(event)]
    if not (question.parents or question.cruxes):
        return _unconditional(event, question)
    if question.influence:
        return _influence(condition, question, questions)
    parts = [_part(part) for part in condition.split(",")]
    wrong = _misnamed(parts, question) or _miscounted(dict(parts), question)
    if wrong:
        return Fault(wrong, _spellings(event, question, questions))
    named = dict(parts)
    state = {name: named[name] for name in (*question.parents, *question.cruxes) if name in named}
    if reason := contradiction(question, state, questions):
        return Fault(f"this state cannot be: {reason}", _spellings(event, question, questions))
    return conditional(event, state)


def _part(text: str) -> tuple[str, bool]:
    text = text.strip()
    negation = _NOT.match(text)
    return (text[negation.end() :], False) if negation else (text, True)


def _influence(condition: str, question: "Question", questions: Mapping[str, "Question"]) -> str | Fault:
    """Read in which state of its parents alone a question with an influence is asked."""
    leak, bears = _LEAK[question.influence or ""], question.influence == "noisy_or"
    said = condition.strip()
    # The leak of a noisy-and could be read as how probable the event is, or how probable it is that it is spoilt.
    if said.lower() in ((leak, "leak") if bears and "leak" not in question.parents else (leak,)):
        return f"{question.name}{GIVEN}{leak}"
    alone = _ALONE.fullmatch(said)
    parent, holds = _part(alone[1] if alone else said)
    right = f"{question.name}{GIVEN}{spelled(parent, bears)} alone"
    if alone and holds is bears and right in influences(question, questions):
        return right
    spellings = _spellings(question.name, question, questions)
    if parent not in question.parents or holds is not bears:
        of_parents = f"each parent {'' if bears else 'missing '}alone, and of {leak} of them"
        return Fault(f"question {quoted(question.name)} is asked of {of_parents}", spellings)
    if alone:
        return Fault(f"this state cannot be: {contradiction(question, {parent: bears}, questions)}", spellings)
    why = f"{quoted(said)} leaves open what else bears on {quoted(question.name)}, which is asked of each parent alone"
    what = f"{parent} alone makes it, nothing else at work" if bears else f"it is with {parent} alone missing"
    return Fault(why, f"write {quoted(right)} if this is how probable {what}")


def _unconditional(event: str, question: "Question") -> Fault:
    name = quoted(question.name)
    if question.gate is not None:
        return Fault(f"question {name} follows from others and is asked in no state of them", f"write {event}")
    if question.given:
        state = ", ".join(spelled(*part) for part in question.given.items())
        return Fault(f"question {name} is asked given {state} throughout, as study.toml says", f"write {event}")
    remedy = f"write {event}, or declare parents or cruxes of [question.{question.name}] in study.toml"
    return Fault(f"question {name} is asked in no state of others", remedy)


def _misnamed(parts: list[tuple[str, bool]], question: "Question") -> str:
    """Say which name of a condition is not one that the question is asked given; empty where all are."""
    known = (*question.parents, *question.cruxes)
    role = "parent" if question.parents else "crux"
    for place, (name, holds) in enumerate(parts):
        if not name:
            return "a comma or bar is followed by no name"
        if name in (question.given or {}):
            return f"question {quoted(question.name)} is asked given {quoted(name)} throughout, as study.toml says"
        if name not in known:
            return f"{quoted(name)} is no {role} of {quoted(question.name)}"
        if (name, not holds) in parts:
            return f"both {name} and not {name} are named"
        if (name, holds) in parts[:place]:
            return f"{quoted(name)} is named twice"
    return ""


def _miscounted(named: Mapping[str, bool], question: "Question") -> str:
    missing = [name for name in question.parents if name not in named]
    if missing:
        return f"the state leaves out {listed(map(quoted, missing))}"
    if question.cruxes and len(named) > 1:
        return f"{len(named)} cruxes are named, and {quoted(question.name)} is asked given one at a time"
    return ""


def _spellings(event: str, question: "Question", questions: Mapping[str, "Question"]) -> str:
    if question.cruxes:
        right = [conditional(event, {crux: holds}) for crux in question.cruxes for holds in (True, False)]
    else:
        right = [text for text in components(question, questions) if text.startswith(f"{event}{GIVEN}")]
    return f"write {'one of ' if len(right) > 1 else ''}{listed(map(quoted, right), _SPELLINGS)}"
