"""What a study is once it has been read: questions, estimates, and which of them stand."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from consilience.notation import Value, parse
from consilience.problems import Problem

if TYPE_CHECKING:
    import pandas as pd

# In place of a group's name: the answer over all groups of a question.
ALL_GROUPS = "all"

Kind = Literal["person", "survey", "aggregate", "model", "base_rate"]
Headline = Literal["median", "mean", "geometric_mean_odds"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one forecaster said about one question on one date, as said, with its source.

    Parameters
    ----------
    question : str
        Name of the question; ``"question=option"`` for one of exclusive options.
    date : datetime.date or None
        Day (UTC) of the statement. Where only the month or year is known it is the first day of it, and
        ``date_said`` keeps what was said. ``None`` is an unknown date.
    said : str
        The estimate, verbatim.
    value : Value
        What the notation reads it as.
    until : datetime.date, optional
        First day on which the forecast no longer stands.
    date_said : str
        The date, verbatim; empty where none was given.
    instant : datetime.datetime, optional
        In UTC, where a time of day was given: orders several statements of one day.
    file, line : str and int
        Where the row begins.

    Examples
    --------
    >>> from datetime import date
    >>> from consilience.notation import parse
    >>> Estimate("first=lab", "ada", date(2024, 1, 1), "10%", parse("10%")).option
    'lab'
    """

    question: str
    forecaster: str
    date: dt.date | None
    said: str
    value: Value
    group: str | None = None
    kind: Kind = "person"
    until: dt.date | None = None
    source: str | None = None
    note: str | None = None
    file: str = ""
    line: int = 0
    date_said: str = ""
    instant: dt.datetime | None = None

    @property
    def asked(self) -> str:
        """Name of the question without the option."""
        return self.question.partition("=")[0]

    @property
    def option(self) -> str | None:
        """The option that was forecast, ``None`` where the question has none."""
        return self.question.partition("=")[2] or None

    @property
    def moment(self) -> dt.datetime:
        """When it was said, for putting statements in order: unknown dates first, bare ones at midnight."""
        if self.instant is not None:
            return self.instant
        return dt.datetime.combine(self.date or dt.date.min, dt.time(), dt.UTC)


@dataclass(frozen=True, slots=True)
class Question:
    """A binary event, perhaps given the states of others; a gate over others; or a quantity with a unit.

    Parameters
    ----------
    given : mapping of str to bool
        States of other questions on which this one is conditional.
    gate : {"all_of", "any_of", "at_least", "not"}, optional
        How the question follows from ``of``; ``None`` for a chance question.
    k : int, optional
        How many of ``of`` an ``at_least`` gate needs.
    options : tuple of str
        Exclusive options, forecast as ``question=option``.
    prior : Value, optional
        Declared prior, shown as an assumption wherever the answer is shown.
    unit : str, optional
        Unit of a quantity; ``"date"`` for by-when questions; ``None`` for an event.
    """

    name: str
    title: str
    description: str | None = None
    given: Mapping[str, bool] | None = None
    gate: Literal["all_of", "any_of", "at_least", "not"] | None = None
    of: tuple[str, ...] = ()
    k: int | None = None
    options: tuple[str, ...] = ()
    prior: Value | None = None
    unit: str | None = None

    @property
    def parents(self) -> tuple[str, ...]:
        """Questions that this one refers to, in ``given`` or in a gate, without options and each once."""
        return tuple(dict.fromkeys(name.partition("=")[0] for name in (*(self.given or ()), *self.of)))


@dataclass(frozen=True, slots=True)
class Evidence:
    """An observation whose elicited power updates what is believed about one question's state.

    Parameters
    ----------
    on : str
        Question whose state the test can tell.
    observed : {"negative", "positive"}
        What every one of the trials showed.
    trials : int
        How many trials there were.
    sensitivity, false_positive_rate : Value
        P(positive | state true) and P(positive | state false), as elicited.
    """

    name: str
    on: str
    observed: Literal["negative", "positive"]
    sensitivity: Value
    false_positive_rate: Value
    trials: int = 1


