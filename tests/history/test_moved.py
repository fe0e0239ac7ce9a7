"""What moved between two answers, and what is no move."""

from math import exp, log

import pytest

from consilience.history.moved import NOISE, Difference
from consilience.history.statements import changes_between
from tests.history.records import ERROR, record, said


def moved_by(by):
    """A fraction whose log odds lie so far from those of 10%."""
    odds = exp(log(1 / 9) + by)
    return odds / (1 + odds)


def test_a_move_beyond_noise_is_told_with_both_numbers():
    assert list(Difference(record({"flood": 0.1}), record({"flood": 0.2})).answers_in_words()) == [
        "Flood: median forecaster 10% [5%, 20%] → 20% [10%, 40%]."
    ]


def between(record, where):
    record["summary"]["questions"][0]["between"] = f"between two camps: {where}"
    return record


def test_camps_between_which_an_answer_lies_are_told_and_those_that_stay_once():
    camps, others = "2 voices at 1% and 2 at 90%", "3 voices at 1% and 2 at 90%"
    plain, low, high = record({"flood": 0.1}), between(record({"flood": 0.1}), camps), record({"flood": 0.2})
    assert str(Difference(low, between(high, camps)).moves[0]) == (
        f"Flood: median forecaster 10% [5%, 20%] → 20% [10%, 40%], between two camps: {camps}."
    )
    assert str(Difference(low, between(high, others)).moves[0]) == (
        f"Flood: median forecaster 10% [5%, 20%], between two camps: {camps} → "
        f"20% [10%, 40%], between two camps: {others}."
    )
    assert str(Difference(plain, low).moves[0]) == (
        f"Flood: no change beyond simulation noise, median forecaster 10% [5%, 20%], between two camps: {camps}."
    )
    assert str(Difference(low, record({"fire": 0.1})).moves[1]) == (
        f"Flood: gone, median forecaster 10% [5%, 20%], between two camps: {camps}."
    )


# Of independent answers the errors add in squares.
@pytest.mark.parametrize(
    ("errors", "verdict"), [(0.9, "no change"), (1.1, "moved"), (-0.9, "no change"), (-1.1, "moved")]
)
def test_a_move_within_monte_carlo_error_is_no_change(errors, verdict):
    by = errors * NOISE * ERROR * 2**0.5
    before, after = record({"flood": 0.1}), record({"flood": moved_by(by)})
    # The interval stays where it is, so that the median decides.
    after["summary"]["questions"][0]["summaries"]["median"] |= {"low": 0.05, "high": 0.2}
    (move,) = Difference(before, after).moves
    assert move.verdict == verdict


def test_an_interval_that_narrows_is_a_move():
    before, after = record({"flood": 0.1}), record({"flood": 0.1})
    after["summary"]["questions"][0]["summaries"]["median"] |= {"high": 0.12}
    assert [move.verdict for move in Difference(before, after).moves] == ["moved"]


def test_where_voices_lead_their_own_words_are_compared():
    one = record({"flood": 0.1}, leads="voices", voices="ada: 46%")
    assert "no change, ada: 46%" in str(Difference(one, record({"flood": 0.3}, leads="voices", voices="ada: 46%")))
    two = record({"flood": 0.1}, leads="voices", voices="ada: 46%; bo: 5%")
    assert "Flood: ada: 46% → ada: 46%; bo: 5%." in str(Difference(one, two))
    assert "Flood: ada: 46% → median forecaster 10% [5%, 20%]." in str(Difference(one, record({"flood": 0.1})))


def test_a_mean_that_is_not_told_is_the_median():
    answers = Difference(record({"flood": 0.1}), record({"flood": 0.1}, headline="mean")).answers_in_words()
    assert list(answers) == ["Flood: no change, median forecaster 10% [5%, 20%]."]


def test_questions_come_and_go():
    moves = Difference(record({"flood": 0.1, "fire": 0.2}), record({"flood": 0.1, "storm": 0.3})).moves
    assert {move.question: move.verdict for move in moves} == {"flood": "no change", "fire": "gone", "storm": "new"}


def test_of_many_questions_those_that_moved_most_are_named():
    before = record({f"q{place}": 0.1 for place in range(30)})
    after = record({f"q{place}": 0.1 if place < 15 else moved_by(place / 10) for place in range(30)})
    told = list(Difference(before, after).answers_in_words())
    assert told[0].startswith("Q0: no change")
    assert told[1].startswith("Q29: ")
    assert told[-2:] == ["8 more answers moved.", "14 other answers: no change beyond simulation noise."]


BEFORE = [said("ada", "10%"), said("bo", "5%"), said("cem", "1%")]
AFTER = [said("cem", "1%", date="2026-01-01", source="a talk", said="1 %"), said("ada", "20%"), said("dee", "3%")]


def test_what_came_went_and_changed_is_told_by_name():
    told = list(Difference(record({"flood": 0.1}, BEFORE), record({"flood": 0.1}, AFTER)).statements_in_words())
    assert told == ["Changed: ada: 10% → 20%.", "Came: dee: 3%.", "Went: bo: 5%."]


def test_with_several_questions_each_statement_says_which():
    before, after = (
        record({"flood": 0.1, "fire": 0.1}),
        record({"flood": 0.1, "fire": 0.1}, [said("ada", "5%", "fire")]),
    )
    assert "Came: ada on Fire: 5%." in str(Difference(before, after))


def test_a_statement_made_again_is_no_change():
    assert changes_between(BEFORE, [*reversed(BEFORE)]) == ()
    assert "Nothing that counts came, went or changed." in str(
        Difference(record({"flood": 0.1}), record({"flood": 0.1}))
    )


def test_a_person_who_joins_a_group_has_changed_and_a_survey_of_another_group_is_another():
    (change,) = changes_between([said("ada", "5%")], [said("ada", "5%", group="coast")])
    assert change.what == "changed"
    assert "5% → 5% (no group → coast)" in str(
        Difference(
            record({"flood": 0.1}, [said("ada", "5%")]), record({"flood": 0.1}, [said("ada", "5%", group="coast")])
        )
    )
    one, other = (said("them", "n=9 median=5%", kind="survey", group=group) for group in ("river", "coast"))
    assert sorted(change.what for change in changes_between([one], [other])) == ["came", "went"]
