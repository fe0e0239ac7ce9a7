"""How a file of estimates is spelled, and how to recognise a spelling that nobody declared."""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from consilience.notation import Usage
from consilience.problems import Problem
from consilience.study.columns import COLUMNS, headings
from consilience.study.reading.dates import ISO
from consilience.study.texts import excerpt

Scale = Literal["fraction", "percent"]
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

_COMMA_NUMBER = re.compile(r"\d+,\d+(?:[eE][+-]?\d+)?\s*[%‰]?")
_POINT_NUMBER = re.compile(r"\d*\.\d+(?:[eE][+-]?\d+)?\s*[%‰]?")
_BARE = re.compile(r"\d+(?:[.,]\d+)?")
_DATE = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2\d{4}\b.*")
# One odd cell is a slip in its line; a habit of the file needs two.
_HABIT = 2


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one file of estimates is spelled, as declared in study.toml.

    Parameters
    ----------
    delimiter : str
        What separates the fields.
    decimal : {".", ","}
        What separates whole from fraction in a number.
    date : str
        Order of the parts of a date, see :func:`consilience.study.reading.dates.read_day`.
    scale : {"fraction", "percent"}, optional
        What a number without a sign is; by the notation's own rules where ``None``. A bare ``1`` in a file of
        fractions is certain.
    grid : str, optional
        Grid to which probabilities were rounded, as ``"1%"``; shown by the digits where ``None``.
    zone : datetime.tzinfo, optional
        Where instants without an offset were written; the study's zone where ``None``.
    encoding : str, optional
        How its letters are kept; UTF-8 where ``None``.
    colon, slash : str, optional
        What ``1:4`` and ``1/50`` are, see :class:`consilience.notation.Usage`.
    """

    delimiter: str = ","
    decimal: Literal[".", ","] = "."
    date: str = ISO
    scale: Scale | None = None
    grid: str | None = None
    zone: dt.tzinfo | None = None
    encoding: str | None = None
    colon: Literal["odds", "chance"] | None = None
    slash: Literal["chance", "price"] | None = None

    def usage(self, *, counts: bool = False) -> Usage:
        """How the texts of its estimates are meant; ``counts`` for the rows of base rates."""
        return Usage(decimal=self.decimal, scale=self.scale, colon=self.colon, slash=self.slash, counts=counts)


def undeclared(
    text: str, name: str, file: str, dialect: Dialect, settings: str, is_event: Callable[[str], bool]
) -> Problem | None:
    """Find out whether a file is spelled another way than study.toml says: one problem for the whole file.

    Parameters
    ----------
    text : str
        The whole file.
    name, file : str
        Its name, as in ``[dialect."name"]``, and its path as shown.
    dialect : Dialect
        What is declared for it.
    settings : str
        Path of study.toml as shown.
    is_event : callable
        Whether a question of this name is about a probability; a quantity's numbers are bare by right.

    Returns
    -------
    Problem or None
        Its remedy holds the block to paste into study.toml.
    """
    delimiter = _delimiter(text, dialect.delimiter)
    rows = _loosely(text, delimiter)
    said = _column(rows, "estimate")
    asked = _column(rows, "question")
    chances = [cell for question, cell in zip(asked, said, strict=True) if is_event(question)]
    found: list[tuple[str, ...]] = []
    if delimiter != dialect.delimiter:
        written = "\\t" if delimiter == "\t" else delimiter
        found.append((f"{DELIMITERS[delimiter]} between the fields", f'delimiter = "{written}"'))
    resaved = ","
    if dialect.decimal == "." and _has_decimal_commas(said):
        if delimiter == ",":
            # A comma that nobody quoted would part one number into two cells.
            habit = "decimal commas beside the commas between its fields"
            found.append((habit, 'delimiter = ";"', 'decimal = ","'))
            resaved = ", save the file with semicolons between the fields and"
        else:
            found.append(("decimal commas", 'decimal = ","'))
    if dialect.date == ISO and (order := _date_order(_column(rows, "date"))):
        found.append((f"dates such as {excerpt(order[0], 20)}", order[1]))
    if dialect.scale is None and _is_percent_without_sign(chances):
        found.append((f"numbers above 1 without a percent sign{_among(chances)}", 'scale = "percent"'))
    if not found:
        return None
    block = "\n".join([f"    [dialect.{json.dumps(name)}]", *(f"    {line}" for line in _declared(dialect, found))])
    *habits, last = (habit for habit, *_ in found)
    return Problem(
        f"the file has {', '.join(habits)}{' and ' if habits else ''}{last} that study.toml does not declare,"
        " so none of its rows was read",
        f"if that is how the file is meant{resaved} have these lines in {settings}\n\n{block}\n\nor save"
        " the file with commas between the fields, decimal points, ISO dates and percent signs",
        file=file,
        check="dialect",
    )


def _declared(dialect: Dialect, found: Sequence[tuple[str, ...]]) -> list[str]:
    """List what is declared already, and what should be."""
    names = ("delimiter", "decimal", "date", "scale", "grid", "encoding", "colon", "slash")
    stated = [(key, getattr(dialect, key)) for key in names]
    kept = [f"{key} = {json.dumps(value)}" for key, value in stated if value != getattr(Dialect(), key)]
    missing = [line for _, *declared in found for line in declared]
    keys = {line.partition(" ")[0] for line in missing}
    return [*(line for line in kept if line.partition(" ")[0] not in keys), *missing]


def _delimiter(text: str, declared: str) -> str:
    header = text.partition("\n")[0]

    def known(delimiter: str) -> int:
        return len(set(COLUMNS) & set(headings(name.strip(' \r"') for name in header.split(delimiter))))

    best = max(DELIMITERS, key=known)
    return best if known(best) >= 2 and known(declared) < known(best) else declared


def _loosely(text: str, delimiter: str) -> list[list[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    read: list[list[str]] = []
    try:
        read.extend([cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row))
    except csv.Error:
        # The reading proper reports it; what came before is enough to see the file's habits.
        return read
    return read


def _column(rows: Sequence[Sequence[str]], name: str) -> list[str]:
    header = headings(rows[0]) if rows else []
    if name not in header:
        return ["" for _ in rows[1:]]
    place = header.index(name)
    return [row[place] if place < len(row) else "" for row in rows[1:]]


def _has_decimal_commas(cells: Sequence[str]) -> bool:
    commas = sum(_COMMA_NUMBER.fullmatch(cell) is not None for cell in cells)
    points = sum(_POINT_NUMBER.fullmatch(cell) is not None for cell in cells)
    return commas >= _HABIT and commas > points


def _date_order(cells: Sequence[str]) -> tuple[str, str] | None:
    dates = [match for cell in cells if cell and (match := _DATE.fullmatch(cell))]
    if not dates or len(dates) < sum(bool(cell) for cell in cells) or len({match[2] for match in dates}) > 1:
        return None
    separator = dates[0][2]
    day_first, month_first = (
        separator.join(("day", "month", "year")),
        separator.join(("month", "day", "year")),
    )
    for match in dates:
        if int(match[1]) > 12:
            return match[0], f'date = "{day_first}"'
        if int(match[3]) > 12:
            return match[0], f'date = "{month_first}"'
    return dates[0][0], f'date = "{day_first}"   # or "{month_first}": no date of the file tells which'


def _among(cells: Sequence[str]) -> str:
    """Say what the declaration would make of fractions among percentages."""
    below = [cell for cell in cells if cell and 0 < float(cell.replace(",", ".")) < 1]
    return f" (among them {len(below)} below 1, of which it makes {below[0]}%)" if below else ""


def _is_percent_without_sign(cells: Sequence[str]) -> bool:
    said = [cell for cell in cells if cell]
    if len(said) < _HABIT or not all(_BARE.fullmatch(cell) for cell in said):
        return False
    numbers = [float(cell.replace(",", ".")) for cell in said]
    return 1 < max(numbers) <= 100
