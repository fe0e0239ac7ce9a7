"""Tests that compile one model run in one process, whatever the versions of pytest and xdist."""

import pytest

from tests.conftest import LONGEST, ROOT, SHARES, group_of, in_order
from tests.project.conftest import Inner


@pytest.mark.parametrize("start", SHARES)
def test_every_path_of_the_table_is_there(start: str) -> None:
    assert (ROOT / "tests" / start).exists()


def test_the_longest_beginning_is_taken() -> None:
    assert group_of("tests/models/test_fitting.py::test_a") == "consensus"
    assert group_of("tests/models/factors/test_fit.py::test_a") == "factors"
    frames = "tests/models/factors/frames/test_tree.py"
    assert group_of(f"{frames}::test_a") == group_of(f"{frames}::test_b") == frames


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


def test_what_takes_minutes_begins_first_and_then_what_has_most_tests() -> None:
    alone, many = "tests/study/test_a.py::test_a", [f"tests/study/test_b.py::test_{number}" for number in range(2)]
    crux, lab = "tests/test_adversarial_collaboration.py::test_a", "tests/browser/test_lab.py::test_a"
    assert in_order([alone, *many, crux, lab]) == [lab, crux, *many, alone]


@pytest.mark.parametrize("group", LONGEST)
def test_every_group_that_begins_first_is_there(group: str) -> None:
    assert group in SHARES.values() or (ROOT / group).is_file()


@pytest.mark.slow
@pytest.mark.parametrize(("folder", "workers"), [("tests/sampling", 1), ("tests/charts", 2)])
def test_a_group_has_one_worker(folder: str, workers: int, side_by_side: Inner) -> None:
    assert "40 passed" in side_by_side.stdout, side_by_side.stdout
    assert len([*(side_by_side.folder / folder).glob("gw*")]) == workers
