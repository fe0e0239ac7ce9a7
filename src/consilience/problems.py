"""What can be wrong with the input, said once in one shape for every layer.

A :class:`Problem` names the file and line, quotes what was said, says why it cannot be read and what would be
right. :class:`StudyError` carries every problem of every file at once.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where it is, and what to do about it.

    Parameters
    ----------
    why : str
        What is wrong, as a sentence without a final full stop.
    remedy : str
        What would be right, as an imperative sentence without a final full stop.
    file : str, optional
        Path of the file at fault, as the user would type it.
    line : int, optional
        Line of the file, counted from 1.
    said : str, optional
        The offending text, verbatim.
    span : tuple of int, optional
        First and past-the-last character of ``said`` that are at fault.
    severity : {"error", "warning"}
        An error stops the run; a warning is shown and the run goes on.
    check : str, optional
        Name of the check that found it.

    Examples
    --------
    >>> print(Problem("a decimal comma has two readings: 1.5% or 15%", "write 1.5%",
    ...               file="round1.csv", line=7, said="1,5%", span=(1, 2)))
    round1.csv:7: error: a decimal comma has two readings: 1.5% or 15%. To mend it: write 1.5%.
        1,5%
         ^
    """

    why: str
    remedy: str
    file: str | None = None
    line: int | None = None
    said: str | None = None
    span: tuple[int, int] | None = None
    severity: Severity = "error"
    check: str | None = None

    @property
    def where(self) -> str:
        """File and line as editors understand them, empty where neither is known."""
        if self.file is None:
            return "" if self.line is None else f"line {self.line}"
        return self.file if self.line is None else f"{self.file}:{self.line}"

    @property
    def marked(self) -> str:
        """The offending text with a marker under the characters at fault, empty where nothing was said."""
        if self.said is None:
            return ""
        shown = self.said.expandtabs(1).replace("\n", "⏎")
        if self.span is None:
            return f"    {shown}"
        start, end = self.span
        return f"    {shown}\n    {' ' * start}{'^' * max(end - start, 1)}"

    def __str__(self) -> str:
        head = f"{self.where}: " if self.where else ""
        text = f"{head}{self.severity}: {self.why}. To mend it: {self.remedy}."
        return f"{text}\n{self.marked}" if self.marked else text


class ConsilienceError(Exception):
    """Base of every error that consilience raises on purpose."""


class NotationError(ConsilienceError, ValueError):
    """A text that is not an estimate, or that has more than one reading.

    Parameters
    ----------
    problem : Problem
        What was read, the characters at fault, and what would be right.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class ProblemError(ConsilienceError):
    """One problem of a study, as a member of a :class:`StudyError`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class StudyError(ExceptionGroup[ProblemError], ConsilienceError):
    """Every problem found in a study, raised together.

    Examples
    --------
    >>> error = StudyError.of("takeover", [Problem("no estimate", "add one", file="a.csv", line=2)])
    >>> [problem.where for problem in error.problems]
    ['a.csv:2']
    """

    def __new__(cls, message: str, errors: Sequence[ProblemError]) -> Self:
        """Make the group; :meth:`of` is what callers want."""
        return super().__new__(cls, message, errors)

    @classmethod
    def of(cls, study: str, problems: Iterable[Problem]) -> Self:
        """Build the error of one study from its problems."""
        found = list(problems)
        count = "1 problem" if len(found) == 1 else f"{len(found)} problems"
        listing = "\n".join(str(problem) for problem in found)
        return cls(f"{study} has {count}:\n{listing}\n", [ProblemError(problem) for problem in found])

    def derive(self, excs: Sequence[ProblemError]) -> "StudyError":  # type: ignore[override]
        """Keep the class when ``except*`` splits the group."""
        return StudyError(self.message, excs)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems, in the order in which they were found."""
        return tuple(error.problem for error in self.exceptions if isinstance(error, ProblemError))


class AskedError(ConsilienceError):
    """Something was asked for that there is not: the same lines as for a fault of a study.

    Parameters
    ----------
    problem : Problem
        What was asked, and what there is.

    Examples
    --------
    >>> print(UnknownNameError(Problem("no question is called so", "name one of flood, fire", said="flod")))
    error: no question is called so. To mend it: name one of flood, fire.
        flod
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem

    @classmethod
    def told(cls, text: str) -> Self:
        """Make the error of a sentence that says how to mend it.

        Examples
        --------
        >>> WrongValueError.told("there is no outcome. To mend it: name one").problem.remedy
        'name one'
        """
        why, _, remedy = text.partition(". To mend it: ")
        return cls(Problem(why, remedy))

    def __str__(self) -> str:
        # KeyError would quote the message.
        return str(self.problem)


class UnknownNameError(AskedError, KeyError):
    """A question, group or summary that there is not."""


class WrongValueError(AskedError, ValueError):
    """A value that cannot be, or of which nothing can be said."""


class UnknownChartError(AskedError, AttributeError):
    """A chart that a fit does not have."""


class OtherModelError(AskedError, AttributeError):
    """Something that fits of another model have."""


class NoFitError(AskedError, FileNotFoundError):
    """A folder in which no fit lies."""


class UnwritableError(AskedError, OSError):
    """A file or folder that cannot be written."""

    @classmethod
    def of(cls, error: OSError, path: str) -> Self:
        """Make the error of what the system said; its ``errno`` stays."""
        # Libraries put pages of their own behind what the system said.
        said = os.strerror(error.errno) if error.errno else str(error)
        named = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
        # A file of the folder that was asked for says more; one beside it is a draft, which nobody knows of.
        place = named if not path or Path(path) in Path(named).parents else path
        remedy = "see to it that the folder can be written and has room"
        made = cls(Problem(f"{said}. Nothing was changed", remedy, file=place or None))
        made.errno = error.errno
        return made


class DiagnosticsError(ConsilienceError):
    """A fit failed its diagnostics: nothing of it is published."""
