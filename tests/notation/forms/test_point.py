"""One number."""

import pytest

from consilience.notation import Point, layout, parse
from tests.notation.alike import alike, read_alike


@alike(
    ("15%", "15 %", "15 per cent", "15 percent", "15 pct", "１５％", "15\u2009%", " 15% ", "15 Percent"),
    ("0.15", ".15", "00.15"),
    ("5‰", "5 per mille", "5 permille"),
    ("20 bps", "20bp", "20 basis points"),
    ("1.5e-3%", "1.5E-03%", "1.5e−3 %"),
    ("1 in 6", "1-in-6", "one in six", "one-in-six", "1 out of 6", "1-out-of-6", "1/6", "1 in six", "1‑in‑6"),
    ("12 in 20", "twelve out of twenty", "12 out of 20"),
    ("1 in 1000", "1 in 1,000", "1 in 1e3", "1/1000"),
    ("1:9", "9:1 against", "9 to 1 against", "9/1 against", "9-1 against", "1∶9", "1 : 9"),
    ("9:1 on", "9 to 1 on", "9/1 ON"),
    ("50/50", "50-50", "50:50", "50–50", "1:1"),
    ("~10%", "≈10%", "about 10%", "around 10 per cent", "approx. 10%", "roughly 10%", "ca. 10%"),
)
def test_said_alike(first: str, other: str) -> None:
    read_alike(first, other)
    assert type(parse(first)) is Point


def test_large_numbers_of_one_in() -> None:
    assert parse("1 in 1,000,000").number.value == 1e-6


@pytest.mark.parametrize(
    ("said", "unit", "low", "best", "high"),
    [("15%", None, 0.145, 0.15, 0.155), ("100%", None, 0.995, 1, 1), ("~120", "GW", 90, 120, 150)],
)
def test_its_layout_is_its_cell_around_it(said: str, unit: str | None, low: float, best: float, high: float) -> None:
    laid = layout(parse(said, unit=unit))
    assert (laid.form, laid.low, laid.best, laid.high) == ("point", low, best, high)
    assert laid.cell == laid.forgiving == (low, high)
