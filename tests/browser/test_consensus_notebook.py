"""The tour of the consensus as a person sees it: a real JupyterLab, a real browser, no network."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from tests.browser.lab import NotebookRun

NAME = "notebooks/01-consensus.ipynb"
CHARTS = 4


@pytest.mark.slow
def test_the_tour_runs_and_every_chart_is_drawn(run_in_lab: Callable[..., NotebookRun], project_copy: Path) -> None:
    notebook = nbformat.read(project_copy / NAME, as_version=4)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert sum(source.startswith("fit.charts.") for source in code) == CHARTS

    run = run_in_lab(project_copy, NAME, charts=CHARTS)

    assert run.errors == ()
    assert run.cells == len(code)
    assert run.charts == CHARTS
    assert run.console == ()
    assert run.blocked == ()
    # The table of the fit, the chart of statements, the comparison, the files; and no progress left behind.
    for shown in ("Posterior median and 90% interval", "The median forecaster says", "before", "results/report.html"):
        assert shown in run.text
    assert "sampling" not in run.text
    assert run.screenshot.stat().st_size > 0
