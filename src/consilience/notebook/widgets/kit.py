"""What every widget has: its page put together, its messages heard, and a picture for when it is gone.

A widget keeps its state in Python. Its page says what the user did (:meth:`Widget.act`) and draws what the traits hold:
no number is read or rounded anywhere but here.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

import anywidget
from traitlets import Dict, Unicode

from consilience.problems import ConsilienceError, Problem, StudyError, WrongValueError

VIEW = "application/vnd.jupyter.widget-view+json"
_HERE = Path(__file__).parent

type Actions = Mapping[str, Callable[..., None]]

# A notebook that is opened without its kernel says "model not found" above the picture, unless it is told not to.
_ABOVE = ".jp-OutputArea-child:has(+ .jp-OutputArea-child [data-consilience-still])"
_HIDDEN = f"<style>{_ABOVE}:not(:has([data-consilience-widget])){{display:none}}</style>"


@dataclass(frozen=True, slots=True)
class Still:
    """What is seen of a widget where it does not live: a reopened notebook, GitHub, a page made by nbconvert.

    Parameters
    ----------
    svg : str
        A picture of the last state, with its own background.
    words : str
        The same in words, a line or two, for readers of screens and terminals.
    """

    svg: str
    words: str


@cache
def assembled(*pages: str) -> str:
    """Put the ES module of a widget together: stylesheets as a text, the kit, and what stands upon it.

    Parameters
    ----------
    *pages : str
        Names of the ``.js`` and ``.css`` beside this file; the last one is the module itself.
    """
    style = "\n".join((_HERE / f"{name}.css").read_text("utf-8") for name in ("kit", *pages))
    modules = [(_HERE / f"{name}.js").read_text("utf-8") for name in ("kit", *pages)]
    # In the module and not in `_css`, which would style the whole notebook.
    return "\n".join([f"const STYLE = {json.dumps(style)};", *modules])


class Widget(anywidget.AnyWidget):
    """A widget of ours: ``class Elicit(Widget, page="elicit")`` is drawn by ``elicit.js`` and ``elicit.css``.

    Parts that several pages share are named before it: ``page=("statement", "elicit")``.

    Subclasses name in ``ACTIONS`` what their page may ask for, and say in :meth:`still` what is left of them.
    """

    ACTIONS: ClassVar[Actions] = {}

    trouble = Unicode("", help="What the last action was refused for; empty where it was done.").tag(sync=True)
    heard = Dict(help="The last message that was heard of each view.").tag(sync=True)
    still_id = Unicode(help="Which picture the page hides while it is there.").tag(sync=True)

    def __init_subclass__(cls, *, page: str | tuple[str, ...] = (), **given: Any) -> None:
        if page:
            cls._esm = assembled(*([page] if isinstance(page, str) else page))
        super().__init_subclass__(**given)

    def __init__(self, **given: Any) -> None:
        super().__init__(still_id=uuid4().hex, **given)
        self._shown: Still | None = None
        self.on_msg(lambda _, content, __: self.act(content))

    def still(self) -> Still:
        """What is seen of this widget where it does not live."""
        raise NotImplementedError

    def act(self, content: Mapping[str, Any]) -> None:
        """Do what the page asks for; what is refused is told in :attr:`trouble`.

        Parameters
        ----------
        content : mapping
            ``do`` names one of :attr:`ACTIONS`, or ``settled``: nothing has changed for a moment. The rest is given to
            the action.
        """
        given = dict(content)
        name, turn = given.pop("do", ""), given.pop("turn", None)
        if name == "settled":
            self._keep_still()
            return
        with self.hold_sync():
            if turn:
                self.heard = self.heard | {turn["view"]: turn["number"]}
            try:
                self.ACTIONS[name](self, **given)
            except (ConsilienceError, OSError) as error:
                self.trouble = told(error)
            else:
                self.trouble = ""

    def _repr_mimebundle_(self, **given: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The living widget, and what stands in where a viewer has no widgets."""
        return self._view() | self._still_bundle(self.still()), {}

    def _ipython_display_(self) -> None:
        """Show the widget, and below it, hidden while it lives, the picture that a saved notebook shows.

        In two outputs, since whatever can show widgets shows nothing else of an output that has one, found or not.
        """
        from IPython.display import display

        self._shown = self.still()
        display(self._view() | {"text/plain": self._shown.words}, raw=True)  # type: ignore[no-untyped-call]
        display(self._still_bundle(self._shown), raw=True, display_id=self.still_id)  # type: ignore[no-untyped-call]

    def _keep_still(self) -> None:
        """Renew the picture in the notebook, where it is one of something else."""
        if self._shown is None or (still := self.still()) == self._shown:
            return
        from IPython.display import update_display

        self._shown = still
        update_display(self._still_bundle(still), raw=True, display_id=self.still_id)  # type: ignore[no-untyped-call]

    def _view(self) -> dict[str, Any]:
        return {VIEW: {"version_major": 2, "version_minor": 0, "model_id": self.model_id}}

    def _still_bundle(self, still: Still) -> dict[str, Any]:
        from base64 import b64encode

        from consilience.notebook.widgets.pixels import PIXELS, pixels_of

        # In pixels, since a picture in a page has no fonts of its own; as an image, since of an untrusted notebook
        # JupyterLab shows no other drawing.
        png, width = pixels_of(still.svg)
        data = b64encode(png).decode("ascii")
        size = f'style="width:{width / PIXELS:g}px;max-width:100%;height:auto"'
        image = f'<img src="data:image/png;base64,{data}" alt="{escape(still.words)}" {size}>'
        return {
            "text/html": f'{_HIDDEN}<div data-consilience-still="{self.still_id}">{image}</div>',
            "image/png": data,
            "text/plain": still.words,
        }


def told(error: Exception) -> str:
    """Say an error to whoever sits before the widget: what is wrong and how to mend it, a line a problem."""
    if isinstance(error, StudyError):
        return "\n".join(str(problem) for problem in error.problems)
    if isinstance(error, OSError):
        return f"{error.filename or 'the file'}: {error.strerror or error}. Nothing was changed."
    return str(error)


def refused(why: str, remedy: str, said: object = None) -> WrongValueError:
    """Make the error of a constructor that was given what it cannot take."""
    return WrongValueError(Problem(why, remedy, said=None if said is None else str(said)))
