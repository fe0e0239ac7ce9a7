"""Tables of other people: columns by the names that platforms give them, rows with their lines, slips one by one."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from consilience.importers.kit.mapping import Options
from consilience.importers.kit.sources import Source
from consilience.problems import Problem, StudyError
from consilience.study.texts import excerpt, lines, listed, quoted, skeleton

_DELIMITERS = ",;\t|"
# A file with more rows than this at fault is another file.
_MOST_BROKEN = 50
_LIKENESS = 0.75
_SCALE = re.compile(r"\d+|%|percent\b|per cent|pct")
# What a spreadsheet writes above a table that is meant for it.
_NOTED = re.compile(r"\s*\"?sep=([,;|\t]|\\t)\"?[\r\n]", re.IGNORECASE)
_WITH_COMMA = re.compile(r"\s*-?\d+,\d+(?:[eE][+-]?\d+)?\s*%?\s*")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a platform's table.

    Parameters
    ----------
    name : str
        What the importer calls it.
    headings : tuple of str
        How files head it, the platform's own first; case, accents and blanks around do not count.
    needed : bool
        Whether the file is refused without it. Of others that are missing the user is told.
    """

    name: str
    headings: tuple[str, ...]
    needed: bool = True

    @classmethod
    def of(cls, heading: str, *others: str, name: str = "", needed: bool = True) -> "Column":
        """Make a column of its headings, named like the first in small letters with underscores."""
        return cls(name or "_".join(heading.lower().split()), (heading, *others), needed)


@dataclass(frozen=True, slots=True)
class Line:
    """One row.

    Parameters
    ----------
    source : Source
    line : int
        Where it begins.
    cells : mapping of str to str
        Text by name of column, without blanks around it; empty where the file lacks the column.
    """

    source: Source
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def problem(self, why: str, remedy: str, said: str | None = None) -> Problem:
        """State what is wrong with this row: it is left behind, and the rest imported."""
        said = ",".join(cell for cell in self.cells.values() if cell) if said is None else said
        return self.source.problem(why, remedy, self.line, excerpt(said) or None)


@dataclass(frozen=True)
class Table:
    """A table as far as it could be read: its rows, and what is to be told of the others.

    Attributes
    ----------
    lines : tuple of Line
    problems : tuple of Problem
        Broken rows, which were left behind, and columns that were looked for in vain.
    headings : tuple of str
        As the file has them.
    """

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    headings: tuple[str, ...]


def read_table(
    source: Source,
    columns: Sequence[Column],
    *,
    renamed: Mapping[str, str] | None = None,
    ignored: Iterable[str] = (),
    may_lack: int = 0,
) -> Table:
    """Read a table.

    Parameters
    ----------
    source : Source
    columns : sequence of Column
    renamed : mapping of str to str, optional
        Headings of this file by the platform's, or by name of column: ``options.mapping.columns``.
    ignored : iterable of str
        Headings that the platform writes and that are left behind without a word: persons' data among them.
    may_lack : int
        How many cells at the end rows may lack, as some platforms write them.

    Returns
    -------
    Table

    Raises
    ------
    StudyError
        If a column that is needed is not there: named, with what was most likely meant.
    """
    problems: list[Problem] = []
    known = _known(columns, renamed or {})
    rows = records(source, delimiter_of(source, known), problems)
    if source.decimal == ",":
        rows = ((line, [_with_point(cell) for cell in cells]) for line, cells in rows)
    return table_of(rows, source, columns, problems, renamed=renamed, ignored=ignored, may_lack=may_lack)


def _with_point(cell: str) -> str:
    return cell.replace(",", ".") if _WITH_COMMA.fullmatch(cell) else cell


@dataclass
class _Header:
    """Where each column stands in a file."""

    places: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    fatal: list[Problem] = field(default_factory=list)


