"""What many fits leave behind in a notebook's kernel."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode

from tests.builders.fits import write_study

# Enough to tell what each of them leaves, be it a single descriptor, from the two that are let pass.
FITS = 6
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
@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="this system does not list a process's descriptors")
def test_fits_leave_no_descriptor_open_in_a_kernel(kernel: Callable[..., NotebookNode], tmp_path: Path) -> None:
    # A thread that prints, or updates a display, opens sockets of its own in a kernel, which outlive it.
    folder = write_study(tmp_path / "study")
    (cell,) = kernel([CODE.format(folder=str(folder), fits=FITS)]).cells
    (printed,) = (output["text"] for output in cell["outputs"] if output["output_type"] == "stream")
    opened = json.loads(printed.split("opened")[1])
    assert len(opened) == FITS
    # The first fit opens what the kernel keeps: the display's thread, the compiler's libraries.
    assert max(opened) <= opened[0] + 2, opened
