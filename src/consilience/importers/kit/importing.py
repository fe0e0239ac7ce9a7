"""One way from other people's files into a study, for every importer."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from consilience.importers.kit.drafts import Draft, clear_away, questions_text, settings_text
from consilience.importers.kit.found import Found, Head
from consilience.importers.kit.haul import Haul, collect
from consilience.importers.kit.mapping import Options
from consilience.importers.kit.network import gathered
from consilience.importers.kit.people import pseudonym_by, read_secret, under_two_names, without_addresses
from consilience.importers.kit.rows import (
    Names,
    keep_spoken,
    name_questions,
    new_rows,
    resolutions_of,
    rows_of,
    told_of_new_options,
    told_of_same_titles,
    told_of_unknown_ids,
)
from consilience.importers.kit.sources import Source
from consilience.importers.kit.telling import told_shortly
from consilience.problems import Problem, StudyError
from consilience.study.naming import name_of
from consilience.study.read import examine
from consilience.study.reading.settings import read_settings
from consilience.study.resolutions import Resolution, read_resolutions
from consilience.study.study import Study
from consilience.study.texts import shown
from consilience.study.writing.append import in_turn

type Reader = Callable[[Sequence[Source], Options], Iterable[Found]]


class Format(Protocol):
    """What the kit asks of a line in the table of importers."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def platform(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def read(self) -> Reader: ...  # noqa: D102
    @property
    def whole(self) -> bool: ...  # noqa: D102
    @property
    def private(self) -> bool: ...  # noqa: D102
    @property
    def api(self) -> Callable[[str], str] | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; stands for the folder of the study wherever a path is asked for.

    Parameters
    ----------
    study : Path
        The folder.
    is_new : bool
        Whether the study was made.
    questions, estimates, forecasters, outcomes : int
        How many were added; of forecasters, those whose estimates were.
    problems : tuple of Problem
        Errors stand for records that were left behind, warnings for what should be known.
    is_tried : bool
        Whether nothing was written, and the counts are of what would have been.
    """

    study: Path
    is_new: bool
    questions: int
    estimates: int
    forecasters: int
    outcomes: int
    problems: tuple[Problem, ...]
    is_tried: bool = False

    @property
    def left_behind(self) -> tuple[Problem, ...]:
        """Records that could not be imported, each with its place."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    def __fspath__(self) -> str:
        return os.fspath(self.study)


def import_files(format: Format, files: Sequence[str | Path | Source], study: Path, options: Options) -> Imported:
    """Import files into a study, which is made where there is none.

    Parameters
    ----------
    format : Format
        A line of the table of importers.
    files : sequence of str, Path or Source
        Files, archives, folders; data frames as sources; addresses where the user lets the network be asked.
    study : Path
        Its folder.
    options : Options

    Returns
    -------
    Imported

    Raises
    ------
    StudyError
        If a file cannot be read at all, nothing in it could be imported, or the study is at fault; nothing is written.
    OSError
        If the folder cannot be written.
    """
    sources = gathered(files, options, format.api)
    haul = collect(format.read(sources, options))
    _need_something(haul, format, sources)
    study.parent.mkdir(parents=True, exist_ok=True)
    with in_turn(study):
        return _brought_in(format, haul, study, options)


