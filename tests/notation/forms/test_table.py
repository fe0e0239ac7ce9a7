"""The table of forms: what holds for each of them, and that a new one needs its file and a line alone."""

from datetime import date
from math import isinf, isnan

import pytest
from hypothesis import given, strategies as st

from consilience.notation import Value, canonical, describe, forms, layout, parse
from consilience.pools import pool
from consilience.problems import NotationError
from consilience.study import Estimate
from consilience.study.estimates_table import estimates_table
from tests.notation.forms import complement
from tests.notation.strategies import dates, estimates, quantities, terms

VALUES = st.one_of(
    estimates.map(parse),
    terms(),
    quantities().map(lambda said: parse(said, unit="GW")),
    dates().map(lambda said: parse(said, unit="date")),
)


@given(VALUES)
def test_low_best_and_high_are_in_order(value: Value) -> None:
    laid = layout(value)
    said = [number for number in (laid.low, laid.best, laid.high) if not isnan(number)]
    # A mean may lie outside the interval of the middle half of the answers.
    if laid.form != "survey" or value.median is not None:
        assert said == sorted(said)
    assert said
    assert not isinf(laid.best)


@given(VALUES)
def test_a_cell_holds_the_best_value_and_every_cell_the_one_within(value: Value) -> None:
    laid = layout(value)
    if laid.cell is None:
        assert laid.form == "base_rate"
        return
    (low, high), (least, most) = laid.cell, laid.forgiving
    assert least <= low < high <= most
    assert isnan(laid.best) or low <= laid.best <= high
    assert isnan(laid.number) or low <= laid.number <= high


@given(st.one_of(estimates.map(parse), terms()))
def test_the_one_number_is_the_best_or_lies_between_the_ends(value: Value) -> None:
    laid = layout(value)
    if not isnan(laid.best):
        assert laid.number == laid.best
    elif not isnan(laid.number):
        assert 0 < laid.low <= laid.number <= laid.high < 1


def test_each_form_is_another() -> None:
    assert len(set(forms.FORMS.values())) == len(forms.FORMS) == 8


@pytest.fixture
def with_complement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "FORMS", {complement.Complement: complement, **forms.FORMS})


def test_a_form_outside_the_table_is_not_read() -> None:
    with pytest.raises(NotationError):
        parse("not 10%")


@pytest.mark.usefixtures("with_complement")
def test_a_new_form_is_read_written_and_told_once_it_is_in_the_table() -> None:
    value = parse("Not 10 %")
    assert value == parse(canonical(value)) == complement.Complement(parse("10%").number)
    assert canonical(value) == "not 10%"
    assert describe(value) == "all but 10%"
    assert layout(value).cell == pytest.approx((0.895, 0.905))
    with pytest.raises(NotationError, match="after the complement"):
        parse("not 10% maybe")
    assert parse("10%") == parse("10 %")


@pytest.mark.usefixtures("with_complement")
def test_a_new_form_enters_the_table_of_estimates_and_the_pools() -> None:
    row = Estimate("q", "ada", date(2025, 1, 1), "not 10%", parse("not 10%"), kind="person")
    table = estimates_table([row], [row], [row], ())
    assert table.loc[0, ["form", "best"]].tolist() == ["complement", 0.9]
    assert pool(table).value == pytest.approx(0.9)
