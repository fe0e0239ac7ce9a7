"""A JupyterLab with a browser before it, as a fixture."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.lab import NotebookRun, run_notebook


@pytest.fixture
def run_in_lab(chromium: Path, tmp_path: Path) -> Callable[..., NotebookRun]:
    """``run_in_lab(folder, name, charts=…)``: run a notebook as a person would, see :func:`run_notebook`."""

    def run(folder: Path, name: str, *, charts: int = 0, limit: float = 300) -> NotebookRun:
        scratch = tmp_path / "lab"
        scratch.mkdir()
        return run_notebook(folder, name, chromium=chromium, scratch=scratch, charts=charts, limit=limit)

    return run
