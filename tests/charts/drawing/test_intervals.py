"""Rows of an estimate with its intervals: whose it is shows in its colour, wherever it lies."""

from math import inf
from typing import Any

import pandas as pd
import pytest

from consilience.charts import overview
from consilience.charts.drawing.intervals import Row, interval_chart
from consilience.charts.drawing.layout import ChartText
from consilience.charts.drawing.options import PLAIN, ChartOptions
from consilience.charts.drawing.theme import INK, QUIET, Width
from tests.builders.frames import consensus_row
from tests.builders.specs import spec_as_drawn
from tests.charts.geometry import clashes, outside, picture

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


NAMES = (
    "An engineered pandemic kills more than one per cent of humanity before the end of the year 2100, as counted by it",
    "Сконструированная пандемия убьёт более одного процента человечества до конца двадцать первого столетия",
    "在2100年之前，人工智能系统是否会获得对一个主要国家政府的决定性影响，并且在十年之内无法被任何机构或国际组织移除，从而使人类失去控制能力",
)
SAID = "best 12% [5%, 30%], 80% sure; median 5%, mean 9%"
WHOSE = "Ada: best 12% [5%, 30%], 80% sure (implied 4%); XPT (a survey of unstated size): median 5%, mean 9%. "
WHOSE += "What-if of others like them: 6% [0.6%, 39%]"


@pytest.mark.parametrize("width", ["column", "full"])
@pytest.mark.parametrize("rows", [3, 33])
def test_nothing_that_is_said_of_a_long_question_is_cut(width: Width, rows: int) -> None:
    told = {"label": SAID, "detail": WHOSE, "leads": "voices"}
    given = [consensus_row("all", 0.1, 0.4, 3, question_title=NAMES[place % 3], **told) for place in range(rows)]
    text = ChartText("Title", "Says.")
    chart = overview(pd.DataFrame(given), domain=DOMAIN, text=text, options=ChartOptions(width=width))
    shown = picture(spec_as_drawn(chart))
    texts = "".join(box.text for box in shown.texts).replace(" ", "")
    for said in (*NAMES, SAID, WHOSE):
        assert texts.count(said.replace(" ", "")) == (rows if said in (SAID, WHOSE) else rows // 3)
    assert clashes(shown.texts) == []
    assert outside(shown) == []


def test_rows_with_much_to_say_still_fit_a_page() -> None:
    """As a report has them that asked many questions, each answered by one person."""
    title = "Existential catastrophe from failed intent alignment, given no intervention by longtermists"
    detail = "Rohin Shah: 10%. What-if of others like them: 11% [1.2%, 73%]"
    rows = [Row(f"{title} {i}", -2.2, "10%", (-4.4, 1.0), detail=detail) for i in range(20)]
    chart = interval_chart(rows, domain=(-9, 9), text=ChartText("Title", "Says."), options=PLAIN)
    assert chart.height < 700
