"""Altair without its checks of charts that the tests have checked: neither what they import nor the time they take.

Where JupyterLab is installed, jsonschema finds ``rfc3987_syntax`` and lets it build forty grammars of internationalised
addresses: one to four seconds of every run. jsonschema goes without where the package cannot be imported. And each of
a chart's hundred parts would be checked as it is made.
"""

import sys
from collections.abc import Callable, Sequence
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

__all__ = ["ONE_THEME", "alt", "joined", "unchecked"]

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


def joined(join: Callable[..., Any], parts: Sequence[Any], **about: Any) -> Any:
    """Layer charts, or put them beside each other, as they are: Altair makes four copies of each, with all it holds.

    Parameters
    ----------
    join : callable
        One of ``alt.layer``, ``alt.hconcat`` and ``alt.vconcat``.
    parts : sequence of chart
        Just drawn, and nobody else's: they become the parts of the whole.
    **about : Any
        Properties of the whole.

    Returns
    -------
    altair.LayerChart, altair.HConcatChart or altair.VConcatChart
    """
    # Layers too, which are copied on their own where charts stand beside each other.
    own = {id(part): part for whole in parts for part in (whole, *(getattr(whole, "layer", None) or ()))}
    for part in own.values():
        # Past Altair's own, which would make a property of it.
        object.__setattr__(part, "__deepcopy__", lambda _, part=part: part)
    try:
        return join(*parts, **about)
    finally:
        for part in own.values():
            object.__delattr__(part, "__deepcopy__")
