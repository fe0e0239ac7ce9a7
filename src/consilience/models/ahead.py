"""Compile ahead what the studies given will ask for: ``python -m consilience.models.ahead forecasts/*``."""

import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from consilience.models.registry import model_for
from consilience.problems import StudyError
from consilience.sampling.compile import compiled, file_of
from consilience.study import Study, read_study

type Asked = tuple[str, Callable[[Any], Any], Any]

# Compiling takes a gigabyte at its height, and no machine that this runs on has fewer.
_MOST_AT_ONCE = 4


def asked_by(study: Study) -> Asked:
    """Which model a study asks for: its name, what builds it, and its data."""
    model = model_for(study)
    return model.name, model.build, model.encode(study)


def compile_ahead(studies: Iterable[Path]) -> int:
    """Compile the models that studies ask for, side by side, and keep them on disk.

    Parameters
    ----------
    studies : iterable of Path
        Studies that cannot be read are left to the run that says why.

    Returns
    -------
    int
        How many models had to be compiled.
    """
    missing: dict[Path, Path] = {}
    for path in studies:
        try:
            file = file_of(*asked_by(read_study(path)))
        except StudyError:
            continue
        if not file.exists():
            missing.setdefault(file, path)
    if missing:
        workers = min(len(missing), os.cpu_count() or 1, _MOST_AT_ONCE)
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            list(pool.map(_compile, missing.values()))
    return len(missing)


def _compile(path: Path) -> None:
    compiled(*asked_by(read_study(path)))


if __name__ == "__main__":
    compile_ahead(map(Path, sys.argv[1:]))
