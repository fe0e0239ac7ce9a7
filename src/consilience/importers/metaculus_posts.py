"""Posts as the API of Metaculus gives them: questions with their aggregates and one's own forecasts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from consilience.importers.kit import (
    Asked,
    Found,
    Options,
    Outcome,
    Record,
    Said,
    Source,
    number,
    probability,
    read_objects,
    since_1970,
)
from consilience.importers.metaculus_values import (
    CONTINUOUS,
    Scale,
    bounded,
    of_how_many,
    outcome_of,
    quantiles_of,
    titled,
)

# Quartiles are what the API tells of aggregates.
_QUARTILES = (("interval_lower_bounds", 25), ("centers", 50), ("interval_upper_bounds", 75))
# What else is posted.
_NO_QUESTION = {"notebook", "notebook_id"}
_WAYS = ("question", "group_of_questions", "conditional")


def read_posts(source: Source, options: Options) -> Iterator[Found]:
    """Find the questions of posts, what aggregates and the user said, and outcomes.

    Parameters
    ----------
    source : Source
        A post, a page of them, or a list.
    options : Options
        The mapping file's ``forecaster`` names the user whose forecasts are in it.

    Yields
    ------
    Found
    """
    me = str(options.mapping.settings.get("forecaster", "me"))
    for post in read_objects(source, ("id",)):
        if not isinstance(post, Record):
            yield post
            continue
        found = list(_questions(post.fields))
        if not found and _NO_QUESTION & post.fields.keys():
            yield post.told("it is no question, and was left out")
        elif not found:
            yield post.problem(f"it has none of {', '.join(_WAYS)}; it was left behind")
        titles = [_title(fields, post) for fields in found]
        for title, fields in zip(titles, found, strict=True):
            id = str(fields.get("id", ""))
            record = Record(source, post.line, id, fields)
            try:
                yield from _question(record, str(post.fields.get("id")), me, title, shared=titles.count(title) > 1)
            except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
                yield record.problem(f"{error}; the question was left behind")


def _questions(post: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    group, pair = post.get("group_of_questions"), post.get("conditional")
    found = [post.get("question")]
    if isinstance(group, dict) and isinstance(group.get("questions"), list):
        found += group["questions"]
    if isinstance(pair, dict):
        found += [pair.get("question_yes"), pair.get("question_no")]
    if isinstance(post.get("aggregations"), dict):
        found.append(post)
    return (question for question in found if isinstance(question, dict))


def _title(fields: Mapping[str, Any], post: Record) -> str:
    """The question's title, or that of its post, which alone says what a group's labels are of."""
    return str(fields.get("title") or post.fields.get("title") or "").strip()


def _question(record: Record, post: str, me: str, title: str, *, shared: bool) -> Iterator[Found]:
    kind = record.text("type")
    scale = _scale(record.fields.get("scaling") or {}, kind) if kind in CONTINUOUS else None
    # Options that were taken out have a place in what was said all the same.
    every = record.fields.get("all_options_ever") or record.fields.get("options") or ()
    options = tuple(map(str, every)) if kind == "multiple_choice" else ()
    unit = "" if scale is None else "date" if scale.dates else record.text("unit") or "units"
    outcome = outcome_of(record.text("resolution"), kind, scale)
    url = f"https://www.metaculus.com/questions/{post}/"
    title = titled(title, record.text("label"), record.id, shared=shared)
    yield Asked(record.id, title, url, options, unit, always=bool(outcome), address=post)
    for method, told in (record.fields.get("aggregations") or {}).items():
        who = Said(
            record.id, f"Metaculus {method}", "", "", kind="aggregate", file=record.source.name, line=record.line
        )
        yield from _history(told or {}, who, record, kind, scale, options)
    mine = Said(record.id, me, "", "", file=record.source.name, line=record.line)
    yield from _history(record.fields.get("my_forecasts") or {}, mine, record, kind, scale, options)
    if outcome:
        known = record.text("actual_resolve_time") or record.text("resolution_set_time")
        yield Outcome(record.id, outcome, known, file=record.source.name, line=record.line)


def _scale(said: Mapping[str, Any], kind: str) -> Scale:
    low, high = number(said.get("range_min")), number(said.get("range_max"))
    if low is None or high is None:
        raise ValueError("the question has no scale")
    return Scale(low, high, number(said.get("zero_point")), dates=kind == "date")


def _history(
    told: Mapping[str, Any], who: Said, record: Record, kind: str, scale: Scale | None, options: tuple[str, ...]
) -> Iterator[Found]:
    items = [item for item in (*(told.get("history") or ()), told.get("latest")) if isinstance(item, dict)]
    by_start = {str(item.get("start_time")): item for item in items}
    for start, item in by_start.items():
        end = item.get("end_time")
        # A forecast that was replaced has an end as well.
        until = since_1970(end) if end is not None and str(end) not in by_start else ""
        said = replace(who, date=since_1970(item.get("start_time")), until=until)
        if who.kind == "aggregate":
            said = replace(said, note=of_how_many(str(item.get("forecaster_count") or "")))
        try:
            yield from _said(said, item, kind, scale, options)
        except (ValueError, TypeError) as error:
            yield record.problem(f"{error}; the forecast from {start} was left behind")


def _said(
    said: Said, item: Mapping[str, Any], kind: str, scale: Scale | None, options: tuple[str, ...]
) -> Iterator[Said]:
    values, centers = item.get("forecast_values"), item.get("centers")
    if scale is not None:
        estimate = quantiles_of([float(value) for value in values], scale) if values else _quartiles(item, scale)
        if estimate:
            yield replace(said, estimate=estimate)
        return
    # Of an event the values are of no and yes, the centers of yes alone.
    chances = (
        [values[-1] if values else centers[0] if centers else None] if kind == "binary" else values or centers or ()
    )
    if options and chances and len(chances) != len(options):
        raise ValueError(f"{len(chances)} probabilities stand for {len(options)} options")
    for option, part in zip(options or ("",), chances, strict=False):
        chance = probability(part)
        if chance is not None:
            yield replace(said, option=option, estimate=bounded(chance, said.date))


def _quartiles(item: Mapping[str, Any], scale: Scale) -> str:
    """Spell quartiles, which are positions on the scale and no values."""
    found = [(level, number((item.get(name) or [None])[0])) for name, level in _QUARTILES]
    said = [(level, position) for level, position in found if position is not None and 0 < position < 1]
    if len(said) < 2:
        return ""
    return " ".join(f"q{level}={scale.spelled(scale.value(float(Decimal(position))))}" for level, position in said)
