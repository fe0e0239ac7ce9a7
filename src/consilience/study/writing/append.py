"""One more estimate at the end of a file, checked with the whole study before a byte is written."""

import csv
import datetime as dt
import hashlib
import io
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from consilience import user_cache
from consilience.arguments import DAY, TEXT, either, takes, writing_to
from consilience.problems import Problem, StudyError
from consilience.study.columns import COLUMNS, headings
from consilience.study.files import ESTIMATES, read_text
from consilience.study.read import examine
from consilience.study.reading.dialect import Dialect
from consilience.study.reading.settings import read_settings
from consilience.study.texts import excerpt, listed, quoted, shown
from consilience.study.writing.lock import locked
from consilience.study.writing.whole import write_whole

DEFAULT_FILE = "added.csv"


@dataclass(frozen=True, slots=True)
class Appended:
    """A row that was added.

    Parameters
    ----------
    file, line : Path and int
        The file, and where the row begins.
    before, after : bytes
        What was in the file, nothing where there was none, and what it holds now.
    is_new : bool
        Whether the file was made for the row.
    """

    file: Path
    line: int
    before: bytes
    after: bytes
    is_new: bool


@takes(date=either(DAY, TEXT), until=either(DAY, TEXT), file=TEXT.such_as('"added.csv"'))
def append_estimate(
    study_path: str | os.PathLike[str],
    question: str,
    forecaster: str,
    estimate: str,
    *,
    date: dt.date | str = "",
    group: str = "",
    kind: str = "",
    until: dt.date | str = "",
    source: str = "",
    note: str = "",
    file: str | None = None,
    today: dt.date | None = None,
) -> tuple[Path, int]:
    """Append one estimate to a study, if the study is without errors afterwards.

    Parameters
    ----------
    study_path : str or PathLike
        Folder of the study.
    question, forecaster, estimate, group, kind, source, note : str
        The cells, written verbatim: ``estimate`` and dates as the file's declared dialect spells them. A cell
        that begins with ``=``, ``+``, ``-`` or ``@`` is kept as it is, because it is text here; a spreadsheet
        that opens the file may take it for a formula.
    date, until : datetime.date or str
        ISO dates do in every dialect.
    file : str, optional
        Name of the file in ``estimates/``. Default: ``added.csv``, which is made where there is none.
    today : datetime.date, optional
        As for :func:`consilience.study.read_study`.

    Returns
    -------
    Path and int
        The file, and the line on which the new row begins. Every byte that was there is kept.

    Raises
    ------
    StudyError
        With every error that the study would have; nothing is written.
    OSError
        If the file cannot be written; then it is as it was.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from consilience.study import new_study, read_study
    >>> with TemporaryDirectory() as folder:
    ...     path = new_study(folder, "takeover")
    ...     file, line = append_estimate(path, "event", "ada", "1 in 6", date="2024-05", source="call")
    ...     [row.said for row in read_study(path).rows], file.name, line
    (['1 in 6'], 'added.csv', 2)
    """
    cells = {
        "question": question,
        "forecaster": forecaster,
        "date": str(date),
        "estimate": estimate,
        "group": group,
        "kind": kind,
        "until": str(until),
        "source": source,
        "note": note,
    }
    with writing_to(study_path):
        done = append_cells(study_path, cells, file=file, today=today)
    return done.file, done.line


def append_cells(
    study_path: str | os.PathLike[str],
    cells: Mapping[str, str],
    *,
    file: str | None = None,
    today: dt.date | None = None,
) -> Appended:
    """Append one row by its columns, as :func:`append_estimate` does; what comes back can be taken back.

    Parameters
    ----------
    study_path, file, today
        As for :func:`append_estimate`.
    cells : mapping of str to str
        By column, written verbatim.

    Returns
    -------
    Appended

    Raises
    ------
    StudyError, OSError
        As for :func:`append_estimate`.
    """
    study = Path(study_path)
    target, dialect = _where(study, file)
    with in_turn(target):
        drafted = _drafted(study, target, dialect, cells, today)
        target.parent.mkdir(exist_ok=True)
        # Editors know nothing of turns.
        if _bytes_of(target, study, dialect) != drafted.before:
            why = "the file was changed by someone else while the row was checked"
            _refuse(study, [Problem(why, "add the estimate again", file=shown(target), check="file")])
        write_whole(target, drafted.after)
    return drafted


def try_cells(
    study_path: str | os.PathLike[str],
    cells: Mapping[str, str],
    *,
    file: str | None = None,
    today: dt.date | None = None,
) -> None:
    """Find out whether :func:`append_cells` would append a row; nothing is written.

    Parameters
    ----------
    study_path, cells, file, today
        As for :func:`append_cells`.

    Raises
    ------
    StudyError
        With every error that the study would have.
    """
    study = Path(study_path)
    target, dialect = _where(study, file)
    _drafted(study, target, dialect, cells, today)


