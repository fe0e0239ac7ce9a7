"""What the commands print."""

import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from consilience.history.told import answer_columns
from consilience.problems import Problem, WrongValueError
from consilience.study.naming import GIVEN

if TYPE_CHECKING:
    from consilience.api.running import Run
    from consilience.history.archive import Published
    from consilience.history.moved import Difference
    from consilience.importers import Imported
    from consilience.sampling.fit import Progress

_SHOWN_WARNINGS = 3
_MOST_QUESTIONS = 40
# A table narrower than this beside its numbers breaks names into crumbs.
_LEAST_NAME = 16


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
        if run.status == "unchanged":
            answer(run.summary)
        _published(run)


def _kept(run: "Run") -> str:
    return f"Earlier results are kept in {run.results}" if run.results.is_dir() else "There are no earlier results"


def answer(summary: Mapping[str, Any]) -> None:
    """Print an answer, as it is in summary.json."""
    questions = [
        question
        for question in summary["questions"]
        # Of dozens of cruxes the outcome given each would be two tables more.
        if GIVEN not in question["question"] or len(summary["questions"]) <= _MOST_QUESTIONS
    ]
    header, *rows = zip(*answer_columns(summary, questions), strict=True)
    print(summary["title"])
    if sys.stdout.isatty():
        _on_terminal(header, rows, summary["outcome"])
    else:
        _in_columns([header, *rows])
    for sentence in filter(None, (summary["few"], *summary["lead"])):
        print(sentence)


def _published(run: "Run") -> None:
    """What is said beside an answer, which was printed as soon as it was there."""
    for sentence in filter(None, (*run.moved, run.how)):
        print(sentence)
    warnings = [problem for problem in run.problems if problem.severity == "warning"]
    # What only a run can tell is told whole: what draws a script is known when something is drawn.
    drawn = [problem for problem in warnings if problem.check == "script"]
    read = [problem for problem in warnings if problem.check != "script"]
    for problem in (*drawn, *read[:_SHOWN_WARNINGS]):
        print(f"{problem.where}: warning: {problem.why}")
    if len(read) > _SHOWN_WARNINGS:
        print(f"and {_count(len(read) - _SHOWN_WARNINGS, 'more warning')}: consilience check {run.study}")
    if run.status == "unchanged":
        print("Nothing changed since the last run: no sampling was done.")
    print(f"Report: {run.results / 'report.html'}\n")


def _in_columns(rows: Sequence[Sequence[str]]) -> None:
    """A row a line, however long, its header first: what reads a pipe does not fold."""
    widths = [max(cell_len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        print("  ".join(padded).rstrip())


def _on_terminal(header: Sequence[str], rows: Sequence[Sequence[str]], outcome: str | None) -> None:
    """A table as wide as the terminal; where its numbers leave no room for names, each question is a few lines."""
    console = Console(highlight=False)
    numbers = [max(cell_len(row[place]) for row in rows) for place in range(2, len(header))]
    voices = min(_LEAST_NAME, max(cell_len(row[1]) for row in (header, *rows)))
    if console.width - sum(numbers) - voices - 2 * len(header) < _LEAST_NAME:
        for name, said, *cells in rows:
            console.print(Text(name, "bold"), Text(f"({said})"))
            for title, cell in zip(header[2:], cells, strict=True):
                if cell:
                    console.print(Text(f"  {cell:{max(numbers)}}  {title}"))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(header[0], overflow="fold")
    table.add_column(header[1], overflow="fold", min_width=voices)
    for title, width in zip(header[2:], numbers, strict=True):
        table.add_column(title, min_width=width)
    for row in rows:
        table.add_row(*map(Text, row), style="bold" if row[0] == outcome else "")
    console.print(table)


def added(path: Path, line: int, folder: Path) -> None:
    """Print where an estimate was written, how it was read, what it replaces and what the checks say of it."""
    from consilience.study.writing.remarks import told_of_row

    for said in told_of_row(folder, path, line):
        print(said)


def created(folder: Path) -> None:
    """Print what to do with a new study."""
    command = f'consilience add {shlex.quote(folder.name)} event "Ada Lovelace" "5% [1%, 20%]"'
    print(f"Wrote {folder}. Nothing was said in it yet.")
    print(f"Next: write the question in {folder / 'study.toml'}, then what people say of it, such as: {command}")


def imported(done: "Imported") -> None:
    """Print what an import added, what it left behind, and what to do next."""
    from consilience.importers.kit.telling import told_shortly

    if done.problems:
        problems({done.study: told_shortly(done.problems)})
    counts = f"{_count(done.questions, 'question')}, {_count(done.estimates, 'estimate')}"
    counts = f"{counts} of {_count(done.forecasters, 'forecaster')}"
    if done.outcomes:
        counts = f"{counts}, {_count(done.outcomes, 'outcome')}"
    if not (done.questions or done.estimates or done.outcomes):
        print(f"{done.study} has all of it already: nothing {'would be' if done.is_tried else 'was'} added.")
        return
    verb = "Wrote" if done.is_new else "Added to"
    left = f"; {_count(len(done.left_behind), 'record')} left behind" if done.left_behind else ""
    if done.is_tried:
        print(f"Nothing was written. {'A new study' if done.is_new else done.study} would get {counts}{left}.")
        return
    print(f"{verb} {done.study}: {counts}{left}. Next: consilience check {done.study}")


def runs(study: str, listed: Sequence["Published"]) -> None:
    """Print a line for every published answer of a study."""
    if not listed:
        print(f"{study}: no answer was published yet. To publish one: consilience run {study}")
        return
    rows = [("Run", "Published", "Answer", "Statements", "The answer")]
    for run in listed:
        try:
            [outcome, *_] = _answers_of(run)
            rows.append((str(run.number), run.when, run.answer, str(len(run.record["statements"])), outcome))
        except WrongValueError as error:
            rows.append((str(run.number), run.when, run.answer, "", str(error)))
    print(study)
    _in_columns(rows)


def _answers_of(run: "Published") -> list[str]:
    """What led on the outcome, then on every other question."""
    from consilience.history.moved import answers_in

    found, outcome = answers_in(run.record), run.record["summary"]["outcome"]
    ordered = sorted(found, key=lambda question: question != outcome)
    return [f"{found[question].title}: {found[question].label}" for question in ordered]


def published(study: str, run: "Published") -> None:
    """Print one published answer as a run prints it, and where it came from."""
    provenance = run.record["provenance"]
    print(f"{study}, run {run.number}, published {run.when}, answer {run.answer}")
    answer(run.record["summary"])
    for name, digest in provenance.get("inputs", {}).items():
        print(f"{name}  sha256 {digest}")


def difference(study: str, before: "Published", after: "Published", moved: "Difference") -> None:
    """Print what moved between two published answers, and what came, went or changed."""
    print(f"{study}, from run {before.number} ({before.when}) to run {after.number} ({after.when})")
    for sentence in moved.sentences():
        print(sentence)


@contextmanager
def progress(study: str) -> Iterator["Progress"]:
    """Show on a terminal what a run is doing; elsewhere each step is a line on standard error."""
    from consilience.notebook.progress import line

    if sys.stderr.isatty():
        # As Text, since a name in brackets would be taken for mark-up.
        with Console(stderr=True).status(Text(f"{study}: checking")) as status:
            yield lambda what, share: status.update(Text(f"{study}: {line(what, share)}"))
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
