"""The tour as a new user takes it: an empty JupyterLab, every cell run, an estimate said by hand, a slider dragged."""

import csv
import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.lab import Lab, OpenNotebook, screenshot, wait_for_cells
from tests.browser.test_notebooks_in_lab import TOUR, assert_shown

pytestmark = pytest.mark.slow

# Twice what the tour may take on a machine with nothing else to do.
LIMIT = 120
PLACE = """(id) => window.jupyterapp.shell.currentWidget.content.widgets
  .findIndex(cell => cell.model.id === id)"""
RUN = """async (place) => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = place;
  await window.jupyterapp.commands.execute('notebook:run-cell');
}"""
NEW_CELL = """async () => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = notebook.widgets.length - 1;
  await window.jupyterapp.commands.execute('notebook:insert-cell-below');
}"""
RED = ".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr'], [data-mime-type*='error'], .jp-Dialog"


def cell(page: Page, name: str) -> Locator:
    return page.locator(".jp-Notebook-cell").nth(int(page.evaluate(PLACE, name)))


def test_the_tour_from_an_empty_lab(lab: Lab, project_copy: Path) -> None:
    with lab.opened(project_copy, f"notebooks/{TOUR}.ipynb") as notebook:
        page = notebook.page
        page.wait_for_timeout(2_000)
        assert page.locator(".jp-Dialog, .Toastify__toast").count() == 0
        screenshot(page, "tour_1_opened")
        began = time.monotonic()
        cells = notebook.run_all(LIMIT)
        print(f"the tour ran in {time.monotonic() - began:.1f} s")
        assert_shown(TOUR, notebook, cells)
        say_an_estimate(notebook)
        drag_a_step(page)
        find_by_tab(page, "fit.", ("summary", "charts", "what_if", "report"))
        find_by_tab(page, "fit.charts.", ("statements", "tree", "waterfall", "tornado"))
        taken_home = notebook.root / "notebooks" / "results"
        for file in ("tour/tree.svg", "tour/tree.pdf", "tour-paper/paper.tex", "tour-paper/references.bib"):
            assert (taken_home / file).stat().st_size > 0
        assert page.locator(RED).count() == 0
        page.set_viewport_size({"width": 1280, "height": 8_000})
        page.evaluate("() => { document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0 }")
        screenshot(page, "tour_6_whole")
        assert notebook.console == []
        assert notebook.blocked == []


def say_an_estimate(notebook: OpenNotebook) -> None:
    """Type two numbers, drag the third, save: the row is in the file, and the answer moves."""
    page = notebook.page
    widget = page.get_by_role("region", name="Elicit")
    expect(widget).to_be_visible(timeout=30_000)
    widget.scroll_into_view_if_needed()
    widget.get_by_role("group", name="Lowest").get_by_label("Percent").press_sequentially("40", delay=30)
    widget.get_by_role("group", name="Highest").get_by_label("Percent").press_sequentially("90", delay=30)
    widget.get_by_role("group", name="Best").get_by_label("Percent").press_sequentially("50", delay=30)
    knob = widget.get_by_role("slider", name="Best")
    expect(knob).to_be_visible()
    before = knob.get_attribute("aria-valuetext")
    knob.scroll_into_view_if_needed()
    box = knob.bounding_box()
    assert box
    page.mouse.move(box["x"] + 14, box["y"] + 14)
    page.mouse.down()
    page.mouse.move(box["x"] + 44, box["y"] + 14, steps=6)
    page.mouse.up()
    assert knob.get_attribute("aria-valuetext") != before
    screenshot(page, "tour_2_said")
    widget.get_by_role("button", name="Save").click()
    expect(widget.get_by_role("status").filter(has_text="me on high")).to_be_visible()
    screenshot(page, "tour_3_saved")

    with (notebook.root / "notebooks/studies/tour/estimates/added.csv").open(encoding="utf-8", newline="") as file:
        row = list(csv.DictReader(file))[-1]
    assert (row["question"], row["forecaster"]) == ("high", "me")
    assert row["estimate"].endswith("[40%, 90%]")

    for name in ("refit", "rows"):
        page.evaluate(RUN, page.evaluate(PLACE, name))
        wait_for_cells(page, LIMIT)
    output = cell(page, "refit").locator(".jp-OutputArea-output").last  # above it was the progress
    output.scroll_into_view_if_needed()
    was, now = output.locator("tr", has_text="Median forecaster").locator("td").all_inner_texts()
    assert was != now
    expect(cell(page, "rows").locator(".jp-OutputArea-output")).to_contain_text(row["estimate"])
    screenshot(page, "tour_4_answer_moved")


def drag_a_step(page: Page) -> None:
    """Drag a slider of the what-if: the outcome beside it is another."""
    widget = cell(page, "what-if")
    slider = widget.get_by_label("The river rises over its wall by 2035", exact=True)
    slider.scroll_into_view_if_needed()
    shown = widget.locator(".answer.now .value")
    before = shown.inner_text()
    box = slider.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.4, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.85, middle, steps=15)
    page.mouse.up()
    expect(shown).not_to_have_text(before)
    screenshot(page, "tour_5_what_if")


def find_by_tab(page: Page, typed: str, names: tuple[str, ...]) -> None:
    """Type into a new cell and press Tab: what there is, is listed."""
    page.evaluate(NEW_CELL)
    last = page.locator(".jp-CodeCell").last
    last.locator(".cm-content").click()
    page.keyboard.type(typed, delay=30)
    page.keyboard.press("Tab")
    listed = page.locator(".jp-Completer")
    expect(listed).to_be_visible(timeout=30_000)
    screenshot(page, f"tour_tab_{typed.strip('.').replace('.', '_')}")
    offered = " ".join(listed.locator(".jp-Completer-item").all_inner_texts())
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert [name for name in names if name not in offered] == []
