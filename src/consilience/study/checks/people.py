"""Rows that nobody meant: placeholders for names, formulas, garbled letters."""

import re
from collections import defaultdict
from collections.abc import Iterator

from consilience.problems import Problem
from consilience.study.encodings import twice_encoded
from consilience.study.reading.csv_file import Row
from consilience.study.reading.estimates import Reading, at_row, place_of
from consilience.study.texts import quoted, skeleton

_PLACEHOLDER = re.compile(
    r"examples?|example (?:forecaster|person|name)|forecaster|(?:your|full|first|last) ?names?|names? ?here"
    r"|your name here|name|names|x{3,}|y{3,}|z{3,}|tbd|tba|tbc|todo|fixme|placeholder|test(?:ing)?"
    r"|test ?(?:user|person|forecaster)|foo|asdf|qwerty|lorem ipsum|\?+|…"
    # Whom forms name in the example that they give.
    r"|(?:john|jane) (?:doe|roe)|john q\.? public|(?:max|erika) mustermann"
)
_SUMS = {"mean", "median", "average", "total", "sum", "mode", "geometric mean", "group mean", "group median"}
_AS = {"survey": "a survey", "aggregate": "an aggregate"}
_SHEET_FAULT = re.compile(r"#(?:REF!|NAME\?|N/A|VALUE!|DIV/0!|NUM!|NULL!)", re.IGNORECASE)
# What begins with a sign and goes on as no name and no number does.
_FORMULA = re.compile(r"\s*(?:=|@\w+ ?\(|[+-].*[(!|])")
_LOST = "\ufffd"


def placeholders(reading: Reading) -> Iterator[Problem]:
    """Find forecasters who are the example of a template, a sum of others, or a spreadsheet's fault."""
    for name, row in first_rows(reading, "forecaster").items():
        if what := stand_in(name):
            why = f"{quoted(name)} is {what}, and would count as a voice"
            yield at_row(row, why, "write who said it, or take the row out", said=name)
        elif is_person(row) and name.casefold() in _SUMS:
            why = f"{quoted(name)} is what others come to, and would count as one more voice"
            yield at_row(row, why, "set kind to aggregate, or take the row out", said=name)


def stand_in(name: str) -> str:
    """Say what stands in place of a name; empty where it is one.

    Examples
    --------
    >>> stand_in("Your name here"), stand_in("Ada Quill")
    ("a placeholder and nobody's name", '')
    """
    if _PLACEHOLDER.fullmatch(skeleton(name).strip("<>[]{}()")):
        return "a placeholder and nobody's name"
    return "what a spreadsheet writes for a fault" if _SHEET_FAULT.fullmatch(name) else ""


def formulas(reading: Reading) -> Iterator[Problem]:
    """Find names that a spreadsheet which opens a table with them would take for a formula, and work out."""
    for column in ("forecaster", "group"):
        for name, row in first_rows(reading, column).items():
            if _FORMULA.match(name):
                why = (
                    f"a spreadsheet that opens a table with the {column} {quoted(name)} would work it out as a formula"
                )
                yield at_row(row, why, "write the name without its first sign", said=name)


def garbled_names(reading: Reading) -> Iterator[Problem]:
    """Find names whose letters were lost, or read in another encoding and saved again."""
    for column in ("forecaster", "group"):
        for name, row in first_rows(reading, column).items():
            if _LOST in name:
                why = f"letters of the {column} {quoted(name)} were lost when the file was saved"
                yield at_row(row, why, "type the name anew", said=name)
            elif meant := twice_encoded(name):
                why = f"the {column} {quoted(name)} was read as Windows-1252 and saved again"
                yield at_row(row, why, f"write {quoted(meant)} if that is meant", said=name)


def persons_and_surveys(reading: Reading) -> Iterator[Problem]:
    """Find names under which both a person and a survey, or what others come to, are entered."""
    kinds: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in reading.said:
        name = row.cells["forecaster"]
        if name and name.casefold() not in _SUMS:
            kinds[name].setdefault(row.cells["kind"] or "person", row)
    for name, rows in kinds.items():
        person = rows.get("person")
        for kind in ("survey", "aggregate"):
            if person and (other := rows.get(kind)):
                first, last = sorted((person, other), key=lambda row: (row.file, row.line))
                why = f"{quoted(name)} is a person in one row and {_AS[kind]} in another ({place_of(first, last)})"
                remedy = "set one kind in all its rows, or give the survey a name of its own"
                yield at_row(last, why, remedy, said=name)


def is_person(row: Row) -> bool:
    """Whether a row is what a person says, as far as its kind goes."""
    return row.cells["kind"] in ("", "person")


def first_rows(reading: Reading, column: str) -> dict[str, Row]:
    """First row of each name that stands in a column."""
    rows: dict[str, Row] = {}
    for row in reading.said:
        if row.cells[column]:
            rows.setdefault(row.cells[column], row)
    return rows
