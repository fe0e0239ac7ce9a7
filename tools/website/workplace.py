"""Where the code of pages runs: a copy of the studies with their published answers."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import consilience as cs

ROOT = Path(__file__).parents[2]


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
def published_fits(results: Path) -> Iterator[None]:
    """Let ``cs.fit`` of a study as it was published take that fit up, and fit any other once.

    It is the same fit by the same code and seed: a run is done again where anything that it follows from has changed.
    """
    known: dict[object, Any] = {}
    sampled = cs.fit

    def fit(study: Any, **choices: Any) -> Any:
        key = (_inputs(study), *sorted(choices.items(), key=str))
        if key not in known:
            known[key] = _published(study, results) if not choices else None
            known[key] = known[key] or sampled(study, **choices)
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


def _published(study: Any, results: Path) -> Any:
    folder = ROOT / "forecasts" / study.name
    if not (results / study.name / "fit.nc").is_file() or not folder.is_dir():
        return None
    return cs.read_fit(results / study.name, study) if cs.read_study(folder).estimates.equals(study.estimates) else None


def up_to_date(results: Path) -> None:
    """Publish every study of forecasts/ there, which takes a moment where nothing has changed."""
    for folder in sorted((ROOT / "forecasts").iterdir()):
        if (folder / "study.toml").is_file():
            cs.run(folder, results)
