"""Long fits, left out where all of their file passed on this very code.

A test with the mark ``certified(model)`` samples for long and finds what the code makes it find, the same wherever it
runs. ``make calibrate`` runs them all and writes a certificate of each file of tests, in ``tests/certificates``: the
files of this project that they ran through, with a digest of these. Where the digest is today's they are left out as
certified; otherwise they run like any others.
"""

import json
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from tests.models.calibration import CERTIFICATES, ROOT, as_pinned, digest_of, imported, sources

# Rooms that only show: what runs of them counts, what is only imported does not.
SHOWN = tuple(f"consilience.{room}" for room in ("api", "charts", "cli", "notebook", "report"))


@dataclass(frozen=True)
class Passed:
    """That all marked tests of a file passed: on what day, through which files, and their digest."""

    file: str
    date: str
    digest: str
    through: list[str]


@dataclass
class Run:
    """Of one file of tests: its marked tests, which passed and failed, the models they fit, what they ran through."""

    marked: set[str] = field(default_factory=set)
    passed: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    models: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    begun: float = field(default_factory=time.time)

    def note(self, test: str, report: Any) -> None:
        """What came of a step of a test."""
        if not report.passed:
            self.failed.add(test)
        elif report.when == "call":
            self.passed.add(test)


def place_of(file: str, folder: Path = CERTIFICATES) -> Path:
    """Where the certificate of a file of tests lies: ``tests/api/test_x.py`` has ``api.test_x.json``."""
    return folder / f"{file.removeprefix('tests/').removesuffix('.py').replace('/', '.')}.json"


@cache
def standing(file: str, root: Path = ROOT) -> Passed | None:
    """The certificate of a file of tests, if it is of today's code and the pinned libraries."""
    try:
        read = Passed(**json.loads(place_of(file, root / "tests/certificates").read_text("utf-8")))
        stands = read.file == file and read.digest == digest_of(map(root.joinpath, read.through), root)
    except (FileNotFoundError, json.JSONDecodeError, TypeError):
        return None
    return read if stands and as_pinned(root) else None


def depends_on(ran: Iterable[Path], models: Iterable[str], root: Path = ROOT) -> list[Path]:
    """Files that ran, what these import, and the sources of the models, whose graphs are built ahead.

    What is imported may hold no more than constants, of which no function is seen to run; and a package hands on what
    others hold.
    """
    found = {file for model in models for file in sources(model, root)}
    waiting = [(file, True) for file in ran]
    while waiting:
        file, itself = waiting.pop()
        if file.is_file():
            found.add(file)
            if itself or file.name == "__init__.py":
                waiting += [(each, False) for each in imported(file, root, beside=SHOWN) if each not in found]
    return sorted(found)


def conclude(file: str, run: Run, root: Path = ROOT) -> None:
    """Write the certificate of a file of which all marked tests passed; take it away where one failed."""
    place = place_of(file, root / "tests/certificates")
    if run.failed:
        place.unlink(missing_ok=True)
    if run.failed or run.passed != run.marked:
        return
    ran = [path for path in map(Path, run.names) if path.is_relative_to(root / "src") or _of_some(path, root / "tests")]
    through = depends_on([root / file, *ran], run.models, root)
    names = [path.relative_to(root).as_posix() for path in through]
    changed = [name for name in names if (root / name).stat().st_mtime > run.begun]
    assert not changed, f"{file} is not certified, since code was changed while it ran: {', '.join(changed)}"
    written = Passed(file, f"{datetime.now(UTC):%Y-%m-%d}", digest_of(through, root), names)
    place.write_text(json.dumps(asdict(written), indent=1) + "\n", "utf-8")


def _of_some(path: Path, tests: Path) -> bool:
    """Whether a file serves some tests: those beside this one run for every test and make none of them pass."""
    return path.is_relative_to(tests) and (path.parent != tests or path.name.startswith("test_"))
