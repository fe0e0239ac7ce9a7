"""A real JupyterLab in a real browser with the network off: what a person who runs a notebook gets to see."""

import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests.conftest import BROWSER_FLAGS

NOT_LOOPBACK = re.compile(r"^(?!(https?|wss?)://(127\.0\.0\.1|localhost)[:/])(https?|wss?):")

# As `make lab` opens it.
CONFIG = Path(__file__).parents[2] / "tools" / "lab" / "config.py"

# Cells out of sight are not drawn.
SETTINGS = {"notebook-extension/tracker": {"windowingMode": "none"}}

# For each code cell with something in it: its number once it ran, and what it raised.
CELLS = """() => window.jupyterapp.shell.currentWidget.content.widgets
  .filter(cell => cell.model.type === 'code' && cell.model.sharedModel.getSource().trim())
  .map(cell => ({
    ran: cell.model.executionCount !== null && cell.model.executionState === 'idle',
    error: cell.model.outputs.toJSON().filter(output => output.output_type === 'error')
      .map(output => `${output.ename}: ${output.evalue}`)[0] ?? null,
  }))"""
SOURCES = """() => window.jupyterapp.shell.currentWidget.content.widgets
  .map(cell => cell.model.sharedModel.getSource())"""
OUTPUTS = """() => window.jupyterapp.shell.currentWidget.content.widgets
  .filter(cell => cell.model.type === 'code' && cell.model.sharedModel.getSource().trim())
  .map(cell => cell.model.outputs.toJSON())"""
CHARTS = ".jp-OutputArea-output :is(svg.marks, canvas.marks)"


@dataclass(frozen=True)
class NotebookRun:
    """What was seen when every cell of a notebook had run.

    Attributes
    ----------
    cells : int
        Code cells that ran.
    errors : tuple of str
        What cells raised, in their order.
    charts : int
        Vega charts drawn (an SVG or canvas with an area).
    console : tuple of str
        Errors on the browser's console and uncaught exceptions.
    blocked : tuple of str
        Addresses outside this machine that the page asked for, and did not get.
    text : str
        Everything readable in the outputs.
    outputs : tuple of list of dict
        Of each code cell, as the notebook's file would have them.
    screenshot : Path
        PNG of the whole notebook.
    """

    cells: int
    errors: tuple[str, ...]
    charts: int
    console: tuple[str, ...]
    blocked: tuple[str, ...]
    text: str
    outputs: tuple[list[dict[str, Any]], ...]
    screenshot: Path


@contextmanager
def jupyter_lab(root: Path, scratch: Path) -> Iterator[str]:
    """Serve ``root`` with settings of its own under ``scratch``; gives the address."""
    settings = scratch / "settings"
    for name, values in SETTINGS.items():
        file = settings / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), "utf-8")
    own = {
        "JUPYTER_CONFIG_DIR": scratch / "config",
        "JUPYTER_DATA_DIR": scratch / "data",
        "JUPYTER_RUNTIME_DIR": scratch / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": settings,
        "JUPYTERLAB_WORKSPACES_DIR": scratch / "workspaces",
        "IPYTHONDIR": scratch / "ipython",
    }
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": root,
        "ServerApp.open_browser": False,
        "ServerApp.allow_root": True,
        "IdentityProvider.token": "",
        "LabApp.expose_app_in_browser": True,
    }
    log = scratch / "jupyterlab.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyterlab", f"--config={CONFIG}"),
                *(f"--{name}={value}" for name, value in options.items()),
            ],
            env=os.environ | {name: str(path) for name, path in own.items()},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_served(port, server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()  # it ends its kernels before itself
        server.wait(30)


def _wait_until_served(port: int, server: subprocess.Popen[bytes], log: Path, limit: float = 60) -> None:
    end = time.monotonic() + limit
    while time.monotonic() < end and server.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/api")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text('utf-8', errors='replace')}")