def table_of(
    rows: Iterator[tuple[int, list[str]]],
    source: Source,
    columns: Sequence[Column],
    problems: Sequence[Problem] = (),
    *,
    renamed: Mapping[str, str] | None = None,
    ignored: Iterable[str] = (),
    may_lack: int = 0,
) -> Table:
    """Make a table of rows with their lines, the header first, from whatever they were read.

    Parameters
    ----------
    rows : iterator of (int, list of str)
    problems : list of Problem
        What the reading of the rows adds to.
    source, columns, renamed, ignored, may_lack
        As for :func:`read_table`.
    """
    line, headings = next(rows, (1, []))
    if not headings:
        raise source.refused("the file is empty", "give the file as it was exported", "columns")
    while len(headings) > 1 and not headings[-1].strip():
        headings = headings[:-1]
    header = _header(headings, source, line, columns, renamed or {}, ignored)
    if header.fatal:
        if all(place < 0 for place in header.places.values()):
            raise source.refused(*_no_table(headings, columns), "columns", line)
        raise StudyError.of(source.name, header.fatal)
    found: list[Line] = []
    broken: list[Problem] = []
    for at, said in rows:
        cells = [cell.strip() for cell in said]
        while len(cells) > len(headings) and not cells[-1]:
            cells.pop()
        if cells == [heading.strip() for heading in headings]:
            broken.append(source.told("the header is repeated, and the line was left out", "delete the line", at))
        elif not len(headings) - may_lack <= len(cells) <= len(headings):
            broken.append(_miscounted(cells, headings, source, at))
        else:
            cells += [""] * (len(headings) - len(cells))
            by_name = {name: cells[place] if place >= 0 else "" for name, place in header.places.items()}
            found.append(Line(source, at, by_name))
    return Table(tuple(found), (*header.problems, *problems, *broken), tuple(headings))


