"""The report as people see it: in a browser that can reach nothing, on a desk, in a hand, in the dark, on paper."""

import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from consilience.report.dark import DARK_PAPER
from tests.conftest import leave_out

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow
each_report = pytest.mark.parametrize("name", ["results", "hostile_results"])
# Of text: WCAG 2.2, 1.4.3.
ENOUGH = 4.5
PAPER = "rgb({}, {}, {})".format(*bytes.fromhex(DARK_PAPER[1:]))
DESK, HAND, SMALL_HAND = 1280, 420, 320
UNFOLD = "for (const fold of document.querySelectorAll('details')) fold.open = true"

type Opened = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def opened(browser: "Browser") -> Opened:
    """Open a report; afterwards, nothing was asked for and nothing was complained of."""

    @contextmanager
    def visit(report: Path, *, width: int = DESK, checked: bool = False, **context: Any) -> Iterator[Any]:
        heard: list[str] = []

        def asked(wanted: Any) -> None:
            if not wanted.url.startswith(("data:", "blob:", report.as_uri())):
                heard.append(f"request: {wanted.url}")

        # What checks a page is put into it, which the page's own policy would forbid.
        room = {"viewport": {"width": width, "height": 900}, "bypass_csp": checked, **context}
        page = browser.new_context(offline=True, **room).new_page()
        page.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: heard.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (heard.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", asked)
        page.goto(report.as_uri())
        if context.get("java_script_enabled", True):
            charts = page.locator("figure.consilience-chart").count()
            drawn = f"document.querySelectorAll('figure[data-drawn=live]').length === {charts}"
            page.wait_for_function(drawn, timeout=60_000)
        yield page
        page.context.close()
        assert heard == []

    return visit


@each_report
def test_on_a_desk_every_chart_is_drawn_and_every_part_is_led_to(
    opened: Opened, request: pytest.FixtureRequest, name: str
) -> None:
    with opened(request.getfixturevalue(name) / "report.html") as page:
        assert_every_chart_is_drawn(page)
        assert_every_entry_of_the_contents_leads_to_a_part(page)


def assert_every_chart_is_drawn(page: Any) -> None:
    # The column's picture is there too, for narrow screens.
    drawn = page.locator("figure[data-drawn=live] svg.marks:visible")
    assert drawn.count() == page.locator("figure.consilience-chart").count() >= 4
    table = page.locator("table.answers").bounding_box()
    for box in (mark.bounding_box() for mark in drawn.all()):
        assert box["width"] == pytest.approx(table["width"], abs=2)
        assert box["height"] > 60
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    # The answer in words, then a picture of it, before anything else.
    order = page.evaluate("[...document.querySelectorAll('.lead, figure, nav, h2')].map((e) => e.tagName)")
    assert order[:3] == ["P", "FIGURE", "NAV"]


def assert_every_entry_of_the_contents_leads_to_a_part(page: Any) -> None:
    links = page.locator("nav a")
    assert links.count() >= 6
    assert links.all_inner_texts() == page.locator("main > h2").all_inner_texts()
    for link in links.all():
        assert page.locator(f"h2{link.get_attribute('href')}").count() == 1


@each_report
def test_in_a_hand_nothing_lies_beside_the_screen(opened: Opened, request: pytest.FixtureRequest, name: str) -> None:
    with opened(request.getfixturevalue(name) / "report.html", width=HAND) as page:
        page.evaluate(UNFOLD)
        for width in (HAND, SMALL_HAND):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            beyond = """[...document.querySelectorAll('td, p, h1, h2, h3, svg.marks')]
                .filter((e) => e.getBoundingClientRect().right > window.innerWidth)
                .map((e) => e.textContent.slice(0, 80))"""
            assert page.evaluate(beyond) == []
            assert page.locator("figure .wide:visible").count() == 0


def test_statements_of_one_question_stand_below_those_of_another(opened: Opened, hostile_results: Path) -> None:
    edges = """[...document.querySelectorAll('table.statements thead tr')]
        .map((row) => [...row.cells].map((cell) => Math.round(cell.getBoundingClientRect().left)).join(' '))"""
    with opened(hostile_results / "report.html") as page:
        page.evaluate(UNFOLD)
        for media in ("screen", "print"):
            page.emulate_media(media=media)
            found = page.evaluate(edges)
            assert len(found) >= 2
            assert len(set(found)) == 1
            wider = "[...document.querySelectorAll('table.statements td')].filter((e) => e.scrollWidth > e.clientWidth)"
            assert page.evaluate(f"{wider}.length") == 0


@each_report
def test_axe_finds_nothing_in_any_light_on_paper_or_in_a_hand(
    opened: Opened, request: pytest.FixtureRequest, name: str
) -> None:
    try:
        from tests.browser import axe
    except ImportError:
        leave_out("axe-playwright-python is not installed")
    with opened(request.getfixturevalue(name) / "report.html", checked=True) as page:
        page.evaluate(UNFOLD)
        assert axe.faults(page) == []
        page.emulate_media(color_scheme="dark")
        assert axe.faults(page, **axe.COLOURS) == []
        page.emulate_media(color_scheme="light", media="print")
        assert axe.faults(page) == []
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": HAND, "height": 900})
        assert axe.faults(page) == []


def luminance(colour: str) -> float:
    channels = [int(channel) / 255 for channel in re.findall(r"\d+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_in_the_dark_every_text_of_a_chart_can_be_read(opened: Opened, results: Path) -> None:
    inks = """[...document.querySelectorAll('svg.marks text')].map((e) => getComputedStyle(e))
        .filter((s) => s.opacity > 0 && s.stroke === 'none').map((s) => s.fill)"""
    with opened(results / "report.html", color_scheme="dark") as page:
        found = set(page.evaluate(inks))
        assert len(found) >= 3
        for ink in found:
            light, dark = sorted((luminance(ink), luminance(PAPER)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= ENOUGH, ink


@pytest.mark.parametrize("scripts", [True, False])
def test_paper_has_every_statement_and_source_and_no_button(
    opened: Opened, results: Path, tmp_path: Path, program: Callable[[str], Path], *, scripts: bool
) -> None:
    paper = tmp_path / "report.pdf"
    with opened(results / "report.html", java_script_enabled=scripts) as page:
        page.emulate_media(media="print")
        assert page.locator("details:visible > summary[aria-label]").count() == 0
        height = page.evaluate("245 * 96 / 25.4")
        assert all(mark.bounding_box()["height"] <= height + 1 for mark in page.locator("svg.marks:visible").all())
        page.emulate_media(media=None)
        page.pdf(path=paper, format="A4")
    text = subprocess.run([program("pdftotext"), "-layout", paper, "-"], capture_output=True, text=True, check=True)
    printed = " ".join(text.stdout.split())
    for said in ("ada", "2-5%", "2025-01-16", "a letter", "the web", "20% [5%, 40%] @80%", "SHA-256"):
        assert said in printed, said
