"""Rows of an estimate with its intervals: whose it is shows in its colour, wherever it lies."""

from math import inf
from typing import Any

import pytest

from consilience.charts.drawing.intervals import Row, interval_chart
from consilience.charts.drawing.layout import ChartText
from consilience.charts.drawing.options import PLAIN
from consilience.charts.drawing.theme import INK, QUIET

DOMAIN = (-7.0, 2.2)


def symbol_of(row: Row) -> dict[str, Any]:
    """The symbol of a row alone on its page."""
    spec = interval_chart([row], domain=DOMAIN, text=ChartText("Title", "Says."), options=PLAIN).to_dict()
    return next(mark for rows in spec["datasets"].values() for mark in rows if "shape" in mark)


@pytest.mark.parametrize(("value", "shape"), [(-inf, "left"), (-9.0, "left"), (9.0, "right"), (inf, "right")])
@pytest.mark.parametrize(("what_if", "colour"), [(True, QUIET), (False, INK)])
def test_a_what_if_beyond_the_end_of_the_axis_is_a_grey_arrow(
    value: float, shape: str, what_if: bool, colour: str
) -> None:
    mark = symbol_of(Row("A flood", value, "5%", (value, value), what_if=what_if))
    assert (mark["shape"], mark["stroke"]) == (f"triangle-{shape}", colour)


@pytest.mark.parametrize("total", [True, False])
def test_what_is_never_or_always_so_is_a_hollow_arrow(total: bool) -> None:
    mark = symbol_of(Row("Lowest", -inf, "0%", total=total))
    assert (mark["shape"], mark["stroke"], mark["fill"] != mark["stroke"]) == ("triangle-left", INK, True)
