"""An estimate elicited in a real JupyterLab: typed, dragged, saved; and no key of it reaches the notebook."""

import csv
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import expect

from tests.browser.lab import Lab, screenshot
from tests.browser.test_lab import KERNEL
from tests.browser.test_widgets import TOML

pytestmark = pytest.mark.slow

CELLS = (
    'import consilience as cs\nstudy = cs.read_study("floods")',
    'w = study.elicit("rain", "Ada", group="coast", source="call")\nw',
    "print([row.said for row in w.study.standing], w.text)",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "project"
    (made / "floods" / "estimates").mkdir(parents=True)
    (made / "floods" / "study.toml").write_text(TOML, "utf-8")
    (made / "floods" / "estimates" / "a.csv").write_text(
        "question,forecaster,date,estimate,source\nrain,bo,2024-01-01,10%,call\n", "utf-8"
    )
    cells = [new_markdown_cell("# Elicit"), *map(new_code_cell, CELLS)]
    nbformat.write(new_notebook(cells=cells, metadata=KERNEL), made / "elicit.ipynb")
    return made


def test_an_estimate_is_typed_dragged_and_saved(lab: Lab, folder: Path) -> None:
    with lab.opened(folder, "elicit.ipynb") as notebook:
        page = notebook.page
        assert [cell["error"] for cell in notebook.run_all()] == [None, None, None]
        widget = page.get_by_role("region", name="Elicit")
        expect(widget).to_be_visible(timeout=30_000)
        expect(page.locator("[data-consilience-still]")).to_be_hidden()
        cells, sources = notebook.count_cells(), notebook.sources()

        widget.get_by_role("group", name="Lowest").get_by_label("Percent").press_sequentially("1", delay=50)
        widget.get_by_role("group", name="Highest").get_by_label("1 in N").press_sequentially("3", delay=50)
        expect(widget.get_by_label("Will be written")).to_have_value("1% to 1 in 3")
        page.locator(".area").click(position={"x": 260, "y": 32})
        knob = widget.get_by_role("slider", name="Best")
        expect(knob).to_be_visible()
        before = knob.get_attribute("aria-valuetext")
        box = knob.bounding_box()
        assert box
        page.mouse.move(box["x"] + 14, box["y"] + 14)
        page.mouse.down()
        page.mouse.move(box["x"] + 44, box["y"] + 14, steps=6)
        page.mouse.up()
        assert knob.get_attribute("aria-valuetext") != before
        # Letters that would add, cut or turn cells, and arrows that would leave this one.
        knob.focus()
        for key in (*"abddxmyz", "Enter", "ArrowUp", "ArrowDown", "ArrowRight", "PageDown", "PageUp"):
            page.keyboard.press(key)
        widget.get_by_role("button", name="Clear").focus()
        for key in ("a", "b", "d", "d", "x", "ArrowDown"):
            page.keyboard.press(key)
        expect(widget.get_by_label("half as likely")).to_be_visible()
        widget.get_by_label("half as likely").press_sequentially("a bad dyke", delay=20)
        assert notebook.count_cells() == cells
        assert notebook.sources() == sources

        expect(page.get_by_text("Draft, not saved")).to_be_visible()
        widget.get_by_role("button", name="Save").click()
        expect(widget.get_by_role("status").filter(has_text="added.csv:2: Ada on rain")).to_be_visible()
        with (notebook.root / "floods" / "estimates" / "added.csv").open(encoding="utf-8", newline="") as opened:
            (row,) = csv.DictReader(opened)
        assert row["estimate"] == widget.get_by_label("Will be written").input_value()
        assert row["estimate"].endswith("[1%, 1 in 3]")
        assert "half as likely if: a bad dyke" in row["note"]
        screenshot(page, "elicit_light")
        page.evaluate("() => window.jupyterapp.commands.execute('apputils:change-theme', { theme: 'JupyterLab Dark' })")
        expect(widget).to_have_css("background-color", "rgb(23, 25, 28)")
        screenshot(page, "elicit_dark")

        # What the kernel knows, and what the file keeps.
        page.locator(".jp-CodeCell").last.locator(".cm-content").click()
        page.keyboard.press("Control+Enter")
        expect(page.locator(".jp-CodeCell").last.locator(".jp-OutputArea-output")).to_contain_text(row["estimate"])
        page.keyboard.press("Control+s")
        expect(page.get_by_text("Saving completed")).to_be_visible()
        saved = nbformat.read(notebook.root / "elicit.ipynb", as_version=4)
        view, still = saved.cells[2].outputs
        assert "application/vnd.jupyter.widget-view+json" in view.data
        assert "added.csv:2: Ada on rain" in still.data["text/plain"]
        assert {"text/html", "image/png"} <= set(still.data)

        assert notebook.console == []
        assert notebook.blocked == []
        notebook.choose("Kernel", "Shut Down Kernel")
        page.get_by_text("No Kernel | Unknown").wait_for(timeout=30_000)
        page.reload()
        expect(page.locator("[data-consilience-still] img")).to_be_visible(timeout=60_000)
        expect(page.get_by_text("model not found")).to_be_hidden()
        screenshot(page, "elicit_reopened")
        # A server that is told to end while a kernel starts waits for it.
        page.get_by_text("| Idle").wait_for(timeout=90_000)
        assert notebook.blocked == []
