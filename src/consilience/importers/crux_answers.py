"""A table of what people said about an outcome and its cruxes: rows of fractions, or everything wrong with it."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from consilience.importers.kit.keys import slug
from consilience.problems import Problem
from consilience.study.texts import excerpt, is_control, listed, quoted, remedy_for_name

OUTCOME = "extinction"
COLUMNS = ("forecaster", "camp", "crux", "p_extinction", "p_crux", "p_extinction_given_crux")
# As the institute publishes them.
_PUBLISHED = dict(zip(("person", "Camp", "ID", "PU", "Pc", "PUc"), COLUMNS, strict=True))
_CAMPS = ("concerned", "skeptical")
_MISSING = ("", "NA")
_NUMBER = re.compile(r"([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?")
# Within what decimal arithmetic does exactly and the notation reads.
_MOST_DIGITS = 24
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person said about one crux.

    Parameters
    ----------
    line : int
        Line of the file.
    forecaster, camp, crux : str
        The camp in lower case.
    outcome, crux_true, outcome_given : str or None
        P(U), P(C) and P(U|C) in the notation of estimates, as percent without rounding; ``None`` where nothing was
        said.
    """

    line: int
    forecaster: str
    camp: str
    crux: str
    outcome: str | None
    crux_true: str | None
    outcome_given: str | None


def read_answers(text: str, file: str, problems: list[Problem]) -> list[Answer]:
    r"""Read the answers of a file; what is wrong with it is added to ``problems``.

    Parameters
    ----------
    text : str
        The whole file.
    file : str
        Its path as shown.
    problems : list of Problem
        Is added to.

    Returns
    -------
    list of Answer
        The sound ones, in the order of the file.

    Examples
    --------
    >>> text = "person,Camp,ID,PU,Pc,PUc\nEve,Skeptical,Cyberattacks,1e-07,0.15,NA\n"
    >>> [answer] = read_answers(text, "FORECASTS.csv", [])
    >>> answer.camp, answer.outcome, answer.crux_true, answer.outcome_given
    ('skeptical', '0.00001%', '15%', None)
    """
    records = _records(text, file, problems)
    line, header = next(records, (1, []))
    columns = [_PUBLISHED.get(name, name) for name in header]
    faults = list(_header_faults(header, columns, file, line))
    if faults:
        problems.extend(faults)
        return []
    answers = []
    for line, cells in records:
        answer = _answer(dict(zip(columns, cells, strict=False)), len(cells) - len(columns), file, line, problems)
        if answer is not None:
            answers.append(answer)
    problems.extend(_contradictions(answers, file))
    if not answers and not problems:
        problems.append(Problem("the file has no answers", "give the file as it was published", file=file))
    return answers


