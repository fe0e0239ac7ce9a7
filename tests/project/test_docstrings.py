"""What docstrings refer to is there: a move or another name leaves none behind."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import resolve_name

import consilience

SOURCES = Path(consilience.__file__).parent
REFERENCE = re.compile(r":(?:func|class|data|mod):`~?([\w.]+)`")


def modules() -> Iterator[str]:
    for file in sorted(SOURCES.rglob("*.py")):
        parts = file.relative_to(SOURCES.parent).with_suffix("").parts
        yield ".".join(parts).removesuffix(".__init__")


def is_there(name: str, module: str) -> bool:
    """Whether a name leads somewhere, from the top of the package or within the module that says it."""
    if name.startswith("consilience."):
        try:
            resolve_name(name)
        except (ImportError, AttributeError):
            return False
        return True
    return hasattr(import_module(module), name)


def test_references_lead_somewhere() -> None:
    lost = [
        (module, name)
        for module in modules()
        for name in REFERENCE.findall(Path(import_module(module).__file__ or "").read_text(encoding="utf-8"))
        if not is_there(name, module)
    ]
    assert not lost
