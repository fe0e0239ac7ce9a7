"""Letters that the shipped fonts lack are asked of a font of the machine that has them in both weights."""

import re
from collections.abc import Callable

from consilience.charts.drawing import conversion
from consilience.charts.drawing.faces import with_faces


def picture(text: str, weight: int = 400) -> str:
    style = f'font-family="Consilience Sans" font-size="24" font-weight="{weight}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="40"><text y="28" {style}>{text}</text></svg>'


def two_weights(has: str, family: str):
    """A converter of a machine with one family besides the shipped ones."""

    def draw(svg: str) -> bytes:
        drawn = f'"{family}"' in svg and any(letter in svg for letter in has)
        return svg.encode() if drawn else b"whatever comes first"

    return draw


def given(text: str, draw: Callable[[str], bytes] = lambda svg: b"was drawn") -> str:
    return with_faces(picture(text), draw)


def test_what_the_shipped_fonts_have_is_left_as_it_is() -> None:
    for text in ("Ada Łovelace ≥ 5%", "Ольга", "Nguyễn Thị", "Ελένη"):
        assert given(text) == picture(text)


def test_a_script_is_given_to_the_family_of_the_machine_that_has_it() -> None:
    found = given("Noa བོད &amp; Co", two_weights("བོད", "Noto Sans Tibetan"))
    assert re.findall(r'<tspan x="[\d.]+"(?: y="0")? text-anchor="start"([^>]*)>([^<]*)<', found) == [
        ("", "Noa "),
        (' font-family="Noto Sans Tibetan"', "བོ"),
        (' font-family="Noto Sans Tibetan"', "ད "),
        ("", "&amp; Co"),
    ]


def test_a_letter_of_no_family_stays_with_the_converter() -> None:
    assert "tspan" not in given("ꦗꦮ", two_weights("", "Noto Sans"))


def test_bold_is_bold_and_the_rest_is_not() -> None:
    regular, bold = (conversion.png_of(picture("ⵣⵎ", weight)) for weight in (400, 700))
    named = re.search("tspan", given("ⵣⵎ", conversion._small))
    assert (regular != bold) is bool(named)
