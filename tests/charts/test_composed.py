"""Several charts as one figure: letters, one page, one file."""

import struct
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import consilience as cs
from consilience import charts
from consilience.charts import ChartOptionError, ChartOptions
from consilience.charts.figure import Figure
from consilience.problems import WrongValueError
from tests.builders.factor_frames import gates_tree
from tests.builders.frames import DOMAIN, MIXED, answers_frame, pools_frame, statements_frame
from tests.charts.gallery import FULL, words
from tests.charts.geometry import picture

LONG = "Opinions span five orders of magnitude, and nobody of those who were asked is anywhere near all the others"


def figure(name: str, title: str, *frames: Any, options: ChartOptions = FULL, **domain: Any) -> Figure:
    draw = partial(charts.CHARTS[name], *frames, **domain)
    return Figure.of(name, None, words(title), draw, options, name)


@pytest.fixture(scope="module")
def panels() -> list[Figure]:
    return [
        figure("statements", LONG, statements_frame(MIXED), answers_frame(), domain=DOMAIN),
        figure("groups", "Groups differ", answers_frame(), domain=DOMAIN),
        figure("pools", "Pools differ", pools_frame(), domain=DOMAIN, options=ChartOptions(only=["Median", "Lowest"])),
        figure("tree", "Four gates", *gates_tree()),
    ]


def size(png: Path) -> tuple[int, int]:
    wide, high = struct.unpack(">II", png.read_bytes()[16:24])
    return wide, high


def titles(made: Figure) -> list[str]:
    spec = made.drawing.spec
    return [" ".join(panel["hconcat"][1]["title"]["text"]) for row in spec["vconcat"] for panel in row["hconcat"]]


def test_two_by_two_are_as_wide_as_a_page_and_have_letters(panels: list[Figure], tmp_path: Path) -> None:
    made = cs.figure(panels, columns=2)
    assert [title[:4] for title in titles(made)] == ["(a) ", "(b) ", "(c) ", "(d) "]
    (png, svg) = made.save(tmp_path, ["png", "svg"])
    # 174 mm at 300 dpi, in whole units of 1/72 inch.
    assert size(png)[0] == 2054
    assert svg.read_text("utf-8").count("<svg") == 1
    assert made.caption.startswith(f"(a) {LONG}. ")
    assert all(f"({letter}) " in made.drawing.description for letter in "abcd")


@pytest.mark.parametrize(("columns", "width", "units"), [(1, "column", 241), (3, 240, 680), (2, 150.0, 425)])
def test_widths_of_panels_add_up(panels: list[Figure], columns: int, width: Any, units: int) -> None:
    made = cs.figure(panels[1:], columns=columns, width=width)
    assert picture(made.drawing.spec).width == pytest.approx(units, abs=1)


def test_the_letters_of_a_row_stand_on_one_line(panels: list[Figure]) -> None:
    # The first is tall and has an axis above it too, the second has not.
    row = cs.figure(panels[:2])
    (one, other) = (box for box in picture(row.drawing.spec).texts if box.text.startswith(("(a)", "(b)")))
    assert one.top == pytest.approx(other.top, abs=0.3)
    assert one.right < other.left


def test_panels_share_the_look_and_keep_their_own_rows(panels: list[Figure]) -> None:
    made = cs.figure(panels[1:3], theme="dark", language="de")
    spec = made.drawing.spec
    assert spec["config"]["background"] == "#14171a"
    assert "config" not in spec["vconcat"][0]["hconcat"][0]
    said = str(spec)
    assert "Wahrscheinlichkeit (Log-Odds-Skala)" in said
    assert "2 von 10" in said
    again = made.with_options(theme="print")
    assert again.drawing.spec["config"]["background"] == "#ffffff"
    assert "Wahrscheinlichkeit" in str(again.drawing.spec)


def test_a_title_that_is_left_out_leaves_its_letter(panels: list[Figure]) -> None:
    assert titles(cs.figure([panels[1].with_options(title=""), panels[2]])) == ["(a)", "(b) Pools differ"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"title": "x"}, "takes no title: each chart has its own"),
        ({"range": (0.1, 0.2)}, "takes no range"),
        ({"colums": 2}, "write 'columns' if that is meant"),
        ({"columns": 3}, "at most 2 of the charts side by side"),
        ({"columns": 2, "width": "column"}, "at most 1 of the charts"),
        ({"columns": 0}, "write columns from 1 to 2"),
        ({"columns": "2"}, "write columns from 1 to 2"),
        ({"width": 10}, "from 60 to 1000 mm"),
        ({"theme": "drak"}, "write 'dark'"),
    ],
)
def test_what_a_figure_cannot_have_is_refused(panels: list[Figure], options: dict[str, Any], says: str) -> None:
    with pytest.raises(ChartOptionError, match=says):
        cs.figure(panels, **options)


def test_charts_may_come_one_after_the_other(panels: list[Figure]) -> None:
    assert cs.figure(each for each in panels[:2]).drawing.json == cs.figure(panels[:2]).drawing.json
    with pytest.raises(WrongValueError, match="figures takes a list of charts"):
        cs.figure(iter([*panels[:1], 3]))


def test_a_figure_of_no_charts_or_of_too_many_is_refused(panels: list[Figure]) -> None:
    for some in ([], panels * 7):
        with pytest.raises(ChartOptionError, match="from 1 to 26 charts"):
            cs.figure(some)
    with pytest.raises(ChartOptionError, match="takes no subtitle"):
        cs.figure(panels[:2]).with_options(subtitle="x")