def take_back(study_path: str | os.PathLike[str], added: Appended) -> None:
    """Take a row that was appended out of its file again, if nobody has touched the file since.

    Parameters
    ----------
    study_path : str or PathLike
        Folder of the study.
    added : Appended

    Raises
    ------
    StudyError
        If the file is not as it was left; nothing is written.
    OSError
        If the file cannot be written; then it is as it was.
    """
    study, target = Path(study_path), added.file
    with in_turn(target):
        if not target.is_file() or target.read_bytes() != added.after:
            why = "the file was changed since the row was added, which is therefore left in it"
            remedy = "take the row out in an editor"
            _refuse(study, [Problem(why, remedy, file=shown(target), line=added.line, check="file")])
        if added.is_new:
            target.unlink()
        else:
            write_whole(target, added.before)


@contextmanager
def in_turn(target: Path) -> Iterator[None]:
    """Let one writer of a file or folder go after the other.

    Parameters
    ----------
    target : Path
        The lock lies elsewhere, since a study is for people and their git.
    """
    name = hashlib.sha256(os.fsencode(target.resolve())).hexdigest()
    with ExitStack() as stack:
        # A user without a folder for such things takes no turns.
        with suppress(OSError):
            folder = user_cache.folder("locks")
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            stack.enter_context(locked(folder / f"{name}.lock"))
        yield


def _where(study: Path, file: str | None) -> tuple[Path, Dialect]:
    """The file of a row, and how it is spelled."""
    target = _target(study, file or DEFAULT_FILE)
    settings = read_settings(study)
    if isinstance(settings, Problem):
        raise StudyError.of(shown(study), [settings])
    return target, settings.dialects.get(target.name) or Dialect()


def _drafted(study: Path, target: Path, dialect: Dialect, cells: Mapping[str, str], today: dt.date | None) -> Appended:
    """The file as it would be with the row, the study being without errors then."""
    is_new = not target.exists()
    before = _bytes_of(target, study, dialect)
    after, line = _with_row(before, cells, target, study, dialect)
    _, problems = examine(study, today=today, overlay={target: after})
    _refuse(study, [problem for problem in problems if problem.severity == "error"])
    return Appended(target, line, before, after, is_new)


def _target(study: Path, name: str) -> Path:
    if name != Path(name).name or "\\" in name or name.startswith(".") or not name.lower().endswith(".csv"):
        why = f"{quoted(name)} is not the name of a file of estimates"
        remedy = f"give a plain name such as {DEFAULT_FILE}, without a folder"
        _refuse(study, [Problem(why, remedy, file=shown(study / ESTIMATES), check="file")])
    return study / ESTIMATES / name


def _bytes_of(target: Path, study: Path, dialect: Dialect) -> bytes:
    if not target.exists() and not target.is_symlink():
        return b""
    text = read_text(target, encoding=dialect.encoding)
    if isinstance(text, Problem):
        _refuse(study, [text])
    return target.read_bytes()


def _with_row(
    before: bytes, cells: Mapping[str, str], target: Path, study: Path, dialect: Dialect
) -> tuple[bytes, int]:
    """Make the file as it would be with the row, and tell the row's line."""
    delimiter, encoding = dialect.delimiter, dialect.encoding or "utf-8"
    text = before.decode(encoding).removeprefix("\ufeff")
    newline = "\r\n" if "\r\n" in text else "\n"
    columns = _columns(text, delimiter)
    added = io.StringIO()
    writer = csv.writer(added, delimiter=delimiter, lineterminator=newline)
    if not text.strip():
        columns = list(COLUMNS)
        writer.writerow(columns)
    homeless = [name for name, cell in cells.items() if cell and name not in columns]
    if homeless:
        why = f"the file has no column for {listed(homeless)}"
        remedy = "leave it out, add the column to the file, or name another file"
        _refuse(
            study,
            [Problem(why, remedy, file=shown(target), line=1, said=excerpt(",".join(columns)), check="columns")],
        )
    writer.writerow([cells.get(name, "") for name in columns])
    join = "" if not text or text.endswith(("\n", "\r")) else newline
    start = sum(1 for _ in io.StringIO(text, newline="")) + (1 if text.strip() else 2)
    return before + _encoded(join + added.getvalue(), encoding, target, study), start


def _encoded(text: str, encoding: str, target: Path, study: Path) -> bytes:
    if encoding == "utf-8":
        # Lone surrogates cannot be written; passed on, they are reported as the file not being UTF-8.
        return text.encode(encoding, "surrogatepass")
    try:
        # Only the first bytes of a file are marked with their order.
        return text.encode({"utf-16": "utf-16-le"}.get(encoding.lower(), encoding))
    except UnicodeEncodeError as error:
        why = f"{quoted(text[error.start])} cannot be written in {encoding}, as study.toml declares the file"
        _refuse(
            study, [Problem(why, "name another file, or save this one as UTF-8", file=shown(target), check="encoding")]
        )
        raise


def _columns(text: str, delimiter: str) -> list[str]:
    try:
        header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []
    return headings(header)


def _refuse(study: Path, problems: list[Problem]) -> None:
    if problems:
        raise StudyError.of(shown(study), problems)
