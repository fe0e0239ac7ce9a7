"""Errors in a cell: what is wrong and how to mend it, without the calls that led there."""

from types import TracebackType

from consilience.notebook.cells import kernel_shell
from consilience.problems import ConsilienceError


def show_errors_plainly() -> None:
    """Have the notebook show our own errors as their message alone; every other error keeps its traceback.

    A handler that someone else has set for errors of their own stays, and ours is then not set.
    """
    shell = kernel_shell()
    if shell is not None and not shell.custom_exceptions:
        shell.set_custom_exc((ConsilienceError,), _show)


def _show(
    shell: object, kind: type[BaseException], error: BaseException, trace: TracebackType, tb_offset: int | None = None
) -> None:
    # Of a group of errors the message lists them all, and str() would only count them again.
    text = error.message if isinstance(error, BaseExceptionGroup) else str(error)
    shell._showtraceback(kind, error, [f"{kind.__name__}: {text.rstrip()}"])  # type: ignore[attr-defined]