@dataclass(frozen=True)
class Study:
    """One risk question with everything said about it.

    Attributes
    ----------
    questions : mapping of str to Question
        In the order of study.toml.
    rows : tuple of Estimate
        Every estimate, in the order of the files and lines.
    estimates : pandas.DataFrame
        The same as a tidy table, one row per estimate.
    evidence : mapping of str to Evidence
        In the order of study.toml.
    timezone : str
        IANA name of the zone in which instants without an offset were read.
    warnings : tuple of Problem
        What the checks found short of an error.
    """

    name: str
    title: str
    path: Path
    questions: Mapping[str, Question]
    rows: tuple[Estimate, ...]
    horizon: dt.date | None = None
    outcome: str | None = None
    headline: Headline = "median"
    threshold: float | None = None
    description: str | None = None
    lexicon: str | None = None
    include_models: bool = False
    timezone: str = "UTC"
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()

    def question(self, name: str) -> Question:
        """The question of a name, or of an option written ``question=option``.

        Parameters
        ----------
        name : str
            As in a row of estimates.

        Returns
        -------
        Question

        Raises
        ------
        KeyError
            If the study asks no such question.
        """
        asked = name.partition("=")[0]
        if asked not in self.questions:
            msg = f"the study asks no question {asked!r}; it asks: {', '.join(self.questions)}"
            raise KeyError(msg)
        return self.questions[asked]

    def standing(self, as_of: dt.date | None = None) -> tuple[Estimate, ...]:
        """Find the latest estimate of each forecaster on each question, withdrawn ones left out.

        Parameters
        ----------
        as_of : datetime.date, optional
            Later statements are not yet known on this date, and a forecast withdrawn by then no longer
            stands. Default: today.

        Returns
        -------
        tuple of Estimate
            In the order of ``rows``. Kinds are not filtered: see :meth:`voices`. A statement without a date
            counts as earlier than any with one. Of two at the same moment the later row stands.

        Notes
        -----
        A person has one standing estimate whatever their group was; what a survey, aggregate, model or base
        rate says about different groups stands side by side.
        """
        day = as_of or dt.date.today()
        latest: dict[tuple[str, str, str, str | None], Estimate] = {}
        for row in self.rows:
            if row.date is not None and row.date > day:
                continue
            key = (row.question, row.kind, row.forecaster, None if row.kind == "person" else row.group)
            if key not in latest or row.moment >= latest[key].moment:
                latest[key] = row
        kept = {id(row) for row in latest.values() if row.until is None or row.until > day}
        return tuple(row for row in self.rows if id(row) in kept)

    def voices(self, as_of: dt.date | None = None) -> tuple[Estimate, ...]:
        """Find the standing estimates that count: persons and surveys, models only where the study says so.

        Parameters
        ----------
        as_of : datetime.date, optional
            As for :meth:`standing`.

        Returns
        -------
        tuple of Estimate
            Base rates and aggregates are not among them: the first are data, the second are shown beside the
            answer and never counted again.
        """
        kinds = {"person", "survey", "model"} if self.include_models else {"person", "survey"}
        return tuple(row for row in self.standing(as_of) if row.kind in kinds)

    def adding(
        self,
        question: str,
        forecaster: str,
        estimate: str,
        *,
        date: dt.date | None = None,
        group: str | None = None,
        kind: Kind = "person",
    ) -> "Study":
        """Make the same study with one more estimate: what if somebody said this too.

        Nothing is written; :func:`consilience.study.append_estimate` is for keeps.

        Parameters
        ----------
        question, forecaster, estimate : str
            As in a file of estimates.
        date : datetime.date, optional
            Default: today.
        group : str, optional
            The panel of the forecaster.
        kind : str
            As in a file of estimates.

        Returns
        -------
        Study

        Raises
        ------
        KeyError
            If the study has no such question.
        NotationError
            If the estimate cannot be read, or has two readings.
        """
        value = parse(estimate, unit=self.question(question).unit)
        row = Estimate(question, forecaster, date or dt.date.today(), estimate, value, group=group, kind=kind)
        return replace(self, rows=(*self.rows, row))

    @cached_property
    def estimates(self) -> "pd.DataFrame":
        """Every estimate as a tidy table."""
        from consilience.study.table import estimates_table

        return estimates_table(self)
