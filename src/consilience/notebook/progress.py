"""What a cell, or a terminal, says while a model compiles and samples."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape

from consilience.notebook.offline import in_notebook

type Progress = Callable[[str, float | None], None]


@contextmanager
def notebook_progress() -> Iterator[Progress]:
    """Report progress where the code runs: a bar in the cell, a line on a terminal, nothing elsewhere.

    Yields
    ------
    callable
        Takes what is being done, and the share done or None where it is not known. What was shown is taken away at the
        end.
    """
    if in_notebook():
        from IPython.display import HTML, display

        handle = display(HTML(_bar("starting", None)), display_id=True)
        try:
            yield lambda what, share: handle.update(HTML(_bar(what, share)))
        finally:
            handle.update(HTML(""))
    elif sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status("starting") as status:
            yield lambda what, share: status.update(line(what, share))
    else:
        yield lambda what, share: None


def line(what: str, share: float | None) -> str:
    """One line of progress: ``line("sampling", 0.5)`` is "sampling 50%"."""
    return what if share is None else f"{what} {share:.0%}"


def _bar(what: str, share: float | None) -> str:
    # A progress element without a value moves to and fro: work of unknown length.
    value = "" if share is None else f' value="{share:.3f}"'
    return f'<div><progress max="1"{value}></progress> {escape(line(what, share))}…</div>'
