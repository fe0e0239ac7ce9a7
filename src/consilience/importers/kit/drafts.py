"""The files of a study with what is imported, looked at as a whole before a byte is written."""

import csv
import glob
import io
import json
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from consilience.importers.kit.found import Asked, Head
from consilience.importers.kit.keys import option_names
from consilience.importers.kit.rows import Names, Row, tidy
from consilience.problems import Problem, StudyError
from consilience.study.columns import COLUMNS
from consilience.study.files import ESTIMATES, RESOLUTIONS, settings_file
from consilience.study.read import examine
from consilience.study.resolutions import COLUMNS as OUTCOME_COLUMNS, Resolution, resolutions_text
from consilience.study.texts import quoted, shown
from consilience.study.writing.whole import write_whole

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def settings_text(head: Head, names: Names) -> str:
    """Write the study.toml of a new study."""
    lines = [f"title = {_toml(head.title)}"]
    if head.description:
        lines.append(f"description = {_toml(head.description)}")
    if head.horizon:
        lines.append(f"horizon = {head.horizon}")
    if head.outcome:
        lines.append(f"outcome = {_toml(names.questions[head.outcome])}")
    return "\n".join(lines) + "\n" + questions_text(names)


def questions_text(names: Names) -> str:
    """Write the tables of the questions that a study does not have yet."""
    return "".join(_question_text(key, asked, names) for key, asked in names.new.items())


def _question_text(key: str, asked: Asked, names: Names) -> str:
    lines = ["", f"[question.{key if _BARE_KEY.fullmatch(key) else _toml(key)}]"]
    lines.append(f"title = {_toml(tidy(asked.title) or key)}")
    if tidy(asked.description):
        lines.append(f"description = {_toml(asked.description)}")
    if asked.options:
        lines.append(f"options = {_list(list(option_names(asked.options).values()))}")
    if asked.unit:
        lines.append(f"unit = {_toml(asked.unit)}")
    if asked.cruxes:
        lines.append(f"cruxes = {_list([names.questions[crux] for crux in asked.cruxes])}")
    return "\n".join(lines) + "\n"


def _list(texts: Sequence[str]) -> str:
    return "[\n" + "".join(f"  {_toml(text)},\n" for text in texts) + "]"


def _toml(text: str) -> str:
    # A basic string of TOML may say what a string of JSON may, printable text being all there is here.
    return json.dumps(tidy(text), ensure_ascii=False)


