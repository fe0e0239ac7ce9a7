"""Notebooks with their outputs as pictures and text: ``python -m tests.notebooks.kept`` runs them and keeps them so.

What a chart is drawn from, and what brings a widget to life, are of no use to whoever reads a notebook without running
it (on GitHub, in a mail, by nbconvert), and many times as long as the picture.
"""

import base64
import re
import shutil
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbformat import NotebookNode

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "notebooks"
# What notebooks read, beside themselves.
READ = ("forecasts", "data")

PNG, SVG, HTML, TEXT = "image/png", "image/svg+xml", "text/html", "text/plain"
VIEW = "application/vnd.jupyter.widget-view+json"
STILL = "data-consilience-still"
# An answer as diagnostics name it: question, group, summary.
WORST_AT = re.compile(r"[\w-]+, [^,\n]+, (?:median|mean|geometric_mean_odds|new_forecaster)\b")
# Which sources a notebook's outputs are of.
DIGEST = "outputs_of"


def executed(name: str) -> NotebookNode:
    """Run a notebook in a copy of what it reads, as it lies in the checkout, and give it with its outputs."""
    from nbclient import NotebookClient

    with TemporaryDirectory() as scratch:
        copy = Path(scratch) / FOLDER.name
        copy.mkdir()
        for folder in READ:
            shutil.copytree(ROOT / folder, Path(scratch) / folder)
        notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
        client = NotebookClient(
            notebook,
            timeout=300,
            kernel_name="python3",
            resources={"metadata": {"path": str(copy)}},
            store_widget_state=False,
            record_timing=False,
        )
        client.execute()
    return notebook


def keep(notebook: NotebookNode) -> None:
    """Leave of the outputs what can be seen without running anything, and say of which sources they are."""
    for number, cell in enumerate(code_cells(notebook), 1):
        cell.execution_count = number
        cell.metadata = NotebookNode()
        cell.outputs = [output for output in map(seen, cell.outputs) if output]
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = number
    kernel = notebook.metadata.kernelspec
    notebook.metadata = NotebookNode(
        consilience={DIGEST: digest(notebook)}, kernelspec=kernel, language_info={"name": "python"}
    )


def digest(notebook: NotebookNode) -> str:
    """Of everything that is run."""
    return sha256("\0".join(cell.source for cell in code_cells(notebook)).encode()).hexdigest()


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells that are run."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def seen(output: NotebookNode) -> NotebookNode | None:
    """An output as picture and text; ``None`` where nothing of it can be seen."""
    if output.output_type not in ("display_data", "execute_result"):
        return output
    data, still = output.data, STILL in output.data.get(HTML, "")
    if VIEW in data or not any(data.values()):
        return None
    # One picture says it all, the one that more programs show; the page of a widget would hold it once more.
    shown = next((kind for kind in (PNG, SVG, HTML) if kind in data), TEXT)
    kept = {kind: data[kind] for kind in dict.fromkeys((shown, TEXT)) if kind in data}
    about = output.metadata.get(PNG) or (_half_as_wide(data[PNG]) if still else None)
    output.pop("transient", None)
    return NotebookNode(output, data=kept, metadata={PNG: about} if about else {}) if kept else None


def _half_as_wide(png: str) -> dict[str, int]:
    """The size at which a picture of a widget is shown: its pixels are twice as fine as a screen's."""
    width, height = struct.unpack(">II", base64.b64decode(png)[16:24])
    return {"width": width // 2, "height": height // 2}


def words(outputs: Iterable[Mapping[str, Any]]) -> list[str]:
    """What outputs say in words, without numbers and what they decide, which other machines and days have others of.

    Where a diagnostic was worst is such: a last digit of two that are nearly alike, and processors round differently.

    Parameters
    ----------
    outputs : iterable of mapping
        Of one cell, as the file has them or as JupyterLab gives them.
    """
    said = re.sub(WORST_AT, " ", " ".join(_texts(outputs)))
    return re.sub(r"[\d.,:%‰×+\-−–…]*\d[\d.,:%‰×e+\-−–…]*", "#", said).split()


def _texts(outputs: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for output in outputs:
        data = output.get("data", {})
        page = "".join(data.get(HTML, ""))
        if "text" in output:
            yield "".join(output["text"])
        elif page and STILL not in page and VIEW not in data:
            yield unescape(re.sub(r"<[^>]*>", " ", re.sub(r"<(style|script|svg).*?</\1>", " ", page, flags=re.DOTALL)))
        elif VIEW not in data:
            yield "".join(data.get(TEXT, ""))


def main(names: list[str]) -> None:
    """Run notebooks, those named or all, and keep what is seen of each in it."""
    for file in sorted(FOLDER.glob("*.ipynb")):
        if not names or file.stem in names:
            notebook = executed(file.stem)
            keep(notebook)
            nbformat.validate(notebook)
            nbformat.write(notebook, file)
            print(f"{file.relative_to(ROOT)}: {file.stat().st_size / 1e3:,.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
