"""The files of a study: which there are, and their text or what keeps it from being read."""

import stat
from collections.abc import Mapping
from pathlib import Path

from consilience.problems import Problem
from consilience.study.texts import shown

SETTINGS = "study.toml"
ESTIMATES = "estimates"
LEXICON = Path("data", "verbal_probability.csv")

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# What people drop beside the CSV files and expect to be read.
_SHEETS = {".xlsx", ".xls", ".ods", ".numbers", ".tsv", ".tab", ".parquet"}


def settings_file(study: Path) -> Path:
    """Path of a study's study.toml."""
    return study / SETTINGS


def lexicon_file(study: Path) -> Path:
    """Path of the verbal-probability lexicon beside the forecasts folder that a study lies in.

    Examples
    --------
    >>> lexicon_file(Path("/home/ada/risk/forecasts/takeover")).as_posix()
    '/home/ada/risk/data/verbal_probability.csv'
    """
    return (Path.cwd() / study).parent.parent / LEXICON


def estimate_files(study: Path) -> list[Path]:
    """Paths of a study's estimates, by name; hidden files (locks, drafts) are left out.

    Raises
    ------
    OSError
        If there is no estimates folder, or it cannot be listed.
    """
    return sorted(path for path in _visible(study) if path.suffix.lower() == ".csv")


def unread_sheets(study: Path) -> list[Path]:
    """Paths of the spreadsheets in the estimates folder, which are not read."""
    return sorted(path for path in _visible(study) if path.suffix.lower() in _SHEETS)


def _visible(study: Path) -> list[Path]:
    return [path for path in (study / ESTIMATES).iterdir() if not path.name.startswith(".")]


def read_text(path: Path, overlay: Mapping[Path, bytes] | None = None) -> str | Problem:
    """Read a UTF-8 file, with or without a byte order mark.

    Parameters
    ----------
    path : Path
        The file.
    overlay : mapping of Path to bytes, optional
        Contents to be taken instead of what is on disk.

    Returns
    -------
    str or Problem
        The text with its own line ends, or why there is none.
    """
    if overlay and path in overlay:
        return _decoded(overlay[path], shown(path))
    try:
        # Opening a pipe or a device would wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            kind = "a folder" if path.is_dir() else "not a regular file"
            return Problem(f"this is {kind}", "put a UTF-8 text file here", file=shown(path), check="file")
        return _decoded(path.read_bytes(), shown(path))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        return Problem(
            f"the file cannot be read: {why[:1].lower()}{why[1:]}",
            "put a readable UTF-8 text file here",
            file=shown(path),
            check="file",
        )


def _decoded(data: bytes, file: str) -> str | Problem:
    remedy = 'save the file as UTF-8 (a spreadsheet calls it "CSV UTF-8")'
    if data.startswith(_UTF16):
        return Problem("the file is UTF-16, not UTF-8", remedy, file=file, line=1, check="encoding")
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        return Problem("the file holds NUL bytes", remedy, file=file, line=line, check="encoding")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The codec has already dropped a byte order mark from the data that it reports on.
        line = error.object.count(b"\n", 0, error.start) + 1
        byte = error.object[error.start]
        why = f"the file is not UTF-8: byte 0x{byte:02x} on this line is no character"
        return Problem(why, remedy, file=file, line=line, check="encoding")
