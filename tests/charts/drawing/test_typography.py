"""The chart fonts: measured as the converter measures them, and with the glyphs that names need."""

import re

import pytest
import vl_convert
from hypothesis import given, settings, strategies as st

from consilience.charts.drawing.conversion import register_fonts
from consilience.charts.drawing.typography import FONT_STACK, clean, font_css, text_width, wrap


def drawn(text: str, size: float = 40, weight: str = "normal") -> str:
    register_fonts()
    mark = {"type": "text", "align": "left", "font": FONT_STACK, "fontSize": size, "fontWeight": weight}
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": 1,
        "height": 40,
        "padding": 0,
        "view": {"stroke": None},
        "data": {"values": [{"a": text}]},
        "mark": mark,
        "encoding": {"text": {"field": "a", "type": "nominal"}, "x": {"value": 0}},
    }
    return str(vl_convert.vegalite_to_svg(spec))


@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize(
    "text", ["n=738 median=5%", "1,234,567,890", "Žofia Šķērsgriezums", "0.5–2% ≤ 5‰", "王小明 山田"]
)
def test_a_text_is_as_wide_as_the_converter_draws_it(text: str, weight: str) -> None:
    found = re.search(r'width="(\d+)"', drawn(text, 100, weight))
    assert found
    assert text_width(text, 100, bold=weight == "bold") == pytest.approx(float(found[1]), rel=0.02)


def picture(text: str) -> bytes:
    return bytes(vl_convert.svg_to_png(drawn(text), ppi=72))


@pytest.mark.parametrize(
    "text", ["−", "–", "≤", "≥", "‰", "é", "Ž", "ş", "ễ", "王", "佐", "藤", "陳", "あ", "カ", "김", "철"]
)
def test_it_has_the_glyph(text: str) -> None:
    # U+0378 is unassigned: no font has it, so this is the box that a missing glyph leaves.
    box = picture("\u0378")
    assert picture(text) != box


def test_no_two_of_the_common_ideographs_look_alike() -> None:
    """Boxes would."""
    pictures = [picture(character) for character in "王李张陈林山田中김박이최"]
    assert len(set(pictures)) == len(pictures)


def test_the_page_font_is_embedded() -> None:
    assert font_css().count("url(data:font/woff2;base64,") == 2
    assert "http" not in font_css()


@settings(deadline=None)
@given(st.text())
def test_a_cleaned_text_is_one_showable_line(text: str) -> None:
    shown = clean(text)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    assert clean(shown) == shown
    assert shown == shown.strip()


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8")), st.floats(20, 300), st.sampled_from([1, 2, 3, None]))
def test_wrapped_lines_fit_and_lose_no_word_unless_cut(text: str, width: float, most: int | None) -> None:
    lines = wrap(text, width, 8, most=most)
    assert all(text_width(line, 8) <= width + 1e-9 for line in lines)
    assert most is None or len(lines) <= most
    joined = "".join(lines).replace(" ", "")
    whole = clean(text).replace(" ", "")
    assert joined == whole or (most is not None and joined.endswith("…"))


def test_a_line_breaks_after_a_hyphen_of_a_name_but_not_inside_a_range() -> None:
    assert wrap("Fernández-Villaverde", 60, 8) == ["Fernández-", "Villaverde"]
    assert wrap("says 10-20% now", 35, 8) == ["says", "10-20%", "now"]


def test_the_ends_of_an_interval_stay_on_one_line_which_has_room_for_them() -> None:
    assert wrap("like them: 16% [1.3%, 82%]", 80, 8) == ["like them: 16%", "[1.3%, 82%]"]
    assert wrap("at 97% [28%, >99.9999%], as inferred", 85, 8) == ["at 97%", "[28%, >99.9999%], as", "inferred"]
    assert wrap("[28%, 99.9999%]", 40, 8) == ["[28%,", "99.9999%]"]
    assert wrap("Ada [of the coast] says", 46, 8) == ["Ada [of the", "coast] says"]


def test_among_wide_letters_no_line_begins_with_what_closes_and_no_number_is_broken() -> None:
    assert wrap("保持水平，导致", 32, 8) == ["保持水", "平，导致"]
    assert wrap("水平（到2050年）", 24, 8) == ["水平", "（到", "2050", "年）"]
