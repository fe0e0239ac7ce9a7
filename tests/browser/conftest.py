"""A JupyterLab with a browser before it, as a fixture."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.lab import Lab, Server, jupyter_lab

if TYPE_CHECKING:
    from playwright.sync_api import Browser


# A browser of the whole run would keep playwright's event loop running, beside which none of another test can run.
@pytest.fixture(scope="session")
def lab_server(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A JupyterLab that is started once for all notebooks."""
    with jupyter_lab(tmp_path_factory.mktemp("lab")) as started:
        yield started


@pytest.fixture
def lab(lab_server: Server, browser: "Browser") -> Lab:
    """``lab.opened(folder, name)``: a notebook in JupyterLab, with nothing of any that was open before."""
    return Lab(lab_server, browser)
