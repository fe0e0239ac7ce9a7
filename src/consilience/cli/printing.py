"""What the commands print."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from consilience.notation import describe, format_probability
from consilience.problems import Problem

if TYPE_CHECKING:
    from consilience.face.run import Run

_SHOWN_WARNINGS = 3
# Wide enough for three intervals side by side; a pipe has no width of its own.
_PIPE_WIDTH = 130
_SUMMARIES = {"median": "Median forecaster", "mean": "Mean forecaster", "geometric_mean_odds": "Geom. mean of odds"}


def _console() -> Console:
    return Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH, soft_wrap=False)


def problems(found: Mapping[Path, Sequence[Problem]]) -> None:
    """Print every problem of each study, and a line that counts them; a study without any is said to be good."""
    for folder, listed in found.items():
        for problem in listed:
            print(problem)
        errors = sum(problem.severity == "error" for problem in listed)
        print(f"{folder.name}: {_count(errors, 'error')}, {_count(len(listed) - errors, 'warning')}")


def outcome(run: "Run") -> None:
    """Print what became of one study: its answer and where the report is, or what is wrong."""
    if run.status == "at_fault":
        problems({Path(run.study): run.problems})
        print(f"Nothing was fitted. {_kept(run)}")
    elif run.status == "failed":
        print(f"{run.study}: the fit failed its diagnostics and is not published.")
        for check in run.checks:
            if not check.passed:
                print(f"  {check}")
        print(_kept(run))
    else:
        _answer(run)


def _kept(run: "Run") -> str:
    return f"Earlier results are kept in {run.results}" if run.results.is_dir() else "There are no earlier results"


def _answer(run: "Run") -> None:
    summary = run.summary
    table = Table(box=None, pad_edge=False, header_style="bold", title_justify="left", title_style="bold")
    table.title = Text(str(summary["title"]))
    table.add_column("Question", overflow="fold")
    table.add_column("Statements", justify="right")
    for title in _SUMMARIES.values():
        table.add_column(f"{title}, 90%", no_wrap=True)
    for question in summary["questions"]:
        cells = [_interval(question["summaries"][name]) for name in _SUMMARIES]
        style = "bold" if question["question"] == summary["outcome"] else ""
        table.add_row(Text(question["question"]), str(question["statements"]), *cells, style=style)
    console = _console()
    console.print(table)
    shown = [problem for problem in run.problems if problem.severity == "warning"]
    for problem in shown[:_SHOWN_WARNINGS]:
        print(f"{problem.where}: warning: {problem.why}")
    if len(shown) > _SHOWN_WARNINGS:
        print(f"and {_count(len(shown) - _SHOWN_WARNINGS, 'more warning')}: consilience check {run.study}")
    if run.status == "unchanged":
        print("Nothing changed since the last run: no sampling was done.")
    print(f"Report: {run.results / 'report.html'}\n")


def _interval(summary: Mapping[str, float]) -> Text:
    value, low, high = (format_probability(summary[name]) for name in ("value", "low", "high"))
    return Text(f"{value} [{low}, {high}]")


def added(path: Path, line: int, folder: Path, question: str, forecaster: str) -> None:
    """Print where an estimate was written and how it was read."""
    from consilience.study import read_study

    rows = [row for row in read_study(folder).rows if (row.question, row.forecaster) == (question, forecaster)]
    row = max(rows, key=lambda row: (Path(row.file).name == path.name, row.line))
    print(f"{path}:{line}: {forecaster} on {question}: {row.said}, {describe(row.value)}")


def created(folder: Path) -> None:
    """Print what to do with a new study."""
    print(f"Wrote {folder}. Next: write the question in study.toml, then: consilience add {folder.name} …")


@contextmanager
def progress(study: str) -> Iterator[Callable[[str, float | None], None]]:
    """Show on a terminal what a run is doing; elsewhere each step is a line on standard error."""
    from consilience.notebook.progress import line

    if sys.stderr.isatty():
        with Console(stderr=True).status(f"{study}: checking") as status:
            yield lambda what, share: status.update(f"{study}: {line(what, share)}")
        return
    last = ""

    def tell(what: str, share: float | None) -> None:
        nonlocal last
        if what != last:
            print(f"{study}: {what}", file=sys.stderr, flush=True)
            last = what

    yield tell


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
