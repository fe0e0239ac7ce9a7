"""Correlations that somebody states of two events: a study says how events go together in conditional probabilities.

Of two events with probabilities a and b a correlation r (Pearson's, of their indicators: the phi coefficient) is
P(b | a) = b + r √(b (1 − b) (1 − a) / a) and P(b | not a) = b − r √(b (1 − b) a / (1 − a)).
"""

import re
from collections.abc import Iterator, Mapping
from math import nan, sqrt

from consilience.notation import Point, layout, parse
from consilience.notation.spoken import percent
from consilience.problems import NotationError, Problem
from consilience.study.naming import components, conditional, events_of, name_of
from consilience.study.question import Question
from consilience.study.reading.correlations import (
    Correlation,
    correlations_in,
    in_front,
    less_its_chance,
    speaks_of_correlation,
)
from consilience.study.reading.csv_file import Row
from consilience.study.reading.estimates import Reading, at_row
from consilience.study.texts import listed, plain, quoted

# How far a remedy's number may lie from what it stands for, as a share of it or of its contrary.
_NEAR = 0.01
_MOST = 3

type Margins = tuple[float, float]


def stated_correlations(reading: Reading) -> Iterator[Problem]:
    """Find correlations, which no model weighs, and say which conditional probabilities mean the same."""
    events = _events(reading)
    for keys, said in reading.correlations:
        of = (keys[1],) if keys[0] == "question" and len(keys) > 2 and keys[1] in events else ()
        named = correlations_in([said] if isinstance(said, dict) else said, events, of)
        for correlation in named:
            why, remedy = _told(correlation, reading, None)
            yield reading.declared(keys, why, remedy)
    read = {(row.file, row.line) for row in reading.study.rows}
    for row in reading.said:
        if (row.file, row.line) not in read:
            yield from _of_row(row, events, reading)


def _of_row(row: Row, events: tuple[str, ...], reading: Reading) -> Iterator[Problem]:
    question, estimate = row.cells["question"], row.cells["estimate"]
    if speaks_of_correlation(estimate):
        of, said = (question,) if question in events else (), less_its_chance(estimate)
    elif is_about_correlation(question, reading.study.questions):
        of, said = (), f"{question} {estimate}"
    else:
        return
    for correlation in correlations_in(said, events, of):
        why, remedy = _told(correlation, reading, row)
        yield at_row(row, why, remedy, said=estimate if speaks_of_correlation(estimate) else question)


def is_about_correlation(question: str, questions: Mapping[str, Question]) -> bool:
    """Whether a row's question is the correlation of two others."""
    return name_of(question) not in questions and speaks_of_correlation(question)


def _events(reading: Reading) -> tuple[str, ...]:
    asked = (question for question in reading.study.questions.values() if question.unit is None)
    return tuple(event for question in asked for event in events_of(question))


def _told(correlation: Correlation, reading: Reading, row: Row | None) -> tuple[str, str]:
    """What is wrong with a correlation, and what says the same."""
    questions, number = reading.study.questions, correlation.number
    why = "a correlation of two events is not weighed: what is asked is how probable one is in each state of the other"
    if len(correlation.events) != 2:
        return why, _example(correlation.events, _events(reading))
    event, other = correlation.events
    if _above(name_of(event), name_of(other), questions):
        event, other = other, event
    question = questions[name_of(event)]
    if number is not None and abs(number) > 1:
        return f"{number:g} is no correlation, which lies between −1 and 1", "correct it, or take it out"
    if _above(name_of(other), name_of(event), questions):
        stated = [text for text in components(question, questions) if text != event][:_MOST]
        rows = f": rows such as {listed(map(quoted, stated))} say how they go together" if stated else ""
        return f"{why}, and {quoted(event)} follows from {quoted(other)}{rows}", "take the correlation out"
    if question.gate or question.options or questions[name_of(other)].gate:
        return why, "take it out, or declare parents of a question that is neither a gate nor one of exclusive options"
    if number == 0:
        return f"{why}, and events are independent unless one follows from the other", "take the correlation out"
    declare = f"[question.{question.name}]"
    if question.parents or question.cruxes:
        key = question.influence or ("parents" if question.parents else "cruxes")
        return why, f"name {quoted(other)} in {key} of {declare} too, and give the rows that this asks for"
    return _conditionals(event, other, number, why, reading, row)


def _example(named: tuple[str, ...], events: tuple[str, ...]) -> str:
    event, *others = dict.fromkeys([*named[:1], *events]) if events else ("",)
    if not others:
        return "take it out: it takes two events to be correlated"
    pair = listed(quoted(conditional(event, {others[0]: holds})) for holds in (True, False))
    declare = f'parents = ["{others[0]}"] under [question.{name_of(event)}]'
    return f"take it out, or declare what {quoted(event)} hangs on, for example {declare}, and give rows of {pair}"


