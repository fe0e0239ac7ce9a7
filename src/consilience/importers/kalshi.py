"""Kalshi: markets of its API."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from consilience.importers.kit import (
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
    with_part,
)

NEEDED = ("ticker", "title", "status")
CROWD = "Kalshi"
_OPEN = ("active", "open", "initialized", "inactive", "unopened")
_FINAL = ("finalized", "settled")


def read_kalshi(sources: Sequence[Source], options: Options) -> Iterator[Found]:
    """Find the prices of open markets, and the outcomes of those that are settled.

    Parameters
    ----------
    sources : sequence of Source
        Answers of ``/markets``.
    options : Options
        The mapping file's ``fetched`` says when they were fetched: the answers do not.

    Yields
    ------
    Found
    """
    fetched = str(options.mapping.settings.get("fetched", ""))
    for source in sources:
        unpriced: list[str] = []
        for record in read_objects(source, NEEDED, id_of="ticker"):
            if not isinstance(record, Record):
                yield record
                continue
            try:
                found = list(_market(record, fetched))
            except (ValueError, TypeError) as error:
                yield record.problem(f"{error}; it was left behind")
                continue
            if len(found) == 1:
                unpriced.append(record.id)
            yield from found
        yield from source.told_of(unpriced, "nobody bids or nobody asks, so that there is no price")


def _market(record: Record, fetched: str) -> Iterator[Found]:
    title = with_part(record.text("title"), record.text("yes_sub_title"))
    outcome = _outcome(record)
    yield Asked(record.id, title, record.text("rules_primary"), always=bool(outcome))
    if outcome:
        known = record.text("settlement_ts") or record.text("close_time")
        yield Outcome(record.id, outcome, known, file=record.source.name, line=record.line)
        return
    bid, ask = _price(record, "yes_bid"), _price(record, "yes_ask")
    # Zero is what stands where nobody bids.
    if not bid or not ask:
        return
    if bid > ask:
        raise ValueError(f"more is bid ({percent(bid)}) than asked ({percent(ask)})")
    if not fetched:
        raise ValueError("when it was fetched is not said; say fetched = 2025-05-01T09:30:00Z in a file for --map")
    yield Said(
        record.id,
        CROWD,
        fetched,
        percent((bid + ask) / 2),
        kind="aggregate",
        note=f"between {percent(bid)} bid and {percent(ask)} asked",
        file=record.source.name,
        line=record.line,
    )


def _price(record: Record, name: str) -> Decimal | None:
    """A price in dollars; in answers before March 2026 in cents, under names that read 0 since."""
    dollars = record.fields.get(f"{name}_dollars")
    if dollars is not None:
        return probability(dollars)
    cents = number(record.fields.get(name))
    # They were whole; what has places is in dollars under a name of cents.
    if cents is not None and cents != cents.to_integral_value():
        raise ValueError(f"{name} is in whole cents, and {cents} is none")
    return probability(cents, scale=100)


def _outcome(record: Record) -> str:
    status, result = record.text("status").lower(), record.text("result").lower()
    if status in _OPEN:
        return ""
    if status not in _FINAL:
        # Closed, determined, disputed or amended: it may still change.
        return UNKNOWN
    if result == "scalar":
        paid = probability(record.fields.get("settlement_value_dollars"))
        return UNKNOWN if paid is None else percent(paid)
    return result if result in ("yes", "no") else UNKNOWN
