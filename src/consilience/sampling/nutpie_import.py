"""nutpie without ArviZ, which it imports for trees of draws that are not asked of it.

ArviZ brings Matplotlib and all that plots: half a second of every fit. Whoever does ask nutpie for such a tree has
ArviZ loaded then.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_PLOTS = "arviz"


class _Later(ModuleType):
    """A module loaded when something of it is first asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            # What the machinery of imports asks of every module is no use of it.
            raise AttributeError(name)
        _make_way(self)
        return getattr(import_module(self.__name__), name)


def _make_way(later: ModuleType) -> None:
    if sys.modules.get(later.__name__) is later:
        del sys.modules[later.__name__]


if _PLOTS in sys.modules or "nutpie" in sys.modules:
    import nutpie
else:
    _later = _Later(_PLOTS)
    sys.modules[_PLOTS] = _later
    try:
        import nutpie
    finally:
        _make_way(_later)

__all__ = ["nutpie"]
