"""What a cell, or a terminal, says while a model compiles and samples."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

from consilience.notebook.cells import kernel_shell
from consilience.sampling.fit import Progress


@contextmanager
def notebook_progress() -> Iterator[Progress]:
    """Report progress where the code runs: a bar in the cell, a line on a terminal, nothing elsewhere.

    Yields
    ------
    callable
        Takes what is being done, and the share done or None where it is not known. What was shown is taken away at the
        end.
    """
    if kernel_shell() is not None:
        from IPython.display import display

        # Raw, so that no description of a Python object stands in where a viewer shows no HTML.
        handle = display(_bar("starting", None), display_id=True, raw=True)  # type: ignore[no-untyped-call]
        try:
            yield lambda what, share: handle.update(_bar(what, share), raw=True)
        finally:
            handle.update({"text/html": ""}, raw=True)
    elif sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status("starting") as status:
            yield lambda what, share: status.update(line(what, share))
    else:
        yield lambda what, share: None


def line(what: str, share: float | None) -> str:
    """One line of progress: ``line("sampling", 0.5)`` is "sampling 50%"."""
    return what if share is None else f"{what} {share:.0%}"


def _bar(what: str, share: float | None) -> dict[str, str]:
    # A progress element without a value moves to and fro: work of unknown length.
    value = "" if share is None else f' value="{share:.3f}"'
    text = line(what, share)
    return {"text/html": f'<div><progress max="1"{value}></progress> {escape(text)}…</div>', "text/plain": f"{text}…"}
