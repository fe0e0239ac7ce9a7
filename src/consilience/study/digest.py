"""Have a study's inputs changed? Decided from their bytes alone, before anything heavy is imported."""

import hashlib
import os
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from consilience.study.files import estimate_files, lexicon_file, settings_file

if TYPE_CHECKING:
    from consilience.study.study import Study


def input_files(path: str | os.PathLike[str]) -> tuple[Path, ...]:
    """List the files that a study is read from.

    Parameters
    ----------
    path : str or PathLike
        Folder of the study.

    Returns
    -------
    tuple of Path
        study.toml, the estimates by name, and the lexicon where the study opts in; those that exist.
    """
    folder = Path(path)
    settings = settings_file(folder)
    try:
        estimates = estimate_files(folder)
    except OSError:
        estimates = []
    lexicon = [lexicon_file(folder)] if _opts_in(settings) else []
    return tuple(file for file in (settings, *estimates, *lexicon) if file.is_file())


def input_digest(path: str | os.PathLike[str]) -> str:
    """Digest everything that a study is read from: two alike digests mean alike studies.

    Parameters
    ----------
    path : str or PathLike
        Folder of the study.

    Returns
    -------
    str
        SHA-256, in hexadecimal, over the names and bytes of :func:`input_files`. It does not depend on where
        the study lies.

    Raises
    ------
    OSError
        If a file cannot be read.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from consilience.study import new_study
    >>> with TemporaryDirectory() as one, TemporaryDirectory() as two:
    ...     input_digest(new_study(one, "takeover")) == input_digest(new_study(two, "takeover"))
    True
    """
    digest = hashlib.sha256()
    for file in input_files(path):
        # Lengths keep the end of one part from passing for the beginning of the next.
        for part in (os.fsencode(file.name), file.read_bytes()):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def file_digests(path: str | os.PathLike[str]) -> dict[str, str]:
    """Digest every file that a study is read from.

    Parameters
    ----------
    path : str or PathLike
        Folder of the study.

    Returns
    -------
    dict of str to str
        SHA-256, in hexadecimal, by the name of the file.

    Raises
    ------
    OSError
        If a file cannot be read.
    """
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in input_files(path)}


def settings_digest(study: "Study", question: str | None = None) -> str:
    """Digest what a study asks and declares, less its words: with the statements, all that an answer hangs on.

    Parameters
    ----------
    study : Study
    question : str, optional
        One question, with all that is declared beside it; by default every one.

    Returns
    -------
    str
        SHA-256, in hexadecimal. Titles, descriptions, sources and notes are not in it, nor what is only shown.
    """
    asked = study.questions.values() if question is None else [study.questions[question]]
    questions = [replace(each, title="", description=None) for each in asked]
    evidence = [replace(test, title=None, source=None, note=None) for test in study.evidence.values()]
    told = repr((questions, evidence, study.include_models, study.lexicon))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _opts_in(settings: Path) -> bool:
    try:
        document = tomllib.loads(settings.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return False
    inner = document.get("study")
    return "lexicon" in document or (isinstance(inner, dict) and "lexicon" in inner)
