"""What an import tells, without a line for each of thousands of rows with one fault."""

import re
from collections.abc import Iterable
from dataclasses import replace

from consilience.problems import Problem
from consilience.study.texts import lines

# So many rows with one fault are listed one by one.
_LISTED = 10
_QUOTED = re.compile(r"'[^']*'|[0-9]+")


def told_shortly(problems: Iterable[Problem]) -> list[Problem]:
    """Put together what is the same in many rows of a file.

    Parameters
    ----------
    problems : iterable of Problem

    Returns
    -------
    list of Problem
        In their order; of more than a few of one kind the first ones, and one that names the lines of the others.

    Examples
    --------
    >>> many = [Problem(f"'{n}' is no date", "write one", file="a.csv", line=n) for n in range(2, 100)]
    >>> told = told_shortly(many)
    >>> len(told), told[-1].why
    (11, '88 more rows have the same fault (lines 12, 13, 14, 15, 16 and 83 more)')
    """
    kinds: dict[tuple[object, ...], list[Problem]] = {}
    for problem in problems:
        kind = problem.file, problem.severity, problem.check, _QUOTED.sub("", problem.why)
        kinds.setdefault(kind, []).append(problem)
    found: list[Problem] = []
    for alike in kinds.values():
        found.extend(alike[:_LISTED])
        if rest := alike[_LISTED:]:
            count = "1 more row has" if len(rest) == 1 else f"{len(rest):,} more rows have"
            where = lines(problem.line or 0 for problem in rest)
            found.append(replace(rest[0], why=f"{count} the same fault ({where})", said=None))
    return found