def tried(format: Format, files: Sequence[str | Path | Source], study: Path, options: Options) -> Imported:
    """Import into a copy of the study, and throw it away: what would come in, and what would be left behind.

    Parameters
    ----------
    format, files, study, options
        As for :func:`import_files`.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / (study.name or "study")
        if study.exists():
            shutil.copytree(study, copy)
        if options.pseudonyms and not options.pseudonyms.exists():
            options = replace(options, pseudonyms=Path(folder) / "secret")

        def there(problem: Problem) -> Problem:
            return replace(problem, file=problem.file and problem.file.replace(shown(copy), shown(study), 1))

        try:
            done = import_files(format, files, copy, options)
        except StudyError as error:
            raise StudyError.of(shown(study), map(there, error.problems)) from None
        return replace(done, study=study, problems=tuple(map(there, done.problems)), is_tried=True)


def _need_something(haul: Haul, format: Format, sources: Sequence[Source]) -> None:
    errors = [problem for problem in haul.problems if problem.severity == "error"]
    name = sources[0].name if sources else None
    if format.whole and errors:
        raise StudyError.of(name or format.name, told_shortly(errors))
    if not haul.said and not any(asked.always for asked in haul.asked.values()):
        why = "nothing that somebody said was found in the file"
        none = Problem(why, f"give what {format.name} reads: consilience import --help", file=name)
        raise StudyError.of(name or format.name, told_shortly(haul.problems) or [none])


def _brought_in(format: Format, haul: Haul, folder: Path, options: Options) -> Imported:
    clear_away(folder)
    study = _existing(folder)
    is_new = study is None
    unread: list[Problem] = []
    known = read_resolutions(folder, unread)
    if unread:
        raise StudyError.of(shown(folder), unread)
    ids = told_of_unknown_ids(haul, options.mapping)
    names = name_questions(haul, study, known, format.platform, options)
    hide = pseudonym_by(read_secret(options.pseudonyms), format.platform) if options.pseudonyms else str
    named = rows_of(haul, names, format.platform, options, hide)
    said = without_addresses(named, haul.problems, private=format.private)
    rows = new_rows(said, study)
    if study and (twice := under_two_names(rows, study, format.platform)):
        raise StudyError.of(shown(folder), [twice])
    keep_spoken(names, rows, haul.head)
    settings = _settings(haul, names, format, options, is_new)
    outcomes = _of_its_questions(resolutions_of(haul, names, known, format.platform, options), names, study)
    settings_of = None if is_new else read_settings(folder)
    dialects = {} if settings_of is None or isinstance(settings_of, Problem) else settings_of.dialects
    draft = Draft(folder, format.name, dialects)
    told = [
        *ids,
        *told_of_new_options(haul, names, study, options.mapping.questions),
        *told_of_same_titles(names),
    ]
    if is_new and not names.new:
        raise StudyError.of(shown(folder), told_shortly([*haul.problems, *told]) or [_nothing_left(options)])
    kept, left = draft.looked_at(settings, rows, outcomes) if rows or settings or outcomes else (rows, [])
    problems = (*haul.problems, *told, *left)
    if left:
        keep_spoken(names, kept, haul.head)
        settings = _settings(haul, names, format, options, is_new)
        outcomes = _of_its_questions(outcomes, names, study)
    if (is_new and not names.new) or (format.whole and left):
        raise StudyError.of(shown(folder), told_shortly(problems))
    if kept or outcomes or names.new:
        draft.written(settings, kept, outcomes)
    people = len({(row.cells["kind"], row.cells["forecaster"]) for row in kept})
    return Imported(folder, is_new, len(names.new), len(kept), people, len(outcomes), problems)


def _settings(haul: Haul, names: Names, format: Format, options: Options, is_new: bool) -> str:
    return settings_text(_head(haul, format, options), names) if is_new else questions_text(names)


def _of_its_questions(outcomes: Sequence[Resolution], names: Names, study: Study | None) -> list[Resolution]:
    there = (study.questions.keys() if study else set()) | names.new.keys()
    return [resolution for resolution in outcomes if name_of(resolution.question) in there]


def _nothing_left(options: Options) -> Problem:
    why = "the mapping file leaves everything out"
    return Problem(why, "map a question to a name, or take only_mapped out", file=options.mapping.file or None)


def _existing(folder: Path) -> Study | None:
    if not folder.exists() and not folder.is_symlink():
        return None
    study, problems = examine(folder)
    errors = [problem for problem in problems if problem.severity == "error"]
    if study is None or errors:
        raise StudyError.of(shown(folder), errors)
    return study


def _head(haul: Haul, format: Format, options: Options) -> Head:
    head = haul.head or Head(format.title, f"Made by 'consilience import {format.name}'.")
    title = options.mapping.title or head.title
    return Head(title, head.description, head.horizon, head.outcome)
