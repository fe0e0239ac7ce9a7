"""Phrases of our own, most of them written down with their meanings before the grammar that reads them."""

import pytest

from consilience.notation import canonical, describe, parse
from consilience.notation.amounts import PROBABILITY
from consilience.notation.forms import read
from consilience.notation.tokens import Reader, is_foreign, normalised
from consilience.problems import NotationError
from tests.notation.said import HEARD, OWN, declared, meaning, rows

ROWS = rows(OWN) + rows(HEARD)
READ = [row for row in ROWS if not row["means"].startswith("REFUSE")]
REFUSED = [row for row in ROWS if row["means"].startswith("REFUSE")]


@pytest.mark.parametrize("row", READ, ids=lambda row: f"{row['said']} {row['usage']}".strip())
def test_it_means_what_it_says(row):
    value = parse(row["said"], usage=declared(row["usage"]))
    assert meaning(value) == meaning(parse(row["means"]))


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row["said"])
def test_it_is_no_answer(row):
    with pytest.raises(NotationError) as caught:
        parse(row["said"], usage=declared(row["usage"]))
    assert caught.value.problem.said == row["said"]


def test_what_was_read_is_shown_as_what_is_read_again():
    for row in READ:
        value = parse(row["said"], usage=declared(row["usage"]))
        assert parse(canonical(value)) == value
        assert describe(value)


@pytest.mark.parametrize("row", READ, ids=lambda row: f"{row['said']} {row['usage']}".strip())
def test_no_word_is_read_past(row):
    """A word that nobody knows makes a number doubtful, wherever it stands outside what the chance is of."""
    said, usage = row["said"], declared(row["usage"])
    for text in (f"xyzzy {said}", f"{said} xyzzy"):
        try:
            value = parse(text, usage=usage)
        except NotationError:
            continue
        # "Xyzzy risk" names what the risk is of.
        assert meaning(value) == meaning(parse(row["means"]))
        assert any(word in said.casefold() for word in NAMED), text


NAMED = (
    "chance", "probability", "likelihood", "risk", "p(", "odds", "wahrscheinlichkeit", "probabilidad", "posibilidad",
    "probabilité",
    "riesgo", "per ", "credence", "pdoom",
)  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['said']} {row['usage']}".strip())
def test_a_text_with_a_foreign_word_is_none_of_the_notation(row):
    text = normalised(row["said"])
    if is_foreign(text):
        with pytest.raises(NotationError):
            read(Reader(row["said"], text, PROBABILITY, usage=declared(row["usage"])))


def test_phrases_alike_are_read_by_their_own_numbers():
    for low, high in ((5, 10), (2.5, 40), (12.34, 56.78)):
        value = parse(f"somewhere between {low} and {high} percent")
        assert meaning(value) == meaning(parse(f"{low}% to {high}%"))
    with pytest.raises(NotationError):
        parse("from 27 to 31 percent")
    assert parse("three to seven percent") != parse("four to nine percent")
