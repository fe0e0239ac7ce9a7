"""What a study is once it has been read: questions, estimates, and which of them stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from consilience.notation import Value
from consilience.problems import Problem

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["person", "survey", "aggregate", "model", "base_rate"]
Headline = Literal["median", "mean", "geometric_mean_odds"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one forecaster said about one question on one date, as said, with its source."""

    question: str
    forecaster: str
    date: date
    said: str
    value: Value
    group: str | None = None
    kind: Kind = "person"
    until: date | None = None
    source: str | None = None
    note: str | None = None
    file: str = ""
    line: int = 0


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
    warnings : tuple of Problem
        What the checks found short of an error.
    """

    name: str
    title: str
    path: Path
    questions: Mapping[str, Question]
    rows: tuple[Estimate, ...]
    horizon: date | None = None
    outcome: str | None = None
    headline: Headline = "median"
    threshold: float | None = None
    description: str | None = None
    lexicon: str | None = None
    include_models: bool = False
    warnings: tuple[Problem, ...] = ()

    def standing(self, as_of: date | None = None) -> tuple[Estimate, ...]:
        """The latest estimate of each forecaster on each question, withdrawn ones left out.

        Parameters
        ----------
        as_of : datetime.date, optional
            Later statements are not yet known on this date, and a forecast withdrawn by then no longer stands.
            Default: today.

        Returns
        -------
        tuple of Estimate
            In the order of ``rows``. Kinds are not filtered: see :meth:`voices`.
        """
        day = as_of or date.today()
        latest: dict[tuple[str, str, str], Estimate] = {}
        for row in self.rows:
            if row.date > day:
                continue
            key = (row.question, row.kind, row.forecaster)
            if key not in latest or row.date >= latest[key].date:
                latest[key] = row
        kept = {id(row) for row in latest.values() if row.until is None or row.until > day}
        return tuple(row for row in self.rows if id(row) in kept)

    def voices(self, as_of: date | None = None) -> tuple[Estimate, ...]:
        """The standing estimates that count: persons and surveys, models only where the study says so.

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

    @cached_property
    def estimates(self) -> "pd.DataFrame":
        """Every estimate as a tidy table."""
        from consilience.study.table import estimates_table

        return estimates_table(self)
