"""The pages of the what-if and of picking in a real browser, with a stub of what a notebook does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

import consilience as cs
from tests.browser.lab import offline_context
from tests.browser.widget_page import WidgetPage, widget_page
from tests.builders.fits import synthetic_fit, write_study
from tests.builders.named_fits import hostile_panel, panel

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    blocked: list[str] = []
    with offline_context(browser, blocked) as opened:
        yield opened
    assert blocked == []


@pytest.fixture
def what_if(context: BrowserContext, tmp_path: Path) -> Iterator[WidgetPage]:
    with widget_page(context, panel("enough people", tmp_path).what_if(), width=1000) as shown:
        yield shown
        assert shown.errors == []


def shown_answer(page: Page) -> str:
    return page.locator(".answer.now .value").inner_text()


def test_a_dragged_slider_moves_the_answer_and_says_so(what_if: WidgetPage) -> None:
    page, before = what_if.page, shown_answer(what_if.page)
    slider = page.get_by_label("A storm comes", exact=True)
    box = slider.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.35, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2, steps=25)
    page.mouse.up()
    what_if.settle()
    assert shown_answer(page) != before
    assert what_if.widget.factors[0]["moved"]
    # Wherever it was let go is what was asked for last, however many were on their way.
    assert slider.get_attribute("aria-valuetext").startswith(what_if.widget.factors[0]["at"][1])
    assert "times those as fitted" in page.get_by_role("status").first.inner_text()


def test_keys_and_text_move_it_too(what_if: WidgetPage) -> None:
    page = what_if.page
    page.get_by_label("The wall breaks", exact=True).focus()
    page.keyboard.press("ArrowRight")
    what_if.settle()
    assert what_if.widget.factors[1]["moved"]
    text = page.get_by_label("A storm comes, as text")
    text.fill("1 in 3")
    text.press("Enter")
    what_if.settle()
    assert what_if.widget.factors[0]["at"][0] == pytest.approx(-0.6931, abs=1e-3)
    text.fill("0%")
    text.press("Enter")
    what_if.settle()
    assert "has odds" in page.get_by_role("alert").inner_text()


def test_a_scenario_is_kept_shown_and_gone_back_to(what_if: WidgetPage) -> None:
    page = what_if.page
    page.get_by_label("A storm comes", exact=True).press("End")
    what_if.settle()
    page.get_by_label("Name of the scenario").fill("A sure storm")
    page.get_by_role("button", name="Save as scenario").click()
    what_if.settle()
    kept = page.locator(".answer.saved")
    assert kept.locator(".name").inner_text() == "A sure storm"
    label = kept.locator(".value").inner_text()
    page.get_by_role("button", name="Reset").click()
    what_if.settle()
    assert shown_answer(page) != label
    page.get_by_role("button", name="Go back to A sure storm").click()
    what_if.settle()
    assert shown_answer(page) == label
    assert what_if.widget.scenarios.index.tolist() == ["As fitted", "A sure storm"]


def test_tests_are_changed_left_out_and_added(what_if: WidgetPage) -> None:
    page, before = what_if.page, shown_answer(what_if.page)
    page.get_by_label("An inspection of the wall (on breach)").uncheck()
    what_if.settle()
    assert shown_answer(page) != before
    page.get_by_label("What a new test is on").select_option("storm")
    page.get_by_role("button", name="Add a test").click()
    what_if.settle()
    assert page.locator("fieldset legend").nth(1).inner_text() == "New test 1 on storm (on storm)"
    page.get_by_label("Trials").nth(1).fill("5")
    page.get_by_label("Trials").nth(1).press("Enter")
    page.get_by_label("Sensitivity: positive where it is true", exact=True).nth(1).press("PageUp")
    what_if.settle()
    assert what_if.widget.tests[1]["trials"] == 5


def test_whoever_is_left_out_is_told_of_with_its_doubt(what_if: WidgetPage) -> None:
    page = what_if.page
    page.get_by_text("Leave somebody out").click()
    page.get_by_label("all of coast").check()
    what_if.settle()
    assert page.get_by_role("button", name="Fit anew without them").is_visible()
    assert page.locator(".answer.now").count() == 0
    page.get_by_label("all of coast").uncheck()
    what_if.settle()
    assert page.locator(".answer.now").count() == 1


def test_two_views_agree_and_a_closed_one_lets_go(what_if: WidgetPage) -> None:
    page = what_if.page
    listening = page.evaluate("() => window.listening()")
    what_if.view()
    page.get_by_label("A storm comes", exact=True).first.press("Home")
    what_if.settle()
    one, two = page.locator(".answer.now .value").all_inner_texts()
    assert one == two
    what_if.close_view(1)
    assert page.evaluate("() => window.listening()") == listening
    assert page.locator("#views > div").nth(1).inner_html() == ""


def test_it_fits_a_narrow_window_and_texts_stay_texts(context: BrowserContext, tmp_path: Path) -> None:
    with widget_page(context, hostile_panel(tmp_path).what_if(), width=420) as shown:
        page = shown.page
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 420
        assert page.locator("img, script").count() == 0
        for dark in (False, True):
            shown.turn(dark=dark)
            paper = page.locator(".card").last.evaluate("element => getComputedStyle(element).backgroundColor")
            assert (paper == "rgb(255, 255, 255)") is not dark
        assert shown.errors == []


@pytest.fixture
def picking(context: BrowserContext, tmp_path: Path) -> Iterator[WidgetPage]:
    fit = synthetic_fit(write_study(tmp_path / "floods"))
    with widget_page(context, cs.pick(fit.charts.statements("flood"))) as shown:
        yield shown
        assert shown.errors == []


def brush(shown: WidgetPage, one: tuple[float, float], two: tuple[float, float]) -> None:
    """Drag from one place to another, in the chart's units."""
    box = shown.page.locator(".chart").bounding_box()
    scale = box["width"] / shown.widget.size[0]
    shown.page.mouse.move(box["x"] + one[0] * scale, box["y"] + one[1] * scale)
    shown.page.mouse.down()
    shown.page.mouse.move(box["x"] + two[0] * scale, box["y"] + two[1] * scale, steps=6)
    shown.page.mouse.up()
    shown.settle()


def test_a_brush_over_marks_picks_their_rows(picking: WidgetPage) -> None:
    boxes, (left, right) = picking.widget.boxes, picking.widget.plot
    middle = boxes[2][5][0][1] + 5
    brush(picking, (middle, boxes[0][1] + 2), (right, boxes[-1][1] + 5))
    assert picking.widget.rows["forecaster"].tolist() == ["ada", "a platform"]
    # Beside the plot names are brushed, whatever was said.
    brush(picking, (5, boxes[0][1] + 2), (left - 8, boxes[1][1] + 5))
    assert picking.widget.rows["forecaster"].tolist() == ["dee", "cem"]
    assert picking.page.get_by_role("status").inner_text() == "2 of 5 rows picked"


def test_rows_are_picked_by_keys_and_told(picking: WidgetPage) -> None:
    page = picking.page
    page.get_by_role("listbox").focus()
    for key in ("Home", "ArrowDown", " ", "ArrowDown", " "):
        page.keyboard.press(key)
    picking.settle()
    assert picking.widget.places == [1, 2]
    assert page.get_by_role("option", name="cem: <1%").get_attribute("aria-selected") == "true"
    page.keyboard.press("Control+a")
    picking.settle()
    assert len(picking.widget.places) == 5
    page.keyboard.press("Escape")
    picking.settle()
    assert picking.widget.rows.empty
