"""INFER and other sites of Cultivate: questions and prediction sets of the API."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from consilience.importers.kit import (
    ANNULLED,
    UNKNOWN,
    Asked,
    Found,
    Options,
    Outcome,
    Record,
    Said,
    Source,
    number,
    percent,
    probability,
    read_objects,
)

QUESTION, SET = ("id", "name", "answers"), ("membership_id", "question_id", "predictions")


def read_infer(sources: Sequence[Source], options: Options) -> Iterator[Found]:
    """Find what members forecast, and outcomes.

    Parameters
    ----------
    sources : sequence of Source
        Pages of ``questions`` and of ``prediction_sets``, in any order.
    options : Options

    Yields
    ------
    Found
    """
    questions: dict[str, Mapping[str, Any]] = {}
    sets: list[Record] = []
    for source in sources:
        are_sets = '"membership_id"' in source.text()
        for record in read_objects(source, SET if are_sets else QUESTION):
            if not isinstance(record, Record):
                yield record
            elif are_sets:
                sets.append(record)
            else:
                try:
                    yield from list(_question(record))
                    questions[record.id] = record.fields
                except (ValueError, TypeError, KeyError, AttributeError) as error:
                    yield record.problem(f"{error}; it was left behind")
    late: dict[Source, list[str]] = {}
    for record in sets:
        try:
            yield from _set(record, questions)
            if any(_is_late(prediction) for prediction in record.fields["predictions"]):
                late.setdefault(record.source, []).append(record.id)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            yield record.problem(f"{error}; it was left behind")
    for source, ids in late.items():
        yield from source.told_of(ids, "what was said after the outcome was known is no forecast, and was left out")


def _is_late(prediction: Mapping[str, Any]) -> bool:
    return prediction.get("made_after_correctness_known") is True


def _is_event(answers: Sequence[Mapping[str, Any]]) -> bool:
    names = sorted(str(answer["name"]).strip().lower() for answer in answers)
    return len(names) == 1 or names == ["no", "yes"]


def _asked_of(answers: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The answer that an event is: the only one, or yes."""
    return next((answer for answer in answers if str(answer["name"]).strip().lower() == "yes"), answers[0])


def _question(record: Record) -> Iterator[Found]:
    answers = record.fields["answers"]
    if not isinstance(answers, list) or not answers:
        raise ValueError("it has no answers")
    if [str(answer["name"]).strip().lower() for answer in answers] == ["no"]:
        raise ValueError("its only answer is No, and its numbers are of that")
    is_event = _is_event(answers)
    options = () if is_event else tuple(str(answer["name"]) for answer in answers)
    yield Asked(record.id, record.text("name"), record.text("description"), options)
    outcome = _outcome(record, answers, is_event)
    if outcome:
        known = record.text("resolved_at") or record.text("voided_at")
        yield Outcome(record.id, outcome, known, file=record.source.name, line=record.line)


def _outcome(record: Record, answers: Sequence[Mapping[str, Any]], is_event: bool) -> str:
    if record.text("voided_at"):
        return ANNULLED
    if not record.fields.get("resolved?") and not record.text("resolved_at"):
        return ""
    # The last probability of an answer is what it came to.
    chances = {str(answer["name"]): probability(answer.get("probability")) for answer in answers}
    won = [name for name, chance in chances.items() if chance == 1]
    if any(chance not in (0, 1) for chance in chances.values()) or len(won) > 1:
        return UNKNOWN
    if is_event:
        return "yes" if chances[str(_asked_of(answers)["name"])] == 1 else "no"
    return won[0] if won else UNKNOWN


def _set(record: Record, questions: Mapping[str, Mapping[str, Any]]) -> Iterator[Found]:
    id = record.text("question_id")
    if id not in questions:
        raise ValueError(f"question {id!r} is not among the questions that were given")
    answers = questions[id]["answers"]
    names = {str(number(answer["id"])): str(answer["name"]) for answer in answers}
    is_event, event = _is_event(answers), str(number(_asked_of(answers)["id"]))
    for prediction in record.fields["predictions"]:
        answer = str(number(prediction["answer_id"]))
        if answer not in names:
            raise ValueError(f"answer {answer!r} is none of question {id!r}")
        # What the crowd came to stands beside it as final_probability.
        chance = probability(prediction.get("forecasted_probability"))
        if chance is None or _is_late(prediction) or (is_event and answer != event):
            continue
        yield Said(
            id,
            f"member {record.text('membership_id')}",
            str(prediction.get("filled_at") or prediction.get("created_at") or record.text("created_at")),
            percent(chance),
            option="" if is_event else names[answer],
            file=record.source.name,
            line=record.line,
        )