def _records(text: str, file: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    # Strict, because a lax reader takes everything after a forgotten quotation mark for one field, silently.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            why = f"the row cannot be read ({error}); the rows after it were not read"
            problems.append(Problem(why, "mend its quotation marks", file=file, line=line))
            return
        if any(cells):
            yield line, cells


def _header_faults(header: Sequence[str], columns: Sequence[str], file: str, line: int) -> Iterator[Problem]:
    said = excerpt(",".join(header)) or None
    if not set(columns) & set(COLUMNS):
        remedy = f"begin the file with {','.join(_PUBLISHED)}, or with {','.join(COLUMNS)}"
        yield Problem("the first row does not name the columns", remedy, file=file, line=line, said=said)
        return
    for place, (name, column) in enumerate(zip(header, columns, strict=True)):
        if column not in COLUMNS:
            remedy = remedy_for_name(name, COLUMNS, "columns")
            yield Problem(f"unknown column {quoted(name)}", remedy, file=file, line=line, said=said)
        elif column in columns[:place]:
            yield Problem(f"the column {quoted(name)} comes twice", "keep one", file=file, line=line, said=said)
    missing = [column for column in COLUMNS if column not in columns]
    if missing:
        why = f"the file lacks the column{'s' if len(missing) > 1 else ''} {listed(missing)}"
        yield Problem(why, f"add {listed(missing)}", file=file, line=line, said=said)


def _answer(cells: dict[str, str], surplus: int, file: str, line: int, problems: list[Problem]) -> Answer | None:
    said = excerpt(",".join(cells.values()))
    if surplus:
        why = f"the row has {abs(surplus)} cell{'s' if abs(surplus) > 1 else ''} too {'many' if surplus > 0 else 'few'}"
        problems.append(Problem(why, f"give {len(COLUMNS)} cells", file=file, line=line, said=said))
        return None
    faults = [
        *_name_faults(cells),
        *(fault for column in COLUMNS[3:] if (fault := _number_fault(cells[column], column))),
    ]
    problems.extend(Problem(why, remedy, file=file, line=line, said=said) for why, remedy in faults)
    if faults:
        return None
    numbers = (_percent(cells[column]) for column in COLUMNS[3:])
    return Answer(line, cells["forecaster"], cells["camp"].lower(), cells["crux"], *numbers)


def _name_faults(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    for column in ("forecaster", "crux"):
        cell = cells[column]
        if not cell:
            yield f"the {column} is missing", f"name the {column}"
        elif len(cell) > _LONGEST or any(is_control(character) for character in cell):
            yield (
                f"the {column} is longer than {_LONGEST} characters or holds invisible ones",
                "shorten it, or retype it",
            )
    if cells["crux"] and slug(cells["crux"]) in ("", OUTCOME):
        yield f"the crux {quoted(cells['crux'])} makes no name of a question", "use letters or digits"
    if cells["camp"].lower() not in _CAMPS:
        yield f"there is no camp {quoted(cells['camp'])}", "write Concerned or Skeptical"


def _number_fault(cell: str, column: str) -> tuple[str, str] | None:
    if cell in _MISSING:
        return None
    if not _NUMBER.fullmatch(cell):
        return f"{quoted(cell)} for {column} is no number", "write a fraction such as 0.03, or leave the cell empty"
    if Decimal(cell) > 1:
        return f"{quoted(cell)} for {column} is above 1", "write a fraction: 3% is 0.03"
    if len(f"{Decimal(cell):f}") > _MOST_DIGITS:
        return f"{quoted(cell)} for {column} has too many digits", f"write at most {_MOST_DIGITS - 2} decimals"
    return None


def _percent(cell: str) -> str | None:
    return None if cell in _MISSING else f"{(Decimal(cell) * 100).normalize():f}%"


def _contradictions(answers: Sequence[Answer], file: str) -> Iterator[Problem]:
    """Find what no row says by itself: a second answer, a second camp, two cruxes of one name."""
    pairs: dict[tuple[str, str], Answer] = {}
    camps: dict[str, Answer] = {}
    cruxes: dict[str, Answer] = {}
    for answer in answers:
        name = slug(answer.crux)
        first = cruxes.setdefault(name, answer)
        if first.crux != answer.crux:
            why = f"the cruxes {quoted(first.crux)} (line {first.line}) and {quoted(answer.crux)} both make {name}"
            yield Problem(why, "tell them apart by letters or digits", file=file, line=answer.line, said=answer.crux)
        first = pairs.setdefault((answer.forecaster, name), answer)
        if first is not answer and first.crux == answer.crux:
            why = f"{quoted(answer.forecaster)} answers {quoted(answer.crux)} a second time, after line {first.line}"
            yield Problem(why, "keep one of the rows", file=file, line=answer.line, said=answer.crux)
        first = camps.setdefault(answer.forecaster, answer)
        if first.camp != answer.camp:
            why = f"{quoted(answer.forecaster)} is {answer.camp} here and {first.camp} on line {first.line}"
            yield Problem(why, "give all rows of a person one camp", file=file, line=answer.line, said=answer.camp)
