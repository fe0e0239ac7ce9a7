"""Published answers on disk: each stored once by its content, and a log of when which was published.

::

    results/<study>/history/published.csv        when, answer
    results/<study>/history/<answer>.json.gz     summary, statements, provenance
"""

import csv
import gzip
import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from consilience.problems import Problem, UnknownNameError, WrongValueError
from consilience.study.texts import quoted, shown

HISTORY = "history"
_LOG, _SUFFIX = "published.csv", ".json.gz"
# So many digits of a digest tell answers of one study apart, and are what people type.
_SHORT = 8
_KEPT = {"summary", "statements", "errors", "provenance"}

type Record = Mapping[str, Any]


@dataclass(frozen=True)
class Published:
    """One published answer of a study.

    Parameters
    ----------
    number : int
        First, second … publication of the study.
    when : str
        Moment of publication, ISO, in UTC.
    key : str
        Digest of what was published: the same answer has the same.
    file : Path
        Where it is kept.
    """

    number: int
    when: str
    key: str
    file: Path

    @cached_property
    def record(self) -> Record:
        """All that is kept of it: ``summary`` as in summary.json, ``statements``, ``errors``, ``provenance``."""
        try:
            record: Record = json.loads(gzip.decompress(self.file.read_bytes()))
            if not isinstance(record, dict) or not record.keys() >= _KEPT:
                raise ValueError("it does not hold an answer")
        except (OSError, EOFError, ValueError, zlib.error) as error:
            why = f"the file of this answer is damaged: {error}"
            remedy = "bring it back from a backup; the other answers do without it"
            raise WrongValueError(Problem(why, remedy, file=shown(self.file))) from error
        return record

    @property
    def answer(self) -> str:
        """The digest, as short as people type it."""
        return self.key[:_SHORT]

    def __repr__(self) -> str:
        return f"Published({self.number}, {self.when}, {self.answer})"


def key_of(record: Record) -> str:
    """Digest of the answer and of what it was made from, whenever and by whatever code it was worked out.

    Parameters
    ----------
    record : mapping
        With ``summary`` and ``statements``.

    Returns
    -------
    str
    """
    content = json.dumps([record["summary"], record["statements"]], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def carry_over(earlier: Path, draft: Path) -> None:
    """Take the history of earlier results into the draft of new ones.

    Parameters
    ----------
    earlier, draft : Path
        Folders of results; of ``earlier`` there need be none.
    """
    kept, target = earlier / HISTORY, draft / HISTORY
    target.mkdir()
    if not kept.is_dir():
        return
    for file in sorted(kept.iterdir()):
        if file.name.endswith(_SUFFIX):
            _link(file, target / file.name)
        elif file.name == _LOG:
            shutil.copyfile(file, target / _LOG)


def _link(file: Path, target: Path) -> None:
    """The same file under another name, or its copy where the disk has no such thing: nobody writes to it again."""
    try:
        os.link(file, target)
    except OSError:
        shutil.copyfile(file, target)


def keep(record: Record, results: Path, when: str) -> str:
    """Keep an answer that is being published.

    Parameters
    ----------
    record : mapping
        As of :attr:`Published.record`.
    results : Path
        Folder of results, with the history so far.
    when : str

    Returns
    -------
    str
        Digest of the answer. What is published once more right after itself is in the log once.
    """
    key = key_of(record)
    folder = results / HISTORY
    file = folder / f"{key}{_SUFFIX}"
    if not file.exists():
        # Without the time of packing, so that the same record is the same bytes.
        file.write_bytes(gzip.compress(json.dumps(record, ensure_ascii=False, sort_keys=True).encode(), mtime=0))
    lines = list(_lines(folder))
    if not lines or lines[-1][1] != key:
        # To what is there, readable or not, and on a line of its own.
        log = folder / _LOG
        before = log.read_bytes() if log.exists() else b"published,answer\n"
        log.write_bytes(before.removesuffix(b"\n") + f"\n{when},{key}\n".encode())
    return key


def published(results: Path) -> tuple[Published, ...]:
    """Every answer that was published of a study, the oldest first.

    Parameters
    ----------
    results : Path
        Folder of its results.

    Returns
    -------
    tuple of Published
        Those whose files are still there.
    """
    folder = results / HISTORY
    found = (
        Published(number, when, key, folder / f"{key}{_SUFFIX}")
        for number, (when, key) in enumerate(_lines(folder), start=1)
    )
    return tuple(run for run in found if run.file.is_file())


def _lines(folder: Path) -> Iterator[tuple[str, str]]:
    try:
        text = (folder / _LOG).read_text("utf-8", errors="replace")
    except OSError:
        return
    for line in csv.reader(text.splitlines()[1:]):
        # A name in somebody's log is no reason to look outside the folder.
        if len(line) == 2 and line[1].isalnum():
            yield line[0], line[1]


def find(runs: Sequence[Published], name: str, study: str) -> Published:
    """The published answer that is meant.

    Parameters
    ----------
    runs : sequence of Published
        Of one study.
    name : str
        Its number, the beginning of its digest, ``first`` or ``last``.
    study : str

    Returns
    -------
    Published

    Raises
    ------
    KeyError
        If there is none, or several begin so.
    """
    if runs and name in ("first", "last"):
        return runs[0 if name == "first" else -1]
    numbered = [run for run in runs if str(run.number) == name]
    keyed = {run.key: run for run in runs if len(name) >= 4 and run.key.startswith(name.lower())}
    found = numbered or list(keyed.values())
    if len(found) == 1:
        return found[0]
    if not runs:
        remedy = f"publish one with: consilience run {study}"
        raise UnknownNameError(Problem(f"no answer of {study} was published yet", remedy))
    several = f"{len(found)} answers of {study} begin with {quoted(name)}"
    why = several if found else f"there is no answer {quoted(name)} of {study}"
    known = f"a number from {runs[0].number} to {runs[-1].number}, more of a digest, first or last"
    raise UnknownNameError(Problem(why, f"name {known}, as listed by: consilience runs {study}"))
