"""What a study is once it has been read: questions, estimates, and which of them stand."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from consilience.notation import parse
from consilience.problems import Problem
from consilience.study.estimate import Estimate, Kind, Speaker
from consilience.study.naming import Fault, canonical_question, name_of
from consilience.study.question import Evidence, Question

if TYPE_CHECKING:
    import pandas as pd


Headline = Literal["median", "mean", "geometric_mean_odds"]


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
        from consilience.study.estimates_table import estimates_table

        return estimates_table(self)
