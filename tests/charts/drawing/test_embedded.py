"""Pictures that a browser opens carry the letters that they hold."""

import re
import unicodedata
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from consilience.charts import ChartOptions, figure_html, save_chart
from consilience.charts.drawing.embedded import faces_css
from consilience.charts.drawing.other_scripts import widths
from tests.builders.scripts import NAMES
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
        *(("Ελένη", 2), ("Ольга", 2), ("佐藤", 2), ("김철수", 2), ("佐藤 Ольга 김철수", 6), ("བོད", 0)),
        ("Ada ≥ 5% – “so”", 0),
    ],
)
def test_each_script_has_its_file(text: str, faces: int) -> None:
    css = faces_css(text)
    assert css.count("@font-face") == faces
    assert len(css) < 24_000
    # It stands in a style element.
    assert "<" not in css


@pytest.mark.parametrize("script", NAMES)
def test_other_scripts_are_carried_in_two_weights_with_what_joins_their_letters(script: str) -> None:
    css = faces_css(f"Ada {NAMES[script]}")
    assert [int(weight) for weight in re.findall(r"font-weight:(\d+)", css)] == [400, 700]
    regular, bold = _TTF.findall(css)
    assert regular != bold
    letters = set(NAMES[script]) - {" "}
    # A browser asks for the parts of a letter before it joins them.
    parts = {part for part in unicodedata.normalize("NFD", NAMES[script]) if part in widths()[script]["regular"]}
    for ranges, font in zip(re.findall("unicode-range:([^;]+)", css), (regular, bold), strict=True):
        assert letters | parts <= {chr(int(code[2:], 16)) for code in ranges.split(",")}
        assert letters | parts <= {chr(code) for code in TTFont(BytesIO(b64decode(font))).getBestCmap()}
    assert len(css) < 65_000


@pytest.mark.parametrize(
    ("text", "features"),
    [
        ("محمد", {"init", "medi", "fina"}),
        ("क्षत्रिय", {"akhn", "half"}),
        ("ශ්‍රී", {"vatu"}),
        ("ក្រុង", {"pref"}),
        ("น้ำ", {"ccmp"}),
    ],
)
def test_the_letters_of_a_word_are_joined_by_the_font_that_is_carried(text: str, features: set[str]) -> None:
    (font, _) = (TTFont(BytesIO(b64decode(data))) for data in _TTF.findall(faces_css(text)))
    found = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert features <= found
    # Forms of letters, which no code names.
    assert len(font.getGlyphOrder()) > len(font.getBestCmap()) + 1


def test_a_sign_of_several_scripts_is_of_the_one_that_is_written() -> None:
    css = faces_css("বাংলা।")
    assert css.count("@font-face") == 2
    assert carried(css) >= set("বাংলা।")


def test_the_same_letters_give_the_same_bytes() -> None:
    assert faces_css("佐藤") == faces_css("藤佐")
