"""A study as far as it could be read: what the checks look at."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from consilience.problems import Problem
from consilience.study.estimate import Estimate
from consilience.study.files import (
    ESTIMATES,
    SETTINGS,
    called_otherwise,
    estimate_files,
    is_settings,
    read_text,
    unread_files,
)
from consilience.study.naming import name_of
from consilience.study.reading.csv_file import Row, read_rows
from consilience.study.reading.dialect import Dialect, undeclared
from consilience.study.reading.settings import Settings
from consilience.study.reading.statement_rows import StatementReader
from consilience.study.reading.toml_lines import Keys, TomlLines
from consilience.study.study import Study
from consilience.study.texts import excerpt, shown


@dataclass(frozen=True)
class Reading:
    """A study as far as it could be read.

    Attributes
    ----------
    study : Study
        With the estimates that could be read.
    said : tuple of Row
        Every row, those at fault among them.
    dialects : mapping of str to (Dialect or None)
        As declared, by file name.
    files : mapping of Path to str
        The files of estimates, each with its path as shown.
    complete : bool
        Whether every file could be taken apart into rows. Where not, nothing can be said about what is
        absent.
    settings : str
        Path of study.toml as shown.
    lines : TomlLines
        Where its tables and keys stand.
    today : datetime.date
        The day on which the study is read.
    correlations : tuple of (tuple of str, object)
        Keys of study.toml that state how two events go together, and what they say.
    """

    study: Study
    said: tuple[Row, ...]
    dialects: Mapping[str, Dialect | None]
    files: Mapping[Path, str]
    complete: bool
    settings: str
    lines: TomlLines
    today: dt.date
    correlations: tuple[tuple[Keys, object], ...] = ()

    @property
    def zone_declared(self) -> bool:
        """Whether study.toml says in which zone its times are."""
        return self.lines.has(("timezone",))

    def declared(self, keys: Keys, why: str, remedy: str) -> Problem:
        """State what is wrong with a key of study.toml; the table of checks fills in check and severity."""
        line, said = self.lines.at(keys), excerpt(self.lines.said(keys))
        return Problem(why, remedy, file=self.settings, line=line, said=said or None)

    def by_file(self) -> Iterator[tuple[str, list[Estimate]]]:
        """Name of each file with the estimates read from it."""
        names = {path: file.name for file, path in self.files.items()}
        for path, group in groupby(self.study.rows, key=lambda row: row.file):
            yield names[path], list(group)


def at_row(row: Estimate | Row, why: str, remedy: str, said: str | None = None) -> Problem:
    """State what is wrong with a row; the table of checks fills in check and severity."""
    return Problem(why, remedy, file=row.file, line=row.line, said=excerpt(said) if said else None)


def place_of(other: Estimate | Row, row: Estimate | Row) -> str:
    """Say where another row stands, in a message about a row."""
    return f"line {other.line}" if other.file == row.file else f"{other.file}:{other.line}"


def read_estimates(
    path: Path, settings: Settings, today: dt.date, overlay: Mapping[Path, bytes]
) -> tuple[Reading, list[Problem]]:
    """Read every file of estimates of a study.

    Parameters
    ----------
    path : Path
        Folder of the study.
    settings : Settings
        What study.toml says.
    today : datetime.date
        The day on which the study is read.
    overlay : mapping of Path to bytes
        Contents to be taken instead of what is on disk.

    Returns
    -------
    Reading and list of Problem
        What could be read, and what could not.
    """
    problems: list[Problem] = []
    listed, listable = _files(path, overlay, problems)
    files = {file: shown(file) for file in listed}
    rows: list[Row] = []
    complete = listable
    for file, shown_as in files.items():
        found, whole = _rows_of(file, shown_as, settings, overlay, problems)
        rows.extend(found)
        complete = complete and whole
    reader = StatementReader(settings.study.questions, settings.lexicon, settings.zone)
    estimates = [reader.read(row, settings.dialects.get(row.name) or Dialect(), problems) for row in rows]
    reading = Reading(
        study=replace(settings.study, rows=tuple(row for row in estimates if row is not None), day=today),
        said=tuple(rows),
        dialects=settings.dialects,
        files=files,
        complete=complete,
        settings=settings.file,
        lines=settings.lines,
        today=today,
        correlations=settings.correlations,
    )
    return reading, problems


def _files(path: Path, overlay: Mapping[Path, bytes], problems: list[Problem]) -> tuple[list[Path], bool]:
    folder = shown(path / ESTIMATES)
    try:
        found = set(estimate_files(path))
        for unread, remedy in unread_files(path):
            read = (
                f"only {SETTINGS}, in small letters, is" if is_settings(unread) else f"only CSV files in {folder} are"
            )
            why = f"the {'folder' if unread.is_dir() else 'file'} is not read: {read}"
            problems.append(Problem(why, remedy, file=shown(unread), severity="warning", check="unread_file"))
    except OSError as error:
        elsewhere = _elsewhere(path) if isinstance(error, FileNotFoundError) else ""
        # A row may be the first of its study.
        if not overlay or elsewhere or not isinstance(error, FileNotFoundError):
            why = f"the estimates cannot be read: {(error.strerror or str(error)).lower()}"
            remedy = elsewhere or f"keep the estimates as CSV files in {folder}"
            problems.append(Problem(why, remedy, file=folder, check="file"))
            return [], False
        found = set()
    files = sorted(found | {file for file in overlay if file.parent == path / ESTIMATES})
    if not files:
        remedy = f"keep the estimates as CSV files in {folder}"
        problems.append(Problem("there is no file of estimates", remedy, file=folder, check="file"))
    return files, bool(files)


def _elsewhere(path: Path) -> str:
    """Say how estimates that lie in a study's folder under another name come to be read; empty where none do."""
    if other := called_otherwise(path / ESTIMATES):
        return f"rename {shown(other)} to {ESTIMATES}"
    alone = sorted(path.glob("*.csv"))
    return f"make the folder and move {shown(alone[0])} into it" if alone else ""


def _rows_of(
    file: Path, shown_as: str, settings: Settings, overlay: Mapping[Path, bytes], problems: list[Problem]
) -> tuple[list[Row], bool]:
    """Take a file apart into rows, and tell whether that is all of it."""
    dialect = settings.dialects.get(file.name, Dialect())
    if dialect is None:
        return [], False
    text = read_text(file, overlay, dialect.encoding)
    if isinstance(text, Problem):
        problems.append(text)
        return [], False
    questions = settings.study.questions

    def is_event(name: str) -> bool:
        question = questions.get(name_of(name))
        return question is None or question.unit is None

    if problem := undeclared(text, file.name, shown_as, dialect, settings.file, is_event):
        problems.append(problem)
        return [], False
    before = len(problems)
    rows = read_rows(text, file.name, shown_as, dialect.delimiter, problems)
    return rows, len(problems) == before
