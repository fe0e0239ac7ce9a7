"""A test whose browser is missing is named in the closing lines, and fails where CI promised one."""

from pathlib import Path

import pytest

from tests.project.conftest import NEEDING, Inner, inner


@pytest.fixture(autouse=True)
def _no_browser_by_full_path() -> None:
    if Path("/Applications/Google Chrome.app").exists():
        pytest.skip("a browser that stands at a fixed path cannot be hidden")


@pytest.fixture
def needing(tmp_path: Path) -> Path:
    """A folder with a test that needs a browser, and a slow one."""
    (tmp_path / "test_needing.py").write_text(NEEDING, "utf-8")
    return tmp_path


def assert_it_names_what_was_left_out(done: Inner) -> None:
    assert done.returncode == 0, done.stdout
    summary = done.stdout.partition(" left out ")[2]
    assert "there is no Chromium or Chrome (Debian: apt-get install chromium)" in summary
    assert "test_needing.py::test_with_a_browser" in summary
    assert "1 in all, since they are slow ('make test-slow' runs them)" in summary


def test_what_was_left_out_is_named(needing: Path) -> None:
    assert_it_names_what_was_left_out(inner(needing, "-m", "not slow"))


@pytest.mark.slow
def test_what_workers_left_out_is_named(side_by_side: Inner) -> None:
    assert_it_names_what_was_left_out(side_by_side)


def test_nothing_may_be_left_out_where_all_was_promised(needing: Path) -> None:
    done = inner(needing, CONSILIENCE_REQUIRE_ALL="1")
    assert done.returncode == 1, done.stdout
    assert "CONSILIENCE_REQUIRE_ALL=1, but there is no Chromium or Chrome" in done.stdout
