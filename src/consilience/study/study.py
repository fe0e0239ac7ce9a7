"""What a study is once it has been read: questions, estimates, and which of them stand."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from consilience.arguments import QUESTION, day_of, one_of, takes
from consilience.notation import parse
from consilience.problems import Problem, UnknownNameError, WrongValueError
from consilience.study.collected import Estimates, Questions
from consilience.study.estimate import Estimate, Kind, Speaker
from consilience.study.naming import Fault, canonical_question, name_of
from consilience.study.question import Evidence, Question
from consilience.study.texts import unknown_name

if TYPE_CHECKING:
    import pandas as pd


Headline = Literal["median", "mean", "geometric_mean_odds"]


@dataclass(frozen=True)
class Study:
    """One risk question with everything said about it.

    Attributes
    ----------
    questions : mapping of str to Question
        In the order of study.toml; a cell shows them as a table, and ``to_frame()`` converts them to one.
    rows : tuple of Estimate
        Every estimate, in the order of the files and lines; a table in the same way.
    estimates : pandas.DataFrame
        The same as a tidy table, one row per estimate.
    evidence : mapping of str to Evidence
        In the order of study.toml.
    timezone : str
        IANA name of the zone in which instants without an offset were read.
    warnings : tuple of Problem
        What the checks found short of an error.
    day : datetime.date, optional
        As of when: later statements are not known, and forecasts withdrawn by then do not stand. ``None`` is after
        everything that was said.
    inputs : mapping of str to str
        SHA-256 of each file that it was read from, by name; empty where its rows are not those of the files.
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
    day: dt.date | None = None
    inputs: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        if not isinstance(self.questions, Questions):
            object.__setattr__(self, "questions", Questions(self.questions))
        if not isinstance(self.rows, Estimates):
            object.__setattr__(self, "rows", self._collected(self.rows))

    def _collected(self, rows: Iterable[Estimate]) -> Estimates:
        return Estimates.of(rows, (name for name, question in self.questions.items() if question.unit is not None))

    @takes(name=QUESTION)
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
            raise UnknownNameError(unknown_name(asked, self.questions, "question"))
        return self.questions[asked]

    @cached_property
    def standing(self) -> Estimates:
        """The latest estimate of each forecaster on each question, withdrawn ones left out, in the order of ``rows``.

        Notes
        -----
        Kinds are not filtered: see :attr:`voices`. A statement without a date counts as earlier than any with one. Of
        two at the same moment the later row stands. A person has one standing estimate whatever their group was; what a
        survey, aggregate, model or base rate says about different groups stands side by side.
        """
        latest: dict[tuple[str, Speaker], Estimate] = {}
        for row in self.rows:
            key = row.question, row.speaker
            if self._known(row) and (key not in latest or row.moment >= latest[key].moment):
                latest[key] = row
        kept = {id(row) for row in latest.values() if row.until is None or (self.day and row.until > self.day)}
        return self._collected(row for row in self.rows if id(row) in kept)

    @cached_property
    def voices(self) -> Estimates:
        """Standing estimates that count: persons and surveys, models only where the study says so.

        Base rates and aggregates are not among them: the first are data, the second are shown beside the answer and
        never counted again. Nor is what is said of an event that is fixed by design.

        Notes
        -----
        By question, forecaster and group, wherever they stand in the files: draws depend on the order of what a model
        is given, and what was said does not.
        """
        kinds = {"person", "survey", "model"} if self.include_models else {"person", "survey"}
        return self._collected(row for row in self._open if row.kind in kinds)

    @cached_property
    def weighed(self) -> Estimates:
        """What a model weighs: the voices, then the standing base rates, which are data."""
        return self._collected((*self.voices, *(row for row in self._open if row.kind == "base_rate")))

    @cached_property
    def _open(self) -> tuple[Estimate, ...]:
        """Standing estimates of what is not fixed by design, in an order that is not that of the files."""
        fixed = {name for name, question in self.questions.items() if question.fixed is not None}
        place = {name: place for place, name in enumerate(self.questions)}
        rows = (row for row in self.standing if row.question not in fixed)
        return tuple(sorted(rows, key=lambda row: (place.get(row.asked, len(place)), row.order)))

    def as_of(self, day: dt.date | str) -> Self:
        """The study as it stood at the end of an earlier day: what was said later is not in it.

        Parameters
        ----------
        day : datetime.date or str
            A day, or its ISO spelling.

        Returns
        -------
        Study
            Its ``day`` is the day asked for. Undated statements are taken as older than any other, and stay. What was
            withdrawn later stands again.

        Raises
        ------
        ValueError
            If the text is no ISO date, or the day is after the study's own, of which nothing is known.

        Examples
        --------
        >>> early = Estimate("rain", "ada", dt.date(2023, 1, 1), "5%", parse("5%"))
        >>> late = replace(early, date=dt.date(2024, 1, 1), said="9%", value=parse("9%"))
        >>> study = Study("weather", "Weather", Path(), {"rain": Question("rain", "Rain")}, (early, late))
        >>> [row.said for row in study.as_of("2023-06-30").standing]
        ['5%']
        """
        at = day_of(day)
        if self.day is not None and at > self.day:
            why = f"the study was read as of {self.day}, and what is said until {at} is not known"
            raise WrongValueError(Problem(why, "read it again then", said=str(day)))
        earlier = replace(self, day=at)
        rows = tuple(row for row in self.rows if earlier._known(row))
        gone = {(row.file, row.line) for row in self.rows if not earlier._known(row)}
        warnings = tuple(problem for problem in self.warnings if (problem.file, problem.line) not in gone)
        return replace(earlier, rows=rows, warnings=warnings)

    def _known(self, row: Estimate) -> bool:
        return self.day is None or row.date is None or row.date <= self.day

    @takes(row=one_of(Estimate, "an estimate of the study", "study.voices[0]"))
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
            The one of the row's own moment; else the latest of theirs up to the row, by moment and, of several at one
            moment, by place in the files; where there is none the first after it; ``None`` where they never spoke of
            the question.
        """
        said = [other for other in self._said.get(row.speaker, ()) if other.question == question]
        together = [other for other in said if other.moment == row.moment]
        if len(together) == 1:
            return together[0]
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

    @takes()
    def with_estimate(
        self,
        question: str,
        forecaster: str,
        estimate: str,
        *,
        date: dt.date | str | None = None,
        group: str | None = None,
        kind: Kind = "person",
    ) -> Self:
        """Make the same study with one more estimate: what if somebody said this too.

        Nothing is written; :func:`consilience.study.append_estimate` is for keeps.

        Parameters
        ----------
        question, forecaster, estimate : str
            As in a file of estimates; the states of a condition may stand in any order.
        date : datetime.date or str, optional
            A day, or its ISO spelling. Default: the study's day, or today where it has none.
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
        ValueError
            If the date is no ISO date.
        """
        unit = self.question(question).unit
        about = canonical_question(question, self.questions)
        if isinstance(about, Fault):
            raise UnknownNameError(Problem(about.why, about.remedy, said=question, span=(0, len(question))))
        value = parse(estimate, unit=unit)
        said_on = (self.day or dt.date.today()) if date is None else day_of(date, "date")
        row = Estimate(about, forecaster, said_on, estimate, value, group=group, kind=kind)
        return replace(self, rows=(*self.rows, row))

    @cached_property
    def estimates(self) -> "pd.DataFrame":
        """Every estimate as a tidy table."""
        from consilience.study.estimates_table import estimates_table

        return estimates_table(self.rows, self.standing, self.voices, self._collected(()).quantities)
