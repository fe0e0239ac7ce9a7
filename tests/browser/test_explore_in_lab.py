"""Explore and what-if in a real JupyterLab: a slider dragged, the answer read, a scenario kept, rows picked."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page, expect

from tests.browser.lab import ROOT, Lab, OpenNotebook, screenshot, wait_for_cells

pytestmark = pytest.mark.slow

SET_UP = f"""import sys
sys.path.insert(0, {str(ROOT)!r})
import consilience as cs
from pathlib import Path
from tempfile import mkdtemp
from tests.builders.named_fits import panel
fit = panel("enough people", Path(mkdtemp(dir=".")))
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


def test_answers_move_with_their_sliders_and_are_kept_in_light_and_dark(lab: Lab, tmp_path: Path) -> None:
    nbformat.write(new_notebook(cells=list(map(new_code_cell, CELLS)), metadata=KERNEL), tmp_path / "explore.ipynb")
    with lab.opened(tmp_path, "explore.ipynb") as notebook:
        for theme in ("Light", "Dark"):
            change_theme(notebook.page, theme)
            assert [cell["error"] for cell in notebook.run_all(120) if cell["error"]] == []
            an_answer_moves_and_is_kept(notebook)
            rows_are_picked(notebook.page)
            text = "\n".join(notebook.page.locator(".jp-OutputArea-output").all_inner_texts())
            assert "Of 4 people, 3 left something open that others answered" in text
            screenshot(notebook.page, f"explore_{theme.lower()}")
        assert notebook.console == []
        assert notebook.blocked == []


def change_theme(page: Page, theme: str) -> None:
    """Show everything anew: of cells that have run before, nothing is left."""
    page.evaluate(
        "(theme) => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", f"JupyterLab {theme}"
    )
    page.wait_for_function("(light) => document.body.dataset.jpThemeLight === light", arg=str(theme == "Light").lower())
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")


def an_answer_moves_and_is_kept(notebook: OpenNotebook) -> None:
    page = notebook.page
    slider = page.get_by_label("A storm comes", exact=True)
    slider.wait_for(timeout=30_000)
    before = page.locator(".answer.now .value").inner_text()
    slider.scroll_into_view_if_needed()
    cells = notebook.count_cells()
    drag(page, slider)
    expect(page.locator(".answer.now .value")).not_to_have_text(before)
    page.get_by_label("Name of the scenario").fill("A sure storm")
    page.get_by_label("Name of the scenario").press("Enter")
    page.locator(".answer.saved").wait_for()
    # Letters that were typed are no commands of the notebook.
    assert notebook.count_cells() == cells
    assert "['As fitted', 'A sure storm']" in run_last(page, "print(w.scenarios.index.tolist())")


def rows_are_picked(page: Page) -> None:
    row = page.locator(".chart [role=option]").first
    row.scroll_into_view_if_needed()
    row.click(force=True)
    page.get_by_text("1 of 4 rows picked").wait_for()
    assert "cem" in run_last(page, "print(picked.rows['forecaster'].tolist())")
    # The pictures of what was done come when nothing more is.
    for place in (6, 7):
        page.wait_for_function(
            f"(place) => ['image/png', 'text/html', 'text/plain'].every(kind => ({OUTPUTS})(place).includes(kind))",
            arg=place,
        )


def drag(page: Page, slider: Locator) -> None:
    box = slider.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.33, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.85, middle, steps=20)
    page.mouse.up()
