"""Errors in a cell or at a prompt: what is wrong and how to mend it, without the calls that led there."""

import sys
from types import TracebackType

from consilience.notebook.cells import shell_of_cells
from consilience.problems import ConsilienceError


def show_errors_plainly() -> None:
    """Have a notebook, IPython and Python's own prompt show our errors as their message alone.

    Every other error keeps its traceback, and so do ours in a script. A handler that someone else has set for errors of
    their own stays, and ours is then not set.
    """
    shell = shell_of_cells()
    if shell is not None:
        if not shell.custom_exceptions:
            shell.set_custom_exc((ConsilienceError,), _show)
    elif hasattr(sys, "ps1") and sys.excepthook is sys.__excepthook__:
        sys.excepthook = _tell


def message_of(error: BaseException) -> str:
    """Give what an error says, after the name of its class."""
    # Of a group of errors the message lists them all, and str() would only count them again.
    text = error.message if isinstance(error, BaseExceptionGroup) else str(error)
    return f"{type(error).__name__}: {text.rstrip()}"


def _show(
    shell: object, kind: type[BaseException], error: BaseException, trace: TracebackType, tb_offset: int | None = None
) -> None:
    shell._showtraceback(kind, error, [message_of(error)])  # type: ignore[attr-defined]


def _tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, ConsilienceError):
        print(message_of(error), file=sys.stderr)
    else:
        sys.__excepthook__(kind, error, trace)
