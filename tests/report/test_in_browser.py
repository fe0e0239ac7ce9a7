"""The report as people see it: in a browser that can reach nothing."""

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


@pytest.mark.parametrize("name", ["results", "hostile_results"])
def test_every_chart_is_drawn_and_nothing_is_asked_for(
    chromium: Path, request: pytest.FixtureRequest, name: str
) -> None:
    from playwright.sync_api import sync_playwright

    report = request.getfixturevalue(name) / "report.html"
    heard: list[str] = []

    def asked(wanted: Any) -> None:
        if not wanted.url.startswith(("data:", "blob:", report.as_uri())):
            heard.append(f"request: {wanted.url}")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_context(offline=True).new_page()
        page.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: heard.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (heard.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", asked)
        page.goto(report.as_uri())
        figures = page.locator("figure.consilience-chart")
        charts = figures.count()
        page.wait_for_function(
            f"document.querySelectorAll('figure[data-drawn=live]').length === {charts}", timeout=60_000
        )
        # The column's picture is there too, for narrow screens.
        drawn = page.locator("figure[data-drawn=live] svg.marks:visible")
        assert charts >= 4
        assert drawn.count() == charts
        for box in (mark.bounding_box() for mark in drawn.all()):
            assert box["width"] > 300
            assert box["height"] > 60
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert heard == []
        browser.close()
