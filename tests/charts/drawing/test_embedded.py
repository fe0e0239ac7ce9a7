"""Pictures that a browser opens carry the letters that they hold."""

import re
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from consilience.charts import ChartOptions, figure_html, save_chart
from consilience.charts.drawing.embedded import faces_css
from tests.charts.gallery import GALLERY

_TTF = re.compile(r"font/ttf;base64,([A-Za-z0-9+/=]+)\)")


def carried(page: str) -> set[str]:
    """Letters of all fonts that a page carries beside the Latin ones."""
    fonts = (TTFont(BytesIO(b64decode(data))) for data in _TTF.findall(page))
    return {chr(code) for font in fonts for code in font.getBestCmap()}


def test_an_svg_and_a_page_carry_the_letters_of_their_names(tmp_path: Path) -> None:
    for path in save_chart(GALLERY["statements"](ChartOptions()), tmp_path, "names", ["svg", "html"]):
        assert set("佐藤花子王小明김철수") <= carried(path.read_text("utf-8"))
        # Latin beyond ASCII is in the font that every page has.
        assert not set("Žš–’") & carried(path.read_text("utf-8"))


def test_latin_alone_costs_nothing() -> None:
    assert "font/ttf" not in figure_html("groups", GALLERY["groups"](ChartOptions()))


@pytest.mark.parametrize(
    ("text", "faces"),
    [
        *(("Ελένη", 2), ("Ольга", 2), ("佐藤", 2), ("김철수", 2), ("佐藤 Ольга 김철수", 6), ("नीलिमा", 0)),
        ("Ada ≥ 5% – “so”", 0),
    ],
)
def test_each_script_has_its_file(text: str, faces: int) -> None:
    css = faces_css(text)
    assert css.count("@font-face") == faces
    assert len(css) < 24_000
    # It stands in a style element.
    assert "<" not in css


def test_the_same_letters_give_the_same_bytes() -> None:
    assert faces_css("佐藤") == faces_css("藤佐")
