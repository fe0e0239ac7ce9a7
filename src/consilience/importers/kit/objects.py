"""Records of JSON: an array, one a line, or an answer of a platform; a damaged one is told, and the others read."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from consilience.importers.kit.sources import Source
from consilience.problems import Problem
from consilience.study.texts import excerpt, listed, quoted

# Under what platforms put the records of one page of an answer.
_PAGES = ("results", "data", "markets", "questions", "prediction_sets", "predictions", "items")
_BLANK = " \t\r\n,"
_LONGEST_ID = 100


@dataclass(frozen=True, slots=True)
class Record:
    """One object of a file.

    Parameters
    ----------
    source : Source
    line : int
        Where it begins.
    id : str
        As the platform knows it; empty where it has none.
    fields : mapping
        As parsed, numbers as decimals.
    """

    source: Source
    line: int
    id: str
    fields: Mapping[str, Any]

    def problem(self, why: str, remedy: str = "export it again") -> Problem:
        """State what is wrong with this record: it is left behind, and the rest imported."""
        return self.source.problem(f"{self._called}{why}", remedy, self.line)

    def lacks(self, field: str) -> Problem:
        """State that this record is left behind for want of a field."""
        near = [name for name in get_close_matches(field, self.fields, n=1) if name not in field.split(", ")]
        meant = f"; did you mean {quoted(near[0])}?" if near else ""
        has = f"it has {listed(map(quoted, self.fields), limit=8)}{meant}"
        return self.problem(f"it lacks {field}, and was left behind; {has}")

    def told(self, why: str, remedy: str = "nothing needs to be done") -> Problem:
        """State what the user should know of this record."""
        return self.source.told(f"{self._called}{why}", remedy, self.line)

    @property
    def _called(self) -> str:
        # Whole: ids of 66 characters begin alike, and it is by them that the record is found again.
        return f"'{excerpt(self.id, _LONGEST_ID)}': " if self.id else ""

    def text(self, field: str) -> str:
        """A field as text, empty where it is missing or null.

        Raises
        ------
        ValueError
            If it is a table or a list.
        """
        said = self.fields.get(field)
        if isinstance(said, dict | list):
            raise ValueError(f"{field} is no text")
        return "" if said is None else str(said).strip()


def read_objects(source: Source, needed: Sequence[str], id_of: str = "id") -> Iterator[Record | Problem]:
    """Read the records of a file.

    Parameters
    ----------
    source : Source
        JSON, or JSON lines.
    needed : sequence of str
        Fields that every record has; those that lack one are told, and left behind.
    id_of : str
        The field by which the platform knows a record.

    Yields
    ------
    Record or Problem

    Raises
    ------
    StudyError
        If nothing in the file is a record.
    """
    text = source.text()
    if text.lstrip()[:1] not in ("[", "{"):
        what = "a page of the web" if text.lstrip()[:1] == "<" else "no JSON"
        raise source.refused(f"the file is {what}: {quoted(text.strip()[:50])}", "export it again", "json")
    known = False
    for line, said in _values(text, source, needed):
        if isinstance(said, Problem):
            yield said
            continue
        for record in _records(said):
            found = _record(source, line, record, needed, id_of)
            known = known or isinstance(found, Record)
            yield found
    if not known:
        if cut := _cut_off(text):
            raise source.refused(cut, "fetch or export it again, whole", "json")
        raise source.refused(
            f"nothing in the file has {listed(needed)}, as the records of this platform do",
            "give the file as the platform exports it",
            "json",
        )


def _cut_off(text: str) -> str:
    """Say that a text ends before its JSON does; empty where it does not."""
    try:
        json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        rest = text.rstrip()
        if getattr(error, "pos", 0) >= len(rest) or getattr(error, "msg", "").startswith("Unterminated"):
            return f"the JSON is cut off: it ends in {quoted(rest[-30:])}"
    return ""


def _record(source: Source, line: int, said: object, needed: Sequence[str], id_of: str) -> Record | Problem:
    if not isinstance(said, dict):
        return source.problem("this is no record, and was left behind", "export it again", line, excerpt(str(said)))
    name = said.get(id_of)
    record = Record(source, line, "" if name is None or isinstance(name, dict | list) else str(name), said)
    lacking = [field for field in needed if said.get(field) is None]
    return record.lacks(listed(lacking)) if lacking else record


def _records(value: object) -> Iterator[object]:
    """The records of one value: those of its page, if it is the answer of a platform."""
    if isinstance(value, dict):
        page = next((value[name] for name in _PAGES if isinstance(value.get(name), list)), None)
        if page is not None and not value.keys() & {"id", "question", "title"}:
            yield from page
            return
        if value.keys() == {"market"}:
            yield value["market"]
            return
    yield value


def _values(text: str, source: Source, needed: Sequence[str]) -> Iterator[tuple[int, object]]:
    """Values of a text one by one, those of an outermost array each for itself, past what is damaged."""
    decoder = json.JSONDecoder(parse_float=Decimal, parse_int=Decimal, parse_constant=lambda _: None)
    at, end = _past(text, 0, _BLANK), len(text)
    if text[at : at + 1] == "[":
        at += 1
    while (at := _past(text, at, _BLANK)) < end and text[at] != "]":
        line = text.count("\n", 0, at) + 1
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            why = getattr(error, "msg", "it is nested too deeply").lower()
            why = f"a record cannot be read ({why}), and was left behind"
            yield line, source.problem(why, "export it again", line, excerpt(text[at : at + 80].split("\n")[0]))
            at = _next(text, at + 1, decoder, needed)
        else:
            yield line, value


def _next(text: str, at: int, decoder: json.JSONDecoder, needed: Sequence[str]) -> int:
    """Where the next record begins that is whole: an object with all that records have."""
    while (at := text.find("{", at)) >= 0:
        try:
            value, _ = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict) and all(field in value for field in needed):
            return at
        at += 1
    return len(text)


def _past(text: str, at: int, blanks: str) -> int:
    while at < len(text) and text[at] in blanks:
        at += 1
    return at
