"""Events in trials of a reference class."""

from math import isnan

import pytest

from consilience.notation import BaseRate, layout, parse
from consilience.problems import NotationError
from tests.notation.alike import alike, read_alike


@alike(("12 of 400", "12 of 400 "))
def test_said_alike(first: str, other: str) -> None:
    read_alike(first, other)


def test_it_is_not_a_chance() -> None:
    assert parse("12 of 400") == BaseRate(12, 400)
    assert parse("12 out of 400").number.value == 0.03


def test_it_is_a_share_that_binds_nobody() -> None:
    laid = layout(parse("12 of 400"))
    assert (laid.form, laid.best, laid.n, laid.cell) == ("base_rate", 0.03, 400, None)
    assert isnan(laid.low)
    assert isnan(laid.high)


def test_quantities_have_none() -> None:
    with pytest.raises(NotationError):
        parse("12 of 400", unit="GW")
