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
# A neighbour, whose looks no widget may change; and the marks of a notebook that is light.
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Widget</title></head>
<body data-jp-theme-light="true" style="margin:12px;background:#fff;color:#111">
<main><h1 style="font-size:15px">Notebook</h1>
<div id="neighbour" class="card field row scale mark good">A neighbour <button class="main">Press</button></div>
<div id="views"></div></main></body></html>"""
TURN = """(dark) => {
  document.body.dataset.jpThemeLight = String(!dark);
  [document.body.style.background, document.body.style.color] = dark ? ["#111", "#eee"] : ["#fff", "#111"];
}"""
# What a page does a little later than a key, and what it does when nobody has done anything for a while.
SOON = 500
# The four methods of a model that our pages use; and whether all that was asked for, or will soon be, was answered.
MODEL = """async ([state, lag, soon]) => {
  const listeners = {};
  const [start, stop] = [window.setTimeout, window.clearTimeout];
  const due = new Set();
  let asked = 0;
  window.setTimeout = (f, delay) => {
    const timer = start(() => (due.delete(timer), f()), delay);
    if (delay < soon) due.add(timer);
    return timer;
  };
  window.clearTimeout = (timer) => (due.delete(timer), stop(timer));
  window.atRest = () => due.size === 0 && asked === 0;
  window.model = {
    get: (name) => state[name],
    on: (name, f) => (listeners[name] ??= new Set()).add(f),
    off: (name, f) => listeners[name]?.delete(f),
    send: (content) => {
      asked += 1;
      window.toPython(content).then((fresh) => start(() => (window.take(fresh), (asked -= 1)), lag));
    },
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

    def turn(self, *, dark: bool) -> None:
        """Make the notebook light or dark."""
        self.page.evaluate(TURN, dark)

    def settle(self) -> None:
        """Wait until everything asked for was answered."""
        self.page.wait_for_function("() => window.atRest()")


def _state(widget: Widget) -> dict[str, Any]:
    state = {name: value for name, value in widget.get_state().items() if name[0] != "_" and name != "layout"}
    kept: dict[str, Any] = json.loads(json.dumps(state, default=str))
    return kept


@contextmanager
def widget_page(
    context: BrowserContext, widget: Widget, *, views: int = 1, width: int = 900, lag: int = 0
) -> Iterator[WidgetPage]:
    """Open a page with views of a widget, whose answers come after ``lag`` milliseconds.

    Nothing outside this machine can be reached from it.
    """
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    shown = WidgetPage(page, widget)
    page.on("pageerror", lambda error: shown.errors.append(str(error)))
    page.on("console", lambda said: shown.errors.append(said.text) if said.type == "error" else None)
    page.route(ADDRESS, lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    module = str(widget._esm)
    page.route("**/widget.js", lambda route: route.fulfill(body=module, content_type="text/javascript"))

    def to_python(content: dict[str, Any]) -> dict[str, Any]:
        shown.heard.append(content)
        widget.act(content)
        return _state(widget)

    page.expose_function("toPython", to_python)
    page.goto(ADDRESS)
    page.evaluate(MODEL, [_state(widget), lag, SOON])
    for _ in range(views):
        shown.view()
    try:
        yield shown
    finally:
        page.close()
