"""What one forecaster's parts leave for a gate: the least and greatest probability, however the parts go together.

Bounds on the probability that at least k of n events happen are Rüger's (1978, Metrika 25:171), of which those on all
and on any of them are Fréchet's.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from consilience.study.naming import name_of
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
    >>> at_least(1, [(0.1, 0.1), (0.2, 0.2)])
    (0.2, 0.30000000000000004)
    >>> at_least(2, [(0.9, 0.9), (0.8, 0.8)])[1]
    0.8
    """
    n = len(parts)
    fewer = _most(n - k + 1, [1 - low for low, _ in parts])
    return max(1 - fewer, 0.0), _most(k, [high for _, high in parts])


def _most(k: int, chances: Sequence[float]) -> float:
    rising = sorted(chances)
    return min(1.0, *(sum(rising[: len(rising) - spared]) / (k - spared) for spared in range(k)))


def chance_of(question: Question, questions: Mapping[str, Question], said: Said) -> Cell | None:
    """Bound a gate by what was said of its parts, down to those that no gate makes up.

    Parameters
    ----------
    question : Question
        A gate, in a study without circles.
    questions : mapping of str to Question
        The study's questions.
    said : callable
        Least and greatest probability said of an event, in the state in which it is asked.

    Returns
    -------
    (float, float) or None
        ``None`` where nothing was said of any part.
    """
    parts = [_part(name, questions, said) for name in question.of]
    if not any(parts):
        return None
    cells = [part or _ANY for part in parts]
    if question.gate == "not":
        return 1 - cells[0][1], 1 - cells[0][0]
    if question.gate == "all_of":
        return _all_of(question.of, questions, said)
    return at_least(1 if question.gate == "any_of" else question.k or 1, cells)


def _part(name: str, questions: Mapping[str, Question], said: Said) -> Cell | None:
    """Bound the probability that an event happens, also where it is asked in one state alone."""
    question = questions.get(name_of(name))
    if question is None or question.parents:
        return said(name)
    if question.fixed is not None:
        return (1.0, 1.0) if question.fixed else (0.0, 0.0)
    if question.gate is not None:
        return said(name) or chance_of(question, questions, said)
    own = said(name)
    if own is None or not question.given:
        return own
    low, high = _all_of([*(given for given, holds in question.given.items() if holds)], questions, said)
    if not all(question.given.values()):
        # How probable it is that something does not happen is left open here: that bounds from above alone.
        low = 0.0
    return own[0] * low, own[1] * high


def _all_of(names: Collection[str], questions: Mapping[str, Question], said: Said) -> Cell:
    for name in names:
        question = questions.get(name_of(name))
        given = question.given if question else None
        if given and all(given.values()) and set(names) - {name} <= set(given):
            # Where the last link of a chain happens, so do the others.
            return _part(name, questions, said) or _ANY
    cells = [_part(name, questions, said) or _ANY for name in names]
    return at_least(len(cells), cells) if cells else (1.0, 1.0)
