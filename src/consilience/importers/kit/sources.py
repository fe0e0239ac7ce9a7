"""The files that are imported: their bytes, unpacked, and their text, decoded."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from consilience.importers.kit.grids import WORKBOOKS, Grid, MissingLibraryError, grids_of
from consilience.problems import Problem, StudyError
from consilience.study.encodings import likely_encodings, other_than_text
from consilience.study.texts import listed, quoted, shown

# Marks of the order of bytes say which encoding it is, and need no guess.
_MARKS = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NAMED = 4
# More than any platform exports; what unpacks to more was made to fill a disk.
_LARGEST = 2_000_000_000


@dataclass(frozen=True)
class Source:
    """One file that is imported, or one within an archive.

    Parameters
    ----------
    name : str
        As shown in messages: of a file in an archive, both.
    data : bytes
        Unpacked.
    encoding : str, optional
        As the user says; ``None`` for UTF-8, and UTF-16 and UTF-32 that are marked as such.
    grid : Grid, optional
        Rows of a sheet, a Parquet file or a data frame, in place of bytes.
    decimal : str
        What stands before decimals in its tables, as the user says.
    """

    name: str
    data: bytes
    encoding: str | None = None
    grid: Grid | None = None
    decimal: str = "."

    @property
    def stem(self) -> str:
        """Its own name without folders and suffixes of tables and packing."""
        name = self.name.replace("\\", "/").rpartition("/")[2]
        while (path := Path(name)).suffix.lower() in _SUFFIXES:
            name = path.stem
        return name

    def text(self) -> str:
        """Decode it.

        Returns
        -------
        str
            With its own line ends, without a mark of the order of bytes.

        Raises
        ------
        StudyError
            If it is no text, or in an encoding that nobody named: none is guessed, since names would suffer.
        """
        return self._text

    @cached_property
    def _text(self) -> str:
        if self.grid is not None:
            why = "this is a table of cells, and the format is one of text"
            raise self.refused(why, "give the file as the platform exports it", "encoding")
        if told := other_than_text(self.data):
            raise self.refused(f"the file is {told[0]}, whatever its name", told[1], "encoding")
        marked = next((name for mark, name in _MARKS if self.data.startswith(mark)), None)
        encoding = marked or self.encoding or "utf-8-sig"
        try:
            return self.data.decode(encoding).removeprefix("\ufeff")
        except LookupError:
            raise self.refused(
                f"there is no encoding {quoted(encoding)}", "name one as Python does, such as windows-1252", "encoding"
            ) from None
        except UnicodeError as error:
            raise StudyError.of(self.name, [self._undecodable(error)]) from None

    def _undecodable(self, error: UnicodeError) -> Problem:
        start = getattr(error, "start", 0)
        line = self.data.count(b"\n", 0, start) + 1
        if self.encoding:
            why, remedy = f"the file is not {self.encoding}", "name another encoding"
        else:
            found = list(islice(likely_encodings(self.data), _NAMED))
            readings = " or ".join(f"{name}{f' if {quoted(word)} is right' if word else ''}" for name, word in found)
            why = f"the file is not UTF-8: byte 0x{self.data[start : start + 1].hex()} on this line is no character"
            remedy = "save the file as UTF-8, or name its encoding with --encoding"
            remedy = f"{remedy}: {readings}" if readings else remedy
        return Problem(why, remedy, file=self.name, line=line, check="encoding")

    def refused(self, why: str, remedy: str, check: str = "file", line: int | None = None) -> StudyError:
        """Make the error of a file that cannot be imported at all."""
        return StudyError.of(self.name, [self.problem(why, remedy, line, check=check)])

    def problem(
        self, why: str, remedy: str, line: int | None = None, said: str | None = None, check: str = "import"
    ) -> Problem:
        """State what is wrong with a record: it is left behind, and the rest imported."""
        return Problem(why, remedy, file=self.name, line=line, said=said, check=check)

    def told(self, why: str, remedy: str, line: int | None = None) -> Problem:
        """State what the user should know, and that keeps nothing from being imported."""
        return Problem(why, remedy, file=self.name, line=line, severity="warning", check="import")

    def told_of(self, which: Sequence[str], why: str, remedy: str = "nothing needs to be done") -> Iterator[Problem]:
        """State the same of several records at once; nothing where there are none."""
        if which:
            yield self.told(f"{why}: {listed(map(quoted, which))}", remedy)


# Read by people, in folders and archives beside what is imported.
_NOTES = (".md", ".pdf", ".html", ".rst", ".toml")
_SUFFIXES = {".gz", ".csv", ".tsv", ".tab", ".txt", ".json", ".jsonl", ".dtt", ".rls", ".parquet", *WORKBOOKS}


def open_sources(paths: Sequence[Path], encoding: str | None = None, sheet: str = "") -> tuple[Source, ...]:
    """Read the files that are imported; archives and folders as what they hold.

    Parameters
    ----------
    paths : sequence of Path
        Files, ``.gz`` and ``.zip`` among them, and folders.
    encoding : str, optional
        As the user says.
    sheet : str
        Which of a workbook is read, where several hold something.

    Returns
    -------
    tuple of Source
        In the order of the paths; what a folder or an archive holds by name, hidden files left out.

    Raises
    ------
    StudyError
        With every file that cannot be read.
    """
    problems: list[Problem] = []
    sources: list[Source] = []
    for path in paths:
        try:
            sources.extend(_opened(path, encoding, sheet))
        except MissingLibraryError as error:
            problems.append(Problem(str(error), error.remedy, file=shown(path)))
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError) as error:
            why = (getattr(error, "strerror", None) or str(error)).lower()
            problems.append(Problem(f"the file cannot be read: {why}", "name a file that can", file=shown(path)))
    if problems:
        raise StudyError.of(shown(paths[0]), problems)
    return tuple(sources)


def _opened(path: Path, encoding: str | None, sheet: str) -> Iterator[Source]:
    if path.is_dir():
        for inner in sorted(path.iterdir()):
            if inner.is_file() and not inner.name.startswith(".") and not inner.name.lower().endswith(_NOTES):
                yield from _unpacked(shown(inner), inner.read_bytes(), encoding, sheet)
        return
    yield from _unpacked(shown(path), path.read_bytes(), encoding, sheet)


def _unpacked(name: str, data: bytes, encoding: str | None, sheet: str) -> Iterator[Source]:
    if data.startswith(b"\x1f\x8b"):
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            data = file.read(_LARGEST)
    if (tables := grids_of(name.removesuffix(".gz"), data)) is not None:
        yield _sheet(name, tables, sheet)
        return
    if data.startswith(b"PK\x03\x04") and not name.lower().endswith(WORKBOOKS):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in sorted(archive.infolist(), key=lambda member: member.filename):
                base = member.filename.rpartition("/")[2]
                beside = base.startswith(".") or base.lower().endswith(_NOTES) or "__MACOSX" in member.filename
                if base and not beside:
                    if member.file_size > _LARGEST:
                        raise ValueError(f"{base} is larger than {_LARGEST:,} bytes")
                    inner = archive.read(member)
                    tables = grids_of(base, inner)
                    path = f"{name}/{member.filename}"
                    yield Source(path, inner, encoding) if tables is None else _sheet(path, tables, sheet)
        return
    yield Source(name, data, encoding)


def _sheet(name: str, tables: Mapping[str, Grid], sheet: str) -> Source:
    """Choose the table of a file that is read: the only one, or that which the user names."""
    chosen = sheet if sheet in tables else next((found for found in tables if _alike(found, sheet)), "")
    if len(tables) == 1 and (not sheet or chosen or "" in tables):
        return Source(name, b"", grid=next(iter(tables.values())))
    if chosen:
        return Source(f"{name}/{chosen}", b"", grid=tables[chosen])
    if not tables:
        raise ValueError("its sheets are empty")
    why = f"it has no sheet {quoted(sheet)}" if sheet else "it has several sheets"
    raise StudyError.of(
        name, [Problem(f"{why}: {listed(map(quoted, tables))}", 'say sheet = "…" in a file for --map', file=name)]
    )


def _alike(found: str, said: str) -> bool:
    return bool(said) and found.strip().casefold() == said.strip().casefold()
