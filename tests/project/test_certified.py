"""Long fits are left out where they passed on this very code, and there alone."""

import os
import shutil
import threading
from pathlib import Path

import pytest

from consilience.notation import parse
from tests import certified
from tests.certified import Run, conclude, depends_on, place_of, standing
from tests.models.calibration import ROOT, watched

FILE = "tests/test_long.py"
TEST = f"{FILE}::test_it"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of three modules, of which one holds a constant that another uses."""
    for name, text in {
        "src/consilience/__init__.py": "",
        "src/consilience/sums.py": "from consilience.shifts import SHIFT\n\ndef shifted(x):\n    return x + SHIFT\n",
        "src/consilience/shifts.py": "SHIFT = 1\n",
        "src/consilience/other.py": "NOTHING = 0\n",
        FILE: "from consilience.sums import shifted\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    shutil.copy(ROOT / "constraints.txt", tmp_path)
    (tmp_path / "tests/certificates").mkdir()
    monkeypatch.setattr(certified, "as_pinned", lambda root: True)
    standing.cache_clear()
    return tmp_path


def stands(root: Path) -> bool:
    standing.cache_clear()
    return standing(FILE, root) is not None


def run(root: Path, **changed: set[str]) -> Run:
    return Run(**{"marked": {TEST}, "passed": {TEST}, "names": {str(root / "src/consilience/sums.py")}} | changed)


def test_what_passed_stands_until_something_that_it_ran_through_changes(checkout: Path) -> None:
    assert not stands(checkout)
    conclude(FILE, run(checkout), checkout)
    assert stands(checkout)
    # What ran, the constant that it imports, the test itself.
    for name in ("src/consilience/sums.py", "src/consilience/shifts.py", FILE):
        before = (checkout / name).read_text("utf-8")
        (checkout / name).write_text(f"{before}CHANGED = 1\n", "utf-8")
        assert not stands(checkout), name
        (checkout / name).write_text(before, "utf-8")
        assert stands(checkout)
    (checkout / "src/consilience/other.py").write_text("NOTHING = 1\n", "utf-8")
    assert stands(checkout)


def test_a_file_of_which_a_test_did_not_run_or_failed_is_not_certified(checkout: Path) -> None:
    two = {TEST, f"{TEST}_too"}
    conclude(FILE, run(checkout, marked=two), checkout)
    assert not stands(checkout)
    conclude(FILE, run(checkout), checkout)
    conclude(FILE, run(checkout, marked=two), checkout)
    assert stands(checkout), "half of a file was run, and nothing failed"
    conclude(FILE, run(checkout, failed={TEST}), checkout)
    assert not place_of(FILE, checkout / "tests/certificates").exists()


def test_what_was_changed_while_it_ran_is_not_certified(checkout: Path) -> None:
    ran = run(checkout)
    (checkout / "src/consilience/shifts.py").write_text("SHIFT = 2\n", "utf-8")
    os.utime(checkout / "src/consilience/shifts.py", (ran.begun + 1, ran.begun + 1))
    with pytest.raises(AssertionError, match=r"changed while it ran: src/consilience/shifts\.py"):
        conclude(FILE, ran, checkout)
    assert not stands(checkout)


def test_a_certificate_is_of_the_file_that_it_names(checkout: Path) -> None:
    conclude(FILE, run(checkout), checkout)
    place = place_of(FILE, checkout / "tests/certificates")
    text = place.read_text("utf-8")
    for wrong in (text.replace(FILE, "tests/test_another.py"), "{", "{}", text.replace('"through"', '"by"')):
        place.write_text(wrong, "utf-8")
        assert not stands(checkout)


def test_the_sources_of_a_model_are_among_what_a_fit_of_it_depends_on() -> None:
    found = {path.relative_to(ROOT).as_posix() for path in depends_on([], ["cruxes"])}
    assert {"src/consilience/models/cruxes/model.py", "src/consilience/likelihood/kernels.py"} <= found


def test_what_runs_in_any_thread_is_seen() -> None:
    names: set[str] = set()
    with watched(names):
        thread = threading.Thread(target=lambda: parse("12.5%"))
        thread.start()
        thread.join()
    assert [name for name in names if "/consilience/notation/" in Path(name).as_posix()]
    seen = len(names)
    parse("1 in 7")
    assert len(names) == seen
