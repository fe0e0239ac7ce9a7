"""``make bench``: how long the main job takes, each stage beside a named baseline in the same run.

Machines are noisy, so the last column is a ratio: to importing PyMC, the least that any fit costs.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.xpt import SURVEY, write_public_survey

ROOT = Path(__file__).parents[1]


def _timed(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def _python(code: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def _consilience(*arguments: str | Path) -> Callable[[], object]:
    command = [sys.executable, "-c", "from consilience.cli import main; main()", *map(str, arguments)]
    return lambda: subprocess.run(command, check=True, capture_output=True, cwd=ROOT)


def main() -> None:
    """Print a table of stages, seconds and ratios."""
    baseline = min(_timed(_python("import pymc")) for _ in range(3))
    stages: list[tuple[str, float]] = [
        ("import pymc (baseline)", baseline),
        ("import consilience", min(_timed(_python("import consilience")) for _ in range(3))),
    ]
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results"
        first = _consilience("run", "--results", results)
        stages.append(("run, every study of forecasts/ new", _timed(first)))
        stages.append(("run, nothing changed", min(_timed(first) for _ in range(3))))
        one = _consilience("run", "existential-risks", "--results", results, "--again")
        stages.append(("run, one study changed, compile cache warm", _timed(one)))
        if SURVEY.exists():
            study = write_public_survey(Path(folder), possible_only=True)
            stages.append(("check, 3,812 answers", _timed(_consilience("check", study))))
            people = _consilience("run", study, "--results", results)
            stages.append(("run, 3,812 answers of 482 people", _timed(people)))
    print(f"{'stage':<48}{'seconds':>9}{'ratio':>8}")
    for name, seconds in stages:
        print(f"{name:<48}{seconds:>9.2f}{seconds / baseline:>8.1f}")


if __name__ == "__main__":
    main()
