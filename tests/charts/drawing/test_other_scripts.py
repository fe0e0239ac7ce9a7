"""Names in other scripts are drawn by fonts that come with us, in both weights, with their letters joined."""

import re
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont

from consilience.charts.drawing import conversion
from consilience.charts.drawing.conversion import FONT_FOLDER
from consilience.charts.drawing.faces import with_faces
from consilience.charts.drawing.other_scripts import clusters, family_of, scripts, widths
from consilience.charts.drawing.shaping import shaped_width
from consilience.charts.drawing.typography import shorten, text_width, wrap
from tests.builders.scripts import NAMES

SVG = "http://www.w3.org/2000/svg"
WEIGHTS = ("normal", "bold")


def picture(text: str, weight: str = "normal", anchor: str = "start") -> str:
    style = f'font-family="Consilience Sans" font-size="20px" font-weight="{weight}" text-anchor="{anchor}"'
    said = f'<text transform="translate(150,30)" {style}>{text}</text>'
    return f'<svg xmlns="{SVG}" width="300" height="50">{said}</svg>'


def faced(svg: str) -> str:
    """The picture as the converter is given it, if no font of the machine was asked for."""
    conversion.register_fonts()
    return with_faces(svg, lambda svg: pytest.fail("the machine was asked"))


def spans(svg: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(f"{{{SVG}}}tspan"))


def fonts_of(pdf: bytes) -> set[str]:
    return {name.decode() for name in re.findall(rb"/BaseFont /\w+\+([\w-]+)", pdf)}


def face(script: str, style: str) -> Any:
    return TTFont(FONT_FOLDER / f"Consilience{script}-{style}.ttf")


def test_every_script_with_a_font_is_tried() -> None:
    assert set(widths()) == set(NAMES)


@pytest.mark.parametrize("script", NAMES)
def test_each_font_is_there_in_two_weights_and_has_the_letters_that_the_table_says(script: str) -> None:
    for style, weight in (("Regular", 400), ("Bold", 700)):
        font = face(script, style)
        assert (font["name"].getDebugName(1), font["OS/2"].usWeightClass) == (family_of(script), weight)
        assert {ord(letter) for letter in widths()[script][style.lower()]} <= set(font.getBestCmap())
        assert {ord(letter) for letter in NAMES[script]} <= set(font.getBestCmap())
    assert widths()[script]["regular"].keys() == widths()[script]["bold"].keys()


@pytest.mark.parametrize("script", NAMES)
def test_pixels_and_pages_are_drawn_by_the_shipped_font_alone(script: str) -> None:
    named = {span.get("font-family") for span in spans(faced(picture(NAMES[script])))}
    assert named == {family_of(script)}
    for weight, style in zip(WEIGHTS, ("Regular", "Bold"), strict=True):
        pdf = conversion.pdf_of(picture(NAMES[script], weight))
        # Embedded, and none for a letter that it lacks.
        assert fonts_of(pdf) == {f"Consilience{script}-{style}"}
        assert b"/FontFile2" in pdf
    regular, bold = (conversion.png_of(picture(NAMES[script], weight)) for weight in WEIGHTS)
    assert regular != bold


@pytest.mark.parametrize("name", ["محمد الفارسي", "יצחק כהן", "አማርኛ", "Օհան Ada", "გიორგი", "ນ້ຳ ຜູ້", "नमन", "🚀 👍🏽"])
def test_a_page_gives_a_name_back(name: str, program: Callable[[str], Path], tmp_path: Path) -> None:
    paper = tmp_path / "name.pdf"
    paper.write_bytes(conversion.pdf_of(picture(name)))
    read = subprocess.run([program("pdftotext"), paper, "-"], capture_output=True, text=True, check=True).stdout
    # Around letters from the right it says so.
    assert re.sub("[\u202a-\u202c\n\f]", "", read) == name


def test_letters_that_are_drawn_together_are_as_wide_as_all_of_them() -> None:
    conversion.register_fonts()
    font = face("Devanagari", "Regular")
    parts = [font["hmtx"][font.getBestCmap()[ord(letter)]][0] for letter in "नी"]
    assert shaped_width("नी", "Consilience Devanagari", bold=False) == pytest.approx(sum(parts) / 1000, abs=0.002)


