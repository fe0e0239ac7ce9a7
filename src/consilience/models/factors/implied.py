"""What bears on a question that follows from others, and what voices' own factors come to, by arithmetic alone."""

from collections.abc import Callable, Mapping, Sequence
from math import isnan, nan

from scipy.special import expit

from consilience.models.factors.frames.stated import Span, implied_span, is_total
from consilience.network import Network, network_of
from consilience.notation import Point, Value, format_probability
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
        Events, and factors as they were asked.
    """
    network = _network_over(study, question)
    if network is None:
        return ()
    return tuple(dict.fromkeys([*network.question_of(question).refers_to, *network.components_of(question)]))


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
    if isnan(best):
        return between
    return format_probability(best) + (f" ({between})" if vague and between else "")
