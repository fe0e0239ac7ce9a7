"""Rows that nobody meant: placeholders for names, and one person under several."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from consilience.problems import Problem
from consilience.study.encodings import twice_encoded
from consilience.study.reading.csv_file import Row
from consilience.study.reading.estimates import Reading, at_row
from consilience.study.texts import listed, quoted, skeleton

_PLACEHOLDER = re.compile(
    r"examples?|example (?:forecaster|person|name)|forecaster|(?:your|full|first|last) ?names?|names? ?here"
    r"|your name here|name|names|someone|somebody|x{2,}|y{3,}|z{3,}|tbd|tba|tbc|todo|fixme|placeholder|test(?:ing)?"
    r"|test ?(?:user|person|forecaster)|foo|bar|baz|asdf|qwerty|lorem ipsum|\?+|…"
)
_SUMS = {"mean", "median", "average", "total", "sum", "mode", "geometric mean", "group mean", "group median"}
_SHEET_FAULT = re.compile(r"#(?:REF!|NAME\?|N/A|VALUE!|DIV/0!|NUM!|NULL!)", re.IGNORECASE)
_SEVERAL = re.compile(r" and | & | et al|[/;+]")
_LOST = "\ufffd"


def placeholders(reading: Reading) -> Iterator[Problem]:
    """Find forecasters who are the example of a template, a sum of others, or a spreadsheet's fault."""
    for name, row in first_rows(reading, "forecaster").items():
        if what := _stand_in(name):
            why = f"{quoted(name)} is {what}, and would count as a voice"
            yield at_row(row, why, "write who said it, or take the row out", said=name)
        elif _is_person(row) and name.casefold() in _SUMS:
            why = f"{quoted(name)} is what others come to, and would count as one more voice"
            yield at_row(row, why, "set kind to aggregate, or take the row out", said=name)


def _stand_in(name: str) -> str:
    if _PLACEHOLDER.fullmatch(skeleton(name).strip("<>[]{}()")):
        return "a placeholder and nobody's name"
    return "what a spreadsheet writes for a fault" if _SHEET_FAULT.fullmatch(name) else ""


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
    parts = {name: words for name in rows if (words := _words(name))}
    ends: dict[str, list[str]] = defaultdict(list)
    for name, words in parts.items():
        for end in {words[0], words[-1]} if len(words) > 1 else ():
            ends[end].append(name)
    for name, words in parts.items():
        full = [other for word in {words[0], words[-1]} for other in ends[word] if _may_be(words, parts[other])]
        # Two spellings of the same words are told of as such.
        full = [
            other for other in dict.fromkeys(full) if parts[other] != words and not _told_already(name, other, parts)
        ]
        if full:
            places = listed((f"{quoted(other)} ({rows[other].file}:{rows[other].line})" for other in full), limit=3)
            why = f"{quoted(name)} may be the same person as {places}; they count as {len(full) + 1}"
            yield at_row(rows[name], why, "spell one person alike everywhere, or tell two apart", said=name)


def _words(name: str) -> tuple[str, ...]:
    """Words of a person's name in small letters, the last name last; none where several people are named."""
    if _SEVERAL.search(name):
        return ()
    last, comma, first = name.partition(",")
    words = tuple(skeleton(f"{first} {last}" if comma else name).replace(".", " ").split())
    return words if all(word.replace("-", "").replace("'", "").isalpha() for word in words) else ()


def _may_be(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether the first name may be a shorter or turned form of the other, which is longer than a word."""
    if len(one) == 1:
        return len(one[0]) > 1 and one[0] in (other[0], other[-1])
    if (one[0], one[-1]) == (other[0], other[-1]):
        return True
    if sorted(one) == sorted(other):
        return True
    is_short = len(one[0]) == 1 or len(other[0]) == 1
    return is_short and one[-1] == other[-1] and one[0][0] == other[0][0]


def _told_already(name: str, other: str, parts: Mapping[str, Sequence[str]]) -> bool:
    """Of two full names each would tell of the other: the shorter one does, or the later."""
    if not _may_be(parts[other], parts[name]) or len(parts[name]) == 1:
        return False
    order = list(parts)
    return (len(name), -order.index(name)) > (len(other), -order.index(other))


def _is_person(row: Row) -> bool:
    return row.cells["kind"] in ("", "person")


def first_rows(reading: Reading, column: str) -> dict[str, Row]:
    """First row of each name that stands in a column."""
    rows: dict[str, Row] = {}
    for row in reading.said:
        if row.cells[column]:
            rows.setdefault(row.cells[column], row)
    return rows
