"""How the questions of a study came out: ``resolutions.csv`` in its folder."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from consilience.notation import parse
from consilience.problems import NotationError, Problem
from consilience.study.files import RESOLUTIONS, read_text
from consilience.study.naming import Fault, canonical_question, event_of, name_of
from consilience.study.question import Question
from consilience.study.reading.dates import read_day
from consilience.study.texts import excerpt, listed, quoted, remedy_for_name, shown

COLUMNS = ("question", "outcome", "date", "source")
# Of any question: it can have no outcome, it has one that nobody can tell, it is closed and nobody said.
NO_OUTCOME = ("annulled", "ambiguous", "unknown")
_SHARE = re.compile(r"\d+(\.\d+)?%")


@dataclass(frozen=True, slots=True)
class Resolution:
    """How one question came out.

    Parameters
    ----------
    question : str
        Its name in the study.
    outcome : str
        ``yes`` or ``no`` of an event; the option that happened; a number or a bound such as ``>500`` of a quantity;
        ``annulled``, ``ambiguous`` or ``unknown``, which are no outcomes; a share such as ``31%`` of a market that was
        paid in part, which is none either.
    date : str
        When it was known, as :func:`consilience.study.reading.dates.read_day` reads it; empty where nobody said.
    source : str
        Who says so.
    line : int
        Where it stands in the file.
    """

    question: str
    outcome: str
    date: str = ""
    source: str = ""
    line: int = field(default=0, compare=False)


def read_resolutions(
    study: Path, problems: list[Problem], overlay: Mapping[Path, bytes] | None = None
) -> list[Resolution]:
    """Read the outcomes of a study.

    Parameters
    ----------
    study : Path
        Its folder.
    problems : list of Problem
        Is added to.
    overlay : mapping of Path to bytes, optional
        Contents to be taken instead of what is on disk.

    Returns
    -------
    list of Resolution
        In the order of the file, empty where there is none: the last of a question holds.
    """
    path = study / RESOLUTIONS
    if path not in (overlay or {}) and not path.exists():
        return []
    text = read_text(path, overlay)
    if isinstance(text, Problem):
        problems.append(text)
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[Resolution] = []
    line = 1
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        if sorted(header) != sorted(COLUMNS):
            why = f"{RESOLUTIONS} has the columns {listed(map(quoted, header))}"
            problems.append(_problem(path, 1, why, f"begin it with {','.join(COLUMNS)}"))
            return []
        while True:
            line = reader.line_num + 1
            cells = [cell.strip() for cell in next(reader)]
            if len(cells) == len(header):
                said = dict(zip(header, cells, strict=True))
                found.append(Resolution(**said, line=line))
            elif any(cells):
                said_text = ",".join(cells)
                problems.append(_problem(path, line, "the row has too many or too few cells", "give it 4", said_text))
    except StopIteration:
        return found
    except csv.Error as error:
        problems.append(_problem(path, line, f"the row cannot be read ({error})", "mend its quotation marks"))
        return found


def _problem(path: Path, line: int, why: str, remedy: str, said: str = "") -> Problem:
    return Problem(why, remedy, file=shown(path), line=line, said=excerpt(said) or None, check="resolutions")


def resolutions_text(resolutions: Iterable[Resolution], header: str) -> str:
    """Spell outcomes as the rows of their file, without its header.

    Parameters
    ----------
    resolutions : iterable of Resolution
    header : str
        First line of the file, whose columns may stand in any order.
    """
    said = io.StringIO()
    columns = [cell.strip().lower() for cell in next(csv.reader([header]), [])]
    csv.writer(said, lineterminator="\n").writerows([getattr(of, column) for column in columns] for of in resolutions)
    return said.getvalue()


def check_resolutions(
    study: Path, questions: Mapping[str, Question], overlay: Mapping[Path, bytes] | None = None
) -> Iterator[Problem]:
    """Find outcomes that are none of a study's questions. They are warnings: no answer hangs on them.

    Parameters
    ----------
    study : Path
        Its folder.
    questions : mapping of str to Question
    overlay : mapping of Path to bytes, optional
        Contents to be taken instead of what is on disk.
    """
    problems: list[Problem] = []
    path = study / RESOLUTIONS
    found = read_resolutions(study, problems, overlay)
    problems.extend(_contradictions(found, path))
    for of in found:
        about = of.question if of.question in questions else canonical_question(of.question, questions)
        day = read_day(of.date) if of.date else None
        if isinstance(about, Fault):
            problems.append(_problem(path, of.line, about.why, about.remedy, of.question))
        elif fault := _fault(of.outcome, about, questions[name_of(about)]):
            problems.append(_problem(path, of.line, *fault, of.outcome))
        if isinstance(day, Problem):
            problems.append(_problem(path, of.line, day.why, day.remedy, of.date))
    return (replace(problem, severity="warning") for problem in problems)


def _contradictions(found: Iterable[Resolution], path: Path) -> Iterator[Problem]:
    """Questions that came out in two ways: the last row holds, and nobody may have noticed."""
    last: dict[str, Resolution] = {}
    for of in found:
        before = last.get(of.question)
        if before and {before.outcome, of.outcome}.isdisjoint(("unknown",)) and before.outcome != of.outcome:
            why = f"{quoted(of.question)} came out as {of.outcome} here, which holds, and as {before.outcome} before"
            remedy = f"take out line {before.line} or line {of.line}, whichever is wrong"
            yield _problem(path, of.line, why, remedy, of.outcome)
        last[of.question] = of


def _fault(outcome: str, about: str, question: Question) -> tuple[str, str] | None:
    if outcome in NO_OUTCOME:
        return None
    name = quoted(question.name)
    if question.unit is not None:
        try:
            parse(outcome, unit=question.unit)
        except NotationError as error:
            return f"{quoted(outcome)} is no outcome of {name}: {error.problem.why}", error.problem.remedy
        return None
    if question.options and "=" not in event_of(about):
        known = (*question.options, *NO_OUTCOME)
    else:
        known = ("yes", "no", *NO_OUTCOME)
        if _SHARE.fullmatch(outcome):
            return None
    if outcome in known:
        return None
    return f"{quoted(outcome)} is no outcome of {name}", remedy_for_name(outcome, known, "outcomes")
