"""study.toml: what the study asks, how its files are spelled, and what it opts into."""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consilience.notation import Lexicon, Point
from consilience.problems import Problem
from consilience.study.files import read_text, settings_file
from consilience.study.reading.correlations import without_correlations
from consilience.study.reading.declared import read_dialects, read_questions, read_zone
from consilience.study.reading.dialect import Dialect
from consilience.study.reading.evidence import read_evidence
from consilience.study.reading.lexicons import read_lexicon
from consilience.study.reading.toml_lines import Keys, TomlLines
from consilience.study.reading.toml_tables import TABLES, TableReader
from consilience.study.study import Study
from consilience.study.texts import UNMERGED, excerpt, printable, quoted, shown

if TYPE_CHECKING:
    from consilience.study.reading.schema import StudyTable

_HUGE = re.compile("[0-9]{4000}")
_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


@dataclass(frozen=True)
class Settings:
    """What study.toml says.

    Attributes
    ----------
    study : Study
        Without its rows. A table that is at fault is kept as far as it could be read, so that others may
        refer to it.
    dialects : mapping of str to (Dialect or None)
        By file name; ``None`` where the declaration is at fault.
    zone : datetime.tzinfo
        The study's time zone.
    lexicon : Lexicon or None
        The lexicon that the study opts into.
    file : str
        Path of study.toml as shown.
    lines : TomlLines
        Where its tables and keys stand.
    problems : tuple of Problem
        What is wrong with it by itself.
    correlations : tuple of (tuple of str, object)
        Keys that state how two events go together, and what they say.
    """

    study: Study
    dialects: Mapping[str, Dialect | None]
    zone: dt.tzinfo
    lexicon: Lexicon | None
    file: str
    lines: TomlLines
    problems: tuple[Problem, ...]
    correlations: tuple[tuple[Keys, object], ...] = ()


def read_settings(path: Path, overlay: Mapping[Path, bytes] | None = None) -> Settings | Problem:
    """Read a study's study.toml.

    Parameters
    ----------
    path : Path
        Folder of the study.
    overlay : mapping of Path to bytes, optional
        Contents to be taken instead of what is on disk.

    Returns
    -------
    Settings or Problem
        A problem where the file is missing or is not TOML; then nothing else of the study can be read.
    """
    from consilience.study.reading.schema import StudyTable

    text = read_text(settings_file(path), overlay)
    if isinstance(text, Problem):
        return text
    file = shown(settings_file(path))
    document = _parsed(text, file)
    if isinstance(document, Problem):
        return document
    tables = TableReader(file, TomlLines(text))
    correlations: list[tuple[Keys, object]] = []
    document, questions = _without_correlations(document, correlations)
    top = {key: value for key, value in document.items() if key not in TABLES}
    said = _with_study_table(top, document.get("study", {}), tables)
    name = path.resolve().name
    head = tables.read(StudyTable, said, (), {"title": name}) or StudyTable(title=name)
    zone = read_zone(head.timezone, ("timezone",), tables)
    if head.lexicon is not None:
        tables.lexicon = read_lexicon(path, head.lexicon, tables)
    study = Study(
        name=name,
        title=head.title,
        path=path,
        questions=read_questions(questions, tables),
        rows=(),
        horizon=head.horizon,
        outcome=head.outcome,
        headline=head.headline,
        threshold=_threshold(head, tables),
        description=head.description,
        lexicon=head.lexicon,
        include_models=head.include_models,
        timezone=head.timezone,
        evidence=read_evidence(document.get("evidence", {}), tables),
    )
    dialects = read_dialects(document.get("dialect", {}), tables)
    return Settings(
        study, dialects, zone, tables.lexicon, file, tables.lines, tuple(tables.problems), tuple(correlations)
    )


