"""What leads on each question, as numbers with their owner: all that may leave the house."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite, isnan, nan
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from consilience.frames import SUMMARY_TITLES, headline_frame, headline_of, headlined, title_of
from consilience.frames.answers import answer_draws
from consilience.frames.owners import inferred_from
from consilience.measures.summaries import LEVELS, bounded
from consilience.notation import BaseRate, Quantiles, Survey, brief, layout
from consilience.sampling.fit import Fit
from consilience.study import Estimate
from consilience.study.speakers import speakers_of

type Whose = Literal["population", "voice", "record"]


@dataclass(frozen=True, slots=True)
class Leading:
    """One answer to one question, and whose it is.

    Parameters
    ----------
    question, title : str
    whose : {"population", "voice", "record"}
        Inferred of forecasters like those who spoke; one voice's own, where the voices' numbers are the answer;
        data on record where no voice answered.
    who : str
        The voice or the record by name; of a population whom it is inferred from.
    basis : str
        Of a population the summary that the study headlines; of a voice ``stated`` or ``implied`` (by its own factors).
    value, low, high : float
        Fractions, NaN where there is none. A bound is an end without a value, a range two.
    number : float
        The value, or the middle in log odds of a range that was said without one; NaN of a bound.
    coverage : float
        Of the interval: 0.9 of a population, of a voice as said, NaN if that was not said.
    quantiles : tuple of (float, float)
        Levels and numbers that a voice stated; none of a population, which has draws.
    said : str
        The voice's words.
    draws : ndarray or None
        Of a population, in log odds.
    """

    question: str
    title: str
    whose: Whose
    who: str
    basis: str
    value: float
    number: float
    low: float
    high: float
    coverage: float
    quantiles: tuple[tuple[float, float], ...] = ()
    said: str = ""
    draws: NDArray[np.float64] | None = None

    def at(self, levels: Sequence[float]) -> list[float]:
        """Quantiles of a population's answer, as fractions."""
        assert self.draws is not None, "a voice has what it stated, and no draws"
        return quantiles_of(self.draws, levels)

    @property
    def owner(self) -> str:
        """Whose it is, in one cell."""
        if self.whose == "population":
            return f"population: {SUMMARY_TITLES[self.basis].lower()}, {self.who}"
        return f"{self.whose}: {self.who}" + (", implied" if self.basis == "implied" else "")


def leading(fit: Fit) -> tuple[Leading, ...]:
    """What leads on every question that a fit answers: of several voices a row each.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    tuple of Leading
        Without those of which nobody answered the whole: see :func:`unanswered`.
    """
    return tuple(answer for question in _questions(fit) for answer in _on(fit, question))


def unanswered(fit: Fit, found: tuple[Leading, ...]) -> tuple[str, ...]:
    """Say which questions have no row.

    Parameters
    ----------
    fit : Fit
    found : tuple of Leading

    Returns
    -------
    tuple of str
        A sentence a reason, or none.
    """
    missing = [name for name in _questions(fit) if name not in {answer.question for answer in found}]
    by_reason: dict[str, list[str]] = {}
    for name in missing:
        by_reason.setdefault(headline_of(fit, name).why, []).append(title_of(fit.study, name))
    return tuple(
        f"Left out, since nobody answered the whole and {why}: {', '.join(names)}." for why, names in by_reason.items()
    )


def quantiles_of(draws: NDArray[np.float64], levels: Sequence[float]) -> list[float]:
    """Quantiles of draws in log odds, as fractions: to the last digit those that a summary has."""
    found: list[float] = expit(np.quantile(draws, levels)).tolist()
    return found


def population(fit: Fit, question: str, summary: str | None = None) -> NDArray[np.float64]:
    """Draws of a summary of a question over its groups, in log odds.

    Parameters
    ----------
    fit : Fit
    question : str
    summary : str, optional
        Default: the one that leads.
    """
    return bounded(answer_draws(fit, question, summary or headlined(fit, question)))


def _questions(fit: Fit) -> list[str]:
    return [str(name) for name in headline_frame(fit).index]


def _on(fit: Fit, question: str) -> Iterator[Leading]:
    headline = headline_of(fit, question)
    if headline.leads == "population":
        draws = population(fit, question)
        low, value, high = quantiles_of(draws, [LEVELS[name] for name in ("low", "value", "high")])
        who, basis = inferred_from(fit, question), headlined(fit, question)
        yield Leading(question, headline.title, "population", who, basis, value, value, low, high, 0.9, draws=draws)
        return
    study = fit.study
    names, _ = speakers_of(study.voices)
    rows = [row for row in fit.model.bearing(study, question) if row.question == question]
    for row in rows:
        if row.kind != "base_rate":
            yield _stated(row, headline.title, "voice", names[row.speaker])
    for speaker, (low, best, high) in fit.model.implied_numbers(study, question).items():
        yield Leading(question, headline.title, "voice", names[speaker], "implied", best, best, low, high, nan)
    for row in rows:
        if row.kind == "base_rate":
            yield _stated(row, headline.title, "record", row.forecaster)


def _stated(row: Estimate, title: str, whose: Whose, who: str) -> Leading:
    """What somebody said, as the numbers that they said: no more of a bound than the bound."""
    found = layout(row.value)
    ends = (nan, nan) if found.form == "point" else (_end(found.low), _end(found.high))
    said = brief(row.value, row.said)
    if isinstance(row.value, BaseRate):
        return Leading(row.question, title, whose, who, "on record", *(found.best,) * 2, nan, nan, nan, said=said)
    # Differences of levels are not exact in binary.
    coverage = round(found.coverage, 10)
    levels = _levels(row, found.best, *ends, coverage)
    numbers = found.best, found.number, *ends, coverage
    return Leading(row.question, title, whose, who, "stated", *numbers, levels, said)


def _end(edge: float) -> float:
    return edge if isfinite(edge) else nan


def _levels(row: Estimate, best: float, low: float, high: float, coverage: float) -> tuple[tuple[float, float], ...]:
    if isinstance(row.value, Quantiles):
        numbers = (number.value for number in row.value.numbers)
        return tuple(zip(row.value.levels, numbers, strict=True))
    if isinstance(row.value, Survey):
        # A mean is no quantile, and the interval that is published is of the median: no spread of anybody's.
        return ((0.5, best),) if row.value.median and not isnan(best) else ()
    sides = () if isnan(coverage) else (((1 - coverage) / 2, low), ((1 + coverage) / 2, high))
    found = {0.5: best} | {round(level, 10): number for level, number in sides}
    return tuple((level, number) for level, number in sorted(found.items()) if not isnan(number))
