"""A study whose every text is hostile, a fit of it made of draws, and what a cell shows of a thing."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from IPython.core.formatters import DisplayFormatter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from consilience.api import Study, parse
from consilience.api.study_fit import StudyFit
from consilience.notebook import charts, formats
from consilience.problems import Problem
from consilience.study import Estimate, Question
from tests.builders.fits import bare_fit
from tests.builders.hostile import MARKUP

SAID = ("10%", "<1%", "5–20%")


@pytest.fixture
def study() -> Study:
    rows = tuple(
        Estimate(
            question="event",
            forecaster=f"{MARKUP} {number}",
            date=dt.date(2024, 1, 1),
            said=said,
            value=parse(said),
            group=f"{MARKUP} {number % 2}",
            source=MARKUP,
            note=MARKUP,
        )
        for number, said in enumerate(SAID)
    )
    warning = Problem(MARKUP, "mend it", file=MARKUP, line=1)
    questions = {"event": Question("event", MARKUP)}
    return Study(MARKUP, MARKUP, Path("study"), questions, rows, outcome="event", warnings=(warning,))


@pytest.fixture
def fit(study: Study) -> StudyFit:
    return bare_fit(study)


@pytest.fixture(scope="session")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., NotebookNode]]:
    """``kernel(sources)``: run cells in a kernel that is started once, and give them with their outputs.

    It knows nothing of whoever runs the tests: the only kind of kernel is that of this environment.
    """
    from jupyter_client.manager import KernelManager
    from nbclient import NotebookClient

    folder = tmp_path_factory.mktemp("jupyter")
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            patch.setenv(variable, str(folder / variable.lower()))
        manager = KernelManager(kernel_name="python3")
        manager.start_kernel()

    def run(sources: Sequence[str], **options: Any) -> NotebookNode:
        notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
        client = NotebookClient(notebook, km=manager, timeout=300, **options)
        client.execute()
        client.kc.stop_channels()
        return notebook

    yield run
    manager.shutdown_kernel(now=True)


@pytest.fixture(scope="session")
def formatter() -> DisplayFormatter:
    """IPython's own formatter of a kernel that has imported the package."""
    shell = SimpleNamespace(kernel=object(), display_formatter=DisplayFormatter())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(formats, "kernel_shell", lambda: shell)
        formats.show_in_cells()
    return shell.display_formatter


@pytest.fixture
def show(formatter: DisplayFormatter, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], dict[str, Any]]:
    """``show(thing)``: by MIME type, what a cell that ends in the thing shows."""
    monkeypatch.setattr(charts, "kernel_shell", object)
    return lambda thing: formatter.format(thing)[0]
