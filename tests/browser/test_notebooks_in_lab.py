"""The notebooks as a person sees them: a real JupyterLab, a real browser, no network."""

import re
from difflib import unified_diff
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.browser.lab import Lab, OpenNotebook
from tests.notebooks.kept import FOLDER, code_cells, words

# Looked at by its own test, which does more with it.
TOUR = "00-tour"

# Of each notebook: how many charts its cells end in, and texts that a reader must see.
NOTEBOOKS = {
    "00-tour": (3, ("median forecaster", "Who spoke: 4", "As likely as not", "tree.svg", "paper.tex")),
    "01-consensus": (4, ("posterior median and 90% interval", "Median forecaster", "before", "report.html")),
    "02-factors": (7, ("Joe Carlsmith says >10%", "stated 4.8 times what the factors give", "before", "factors.html")),
    "03-evidence": (5, ("Eli Lifland says 35%", "Suffices", "clean trial", "evidence.html")),
    "04-living-study": (
        2,
        ("23 statements stood then", "Reweighted from the full fit", "Median forecaster", "2024-12-04"),
    ),
}
# Draws are another processor's to the last digits only, but some words hang on such a digit: ">99%", a note of what two
# ways of weighing make different. So much of what a notebook says may differ; what has changed differs by more.
OTHERWISE = 0.03
CHART = re.compile(r"^\w+\.charts\.\w+\([^)]*\)$")


def differences(kept: list[list[str]], said: list[list[str]]) -> list[str]:
    """Each word of a cell that one says and the other does not, with a sign before it."""
    return [
        f"cell {place}: {line}"
        for place, (before, now) in enumerate(zip(kept, said, strict=True), 1)
        for line in unified_diff(before, now, lineterm="", n=0)
        if not line.startswith(("---", "+++", "@@"))
    ]


def assert_shown(name: str, notebook: OpenNotebook, cells: list[dict[str, Any]]) -> None:
    """Hold what is seen of a notebook whose cells have run against the table, and against what its file keeps."""
    charts, texts = NOTEBOOKS[name]
    code = code_cells(nbformat.read(FOLDER / f"{name}.ipynb", as_version=4))
    assert sum(bool(CHART.match(cell.source.splitlines()[-1])) for cell in code) == charts

    run = notebook.seen(cells, charts=charts)

    assert run.errors == ()
    assert run.cells == len(code)
    assert run.charts == charts
    assert run.console == ()
    assert run.blocked == ()
    for shown in texts:
        assert shown in run.text
    # No progress is left behind.
    assert "sampling" not in run.text.replace("without sampling", "")
    # What is kept in the file says what is said now; if not, `make notebooks` mends it.
    kept = [words(cell.outputs) for cell in code]
    told = differences(kept, [words(outputs) for outputs in run.outputs])
    assert len(told) <= sum(map(len, kept)) * OTHERWISE, "\n".join(told)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(NOTEBOOKS.keys() - {TOUR}))
def test_a_notebook_runs_and_every_chart_is_drawn(name: str, lab: Lab, project_copy: Path) -> None:
    with lab.opened(project_copy, f"notebooks/{name}.ipynb") as notebook:
        assert_shown(name, notebook, notebook.run_all())
