"""The phrases of the trade in ../shared/phrases.csv: read as meant, or refused where they are no answer."""

from pathlib import Path

import pytest

from consilience.notation import Usage, canonical, parse
from consilience.problems import NotationError
from tests.notation.said import meaning, rows

ELSEWHERE = ("german", "french", "spanish")
COMMA = ("0,5 ‰", "2,3e-4")
CHANCE = ("code: one of four", "cut to the number", "weight 0.1", "meant 1 in")
# Counts with a number inside a name; more digits than floats have; odds that differ from the chance by less than
# the rounding of either.
NOT_READ_SO = {"out_of-12", "power-23", "odds-40"}


def usage(row: dict[str, str]) -> Usage:
    """What the row's note says about where it comes from, as a file would declare it."""
    note, family = row["note"] or "", row["id"].partition("-")[0]
    colon = "odds" if "so odds" in note else "chance" if any(mark in note for mark in CHANCE) else None
    return Usage(
        decimal="," if family in ELSEWHERE or row["said"] in COMMA else ".",
        colon=colon,
        slash="price" if "price" in note else None,
        counts=note.startswith("data"),
    )


@pytest.fixture
def phrases(shared: Path) -> list[dict[str, str]]:
    path = shared / "phrases.csv"
    if not path.exists():
        pytest.skip("there is no ../shared/phrases.csv")
    return rows(path)


def test_they_are_read_as_meant(phrases: list[dict[str, str]]) -> None:
    wrong = {}
    for row in phrases:
        if row["means"].startswith("REFUSE") or row["id"] in NOT_READ_SO:
            continue
        try:
            value = parse(row["said"], usage=usage(row))
        except NotationError as error:
            wrong[row["id"]] = f"{row['said']}: {error.problem.why}"
            continue
        if meaning(value) != meaning(parse(row["means"])):
            wrong[row["id"]] = f"{row['said']}: {canonical(value)}, not {row['means']}"
    assert wrong == {}


def test_they_are_refused_where_they_are_no_answer(phrases: list[dict[str, str]]) -> None:
    read = {}
    for row in phrases:
        if row["means"].startswith("REFUSE"):
            try:
                read[row["said"]] = canonical(parse(row["said"], usage=usage(row)))
            except NotationError:
                continue
    assert read == {}


def test_without_a_declaration_none_is_read_as_another_number(phrases: list[dict[str, str]]) -> None:
    """But for the rows whose note says that what they mean is known from where they come from."""
    wrong = {}
    for row in phrases:
        if row["means"].startswith("REFUSE") or row["note"] or row["id"] in NOT_READ_SO:
            continue
        try:
            value = parse(row["said"])
        except NotationError:
            continue
        if meaning(value) != meaning(parse(row["means"])):
            wrong[row["said"]] = canonical(value)
    assert wrong == {}
