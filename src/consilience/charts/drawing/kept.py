"""Charts of earlier results, kept where a new one has the same content: to draw it would give the same files."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from consilience.charts.drawing.conversion import FONT_FOLDER
from consilience.charts.drawing.export import Drawing

type Record = Mapping[str, Any]


@cache
def drawing_version() -> str:
    """Digest of what a file follows from beside its chart: the code of this folder, its fonts, the converter."""
    digest = hashlib.sha256(version("vl-convert-python").encode())
    for path in sorted([*Path(__file__).parent.glob("*.py"), *FONT_FOLDER.iterdir()]):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def content_of(drawing: Drawing) -> str:
    """Digest of a chart and of how it is drawn."""
    return hashlib.sha256(f"{drawing_version()}\n{drawing.json}".encode()).hexdigest()


def record_of(drawing: Drawing, files: Sequence[Path]) -> Record:
    """What is written down of a chart, so that its files can be known again."""
    return {"content": content_of(drawing), "files": {path.name: _digest(path.read_bytes()) for path in files}}


def take_over(drawing: Drawing, record: object, names: Sequence[str], earlier: Path, folder: Path) -> bool:
    """Copy the files of an earlier chart, if it has the same content and they are all as they were written.

    Parameters
    ----------
    drawing : Drawing
        The new chart; it takes the picture from the earlier one.
    record : object
        What :func:`record_of` gave for the earlier chart, as it was read from a file.
    names : sequence of str
        The files that there have to be.
    earlier, folder : Path
        Where they are, and where they are wanted.

    Returns
    -------
    bool
        Whether they were copied; if not, nothing was.
    """
    try:
        found = {name: (earlier / name).read_bytes() for name in names}
    except OSError:
        return False
    wanted = {"content": content_of(drawing), "files": {name: _digest(file) for name, file in found.items()}}
    if record != wanted:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    for name, file in found.items():
        (folder / name).write_bytes(file)
        if name.endswith(".svg"):
            drawing.recall(file)
    return True


def records_in(provenance: Path) -> Mapping[str, object]:
    """What earlier results wrote down of their charts, by name; nothing where that cannot be read."""
    try:
        charts = json.loads(provenance.read_text("utf-8"))["charts"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return charts if isinstance(charts, dict) else {}


def _digest(file: bytes) -> str:
    return hashlib.sha256(file).hexdigest()
