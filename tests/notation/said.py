"""The tables of phrases with their meanings, and what makes two values the same."""

import csv
from dataclasses import fields, is_dataclass
from pathlib import Path

from consilience.notation import Number, Usage

OWN = Path(__file__).with_name("said.csv")
HEARD = Path(__file__).with_name("heard.csv")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def declared(text: str) -> Usage:
    """What the last column of the own table declares."""
    key, _, value = text.partition("=")
    if not key:
        return Usage()
    return Usage(counts=True) if key == "kind" else Usage(**{key: value})


def meaning(value: object) -> object:
    """A value without the spelling of its numbers."""
    if isinstance(value, Number):
        return value.value, value.low, value.high
    if isinstance(value, tuple):
        return tuple(map(meaning, value))
    if is_dataclass(value):
        return type(value).__name__, *(meaning(getattr(value, field.name)) for field in fields(value))
    return value
