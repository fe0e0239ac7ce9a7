"""What a new row does to the study around it: what it replaces, and what the checks say of it alone."""

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from consilience.notation import describe
from consilience.problems import Problem
from consilience.study.checks import run_checks
from consilience.study.estimate import Estimate
from consilience.study.reading.estimates import Reading, read_estimates
from consilience.study.reading.settings import read_settings
from consilience.study.study import Study

# These count the rows of a file. Of a new row they are asked about it alone.
_COUNTED = ("no_source", "undated", "uncounted_survey", "no_zone", "mixed_scales")


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is to be said of a new row.

    Parameters
    ----------
    row : Estimate
        The row as read.
    told : tuple of str
        What it replaces, each a sentence without a full stop.
    problems : tuple of Problem
        Warnings that are there because of it.
    unit : str or None
        That of its question.
    """

    row: Estimate
    told: tuple[str, ...]
    problems: tuple[Problem, ...]
    unit: str | None


def remarks_on(path: str | os.PathLike[str], file: Path, line: int, *, today: dt.date | None = None) -> Remarks:
    """Say what a row that was added does to its study.

    Parameters
    ----------
    path : str or PathLike
        Folder of the study, which is without errors.
    file : Path
        The file of the row.
    line : int
        Where it begins.
    today : datetime.date, optional
        As for :func:`consilience.study.read_study`.

    Returns
    -------
    Remarks
    """
    settings = read_settings(Path(path))
    assert not isinstance(settings, Problem), "the study was read when the row was added"
    reading, _ = read_estimates(Path(path), settings, today or dt.date.today(), {})
    row = next(row for row in reading.study.rows if (Path(row.file).name, row.line) == (file.name, line))
    unit = reading.study.questions[row.asked].unit
    return Remarks(row, tuple(_told(row, reading.study)), tuple(_because_of(row, reading)), unit)


def told_of_row(path: str | os.PathLike[str], file: Path, line: int, *, today: dt.date | None = None) -> list[str]:
    """Say where a row was written, how it was read, what it replaces and what the checks say of it.

    Parameters
    ----------
    path, file, line, today
        As for :func:`remarks_on`.

    Returns
    -------
    list of str
        Each a line, or a problem with the lines that show it.
    """
    remarks = remarks_on(path, file, line, today=today)
    row = remarks.row
    read = describe(row.value, unit=remarks.unit)
    where = f"{file}:{line}: {row.forecaster} on {row.question}: {row.said}, {read}"
    replaced = [f"{sentence[:1].upper()}{sentence[1:]}." for sentence in remarks.told]
    return [where, *replaced, *map(str, remarks.problems)]


def _told(row: Estimate, study: Study) -> Iterator[str]:
    others = replace(study, rows=tuple(other for other in study.rows if other is not row))
    before = next(
        (other for other in others.standing if (other.question, other.speaker) == (row.question, row.speaker)), None
    )
    if before is not None:
        when = f" of {before.date_said}" if before.date_said else ""
        what = f"{before.said}{when} ({before.file}:{before.line})"
        yield f"it supersedes {what}" if row in study.standing else f"it does not stand beside the later {what}"


def _because_of(row: Estimate, reading: Reading) -> Iterator[Problem]:
    place = row.file, row.line
    without = _only(reading, [other for other in reading.study.rows if other is not row], without=place)
    known = {(problem.check, problem.why) for problem in run_checks(without)}
    alone = _only(reading, [row])
    for problem in run_checks(reading):
        if (problem.check, problem.why) not in known and problem.check not in _COUNTED:
            yield problem
    yield from (problem for problem in run_checks(alone) if problem.check in _COUNTED)


def _only(reading: Reading, rows: Sequence[Estimate], without: tuple[str, int] | None = None) -> Reading:
    said = reading.said
    if without is not None:
        said = tuple(other for other in said if (other.file, other.line) != without)
    return replace(reading, study=replace(reading.study, rows=tuple(rows)), said=said)
