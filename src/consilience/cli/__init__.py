"""The command line: a thin door on the package's own names."""

import atexit
import gc
import io
import sys

from consilience.cli.commands import app


def main() -> None:
    """Run the ``consilience`` command."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal or pipe that knows no "é" gets it spelled out, and not a traceback.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    # Else Python, ending, first looks through a million objects for garbage: half a second, with all written and said.
    atexit.register(gc.freeze)
    # Nearly all that is read is kept: a tenth of the time of a large study went to looking it through in vain.
    gc.set_threshold(100_000)
    # Altair brings IPython and widgets with it where it finds them, which a command has nowhere to show.
    sys.modules.setdefault("anywidget", None)  # type: ignore[arg-type]
    app()


__all__ = ["app", "main"]