def _conditionals(
    event: str, other: str, number: float | None, why: str, reading: Reading, row: Row | None
) -> tuple[str, str]:
    pair = [conditional(event, {other: holds}) for holds in (True, False)]
    declare = f'write parents = ["{other}"] under [question.{name_of(event)}]'
    remedies, faults = [], []
    for speaker, margins in _margins(event, other, reading, row).items() if number is not None else ():
        found = conditionals_of(*margins, number or 0.0)
        if not all(0 <= chance <= 1 for chance in found):
            least, most = bounds_of(*margins)
            of_both = f"{percent(margins[0], 3)} for {quoted(other)} and {percent(margins[1], 3)} for {quoted(event)}"
            between = f"from {plain(least, 2)} to {plain(most, 2)}"
            faults.append(f"{speaker} says {of_both}, which leaves correlations {between} only")
        elif texts := _written(found):
            values = " and ".join(f"{text} for {quoted(name)}" for text, name in zip(texts, pair, strict=True))
            remedies.append(f"{values} ({speaker})")
    if faults:
        return f"{why}; {listed(faults, _MOST)}", "correct the correlation, or take it out"
    if not remedies:
        return why, f"{declare}, and in place of {quoted(event)} rows of {listed(map(quoted, pair))}"
    same = f"what means the same in place of {quoted(event)}: {listed(remedies, _MOST)}"
    return why, f"{declare}, and {same}"


def conditionals_of(given: float, event: float, correlation: float) -> tuple[float, float]:
    """Probability of an event given another, and given that it does not happen, from their correlation.

    Parameters
    ----------
    given, event : float
        How probable each is by itself, between 0 and 1.
    correlation : float

    Returns
    -------
    (float, float)
        Outside 0 to 1 where no two events have that correlation.

    Examples
    --------
    >>> [round(chance, 4) for chance in conditionals_of(0.2, 0.5, 0.5)]
    [1.0, 0.375]
    """
    spread = correlation * sqrt(event * (1 - event))
    if_true, if_false = event + spread * sqrt((1 - given) / given), event - spread * sqrt(given / (1 - given))
    # What is 0 or 1 but for the rounding of square roots is so.
    return _at_end(if_true), _at_end(if_false)


def _at_end(chance: float) -> float:
    return next((end for end in (0.0, 1.0) if abs(chance - end) < 1e-12), chance)


def bounds_of(given: float, event: float) -> tuple[float, float]:
    """Least and greatest correlation of two events with these probabilities.

    Examples
    --------
    >>> [round(bound, 3) for bound in bounds_of(0.01, 0.9)]
    [-0.302, 0.034]
    """
    scale = sqrt(given * (1 - given) * event * (1 - event))
    return (max(0.0, given + event - 1) - given * event) / scale, (min(given, event) - given * event) / scale


def _written(chances: tuple[float, float]) -> list[str]:
    """Write probabilities so that they are read as what they are; nothing where one cannot be."""
    texts = [percent(chance, 3) for chance in chances]
    for text, chance in zip(texts, chances, strict=True):
        value = parse(text)
        if not isinstance(value, Point) or abs(value.number.value - chance) > _NEAR * min(chance, 1 - chance):
            return []
    return texts


def _margins(event: str, other: str, reading: Reading, row: Row | None) -> dict[str, Margins]:
    """How probable each speaker, or that of a row, finds the two events."""
    best: dict[str, dict[str, float]] = {}
    for said in reading.study.standing:
        chance = layout(said.value).number if said.question in (event, other) else nan
        if said.kind in ("person", "survey") and 0 < chance < 1:
            best.setdefault(said.forecaster, {})[said.question] = chance
    if row is not None:
        speaker = row.cells["forecaster"]
        best = {speaker: best.get(speaker, {})}
        about, front = row.cells["question"], in_front(row.cells["estimate"]).strip(" ,;:([")
        if about in (event, other) and (own := _chance(front)):
            best[speaker][about] = own
        elif re.search("[0-9]", front):
            # Something else is said of it now than what stands.
            best[speaker].pop(about, None)
    return {name: (chances[other], chances[event]) for name, chances in best.items() if len(chances) == 2}


def _chance(text: str) -> float | None:
    try:
        chance = layout(parse(text.strip())).number
    except NotationError:
        return None
    return chance if 0 < chance < 1 else None


def _above(name: str, other: str, questions: Mapping[str, Question]) -> bool:
    """Whether a question is among those that another follows from."""
    seen: set[str] = set()
    left = list(questions[other].refers_to)
    while left:
        above = left.pop()
        if above not in seen and above in questions:
            seen.add(above)
            left.extend(questions[above].refers_to)
    return name in seen
