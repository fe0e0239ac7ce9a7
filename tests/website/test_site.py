"""The site as it is built: every page run, every name there, and nothing asked of another host."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import consilience as cs
from consilience.charts import CHARTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
DESK: "ViewportSize" = {"width": 1280, "height": 900}
HAND: "ViewportSize" = {"width": 420, "height": 900}
# What a browser fetches by itself; a link to a paper is fetched by nobody who does not follow it.
ASKING = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "object": "data"}
IN_STYLES = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])((?:https?:)?//[^"')\s]+)""")


class Asked(HTMLParser):
    """Addresses that a page fetches by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.found += [said.get(ASKING.get(tag, "")) or "", *IN_STYLES.findall(said.get("style") or "")]

    @classmethod
    def outside(cls, html: str) -> list[str]:
        page = cls()
        page.feed(html)
        asked = [*page.found, *IN_STYLES.findall(html)]
        return [address for address in asked if re.match(r"(https?:)?//", address)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(target)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return target


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://a.example/x.js"></script>',
        '<link rel="stylesheet" href="//a.example/x.css">',
        '<img src="http://a.example/x.png">',
        "<style>@import 'https://a.example/x.css'</style>",
        '<p style="background: url(https://a.example/x)">',
    ],
)
def test_what_asks_another_host_is_recognised(html: str) -> None:
    assert Asked.outside(html)


@pytest.mark.parametrize("html", ['<a href="https://a.example">', '<script src="a.js">', "see https://a.example"])
def test_what_asks_nobody_is_not_taken_for_it(html: str) -> None:
    assert not Asked.outside(html)


def test_no_page_asks_another_host(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert not Asked.outside(page.read_text("utf-8")), page
    for sheet in site.rglob("*.css"):
        assert not IN_STYLES.findall(sheet.read_text("utf-8")), sheet


def test_every_public_name_is_told_of_and_no_other(site: Path) -> None:
    html = "".join(page.read_text("utf-8") for page in (site / "reference").glob("*.html"))
    found = set(re.findall(r'<h2 id="consilience\.(\w+)"', html))
    assert found == set(cs.__all__)
    assert not re.search(r":(?:func|class|meth|data|mod):`", html)


def test_charts_of_fits_are_told_of_without_what_only_reports_ask(site: Path) -> None:
    html = (site / "reference/charts.html").read_text("utf-8")
    told = {name.rpartition(".")[2] for name in re.findall(r'<h3 id="([\w.]+)"', html)}
    assert {*CHARTS} - {"comparison"} <= told
    assert not told & {"own", "pooled", "of_question", "of_any_question"}


def test_charts_are_pictures_that_say_what_they_show(site: Path) -> None:
    gallery = (site / "gallery.html").read_text("utf-8")
    assert gallery.count('<figure class="chart">') == len(CHARTS)
    pictures = re.findall(r'<svg[^>]* class="marks"[^>]*>', gallery)
    # One for a desk, one for the hand.
    assert len(pictures) == 2 * len(CHARTS)
    assert all(re.search(r'aria-label="[^"]{20,}"', picture) for picture in pictures)


def test_pages_open_from_a_folder_without_a_network(site: Path, browser: "Browser") -> None:
    heard: list[str] = []
    with browser.new_context(offline=True, viewport=DESK) as context:
        page = context.new_page()
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("request", lambda asked: heard.append(asked.url) if asked.url.startswith("http") else None)
        for file in sorted(site.rglob("*.html")):
            if file.name == "404.html":
                continue
            page.goto(file.as_uri())
            for size in (HAND, DESK):
                page.set_viewport_size(size)
                assert settles(page, "document.documentElement.scrollWidth <= innerWidth"), (file, size)
        search(page, "input.md-search__input")
        page.set_viewport_size(HAND)
        page.reload()
        search(page, "label[for=__search]")
    assert heard == []


def settles(page: "Page", condition: str) -> bool:
    """Whether something becomes true of a page: the theme's own script lays it out anew after its size has changed."""
    from playwright.sync_api import TimeoutError as TooLateError

    try:
        page.wait_for_function(condition, timeout=5000)
    except TooLateError:
        return False
    return True


def search(page: "Page", opener: str) -> None:
    page.locator(opener).first.click()
    page.keyboard.type("odds", delay=30)
    page.locator(".md-search-result__item").first.wait_for(timeout=20_000)
