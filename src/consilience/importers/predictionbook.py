"""PredictionBook: predictions with everybody's wagers (JSON of its API), or with their mean alone (CSV)."""

import re
from collections.abc import Iterator, Sequence

from consilience.importers.kit import (
    ANNULLED,
    Asked,
    Column,
    Found,
    Line,
    Options,
    Outcome,
    Record,
    Said,
    Source,
    percent,
    probability,
    read_objects,
    read_table,
)

NEEDED = ("id", "responses")
# The site's own columns; there are no wagers among them.
COLUMNS = (
    Column.of("id"),
    Column.of("description_with_group", "description"),
    Column.of("mean_confidence"),
    Column.of("updated_at"),
    Column.of("outcome", needed=False),
    Column.of("last_judgement_at", needed=False),
    Column.of("deadline", needed=False),
    Column.of("visibility", needed=False),
    Column.of("withdrawn", needed=False),
)
_IGNORED = (
    *("created_at", "creator_id", "creator_label", "description", "group_id", "prediction_group_id", "uuid", "version"),
    *("creator", "user_name"),
)
_GROUP = re.compile(r"\[([^\]]+)\]\s*(.*\S)", re.DOTALL)
_OUTCOMES = {"true": "yes", "false": "no", "": "", "null": "", "unknown": ""}
_IS_PRIVATE, _BEFORE_PUBLISHING = "private on the site", "leave them out before the study is published"
_PRIVATE = ("visible_to_creator", "visible_to_group")


def read_predictionbook(sources: Sequence[Source], options: Options) -> Iterator[Found]:
    """Find the wagers of each prediction, or the mean of them where that is all the file has.

    Parameters
    ----------
    sources : sequence of Source
        Pages of the API, of ``predictions`` or ``my_predictions``; or the CSV that the site mails.
    options : Options

    Yields
    ------
    Found
    """
    for source in sources:
        if source.text().lstrip()[:1] in ("[", "{"):
            private: list[str] = []
            for record in read_objects(source, NEEDED):
                yield from _prediction(record) if isinstance(record, Record) else [record]
                if isinstance(record, Record) and record.fields.get("visibility") in _PRIVATE:
                    private.append(record.id)
            yield from source.told_of(private, _IS_PRIVATE, _BEFORE_PUBLISHING)
        else:
            yield from _means(source, options)


def _titled(id: str, said: str) -> tuple[Asked, str]:
    """A prediction's question, and the group that it belongs to."""
    match = _GROUP.fullmatch(said)
    group, title = match.groups() if match else ("", said)
    return Asked(id, title or f"Prediction {id}", f"https://predictionbook.com/predictions/{id}"), group


def _prediction(record: Record) -> Iterator[Found]:
    if not isinstance(record.fields["responses"], list):
        yield record.problem("its responses are no list, and it was left behind")
        return
    try:
        asked, group = _titled(record.id, record.text("description_with_group") or record.text("description"))
        outcome = _outcome(record.text("outcome"), record.text("withdrawn"))
        judged = record.text("last_judgement_at")
    except ValueError as error:
        yield record.problem(f"{error}, and it was left behind")
        return
    yield asked
    for place, response in enumerate(record.fields["responses"], start=1):
        try:
            yield from _wager(response, record, group)
        except ValueError as error:
            yield record.problem(f"{error}; response {place} was left behind")
    if outcome:
        yield Outcome(record.id, outcome, judged, file=record.source.name, line=record.line)


def _wager(response: object, record: Record, group: str) -> Iterator[Said]:
    if not isinstance(response, dict):
        raise ValueError("this is no response")
    chance = probability(response.get("confidence"), scale=100)
    # Without a confidence it is a comment.
    if chance is None:
        return
    if (100 * chance) % 1:
        raise ValueError(f"{response.get('confidence')} is no whole number of percent, as confidence is")
    who = Record(record.source, record.line, record.id, response)
    if not (name := who.text("user_label")) or not who.text("created_at"):
        raise ValueError("nobody and no time is named of a wager")
    yield Said(
        record.id,
        name,
        who.text("created_at"),
        percent(chance),
        group=group,
        file=record.source.name,
        line=record.line,
    )


def _outcome(said: str, withdrawn: str) -> str:
    # When it was withdrawn is not said.
    if withdrawn.lower() == "true":
        return ANNULLED
    if said.lower() not in _OUTCOMES:
        raise ValueError(f"{said!r} is no outcome")
    return _OUTCOMES[said.lower()]


def _means(source: Source, options: Options) -> Iterator[Found]:
    table = read_table(source, COLUMNS, renamed=options.mapping.columns, ignored=_IGNORED)
    yield from table.problems
    yield source.told(
        "the file has no forecast of any one person: mean_confidence is what everybody who wagered comes to, rounded"
        " down; it was imported as that",
        "for forecasts get the JSON of the API, with responses: user_label, confidence, created_at",
    )
    for line in table.lines:
        try:
            yield from _mean(line)
        except ValueError as error:
            yield line.problem(f"{error}; it was left behind", "correct the cell")
    private = [line["id"] for line in table.lines if line["visibility"] in _PRIVATE]
    yield from source.told_of(private, _IS_PRIVATE, _BEFORE_PUBLISHING)
    unanswered = [line["id"] for line in table.lines if line["mean_confidence"] == "0"]
    yield from source.told_of(unanswered, "nobody wagered, so that a mean of 0 is missing, and not 0%")


def _mean(line: Line) -> Iterator[Found]:
    asked, group = _titled(line["id"], line["description_with_group"])
    outcome = _outcome(line["outcome"], line["withdrawn"])
    chance = probability(line["mean_confidence"], scale=100)
    yield Asked(asked.id, asked.title, asked.description, always=bool(outcome))
    # Zero is what stands where nobody wagered.
    if chance:
        yield Said(
            asked.id,
            "PredictionBook, mean of all wagers",
            line["updated_at"],
            percent(chance),
            group=group,
            kind="aggregate",
            note="rounded down; of how many is not said",
            file=line.source.name,
            line=line.line,
        )
    if outcome:
        yield Outcome(asked.id, outcome, line["last_judgement_at"], file=line.source.name, line=line.line)
