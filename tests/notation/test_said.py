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


def failing(given, holds):
    """The phrases of which something does not hold, all at once: a test for each takes longer to begin than to run."""
    return [f"{row['said']} {row['usage']}".strip() for row in given if not holds(row)]


def read_or_refused(row):
    """The value of a phrase, or the error that it is refused with."""
    try:
        return parse(row["said"], usage=declared(row["usage"]))
    except NotationError as error:
        return error


def test_it_means_what_it_says():
    assert not failing(READ, lambda row: meaning(read_or_refused(row)) == meaning(parse(row["means"])))


def test_it_is_no_answer():
    def is_refused(row):
        found = read_or_refused(row)
        return isinstance(found, NotationError) and found.problem.said == row["said"]

    assert not failing(REFUSED, is_refused)


def test_what_was_read_is_shown_as_what_is_read_again():
    for row in READ:
        value = parse(row["said"], usage=declared(row["usage"]))
        assert parse(canonical(value)) == value
        assert describe(value)


def test_no_word_is_read_past():
    """A word that nobody knows makes a number doubtful, wherever it stands outside what the chance is of."""

    def is_doubted(row):
        for text in (f"xyzzy {row['said']}", f"{row['said']} xyzzy"):
            value = read_or_refused({**row, "said": text})
            # "Xyzzy risk" names what the risk is of.
            named = any(word in row["said"].casefold() for word in NAMED)
            if not isinstance(value, NotationError) and not (named and meaning(value) == meaning(parse(row["means"]))):
                return False
        return True

    assert not failing(READ, is_doubted)


NAMED = (
    "chance", "probability", "likelihood", "risk", "p(", "odds", "wahrscheinlichkeit", "probabilidad", "posibilidad",
    "probabilité",
    "riesgo", "per ", "credence", "pdoom",
)  # fmt: skip


def test_a_name_in_front_changes_no_number():
    def is_kept(row):
        names = ("nuclear war: {}", "AI takeover = {}", "extinction from AI – {}", "my updated forecast - {}")
        values = [read_or_refused({**row, "said": name.format(row["said"])}) for name in names]
        meant = meaning(parse(row["means"]))
        return all(isinstance(value, NotationError) or meaning(value) == meant for value in values)

    assert not failing(READ, is_kept)


def test_a_name_in_front_makes_no_answer_of_what_is_none():
    def is_refused(row):
        texts = (f"nuclear war: {row['said']}", f"my updated forecast - {row['said']}")
        return all(isinstance(read_or_refused({**row, "said": text}), NotationError) for text in texts)

    assert not failing(REFUSED, is_refused)


@pytest.mark.parametrize("doubt", ["maybe", "perhaps", "probably", "possibly", "about", "more like"])
def test_what_a_word_of_doubt_behind_a_dash_may_take_back_is_asked(doubt):
    for low, high in ((5, 10), (0.5, 40), (12, 13)):
        with pytest.raises(NotationError, match=f"write {low}% to {high}% or ~{high}%, whichever"):
            parse(f"{low}% – {doubt} {high}%")


def test_a_text_with_a_foreign_word_is_none_of_the_notation():
    def is_none(row):
        text = normalised(row["said"])
        if not is_foreign(text):
            return True
        try:
            read(Reader(row["said"], text, PROBABILITY, usage=declared(row["usage"])))
        except NotationError:
            return True
        return False

    assert not failing(ROWS, is_none)


def test_phrases_alike_are_read_by_their_own_numbers():
    for low, high in ((5, 10), (2.5, 40), (12.34, 56.78)):
        value = parse(f"somewhere between {low} and {high} percent")
        assert meaning(value) == meaning(parse(f"{low}% to {high}%"))
    with pytest.raises(NotationError):
        parse("from 27 to 31 percent")
    assert parse("three to seven percent") != parse("four to nine percent")
