"""What everybody leaves open: of "<1%" nobody can tell how low it lies, and what a model makes of it is its prior's."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite

from consilience.frames.everybody import Numbers
from consilience.frames.voices import Voice, joined
from consilience.notation import Layout, counted, layout
from consilience.sampling.fit import Fit
from consilience.study import Estimate, Speaker

HOW_HIGH = "how high it lies"
_OPEN = {(True, False): "how low it lies", (False, True): HOW_HIGH, (True, True): "where it lies"}
# So many different numbers are told one by one; of more the first and the last.
_MOST_TOLD = 3


def left_open(fit: Fit, question: str, rows: Sequence[Estimate], implied: Mapping[Speaker, Numbers]) -> str:
    """Say what everybody whose statements bear on a question leaves open.

    Parameters
    ----------
    fit : Fit
    question : str
    rows : sequence of Estimate
        Standing statements that bear on it.
    implied : mapping of speaker to (float, float, float)
        What voices' own factors come to, as fractions: low, best and high, NaN where there is none.

    Returns
    -------
    str
        "how low it lies", "how high it lies" or "where it lies"; "" where somebody has a number, or a bound on either
        side was said, and where nobody spoke.
    """
    sides = [layout(row.value).leaves_open for row in rows if row.question == question]
    sides += [as_laid(numbers).leaves_open for numbers in implied.values()]
    if rows and fit.model.premises(fit.study, question):
        sides.append(fit.model.premises_leave_open(fit.study, question, rows))
    return _OPEN.get((all(low for low, _ in sides), all(high for _, high in sides)), "") if sides else ""


def as_laid(numbers: Numbers) -> Layout:
    """What a voice's own factors come to, laid out as if it had been said."""
    return Layout("range", *numbers)


def bound_of(laid: Layout, *, lowest: bool) -> float:
    """The end that a voice's own number does not leave open, by which many are put in order.

    Parameters
    ----------
    laid : Layout
        What it said of the question, or else what its own factors come to.
    lowest : bool
        Whether it is the upper end: how low it lies is left open.

    Returns
    -------
    float
        A fraction.
    """
    end = laid.high if lowest else laid.low
    return end if isfinite(end) else laid.best


def told_together(voices: Iterable[Voice], most_named: int) -> str:
    """What voices said that all leave the same open, in their order: of many their numbers, and nobody's name.

    Parameters
    ----------
    voices : iterable of Voice
        In the order of their numbers, all of whom have one.
    most_named : int
        So many persons, or surveys, are named each.

    Returns
    -------
    str
        "7 voices say <0.1% or <1%", "ada, bo and cem say <1%".
    """
    surveys, persons = list[Voice](), list[Voice]()
    for voice in voices:
        (surveys if voice.is_survey else persons).append(voice)
    return "; ".join([*_told(persons, "voice", "say", most_named), *_told(surveys, "survey", "find", most_named)])


def _told(voices: Sequence[Voice], noun: str, verb: str, most_named: int) -> Iterator[str]:
    """Clauses on persons, or on surveys: one for all where they are many or say the same, else one for each."""
    told = {(voice.said, voice.implied, voice.basis if voice.implied else "") for voice in voices}
    names = joined([voice.name for voice in voices])
    if len(voices) > most_named:
        stated, implied = any(voice.said for voice in voices), any(not voice.said for voice in voices)
        verbs = " or ".join([*([verb] if stated else []), *(["imply"] if implied else [])])
        yield f"{counted(len(voices), noun)} {verbs} {numbers_in(voices)}"
    elif len(voices) > 1 and len(told) == 1 and not any(voice.who for voice in voices):
        ((said, implied_by_all, basis),) = told
        if said and implied_by_all:
            yield f"{names} {verb} {said}, and their {basis} imply {implied_by_all}"
        else:
            yield f"{names} {verb} {said}" if said else f"the {basis} of {names} imply {implied_by_all}"
    else:
        yield from (voice.clause for voice in voices)


def numbers_in(voices: Iterable[Voice]) -> str:
    """The different numbers of voices, in their order."""
    numbers = list(dict.fromkeys(voice.said or voice.implied for voice in voices))
    if len(numbers) > _MOST_TOLD:
        return f"{numbers[0]} to {numbers[-1]}"
    return " or ".join(filter(None, (", ".join(numbers[:-1]), numbers[-1])))
