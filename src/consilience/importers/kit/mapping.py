"""What the user says of an import: the file for ``--map``, the encoding, the zone, pseudonyms."""

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from consilience.importers.kit.days import ORDERS
from consilience.problems import Problem, StudyError
from consilience.study.files import read_text
from consilience.study.texts import quoted, remedy_for_name, shown

TABLES = ("questions", "columns")
KEYS = ("title", "timezone", "only_mapped", "sheet", "decimal", "dates")


@dataclass(frozen=True)
class Map:
    """What a mapping file says.

    Attributes
    ----------
    file : str
        Path as shown; empty where there is none.
    questions : mapping of str to str
        Questions of the study, in canonical spelling, by the platform's id, or by ``id/option``; empty text leaves
        one out.
    columns : mapping of str to str
        Headings of the file by the platform's.
    title : str
        Of a new study.
    timezone : str
        Of instants without an offset; empty where the file does not say.
    only_mapped : bool
        Leave out what is not under ``[questions]``.
    sheet : str
        Which of a workbook is read.
    decimal : str
        What stands before decimals, ``.`` or ``,``.
    dates : str
        Whether day or month comes first, where the file does not prove it; empty where that is not said.
    settings : mapping
        What the importer itself asks for: the keys that its line in the table names.
    """

    file: str = ""
    questions: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    timezone: str = ""
    only_mapped: bool = False
    sheet: str = ""
    decimal: str = "."
    dates: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)

    def refused(self, why: str, remedy: str) -> StudyError:
        """Make the error of what the file says."""
        return StudyError.of(self.file, [Problem(why, remedy, file=self.file, check="map")])


@dataclass(frozen=True)
class Options:
    """What the user says of an import.

    Attributes
    ----------
    mapping : Map
    encoding : str, optional
        Of the files; UTF-8 where ``None``.
    pseudonyms : Path, optional
        The file with the secret by which persons get other names: kept outside the study.
    online : bool
        Whether the network may be asked.
    """

    mapping: Map = field(default_factory=Map)
    encoding: str | None = None
    pseudonyms: Path | None = None
    online: bool = False

    @property
    def zone(self) -> dt.tzinfo:
        """Where instants without an offset were written: UTC unless the mapping file says otherwise."""
        return ZoneInfo(self.mapping.timezone) if self.mapping.timezone else dt.UTC


def read_map(path: Path, settings: Sequence[str] = ()) -> Map:
    """Read a mapping file.

    Parameters
    ----------
    path : Path
        TOML.
    settings : sequence of str
        Keys that the importer asks for.

    Returns
    -------
    Map

    Raises
    ------
    StudyError
        With everything that is wrong with it.
    """
    text, file = read_text(path), shown(path)
    if isinstance(text, Problem):
        raise StudyError.of(file, [text])
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        problem = Problem(f"this is not TOML: {error}", "mend the line", file=file, check="map")
        raise StudyError.of(file, [problem]) from None
    problems = [*_unknown(document, settings, file), *_mistyped(document, file)]
    if problems:
        raise StudyError.of(file, problems)
    return Map(
        file=file,
        questions=document.get("questions", {}),
        columns=document.get("columns", {}),
        title=document.get("title", ""),
        timezone=document.get("timezone", ""),
        only_mapped=document.get("only_mapped", False),
        sheet=document.get("sheet", ""),
        decimal=document.get("decimal", "."),
        dates=document.get("dates", ""),
        settings={key: _as_text(document[key]) for key in settings if key in document},
    )


def _as_text(said: Any) -> Any:
    """A day or an instant that was written without quotation marks, as text; anything else as it is."""
    return said.isoformat() if isinstance(said, dt.date) else said


def _unknown(document: Mapping[str, Any], settings: Sequence[str], file: str) -> list[Problem]:
    known = (*TABLES, *KEYS, *settings)
    return [
        Problem(f"unknown key {quoted(key)}", remedy_for_name(key, known, "keys"), file=file, check="map")
        for key in document
        if key not in known
    ]


def _mistyped(document: Mapping[str, Any], file: str) -> list[Problem]:
    def wrong(why: str, remedy: str) -> Problem:
        return Problem(why, remedy, file=file, check="map")

    found = []
    for name in TABLES:
        table = document.get(name, {})
        if not isinstance(table, dict):
            found.append(wrong(f"{name} should be a table", f"write [{name}] on a line of its own"))
        elif strange := [key for key, value in table.items() if not isinstance(value, str)]:
            found.append(wrong(f"{quoted(strange[0])} in [{name}] should be text", "put it in quotation marks"))
    found += [
        wrong(f"{key} should be text", "put it in quotation marks")
        for key in ("title", "timezone", "sheet")
        if not isinstance(document.get(key, ""), str)
    ]
    if document.get("decimal", ".") not in (".", ","):
        found.append(wrong("decimal should be a point or a comma", 'write decimal = ","'))
    if document.get("dates", "month/day/year") not in list(ORDERS):
        found.append(wrong("dates should be an order of days", 'write dates = "day/month/year" or "month/day/year"'))
    if not isinstance(document.get("only_mapped", False), bool):
        found.append(wrong("only_mapped should be true or false", "write only_mapped = true"))
    zone = document.get("timezone", "")
    if isinstance(zone, str) and zone and not _is_zone(zone):
        found.append(wrong(f"there is no time zone {quoted(zone)}", 'name one such as "Europe/Berlin"'))
    return found


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
