"""Where the code of pages runs: a copy of the studies with what was published of one of them."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import consilience as cs
from consilience.sampling.fit import DEFAULT_SEED
from consilience.sampling.provenance import PROVENANCE_FILE, code_digest, versions
from consilience.study import file_digests

ROOT = Path(__file__).parents[2]
# What pages ask a terminal of. Of other studies they show what a fit has, and a run would draw all charts thrice.
PUBLISHED = "ai-catastrophe"


def copied(target: Path, results: Path) -> Path:
    """Copy the studies and link what was published of them, for one page to change as it likes."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(ROOT / "forecasts", target / "forecasts")
    shutil.copytree(ROOT / "data", target / "data")
    # Results are replaced as a whole and never written into.
    shutil.copytree(results, target / "results", copy_function=_linked)
    return target


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@contextmanager
def fitted_once() -> Iterator[None]:
    """Let ``cs.fit`` of a study as it was published take that fit up, and fit any other once.

    It is the same fit by the same code and seed, and what was worked out of it stays with it.
    """
    known: dict[object, Any] = {}
    sampled = cs.fit

    def fit(study: Any, **choices: Any) -> Any:
        key = (_inputs(study), *sorted(choices.items(), key=str))
        if key not in known:
            known[key] = (None if choices else _published(study)) or sampled(study, **choices)
        return known[key]

    cs.fit = fit
    try:
        yield
    finally:
        del cs.fit


def _inputs(study: Any) -> tuple[object, ...]:
    """What tells one study from another, wherever its folder lies."""
    said = study.estimates.drop(columns=["file", "line"], errors="ignore").to_csv()
    return study.name, study.day, said, (study.path / "study.toml").read_bytes()


def _published(study: Any) -> Any:
    """The fit of a run of this very study, if its results lie where the page's code runs, and still stand."""
    results = Path("results", study.name)
    try:
        record = json.loads((results / PROVENANCE_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    stands = (code_digest(), versions(), DEFAULT_SEED, file_digests(study.path))
    if tuple(map(record.get, ("code", "versions", "seed", "inputs"))) != stands:
        return None
    return cs.read_fit(results, study) if cs.read_study(study.path).estimates.equals(study.estimates) else None


def publish(results: Path) -> None:
    """Run what is to be published, which takes a moment where nothing has changed."""
    cs.run(ROOT / "forecasts" / PUBLISHED, results)
