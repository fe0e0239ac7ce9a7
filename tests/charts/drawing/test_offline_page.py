"""The saved page and the report's figures in a real browser that can reach nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from consilience.charts import bundle, figure_css, figure_html, save_chart, starter
from consilience.charts.drawing.embedded import font_style
from consilience.charts.drawing.other_scripts import RIGHT_TO_LEFT, clusters, family_of
from consilience.charts.drawing.shaping import shaped_width
from consilience.charts.drawing.typography import text_width
from tests.builders.scripts import NAMES
from tests.charts.gallery import COLUMN, FULL, GALLERY

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

Open = Callable[..., Any]
# What moves letters together, or is of one run.
JOINED = (*RIGHT_TO_LEFT, "Ethiopic", "Armenian", "Georgian")


def outside(url: str) -> bool:
    return not url.startswith(("file:", "data:"))


@pytest.fixture
def visit(browser: "Browser") -> Open:
    """``with visit(path, scripts=True) as (page, heard)``: all that the page says or asks for is heard."""

    @contextmanager
    def opened(path: Path, *, scripts: bool = True) -> Iterator[tuple[Any, list[str]]]:
        heard: list[str] = []
        with browser.new_context(offline=True, java_script_enabled=scripts) as context:
            page = context.new_page()
            page.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
            page.on("pageerror", lambda error: heard.append(f"error: {error}"))
            page.on("dialog", lambda dialog: (heard.append(f"dialog: {dialog.message}"), dialog.dismiss()))
            page.on("request", lambda asked: heard.append(asked.url) if outside(asked.url) else None)
            page.goto(path.as_uri())
            yield page, heard

    return opened


def test_a_saved_page_is_drawn_and_interactive_without_a_network(visit: Open, tmp_path: Path) -> None:
    (path,) = save_chart(GALLERY["statements"](FULL), tmp_path, "statements", ["html"])
    with visit(path) as (page, heard):
        page.wait_for_selector("figure[data-drawn=live] svg.marks", timeout=30_000)
        texts = page.locator("figure svg.marks text").all_text_contents()
        assert {"佐藤 花子", 'Eve "</script><script>alert(1)</script>"'} <= set(texts)
        assert page.evaluate("document.fonts.check(\"12px 'Consilience Sans'\")")
        # 493 points at 96 pixels an inch: the page shows the printed size.
        assert page.locator("figure svg.marks").bounding_box()["width"] == pytest.approx(493 * 96 / 72, abs=1)
        page.locator("figure svg.marks [aria-label^='Lena']").hover(force=True)
        tooltip = page.locator("#vg-tooltip-element.visible")
        tooltip.wait_for(timeout=5_000)
        assert "0.5–2%" in tooltip.inner_text()
        assert heard == []


def test_with_scripts_off_the_picture_is_there(visit: Open, tmp_path: Path) -> None:
    (path,) = save_chart(GALLERY["groups"](COLUMN), tmp_path, "groups", ["html"])
    with visit(path, scripts=False) as (page, heard):
        assert page.locator("figure svg.marks").bounding_box()["width"] == pytest.approx(241 * 96 / 72, abs=1)
        assert heard == []


def test_a_report_carries_the_scripts_once_for_all_its_charts(visit: Open, tmp_path: Path) -> None:
    charts = [(name, GALLERY[name](FULL)) for name in ("pools", "prior-posterior", "overview")]
    path = tmp_path / "report.html"
    html = f"<!doctype html><meta charset=utf-8><style>{figure_css()}</style><script>{bundle()}</script>"
    figures = "".join(figure_html(identifier, chart) for identifier, chart in charts)
    path.write_text(f"{html}{figures}<script>{starter()}</script>", encoding="utf-8")
    with visit(path) as (page, heard):
        page.wait_for_function("document.querySelectorAll('figure[data-drawn=live]').length == 3", timeout=30_000)
        assert page.locator("figure svg.marks").count() == 3
        assert heard == []


def test_letters_of_every_shipped_script_are_drawn_by_our_fonts(visit: Open, tmp_path: Path) -> None:
    (path,) = save_chart(GALLERY["statements"](FULL), tmp_path, "names", ["svg"])
    with visit(path, scripts=False) as (page, heard):
        page.evaluate("document.fonts.ready")
        lengths = page.evaluate(
            "[...document.querySelectorAll('text')].map(text => [text.textContent, text.getComputedTextLength(),"
            "parseFloat(getComputedStyle(text).fontSize), getComputedStyle(text).fontWeight])"
        )
        known = ("佐藤 花子", "김철수", "Žofia Šķērsgriezums", "Superforecasters", "Lena")
        ours = [row for row in lengths if row[0] in known]
        assert len(ours) == 5
        for said, length, size, weight in ours:
            measured = text_width(said, size, bold=weight in ("bold", "700"))
            # Of a wide letter the layout takes a whole em; Hangul is a little narrower. A box, or another font, is not.
            assert 0.9 * measured < length < 1.03 * measured, said
        assert heard == []


def test_names_in_every_script_are_as_wide_in_a_browser_as_on_a_page(visit: Open, tmp_path: Path) -> None:
    """So the fonts that the picture carries are taken, and join letters as those of the converter do."""
    rows = [(script, weight) for script in NAMES for weight in ("normal", "bold")]
    style = 'font-family="Consilience Sans" font-size="100px"'
    texts = "".join(f'<text {style} font-weight="{weight}">{NAMES[script]}</text>' for script, weight in rows)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg">{font_style(texts)}{texts}</svg>'
    (tmp_path / "names.html").write_text(f"<!doctype html><meta charset=utf-8>{svg}", encoding="utf-8")
    with visit(tmp_path / "names.html", scripts=False) as (page, heard):
        page.evaluate("document.fonts.ready")
        lengths = page.evaluate("[...document.querySelectorAll('text')].map(text => text.getComputedTextLength())")
        assert heard == []
    for (script, weight), length in zip(rows, lengths, strict=True):
        words = NAMES[script].split()
        parts = [part for word in words for part in (clusters(word) if script not in JOINED else [word])]
        drawn = sum(shaped_width(part, family_of(script), bold=weight == "bold") for part in parts)
        # Between words the browser takes the blank of the Latin font, and it moves some letters together.
        blanks = (len(words) - 1) * text_width(" ", 1)
        assert length / 100 == pytest.approx(drawn + blanks, rel=0.03), script
