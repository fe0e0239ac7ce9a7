"""The notebooks as a person sees them: a real JupyterLab, a real browser, no network."""

import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from tests.browser.lab import NotebookRun
from tests.notebooks.kept import code_cells, words

# Of each notebook: how many charts its cells end in, and texts that a reader must see.
NOTEBOOKS = {
    "00-tour": (3, ("median forecaster", "Who spoke: 4", "As likely as not", "tree.svg", "paper.tex")),
    "01-consensus": (4, ("posterior median and 90% interval", "The median forecaster says", "before", "report.html")),
    "02-factors": (7, ("Joe Carlsmith says >10%", "stated 4.8 times what the factors give", "before", "factors.html")),
    "03-evidence": (5, ("Eli Lifland says 35%", "Suffices", "clean trial", "evidence.html")),
    "04-living-study": (
        2,
        ("23 statements stood then", "Reweighted from the full fit", "Median forecaster", "2024-12-04"),
    ),
}
CHART = re.compile(r"^\w+\.charts\.\w+\([^)]*\)$")


@pytest.mark.slow
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_and_every_chart_is_drawn(
    name: str, run_in_lab: Callable[..., NotebookRun], project_copy: Path
) -> None:
    charts, texts = NOTEBOOKS[name]
    notebook = nbformat.read(project_copy / "notebooks" / f"{name}.ipynb", as_version=4)
    code = [cell.source for cell in code_cells(notebook)]
    assert sum(bool(CHART.match(source.splitlines()[-1])) for source in code) == charts

    run = run_in_lab(project_copy, f"notebooks/{name}.ipynb", charts=charts)

    assert run.errors == ()
    assert run.cells == len(code)
    assert run.charts == charts
    assert run.console == ()
    assert run.blocked == ()
    for shown in texts:
        assert shown in run.text
    # No progress is left behind.
    assert "sampling" not in run.text.replace("without sampling", "")
    assert run.screenshot.stat().st_size > 0
    # What is kept in the file says what is said now; if not, `make notebooks` mends it.
    for cell, outputs in zip(code_cells(notebook), run.outputs, strict=True):
        assert words(cell.outputs) == words(outputs), cell.source
