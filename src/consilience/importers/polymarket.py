"""Polymarket: markets as its catalogue (gamma) gives them, alone or within events."""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
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
    percent,
    probability,
    read_objects,
    with_part,
)

NEEDED = ("question", "conditionId", "outcomes", "outcomePrices")
CROWD = "Polymarket"
_FINAL = ("resolved", "settled")


def read_polymarket(sources: Sequence[Source], options: Options) -> Iterator[Found]:
    """Find the prices of open markets, and the outcomes of those that are resolved.

    Parameters
    ----------
    sources : sequence of Source
        Answers of ``/markets`` or ``/events``.
    options : Options
        The mapping file's ``fetched`` says when they were fetched, where they do not.

    Yields
    ------
    Found
    """
    fetched = str(options.mapping.settings.get("fetched", ""))
    for source in sources:
        needed = ("markets",) if '"markets"' in source.text() else NEEDED
        for record in read_objects(source, needed, id_of="conditionId"):
            for found in _markets(record):
                yield from _tried(found, fetched) if isinstance(found, Record) else [found]


def _markets(record: Record | Found) -> Iterator[Record | Found]:
    """Markets of an event, which may be several; or the one market."""
    if not isinstance(record, Record) or "markets" not in record.fields:
        yield record
        return
    for market in record.fields["markets"]:
        if not isinstance(market, dict):
            yield record.problem(f"a market of {record.fields.get('title')!r} is no record, and was left behind")
            continue
        found = Record(record.source, record.line, str(market.get("conditionId") or market.get("id") or ""), market)
        lacking = [name for name in NEEDED if market.get(name) is None]
        yield found.lacks(", ".join(lacking)) if lacking else found


def _tried(record: Record, fetched: str) -> Iterator[Found]:
    try:
        yield from list(_market(record, fetched))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        yield record.problem(f"{error}; it was left behind")


def _market(record: Record, fetched: str) -> Iterator[Found]:
    names = [str(name) for name in _list(record, "outcomes")]
    prices = [probability(price) for price in _list(record, "outcomePrices")]
    if len(names) != len(prices) or len(names) < 2:
        raise ValueError(f"{len(prices)} prices stand for {len(names)} outcomes")
    is_event = sorted(name.lower() for name in names) == ["no", "yes"]
    outcome = _outcome(record, names, prices, is_event)
    options = () if is_event else tuple(names)
    yield Asked(record.id, _title(record), _address(record.fields), options, always=bool(outcome))
    if outcome:
        # What came out before its time was known no later than the market closed.
        known = [_instant(said) for name in ("umaEndDate", "endDate", "closedTime") if (said := record.text(name))]
        yield Outcome(record.id, outcome, min(known, default=""), file=record.source.name, line=record.line)
        return
    when = record.text("updatedAt") or fetched
    if not when:
        raise ValueError("when it was fetched is not said; say fetched = 2025-05-01T09:30:00Z in a file for --map")
    for name, price in zip(names, prices, strict=True):
        if price is not None and (not is_event or name.lower() == "yes"):
            yield Said(
                record.id,
                CROWD,
                _instant(when),
                percent(price),
                option="" if is_event else name,
                kind="aggregate",
                file=record.source.name,
                line=record.line,
            )


def _title(record: Record) -> str:
    """The question; of an event's several markets one may be told from the others by its short title alone."""
    return with_part(record.text("question"), record.text("groupItemTitle"))


def _outcome(record: Record, names: Sequence[str], prices: Sequence[Decimal | None], is_event: bool) -> str:
    """Read how a closed market came out: there is no field for it but the prices, and those only once it is final."""
    if not record.fields.get("closed"):
        return ""
    status = record.text("umaResolutionStatus").lower()
    if status not in _FINAL:
        return UNKNOWN
    won = [name for name, price in zip(names, prices, strict=True) if price == 1]
    if len(won) != 1 or any(price not in (0, 1) for price in prices):
        # Paid half and half: nobody could tell.
        return ANNULLED
    return won[0].lower() if is_event else won[0]


def _list(record: Record, name: str) -> list[Any]:
    """A list, or the JSON of one as text."""
    said = record.fields[name]
    try:
        found = json.loads(said) if isinstance(said, str) else said
    except ValueError:
        found = None
    if not isinstance(found, list):
        raise ValueError(f"{name} {str(said)[:40]!r} is no list")
    return found


def _address(fields: Mapping[str, Any]) -> str:
    slug = fields.get("slug")
    return f"https://polymarket.com/market/{slug}" if isinstance(slug, str) and slug else ""


def _instant(said: str) -> str:
    """Spell a time whose offset is written in two digits as others are."""
    return f"{said}:00" if said[-3:-2] == "+" else said
