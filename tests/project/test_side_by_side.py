"""Tests that compile one model run in one process, whatever the versions of pytest and xdist."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SHARES, group_of

TESTS = """
import os
from pathlib import Path

import pytest

@pytest.mark.parametrize("number", range(20))
def test_of_one_model(number):
    (Path(__file__).parent / os.environ["PYTEST_XDIST_WORKER"]).touch()
"""


@pytest.mark.parametrize("start", SHARES)
def test_every_path_of_the_table_is_there(start: str) -> None:
    assert (ROOT / "tests" / start).exists()


def test_the_longest_beginning_is_taken() -> None:
    assert group_of("tests/models/test_fitting.py::test_a") == "consensus"
    assert group_of("tests/models/factors/test_fit.py::test_a") == "factors"
    frames = "tests/models/factors/frames/test_tree.py::test_a"
    assert group_of(frames) == frames
    gallery = "tests/charts/test_gallery.py::test_a[tree-full]"
    assert group_of(gallery) == group_of(gallery.replace("test_a", "test_b")) != group_of(gallery.replace("full", "x"))


@pytest.mark.parametrize("folder", ["tests/sampling", "elsewhere"])
def test_a_group_has_one_worker(folder: str, tmp_path: Path) -> None:
    place = tmp_path / folder
    place.mkdir(parents=True)
    (place / "test_small.py").write_text(TESTS, "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", "utf-8")
    options = [
        "-p",
        "tests.conftest",
        "-p",
        "no:cacheprovider",
        "-n",
        "2",
        "--dist",
        "loadgroup",
        f"--rootdir={tmp_path}",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-c", tmp_path / "pytest.ini", place],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "20 passed" in done.stdout, done.stdout + done.stderr
    workers = {file.name for file in place.glob("gw*")}
    assert len(workers) == (1 if folder == "tests/sampling" else 2)
