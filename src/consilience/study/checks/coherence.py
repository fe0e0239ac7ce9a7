"""What one forecaster says about several questions against the axioms of probability, rounding allowed for.

Only who holds one credence is looked at, persons and models: the medians of a survey need not cohere.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import product
from math import isnan

from consilience.notation import layout
from consilience.problems import Problem
from consilience.study.checks.gates import chance_of
from consilience.study.estimate import Estimate, Speaker
from consilience.study.naming import components, conditional, name_of
from consilience.study.question import Question
from consilience.study.reading.estimates import Reading, at_row, place_of
from consilience.study.texts import listed, percent, quoted

# Products of decimal fractions are not exact in binary; risks may be tiny, so the slack is relative.
_TOLERANCE = 1e-9

type Said = Mapping[str, Estimate]
type Cell = tuple[float, float]


def incoherent_cruxes(reading: Reading) -> Iterator[Problem]:
    """Find forecasters whose P(U), P(C) and P(U | C) no rounding makes one distribution."""
    people = _standing(reading)
    for question in reading.study.questions.values():
        for crux in question.cruxes:
            asked = reading.study.questions.get(name_of(crux))
            # P(C) is of the same world as P(U) only where both are asked in the same state.
            if asked and (asked.given or {}) == (question.given or {}):
                for said in people:
                    yield from _crux_fault(question.name, crux, _of_one_round(question.name, crux, said, reading))


def _of_one_round(name: str, crux: str, said: Said, reading: Reading) -> Said:
    """What was said given the crux, with the unconditional estimate that it was said beside."""
    given = next((said[key] for holds in (True, False) if (key := conditional(name, {crux: holds})) in said), None)
    beside = reading.study.beside(given, name) if given else None
    return said if beside is None else {**said, name: beside}


def _crux_fault(name: str, crux: str, said: Said) -> Iterator[Problem]:
    if_true, if_false = conditional(name, {crux: True}), conditional(name, {crux: False})
    rows = [said[key] for key in (name, crux, if_true, if_false) if key in said]
    if name not in said or crux not in said or len(rows) < 3 or any(_cell(row) is None for row in rows):
        return
    (low, high), given, otherwise = (_cell_or_any(said.get(key)) for key in (name, if_true, if_false))
    least, most = _mixed(_cell_or_any(said[crux]), given, otherwise)
    if least <= high * (1 + _TOLERANCE) and most >= low * (1 - _TOLERANCE):
        return
    bound = f"at least {percent(least)}" if least > high else f"at most {percent(most)}"
    sayings = ", ".join(f"{row.said} for {quoted(row.question)}" for row in rows)
    why = f"{quoted(rows[0].forecaster)} says {sayings}, so that {quoted(name)} would have to be {bound}"
    why += _implied(name, crux, said)
    last = max(rows, key=lambda row: (row.file, row.line))
    yield at_row(last, why, _REMEDY, said=last.said)


_REMEDY = "correct the estimates if they are slips; they are modelled as said, not dropped"


def _implied(name: str, crux: str, said: Said) -> str:
    """Spell the conditional probability that was not said and follows from the three that were."""
    best = {key: layout(row.value).best for key, row in said.items()}
    for holds in (True, False):
        told, missing = conditional(name, {crux: holds}), conditional(name, {crux: not holds})
        if told in said and missing not in said:
            of_told = best[crux] if holds else 1 - best[crux]
            implied = (best[name] - of_told * best[told]) / (1 - of_told) if of_told < 1 else float("nan")
            return "" if isnan(implied) else f" ({quoted(missing)} comes out at {percent(implied)})"
    return ""


def _mixed(crux: Cell, given: Cell, otherwise: Cell) -> Cell:
    """Least and greatest c·g + (1−c)·h over cells of c, g and h: linear in each, so found at their corners."""
    corners = [c * g + (1 - c) * h for c, g, h in product(crux, given, otherwise)]
    return min(corners), max(corners)


def totals_against_parts(reading: Reading) -> Iterator[Problem]:
    """Find stated totals that no rounding brings on the side of their parts on which they must lie."""
    people = _standing(reading)
    for question in reading.study.questions.values():
        # Of the others no part is known, and people may be many.
        for said in people if question.gate or question.parents else ():
            total = said.get(question.name)
            if total is not None and _cell(total) is not None:
                faults = list(_gate_fault(question, total, said, reading))
                yield from faults or _sum_fault(question, total, said, reading)
                yield from _mixture_fault(question, total, said, reading)


def _gate_fault(question: Question, total: Estimate, said: Said, reading: Reading) -> Iterator[Problem]:
    low, high = _cell_or_any(total)
    beyond = []
    for member in question.of:
        part = said.get(member)
        cell = _cell(part) if part else None
        if part is None or cell is None:
            continue
        asked = reading.study.questions.get(name_of(member))
        # What is said in one state alone bounds a total from above only, as it happens in no other.
        more = question.gate == "any_of" and asked and not asked.given and cell[0] > high * (1 + _TOLERANCE)
        if more or (question.gate == "all_of" and cell[1] < low * (1 - _TOLERANCE)):
            beyond.append(f"{part.said} for {quoted(member)} ({place_of(part, total)})")
    if beyond:
        what, way = ("any", "more") if question.gate == "any_of" else ("all", "less")
        some = "one" if len(beyond) == 1 else "some"
        yield _total(total, f"which is {what} of its parts, and {way} for {some} of them: {listed(beyond, 5)}")


def _sum_fault(question: Question, total: Estimate, said: Said, reading: Reading) -> Iterator[Problem]:
    """Find a gate, a noisy-or or a noisy-and on the wrong side of what all its parts together leave for it."""
    if question.gate is None and question.influence is None:
        return
    questions, used = reading.study.questions, []

    def cell_of(name: str) -> Cell | None:
        row = said.get(name)
        cell = _cell(row) if row else None
        # A total that was thought over later is not held against the parts of an earlier round.
        if row is None or cell is None or reading.study.beside(row, question.name) is not total:
            return None
        used.append(row)
        return cell

    low, high = _cell_or_any(total)
    allowed = chance_of(question, questions, cell_of)
    # What design alone leaves is told of elsewhere.
    if allowed is None or not used or (high >= allowed[0] * (1 - _TOLERANCE) and low <= allowed[1] * (1 + _TOLERANCE)):
        return
    bound = f"at least {percent(allowed[0])}" if high < allowed[0] else f"at most {percent(allowed[1])}"
    parts = dict.fromkeys(f"{row.said} for {quoted(row.question)} ({place_of(row, total)})" for row in used)
    says = f"{quoted(total.forecaster)} says {total.said} for {quoted(total.question)}"
    why = f"{says}, and of its parts {listed(parts, 5)}, which leaves {bound}"
    yield at_row(total, why, _REMEDY, said=total.said)


def _mixture_fault(question: Question, total: Estimate, said: Said, reading: Reading) -> Iterator[Problem]:
    if not question.parents or question.influence:
        return
    rows = [said[text] for text in components(question, reading.study.questions) if text in said]
    cells = [cell for row in rows if (cell := _cell(row)) is not None]
    if not rows or len(cells) < len(components(question, reading.study.questions)):
        return
    low, high = _cell_or_any(total)
    least, most = min(cell[0] for cell in cells), max(cell[1] for cell in cells)
    if high < least * (1 - _TOLERANCE) or low > most * (1 + _TOLERANCE):
        bound = f"at least {percent(least)}" if high < least else f"at most {percent(most)}"
        yield _total(total, f"and {bound} in every state of its parents ({place_of(rows[-1], total)})")


def _total(total: Estimate, how: str) -> Problem:
    why = f"{quoted(total.forecaster)} says {total.said} for {quoted(total.question)}, {how}"
    return at_row(total, why, _REMEDY, said=total.said)


def _standing(reading: Reading) -> list[dict[str, Estimate]]:
    """Standing estimates by question, of each forecaster who holds one credence."""
    said: dict[Speaker, dict[str, Estimate]] = defaultdict(dict)
    for row in reading.study.standing:
        if row.kind in ("person", "model") and reading.study.questions[row.asked].unit is None:
            said[row.speaker][row.question] = row
    return list(said.values())


def _cell(row: Estimate) -> Cell | None:
    cell = layout(row.value).forgiving
    return None if cell is None else (max(cell[0], 0.0), min(cell[1], 1.0))


def _cell_or_any(row: Estimate | None) -> Cell:
    return (row and _cell(row)) or (0.0, 1.0)
