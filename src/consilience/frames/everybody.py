"""What everybody's own numbers on a question span, and whether what is inferred of others lies beyond them."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from math import isnan, log

from scipy.special import logit

from consilience.notation import Layout, format_probability, layout
from consilience.study import Estimate, Speaker

type Numbers = tuple[float, float, float]

# What follows has no rounding of its own, and was drawn: by less than a tenth in odds nobody is put elsewhere.
_MARGIN = log(1.1)


def own_numbers_beside(
    value: float, question: str, rows: Sequence[Estimate], implied: Mapping[Speaker, Numbers]
) -> str:
    """Whatever every person has of their own on a question, where a number that is inferred lies beyond all of it.

    Parameters
    ----------
    value : float
        What is inferred of forecasters like them, a fraction.
    question : str
    rows : sequence of Estimate
        Standing statements that bear on it.
    implied : mapping of speaker to (float, float, float)
        What voices' own factors come to, fractions: low, best and high, NaN where there is none.

    Returns
    -------
    str
        "21% to 30%"; "" where the number lies among them, where a survey or a base rate speaks, which tell of more
        people than answered, and where somebody has no number of the whole.
    """
    persons = [row for row in rows if row.kind == "person"]
    stated = {row.speaker: layout(row.value) for row in persons if row.question == question}
    speakers = {row.speaker for row in persons}
    if len(persons) < len(rows) or not speakers or not speakers <= {*stated, *implied}:
        return ""
    possible = [*implied.values(), *map(_edges, stated.values())]
    low, high = _span(chain.from_iterable(possible))
    if not value or logit(low) - _MARGIN <= logit(value) <= logit(high) + _MARGIN:
        return ""
    numbers = [*(best for _, best, _ in implied.values()), *(laid.number for laid in stated.values())]
    # Who gave no one number, but a bound, is told of by all that it leaves.
    said = [edges if isnan(number) else (number,) for number, edges in zip(numbers, possible, strict=True)]
    return " to ".join(dict.fromkeys(map(format_probability, _span(chain.from_iterable(said)))))


def _edges(laid: Layout) -> tuple[float, ...]:
    """All that a statement leaves possible; between what was said and what it may have been rounded from."""
    return laid.low, laid.high, laid.best, *(laid.cell or ())


def _span(numbers: Iterable[float]) -> tuple[float, float]:
    known = [min(max(number, 0.0), 1.0) for number in numbers if not isnan(number)]
    return min(known), max(known)
