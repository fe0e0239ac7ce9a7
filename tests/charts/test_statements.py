"""Chart (a): nothing said is lost, and what is not counted looks it."""

from typing import Any

import pytest

from consilience import charts
from consilience.charts import ChartOptions
from consilience.charts.drawing.glyphs import GLYPHS, glyph_rows
from consilience.charts.drawing.layout import Page
from consilience.charts.drawing.theme import ACCENT, SIZES, Width
from tests.builders.frames import (
    DOMAIN,
    MIXED,
    NAN,
    ZEROS,
    answers_frame,
    point,
    statement,
    statements_frame,
)
from tests.charts.gallery import words

PAGE = Page(SIZES["full"], DOMAIN, left=100, right=100)


def parts(row: dict[str, Any], domain: tuple[float, float] = DOMAIN) -> list[str]:
    (full,) = statements_frame([row], domain).to_dict("records")
    return sorted(part["part"] for part in glyph_rows(full, 0, Page(SIZES["full"], domain, 100, 100)))


def layers(rows: list[dict[str, Any]], width: Width = "full", *, band: bool = True) -> list[list[dict[str, Any]]]:
    """Rows of data of every layer."""
    consensus = answers_frame() if band else None
    chart = charts.statements(
        statements_frame(rows), consensus, domain=DOMAIN, text=words("A finding"), options=ChartOptions(width=width)
    )
    spec = chart.to_dict()
    return [
        layer["data"]["values"] if "values" in layer["data"] else spec["datasets"][layer["data"]["name"]]
        for layer in spec["layer"]
    ]


@pytest.mark.parametrize("width", ["column", "full"])
def test_twelve_statements_are_twelve_marks(width: Width) -> None:
    """Case 36: a log axis drops zeros; here each of the four is an open arrow in its own row."""
    drawn = layers(ZEROS, width, band=False)
    hover = next(rows for rows in drawn if rows and "spoken" in rows[0])
    assert len(hover) == 12
    symbols = next(rows for rows in drawn if rows and "fill" in rows[0])
    within = {round((row["y"] + row["y2"]) / 2, 1) for row in hover}
    marks = [row for row in symbols if round(row["y"], 1) in within]
    assert len({row["y"] for row in marks}) == 12
    assert sum(row["part"] == "open_low" for row in marks) == 4


@pytest.mark.parametrize(
    ("row", "drawn"),
    [
        (point("a", "", "15%", 0.15), ["circle"]),
        (point("a", "", "0%", 0), ["open_low"]),
        (point("a", "", "100%", 1), ["open_high"]),
        (statement("a", "", "10–20%", "range", 0.1, NAN, 0.2), ["thick"]),
        (statement("a", "", "0–20%", "range", 0, NAN, 0.2), ["shut_low", "thick"]),
        (statement("a", "", "12% [5%, 30%]", "bounds", 0.05, 0.12, 0.3), ["circle", "thin", "tick", "tick"]),
        (statement("a", "", "<1%", "at_most", 0, NAN, 0.01), ["shut_low", "thin", "tick"]),
        (statement("a", "", ">=50%", "at_least", 0.5, NAN, 1), ["shut_high", "thin", "tick"]),
        (statement("a", "", "q5=1% q95=9%", "quantiles", 0.01, NAN, 0.09), ["thin", "tick", "tick"]),
        (statement("a", "", "q5=1% …", "quantiles", 0.01, 0.05, 0.09), ["square", "thin", "tick", "tick"]),
        (statement("a", "", "n=9 median=5%", "survey", NAN, 0.05, NAN), ["diamond"]),
        (statement("a", "", "n=9 …", "survey", 0.01, 0.05, 0.1), ["diamond", "thin", "tick", "tick"]),
        (statement("a", "", "12 of 400", "base_rate", NAN, 0.03, NAN), ["cross"]),
        (statement("a", "", '"likely"', "words", 0.55, NAN, 0.9), ["thin", "tick", "tick"]),
    ],
)  # fmt: skip
def test_each_form_has_its_mark(row: dict[str, Any], drawn: list[str]) -> None:
    assert parts(row) == drawn


def test_a_point_beyond_the_axis_is_an_arrow_but_not_that_of_zero() -> None:
    # The cell of 0.01% reaches below this axis; 0.01% itself does not.
    row = statement("a", "", "0.01%", "point", 0.00005, 0.0001, 0.00015)
    assert parts(row, (-9.4, 2)) == ["circle"]
    assert parts(row, (-5, 2)) == ["shut_low"]


def test_forms_differ_in_shape_or_line_not_only_in_colour() -> None:
    # at_most and at_least are one form with two directions.
    looks = {(glyph.shape, glyph.line, glyph.dashed) for form, glyph in GLYPHS.items() if form not in ("at_least",)}
    assert len(looks) == len(GLYPHS) - 1


def test_what_is_beside_the_answer_is_hollow_grey_and_last() -> None:
    drawn = layers(MIXED)
    hover = next(rows for rows in drawn if rows and "spoken" in rows[0])
    assert [row["forecaster"] for row in hover][-3:] == [row["forecaster"] for row in MIXED[-3:]]
    symbols = next(rows for rows in drawn if rows and "fill" in rows[0])
    shapes = [row for row in symbols if row["role"] == "beside" and row["part"] != "tick"]
    assert len(shapes) == 3
    assert {row["fill"] for row in shapes} == {"paper"}


def test_rows_keep_the_order_of_the_frame_within_groups() -> None:
    shuffled = statements_frame(MIXED).sample(frac=1, random_state=3)
    text = words("A finding")
    one = charts.statements(shuffled, None, domain=DOMAIN, text=text).to_dict()
    other = charts.statements(statements_frame(MIXED), None, domain=DOMAIN, text=text).to_dict()
    assert one["layer"] == other["layer"]


def test_without_a_consensus_there_is_no_band() -> None:
    other = answers_frame().assign(question="other")
    text = words("A finding")
    frame = statements_frame(MIXED)
    bare = charts.statements(frame, None, domain=DOMAIN, text=text).to_dict()
    assert charts.statements(frame, other, domain=DOMAIN, text=text).to_dict() == bare
    assert len(layers(MIXED)) > len(bare["layer"])


def test_the_consensus_line_stops_where_words_lie_across_it() -> None:
    """On a column a long label has room on neither side of the line."""
    long = statement("Panel", "", "n=88 median=0.375% ci95=[0.1%, 0.8%]", "survey", 0.001, 0.00375, 0.008)
    rows = [long, point("Ada", "", "25%", 0.25)]
    options = ChartOptions(width="column")
    text = words("A finding")
    chart = charts.statements(statements_frame(rows), answers_frame(), domain=DOMAIN, text=text, options=options)
    spec = chart.to_dict()
    (rule,) = (each for each in spec["layer"] if each["mark"]["type"] == "rule" and each["mark"].get("color") == ACCENT)
    above, below = ((row["y"], row["y2"]) for row in spec["datasets"][rule["data"]["name"]])
    labels = {row["y"] for rows in spec["datasets"].values() for row in rows if row.get("text", "").startswith("n=88")}
    half = options.sizes.label * 0.6
    assert {above[1] + half} == {below[0] - half} == labels
