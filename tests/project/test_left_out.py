"""A test whose browser is missing is named in the closing lines, and fails where CI promised one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = """
import pytest

def test_with_a_browser(chromium):
    pass

@pytest.mark.slow
def test_that_takes_minutes():
    pass
"""


def run_without_programs(folder: Path, *options: str, **variables: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_small.py").write_text(TESTS, "utf-8")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("CONSILIENCE", "PYTEST"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", *options, folder],
        cwd=ROOT,
        env=plain | {"PATH": str(folder)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


SIDE_BY_SIDE = ("-n", "2", "--dist", "loadgroup")


@pytest.fixture(autouse=True)
def _no_browser_by_full_path() -> None:
    if Path("/Applications/Google Chrome.app").exists():
        pytest.skip("a browser that stands at a fixed path cannot be hidden")


@pytest.mark.parametrize("workers", [(), SIDE_BY_SIDE], ids=["alone", "side by side"])
def test_what_was_left_out_is_named(tmp_path: Path, workers: tuple[str, ...]) -> None:
    done = run_without_programs(tmp_path, "-m", "not slow", *workers)
    assert done.returncode == 0, done.stdout
    summary = done.stdout.partition(" left out ")[2]
    assert "there is no Chromium or Chrome (Debian: apt-get install chromium)" in summary
    assert "test_small.py::test_with_a_browser" in summary
    assert "1 in all, since they are slow ('make test-slow' runs them)" in summary


def test_nothing_may_be_left_out_where_all_was_promised(tmp_path: Path) -> None:
    done = run_without_programs(tmp_path, CONSILIENCE_REQUIRE_ALL="1")
    assert done.returncode == 1, done.stdout
    assert "CONSILIENCE_REQUIRE_ALL=1, but there is no Chromium or Chrome" in done.stdout
