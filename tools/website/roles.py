"""References in docstrings, written for Sphinx, as links of this site."""

import re
from typing import Any

from griffe import Alias, Extension, Object

from consilience import __all__ as public

_ROLE = re.compile(r":(?:func|class|data|mod|meth|attr):`(~?)([\w.]+)`")


def linked(found: re.Match[str]) -> str:
    """A public name as a link to its entry, any other as code."""
    name = found[2].rpartition(".")[2] if found[1] else found[2]
    last = found[2].removeprefix("consilience.")
    return f"[`{last}`][consilience.{last}]" if last in public else f"`{name}`"


class Roles(Extension):
    """Rewrites the roles of every docstring that is loaded."""

    def on_object(self, *, obj: Object | Alias, **_: Any) -> None:
        """Rewrite those of one object."""
        if not obj.is_alias and obj.docstring:
            obj.docstring.value = _ROLE.sub(linked, obj.docstring.value)
