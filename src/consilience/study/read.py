"""A folder becomes a study, or a list of everything that is wrong with it."""

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from consilience.problems import Problem, StudyError
from consilience.study.checks import run_checks
from consilience.study.digest import file_digests
from consilience.study.reading.estimates import read_estimates
from consilience.study.reading.settings import read_settings
from consilience.study.resolutions import check_resolutions
from consilience.study.study import Study
from consilience.study.texts import shown


def read_study(path: str | os.PathLike[str], *, today: dt.date | None = None) -> Study:
    """Read a study and run every check over it.

    Parameters
    ----------
    path : str or PathLike
        Folder of the study, with its ``study.toml`` and ``estimates/*.csv``.
    today : datetime.date, optional
        The study is as of this day: statements dated later are errors. Default: today.

    Returns
    -------
    Study
        Its ``warnings`` hold what the checks found short of an error.

    Raises
    ------
    StudyError
        With every error of every file.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from consilience.study import new_study
    >>> with TemporaryDirectory() as folder:
    ...     study = read_study(new_study(folder, "takeover"))
    >>> study.name, list(study.questions), [row.said for row in study.rows]
    ('takeover', ['event'], [])
    """
    study, problems = examine(path, today=today)
    errors = [problem for problem in problems if problem.severity == "error"]
    if study is None or errors:
        raise StudyError.of(shown(Path(path)), errors)
    return replace(study, inputs=file_digests(path))


def check_study(path: str | os.PathLike[str], *, today: dt.date | None = None) -> tuple[Problem, ...]:
    """Find every problem of a study, errors and warnings.

    Parameters
    ----------
    path : str or PathLike
        Folder of the study.
    today : datetime.date, optional
        As for :func:`read_study`.

    Returns
    -------
    tuple of Problem
        By file and line, study.toml first; empty where nothing is wrong. Bad input never raises.

    Examples
    --------
    >>> [problem.why for problem in check_study("no/such/folder")]
    ['there is no such study folder']
    """
    return examine(path, today=today)[1]


def examine(
    path: str | os.PathLike[str], *, today: dt.date | None = None, overlay: Mapping[Path, bytes] | None = None
) -> tuple[Study | None, tuple[Problem, ...]]:
    """Read a study as far as it can be read, and find every problem.

    Parameters
    ----------
    path : str or PathLike
        Folder of the study.
    today : datetime.date, optional
        As for :func:`read_study`.
    overlay : mapping of Path to bytes, optional
        Contents to be taken instead of what is on disk: what a file would be after a change.

    Returns
    -------
    Study or None, and tuple of Problem
        ``None`` where there is not even a readable study.toml.
    """
    folder = Path(path)
    if not _is_folder(folder):
        why, remedy = "there is no such study folder", "name a folder that holds a study.toml"
        return None, (Problem(why, remedy, file=shown(folder), check="file"),)
    settings = read_settings(folder, overlay)
    if isinstance(settings, Problem):
        return None, (settings,)
    reading, problems = read_estimates(folder, settings, today or dt.date.today(), overlay or {})
    outcomes = check_resolutions(folder, settings.study.questions, overlay)
    found = _in_order([*settings.problems, *problems, *run_checks(reading), *outcomes], settings.file)
    warnings = tuple(problem for problem in found if problem.severity == "warning")
    return replace(reading.study, warnings=warnings), found


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _in_order(problems: Iterable[Problem], settings: str) -> tuple[Problem, ...]:
    def place(problem: Problem) -> tuple[bool, str, int]:
        return problem.file != settings, problem.file or "", problem.line or 0

    return tuple(sorted(problems, key=place))
