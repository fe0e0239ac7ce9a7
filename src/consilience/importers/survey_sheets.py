"""Exports of surveys as rows under one header, whatever stands above and between them."""

import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from consilience.importers.kit import Source, delimiter_of, records
from consilience.problems import Problem
from consilience.study.texts import lines, listed, quoted

type Rows = list[tuple[int, list[str]]]

_IDS_WITHIN = 3
# So many lines may stand above the headings: what the table is called, and a blank.
_HEADINGS_WITHIN = 20
# What stands beneath a question that has one answer.
_SIMPLE = ("Response", "Open-Ended Response")
_BLOCK = re.compile(r"</?(?:br|p|div|li|ul|ol|h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_PLACE = re.compile(r"column (\d+)", re.IGNORECASE)


@dataclass
class Sheet:
    """One export.

    Attributes
    ----------
    source : Source
    line : int
        Of the header.
    names, texts, ids : sequence of str
        What each column is called: as its heading, in the words of the question, by an id beneath. Empty where the
        platform has none.
    rows : list of (int, list of str)
        Answers, with their lines.
    zone : str
        Of its times, where the file says.
    problems : list of Problem
    """

    source: Source
    line: int
    names: Sequence[str]
    rows: Rows
    texts: Sequence[str] = ()
    ids: Sequence[str] = ()
    zone: str = ""
    problems: list[Problem] = field(default_factory=list)

    def place(self, said: str) -> int | None:
        """Find a column by heading, id, text of its question, or ``column 3``.

        Raises
        ------
        StudyError
            If several columns are called that.
        """
        if (match := _PLACE.fullmatch(said.strip())) and 1 <= int(match[1]) <= len(self.names):
            return int(match[1]) - 1
        for some in (self.names, self.ids, self.texts):
            places = [place for place, name in enumerate(some) if _one_line(name) == _one_line(said)]
            if len(places) > 1:
                why = f"{len(places)} columns are called {quoted(said)}"
                remedy = " or ".join(f'"column {place + 1}"' for place in places)
                raise self.source.refused(why, f"write {remedy} in its place", "columns", self.line)
            if places:
                return places[0]
        return None

    def title(self, place: int) -> str:
        """Say a column in the words of its question."""
        return (self.texts[place] if place < len(self.texts) else "") or self.names[place]

    def lacking(self, said: str, *, by_user: bool) -> Problem:
        """State that there is no column of a name, which the user or the platform gave it."""
        near = get_close_matches(said, [*self.names, *self.ids], n=1)
        meant = f"; did you mean {quoted(near[0])}?" if near else ""
        why = f"column {quoted(said)} not found; the file has {listed(map(quoted, self.names))}{meant}"
        remedy = "name it, in the file for --map, as it is called here"
        below = [line for line, cells in self.rows[:_HEADINGS_WITHIN] if _one_line(said) in map(_one_line, cells)]
        if below:
            why = f"{why}; it stands on line {below[0]}"
            remedy = f"put all headings on one line, and take out what is above them, or {remedy}"
        elif not by_user:
            remedy = f"say, in a file for --map, under [columns]: {quoted(said)} = 'its heading here'"
        return self.source.problem(why, remedy, self.line, check="columns")


def _one_line(said: str) -> str:
    return " ".join(unicodedata.normalize("NFC", said).split()).casefold()


type Opener = Callable[[Source, Sequence[str]], Sheet]


def one_header(source: Source, known: Sequence[str]) -> Sheet:
    """Read a table with one header.

    Parameters
    ----------
    source : Source
    known : sequence of str
        Headings that it may have, by which it is known what separates the fields.
    """
    problems: list[Problem] = []
    rows = list(records(source, delimiter_of(source, known), problems))
    if not rows:
        raise source.refused("the file is empty", "give the file as it was exported", "columns")
    at = _headings_at(rows, known)
    line, names = rows[at]
    if at:
        why = f"the headings are on line {line}; {lines(above for above, _ in rows[:at])} above was not read"
        problems.append(source.told(why, "nothing needs to be done"))
    return Sheet(source, line, names, rows[at + 1 :], problems=problems)


def _headings_at(rows: Rows, known: Sequence[str]) -> int:
    """Find the headings: the first line, unless it has none that is looked for and a later one has all there are."""
    looked_for = set(map(_one_line, known))
    counts = [len(looked_for & set(map(_one_line, cells))) for _, cells in rows[:_HEADINGS_WITHIN]]
    several = sum(count > 0 for count in counts) > 1
    return 0 if counts[0] or several or not any(counts) else counts.index(max(counts))


def qualtrics(source: Source, known: Sequence[str]) -> Sheet:
    """Read an export of Qualtrics: headings, texts of questions and ids, and then the answers.

    Notes
    -----
    The row of ids makes it known; exports of before 2017 have none, and begin with the column ``V1``.
    """
    sheet = one_header(source, known)
    above = sheet.rows[: _IDS_WITHIN - 1]
    at = next((at for at, (_, cells) in enumerate(above) if cells[0].lstrip().startswith('{"ImportId"')), None)
    if at is not None:
        ids = [_import_id(cell) for cell in above[at][1]]
        sheet.ids = [id for id, _ in ids]
        sheet.zone = next((zone for _, zone in ids if zone), "")
        sheet.texts = above[at - 1][1] if at else ()
        sheet.rows = sheet.rows[at + 1 :]
    elif re.fullmatch(r"V\d+", sheet.names[0]) and above:
        sheet.texts, sheet.rows = above[0][1], sheet.rows[1:]
    else:
        why = "no row of ImportIds was found below the headings, so that what is an answer is not known"
        raise source.refused(why, "export it as CSV once more, or give it to 'consilience import survey'", "columns")
    return sheet


def surveymonkey(source: Source, known: Sequence[str]) -> Sheet:
    """Read an export of SurveyMonkey: questions, beneath them what is asked for in each column, and then the answers.

    Notes
    -----
    A question of several parts stands over the first of its columns. A column is called as its question, or by
    ``question: part``.
    """
    sheet = one_header(source, known)
    beneath = sheet.rows[0][1] if sheet.rows else []
    # Beneath the columns of the platform there is nothing, and somebody's answer begins with who that was.
    if not beneath or beneath[0].strip() or not any(part.strip() for part in beneath):
        why = "no row of parts ('Response', 'Open-Ended Response') was found below the questions"
        raise source.refused(why, "export it as CSV once more, or give it to 'consilience import survey'", "columns")
    over = [_without_tags(name) for name in sheet.names]
    for place, name in enumerate(over):
        if not name and place and place < len(beneath) and beneath[place].strip():
            over[place] = over[place - 1]
    parts = [*map(_without_tags, beneath), *[""] * (len(over) - len(beneath))]
    sheet.names = [
        f"{name}: {part}" if part and part not in _SIMPLE else name for name, part in zip(over, parts, strict=False)
    ]
    sheet.ids, sheet.rows = over, sheet.rows[1:]
    return sheet


def _without_tags(said: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", _BLOCK.sub(" ", said))).split())


def _import_id(cell: str) -> tuple[str, str]:
    try:
        said = json.loads(cell)
        return str(said.get("ImportId", "")), _zone(str(said.get("timeZone", "")))
    except (ValueError, AttributeError):
        return "", ""


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key if name else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""


def drop_repeated(sheet: Sheet) -> Iterator[Problem]:
    """Take out headers that stand between the answers, and say so."""
    header = [name.strip() for name in sheet.names]
    repeated = [line for line, cells in sheet.rows if [cell.strip() for cell in cells] == header]
    sheet.rows = [(line, cells) for line, cells in sheet.rows if line not in repeated]
    for line in repeated:
        yield sheet.source.told("the header is repeated, and the line was left out", "delete the line", line)
