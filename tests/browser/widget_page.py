"""A widget in a page of its own: its real Python, its real module, and between them a stub of what a notebook does.

Seconds instead of the minute that a JupyterLab takes; what only a JupyterLab does is tried in one.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Page

from consilience.notebook.widgets.kit import Widget

ADDRESS = "http://localhost/widget"
# A neighbour, whose looks no widget may change; and the marks of a notebook that is light or dark.
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Widget</title></head>
<body data-jp-theme-light="{light}" style="margin:12px;background:{background};color:{ink}">
<main><h1 style="font-size:15px">Notebook</h1>
<div id="neighbour" class="card field row scale mark good">A neighbour <button class="main">Press</button></div>
<div id="views"></div></main></body></html>"""
# The four methods of a model that our pages use.
MODEL = """async ([state, lag]) => {
  const listeners = {};
  window.model = {
    get: (name) => state[name],
    on: (name, f) => (listeners[name] ??= new Set()).add(f),
    off: (name, f) => listeners[name]?.delete(f),
    send: (content) => window.toPython(content).then((fresh) => setTimeout(() => window.take(fresh), lag)),
  };
  window.take = (fresh) => {
    const changed = Object.keys(fresh).filter((name) => JSON.stringify(fresh[name]) !== JSON.stringify(state[name]));
    Object.assign(state, fresh);
    for (const name of changed) for (const f of [...(listeners[`change:${name}`] ?? [])]) f();
  };
  window.listening = () => Object.values(listeners).reduce((sum, set) => sum + set.size, 0);
  const module = await import("/widget.js");
  window.ends = [];
  window.view = () => {
    const el = document.createElement("div");
    document.querySelector("#views").append(el);
    window.ends.push(module.default.render({ model: window.model, el }));
  };
}"""


@dataclass
class WidgetPage:
    """A page with views of one widget.

    Attributes
    ----------
    page : Page
        Locators look through the shadow roots.
    errors : list of str
        Uncaught exceptions and errors on the console.
    heard : list of dict
        What the page asked of Python, in order.
    """

    page: Page
    widget: Widget
    errors: list[str] = field(default_factory=list)
    heard: list[dict[str, Any]] = field(default_factory=list)

    def view(self) -> None:
        """Show one more view."""
        self.page.evaluate("() => window.view()")

    def close_view(self, place: int) -> None:
        """Close one of the views."""
        self.page.evaluate("(place) => window.ends[place]()", place)

    def refresh(self) -> None:
        """Bring the page what Python changed by itself."""
        self.page.evaluate("(state) => window.take(state)", _state(self.widget))

    def settle(self) -> None:
        """Wait until everything asked for was answered."""
        self.page.wait_for_timeout(250)


def _state(widget: Widget) -> dict[str, Any]:
    state = {name: value for name, value in widget.get_state().items() if name[0] != "_" and name != "layout"}
    kept: dict[str, Any] = json.loads(json.dumps(state, default=str))
    return kept


@contextmanager
def widget_page(
    context: BrowserContext, widget: Widget, *, dark: bool = False, views: int = 1, width: int = 900, lag: int = 0
) -> Iterator[WidgetPage]:
    """Open a page with views of a widget, whose answers come after ``lag`` milliseconds.

    Nothing outside this machine can be reached from it.
    """
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    shown = WidgetPage(page, widget)
    page.on("pageerror", lambda error: shown.errors.append(str(error)))
    page.on("console", lambda said: shown.errors.append(said.text) if said.type == "error" else None)
    colours = ("false", "#111", "#eee") if dark else ("true", "#fff", "#111")
    html = PAGE.format(light=colours[0], background=colours[1], ink=colours[2])
    page.route(ADDRESS, lambda route: route.fulfill(body=html, content_type="text/html"))
    module = str(widget._esm)
    page.route("**/widget.js", lambda route: route.fulfill(body=module, content_type="text/javascript"))

    def to_python(content: dict[str, Any]) -> dict[str, Any]:
        shown.heard.append(content)
        widget.act(content)
        return _state(widget)

    page.expose_function("toPython", to_python)
    page.goto(ADDRESS)
    page.evaluate(MODEL, [_state(widget), lag])
    for _ in range(views):
        shown.view()
    try:
        yield shown
    finally:
        page.close()
