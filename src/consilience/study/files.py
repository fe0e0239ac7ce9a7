"""The files of a study: which there are, and their text or what keeps it from being read."""

import json
import stat
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

from consilience.problems import Problem
from consilience.study.encodings import likely_encodings, other_than_text
from consilience.study.texts import quoted, shown

SETTINGS = "study.toml"
ESTIMATES = "estimates"
RESOLUTIONS = "resolutions.csv"
LEXICON = Path("data", "verbal_probability.csv")

# What people put into a study's folder beside what is read, and what would become of it.
_REMEDIES = {
    ".txt": "give it the suffix .csv if it is a table of estimates",
    ".json": "save it as CSV, or make a study of it with: consilience import",
    ".dtt": "write its quantiles as rows, such as q5=1% q50=5% q95=30%",
    **dict.fromkeys((".gz", ".zip", ".bz2", ".xz", ".7z"), "unpack it"),
}
_TABLES = {".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".ods", ".numbers", ".parquet", ".dtt", ".rls", ".json"}
_NOTES = {".md", ".rst", ".pdf", ".cff", ".bib", ".png", ".jpg", ".svg"}


def settings_file(study: Path) -> Path:
    """Path of a study's study.toml."""
    return study / SETTINGS


def lexicon_file(study: Path) -> Path:
    """Path of the verbal-probability lexicon beside the forecasts folder that a study lies in, else of consilience's.

    Examples
    --------
    >>> lexicon_file(Path("/home/ada/risk/forecasts/takeover")).name
    'verbal_probability.csv'
    """
    own = (Path.cwd() / study).parent.parent / LEXICON
    shipped = Path(__file__).parents[3] / LEXICON
    return own if own.is_file() or not shipped.is_file() else shipped


def estimate_files(study: Path) -> list[Path]:
    """Paths of a study's estimates, by name; hidden files (locks, drafts) are left out.

    Raises
    ------
    OSError
        If there is no estimates folder, or it cannot be listed.
    """
    return sorted(path for path in _visible(study / ESTIMATES) if path.suffix.lower() == ".csv")


def unread_files(study: Path) -> Iterator[tuple[Path, str]]:
    """Find what lies in a study's folder as if it were read, and is not: each path with what to do about it.

    Notes
    -----
    Among the estimates that is everything but CSV files and notes; beside them, tables other than resolutions.csv,
    folders that hold tables, and a second study.toml.
    """
    folder = study / ESTIMATES
    for path in sorted(_visible(folder)):
        if path.is_dir():
            # A folder called like a file of estimates is reported where that is read.
            if path.suffix.lower() != ".csv":
                yield path, f"move its files up into {shown(folder)}, or the folder elsewhere"
        elif path.suffix.lower() not in {".csv", *_NOTES} and not path.name.isupper():
            yield path, _remedy(path)
    beside = sorted(_visible(study))
    for path in beside:
        # Where names do not differ by case, there is only one of them.
        if is_settings(path) and study / SETTINGS in beside:
            yield path, f"put what it holds into {SETTINGS} where it is missing, and delete it"
        elif path.is_dir() and path != folder and _holds_tables(path):
            yield path, f"move its files into {shown(folder)} if they are estimates, or the folder elsewhere"
        elif path.is_file() and path.suffix.lower() == ".csv" and path.name != RESOLUTIONS:
            yield path, f"{_as_outcomes(path)}move it into {shown(folder)} if it holds estimates, or elsewhere"
        elif path.is_file() and path.name != RESOLUTIONS and _is_table(path):
            yield path, f"{_remedy(path)}, into {shown(folder)}, or move it elsewhere"


def is_settings(path: Path) -> bool:
    """Whether a file is called like study.toml but for the case of letters."""
    return path.name != SETTINGS and path.name.lower() == SETTINGS


def _holds_tables(folder: Path) -> bool:
    """Whether a table lies in a folder or in those of it: not in another study, which is read for itself."""
    if settings_file(folder).exists():
        return False
    # A link may lead round.
    below = [path for path in _visible(folder) if path.is_dir() and not path.is_symlink()]
    return any(map(_is_table, _visible(folder))) or any(map(_holds_tables, below))


def _as_outcomes(path: Path) -> str:
    """What to do with a file that may be called almost as that of the outcomes."""
    near = get_close_matches(path.name.lower(), [RESOLUTIONS, "outcomes.csv"], cutoff=0.8)
    return f"call it {RESOLUTIONS} if it says how questions came out, " if near else ""


def _is_table(path: Path) -> bool:
    return bool({suffix.lower() for suffix in path.suffixes[-2:]} & _TABLES) and not path.is_dir()


def _remedy(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    if suffixes[:1] == [".csv"] and suffixes[1:] == [".txt"]:
        return f"rename it {path.stem}"
    return _REMEDIES.get(path.suffix.lower(), "save it as CSV, or move it elsewhere")


def called_otherwise(path: Path) -> Path | None:
    """Find a file or folder whose name differs in case, or in its suffix, from one that is not there."""
    try:
        beside = sorted(path.parent.iterdir())
    except OSError:
        return None
    alike = [other for other in beside if other.name.lower() == path.name.lower()]
    near = [other for other in beside if path.suffix and other.stem.lower() == path.stem and other.name[0] != "."]
    return next(iter(alike or near), None)


def _visible(folder: Path) -> list[Path]:
    # Programs mark what is theirs: a dot for hidden files and locks, a tilde for copies of what is being edited.
    return [path for path in folder.iterdir() if not path.name.startswith((".", "~$")) and path.name[-1] != "~"]


def read_text(path: Path, overlay: Mapping[Path, bytes] | None = None, encoding: str | None = None) -> str | Problem:
    """Read a text, with or without a byte order mark.

    Parameters
    ----------
    path : Path
        The file.
    overlay : mapping of Path to bytes, optional
        Contents to be taken instead of what is on disk.
    encoding : str, optional
        As declared; UTF-8 where ``None``.

    Returns
    -------
    str or Problem
        The text with its own line ends, or why there is none.
    """
    if overlay and path in overlay:
        return _decoded(overlay[path], path, encoding)
    try:
        # Opening a pipe or a device would wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            kind = "a folder" if path.is_dir() else "not a regular file"
            return Problem(f"this is {kind}", "put a UTF-8 text file here", file=shown(path), check="file")
        return _decoded(path.read_bytes(), path, encoding)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        remedy = "put a readable UTF-8 text file here"
        if path.is_symlink() and not path.exists():
            why, remedy = "it points to what is not there", "put a UTF-8 text file here, or delete the link"
        elif isinstance(error, FileNotFoundError) and (other := called_otherwise(path)):
            remedy = f"what lies beside it is {quoted(other.name)}: {_instead(other, path)}"
        return Problem(f"the file cannot be read: {why[:1].lower()}{why[1:]}", remedy, file=shown(path), check="file")


def _instead(other: Path, path: Path) -> str:
    return f"rename it {path.name}" if other.suffix.lower() == path.suffix else f"write its content as {path.name}"


def _decoded(data: bytes, path: Path, encoding: str | None) -> str | Problem:
    if told := other_than_text(data):
        why, remedy = told
        return Problem(f"the file is {why}, whatever its name", remedy, file=shown(path), check="encoding")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if encoding is not None:
            return _declared(data, path, encoding)
        # The codec has already dropped a byte order mark from the data that it reports on.
        line = error.object.count(b"\n", 0, error.start) + 1
        why = f"the file is not UTF-8: byte 0x{error.object[error.start]:02x} on this line is no character"
        return _not_utf8(data, path, why, line)
    if "\0" in text:
        if encoding is not None:
            return _declared(data, path, encoding)
        return _not_utf8(data, path, "the file holds NUL bytes", text.count("\n", 0, text.index("\0")) + 1)
    if encoding is not None and not data.isascii() and encoding.lower().replace("_", "-") not in ("utf-8", "utf8"):
        why = f"the file is UTF-8, and not {encoding}, as study.toml declares"
        remedy = f"take encoding out of [dialect.{json.dumps(path.name)}]"
        return Problem(why, remedy, file=shown(path), check="encoding")
    return text


def _declared(data: bytes, path: Path, encoding: str) -> str | Problem:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeError as error:
        why = f"the file is not {encoding}, as study.toml declares ({getattr(error, 'reason', error)})"
        return Problem(why, f"{_SAVE}, or declare another encoding", file=shown(path), check="encoding")


# Encodings named as what a file may be in: more would not be read.
_NAMED = 4
_SAVE = 'save the file as UTF-8 (a spreadsheet calls it "CSV UTF-8")'


def _not_utf8(data: bytes, path: Path, why: str, line: int) -> Problem:
    """Say how the file would read in other encodings, and how the right one is declared."""
    found = list(islice(likely_encodings(data), _NAMED))
    remedy = _SAVE if path.suffix.lower() == ".csv" else "save the file as UTF-8 in the editor that wrote it"
    if found and path.suffix.lower() == ".csv":
        readings = " or ".join(f'"{name}"{f" if {quoted(word)} is right" if word else ""}' for name, word in found)
        remedy = f"{remedy}, or declare, under [dialect.{json.dumps(path.name)}] in study.toml, encoding = {readings}"
    if found and not found[0][1]:
        why = f"the file is {found[0][0].upper()}, not UTF-8"
        line = 1
    return Problem(why, remedy, file=shown(path), line=line, check="encoding")
