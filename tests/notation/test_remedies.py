"""A remedy never changes the number: what is suggested means what was said, or is one of the readings named."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from unicodedata import decimal

import pytest
from hypothesis import given, settings, strategies as st

from consilience.notation import Usage, parse
from consilience.notation.decimal_comma import told_with_commas
from consilience.problems import NotationError, Problem
from tests.examples import examples
from tests.notation.said import HEARD, OWN, meaning, rows
from tests.notation.strategies import estimates, mutated

ROWS = rows(OWN) + rows(HEARD)
PHRASES = [row for row in ROWS if not row["means"].startswith("REFUSE") and not row["usage"]]
TURNS = (
    "per year", "if it is built", "each month", "higher", "percentage points", "of respondents", "xyzzy", "or 0.043%",
    "not", "per launch", "in a million years", "and 3%", "lower", "million", "else 4%", "(sd 3%)",
    "over", "at most", "twice", "squared", "minus",
)  # fmt: skip
END = r"(?=$|, |; | if | for | with | behind | and )"
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
EVEN = re.compile(r"(?i)coin|even|toss|than not|fifty")
SUGGESTED = re.compile(rf"write ((?:[^,;\[]|\[[^\]]*\])+?){END}")


def refused(text: str) -> Problem | None:
    try:
        parse(text)
    except NotationError as error:
        return error.problem
    return None


@pytest.fixture(scope="module", autouse=True)
def _loaded():
    """The grammar with its words is loaded before anything is timed."""
    refused("no phrase at all")


def suggestions(problem: Problem, refused: Callable[[str], object] = refused) -> list[str]:
    """The texts that a remedy says to write, as far as they are texts of the notation, or of that of a file."""
    found: list[str] = []
    for written in re.finditer("write ", problem.remedy):
        rest = problem.remedy[written.end() :]
        # A text may have commas of its own: as far as all can be read, all is meant.
        longest = (rest[: end.start()].split(" or ") for end in reversed([*re.finditer(END, rest)]))
        shortest = (listed[1].split(" or ") for listed in [SUGGESTED.match(written[0] + rest)] if listed)
        readable = (texts for texts in longest if all(refused(text) is None for text in texts))
        found += next(readable, None) or next(shortest, [])
    return [text for text in found if refused(text) is None]


def numbers(text: str) -> set[str]:
    # Digits of every script are read as those of ASCII.
    plain = "".join(str(digit) if (digit := decimal(letter, None)) is not None else letter for letter in text)
    pointed = re.sub("(?<=[0-9]),", ".", plain)
    return {str(float(found)) for found in re.findall(r"[0-9]+(?:\.[0-9]+)?|(?<![0-9.])\.[0-9]+", pointed)}


def keeps(problem: Problem, suggested: str) -> bool:
    """Whether a suggestion drops no number but the one at fault, and adds none but a reading that is named."""
    said, (start, end) = problem.said or "", problem.span or (0, 0)
    kept = numbers(said[:start]) | numbers(said[end:])
    # The one of "1 in 6" is no number that anybody said, nor that of q25=.
    added = numbers(re.sub(r"\b1 in |\bq[0-9.]+=", "", suggested)) - numbers(said)
    # What a sign may have stood between is thousands.
    added -= numbers(re.sub("(?<=[0-9])[.,](?=[0-9]{3})", "", said)) if "thousands" in problem.remedy else set()
    # In words a number was said as well.
    added -= {f"{number}.0" for number, word in enumerate(WORDS) if re.search(rf"(?i)\b{word}\b", said)}
    # Even odds have names of their own.
    added -= {"50.0"} if EVEN.search(said) else set()
    return kept <= numbers(suggested) and added <= numbers(problem.why)


@given(st.sampled_from(PHRASES), st.sampled_from(TURNS), st.booleans())
# Whatever the machine does beside it: how long a text takes is a law of its own.
@settings(max_examples=examples(600), deadline=None)
def test_what_turns_a_phrase_is_never_left_out(row, turn, first):
    text = f"{turn} {row['said']}" if first else f"{row['said']} {turn}"
    problem = refused(text)
    if problem is None:
        # "Xyzzy risk" names the risk, and "1 in 6 million" is another number.
        assert turn in ("xyzzy", "million") or meaning(parse(text)) != meaning(parse(row["means"]))
        return
    for suggested in suggestions(problem):
        assert keeps(problem, suggested) or meaning(parse(suggested)) == meaning(parse(row["means"])), problem.remedy


@given(st.one_of(estimates, mutated(), st.sampled_from([row["said"] for row in PHRASES])), st.data())
# Whatever the machine does beside it: how long a text takes is a law of its own.
@settings(max_examples=examples(600), deadline=None)
def test_a_slip_of_the_pen_is_not_made_into_another_number(text, data):
    at = data.draw(st.integers(0, len(text)))
    piece = data.draw(st.sampled_from([*"%-,.;:/()=<> 0159x", " in ", " to ", ""]))
    problem = refused(text[:at] + piece + text[at + data.draw(st.integers(0, 1)) :])
    if problem is not None:
        for suggested in suggestions(problem):
            assert keeps(problem, suggested), f"{problem.said!r}: {problem.remedy}"


@pytest.mark.parametrize(
    "said",
    [
        "1 in 10 millions and",
        "80% CI 10-20% maybe not",
        "5% or less than",
        "2% per year",
        "12/400 people or not",
        "50/20",
    ],
)
def test_once_told_to_write_a_part(said):
    problem = refused(said)
    assert problem is not None
    assert all(keeps(problem, suggested) for suggested in suggestions(problem))


@pytest.mark.parametrize(
    ("said", "readings"),
    [
        ("median 5%, 90% CI 1%-20%", ["5% [1%, 20%] @90%", "median=5%"]),
        ("5-20% (median 10%)", ["10% [5%, 20%]", "median=10% ci95=[5%, 20%]", "median=10% quartiles=[5%, 20%]"]),
        ("1% / 5% / 20%", ["5% [1%, 20%]"]),
        ("1, 5, 20%", ["5% [1%, 20%]"]),
        ("50 to 1", ["1:50", "50:1 on", "1-50%"]),
        ("fifty-to-one", ["1:50", "50:1 on", "1-50%"]),
        ("75-25", ["75%", "25-75%"]),
        ("odds of 1 to 20", ["1:20", "20:1 on"]),
        ("odds of 0.25", ["20%", "25%"]),
        ("odds 5", ["20%", "16.7%", "83.3%"]),
        ("90-10 odds", ["90%", "10-90%"]),
        ("3 zu 4", ["3 in 4", "3:4"]),
        ("I'd say 5", ["5%", "1 in 5"]),
        ("north of 90", [">90%"]),
        ("n=50, median 5%, 90% CI 1%-20%", ["n=50 median=5%"]),
        ("log odds -2", ["11.9%", "0.99%"]),
        ("logit(p) = -2", ["11.9%"]),
        ("logit 3", ["95.26%"]),
        ("slightly below 50%", ["<50%"]),
        ("slightly more likely than not", [">50%"]),
        ("roughly 30 %, give or take 10", ["30% [20%, 40%]"]),
    ],
)
def test_every_reading_of_a_doubtful_phrase_is_offered(said, readings):
    problem = refused(said)
    assert problem is not None
    assert suggestions(problem) == readings, problem.remedy


def test_what_a_plus_minus_covers_is_asked_and_its_best_value_kept():
    problem = refused("5±2%")
    assert suggestions(problem) == ["5% [3%, 7%]"]
    assert "covers is not agreed" in problem.why


DECLARED = [
    ("0.05±0.02", Usage(scale="fraction"), ["5% [3%, 7%]"]),
    ("0.05±0.02", Usage(scale="percent"), ["0.05% [0.03%, 0.07%]"]),
    ("0.95±0.1", Usage(scale="fraction"), []),
    ("0,05±0,02", Usage(decimal=","), ["5% [3%, 7%]", "0,05% [0,03%, 0,07%]"]),
    ("0,05±0,02", Usage(decimal=",", scale="fraction"), ["5% [3%, 7%]"]),
    ("0,05±0,02", Usage(decimal=",", scale="percent"), ["0,05% [0,03%, 0,07%]"]),
    ("10-5", Usage(scale="percent"), ["5% to 10%", "1 in 100000"]),
    ("10-6", Usage(scale="percent"), ["6% to 10%", "1 in 1000000"]),
    ("10-5", Usage(scale="percent", slash="price"), ["5:10", "1 in 100000"]),
    ("10^-5", Usage(scale="percent"), ["0.001%", "0.00001%"]),
    ("30% (2-4)", Usage(scale="fraction"), ["30%", "2-4%"]),
]


@pytest.mark.parametrize(("said", "usage", "readings"), DECLARED)
def test_what_a_file_declares_leaves_its_readings_alone(said, usage, readings):
    def told(text: str) -> Problem | None:
        try:
            parse(text, usage=usage)
        except NotationError as error:
            if usage.decimal == ".":
                return error.problem
            return told_with_commas(text, error.problem, partial(parse, usage=replace(usage, decimal=".")))
        return None

    assert suggestions(told(said), told) == readings
