"""Forecasts with their outcomes in one tidy table, as collections of track records are shared."""

from collections.abc import Iterator, Sequence

from consilience.importers.kit import (
    AMBIGUOUS,
    ANNULLED,
    UNKNOWN,
    Asked,
    Column,
    Found,
    Line,
    Options,
    Outcome,
    Said,
    Source,
    number,
    percent,
    probability,
    read_table,
)
from consilience.importers.kit.days import iso_day, proven_order
from consilience.importers.kit.numbers import is_missing
from consilience.importers.kit.tables import told_of_blanks
from consilience.problems import Problem
from consilience.study.texts import quoted

COLUMNS = (
    Column.of("question", "question_id"),
    Column.of("forecaster", "user", "forecaster_id"),
    Column.of("timestamp", "date", name="date"),
    Column.of("probability", "forecast", "p"),
    Column.of("group", "team", needed=False),
    Column.of("outcome", "resolution", "result", needed=False),
    Column.of("resolved_at", "resolution_date", "date_resolved", needed=False),
    Column.of("title", "question_text", "question_title", needed=False),
)

# By name, never by order: reversed they would give another score without a word.
_WORDS = {
    **dict.fromkeys(("1", "1.0", "yes", "true", "right", "y", "t", "correct", "happened"), "yes"),
    **dict.fromkeys(("0", "0.0", "no", "false", "wrong", "n", "f", "incorrect", "did not happen"), "no"),
    **dict.fromkeys(("annulled", "void", "voided", "cancelled", "canceled", "cancel", "withdrawn"), ANNULLED),
    "ambiguous": AMBIGUOUS,
    **dict.fromkeys(("unknown", "unresolved"), UNKNOWN),
    **dict.fromkeys(("", "na", "n/a", "nan", "none", "null", "open", "pending"), ""),
}


def outcome_of(said: str) -> str:
    """Read an outcome by what it is called.

    Parameters
    ----------
    said : str
        As files say it.

    Returns
    -------
    str
        As for :class:`~consilience.importers.kit.Outcome`; empty where the question is open.

    Raises
    ------
    ValueError
        If it is none of the names.

    Examples
    --------
    >>> [outcome_of(said) for said in ("right", "0", "Unknown", "")]
    ['yes', 'no', 'unknown', '']
    """
    found = _WORDS.get(said.strip().lower())
    if found is None:
        raise ValueError(f"{quoted(said)} is no outcome: yes, no, right, wrong, 1, 0, annulled, ambiguous, unknown are")
    return found


def read_resolved_forecasts(sources: Sequence[Source], options: Options) -> Iterator[Found]:
    """Find forecasts and outcomes in a table with a row for each forecast.

    Parameters
    ----------
    sources : sequence of Source
        Tables with :data:`COLUMNS`; probabilities are fractions.
    options : Options
        The mapping file's ``scale`` says what 1 is, ``date`` when all of it was said.

    Yields
    ------
    Found
    """
    for source in sources:
        table = read_table(source, COLUMNS, renamed=options.mapping.columns)
        yield from table.problems
        yield from told_of_blanks(line for line in table.lines if is_missing(line["probability"]))
        yield from _titles(table.lines)
        scale, every = _scale(table.lines, options), str(options.mapping.settings.get("date", ""))
        said_on, known_on = (proven_order(line[column] for line in table.lines) for column in ("date", "resolved_at"))
        for order, proof in {said_on, known_on} - {(None, "")}:
            yield source.told(f"its days are read as {order}, as {proof} proves", "write ISO dates if that is not so")
        outcomes: dict[str, Outcome] = {}
        for line in table.lines:
            try:
                yield from _said(line, scale, every or iso_day(line["date"], said_on[0]))
                outcome = outcome_of(line["outcome"])
            except ValueError as error:
                yield line.problem(f"{error}; the row was left behind", "correct the cell")
                continue
            if outcome:
                yield from _agreed(line, outcome, outcomes, iso_day(line["resolved_at"], known_on[0]))
        yield from outcomes.values()


def _scale(lines: Sequence[Line], options: Options) -> int:
    """What 1 is in the file: certain, or one in a hundred where the mapping file says so."""
    said = options.mapping.settings.get("scale", "")
    if said not in ("", "fraction", "percent"):
        raise options.mapping.refused(f"scale is {quoted(str(said))}", 'write scale = "percent" or "fraction"')
    above = [line for line in lines if _above_one(line["probability"])]
    # One is a slip in its line.
    if not said and len(above) > 1:
        why = f"{len(above)} of {len(lines)} probabilities are above 1, so that 1 may be certain or 1%"
        raise above[0].source.refused(why, 'say scale = "percent" (or "fraction") in a file for --map', "scale")
    return 100 if said == "percent" else 1


def _above_one(said: str) -> bool:
    try:
        return (number(said) or 0) > 1
    except ValueError:
        return False


def _titles(lines: Sequence[Line]) -> Iterator[Asked]:
    titles = {line["question"]: line["title"] for line in lines}
    for id, title in titles.items():
        # A bare number says nothing in a table of answers.
        yield Asked(id, title or (f"Question {id}" if id[:1].isdigit() else id))


def _said(line: Line, scale: int, date: str) -> Iterator[Said]:
    chance = probability(line["probability"], scale)
    if not line["question"]:
        raise ValueError("the row names no question")
    outcome_of(line["outcome"])
    if chance is not None:
        yield Said(
            line["question"],
            _name(line["forecaster"]),
            date,
            percent(chance),
            group=line["group"],
            file=line.source.name,
            line=line.line,
        )


def _name(said: str) -> str:
    """A forecaster's name; a number that a table of numbers has made a decimal is whole again."""
    if said.endswith(".0") and said[:-2].isdigit():
        return str(number(said[:-2]))
    return said


def _agreed(line: Line, outcome: str, outcomes: dict[str, Outcome], known: str) -> Iterator[Problem]:
    """Keep the outcome of a question, and tell of a row that says another."""
    id = line["question"]
    new = Outcome(id, outcome, known, file=line.source.name, line=line.line)
    first = outcomes.setdefault(id, new)
    if first.outcome != new.outcome:
        before = f"{first.outcome} on line {first.line}, which holds"
        why = f"question {quoted(id)} came out as {outcome} here, and as {before}"
        yield line.source.told(why, "give a question one outcome", line.line)
