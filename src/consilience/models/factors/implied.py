"""What bears on a question that follows from others, and what voices' own factors come to, by arithmetic alone."""

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from math import inf, isnan, nan

import numpy as np
from scipy.special import expit

from consilience.models.factors.frames.stated import MOST_FACTORS, Span, implied_span, is_total
from consilience.network import Network, network_of
from consilience.notation import Point, Value, format_probability, layout
from consilience.study import Estimate, Speaker, Study


def bearing(study: Study, question: str) -> Sequence[Estimate]:
    """Standing voices and base rates on a question, or on whatever it follows from.

    Parameters
    ----------
    study : Study
    question : str

    Returns
    -------
    sequence of Estimate
    """
    network = _network_over(study, question)
    if network is None:
        return [row for row in study.weighed if row.question == question]
    needed = network.relevant([question])
    return [row for row in study.weighed if row.asked in needed]


def premises(study: Study, question: str) -> Sequence[str]:
    """What a question follows from, a step back; nothing if it is a factor itself.

    Parameters
    ----------
    study : Study
    question : str

    Returns
    -------
    sequence of str
        Events, and factors as they were asked; of exclusive options, which sum to one, all. Nothing that is true or
        false by design: nobody need answer that.
    """
    network = _network_over(study, question)
    if network is None:
        return ()
    found = [*network.components_of(question)]
    for name in network.question_of(question).refers_to:
        if network.questions[name].fixed is None:
            found += network.components_of(name) if network.questions[name].options else [name]
    return tuple(dict.fromkeys(found))


def implied(study: Study, question: str) -> Mapping[Speaker, str]:
    """What the factors of those who stated all of them come to.

    Parameters
    ----------
    study : Study
    question : str

    Returns
    -------
    mapping of speaker to str
        A probability, with its ends where an interval was stated. Of surveys nothing follows: medians of factors do not
        multiply to the median of the whole.
    """
    labels = {speaker: _label(span, vague=vague) for speaker, (span, vague) in implied_spans(study, question).items()}
    return {speaker: label for speaker, label in labels.items() if label}


def implied_spans(
    study: Study, question: str, read: Callable[[Value], Span | None] = Span.stated
) -> Mapping[Speaker, tuple[Span, bool]]:
    """What the factors of those who stated all of them come to, as numbers.

    Parameters
    ----------
    study : Study
    question : str
    read : callable
        By default the ends are those that were said; by :meth:`Span.of` those that rounding admits.

    Returns
    -------
    mapping of speaker to (Span, bool)
        In log odds, and whether any factor was stated with an interval.
    """
    found: dict[Speaker, tuple[Span, bool]] = {}
    network = _network_over(study, question)
    if network is None:
        return found
    heard: dict[Speaker, list[Estimate]] = {}
    for row in bearing(study, question):
        if row.kind not in ("base_rate", "survey"):
            heard.setdefault(row.speaker, []).append(row)
    for speaker, rows in heard.items():
        own = {row.question: row.value for row in rows}
        span = implied_span(network, question, own, read)
        if span is not None:
            vague = not all(isinstance(own[component], Point) for component in network.ancestors(question))
            found[speaker] = span, vague
    return found


def implied_numbers(study: Study, question: str) -> Mapping[Speaker, tuple[float, float, float]]:
    """The same as fractions.

    Parameters
    ----------
    study, question
        As for :func:`implied`.

    Returns
    -------
    mapping of speaker to (float, float, float)
        Low, best and high; the ends only where an interval was stated, NaN else.
    """
    return {
        speaker: _numbers(span, vague=vague)
        for speaker, (span, vague) in implied_spans(study, question).items()
        if _label(span, vague=vague)
    }


def premises_leave_open(study: Study, question: str, rows: Sequence[Estimate]) -> tuple[bool, bool]:
    """Whether the factors of a question may be so low, for all that was said of them, that it is 0%, or be 100%.

    Parameters
    ----------
    study : Study
    question : str
    rows : sequence of Estimate
        Standing statements that bear on it. Of a factor on which all leave a side open anything there may be true; not
        so where somebody has a number for what follows from it.

    Returns
    -------
    (bool, bool)
        How low it is, and how high.
    """
    network = _network_over(study, question)
    if network is None:
        return False, False
    sides: dict[str, tuple[bool, bool]] = {}
    for row in rows:
        low, high = sides.get(row.question, (True, True))
        opens_low, opens_high = layout(row.value).leaves_open
        sides[row.question] = low and opens_low, high and opens_high
    numbered = [event for event, opened in sides.items() if is_total(network, event) and not any(opened)]
    told = {component for event in numbered for component in network.ancestors(event)}
    opened = {
        network.positions[component]: sides.get(component, (True, True))
        for component in network.ancestors(question)
        if component not in told and any(sides.get(component, (True, True)))
    }
    ends = [(-inf if low else 0.0, inf if high else 0.0) for low, high in opened.values()]
    # Of so many, whichever way each bears on the question: all at one end, or all at the other.
    corners = list(product(*ends)) if len(ends) <= MOST_FACTORS else list(zip(*ends, strict=True))
    at = np.zeros((len(corners), len(network.components)))
    at[:, list(opened)] = corners
    # Exclusive options cannot all be false.
    with np.errstate(invalid="ignore", divide="ignore"):
        found = network.log_odds(at, *network.asked(question))
    return bool((found == -inf).any()), bool((found == inf).any())


def _numbers(span: Span, *, vague: bool) -> tuple[float, float, float]:
    low, best, high = expit([span.low, span.best, span.high]).tolist()
    return (low, best, high) if vague or isnan(best) else (nan, best, nan)


def _network_over(study: Study, question: str) -> Network | None:
    """The network, if the question follows from others in it."""
    network = network_of(study)
    return network if is_total(network, question) else None


def _label(span: Span, *, vague: bool) -> str:
    best, *ends = expit([span.best, span.low, span.high]).tolist()
    between = "" if any(map(isnan, ends)) else f"{format_probability(ends[0])} to {format_probability(ends[1])}"
    if isnan(best) and between and (ends[0] > 0) != (ends[1] < 1):
        return f"at most {format_probability(ends[1])}" if ends[1] < 1 else f"at least {format_probability(ends[0])}"
    if isnan(best):
        return between
    return format_probability(best) + (f" ({between})" if vague and between else "")
