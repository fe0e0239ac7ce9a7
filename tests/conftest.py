"""What a test may need from outside Python, and the list of what was left out for want of it.

A test that needs a browser, a program or ../shared takes the fixture of that name. Where it is missing the
test is skipped and the skip is printed at the end; CI promises all that it can install
(CONSILIENCE_REQUIRE_ALL=1), so that there the same test fails instead.
"""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parents[1]
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
NOT_CHOSEN = pytest.StashKey[Counter[str]]()


def leave_out(reason: str) -> NoReturn:
    """Skip the test and say why; fail it where everything was promised to be there."""
    if os.environ.get("CONSILIENCE_REQUIRE_ALL") == "1":
        pytest.fail(f"CONSILIENCE_REQUIRE_ALL=1, but {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Path of a Chromium or Chrome."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        leave_out("there is no Chromium or Chrome (Debian: apt-get install chromium)")
    return Path(found)


@pytest.fixture(scope="session")
def program() -> Callable[[str], Path]:
    """Find a program by name: ``program("pdftotext")``."""

    def find(name: str) -> Path:
        found = shutil.which(name)
        if found is None:
            leave_out(f"the program {name} is not installed")
        return Path(found)

    return find


@pytest.fixture
def project_copy(tmp_path: Path) -> Path:
    """A copy of what notebooks read, laid out as in the checkout, so that nothing is written into it."""
    copy = tmp_path / "project"
    for name in ("notebooks", "forecasts", "data"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns(".*"))
    return copy


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder beside some checkouts. No install step can bring it, so that its want is a skip in CI too."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("there is no folder ../shared")
    return folder


def pytest_configure(config: pytest.Config) -> None:
    config.stash[NOT_CHOSEN] = Counter()


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    for item in items:
        if item.config.option.markexpr == "not slow" and item.get_closest_marker("slow"):
            item.config.stash[NOT_CHOSEN][item.nodeid.partition("::")[0]] += 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    reasons: dict[str, list[str]] = {}
    for report in terminalreporter.stats.get("skipped", []):
        # A skip's longrepr is (file, line, "Skipped: reason"); an expected failure's is not.
        if isinstance(report.longrepr, tuple):
            reasons.setdefault(report.longrepr[2].removeprefix("Skipped: "), []).append(report.nodeid)

    not_chosen = config.stash[NOT_CHOSEN]
    if not reasons and not not_chosen:
        return
    terminalreporter.section("left out")
    for reason, tests in reasons.items():
        terminalreporter.line(f"left out, since {reason}:")
        for test in tests:
            terminalreporter.line(f"    {test}")
    if not_chosen:
        terminalreporter.line(
            f"left out, {not_chosen.total()} in all, since they are slow ('make test-slow' runs them):"
        )
        for file, count in sorted(not_chosen.items()):
            terminalreporter.line(f"    {count} of {file}")
