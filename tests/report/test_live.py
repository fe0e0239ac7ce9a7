"""The copy of a report that follows a study, in a browser that opens it from a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jinja2 import Environment

from consilience.charts.drawing.page import POLICY
from consilience.report.live import PAGE, STATE, LivePage, following

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REPORT = (
    '<!doctype html>\n<html lang="en"><head>'
    f'<meta http-equiv="Content-Security-Policy" content="{POLICY.replace(chr(39), "&#39;")}">'
    "</head><body><main>{}</main><script>document.body.dataset.ran = 1</script></body></html>"
)


def published(folder: Path, text: str) -> Path:
    file = folder / "report.html"
    file.write_text(REPORT.replace("{}", text), "utf-8")
    return file


def test_only_the_copy_may_load_what_lies_beside_it(tmp_path: Path) -> None:
    report = published(tmp_path, "one")
    page = LivePage(tmp_path / "live")
    page.say("nothing is shown before there is a report")
    assert not (tmp_path / "live").exists()
    page.show(report)
    assert "file:" not in report.read_text()
    assert "script-src file: &#39;unsafe-inline&#39;" in page.path.read_text()
    assert sorted(file.name for file in page.path.parent.iterdir()) == [PAGE, STATE]
    page.end()
    assert not page.path.parent.exists()


def test_the_policy_is_found_as_reports_write_it() -> None:
    written = Environment(autoescape=True).from_string('<meta content="{{ policy }}"></body>').render(policy=POLICY)
    assert "script-src file:" in following(written, "x")


def test_what_is_said_is_data(tmp_path: Path) -> None:
    page = LivePage(tmp_path / "live")
    page.show(published(tmp_path, "one"))
    page.say("</script>\u2028'); alert(1)")
    state = (page.path.parent / STATE).read_text()
    assert state.count("\n") == 1
    assert "\u2028" not in state


def test_a_report_that_names_the_end_of_a_body_keeps_it() -> None:
    html = following("<body><pre>&lt;/body&gt;</pre></body>", "x")
    assert html.endswith("</script>\n</body>")


@pytest.mark.slow
def test_an_open_copy_follows_tells_of_faults_and_of_the_end(browser: "Browser", tmp_path: Path) -> None:
    page = LivePage(tmp_path / "live")
    page.show(published(tmp_path, "one" + "<p>x" * 300))
    heard: list[str] = []
    with browser.new_context(offline=True) as context:
        tab = context.new_page()
        tab.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
        tab.on("pageerror", lambda error: heard.append(f"error: {error}"))

        def shows(text: str) -> Any:
            return tab.wait_for_function("text => document.body.innerText.includes(text)", arg=text, timeout=20_000)

        tab.goto(page.path.as_uri())
        shows("one")
        tab.evaluate("window.scrollTo(0, 500)")
        page.show(published(tmp_path, "two" + "<p>x" * 300))
        shows("two")
        tab.wait_for_function("window.scrollY === 500")
        assert tab.evaluate("document.body.dataset.ran") == "1"
        assert heard == []
        page.say("a.csv:3: <b>two readings</b>")
        shows("a.csv:3: <b>two readings</b>")
        page.show(published(tmp_path, "three"))
        shows("three")
        assert tab.locator("p[role=status]").is_hidden()
        page.end()
        shows("No longer watched")
