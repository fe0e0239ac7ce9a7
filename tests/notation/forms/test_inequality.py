"""Bounds on one side."""

from math import inf, isnan

import pytest

from consilience.notation import Inequality, layout, parse
from tests.notation.alike import alike, read_alike


@alike(
    ("<1%", "< 1 %", "less than 1%", "under 1%", "below 1 percent"),
    ("<=1%", "≤1%", "=<1%", "at most 1%", "up to 1%"),
    (">10%", "more than 10%", "over 10%", "above 10%", "greater than 10%"),
    (">=50%", "≥50%", "⩾ 50%", "at least 50%"),
)
def test_said_alike(first: str, other: str) -> None:
    read_alike(first, other)
    assert type(parse(first)) is Inequality


@pytest.mark.parametrize(
    ("said", "unit", "form", "cell", "loose"),
    [
        ("<1%", None, "at_most", (-inf, 0.01), (-inf, 0.015)),
        ("at most 0.1%", None, "at_most", (-inf, 0.001), (-inf, 0.0015)),
        (">=50%", None, "at_least", (0.5, inf), (0.495, inf)),
        (">120", "GW", "at_least", (120, inf), (119.5, inf)),
    ],
)
def test_it_is_open_on_its_other_side(said: str, unit: str | None, form: str, cell: object, loose: object) -> None:
    laid = layout(parse(said, unit=unit))
    assert (laid.form, (laid.low, laid.high), laid.cell) == (form, cell, cell)
    assert isnan(laid.best)
    assert isnan(laid.number)
    assert laid.forgiving == laid.loose == loose
