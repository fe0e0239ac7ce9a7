"""Tests that compile one model run in one process, whatever the versions of pytest and xdist."""

import pytest

from tests.conftest import ROOT, SHARES, group_of
from tests.project.conftest import Inner


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


@pytest.mark.parametrize(("folder", "workers"), [("tests/sampling", 1), ("elsewhere", 2)])
def test_a_group_has_one_worker(folder: str, workers: int, side_by_side: Inner) -> None:
    assert "40 passed" in side_by_side.stdout, side_by_side.stdout
    assert len([*(side_by_side.folder / folder).glob("gw*")]) == workers
