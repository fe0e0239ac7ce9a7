"""Altair without its checks of charts that the tests have checked: neither what they import nor the time they take.

Where JupyterLab is installed, jsonschema finds ``rfc3987_syntax`` and lets it build forty grammars of internationalised
addresses: one to four seconds of every run. jsonschema goes without where the package cannot be imported. And each of
a chart's hundred parts would be checked as it is made.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import Lock, RLock
from typing import Any

_ADDRESSES = "rfc3987_syntax"

if _ADDRESSES in sys.modules or "jsonschema" in sys.modules:
    import altair as alt
else:
    sys.modules[_ADDRESSES] = None  # type: ignore[assignment]
    try:
        import altair as alt
    finally:
        del sys.modules[_ADDRESSES]

__all__ = ["ONE_THEME", "alt", "unchecked", "uncopied"]

# The theme is Altair's one global, and results are drawn in several threads.
ONE_THEME = Lock()

# Whether Altair checks is one global: two threads that set it back in the wrong order would leave it off.
_ONE_AT_A_TIME = RLock()


def unchecked[**P, R](draw: Callable[P, R]) -> Callable[P, R]:
    """Let a function of this package draw without checks of every part; other charts are checked as ever."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> R:
        with _ONE_AT_A_TIME, alt.utils.schemapi.debug_mode(False):
            return draw(*args, **kwargs)

    return drawn


@contextmanager
def uncopied(*charts: Any) -> Iterator[None]:
    """Have Altair take charts as they are, with their layers: it copies each four times to stack and twice to write it.

    Parameters
    ----------
    *charts : chart
        Of this package, and nobody else's as long as this lasts: they become the parts of what is made of them.
    """
    parts = [*charts]
    for part in parts:
        parts.extend(each for kind in ("layer", "hconcat", "vconcat") for each in part._kwds.get(kind) or ())
        # Past Altair's own way, which would make a property of it.
        part.__dict__["__deepcopy__"] = lambda _, part=part: part
    try:
        yield
    finally:
        for part in parts:
            part.__dict__.pop("__deepcopy__", None)
