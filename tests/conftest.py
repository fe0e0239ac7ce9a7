"""What a test may need from outside Python, and the list of what was left out for want of it.

A test that needs a browser, a program or ../shared takes the fixture of that name. Where it is missing the
test is skipped and the skip is printed at the end; CI promises all that it can install
(CONSILIENCE_REQUIRE_ALL=1), so that there the same test fails instead.

Where tests run side by side (``-n 2 --dist loadgroup``), those that compile the same model, or read the same results,
run in one process, since to make these takes longer than most of them.
"""

import gc
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from hypothesis import settings
from syrupy.location import PyTestLocation

from tests.examples import examples

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.certified import Run

ROOT = Path(__file__).parents[1]
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Besides headless basics: nothing that the browser itself would fetch, and no name that resolves.
BROWSER_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
# The same examples in every run, so that nobody's change is refused for what it did not do; others are looked for by
# `make test ARGS=--hypothesis-profile=default` and by `make fuzz`.
settings.register_profile("the same everywhere", derandomize=True, deadline=None, max_examples=examples(100))
settings.load_profile("the same everywhere")
NOT_CHOSEN = pytest.StashKey[Counter[str]]()
# Of each file of tests that certificates are to be written of.
RUNS: "pytest.StashKey[dict[str, Run]]" = pytest.StashKey()

# Which files share what takes long to make: beginnings of paths below tests/, the longest that fits is taken.
SHARES = {
    "": None,
    "models/": "consensus",
    "models/consensus/test_pointwise.py": "kernels",
    "models/test_locations.py": "factors",
    "models/factors/": "factors",
    "models/factors/frames/": None,
    "models/factors/test_model.py": "kernels",
    "models/cruxes/": "cruxes",
    "models/cruxes/test_frames.py": None,
    "sampling/": "consensus",
    "api/test_real_fit.py": "consensus",
    "test_public_survey.py": "consensus",
    "test_adversarial_collaboration.py": "cruxes",
    "likelihood/": "kernels",
    "report/test_factor_figures.py": "pages of factors",
    "report/test_factor_lead.py": "pages of factors",
    "report/test_factor_report.py": "pages of factors",
    "report/test_factor_tables.py": "pages of factors",
    "exporters/test_paper.py": "papers",
    "report/test_in_browser.py": "results",
    "report/test_report.py": "results",
    "report/test_results.py": "results",
    "report/test_unchanged_charts.py": "results",
    "api/test_read_fit.py": "fit of a run",
    "browser/": "browser",
    "browser/test_explore_in_lab.py": "JupyterLab",
    "browser/test_lab.py": "JupyterLab",
    "browser/test_notebooks_in_lab.py": "JupyterLab",
    "browser/test_tour_in_lab.py": "JupyterLab",
    "browser/test_widgets_in_lab.py": "JupyterLab",
    "notebook/test_errors.py": "kernel",
    "notebook/test_kernel.py": "kernel",
    "notebook/test_watch.py": "kernel",
    "website/test_site.py": "site",
    "project/test_left_out.py": "pytest in pytest",
    "project/test_side_by_side.py": "pytest in pytest",
}
# Groups that take minutes, the longest first: none of them may be begun when the other worker is nearly done.
LONGEST = ("JupyterLab", "site", "cruxes", "factors", "kernels", "consensus", "tests/api/test_watching.py", "kernel")


def by_file(belongs: Callable[[PyTestLocation, Path], bool]) -> Callable[[PyTestLocation, Path], bool]:
    """Whether a file of snapshots is one of a test's, asked once for each file of tests."""
    known: dict[tuple[str, Path], bool] = {}

    def remembered(test: PyTestLocation, snapshots: Path) -> bool:
        key = test.filepath, snapshots
        if key not in known:
            known[key] = belongs(test, snapshots)
        return known[key]

    return remembered


# At the end of a run syrupy asks it of each test, and looks up both folders on the disk a hundred thousand times.
PyTestLocation._matches_test_site = by_file(PyTestLocation._matches_test_site)


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