def records(source: Source, delimiter: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Take a text apart into rows with their lines, or a sheet; a row that cannot be is told, and the next is read.

    Parameters
    ----------
    source : Source
    delimiter : str
    problems : list of Problem
        Is added to.
    """
    if source.grid is not None:
        yield from ((line, list(cells)) for line, cells in source.grid)
        return
    texts = list(io.StringIO(source.text(), newline=""))
    start = at = 1 if _NOTED.match(source.text()) else 0
    # Strict, because a lax reader takes everything after a forgotten quotation mark for one field, silently.
    while True:
        reader = csv.reader(iter(texts[start:]), delimiter=delimiter, strict=True)
        try:
            while True:
                at = start + reader.line_num
                cells = next(reader)
                if any(cell.strip() for cell in cells):
                    yield at + 1, cells
        except StopIteration:
            return
        except csv.Error as error:
            why = f"the row cannot be read ({error}), and was left out"
            problems.append(source.problem(why, "mend its quotation marks", at + 1, excerpt(texts[at].strip())))
            if len(problems) >= _MOST_BROKEN:
                problems.append(source.problem("the rows after it were not read", "mend those above", at + 1))
                return
            start = at + 1


def kind_of_table(source: Source, columns: Mapping[str, Sequence[Column]], renamed: Mapping[str, str]) -> str:
    """Tell which of several tables a file is: the one of which it has the most columns.

    Parameters
    ----------
    source : Source
    columns : mapping of str to sequence of Column
        By what the importer calls the table.
    renamed : mapping of str to str
        As for :func:`read_table`.
    """
    known = {name: _known(some, renamed) for name, some in columns.items()}
    every = set().union(*known.values())
    first = next(records(source, delimiter_of(source, every), []), (1, []))[1]
    said = set(map(_folded, first))
    return max(known, key=lambda name: len(known[name] & said) / len(columns[name]))


def _folded(heading: str) -> str:
    return skeleton(heading.strip().strip('"'))


def _known(columns: Sequence[Column], renamed: Mapping[str, str]) -> set[str]:
    return {_folded(name) for column in columns for name in (*column.headings, *renamed.values())}


def delimiter_of(source: Source, known: Iterable[str]) -> str:
    """Tell what separates the fields: that by which the most columns are found.

    Parameters
    ----------
    source : Source
    known : iterable of str
        Headings that the first line may have.
    """
    if source.grid is not None:
        return _DELIMITERS[0]
    if noted := _NOTED.match(source.text()):
        return noted[1].replace("\\t", "\t")
    folds = set(map(_folded, known))
    first = next((line for line in io.StringIO(source.text(), newline="") if line.strip()), "")

    def found(delimiter: str) -> int:
        try:
            return len(folds & set(map(_folded, next(csv.reader([first], delimiter=delimiter), []))))
        except csv.Error:
            return 0

    return max(_DELIMITERS, key=found)


def _header(
    headings: Sequence[str],
    source: Source,
    line: int,
    columns: Sequence[Column],
    renamed: Mapping[str, str],
    ignored: Iterable[str],
) -> _Header:
    header = _Header()
    folded = [_folded(heading) for heading in headings]
    renamings = {_folded(name): heading for name, heading in renamed.items()}
    taken: set[int] = set()
    for column in columns:
        meant = [renamings[_folded(name)] for name in (column.name, *column.headings) if _folded(name) in renamings]
        names = [_folded(name) for name in (meant or column.headings)]
        # Of several headings for one thing the platform's own comes first.
        found = ([place for place, heading in enumerate(folded) if heading == name] for name in names)
        places = next(filter(None, found), [])
        header.places[column.name] = places[0] if places else -1
        taken.update(place for place, heading in enumerate(folded) if heading in names)
        if len(places) > 1:
            why = f"the column {quoted(headings[places[0]])} comes {len(places)} times"
            header.fatal.append(_at(source, line, why, "keep one of them", headings))
    leave = {_folded(name) for name in ignored}
    strangers = [name for place, name in enumerate(headings) if place not in taken and folded[place] not in leave]
    for column in columns:
        if header.places[column.name] < 0:
            _missing(column, header, strangers, headings, source, line)
    return header


def _missing(
    column: Column,
    header: _Header,
    strangers: Sequence[str],
    headings: Sequence[str],
    source: Source,
    line: int,
) -> None:
    by_fold = {_folded(name): name for name in strangers}
    near = [
        by_fold[found]
        for heading in column.headings
        for found in get_close_matches(_folded(heading), by_fold, n=1, cutoff=0.6 if column.needed else _LIKENESS)
    ]
    # One name with another scale in it is another thing: numbers of 0-100 under the name of those of 0-1 are misread.
    scales = [_SCALE.findall(own.lower()) for own in column.headings]
    other = [name for name in near if _SCALE.findall(name.lower()) not in scales]
    near = [name for name in near if name not in other]
    has = f"the file has {listed(map(quoted, headings))}"
    why = f"column {quoted(column.headings[0])} not found; {has}"
    if near:
        why = f"{why}; did you mean {quoted(near[0])}?"
    said = near[0] if near else "its heading here"
    remedy = (
        f"rename it back, or say, in a file for --map, under [columns]: {quoted(column.headings[0])} = {quoted(said)}"
    )
    if other and not near:
        why = f"{why}; {quoted(other[0])} is on another scale, or something else"
        remedy = f"give the export with numbers as {quoted(column.headings[0])} has them"
    if column.needed:
        header.fatal.append(_at(source, line, why, remedy, headings))
    elif near or strangers:
        header.problems.append(source.told(f"{why}, and nothing was read of it", remedy, line))


def _no_table(headings: Sequence[str], columns: Sequence[Column]) -> tuple[str, str]:
    what = "the file is a page of the web" if headings[0].lstrip()[:1] == "<" else "the file is another one"
    names = listed(column.headings[0] for column in columns if column.needed)
    return f"{what}: it begins with {quoted(','.join(headings))}", f"give the file with the columns {names}"


def _at(source: Source, line: int, why: str, remedy: str, headings: Sequence[str]) -> Problem:
    return source.problem(why, remedy, line, excerpt(",".join(headings)) or None, check="columns")


def _miscounted(cells: Sequence[str], headings: Sequence[str], source: Source, line: int) -> Problem:
    count = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
    why = f"the row has {count} where the header names {len(headings)} columns, and was left out"
    return source.problem(why, "give it as many", line, excerpt(",".join(cells)))


def told_of_blanks(blank: Iterable[Line]) -> Iterator[Problem]:
    """Tell of rows in which nothing stands where the number should be.

    Parameters
    ----------
    blank : iterable of Line
        Those rows, of any files.
    """
    places: dict[str, tuple[Source, list[int]]] = {}
    for line in blank:
        places.setdefault(line.source.name, (line.source, []))[1].append(line.line)
    for source, at in places.values():
        count = "1 row says" if len(at) == 1 else f"{len(at):,} rows say"
        yield source.told(f"{count} no number, and nothing was read of it ({lines(at)})", "nothing needs to be done")


def told_of_zone(source: Source, options: Options) -> Iterator[Problem]:
    """Tell, of a file whose times have no zone, as which they were read."""
    if not options.mapping.timezone:
        why = "its times have no zone, and were read as UTC"
        yield source.told(why, 'say timezone = "America/New_York", or whichever it is, in a file for --map')
