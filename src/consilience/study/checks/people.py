"""Rows that nobody meant: placeholders for names, and one person under several."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from consilience.problems import Problem
from consilience.study.encodings import twice_encoded
from consilience.study.reading.csv_file import Row
from consilience.study.reading.estimates import Reading, at_row, place_of
from consilience.study.texts import listed, quoted, skeleton

_PLACEHOLDER = re.compile(
    r"examples?|example (?:forecaster|person|name)|forecaster|(?:your|full|first|last) ?names?|names? ?here"
    r"|your name here|name|names|x{3,}|y{3,}|z{3,}|tbd|tba|tbc|todo|fixme|placeholder|test(?:ing)?"
    r"|test ?(?:user|person|forecaster)|foo|asdf|qwerty|lorem ipsum|\?+|…"
)
_SUMS = {"mean", "median", "average", "total", "sum", "mode", "geometric mean", "group mean", "group median"}
_AS = {"survey": "a survey", "aggregate": "an aggregate"}
_SHEET_FAULT = re.compile(r"#(?:REF!|NAME\?|N/A|VALUE!|DIV/0!|NUM!|NULL!)", re.IGNORECASE)
# What begins with a sign and goes on as no name and no number does.
_FORMULA = re.compile(r"\s*(?:=|@\w+ ?\(|[+-].*[(!|])")
_SEVERAL = re.compile(r" and | & | et al|[/;+]")
_LOST = "\ufffd"


def placeholders(reading: Reading) -> Iterator[Problem]:
    """Find forecasters who are the example of a template, a sum of others, or a spreadsheet's fault."""
    for name, row in first_rows(reading, "forecaster").items():
        if what := stand_in(name):
            why = f"{quoted(name)} is {what}, and would count as a voice"
            yield at_row(row, why, "write who said it, or take the row out", said=name)
        elif _is_person(row) and name.casefold() in _SUMS:
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


def namesakes(reading: Reading) -> Iterator[Problem]:
    """Find persons who may be one: a first or last name beside a full one, initials, the two names turned round."""
    rows = {name: row for name, row in first_rows(reading, "forecaster").items() if _is_person(row)}
    words = {name: parts for name in rows if (parts := _words(name))}
    ends: dict[str, list[str]] = defaultdict(list)
    for name, parts in words.items():
        for end in {parts[0], parts[-1]} if len(parts) > 1 else ():
            ends[end].append(name)
    earlier: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, parts in words.items():
        if len(parts) == 1:
            twins = ends[parts[0]] if len(parts[0]) > 1 else []
        else:
            # Of two full names the later one tells of the earlier.
            twins = [other for key in _sought(parts) for other in earlier[key]]
            for key in _kept(parts):
                earlier[key].append(name)
        # Two spellings of the same letters are told of as such.
        twins = [other for other in dict.fromkeys(twins) if skeleton(other) != skeleton(name)]
        if twins:
            places = listed((f"{quoted(other)} ({rows[other].file}:{rows[other].line})" for other in twins), limit=3)
            why = f"{quoted(name)} may be the same person as {places}; they count as {len(twins) + 1}"
            yield at_row(rows[name], why, "spell one person alike everywhere, or tell two apart", said=name)


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


def _kept(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Under what a full name is found again: its ends, its words in any order, its initial in place of a first name."""
    initial = "initial" if len(words[0]) == 1 else "in full"
    return [("ends", words[0], words[-1]), ("words", *sorted(words)), (initial, words[0][0], words[-1])]


def _sought(words: Sequence[str]) -> list[tuple[str, ...]]:
    """What names may be shorter, longer or turned forms of a full name: an initial goes with every name it begins."""
    kept = _kept(words)
    return [*kept[:2], ("initial", *kept[2][1:]), *([kept[2], ("in full", *kept[2][1:])] if len(words[0]) == 1 else [])]


def _words(name: str) -> tuple[str, ...]:
    """Words of a person's name in small letters, the last name last; none where several people are named."""
    if _SEVERAL.search(name):
        return ()
    last, comma, first = name.partition(",")
    words = tuple(skeleton(f"{first} {last}" if comma else name).replace(".", " ").split())
    return words if all(word.replace("-", "").replace("'", "").isalpha() for word in words) else ()


def _is_person(row: Row) -> bool:
    return row.cells["kind"] in ("", "person")


def first_rows(reading: Reading, column: str) -> dict[str, Row]:
    """First row of each name that stands in a column."""
    rows: dict[str, Row] = {}
    for row in reading.said:
        if row.cells[column]:
            rows.setdefault(row.cells[column], row)
    return rows
