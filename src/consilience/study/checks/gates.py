"""What one forecaster's parts leave for what follows from them: the least and greatest probability it can have.

Bounds on the probability that at least k of n events happen are Rüger's (1978, Metrika 25:171), of which those on all
and on any of them are Fréchet's. Of a noisy-or the least is that of parents that imply one another, as it is a
submodular function of them (Lovász, 1983, Submodular functions and convexity, section 3).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from math import prod

from consilience.study.naming import influences, name_of
from consilience.study.question import Question

type Cell = tuple[float, float]
type Said = Callable[[str], Cell | None]

_ANY: Cell = (0.0, 1.0)


def at_least(k: int, parts: Sequence[Cell]) -> Cell:
    """Bound the probability that at least ``k`` events happen.

    Parameters
    ----------
    k : int
        From 1 to the number of parts.
    parts : sequence of (float, float)
        Least and greatest probability of each.

    Returns
    -------
    (float, float)

    Examples
    --------
    >>> [round(end, 2) for end in at_least(1, [(0.1, 0.1), (0.2, 0.2)])]
    [0.2, 0.3]
    >>> [round(end, 2) for end in at_least(2, [(0.9, 0.9), (0.8, 0.8)])]
    [0.7, 0.8]
    """
    n = len(parts)
    fewer = _most(n - k + 1, [1 - low for low, _ in parts])
    return max(1 - fewer, 0.0), _most(k, [high for _, high in parts])


def _most(k: int, chances: Sequence[float]) -> float:
    rising = sorted(chances)
    return min(1.0, *(sum(rising[: len(rising) - spared]) / (k - spared) for spared in range(k)))


def noisy_or(parents: Sequence[Cell], strengths: Sequence[Cell], leak: Cell) -> Cell:
    """Bound the probability of a noisy-or.

    Parameters
    ----------
    parents, strengths : sequence of (float, float)
        Least and greatest probability of each parent, and that it alone is enough.
    leak : (float, float)
        Least and greatest probability of the event with none of them.

    Returns
    -------
    (float, float)
        The least is sharp; the greatest is that of parents that exclude one another, or of all of them.

    Examples
    --------
    >>> [round(end, 3) for end in noisy_or([(0.5, 0.5), (0.2, 0.2)], [(0.4, 0.4), (0.9, 0.9)], (0.0, 0.0))]
    [0.308, 0.38]
    """
    nested = sorted(zip((low for low, _ in parents), (low for low, _ in strengths), strict=True), reverse=True)
    least, spared = 0.0, 1.0
    for (chance, strength), (rarer, _) in pairwise([*nested, (0.0, 0.0)]):
        spared *= 1 - strength
        least += (chance - rarer) * (1 - spared)
    apart = sum(chance * strength for (_, chance), (_, strength) in zip(parents, strengths, strict=True))
    most = min(apart, 1 - prod(1 - strength for _, strength in strengths))
    return 1 - (1 - leak[0]) * (1 - least), 1 - (1 - leak[1]) * (1 - most)


def chance_of(question: Question, questions: Mapping[str, Question], said: Said) -> Cell | None:
    """Bound a gate, a noisy-or or a noisy-and by what was said of its parts, down to those that no gate makes up.

    Parameters
    ----------
    question : Question
        One of these, in a study without circles.
    questions : mapping of str to Question
        The study's questions.
    said : callable
        Least and greatest probability said of an event, in the state in which it is asked.

    Returns
    -------
    (float, float) or None
        ``None`` where nothing was said of any part.
    """
    below = {question.name: question.refers_to}
    left = list(question.refers_to)
    while left:
        name = left.pop()
        if name not in below and name in questions:
            below[name] = questions[name].refers_to
            left.extend(below[name])
    bounds = _Bounds(questions, said)
    try:
        # From the bottom up, as gates may stand on each other more deeply than calls may.
        for name in TopologicalSorter(below).static_order():
            if name != question.name:
                bounds.of(name)
    except CycleError:
        # Another check tells of what depends on itself.
        return None
    return bounds.of_parts(question)


class _Bounds:
    """Bounds of a study's events by what one forecaster said, each worked out once."""

    def __init__(self, questions: Mapping[str, Question], said: Said) -> None:
        self._questions = questions
        self._said = said
        self._known: dict[str, Cell | None] = {}

    def of_parts(self, question: Question) -> Cell | None:
        if question.influence:
            return self._of_influences(question)
        parts = [self.of(name) for name in question.of]
        if not any(parts):
            return None
        cells = [part or _ANY for part in parts]
        if question.gate == "not":
            return _contrary(cells[0])
        if question.gate == "all_of":
            return self._of_all(question.of)
        return at_least(1 if question.gate == "any_of" else question.k or 1, cells)

    def of(self, name: str) -> Cell | None:
        """Bound the probability that an event happens, also where it is asked in one state alone."""
        if name not in self._known:
            self._known[name] = self._worked_out(name)
        return self._known[name]

    def _worked_out(self, name: str) -> Cell | None:
        question, own = self._questions.get(name_of(name)), self._said(name)
        if question is None or (question.parents and not question.influence):
            return own
        if question.fixed is not None:
            return (1.0, 1.0) if question.fixed else (0.0, 0.0)
        if question.gate is not None:
            return own or self.of_parts(question)
        if question.influence:
            own = own or self.of_parts(question)
        if own is None or not question.given:
            return own
        low, high = self._of_all([given for given, holds in question.given.items() if holds])
        # How probable it is that something does not happen is left open here: that bounds from above alone.
        return own[0] * low if all(question.given.values()) else 0.0, own[1] * high

    def _of_influences(self, question: Question) -> Cell | None:
        """Bound a noisy-or; a noisy-and is one of what its parents lack, and of the contrary."""
        *strengths, (_, leak) = (
            (parent, self._said(text)) for text, parent in influences(question, self._questions).items()
        )
        # Where the question is asked in one state alone, nothing was said of its parents there.
        chances = [None if question.given else self.of(parent) for parent, _ in strengths if parent is not None]
        said = [*chances, *(cell for _, cell in strengths), leak]
        if not any(said):
            return None
        bears = question.influence == "noisy_or"
        known = [cell or _ANY if bears else _contrary(cell or _ANY) for cell in said]
        found = noisy_or(known[: len(chances)], known[len(chances) : -1], known[-1])
        return found if bears else _contrary(found)

    def _of_all(self, names: Collection[str]) -> Cell:
        for name in names:
            question = self._questions.get(name_of(name))
            given = question.given if question else None
            if given and all(given.values()) and set(names) - {name} <= set(given):
                # Where the last link of a chain happens, so do the others.
                return self.of(name) or _ANY
        cells = [self.of(name) or _ANY for name in names]
        return at_least(len(cells), cells) if cells else (1.0, 1.0)


def _contrary(cell: Cell) -> Cell:
    return 1 - cell[1], 1 - cell[0]