class Draft:
    """The files as they would be.

    Parameters
    ----------
    study : Path
        The folder, there already or not.
    format : str
        Name of the importer: what is imported goes into ``estimates/FORMAT.csv``, or a file of a name like it where
        that one has other columns.
    dialects : container of str
        Files of the study that are spelled in a way of their own.
    """

    def __init__(self, study: Path, format: str, dialects: Mapping[str, object]) -> None:
        self.study = study
        self.estimates, self._before = _target(study, format, dialects)
        self._first = self._before.count(b"\n") + (1 if self._before else 2)

    def files(
        self, folder: Path, settings: str, rows: Sequence[Row], outcomes: Sequence[Resolution]
    ) -> dict[Path, bytes]:
        """What each file that changes would hold, its path below ``folder``; those that must come first are first."""
        found: dict[Path, bytes] = {}
        if settings:
            found[settings_file(folder)] = _read(settings_file(self.study), "\n") + settings.encode()
        if rows or not self.study.exists():
            begun = self._before or f"{','.join(COLUMNS)}\n".encode()
            found[folder / ESTIMATES / self.estimates] = begun + _csv(rows).encode()
        if outcomes:
            before = _read(self.study / RESOLUTIONS, "\n") or f"{','.join(OUTCOME_COLUMNS)}\n".encode()
            header = before.decode("utf-8-sig").splitlines()[0]
            found[folder / RESOLUTIONS] = before + resolutions_text(outcomes, header).encode()
        return found

    def looked_at(
        self, settings: str, rows: Sequence[Row], outcomes: Sequence[Resolution]
    ) -> tuple[list[Row], list[Problem]]:
        """Check the study as it would be: rows that a study cannot hold are told at their own place and left out.

        Returns
        -------
        list of Row and list of Problem
            The rows that can be held, and what is wrong with the others.

        Raises
        ------
        StudyError
            If the study would be at fault elsewhere.
        """
        kept, told = list(rows), list[Problem]()
        # What one row leaves out may show what is wrong with another, of its question or of its forecaster.
        while True:
            found = self._errors(settings, kept, outcomes)
            mine = {problem.line: problem for problem in found if problem.file == self._shown and problem.line}
            places = {self._first + place: row for place, row in enumerate(kept)}
            wrong = [line for line in mine if line in places]
            others = [problem for problem in found if problem.line not in wrong or problem.file != self._shown]
            if others:
                raise StudyError.of(shown(self.study), others)
            if not wrong:
                return kept, told
            told += [_moved(mine[line], places[line]) for line in wrong]
            kept = [row for line, row in places.items() if line not in mine]

    @property
    def _shown(self) -> str:
        return shown(self.study / ESTIMATES / self.estimates)

    def _errors(self, settings: str, rows: Sequence[Row], outcomes: Sequence[Resolution]) -> list[Problem]:
        if self.study.exists():
            _, problems = examine(self.study, overlay=self.files(self.study, settings, rows, outcomes))
            return [problem for problem in problems if problem.severity == "error"]
        with _beside(self.study) as folder:
            draft = Path(folder) / self.study.name
            self._write(draft, settings, rows, outcomes)
            _, problems = examine(draft)
            here, there = shown(draft), shown(self.study)
            return [
                replace(problem, file=problem.file and problem.file.replace(here, there, 1))
                for problem in problems
                if problem.severity == "error"
            ]

    def written(self, settings: str, rows: Sequence[Row], outcomes: Sequence[Resolution]) -> None:
        """Write the files: a new study whole or not at all, of an earlier one each file whole."""
        if self.study.exists():
            for path, data in self.files(self.study, settings, rows, outcomes).items():
                path.parent.mkdir(exist_ok=True)
                write_whole(path, data)
            return
        # Written beside and renamed, so that there is never half a study.
        with _beside(self.study) as folder:
            draft = Path(folder) / self.study.name
            self._write(draft, settings, rows, outcomes)
            draft.rename(self.study)

    def _write(self, draft: Path, settings: str, rows: Sequence[Row], outcomes: Sequence[Resolution]) -> None:
        (draft / ESTIMATES).mkdir(parents=True)
        for path, data in self.files(draft, settings, rows, outcomes).items():
            path.write_bytes(data)


def _beside(study: Path) -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix=f".{study.name}.import-", dir=study.parent)


def clear_away(study: Path) -> None:
    """Remove the drafts of imports into this folder that died; nobody else is importing into it."""
    for path in study.parent.glob(f".{glob.escape(study.name)}.import-*"):
        shutil.rmtree(path, ignore_errors=True)


def _target(study: Path, format: str, dialects: Mapping[str, object]) -> tuple[str, bytes]:
    """Name the file that rows are added to, with what it holds: one with the columns of this package."""
    number = 1
    while True:
        name = f"{format.replace('-', '_')}{f'_{number}' if number > 1 else ''}.csv"
        before = _read(study / ESTIMATES / name, "\n")
        header = before.removeprefix(b"\xef\xbb\xbf").split(b"\n")[0].strip().decode("utf-8", "replace")
        if name not in dialects and (not before.strip() or header == ",".join(COLUMNS)):
            return name, before if before.strip() else b""
        number += 1


def _read(path: Path, end: str) -> bytes:
    """Bytes of a file, ending with an end of line; none where there is no file."""
    data = path.read_bytes() if path.exists() else b""
    return data if not data or data.endswith(end.encode()) else data + end.encode()


def _csv(rows: Sequence[Row]) -> str:
    said = io.StringIO()
    csv.DictWriter(said, COLUMNS, restval="", lineterminator="\n").writerows(row.cells for row in rows)
    return said.getvalue()


def _moved(problem: Problem, row: Row) -> Problem:
    who, what = (quoted(row.cells[name]) for name in ("forecaster", "question"))
    which = f"what {who} said of {what}" if row.cells["forecaster"] else "it"
    why = f"{problem.why}; {which} was left behind"
    return replace(problem, why=why, file=row.said.file or None, line=row.said.line, check=problem.check)
