"""What a study is once it has been read: questions, estimates, and which of them stand."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from consilience.notation import Value, parse
from consilience.problems import Problem
from consilience.study.conditions import Fault, canonical_question, event_of, name_of, state_of

if TYPE_CHECKING:
    import pandas as pd

# In place of a group's name: the answer over all groups of a question.
ALL_GROUPS = "all"

Kind = Literal["person", "survey", "aggregate", "model", "base_rate"]
# Kind, forecaster and, but for persons, group.
type Speaker = tuple[str, str, str | None]
Headline = Literal["median", "mean", "geometric_mean_odds"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one forecaster said about one question on one date, as said, with its source.

    Parameters
    ----------
    question : str
        What it is about, in its canonical spelling: ``"question"``; ``"question=option"`` for one of exclusive
        options; ``"question | parent, not other"`` in a state of the question's parents or of one crux.
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
    >>> row = Estimate("first=lab | treaty", "ada", date(2024, 1, 1), "10%", parse("10%"))
    >>> row.asked, row.option, row.state
    ('first', 'lab', {'treaty': True})
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
        """Name of the question without option and state."""
        return name_of(self.question)

    @property
    def option(self) -> str | None:
        """The option that was forecast, ``None`` where the question has none."""
        return event_of(self.question).partition("=")[2] or None

    @property
    def state(self) -> dict[str, bool]:
        """State of other questions in which it was asked, in canonical order; empty where unconditional."""
        return state_of(self.question)

    @property
    def speaker(self) -> Speaker:
        """Who holds the credence: a person in whatever group; of surveys and others each group for itself."""
        return self.kind, self.forecaster, None if self.kind == "person" else self.group

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
        States of other questions in which alone this one is asked.
    gate : {"all_of", "any_of", "at_least", "not"}, optional
        How the question follows from ``of``; ``None`` for a chance question.
    k : int, optional
        How many of ``of`` an ``at_least`` gate needs.
    options : tuple of str
        Exclusive options, forecast as ``question=option``.
    prior : Value, optional
        Declared prior, shown as an assumption wherever the answer is shown. It holds in every state of the
        parents.
    unit : str, optional
        Unit of a quantity; ``"date"`` for by-when questions; ``None`` for an event.
    parents : tuple of str
        Events in every state of which this one is asked, as ``question | parent, not other``.
    cruxes : tuple of str
        Events that would move this one. It is asked by itself, and given one crux at a time.
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
    parents: tuple[str, ...] = ()
    cruxes: tuple[str, ...] = ()

    @property
    def refers_to(self) -> tuple[str, ...]:
        """Questions that this one follows from: in ``given``, ``parents`` or a gate, without options, each once."""
        return tuple(dict.fromkeys(map(name_of, (*(self.given or ()), *self.parents, *self.of))))


@dataclass(frozen=True, slots=True)
class Evidence:
    """An observation whose elicited power updates what is believed about one question's state.

    Parameters
    ----------
    on : str
        Event whose state the test can tell.
    trials : int
        How many trials there were.
    positives : int
        How many of them were positive.
    sensitivity, false_positive_rate : Value
        P(positive | state true) and P(positive | state false) of one trial, as elicited.
    common_failure : Value, optional
        Probability that a flaw which the trials share makes every one of them negative whatever the truth.
    title : str
        The test in words, its name where study.toml gives none.
    source, note : str, optional
        Where its numbers come from, and what should be known about them.
    """

    name: str
    on: str
    trials: int
    positives: int
    sensitivity: Value
    false_positive_rate: Value
    common_failure: Value | None = None
    title: str | None = None
    source: str | None = None
    note: str | None = None


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
        """The question of a name, of an option ``question=option``, or of either in a state ``q | a, not b``.

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
        asked = name_of(name)
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
        latest: dict[tuple[str, Speaker], Estimate] = {}
        for row in self.rows:
            if row.date is not None and row.date > day:
                continue
            key = row.question, row.speaker
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

    def weighed(self, as_of: dt.date | None = None) -> tuple[Estimate, ...]:
        """Find what a model weighs: the voices, then the standing base rates, which are data.

        Parameters
        ----------
        as_of : datetime.date, optional
            As for :meth:`standing`.

        Returns
        -------
        tuple of Estimate
        """
        return (*self.voices(as_of), *(row for row in self.standing(as_of) if row.kind == "base_rate"))

    def beside(self, row: Estimate, question: str) -> Estimate | None:
        """Find what the speaker of a row thought of another question when they gave it.

        People who answer round after round think again: an estimate given a condition goes with the unconditional
        one of its own round, not with the one that stands today.

        Parameters
        ----------
        row : Estimate
            One of ``rows``.
        question : str
            As in a row of estimates.

        Returns
        -------
        Estimate or None
            The latest of theirs up to the row, by moment and then by place in the files; where there is none the
            first after it; ``None`` where they never spoke of the question.
        """
        said = [other for other in self._said.get(row.speaker, ()) if other.question == question]
        order = self._order
        before = [other for other in said if (other.moment, order[id(other)]) <= (row.moment, order[id(row)])]
        return max(before, key=lambda other: (other.moment, order[id(other)])) if before else next(iter(said), None)

    @cached_property
    def _said(self) -> Mapping[Speaker, list[Estimate]]:
        """Rows by speaker, in the order of their moments."""
        said: dict[Speaker, list[Estimate]] = {}
        for row in sorted(self.rows, key=lambda row: row.moment):
            said.setdefault(row.speaker, []).append(row)
        return said

    @cached_property
    def _order(self) -> Mapping[int, int]:
        return {id(row): place for place, row in enumerate(self.rows)}

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
            As in a file of estimates; the states of a condition may stand in any order.
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
            If the study has no such question, or does not ask it in that state.
        NotationError
            If the estimate cannot be read, or has two readings.
        """
        unit = self.question(question).unit
        about = canonical_question(question, self.questions)
        if isinstance(about, Fault):
            msg = f"{about.why}; {about.remedy}"
            raise KeyError(msg)
        value = parse(estimate, unit=unit)
        row = Estimate(about, forecaster, date or dt.date.today(), estimate, value, group=group, kind=kind)
        return replace(self, rows=(*self.rows, row))

    @cached_property
    def estimates(self) -> "pd.DataFrame":
        """Every estimate as a tidy table."""
        from consilience.study.table import estimates_table

        return estimates_table(self)
