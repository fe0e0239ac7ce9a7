"""The harness itself: it must see what a person would see, above all what goes wrong."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.browser.lab import NotebookRun

pytestmark = pytest.mark.slow

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}

SET_UP = """import altair as alt
import pandas as pd
from consilience.notebook.charts import draw_charts_in_cells
draw_charts_in_cells()
frame = pd.DataFrame({"forecaster": ["Ann", "Bo", "Cy"], "said": [0.05, 0.1, 0.3]})"""
CHART = "alt.Chart(frame).mark_circle(size=120).encode(x='said', y='forecaster').properties(width=400)"
PICTURE_FROM_ELSEWHERE = """from IPython.display import HTML
HTML('<img src="https://example.invalid/chart.png">')"""


def write_notebook(folder: Path, *sources: str) -> Path:
    cells = [new_markdown_cell("# Seen in a browser"), *map(new_code_cell, sources)]
    nbformat.write(new_notebook(cells=cells, metadata=KERNEL), folder / "small.ipynb")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "notebooks"
    made.mkdir()
    return made


def test_a_chart_is_drawn_without_a_network(run_in_lab: Callable[..., NotebookRun], folder: Path) -> None:
    write_notebook(folder, SET_UP, CHART, "", "print('the last cell')")
    before = (folder / "small.ipynb").read_bytes()
    run = run_in_lab(folder, "small.ipynb", charts=1)

    assert (run.cells, run.errors, run.charts) == (3, (), 1)
    assert run.blocked == ()
    assert run.console == ()
    assert "the last cell" in run.text
    assert run.screenshot.read_bytes().startswith(b"\x89PNG")
    assert (folder / "small.ipynb").read_bytes() == before
    assert [file.name for file in folder.iterdir()] == ["small.ipynb"]


def test_what_goes_wrong_is_seen(run_in_lab: Callable[..., NotebookRun], folder: Path) -> None:
    write_notebook(folder, PICTURE_FROM_ELSEWHERE, "1 / 0", "print('never')")
    run = run_in_lab(folder, "small.ipynb")

    assert run.errors == ("ZeroDivisionError: division by zero",)
    assert set(run.blocked) == {"https://example.invalid/chart.png"}
    assert all("ERR_FAILED" in message for message in run.console)
    assert run.console
    assert run.charts == 0
    assert "never" not in run.text
