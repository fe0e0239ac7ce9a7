"""Explore and what-if in a real JupyterLab: a slider dragged, the answer read, a scenario kept, rows picked."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Page

from tests.browser.lab import opened_notebook, wait_for_cells

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SET_UP = f"""import sys
sys.path.insert(0, {str(ROOT)!r})
import consilience as cs
from pathlib import Path
from tests.builders.named_fits import panel
fit = panel("enough people", Path("made"))
study = fit.study"""
CELLS = (
    SET_UP,
    "study",
    "fit",
    "study.questions",
    "study.voices",
    "fit.summary()",
    "w = fit.what_if()\nw",
    'picked = cs.pick(fit.charts.statements("storm"))\npicked',
    "",
)
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
RUN_LAST = """async (source) => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = notebook.widgets.length - 1;
  notebook.activeCell.model.sharedModel.setSource(source);
  await window.jupyterapp.commands.execute('notebook:run-cell');
}"""
OUTPUTS = """(place) => window.jupyterapp.shell.currentWidget.content.widgets[place].model.outputs.toJSON()
  .flatMap(output => Object.keys(output.data ?? {}))"""


def run_last(page: Page, source: str) -> str:
    page.evaluate(RUN_LAST, source)
    wait_for_cells(page, 60)
    page.wait_for_timeout(300)
    return page.locator(".jp-Notebook-cell").last.locator(".jp-OutputArea-output").inner_text()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_an_answer_moves_with_its_sliders_and_is_kept(chromium: Path, tmp_path: Path, theme: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    nbformat.write(new_notebook(cells=list(map(new_code_cell, CELLS)), metadata=KERNEL), folder / "explore.ipynb")
    (tmp_path / "lab").mkdir()
    with opened_notebook(folder, "explore.ipynb", chromium=chromium, scratch=tmp_path / "lab") as notebook:
        page = notebook.page
        page.evaluate("(theme) => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
        notebook.run_all(120)
        slider = page.get_by_label("A storm comes", exact=True)
        slider.wait_for(timeout=30_000)
        before = page.locator(".answer.now .value").inner_text()
        slider.scroll_into_view_if_needed()
        cells = notebook.count_cells()
        drag(page, slider)
        page.wait_for_function(
            "(before) => window.jupyterapp && document.querySelector('[data-consilience-widget]')"
            ".shadowRoot.querySelector('.answer.now .value').innerText !== before",
            arg=before,
        )
        page.get_by_label("Name of the scenario").fill("A sure storm")
        page.get_by_label("Name of the scenario").press("Enter")
        page.locator(".answer.saved").wait_for()
        page.screenshot(path=tmp_path / f"what_if_{theme[-5:].strip().lower()}.png")
        # Letters that were typed are no commands of the notebook.
        assert notebook.count_cells() == cells
        assert "['As fitted', 'A sure storm']" in run_last(page, "print(w.scenarios.index.tolist())")
        row = page.locator(".chart [role=option]").first
        row.scroll_into_view_if_needed()
        row.click(force=True)
        page.get_by_text("1 of 4 rows picked").wait_for()
        assert "cem" in run_last(page, "print(picked.rows['forecaster'].tolist())")
        page.wait_for_timeout(1_000)
        for place in (6, 7):
            assert {"image/png", "text/html", "text/plain"} <= set(page.evaluate(OUTPUTS, place))
        text = "\n".join(page.locator(".jp-OutputArea-output").all_inner_texts())
        assert "Of 4 people, 3 left something open that others answered" in text
        page.set_viewport_size({"width": 1280, "height": 9000})
        page.evaluate("() => { document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0 }")
        page.wait_for_timeout(500)
        page.screenshot(path=tmp_path / f"explore_{theme[-5:].strip().lower()}.png")
    assert notebook.console == []
    assert notebook.blocked == []


def drag(page: Page, slider: object) -> None:
    box = slider.bounding_box()  # type: ignore[attr-defined]
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.33, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.85, middle, steps=20)
    page.mouse.up()
