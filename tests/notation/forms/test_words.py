"""Verbal probabilities, laid out by what their lexicon says."""

from math import isnan

import pytest

from consilience.notation import Lexicon, Words, canonical, describe, layout, parse

LEXICON = Lexicon("own", {"likely": (0.55, 0.8, None), "probable": (0.63, 0.87, 0.75), "never": (0, 0, 0)})


@pytest.mark.parametrize("said", ["Likely", "“likely”", " LIKELY "])
def test_said_alike(said: str) -> None:
    value = parse(said, lexicon=LEXICON)
    assert type(value) is Words
    assert canonical(value) == '"likely"'


def test_a_range_of_them_is_an_interval() -> None:
    laid = layout(parse("likely", lexicon=LEXICON))
    assert (laid.form, laid.low, laid.high, laid.cell) == ("words", 0.55, 0.8, (0.545, 0.805))
    assert isnan(laid.best)
    assert laid.number == pytest.approx(1 / (1 + (9 / 11 / 4) ** 0.5))


def test_a_central_value_of_them_is_a_point() -> None:
    laid = layout(parse("probable", lexicon=LEXICON))
    assert (laid.form, laid.low, laid.best, laid.high) == ("words", 0.63, 0.75, 0.87)


def test_what_they_mean_is_told() -> None:
    assert describe(parse("likely", lexicon=LEXICON)) == '"likely", in own from 55% to 80%'
    assert describe(parse("never", lexicon=LEXICON)) == '"never", in own 0%, between 0% and 0.5%'


def test_a_chance_too_small_for_a_percentage_keeps_the_cell_of_its_digits() -> None:
    number = parse("all but never", lexicon=Lexicon("own", {"all but never": (0, 1e-3, 2e-9)})).meaning.number
    assert number.written == "2e-9"
    assert number.value == 2e-9
