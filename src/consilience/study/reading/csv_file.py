"""A file of estimates as rows of text, each with the line on which it begins. Nothing is converted."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from consilience.problems import Problem
from consilience.study.columns import COLUMNS, REQUIRED, column_meant, headings
from consilience.study.reading.headless import headless, of_another_kind
from consilience.study.texts import UNMERGED, excerpt, is_control, listed, quoted, remedy_for_name

_FREE_TEXT = ("note", "source")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as said: the text of every known column, empty where the file lacks the column.

    Parameters
    ----------
    name : str
        Name of the file, as in ``[dialect."name"]``.
    file : str
        Path of the file as shown.
    line : int
        Line on which the row begins: quoted fields may run over several.
    cells : mapping of str to str
        Text by column, without the blanks around it.
    """

    name: str
    file: str
    line: int
    cells: Mapping[str, str]

    def problem(self, check: str, why: str, remedy: str, column: str | None = None) -> Problem:
        """State what is wrong with this row, quoting one column or all of it."""
        said = self.cells[column] if column else ",".join(cell for cell in self.cells.values() if cell)
        return Problem(why, remedy, file=self.file, line=self.line, said=excerpt(said), check=check)


def read_rows(text: str, name: str, file: str, delimiter: str, problems: list[Problem]) -> list[Row]:
    r"""Read the rows of a file; what is wrong with its header or its rows is added to ``problems``.

    Parameters
    ----------
    text : str
        The whole file, with its own line ends.
    name, file : str
        Its name, and its path as shown.
    delimiter : str
        What separates the fields.
    problems : list of Problem
        Is added to.

    Returns
    -------
    list of Row
        The sound rows; none where the header is at fault.

    Examples
    --------
    >>> text = 'question,forecaster,date,estimate\nq,NA,2024-01-01,"10%"\n'
    >>> read_rows(text, "a.csv", "a.csv", ",", [])[0].cells["forecaster"]
    'NA'
    """
    before = len(problems)
    records = _records(text, file, delimiter, problems)
    first = next(records, None)
    if first is None:
        # What is wrong with other files stands there too.
        if len(problems) == before:
            problems.append(
                Problem("the file is empty", f"begin it with {','.join(COLUMNS)}", file=file, check="columns")
            )
        return []
    line, header = first[0], headings(first[1])
    if not set(header) & set(COLUMNS):
        problems.append(headless(header, line, list(records), file))
        return []
    faults = list(_header_faults(header, excerpt(",".join(first[1])), file, line))
    problems.extend(faults)
    if faults:
        # The rows are still run through, so that a broken quotation further down is reported as well.
        for _ in records:
            continue
        return []
    return [row for start, cells in records if (row := _row(header, cells, name, file, start, problems)) is not None]


def _records(text: str, file: str, delimiter: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    # Strict, because a lax reader takes everything after a forgotten quotation mark for one field, silently.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(_broken(str(error), file, line, text))
            return
        if any(cell.strip() for cell in cells):
            yield line, cells


def _broken(error: str, file: str, line: int, text: str) -> Problem:
    said = excerpt(text.split("\n")[line - 1].rstrip("\r")) if line <= text.count("\n") + 1 else None
    why, remedy = f"the row cannot be read ({error})", "mend the row"
    if "unexpected end" in error:
        why, remedy = (
            "a quotation mark is opened in this row and never closed",
            'close it, or write "" for a mark',
        )
    elif "expected after" in error:
        why = "a quoted field of this row goes on after its closing quotation mark"
        remedy = 'write "" for a quotation mark inside a quoted field'
        if line == 1 and (other := of_another_kind(text)):
            return Problem(*other, file=file, line=line, said=said, check="columns")
    elif "field limit" in error:
        why = f"a field of this row has more than {csv.field_size_limit():,} characters"
        remedy = "shorten it, or close the quotation mark that was forgotten"
    return Problem(f"{why}; the rows after it were not read", remedy, file=file, line=line, said=said, check="cells")


def _header_faults(header: Sequence[str], said: str, file: str, line: int) -> Iterator[Problem]:
    named = len("\0".join(header).rstrip("\0").split("\0"))

    def fault(why: str, remedy: str) -> Problem:
        return Problem(why, remedy, file=file, line=line, said=said, check="columns")

    missing = [name for name in REQUIRED if name not in header]
    if missing:
        names = listed(missing)
        yield fault(f"the file lacks {'the column' if len(missing) == 1 else 'the columns'} {names}", f"add {names}")
    for place, name in enumerate(header[:named], start=1):
        if not name:
            yield fault(f"column {place} has no name", "name it or take it out")
        elif name in header[: place - 1]:
            yield fault(f"the column {quoted(name)} comes twice", "keep one of them")
        elif name not in COLUMNS:
            remedy = f"{remedy_for_name(name, COLUMNS, 'columns')}; further remarks go into note"
            if (meant := column_meant(name)) and meant not in header:
                remedy = f"write {meant} if that is meant; the columns are {', '.join(COLUMNS)}"
            yield fault(f"unknown column {quoted(name)}", remedy)


def _row(
    header: Sequence[str], said: Sequence[str], name: str, file: str, line: int, problems: list[Problem]
) -> Row | None:
    cells = [cell.strip() for cell in said]
    if len(cells) != len(header):
        problems.append(_miscounted(header, cells, file, line))
        return None
    named = dict(zip(header, cells, strict=True))
    row = Row(name, file, line, {column: named.get(column, "") for column in COLUMNS})
    if named.get(""):
        problems.append(row.problem("cells", "a cell stands below a column without a name", "name the column"))
        return None
    if cells[0].casefold() == header[0].casefold() and headings(cells) == list(header):
        problems.append(row.problem("cells", "the header is repeated", "delete the line"))
        return None
    if "".join(cells).isprintable():
        return row
    strange = [column for column, cell in row.cells.items() if _has_control(cell, column)]
    for column in strange:
        why = f"the {column} holds invisible characters, spelled out below"
        problems.append(row.problem("control_characters", why, "type the text anew", column))
    return None if strange else row


def _miscounted(header: Sequence[str], cells: Sequence[str], file: str, line: int) -> Problem:
    count = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
    why, remedy = f"the row has {count} where the header names {len(header)} columns", "add the missing separators"
    if len(cells) > len(header):
        remedy = "put a field that holds the separator, such as a decimal comma, in quotation marks"
        # Behind a column that may be empty, it may as well be a comma in the row that shifted all behind it.
        if header[-1] in REQUIRED and cells[len(header) - 1] and not any(cells[len(header) :]):
            remedy = "take the separators behind its last cell out"
    if cells[0].startswith("#"):
        why, remedy = (
            "the row begins with #, and a table has no comments",
            "take it out; remarks go into the column note",
        )
    if cells[0].startswith(UNMERGED):
        why, remedy = "two versions of the file were left unmerged", "keep the rows that hold, and take the mark out"
    return Problem(why, remedy, file=file, line=line, said=excerpt(",".join(cells)), check="cells")


def _has_control(cell: str, column: str) -> bool:
    # An estimate's blanks and marks are the notation's business.
    if cell.isprintable() or column == "estimate":
        return False
    allowed = "\n\r\t" if column in _FREE_TEXT else ""
    return any(is_control(character) and character not in allowed for character in cell)
