"""What lies in a folder, to be compared."""

import os
from pathlib import Path


def bytes_below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too."""
    return {os.fspath(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