def _without_correlations(document: dict[str, Any], found: list[tuple[Keys, object]]) -> tuple[dict[str, Any], object]:
    """Take stated correlations out of the top level, of ``[study]`` and of the tables of questions."""
    top = without_correlations(document, (), found)
    assert isinstance(top, dict)
    if "study" in top:
        top["study"] = without_correlations(top["study"], (), found)
    questions = top.get("question", {})
    if isinstance(questions, dict):
        questions = {name: without_correlations(of, ("question", name), found) for name, of in questions.items()}
    return top, questions


def _parsed(text: str, file: str) -> dict[str, Any] | Problem:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        why = str(error) if isinstance(error, ValueError) else "it is nested too deeply"
        place = _AT_LINE.search(why)
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        lines = text.split("\n")
        said = excerpt(lines[line - 1].strip()) if line <= len(lines) else ""
        why = printable(_AT_LINE.sub("", why))
        if "integer string conversion" in why:
            why = "a number of thousands of digits stands in it"
            line, said = next(
                ((at, excerpt(text)) for at, text in enumerate(lines, 1) if _HUGE.search(text)), (line, said)
            )
        fault, remedy = f"study.toml is not TOML: {why[:1].lower()}{why[1:]}", _remedy(said)
        if _TWICE.match(why):
            fault, remedy = "this stands in study.toml twice", "keep one of them, or give the other another name"
        elif said.startswith(UNMERGED):
            fault = "two versions of study.toml were left unmerged"
            remedy = "keep the lines that hold, and take the marks out"
        elif why.endswith(r"character '\n'"):
            fault, remedy = "a quotation mark is opened on this line and not closed", "close it where the text ends"
        return Problem(
            fault,
            remedy,
            file=file,
            line=line,
            said=said or None,
            check="settings",
        )


# How other languages write what stands on the line that TOML cannot read.
_OTHERWISE = (
    (re.compile(r"^\s*[\[{]\s*[\"{]"), "this is JSON: write a key = value a line, and tables as [question.NAME]"),
    (re.compile(r"^[\w-]+\s*:"), "this is YAML: write key = value, text in quotation marks, tables as [question.NAME]"),
    (re.compile(r"=\s*(True|False)\b"), "write true or false in small letters"),
    (re.compile(r"\b(True|False)\b.*}"), "write true or false in small letters"),
    (re.compile(r"=\s*(None|null|nil)\b"), "leave the line out where there is nothing to say"),
    (re.compile(r"[“”„‟]"), 'write straight quotation marks, as in title = "Floods"'),
    (re.compile(r"^\[[\w.]+\s+\w"), 'put a name with blanks in quotation marks, as in [question."a flood"]'),
    (re.compile(r"=\s*\d+([.,]\d+)?\s*[%‰]"), 'put percentages in quotation marks, as in threshold = "1%"'),
    (re.compile(r"=\s*[A-Za-z]"), 'put text in quotation marks, as in title = "Floods"'),
)
_TWICE = re.compile(r"cannot (declare|overwrite|mutate)", re.IGNORECASE)


def _remedy(said: str) -> str:
    general = "mend the line: text stands in quotation marks, dates and numbers without, tables in [ ]"
    return next((remedy for pattern, remedy in _OTHERWISE if pattern.search(said)), general)


def _with_study_table(top: dict[str, Any], inner: object, tables: TableReader) -> dict[str, Any]:
    """Join the top level and ``[study]``, which may say the same things."""
    if not isinstance(inner, dict):
        tables.fault(("study",), "'study' should be a table", "write [study] on a line of its own")
        return top
    for key in top.keys() & inner.keys():
        line = tables.lines.at((key,))
        tables.fault(("study", key), f"{quoted(key)} is said twice, here and on line {line}", "keep one of them")
    return {**top, **inner}


def _threshold(head: "StudyTable", tables: TableReader) -> float | None:
    value = tables.value(head.threshold, ("threshold",)) if head.threshold else None
    if value is None or isinstance(value, Point):
        return value.number.value if value else None
    tables.fault(("threshold",), "the threshold should be one probability", 'write, for example, threshold = "1%"')
    return None
