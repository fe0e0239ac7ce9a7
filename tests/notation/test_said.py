"""Phrases of our own, most of them written down with their meanings before the grammar that reads them."""

import pytest

from consilience.notation import canonical, describe, parse
from consilience.problems import NotationError
from tests.notation.said import OWN, declared, meaning, rows

ROWS = rows(OWN)
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
    "riesgo", "per ", "credence",
)  # fmt: skip
