"""What other processes do beside a test, each forked of one that has imported what they need: that takes longest."""

import itertools
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from consilience.history.archive import carry_over, keep, published
from consilience.study import append_estimate
from consilience.study.writing.lock import locked
from consilience.study.writing.replacing import clear_away, lock_of, new_draft, replace_folder

_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload([__name__])


def beside(work: Callable[..., None], *arguments: object) -> BaseProcess:
    """Start a process."""
    process = _FORKS.Process(target=work, args=arguments)
    process.start()
    return process


def publisher(target: Path, files: int) -> tuple[BaseProcess, Connection]:
    """Start a process that publishes without end, and what it tells after each time."""
    told, telling = _FORKS.Pipe(duplex=False)
    with telling:
        return beside(_publish, target, files, telling), told


def _publish(target: Path, files: int, telling: Connection) -> None:
    """Publish what a run publishes, with nothing to compute: every file says which answer it is of."""
    for _ in itertools.count():
        with locked(lock_of(target)):
            clear_away(target)
            number = len(published(target))
            draft = new_draft(target)
            for place in range(files):
                (draft / f"{place}.txt").write_text(str(number) * 1000)
            carry_over(target, draft)
            keep({"summary": number, "statements": [], "errors": {}, "provenance": {}}, draft, str(number))
            replace_folder(draft, target)
        telling.send(number)


def add_rows(study: Path, name: str) -> None:
    """Add four rows to a study."""
    for place in range(4):
        append_estimate(study, "flood", f"{name} {place}", "5%", date="2025-01-20")
