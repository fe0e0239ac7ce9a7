"""Following a study's files: the answer again after every save."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from consilience.api.running import Answered, Run, run
from consilience.arguments import takes
from consilience.notebook.cells import kernel_shell
from consilience.notebook.displays import watched_html
from consilience.problems import NoFitError, Problem
from consilience.sampling.fit import DEFAULT_SEED, Progress
from consilience.study import input_digest
from consilience.study.texts import shown

if TYPE_CHECKING:
    from IPython.display import DisplayHandle

# Milliseconds without another event after which a save is whole: editors write in several steps.
_QUIET = 200
# Looked at so often without any event: some disks tell of none, and a forecast may end at midnight.
_LOOK = 1000
_SHOWN = 3


def watched(
    folder: Path,
    results: str | Path,
    *,
    seed: int = DEFAULT_SEED,
    stop: Event | None = None,
    progress: Progress | None = None,
    answered: Answered | None = None,
) -> Iterator[Run]:
    """Run a study now and after every save, until told to stop.

    Parameters
    ----------
    folder : Path
        Of the study.
    results, seed, progress, answered
        As for :func:`consilience.run`.
    stop : Event, optional
        Ends the iteration when set.

    Yields
    ------
    Run
        What became of the study: at first, and whenever something came of what was saved. What is saved while it runs
        is run next.
    """
    from watchfiles import watch as changes

    last: tuple[str, date] | None = None
    # It watches from its first look on, so that nothing saved during the first run is missed.
    for _ in changes(
        folder, watch_filter=None, step=_QUIET, rust_timeout=_LOOK, yield_on_timeout=True, stop_event=stop
    ):
        now = _state(folder), date.today()
        if now == last:
            continue
        first, last = last is None, now
        outcome = run(folder, results, seed=seed, progress=progress, answered=answered)
        if first or outcome.status != "unchanged":
            yield outcome


def _state(folder: Path) -> str:
    try:
        return input_digest(folder)
    except OSError as error:
        return str(error)


class Page:
    """The live page of a study that is watched.

    Parameters
    ----------
    folder : Path
        Of the study.
    results : path
    """

    def __init__(self, folder: Path, results: str | Path) -> None:
        # Not above: a report comes with charts, which importing the package does without.
        from consilience.report.live import LivePage

        name = folder.resolve().name
        self._published = Path(results) / name / "report.html"
        self._live = LivePage(Path(results) / f"{name}.live")

    @property
    def path(self) -> Path:
        """What to open."""
        return self._live.path

    def follow(self, outcome: Run) -> bool:
        """Show what became of a run; whether there is a page to open."""
        if outcome.status in ("at_fault", "failed"):
            self._live.say(trouble(outcome))
        elif self._published.is_file():
            self._live.show(self._published)
        return self._live.path.is_file()

    def end(self) -> None:
        """Take it away."""
        self._live.end()


def trouble(outcome: Run) -> str:
    """Say in a few lines why a save gave no answer; "" where it did.

    Parameters
    ----------
    outcome : Run

    Returns
    -------
    str
    """
    if outcome.status == "failed":
        failed = "; ".join(str(check) for check in outcome.checks if not check.passed)
        return f"The fit of what was saved failed its diagnostics; this is the answer before it. {failed}"
    if outcome.status != "at_fault":
        return ""
    errors = [problem for problem in outcome.problems if problem.severity == "error"]
    head = "What was saved cannot be read; this is the answer before it."
    more = [f"and {len(errors) - _SHOWN} more"] if len(errors) > _SHOWN else []
    return "\n".join([head, *(f"{error.where}: {error.why}" for error in errors[:_SHOWN]), *more])


class Watch:
    """A study that is watched beside the work of a notebook.

    Attributes
    ----------
    last : Run or None
        What became of the last run.
    answer : Run or None
        The last one that gave an answer.
    error : Exception or None
        What ended the watching, if not :meth:`stop`.
    """

    def __init__(self, folder: Path, results: str | Path) -> None:
        self.last: Run | None = None
        self.answer: Run | None = None
        self.error: Exception | None = None
        self._folder, self._results = folder, results
        self._stop = Event()
        self._handle = _display()
        self._thread = Thread(target=self._follow, name=f"watch {folder.name}", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether it still watches."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """End it; a run under way is finished first."""
        self._stop.set()
        self._thread.join()

    def _follow(self) -> None:
        try:
            self._show("running")
            for outcome in watched(self._folder, self._results, stop=self._stop, progress=self._tell):
                self.last = outcome
                if not trouble(outcome):
                    self.answer = outcome
                self._show("watching")
        except Exception as error:
            # Nobody else would hear of it.
            self.error = error
        self._show("no longer watched" if self.error is None else f"no longer watched, since {self.error}")

    def _tell(self, what: str, share: float | None) -> None:
        self._show(what)

    def _show(self, doing: str) -> None:
        if self._handle is not None:
            said = trouble(self.last) if self.last else ""
            moved = (*self.answer.moved, self.answer.how) if self.answer else ()
            summary = self.answer.summary if self.answer else None
            html = watched_html(shown(self._folder), doing, summary, moved, said)
            update: Callable[..., None] = self._handle.update
            update({"text/html": html, "text/plain": doing}, raw=True)

    def __repr__(self) -> str:
        return f"Watch({shown(self._folder)!r}, {'watching; .stop() ends it' if self.running else 'ended'})"


def _display() -> "DisplayHandle | None":
    if kernel_shell() is None:
        return None
    from IPython.display import display

    show: Callable[..., Any] = display
    handle: DisplayHandle = show({"text/html": "", "text/plain": ""}, display_id=True, raw=True)
    return handle


@takes()
def watch(study: str | os.PathLike[str], results: str | os.PathLike[str] = "results") -> Watch:
    """Run a study after every save, beside whatever else a notebook does; its cell shows the answer and what moved.

    Parameters
    ----------
    study : str or PathLike
        Folder of the study.
    results : path
        As for :func:`consilience.run`.

    Returns
    -------
    Watch
        Its ``stop()`` ends it. A save with a fault is told, and the last answer stays. On a terminal:
        ``consilience watch STUDY``.

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    """
    folder = Path(study)
    if not folder.is_dir():
        why, remedy = "there is no such folder", "name the folder of a study"
        raise NoFitError(Problem(why, remedy, file=shown(folder)))
    return Watch(folder, Path(results))
