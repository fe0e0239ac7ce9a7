"""Manifold: markets of its API, whose price is the crowd's, and bets, of which a day's last is."""

from collections.abc import Container, Iterator, Mapping, Sequence
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
    number,
    percent,
    plain,
    probability,
    read_objects,
    since_1970,
    within_floor,
)
from consilience.study.texts import quoted

# What has one of these is a market, what has the other a bet.
MARKET, BET = ("id", "question", "outcomeType"), ("contractId", "createdTime", "probAfter")
CROWD = "Manifold"
# Prices end at 1% and 99%; for accounts that asked for it, since 2026, at 0.1% and 99.9%.
_FLOOR, _LOWER_FLOOR = Decimal("0.01"), Decimal("0.001")
_SEVERAL = ("MULTIPLE_CHOICE", "FREE_RESPONSE")
_QUANTITIES = ("PSEUDO_NUMERIC",)


def read_manifold(sources: Sequence[Source], options: Options) -> Iterator[Found]:
    """Find the prices of markets that are open, prices of each day from bets, and outcomes.

    Parameters
    ----------
    sources : sequence of Source
        Markets, of ``/v0/market``, ``/v0/markets`` or ``/v0/slug``, and bets of ``/v0/bets``, in any order.
    options : Options

    Yields
    ------
    Found
    """
    markets: dict[str, Mapping[str, Any]] = {}
    bets: list[Record] = []
    for source in sources:
        resolved: list[str] = []
        is_bets = '"probAfter"' in source.text()
        for record in read_objects(source, BET if is_bets else MARKET):
            if not isinstance(record, Record):
                yield record
            elif is_bets:
                bets.append(record)
            else:
                markets[record.id] = record.fields
                if record.fields.get("isResolved"):
                    resolved.append(record.id)
                yield from _tried(record)
        yield from source.told_of(resolved, "the price of what is resolved is that of its outcome, and was left out")
    known = markets.keys() | options.mapping.questions.keys()
    yield from _of_no_market(bets, known)
    yield from _bets([bet for bet in bets if bet.text("contractId") in known], markets)


def _tried(record: Record) -> Iterator[Found]:
    """What a market says: all of it, or no more than its question where some of it is damaged."""
    found: list[Found] = []
    try:
        found.extend(_market(record))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        yield from (part for part in found if isinstance(part, Asked))
        yield record.problem(f"{error}; it was left behind")
    else:
        yield from found


def _market(record: Record) -> Iterator[Found]:
    kind = record.text("outcomeType")
    if kind in _SEVERAL:
        yield from _answers(record)
    elif kind in ("BINARY", *_QUANTITIES):
        yield from _one(record, "units" if kind in _QUANTITIES else "")
    else:
        yield record.told(f"markets of type {kind} are not read; it was left out")


def _one(record: Record, unit: str) -> Iterator[Found]:
    resolved = record.text("resolution")
    outcome = _outcome(resolved, record.fields.get("resolutionProbability"), record, unit)
    url = record.text("url")
    yield Asked(record.id, record.text("question"), url, unit=unit, always=bool(outcome))
    # The price of what is resolved is that of its outcome, and no forecast.
    if not resolved and not record.fields.get("isResolved"):
        said = number(record.fields.get("value")) if unit else probability(record.fields.get("probability"))
        if said is None:
            yield record.lacks("value" if unit else "probability")
        else:
            yield _price(record, record.id, plain(said) if unit else bounded(said))
    if outcome:
        yield _came_out(record, record.id, outcome)


def _answers(record: Record) -> Iterator[Found]:
    answers = [answer for answer in record.fields["answers"] if answer.get("text") is not None]
    title, url = record.text("question"), record.text("url")
    if record.fields.get("shouldAnswersSumToOne", True):
        options = tuple(str(answer["text"]) for answer in answers)
        yield Asked(record.id, title, url, options, always=bool(record.text("resolution")))
        yield from _exclusive(record, answers)
        return
    for answer in answers:
        id = f"{record.id}/{answer['id']}"
        resolved = str(answer.get("resolution") or record.text("resolution") or "")
        outcome = _outcome(resolved, answer.get("resolutionProbability"), record, "")
        yield Asked(id, f"{title} {answer['text']}", url, always=bool(outcome))
        chance = probability(answer.get("probability"))
        if chance is None and not resolved:
            yield Record(record.source, record.line, id, answer).lacks("probability")
        elif chance is not None and not resolved:
            yield _price(record, id, bounded(chance))
        if outcome:
            when = answer.get("resolutionTime") or record.fields.get("resolutionTime")
            yield _came_out(record, id, outcome, when)


