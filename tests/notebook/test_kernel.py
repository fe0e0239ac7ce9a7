"""What many fits leave behind in a notebook's kernel."""

import json
from pathlib import Path

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from tests.builders.fits import write_study

FITS = 20
CODE = """
import json
import os

import consilience as cs

study = cs.read_study({folder!r})
opened = []
for seed in range({fits}):
    cs.fit(study, seed=seed)
    opened.append(len(os.listdir("/proc/self/fd")))
print("opened", json.dumps(opened))
"""


@pytest.mark.slow
@pytest.mark.usefixtures("new_jupyter")
@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="this system does not list a process's descriptors")
def test_fits_leave_no_descriptor_open_in_a_kernel(tmp_path: Path) -> None:
    # A thread that prints, or updates a display, opens sockets of its own in a kernel, which outlive it.
    folder = write_study(tmp_path / "study")
    notebook = new_notebook(cells=[new_code_cell(CODE.format(folder=str(folder), fits=FITS))])
    NotebookClient(notebook, timeout=600, kernel_name="python3").execute()
    (cell,) = notebook.cells
    (printed,) = (output["text"] for output in cell["outputs"] if output["output_type"] == "stream")
    opened = json.loads(printed.split("opened")[1])
    assert len(opened) == FITS
    # The first fit opens what the kernel keeps: the display's thread, the compiler's libraries.
    assert max(opened) <= opened[0] + 2, opened