@pytest.fixture(scope="module")
def browser(chromium: Path) -> "Iterator[Browser]":
    """A browser that reaches this machine only, started once for a file: each test takes contexts of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=BROWSER_FLAGS)
        yield started
        started.close()


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


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--calibrate",
        action="store_true",
        help="run calibrations at full length, and long fits, whatever certificates say of them, and write these",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[NOT_CHOSEN] = Counter()
    config.stash[RUNS] = {}


def group_of(test: str) -> str:
    """Name what a test shares with others that are to run in its process: a compiled model, a chart; else its file."""
    file, _, name = test.partition("::")
    below = file.removeprefix("tests/")
    model = SHARES[max(filter(below.startswith, SHARES), key=len)]
    if model is None and below.startswith("charts/"):
        # "prior-posterior-same-full" and "prior_posterior-together0" are one chart, drawn once for both.
        chart = re.match("[a-z]+", name.partition("[")[2])
        return f"chart {chart[0]}" if chart else test
    # What fixtures make once for a file each process would make again.
    return model or file


def in_order(tests: Sequence[str]) -> list[str]:
    """Tests as their groups are to begin: those of :data:`LONGEST`, then whichever have most."""
    sizes = Counter(map(group_of, tests))
    place = {group: at for at, group in enumerate(LONGEST)}

    def key(test: str) -> tuple[int, int]:
        group = group_of(test)
        return place.get(group, len(place)), -sizes[group]

    return sorted(tests, key=key)


# After what was not asked for is left out. Of a worker the option --dist is not what was given.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        place = {test: at for at, test in enumerate(in_order([item.nodeid for item in items]))}
        items.sort(key=lambda item: place[item.nodeid])


def pytest_collection_finish() -> None:
    """Take what is there by now for ever out of what Python's collector looks through: 3% of a run of all tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


# The mark xdist_group would do, but xdist 3.8 writes it into Item._nodeid, which pytest 9.2 no longer has: every test
# then goes anywhere, and nothing says so.
@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    if config.getvalue("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class ByGroup(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group_of(nodeid)

    # It would begin with those that have most tests, and end with the single ones that take minutes.
    config.option.loadscopereorder = False
    return ByGroup(config, log)


# What certificates are made of is imported where one is asked for: it takes SciPy, which pytest starts without.
def run_of(item: pytest.Item) -> "Run | None":
    """What is noted of a test that is to be certified."""
    run = item.config.stash[RUNS].get(file_of(item))
    return run if run and item.nodeid in run.marked else None


def file_of(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Count it in before anything is deselected: of a file of which some did not run nothing is certified."""
    if item.config.getoption("--calibrate") and (mark := item.get_closest_marker("certified")):
        from tests.certified import Run

        run = item.config.stash[RUNS].setdefault(file_of(item), Run())
        run.marked.add(item.nodeid)
        run.models.update(mark.args)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out what is certified before anything is made for it."""
    if item.config.getoption("--calibrate") or not item.get_closest_marker("certified"):
        return
    from tests.certified import standing

    file = file_of(item)
    if found := standing(file):
        pytest.skip(f"{file} is certified for what it runs through: it passed, {found.date}, {found.digest[:12]}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    if (run := run_of(item)) is None:
        return (yield)
    from tests.models.calibration import watched

    with watched(run.names):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    if run := run_of(item):
        run.note(item.nodeid, report)
    return report


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    for item in items:
        if item.config.option.markexpr == "not slow" and item.get_closest_marker("slow"):
            item.config.stash[NOT_CHOSEN][item.nodeid.partition("::")[0]] += 1


def pytest_sessionfinish(session: pytest.Session) -> None:
    for file, run in session.config.stash[RUNS].items():
        from tests.certified import conclude

        conclude(file, run)
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["not_chosen"] = dict(session.config.stash[NOT_CHOSEN])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    # Each worker collects everything, so that each has left out the same.
    node.config.stash[NOT_CHOSEN] |= Counter(getattr(node, "workeroutput", {}).get("not_chosen", {}))


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