def _exclusive(record: Record, answers: Sequence[Mapping[str, Any]]) -> Iterator[Found]:
    resolved = record.text("resolution")
    texts = {str(answer["id"]): str(answer["text"]) for answer in answers}
    if not resolved:
        for answer in answers:
            chance = probability(answer.get("probability"))
            if chance is None:
                yield Record(record.source, record.line, f"{record.id}/{answer['id']}", answer).lacks("probability")
            else:
                yield _price(record, record.id, bounded(chance), str(answer["text"]))
    elif resolved in texts:
        yield _came_out(record, record.id, texts[resolved])
    elif resolved == "CANCEL":
        yield _came_out(record, record.id, ANNULLED)
    else:
        weights = {texts[id]: number(weight) for id, weight in (record.fields.get("resolutions") or {}).items()}
        shares = {text: weight for text, weight in weights.items() if weight}
        if len(shares) == 1:
            yield _came_out(record, record.id, next(iter(shares)))
        for text, weight in shares.items() if len(shares) > 1 else ():
            yield _came_out(record, record.id, percent(weight / 100), option=text)


def bounded(chance: Decimal) -> str:
    """Spell a price; where it cannot go further it is a bound.

    Examples
    --------
    >>> bounded(Decimal("0.01")), bounded(Decimal("0.0005")), bounded(Decimal("0.005"))
    ('<=1%', '<=0.1%', '0.5%')
    """
    return within_floor(chance, _FLOOR if chance in (_FLOOR, 1 - _FLOOR) else _LOWER_FLOOR)


def _outcome(said: str, share: object, record: Record, unit: str) -> str:
    """Read a resolution: only yes and no are outcomes, what was paid at the market's price is none."""
    if said in ("YES", "NO") and not unit:
        return said.lower()
    if said == "CANCEL":
        return ANNULLED
    if said == "MKT" and not unit and (paid := probability(share)) is not None:
        return percent(paid)
    if not said:
        return UNKNOWN if record.fields.get("isResolved") else ""
    if unit and (value := number(record.fields.get("value"))) is not None:
        return plain(value)
    return UNKNOWN


def _price(record: Record, id: str, estimate: str, option: str = "") -> Said:
    when = record.fields.get("lastUpdatedTime") or record.fields.get("createdTime")
    return Said(
        id,
        CROWD,
        since_1970(when, milliseconds=True),
        estimate,
        option=option,
        kind="aggregate",
        file=record.source.name,
        line=record.line,
    )


def _came_out(record: Record, id: str, outcome: str, when: object = None, option: str = "") -> Outcome:
    known = since_1970(when or record.fields.get("resolutionTime"), milliseconds=True)
    return Outcome(id, outcome, known, option, file=record.source.name, line=record.line)


def _of_no_market(bets: Sequence[Record], known: Container[str]) -> Iterator[Found]:
    """Bets do not say what was asked, nor whether their prices are probabilities or places on a scale."""
    strange = {bet.text("contractId"): bet for bet in bets if bet.text("contractId") not in known}
    for id, bet in strange.items():
        why = f"bets of {quoted(id)}: its market is not in the files, and they were left behind"
        yield bet.source.problem(why, "import the market beside them", bet.line)


def _bets(bets: Sequence[Record], markets: Mapping[str, Mapping[str, Any]]) -> Iterator[Found]:
    """The last price of each day before a market was resolved."""
    last: dict[tuple[str, str, str], tuple[Decimal, Record]] = {}
    for bet in bets:
        try:
            time = number(bet.fields["createdTime"])
            day = since_1970(time, milliseconds=True)[:10]
            key = bet.text("contractId"), bet.text("answerId"), day
            ended = number(markets.get(key[0], {}).get("resolutionTime"))
        except ValueError as error:
            yield bet.problem(f"{error}; the bet was left behind")
            continue
        # An order that nobody took moved no price.
        if time is None or bet.fields.get("isFilled") is False or (ended is not None and time >= ended):
            continue
        if key not in last or time >= last[key][0]:
            last[key] = (time, bet)
    for (contract, answer, _), (time, bet) in sorted(last.items(), key=lambda item: item[1][0]):
        market = markets.get(contract, {})
        if market.get("outcomeType", "BINARY") not in ("BINARY", *_SEVERAL):
            continue
        try:
            yield _day(bet, market, contract, answer, since_1970(time, milliseconds=True))
        except ValueError as error:
            yield bet.problem(f"{error}; the bet was left behind")


def _day(bet: Record, market: Mapping[str, Any], contract: str, answer: str, when: str) -> Said:
    chance = probability(bet.fields["probAfter"])
    if chance is None:
        raise ValueError("it has no price")
    texts = {str(one.get("id")): str(one.get("text")) for one in market.get("answers") or ()}
    option, id = "", f"{contract}/{answer}" if answer else contract
    if answer and market.get("shouldAnswersSumToOne", True) and answer in texts:
        option, id = texts[answer], contract
    estimate = bounded(chance)
    return Said(id, CROWD, when, estimate, option=option, kind="aggregate", file=bet.source.name, line=bet.line)
