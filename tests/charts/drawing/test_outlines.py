"""Letters that stand beside each other become outlines; those that change with what is around them stay text."""

import re
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import uharfbuzz as harfbuzz

from consilience.charts.drawing import outlines
from consilience.charts.drawing.conversion import FONT_FOLDER
from consilience.charts.drawing.outlines import outlined


def drawn(text: str, weight: str = "normal") -> str:
    return outlined(f'<svg><text font-size="10px" font-weight="{weight}">{text}</text></svg>')


def letters(svg: str) -> list[str]:
    return [chr(int(code, 16)) for code in re.findall(r'<use xlink:href="#[rb]([0-9a-f]+)"', svg)]


@pytest.mark.parametrize("text", ["Օհան", "გიორგი", "አማርኛ", "ᐃᓄᒃ", "🚀", "AdaՕ佐"])
def test_scripts_whose_letters_stand_beside_each_other_are_drawn_in_both_weights(text: str) -> None:
    regular, bold = drawn(text), drawn(text, "bold")
    assert letters(regular) == letters(bold) == list(text)
    assert regular.replace("#r", "#b").replace('"r', '"b') != bold
    assert "<text" not in regular
    assert "@font-face" not in regular


@pytest.mark.parametrize(
    ("text", "from_the_left"),
    [("כהן", "ןהכ"), ("Dan לוי-כהן Co", "Dan ןהכ-יול Co"), ("יצחק רבין, Ada", "ןיבר קחצי, Ada")],
)
def test_hebrew_is_drawn_from_the_right(text: str, from_the_left: str) -> None:
    # A blank has no outline.
    assert letters(drawn(text)) == list(from_the_left.replace(" ", ""))


@pytest.mark.parametrize("text", ["محمد", "क्षत्रिय", "น้ำ", "כהן (Ada)", "כהן 5", "דָּנִיֵּאל", "👍🏽", "🇩🇪", "👩‍🔬", "አ፝"])
def test_other_letters_stay_text_with_their_font(text: str) -> None:
    found = drawn(f"{text}")
    assert f">{text}</text>" in found
    assert found.count("@font-face") in (2, 4)
    assert "<use" not in found


def test_latin_beside_such_letters_has_its_font_too() -> None:
    assert drawn("Ada محمد").count("@font-face") == 4
    assert "@font-face" not in drawn("Ada")


@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize("text", ["AVATo", "Ty. To, 11%", "P(doom) = 1/7", "“Yo”"])
def test_letters_stand_where_a_browser_has_them(text: str, weight: str) -> None:
    path = FONT_FOLDER / f"ConsilienceSans-{'Bold' if weight == 'bold' else 'Regular'}.ttf"
    run = harfbuzz.Buffer()
    run.add_str(text)
    run.guess_segment_properties()
    harfbuzz.shape(harfbuzz.Font(harfbuzz.Face(harfbuzz.Blob.from_file_path(str(path)))), run)
    steps = [glyph.x_advance for glyph in run.glyph_positions]
    shaped = [sum(steps[:place]) for place, letter in enumerate(text) if letter != " "]
    assert [int(x) for x in re.findall(r'<use [^>]*x="(-?[0-9]+)"', drawn(text, weight))] == shaped


def test_threads_that_draw_their_first_letters_at_once_draw_the_same() -> None:
    texts = [f"{letter}{text}" for text in ("Ada 13%", "佐藤", "ადა") for letter in "abcdefgh"]
    one_by_one = [drawn(text) for text in texts]
    often = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(5):
            for known in (outlines._glyph, outlines._font, outlines._kern):
                known.cache_clear()
            with ThreadPoolExecutor(8) as pool:
                assert list(pool.map(drawn, texts)) == one_by_one
    finally:
        sys.setswitchinterval(often)