@pytest.mark.parametrize("family", ["Consilience Devanagari", "Noto Sans"])
def test_what_no_shipped_font_of_a_family_has_is_as_wide_as_the_layout_takes_it_to_be(family: str) -> None:
    assert shaped_width("Žofia", family, bold=True) == text_width("Žofia", 1, bold=True)


@pytest.mark.parametrize(("anchor", "share"), [("start", 0), ("middle", 0.5), ("end", 1)])
def test_runs_of_a_line_follow_each_other_whatever_it_is_anchored_by(anchor: str, share: float) -> None:
    runs = spans(faced(picture("Ada क्षत्रिय 🚀 O’Brien", anchor=anchor)))
    assert "".join(run.text or "" for run in runs) == "Ada क्षत्रिय 🚀 O’Brien"
    places = [float(run.get("x", "nan")) for run in runs]
    assert all(one < other for one, other in pairwise(places))
    assert {run.get("text-anchor") for run in runs} == {"start"}
    last = text_width("O’Brien", 20)
    whole = places[-1] - places[0] + last
    assert places[0] == pytest.approx(-share * whole, abs=0.02 * whole)


def test_a_line_with_letters_from_the_right_is_of_one_font_which_orders_it() -> None:
    (run,) = spans(faced(picture("Ada محمد 12 (Smith)")))
    assert (run.get("font-family"), run.text) == ("Consilience Arabic", "Ada محمد 12 (Smith)")


def test_lines_of_a_text_keep_their_heights() -> None:
    runs = spans(faced(picture('<tspan>Ada</tspan><tspan x="0" dy="9">श्री Ada</tspan><tspan x="0" dy="9">क</tspan>')))
    heights = [(run.text, run.get("y"), run.get("dy")) for run in runs if run.text]
    assert heights == [("Ada", None, None), ("श्री ", None, None), ("Ada", "9", None), ("क", None, None)]


def test_a_converter_draws_what_its_own_mixing_of_fonts_breaks_on() -> None:
    # It ends the process of who asks, where a run of one font ends in a letter that another has as part of a sign.
    assert conversion.png_of(picture("Ada क्षत्रिय कि 5 र्कि"))


@pytest.mark.parametrize("script", sorted(set(NAMES) - {"Emoji"}))
def test_the_layout_takes_a_name_to_be_about_as_wide_as_it_is_drawn(script: str) -> None:
    conversion.register_fonts()
    for weight in WEIGHTS:
        runs = [part for word in NAMES[script].split() for part in ([word] if script == "Arabic" else clusters(word))]
        drawn = sum(shaped_width(run, family_of(script), bold=weight == "bold") for run in runs)
        taken = sum(text_width(word, 1, bold=weight == "bold") for word in NAMES[script].split())
        assert 0.94 * drawn < taken < 1.35 * drawn


def test_what_is_drawn_together_is_not_cut() -> None:
    assert clusters("क्षत्रिय") == ["क्ष", "त्रि", "य"]
    assert clusters("น้ำ👍🏽🇩🇪👩‍🔬") == ["น้ำ", "👍🏽", "🇩🇪", "👩‍🔬"]
    lines = wrap("क्षत्रियक्षत्रिय", 14, 10)
    assert "".join(lines) == "क्षत्रियक्षत्रिय"
    assert {part for line in lines for part in clusters(line)} == {"क्ष", "त्रि", "य"}
    assert shorten("क्षत्रियक्षत्रिय", 24, 10).removesuffix("…") in ("क्ष", "क्षत्रि", "क्षत्रिय")


def test_latin_names_read_nothing_of_other_scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    widths.cache_clear()
    scripts.cache_clear()
    monkeypatch.setattr("consilience.charts.drawing.other_scripts.FONT_FOLDER", tmp_path)
    assert text_width("Žofia ≥ 5% – Ελένη Ольга", 10) > 0
    assert conversion._faced(picture("Žofia")) == picture("Žofia")
