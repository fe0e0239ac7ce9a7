"""Letters that no font has are found by drawing them."""

import pytest

from consilience.charts.drawing import conversion
from consilience.charts.drawing.scripts import undrawn, unembedded
from tests.builders.scripts import NAMES


@pytest.mark.parametrize(
    "texts",
    [
        ["Ada Łovelace ≥ 5%", "Ольга Петрова", "Ελένη", "Nguyễn Thị"],
        ["王小明", "김철수", "さくら"],
        [],
        [""],
        [*NAMES.values()],
    ],
)
def test_what_the_shipped_fonts_have_is_drawn(texts: list[str]) -> None:
    assert undrawn(texts, conversion.png_of) == {}
    assert unembedded(texts) == {}


def test_a_script_without_a_font_is_named_with_a_letter() -> None:
    # Of the supplementary private use plane, and cuneiform, which no system's fonts have.
    assert undrawn(["Ada 𒀀𒀁", "Bo"], conversion.png_of) == {"Cuneiform": "𒀀"}
    assert unembedded(["Ada 𒀀𒀁", "བོད", "Bo 王 محمد"]) == {"Cuneiform": "𒀀", "Tibetan": "བ"}


def test_latin_text_asks_nothing_of_the_converter() -> None:
    assert undrawn(["Ada", "10–20% ±½"], lambda svg: pytest.fail("was drawn")) == {}
