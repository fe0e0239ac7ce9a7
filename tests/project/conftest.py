"""Pytest within pytest: small trees of tests, run by another process with the suite's own conftest."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

NEEDING = """
import pytest

def test_with_a_browser(chromium):
    pass

@pytest.mark.slow
def test_that_takes_minutes():
    pass
"""
# Each leaves the name of its worker.
MANY = """
import os
import time
from pathlib import Path

import pytest

@pytest.mark.parametrize("number", range(10))
def test_it(number):
    time.sleep(0.02)
    (Path(__file__).parent / os.environ["PYTEST_XDIST_WORKER"]).touch()
"""
# So long that no worker does all of these while another starts, or does all of those.
LONGER = MANY.replace("0.02", "0.1")


@dataclass(frozen=True)
class Inner:
    """What came of a run of pytest."""

    folder: Path
    returncode: int
    stdout: str


def inner(folder: Path, *options: str, **variables: str) -> Inner:
    """Run the tests of a folder where no program is found."""
    (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("CONSILIENCE", "PYTEST"))}
    # What other plugins import takes ten times as long as all else here.
    plain |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PATH": str(folder)}
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, f"--rootdir={folder}", "-c", folder / "pytest.ini", *options, folder],
        cwd=ROOT,
        env=plain | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    return Inner(folder, done.returncode, done.stdout + done.stderr)


@pytest.fixture(scope="session")
def side_by_side(tmp_path_factory: pytest.TempPathFactory) -> Inner:
    """Tests that draw each their own and tests that share a model, and some that are left out, by two workers."""
    folder = tmp_path_factory.mktemp("side by side")
    for name, text in {
        "test_needing.py": NEEDING,
        "tests/sampling/test_some.py": MANY,
        "tests/sampling/test_others.py": MANY,
        "tests/charts/test_alone.py": LONGER,
        "tests/charts/test_others_alone.py": LONGER,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return inner(folder, "-p", "xdist", "-n", "2", "--dist", "loadgroup", "-m", "not slow", "--import-mode=importlib")
