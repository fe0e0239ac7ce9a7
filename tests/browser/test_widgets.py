"""The widgets that ask, in a browser: pointer, keys, screen readers, light and dark, and what they leave alone."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from consilience.api.study import Study, read_study
from consilience.notebook.widgets.kit import Widget
from tests.browser import axe
from tests.browser.lab import offline_context
from tests.browser.widget_page import WidgetPage, widget_page
from tests.builders.hostile import MARKUP, toml_text

pytestmark = pytest.mark.slow

TOML = f"""
title = "Floods"
outcome = "flood"
[question.rain]
title = "Heavy rain before the end of the decade"
description = {toml_text(MARKUP)}
[question.breach]
title = {toml_text(MARKUP)}
given = {{ rain = true }}
[question.flood]
title = "A flood"
all_of = ["rain", "breach"]
"""
METHODS = ("bounds", "quartiles", "tertiles", "roulette", "tree")
# Of the neighbour, whose classes are those that our sheets use.
LOOKS = """() => [...document.querySelectorAll('#neighbour, #neighbour *')].map(
  element => Object.fromEntries([...getComputedStyle(element)].map(name => [name, getComputedStyle(element)[name]])))"""


@pytest.fixture(scope="module")
def blocked() -> list[str]:
    return []


@pytest.fixture(scope="module")
def context(browser: Browser, blocked: list[str]) -> Iterator[BrowserContext]:
    with offline_context(browser, blocked) as opened:
        yield opened
    # Nothing was asked of another machine.
    assert blocked == []


@pytest.fixture
def study(tmp_path: Path) -> Study:
    folder = tmp_path / "floods"
    (folder / "estimates").mkdir(parents=True)
    (folder / "study.toml").write_text(TOML, "utf-8")
    (folder / "estimates" / "a.csv").write_text(
        "question,forecaster,date,estimate,source\nrain,bo,2024-01-01,10%,call\n", "utf-8"
    )
    return read_study(folder)


def made(study: Study, method: str) -> Widget:
    if method == "tree":
        return study.elicit_tree(MARKUP, source="call")
    return study.elicit("rain", MARKUP, method=method, source="call")  # type: ignore[arg-type]


def group(page: Page, label: str) -> Any:
    return page.get_by_role("group", name=label)


def fill(shown: WidgetPage, method: str) -> None:
    """Say something whole."""
    page = shown.page
    said = {
        "bounds": {"Lowest": "1", "Best": "5", "Highest": "20"},
        "quartiles": {"Lowest": "1", "Highest": "60", "Median": "10", "Lower": "5", "Upper": "20"},
        "tertiles": {"Lowest": "1", "Highest": "60", "Median": "10", "Lower": "5", "Upper": "20"},
    }
    for label, text in said.get(method, {}).items():
        group(page, label).get_by_label("Percent").fill(text)
        shown.settle()
    if method == "roulette":
        for label, text in (("Lowest", "1%"), ("Highest", "60%")):
            page.get_by_label(label).fill(text)
            shown.settle()
        for place, count in enumerate([0, 5, 10, 5]):
            page.locator(".bin").nth(place).focus()
            for _ in range(count):
                page.keyboard.press("ArrowUp")
    if method == "tree":
        for place, text in enumerate(["20%", "5%", "10%"]):
            page.locator(".node input").nth(place).fill(text)
            shown.settle()
    expect(page.get_by_text("Draft, not saved")).to_be_visible()


def rows(study: Study) -> list[dict[str, str]]:
    with (Path(study.path) / "estimates" / "added.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.parametrize("method", METHODS)
def test_what_is_said_is_saved_and_taken_back_where_everybody_can_read_it(
    method: str, study: Study, context: BrowserContext
) -> None:
    with widget_page(context, made(study, method)) as shown:
        page = shown.page
        # Nothing has a place, and no example is given, that what is said could be drawn to.
        assert page.get_by_role("slider").and_(page.locator(".knob")).count() == 0
        examples = page.locator("input").evaluate_all("inputs => inputs.map(input => input.placeholder)")
        assert not [text for text in examples if re.search("[0-9]%|in [0-9]", text)]
        expect(page.get_by_role("button", name="Save")).to_be_disabled()
        assert_axe_finds_nothing(shown)
        fill(shown, method)
        assert_axe_finds_nothing(shown)
        assert_nothing_is_cut_off_in_a_narrow_window(shown)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Saved", exact=True)).to_be_visible()
        assert rows(study)[0]["forecaster"] == MARKUP
        expect(page.get_by_role("status").filter(has_text="added.csv:2")).to_be_visible()
        assert_axe_finds_nothing(shown)
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("Draft, not saved")).to_be_visible()
        assert not (Path(study.path) / "estimates" / "added.csv").exists()
        assert page.locator("img").count() == 0
        assert shown.errors == []


def assert_axe_finds_nothing(shown: WidgetPage) -> None:
    """In light, and in the dark, where only colours are other."""
    assert axe.faults(shown.page) == []
    shown.turn(dark=True)
    assert axe.faults(shown.page, **axe.COLOURS) == []
    shown.turn(dark=False)


def assert_nothing_is_cut_off_in_a_narrow_window(shown: WidgetPage) -> None:
    """One that becomes narrow with a view in it, and a view that is opened in one."""
    page, before = shown.page, shown.page.viewport_size
    assert before
    page.set_viewport_size({"width": 420, "height": 900})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 420
    shown.view()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 420
    shown.close_view(1)
    page.set_viewport_size(before)


def test_a_neighbour_looks_as_before(study: Study, context: BrowserContext) -> None:
    with widget_page(context, made(study, "bounds"), views=0) as shown:
        before = shown.page.evaluate(LOOKS)
        shown.view()
        fill(shown, "bounds")
        assert shown.page.evaluate(LOOKS) == before


def test_two_views_are_of_one_state_and_one_may_close(study: Study, context: BrowserContext) -> None:
    with widget_page(context, made(study, "bounds"), views=2) as shown:
        page = shown.page
        cards = page.get_by_role("region", name="Elicit")
        listening = page.evaluate("() => window.listening()")
        cards.nth(0).get_by_role("group", name="Best").get_by_label("Percent").fill("5%")
        expect(cards.nth(1).get_by_role("group", name="Best").get_by_label("Percent")).to_have_value("5%")
        expect(cards.nth(1).get_by_label("Will be written")).to_have_value("5%")
        shown.close_view(0)
        assert page.evaluate("() => window.listening()") == listening / 2
        expect(cards).to_have_count(1)
        cards.get_by_role("group", name="Best").get_by_label("1 in N").fill("6")
        shown.settle()
        assert shown.widget.get_state()["reading"]["text"] == "1 in 6"
        shown.close_view(1)
        assert page.evaluate("() => window.listening()") == 0
        assert page.evaluate("() => document.querySelectorAll('head style').length") == 0
        assert shown.errors == []


def test_the_picture_is_hidden_while_the_widget_lives(study: Study, context: BrowserContext) -> None:
    widget = made(study, "bounds")
    still = widget._repr_mimebundle_()[0]["text/html"]
    with widget_page(context, widget, views=0) as shown:
        shown.page.evaluate("(html) => document.querySelector('main').insertAdjacentHTML('beforeend', html)", still)
        picture = shown.page.locator("[data-consilience-still] img")
        expect(picture).to_be_visible()
        shown.view()
        expect(picture).to_be_hidden()
        shown.close_view(0)
        expect(picture).to_be_visible()


def test_a_click_places_what_is_asked_next_and_never_moves_another(study: Study, context: BrowserContext) -> None:
    with widget_page(context, made(study, "bounds")) as shown:
        area = shown.page.locator(".area")
        for x in (120, 360, 240):
            area.click(position={"x": x, "y": 32})
            shown.settle()
        fields = shown.widget.get_state()["reading"]["fields"]
        assert list(fields) == ["low", "high", "best"]
        assert fields["low"]["stop"][0] < fields["best"]["stop"][0] < fields["high"]["stop"][0]
        area.click(position={"x": 500, "y": 32})
        shown.settle()
        assert [content["field"] for content in shown.heard if content["do"] == "say"] == ["low", "high", "best"]


def test_a_handle_is_held_where_it_was_taken(study: Study, context: BrowserContext) -> None:
    with widget_page(context, made(study, "bounds")) as shown:
        page = shown.page
        group(page, "Best").get_by_label("Percent").fill("10%")
        shown.settle()
        knob = page.get_by_role("slider", name="Best")
        box = knob.bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        # Taken at its edge, and put down again: nothing was said.
        page.mouse.move(x + 9, y)
        page.mouse.down()
        page.mouse.up()
        shown.settle()
        assert shown.widget.get_state()["reading"]["text"] == "10%"
        page.mouse.move(x + 9, y)
        page.mouse.down()
        page.mouse.move(x + 109, y, steps=5)
        page.mouse.up()
        shown.settle()
        moved = knob.bounding_box()
        assert moved
        assert moved["x"] - box["x"] == pytest.approx(100, abs=8)
        assert shown.widget.get_state()["reading"]["text"] not in ("", "10%")


def test_everything_can_be_done_by_keys(study: Study, context: BrowserContext) -> None:
    with widget_page(context, made(study, "bounds")) as shown:
        page = shown.page

        def tab_to(role: str, name: str) -> None:
            wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
            for _ in range(30):
                page.keyboard.press("Tab")
                if wanted.evaluate("element => element.getRootNode().activeElement === element"):
                    return
            raise AssertionError(f"no Tab reaches {name}")

        for text in ("1", "5", "20"):
            tab_to("textbox", "Percent") if text == "1" else (page.keyboard.press("Tab"), page.keyboard.press("Tab"))
            page.keyboard.type(text)
            shown.settle()
        assert shown.widget.get_state()["reading"]["text"] == "5% [1%, 20%]"
        page.keyboard.press("ArrowUp")
        shown.settle()
        assert shown.widget.get_state()["reading"]["text"] == "5% [1%, 21%]"
        page.get_by_role("slider", name="Best").focus()
        for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "PageUp"):
            page.keyboard.press(key)
        shown.settle()
        assert shown.widget.get_state()["reading"]["text"] == "16% [1%, 21%]"
        assert page.get_by_role("slider", name="Best").get_attribute("aria-valuetext") == "16%, about 1 in 6"
        tab_to("button", "Save")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Saved", exact=True)).to_be_visible()
        assert "best value 16% by keys" in rows(study)[0]["note"]


def test_escape_brings_back_what_a_field_held(study: Study, context: BrowserContext) -> None:
    with widget_page(context, made(study, "bounds")) as shown:
        field = group(shown.page, "Best").get_by_label("Percent")
        field.fill("5%")
        shown.settle()
        group(shown.page, "Lowest").get_by_label("Percent").focus()
        field.focus()
        field.fill("5,5")
        shown.settle()
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(shown.page.locator(".asked > .told.fault")).to_contain_text("A decimal comma has two readings")
        field.press("Escape")
        shown.settle()
        expect(field).to_have_value("5%")
        assert shown.widget.get_state()["reading"]["text"] == "5%"


def test_typing_is_never_written_over(study: Study, context: BrowserContext) -> None:
    with widget_page(context, made(study, "bounds")) as shown:
        field = shown.page.get_by_label("Will be written")
        field.press_sequentially("5% [1%, 20%] @80%", delay=60)
        shown.settle()
        expect(field).to_have_value("5% [1%, 20%] @80%")
        expect(group(shown.page, "Lowest").get_by_label("Percent")).to_have_value("1%")
        expect(shown.page.get_by_label("How sure")).to_have_value("80%")
        expect(shown.page.get_by_text("A best value of 5% between 1% and 20%, with 80% coverage.")).to_be_visible()


def test_answers_that_come_late_take_nothing_back(study: Study, context: BrowserContext) -> None:
    with widget_page(context, made(study, "bounds"), lag=400) as shown:
        page = shown.page
        group(page, "Lowest").get_by_label("Percent").press_sequentially("1", delay=200)
        page.locator(".area").click(position={"x": 400, "y": 32})
        field = group(page, "Best").get_by_label("Percent")
        field.press_sequentially("12.5", delay=200)
        expect(field).to_have_value("12.5")
        shown.settle()
        assert list(shown.widget.get_state()["reading"]["fields"]) == ["low", "high", "best"]
        expect(field).to_have_value("12.5")
        expect(shown.page.get_by_label("Will be written")).to_have_value(re.compile(r"12.5% \[1%, "))


def test_a_number_beyond_the_scale_widens_it(study: Study, context: BrowserContext) -> None:
    with widget_page(context, made(study, "bounds")) as shown:
        group(shown.page, "Best").get_by_label("1 in N").fill("1000000")
        shown.settle()
        expect(shown.page.locator(".tick").first).to_contain_text("0.0001%")


def test_a_theme_that_changes_is_followed(study: Study, context: BrowserContext) -> None:
    with widget_page(context, made(study, "bounds")) as shown:
        card = shown.page.get_by_role("region", name="Elicit")
        expect(card).to_have_css("background-color", "rgb(255, 255, 255)")
        shown.turn(dark=True)
        expect(card).to_have_css("background-color", "rgb(23, 25, 28)")
