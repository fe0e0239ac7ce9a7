"""A row of text becomes an estimate: its date, its kind, and what the notation makes of the cell."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import get_args

from consilience.notation import Lexicon, Value, parse
from consilience.notation.decimal_comma import told_with_commas
from consilience.problems import NotationError, Problem
from consilience.study.estimate import Estimate, Kind
from consilience.study.naming import Fault, canonical_question, name_of
from consilience.study.question import Question
from consilience.study.reading.correlations import speaks_of_correlation
from consilience.study.reading.csv_file import Row
from consilience.study.reading.dates import REMEDY, Day, read_day
from consilience.study.reading.dialect import Dialect
from consilience.study.texts import presentable, quoted, remedy_for_name

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class StatementReader:
    """Reads the rows of one study; estimates that are said alike are parsed once.

    Parameters
    ----------
    questions : mapping of str to Question
        The study's questions: a quantity's unit decides how its numbers are read.
    lexicon : Lexicon, optional
        Meaning of verbal probabilities, where the study opts in.
    zone : datetime.tzinfo
        The study's time zone.
    """

    questions: Mapping[str, Question]
    lexicon: Lexicon | None
    zone: dt.tzinfo
    _parsed: dict[tuple[str, str | None, Dialect, bool], Value | Problem] = field(default_factory=dict, repr=False)

    def read(self, row: Row, dialect: Dialect, problems: list[Problem]) -> Estimate | None:
        """Read one row; what is wrong with it is added to ``problems``.

        Parameters
        ----------
        row : Row
            As said.
        dialect : Dialect
            How its file is spelled.
        problems : list of Problem
            Is added to.

        Returns
        -------
        Estimate or None
            ``None`` where the row is at fault. A row about an unknown question or state is not reported here,
            because a check names all such rows together.
        """
        said, zone = row.cells, dialect.zone or self.zone
        names = [_present(row, "question"), _present(row, "forecaster")]
        day, until = _dated(row, dialect.date, zone), _until(row, dialect.date, zone)
        kind = _kind(row)
        value = _present(row, "estimate") or self._value(row, dialect)
        faults = [part for part in (*names, day, until, kind, value) if isinstance(part, Problem)]
        if value in faults and speaks_of_correlation(said["estimate"]):
            # A check tells of it, which knows how probable the two events are by themselves.
            faults.remove(value)
        problems.extend(faults)
        if isinstance(day, Problem) or isinstance(until, Problem) or isinstance(kind, Problem):
            return None
        about = canonical_question(said["question"], self.questions)
        if faults or isinstance(value, Problem) or isinstance(about, Fault):
            return None
        return Estimate(
            question=about,
            forecaster=said["forecaster"],
            date=day.day if day else None,
            said=said["estimate"],
            value=value,
            group=said["group"] or None,
            kind=kind,
            until=until.day if until else None,
            source=said["source"] or None,
            note=said["note"] or None,
            file=row.file,
            line=row.line,
            date_said=said["date"],
            instant=day.instant if day else None,
        )

    def _value(self, row: Row, dialect: Dialect) -> Value | Problem:
        said = row.cells["estimate"]
        question = self.questions.get(name_of(row.cells["question"]))
        key = (said, question.unit if question else None, dialect, row.cells["kind"] == "base_rate")
        if key not in self._parsed:
            self._parsed[key] = self._parse(*key)
        found = self._parsed[key]
        return replace(found, file=row.file, line=row.line) if isinstance(found, Problem) else found

    def _parse(self, said: str, unit: str | None, dialect: Dialect, counts: bool) -> Value | Problem:
        usage = dialect.usage(counts=counts)
        read = partial(parse, unit=unit, grid=None if unit else dialect.grid, lexicon=self.lexicon)
        try:
            return read(said, usage=usage)
        except NotationError as error:
            problem = error.problem
            if usage.decimal == ",":
                problem = told_with_commas(said, problem, partial(read, usage=replace(usage, decimal=".")))
            return presentable(replace(problem, check="estimate"))


def _present(row: Row, column: str) -> Problem | None:
    if row.cells[column]:
        return None
    return row.problem("cells", f"the row has no {column}", f"fill in the {column}, or take the row out")


def _dated(row: Row, order: str, zone: dt.tzinfo) -> Day | Problem | None:
    said = row.cells["date"]
    if said:
        return _placed(read_day(said, order, zone), row)
    if row.cells["source"]:
        return None
    why = "the row has neither a date nor a source that would show when it was said"
    return row.problem("date", why, f"{REMEDY}, or give the source")


def _until(row: Row, order: str, zone: dt.tzinfo) -> Day | Problem | None:
    said = row.cells["until"]
    return _placed(read_day(said, order, zone), row) if said else None


def _placed(day: Day | Problem, row: Row) -> Day | Problem:
    return replace(day, file=row.file, line=row.line) if isinstance(day, Problem) else day


def _kind(row: Row) -> Kind | Problem:
    said = row.cells["kind"] or "person"
    if said in KINDS:
        return said
    return row.problem("kind", f"unknown kind {quoted(said)}", remedy_for_name(said, KINDS, "kinds"), "kind")