@contextmanager
def offline_browser(chromium: Path, blocked: list[str]) -> Iterator[BrowserContext]:
    """Start a browser that reaches this machine only; ``blocked`` collects what it asked for elsewhere."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER_FLAGS)
        with offline_context(browser, blocked) as context:
            yield context
        browser.close()


@contextmanager
def offline_context(browser: Browser, blocked: list[str]) -> Iterator[BrowserContext]:
    """Pages that reach this machine only; ``blocked`` collects what they asked for elsewhere."""

    def refuse(route: Route) -> None:
        blocked.append(route.request.url)
        route.abort()

    context = browser.new_context(viewport={"width": 1280, "height": 900}, service_workers="block")
    context.route(NOT_LOOPBACK, refuse)
    # Not connecting to the server is what blocks a web socket.
    context.route_web_socket(NOT_LOOPBACK, lambda socket: blocked.append(socket.url))
    try:
        yield context
    finally:
        context.close()


def run_notebook(
    folder: Path, name: str, *, chromium: Path, scratch: Path, charts: int = 0, limit: float = 300
) -> NotebookRun:
    """Open a notebook in JupyterLab, choose Run ▸ Run All Cells, and look at what comes.

    Parameters
    ----------
    folder : Path
        Folder that JupyterLab is to show. It is copied first: nothing is written there.
    name : str
        The notebook, as a path within ``folder``.
    chromium : Path
        The browser.
    scratch : Path
        An empty folder for the copy, JupyterLab's own files and the screenshot.
    charts : int
        Charts to wait for after the last cell, since they are drawn after it.
    limit : float
        Seconds that the cells may take together.

    Raises
    ------
    AssertionError
        The server did not start, or a cell never finished.
    """
    with opened_notebook(folder, name, chromium=chromium, scratch=scratch) as notebook:
        page = notebook.page
        cells = notebook.run_all(limit)
        drawn = _wait_for_charts(page, charts)
        screenshot = _screenshot(page, scratch / "notebook.png")
        return NotebookRun(
            cells=sum(cell["ran"] for cell in cells),
            errors=tuple(cell["error"] for cell in cells if cell["error"]),
            charts=drawn,
            console=tuple(notebook.console),
            blocked=tuple(notebook.blocked),
            text="\n".join(page.locator(".jp-OutputArea-output").all_inner_texts()),
            outputs=tuple(page.evaluate(OUTPUTS)),
            screenshot=screenshot,
        )


@dataclass(frozen=True)
class OpenNotebook:
    """A notebook in JupyterLab, its kernel idle.

    Attributes
    ----------
    page : Page
        The browser's page.
    root : Path
        The folder that JupyterLab shows.
    console, blocked : list of str
        As of :class:`NotebookRun`, so far.
    """

    page: Page
    root: Path
    console: list[str]
    blocked: list[str]

    def run_all(self, limit: float = 300) -> list[dict[str, Any]]:
        """Choose Run ▸ Run All Cells, and wait until all have run."""
        self.choose("Run", "Run All Cells")
        return wait_for_cells(self.page, limit)

    def choose(self, menu: str, item: str) -> None:
        """Choose an item of a menu."""
        self.page.get_by_role("menuitem", name=menu, exact=True).click()
        self.page.get_by_role("menuitem", name=item, exact=True).click()

    def count_cells(self) -> int:
        """Cells of every kind that the notebook has."""
        return int(self.page.evaluate("() => window.jupyterapp.shell.currentWidget.content.widgets.length"))

    def sources(self) -> list[str]:
        """What the cells say."""
        sources: list[str] = self.page.evaluate(SOURCES)
        return sources


@contextmanager
def opened_notebook(folder: Path, name: str, *, chromium: Path, scratch: Path) -> Iterator[OpenNotebook]:
    """Open a notebook in JupyterLab; the parameters are those of :func:`run_notebook`."""
    root = scratch / "root"
    shutil.copytree(folder, root, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    blocked: list[str] = []
    console: list[str] = []
    with jupyter_lab(root, scratch) as address, offline_browser(chromium, blocked) as context:
        page = context.new_page()
        page.on("console", lambda message: console.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: console.append(str(error)))
        page.goto(f"{address}/lab/tree/{name}")
        # A click on the menu before the kernel is idle is lost without a word.
        page.get_by_text("| Idle").wait_for(timeout=90_000)
        yield OpenNotebook(page, root, console, blocked)


def wait_for_cells(page: Page, limit: float) -> list[dict[str, Any]]:
    """Wait until every cell has run, or one has failed, after which JupyterLab runs no more of them."""
    end = time.monotonic() + limit
    while True:
        cells: list[dict[str, Any]] = page.evaluate(CELLS)
        if all(cell["ran"] for cell in cells) or any(cell["error"] for cell in cells):
            return cells
        if time.monotonic() > end:
            waiting = [number for number, cell in enumerate(cells, 1) if not cell["ran"]]
            raise AssertionError(f"code cells {waiting} had not run after {limit:g} s")
        page.wait_for_timeout(250)


def _wait_for_charts(page: Page, wanted: int, limit: float = 60) -> int:
    end = time.monotonic() + limit
    while True:
        boxes = [chart.bounding_box() for chart in page.locator(CHARTS).all()]
        drawn = sum(box is not None and box["width"] > 0 and box["height"] > 0 for box in boxes)
        if drawn >= wanted or time.monotonic() > end:
            return drawn
        page.wait_for_timeout(250)


def _screenshot(page: Page, file: Path) -> Path:
    """Make the window as tall as the notebook, so that one picture shows all of it."""
    height = page.evaluate("() => document.querySelector('.jp-WindowedPanel-outer').scrollHeight")
    page.set_viewport_size({"width": 1280, "height": min(int(height) + 200, 16_000)})
    page.evaluate("() => { document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0 }")
    page.wait_for_timeout(500)
    page.screenshot(path=file)
    return file
