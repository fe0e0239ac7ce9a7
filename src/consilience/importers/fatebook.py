"""Fatebook: the CSV that it exports."""

import re
from collections.abc import Iterator, Sequence

from consilience.importers.kit import (
    AMBIGUOUS,
    Asked,
    Column,
    Found,
    Line,
    Options,
    Outcome,
    Said,
    Source,
    percent,
    probability,
    read_table,
)
from consilience.importers.kit.numbers import is_missing
from consilience.importers.kit.tables import told_of_blanks, told_of_zone

COLUMNS = (
    Column.of("Question title", name="title"),
    Column.of("Forecast created by", name="forecaster"),
    Column.of("Forecast (scale = 0-1)", name="forecast"),
    Column.of("Forecast created at", name="date"),
    Column.of("Resolution"),
    Column.of("Resolved at"),
    Column.of("Multiple choice option", name="option", needed=False),
    Column.of("Question tags", name="tags", needed=False),
)
# Notes, comments and with whom it was shared are persons' own.
_LEFT = (
    *("Question created by", "Question created at", "Question resolve by", "Your Brier score for this question"),
    *("Your relative Brier score for this question", "Question notes", "Question shared with", "Question comments"),
    "Question shared publicly",
)
_OUTCOMES = {"yes": "yes", "no": "no", "ambiguous": AMBIGUOUS, "": "", "null": "", "undefined": ""}
_CLOCK = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{1,2}):(\d{1,2}):(\d{1,2})(.*)")


def read_fatebook(sources: Sequence[Source], options: Options) -> Iterator[Found]:
    """Find forecasts and outcomes. The file has no ids: a question is known by its title.

    Parameters
    ----------
    sources : sequence of Source
        Exports.
    options : Options

    Yields
    ------
    Found
    """
    for source in sources:
        table = read_table(source, COLUMNS, renamed=options.mapping.columns, ignored=_LEFT)
        yield from table.problems
        if table.lines:
            yield from told_of_zone(source, options)
        yield from told_of_blanks(line for line in table.lines if is_missing(line["forecast"]))
        outcomes: dict[str, Outcome] = {}
        for line in table.lines:
            try:
                said, outcome = _said(line), _outcome(line)
            except ValueError as error:
                yield line.problem(f"{error}; the row was left behind", "correct the cell")
                continue
            yield Asked(_id(line), _id(line))
            if said is not None:
                yield said
            if outcome is not None:
                outcomes[outcome.question] = outcome
        yield from outcomes.values()


def _id(line: Line) -> str:
    """A question's title with the option, each of which is resolved by itself."""
    return f"{line['title']} {line['option']}".strip()


def _said(line: Line) -> Said | None:
    if not line["title"]:
        raise ValueError("the row names no question")
    chance = probability(line["forecast"])
    if chance is None:
        return None
    return Said(
        _id(line),
        line["forecaster"],
        _clock(line["date"]),
        percent(chance),
        group=line["tags"].partition(",")[0],
        file=line.source.name,
        line=line.line,
    )


def _outcome(line: Line) -> Outcome | None:
    said = line["resolution"].lower()
    if said not in _OUTCOMES:
        # Of a question with options the option that happened; each row is of one.
        if not line["option"]:
            raise ValueError(f"{line['resolution']!r} is no outcome")
        found = "yes" if said == line["option"].lower() else "no"
    else:
        found = _OUTCOMES[said]
    if not found:
        return None
    return Outcome(_id(line), found, _clock(line["resolved_at"]), file=line.source.name, line=line.line)


def _clock(said: str) -> str:
    """Write a time whose seconds have one digit, as the site does, with two."""
    match = _CLOCK.fullmatch(said)
    if match is None:
        return said
    day, hour, minute, second, rest = match.groups()
    return f"{day} {int(hour):02}:{int(minute):02}:{int(second):02}{rest}"
