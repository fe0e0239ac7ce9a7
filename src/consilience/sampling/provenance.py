"""What a result was made from: enough to tell, without fitting, whether it still stands."""

import hashlib
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path

PROVENANCE_FILE = "provenance.json"
SUMMARY_FILE = "summary.json"

_SOURCES = (".py", ".j2")
_PACKAGES = ("consilience", "pymc", "nutpie", "pytensor", "numba", "arviz", "numpy", "scipy", "altair")


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that numbers and charts depend on."""
    return dict(_versions())


# What is installed meanwhile is not what this process has imported.
@cache
def _versions() -> tuple[tuple[str, str], ...]:
    return ("python", platform.python_version()), *((name, version(name)) for name in _PACKAGES)


@cache
def code_digest() -> str:
    """Digest of consilience's own sources, the report's template among them: results of other sources are stale."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for path in sorted(path for path in root.rglob("*") if path.suffix in _SOURCES):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
