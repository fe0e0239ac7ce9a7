"""Punctuation and numbers beside right-to-left titles stand where they are read."""

import json

import altair as alt
import pytest

from consilience.charts.drawing import conversion
from consilience.charts.drawing.directions import directed, with_directions
from consilience.charts.drawing.page import figure

HEBREW, ARABIC = "האם תהיה הצפה?", "هل يحدث فيضان قبل عام 2030؟"
RIGHT, LEFT = "\u200f", "\u200e"


@pytest.mark.parametrize(
    ("said", "drawn"),
    [
        (HEBREW, HEBREW + RIGHT),
        (f"{ARABIC}. 5 people, as said", f"{ARABIC}{RIGHT}{LEFT}. 5 people, as said"),
        (f"{HEBREW}. {HEBREW}", f"{HEBREW}. {HEBREW}{RIGHT}"),
        ("Omar عمر", "Omar عمر"),
        ("A flood? 5%. Two people", "A flood? 5%. Two people"),
        ("דוד כהן", "דוד כהן"),
        ("", ""),
    ],
)
def test_marks_stand_where_a_direction_ends(said: str, drawn: str) -> None:
    assert directed(said) == drawn
    assert directed(drawn) == drawn


def test_only_texts_are_marked_and_stay_escaped() -> None:
    svg = f'<svg aria-label="{HEBREW}"><text x="1"><tspan>{HEBREW}</tspan><tspan>a &lt; b</tspan></text></svg>'
    marked = with_directions(svg)
    assert marked.replace(RIGHT, "") == svg
    assert marked.index(RIGHT) > marked.index("<tspan>")
    assert with_directions(marked) == marked


def test_a_page_draws_the_texts_of_its_specification_with_marks() -> None:
    rows = [{"text": HEBREW, "name": HEBREW}, {"text": "a"}]
    spec = json.dumps({"datasets": {"a": rows}, "title": {"text": [ARABIC], "subtitle": HEBREW}}, ensure_ascii=False)
    page = figure("a", "<svg/>", spec)
    told = json.loads(page.partition('id="a-spec">')[2].partition("</script>")[0])
    assert told["datasets"]["a"] == [{"text": HEBREW + RIGHT, "name": HEBREW}, {"text": "a"}]
    assert told["title"] == {"text": [ARABIC], "subtitle": HEBREW + RIGHT}


def test_pictures_and_their_pixels_have_the_marks() -> None:
    chart = (
        alt.Chart(alt.Data(values=[{"x": 1}])).mark_text(text=HEBREW, font="Consilience Sans").properties(title=ARABIC)
    )
    svg = conversion.svg_of(chart.to_dict())
    assert f"{HEBREW}{RIGHT}</text>" in svg
    assert conversion.png_of(svg) != conversion.png_of(svg.replace(RIGHT, ""))
