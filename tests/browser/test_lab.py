"""The harness itself: it must see what a person would see, above all what goes wrong."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.browser.lab import Lab

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


SOURCES = (SET_UP, CHART, "", PICTURE_FROM_ELSEWHERE, "print('the last that runs')", "1 / 0", "print('never')")


def test_what_is_drawn_and_what_goes_wrong_are_seen(lab: Lab, tmp_path: Path) -> None:
    cells = [new_markdown_cell("# Seen in a browser"), *map(new_code_cell, SOURCES)]
    nbformat.write(new_notebook(cells=cells, metadata=KERNEL), tmp_path / "small.ipynb")
    before = (tmp_path / "small.ipynb").read_bytes()
    with lab.opened(tmp_path, "small.ipynb") as notebook:
        assert (notebook.console, notebook.blocked) == ([], [])
        run = notebook.seen(notebook.run_all(), charts=1)

    assert (run.cells, run.charts) == (5, 1)
    assert "the last that runs" in run.text
    assert run.errors == ("ZeroDivisionError: division by zero",)
    assert "never" not in run.text
    assert set(run.blocked) == {"https://example.invalid/chart.png"}
    assert run.console
    assert all("ERR_FAILED" in message for message in run.console)
    assert (tmp_path / "small.ipynb").read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["small.ipynb"]
