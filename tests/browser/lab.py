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
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, ViewportSize

NOT_LOOPBACK = re.compile(r"^(?!(https?|wss?)://(127\.0\.0\.1|localhost)[:/])(https?|wss?):")

ROOT = Path(__file__).parents[2]
# As `make lab` opens it.
CONFIG = ROOT / "tools" / "lab" / "config.py"
# What CI says at its end where to look.
SCREENSHOTS = ROOT / "build" / "screenshots"

# Seconds that the cells of a notebook may take together where other tests, and other things, run beside it.
LIMIT = 600
DESK: ViewportSize = {"width": 1280, "height": 900}

# Cells out of sight are not drawn.
SETTINGS = {"notebook-extension/tracker": {"windowingMode": "none"}}

# For each code cell with something in it: its number once it ran, and what it raised.
CELLS = """() => window.jupyterapp.shell.currentWidget.content.widgets
  .filter(cell => cell.model.type === 'code' && cell.model.sharedModel.getSource().trim())
  .map(cell => ({
    ran: cell.model.executionCount !== null && cell.model.executionState === 'idle',
    error: Array.from({ length: cell.model.outputs.length }, (_, place) => cell.model.outputs.get(place))
      .filter(output => output.type === 'error').map(output => output.toJSON())
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
    """

    cells: int
    errors: tuple[str, ...]
    charts: int
    console: tuple[str, ...]
    blocked: tuple[str, ...]
    text: str
    outputs: tuple[list[dict[str, Any]], ...]


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

    def run_all(self, limit: float = LIMIT) -> list[dict[str, Any]]:
        """Choose Run ▸ Run All Cells, and wait until all have run."""
        self.choose("Run", "Run All Cells")
        return wait_for_cells(self.page, limit)

    def seen(self, cells: list[dict[str, Any]], *, charts: int) -> NotebookRun:
        """What there is to see of cells that have run, with as many charts waited for, which are drawn after them."""
        return NotebookRun(
            cells=sum(cell["ran"] for cell in cells),
            errors=tuple(cell["error"] for cell in cells if cell["error"]),
            charts=_wait_for_charts(self.page, charts),
            console=tuple(self.console),
            blocked=tuple(self.blocked),
            text="\n".join(self.page.locator(".jp-OutputArea-output").all_inner_texts()),
            outputs=tuple(self.page.evaluate(OUTPUTS)),
        )

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


@dataclass(frozen=True)
class Server:
    """A JupyterLab that serves one notebook after the other.

    Attributes
    ----------
    address : str
    root : Path
        What JupyterLab shows, with a folder for each notebook that was opened.
    settings : Path
        Where it keeps what is set while it runs.
    """

    address: str
    root: Path
    settings: Path

    def copied(self, folder: Path) -> Path:
        """Show a folder's copy, and leave no setting but ours, whatever a notebook before chose."""
        shutil.rmtree(self.settings, ignore_errors=True)
        for name, values in SETTINGS.items():
            file = self.settings / "@jupyterlab" / f"{name}.jupyterlab-settings"
            file.parent.mkdir(parents=True)
            file.write_text(json.dumps(values), "utf-8")
        root = self.root / f"folder-{len(list(self.root.iterdir()))}"
        return shutil.copytree(folder, root, ignore=shutil.ignore_patterns(".*", "__pycache__"))


@dataclass(frozen=True)
class Lab:
    """A JupyterLab with a browser before it.

    Attributes
    ----------
    server : Server
    browser : Browser
    """

    server: Server
    browser: Browser

    @contextmanager
    def opened(self, folder: Path, name: str) -> Iterator[OpenNotebook]:
        """Open a notebook as if JupyterLab had just been started, with a kernel and a workspace of its own.

        Parameters
        ----------
        folder : Path
            Folder with what the notebook reads. It is copied first: nothing is written there.
        name : str
            The notebook, as a path within ``folder``.
        """
        root = self.server.copied(folder)
        blocked: list[str] = []
        console: list[str] = []
        with offline_context(self.browser, blocked) as context:
            page = context.new_page()
            page.on("console", lambda message: console.append(message.text) if message.type == "error" else None)
            page.on("pageerror", lambda error: console.append(str(error)))
            page.goto(f"{self.server.address}/lab/workspaces/{root.name}/tree/{root.name}/{name}")
            try:
                # A click on the menu before the kernel is idle is lost without a word.
                page.get_by_text("| Idle").wait_for(timeout=90_000)
                yield OpenNotebook(page, root, console, blocked)
            except BaseException:
                with suppress(Error):
                    screenshot(page, f"failed_{Path(name).stem}_{root.name}")
                raise
            finally:
                page.evaluate("() => window.jupyterapp.serviceManager.sessions.shutdownAll()")


def screenshot(page: Page, name: str) -> None:
    """Keep what a page shows, when what moves in it has come to rest, as a picture for a person to look at."""
    page.wait_for_timeout(300)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")


@contextmanager
def jupyter_lab(scratch: Path) -> Iterator[Server]:
    """Serve an empty folder with settings of its own under ``scratch``."""
    own = {
        "JUPYTER_CONFIG_DIR": scratch / "config",
        "JUPYTER_DATA_DIR": scratch / "data",
        "JUPYTER_RUNTIME_DIR": scratch / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": scratch / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": scratch / "workspaces",
        "IPYTHONDIR": scratch / "ipython",
    }
    root = scratch / "root"
    root.mkdir()
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
        yield Server(f"http://127.0.0.1:{port}", root, own["JUPYTERLAB_SETTINGS_DIR"])
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
def offline_context(browser: Browser, blocked: list[str]) -> Iterator[BrowserContext]:
    """Pages that reach this machine only; ``blocked`` collects what they asked for elsewhere."""

    def refuse(route: Route) -> None:
        blocked.append(route.request.url)
        route.abort()

    context = browser.new_context(viewport=DESK, service_workers="block")
    context.route(NOT_LOOPBACK, refuse)
    # Not connecting to the server is what blocks a web socket.
    context.route_web_socket(NOT_LOOPBACK, lambda socket: blocked.append(socket.url))
    try:
        yield context
    finally:
        context.close()


def wait_for_cells(page: Page, limit: float) -> list[dict[str, Any]]:
    """Wait until every cell has run, or one has failed, after which JupyterLab runs no more of them."""
    end = time.monotonic() + limit
    while True:
        cells: list[dict[str, Any]] = page.evaluate(CELLS)
        # What a cell raised is shown a moment before the cell is counted.
        if all(cell["ran"] for cell in cells) or any(cell["error"] and cell["ran"] for cell in cells):
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
