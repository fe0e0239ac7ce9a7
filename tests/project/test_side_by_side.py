"""Tests that compile one model run in one process, whatever the versions of pytest and xdist."""

import os
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


def test_a_chart_is_drawn_in_one_process_whatever_file_looks_at_it() -> None:
    same = (
        "tests/charts/test_gallery.py::test_a[prior-posterior-same-full]",
        "tests/charts/test_options.py::test_b[prior_posterior-together0]",
        "tests/charts/drawing/test_layout.py::test_c[prior-posterior]",
    )
    assert {group_of(test) for test in same} == {"chart prior"}
    assert group_of("tests/charts/test_gallery.py::test_a[tree-full]") == "chart tree"
    alone = "tests/charts/test_composed.py::test_d"
    assert group_of(alone) == alone


@pytest.mark.parametrize("folder", ["tests/sampling", "elsewhere"])
def test_a_group_has_one_worker(folder: str, tmp_path: Path) -> None:
    place = tmp_path / folder
    place.mkdir(parents=True)
    (place / "test_small.py").write_text(TESTS, "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", "utf-8")
    options = [
        "-p",
        "xdist.plugin",
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
        # Plugins of what else is installed take each of three processes five seconds to import.
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "20 passed" in done.stdout, done.stdout + done.stderr
    workers = {file.name for file in place.glob("gw*")}
    assert len(workers) == (1 if folder == "tests/sampling" else 2)
