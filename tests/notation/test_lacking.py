"""Phrases that lack a part or have something beside their number: which reason is given, and what is suggested.

They were written down, with what a reader should be told, before the code that tells it was looked at.
"""

import re
from functools import cache
from pathlib import Path

import pytest

from consilience.notation import Usage, parse
from consilience.notation.decimal_comma import from_decimal_comma, told_with_commas
from consilience.problems import NotationError, Problem
from tests.notation.said import HEARD, OWN, meaning, rows
from tests.notation.test_remedies import refused, suggestions

LACKING = rows(Path(__file__).with_name("lacking.csv"))
COMMAS = Usage(decimal=",")
# Of the others every sixth, since they are many and their kinds are few.
OTHERS = [row for row in rows(OWN) + rows(HEARD) if row["means"].startswith("REFUSE") and not row["usage"]][::6]
# With a comma between digits already there is another number in such a file.
DOUBTFUL = [row["said"] for row in LACKING + OTHERS if not re.search("[0-9],[0-9]|[0-9][.][0-9]{3}", row["said"])]


refused_once = cache(refused)


def with_commas(text: str) -> str:
    return re.sub(r"(?<=[0-9])[.](?=[0-9])", ",", text)


@cache
def refused_in_its_file(text: str) -> Problem | None:
    try:
        parse(text, usage=COMMAS)
    except NotationError as error:
        return told_with_commas(text, error.problem, parse)
    return None


def test_the_reason_is_the_one_that_holds_and_the_remedy_means_what_was_said():
    told = {row["said"]: refused_once(row["said"]) for row in LACKING}
    assert not [said for said, problem in told.items() if problem is None]
    assert not [row["said"] for row in LACKING if row["why"] not in told[row["said"]].why]
    assert {said: " | ".join(suggestions(problem, refused_once)) for said, problem in told.items()} == {
        row["said"]: row["write"] for row in LACKING
    }


def test_a_file_with_decimal_commas_is_told_in_its_own_notation():
    """Followed there, each remedy is read, and as what it is in a file with points."""

    def kept(said: str) -> bool:
        offered = suggestions(refused_once(said), refused_once)
        written = suggestions(refused_in_its_file(with_commas(said)), refused_in_its_file)
        if any(re.search("[0-9][.][0-9]", text) for text in written):
            return False
        return [meaning(parse(text, usage=COMMAS)) for text in written] == [meaning(parse(text)) for text in offered]

    assert not [said for said in DOUBTFUL if refused_in_its_file(with_commas(said)) and not kept(said)]


@pytest.mark.parametrize(
    ("said", "why", "remedy"),
    [
        ("12,5±2%", "what a ± covers", "write 12,5% [10,5%, 14,5%] with"),
        ("log odds -2", "comes to 11,9% (natural logarithms) or 0,99%", "write 11,9% or 0,99%"),
        ("between 1 in 40 and 2,5%", "1 in 40 is 2,5%", "write 2,5% if"),
        ("ungefähr 12,5% bis", "begins with ungefähr 12,5%", "write ungefähr 12,5% or >=12,5%"),
        ("1.000", "may have been 1,000 or 1000", "write 1,000 or 1000"),
        ("01.06.2025", "may have been 1,6", "such as 1,6%"),
        ("Ord: 1.5%", "1.5 may have been 1,5", "write 1,5"),
    ],
)
def test_numbers_in_what_is_told_are_spelled_as_the_file_spells_them(said, why, remedy):
    problem = refused_in_its_file(said)
    assert problem.said == said
    assert why in problem.why
    assert remedy in problem.remedy


def test_a_place_in_the_respelled_text_is_one_in_what_was_said():
    problem = refused_in_its_file("12,5% wibble")
    assert problem.said[slice(*problem.span)] == "wibble"
    assert len(from_decimal_comma(problem.said)) == len(problem.said)
