"""What a file's texts of split usage were read as, said once a file; scales that a declaration does not fit."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Literal

from consilience.notation import Point, Usage, canonical, parse
from consilience.problems import NotationError, Problem
from consilience.study.estimate import Estimate
from consilience.study.reading.dialect import Dialect
from consilience.study.reading.estimates import Reading, at_row
from consilience.study.texts import excerpt, lines, listed

_DECIMAL = re.compile(r"[0-9]*[.,]?[0-9]+(?:e[+-]?[0-9]+)?")
_BARE = re.compile(r"[0-9]*[.,]?[0-9]+")
_BELOW_ONE = re.compile(r"0?[.,][0-9]*[1-9][0-9]*|[0-9]+(?:[.,][0-9]+)?e-[0-9]+")
# Levels of quantiles and sizes of surveys, which are no probabilities.
_BESIDE = re.compile(r"(?<!\w)(?:[qp] ?[0-9.,]+%?(?= ?=)|n ?= ?[0-9.,]+)")
_SEVERAL_TO = re.compile(r"\s*([2-9]|[1-9][0-9]+) ?: ?([1-9][0-9]*)\s*")
# Such as a person may have counted.
_OUT_OF = re.compile(r"\s*([0-9][0-9.,]*) out of ([0-9][0-9.,]*)\s*", re.IGNORECASE)
# Lines and readings that one message names.
_NAMED, _MADE = 20, 4
_COLON = re.compile(r"(?<![0-9.,:])1 ?[:∶] ?([0-9][0-9.,]*)(?![0-9:])")


def unlike_the_declared_scale(reading: Reading) -> Iterator[Problem]:
    """Find numbers below 1 in a file of percent without signs, beside others above: some may be fractions.

    The other way round there is nothing to find: in a file of fractions a number above 1 is refused.
    """
    for name, rows in reading.by_file():
        dialect = reading.dialects.get(name)
        if dialect is None or dialect.scale != "percent":
            continue
        # Large files say the same again and again.
        side_of = cache(partial(_side_of_one, dialect))
        units = {name: question.unit for name, question in reading.study.questions.items()}
        sides = [side_of(row.said, units[row.asked], row.kind == "base_rate") for row in rows]
        small = [row for row, side in zip(rows, sides, strict=True) if side == "below"]
        if small and "above" in sides:
            first = small[0]
            # Percentages below 1 are ordinary, so all that is said is what became of each.
            makes = {row.said: f"{excerpt(row.said)} is {canonical(row.value)}" for row in small}
            why = (
                "the file is declared to be in percent, and of its numbers below 1"
                f" ({lines((row.line for row in small), limit=_NAMED)}) that makes: {listed(makes.values(), _MADE)}"
            )
            yield at_row(
                first, why, "write the percent sign where percent is meant, and correct the others", first.said
            )


def _side_of_one(dialect: Dialect, said: str, unit: str | None, counts: bool) -> Literal["below", "above", ""]:
    """On which side of 1 the numbers of a text lie to which the declared scale gives a meaning; empty where to none."""
    if unit is None and _BARE.fullmatch(said):
        # Most rows of large files are so, and need not be read twice more.
        number = float(said.replace(",", "."))
        return "above" if number > 1 else "below" if 0 < number < 1 else ""
    percent, fraction = (
        _spelled(said, replace(dialect, scale=scale).usage(counts=counts), unit) for scale in ("percent", "fraction")
    )
    if percent is None or percent == fraction:
        return ""
    numbers = _DECIMAL.findall(_BESIDE.sub("", said.casefold()))
    if fraction is not None:
        return "below" if any(map(_BELOW_ONE.fullmatch, numbers)) else ""
    # A zero is no fraction either, and above nothing.
    return "above" if any(re.search("[1-9]", number) and not _BELOW_ONE.fullmatch(number) for number in numbers) else ""


def _spelled(said: str, usage: Usage, unit: str | None) -> str | None:
    try:
        return canonical(parse(said, unit=unit, usage=usage))
    except NotationError:
        return None


def odds_or_chance(reading: Reading) -> Iterator[Problem]:
    """Say of every file how ``1:4`` was read, alone or in a phrase, where study.toml does not declare it."""
    for name, rows in reading.by_file():
        dialect = reading.dialects.get(name) or Dialect()
        yield from _odds_after_all(dialect, rows)
        ratios = [row for row in rows if _is_ratio(row)]
        if ratios and dialect.colon is None:
            # Where the other side is small, the two readings are far apart.
            first = max(ratios, key=_number)
            trials = _COLON.findall(first.said)[0].rstrip(".,")
            taken, left = "odds", "chance"
            meant = [f"odds, one for and {trials} against", f"1 in {trials}"]
            if canonical(first.value).lstrip("~").startswith("1 in "):
                taken, left, meant = left, taken, meant[::-1]
            why = (
                f"{excerpt(first.said)} is read as {meant[0]}, and not as {meant[1]} ({lines(r.line for r in ratios)})"
            )
            remedy = f'if that is meant, declare colon = "{taken}" under [dialect."{name}"], or else colon = "{left}"'
            yield at_row(first, why, remedy, first.said)


def chance_or_price(reading: Reading) -> Iterator[Problem]:
    """Say of every file how ``1/10`` was read, where study.toml does not declare it: a bookmaker means a price."""
    for name, rows in reading.by_file():
        dialect = reading.dialects.get(name) or Dialect()
        found = [(row, price) for row in rows if (price := _price(row, dialect))]
        if found and dialect.slash is None:
            # Where the chance is small, the two readings are far apart.
            first, price = min(found, key=lambda pair: _number(pair[0]))
            chance = canonical(first.value).lstrip("~")
            where = lines(row.line for row, _ in found)
            why = f"{excerpt(first.said)} is read as {chance}, and not as a price, odds of {price} ({where})"
            remedy = f'if that is meant, declare slash = "chance" under [dialect."{name}"], or else slash = "price"'
            yield at_row(first, why, remedy, first.said)


def _price(row: Estimate, dialect: Dialect) -> str:
    """What a cell comes to as a bookmaker's price; empty where it has no slash, or comes to the same."""
    if not isinstance(row.value, Point) or "/" not in row.said:
        return ""
    price = _spelled(row.said, replace(dialect, slash="price").usage(), None)
    return "" if price is None or price == canonical(row.value) else price.lstrip("~")


def opinion_or_count(reading: Reading) -> Iterator[Problem]:
    """Say of every file how ``301 out of 444`` was read, where its row is no base rate: as what somebody thinks."""
    for _, rows in reading.by_file():
        counted = [(row, count) for row in rows if isinstance(row.value, Point) and (count := _count(row.said))]
        if counted:
            first, (part, whole) = counted[0]
            why = (
                f"{excerpt(first.said)} is read as a credence of {canonical(first.value)}, and not as {part} that were"
                f" counted among {whole} ({lines(row.line for row, _ in counted)})"
            )
            yield at_row(first, why, "if it is a record, set kind to base_rate, or else leave it", first.said)


def _count(said: str) -> tuple[str, str] | None:
    """The two numbers of a count: people who think aloud say one in so many, or of ten, a hundred, a thousand."""
    found = _OUT_OF.fullmatch(said)
    if found is None:
        return None
    part, whole = found.groups()
    bare = re.sub("[.,]", "", whole)
    is_round = len(bare) == 1 or re.fullmatch("10+", bare)
    return None if part == "1" or is_round else (part, whole)


def _odds_after_all(dialect: Dialect, rows: Sequence[Estimate]) -> Iterator[Problem]:
    """Find ``2:3`` in a file whose ``1:4`` are chances: with more than one before its colon it is odds all the same."""
    if dialect.colon != "chance":
        return
    for row in rows:
        first = _SEVERAL_TO.fullmatch(row.said)
        if first and isinstance(row.value, Point):
            why = f"{excerpt(row.said)} is read as odds, {first[1]} for and {first[2]} against: not one comes before it"
            remedy = f"write {first[1]} in {first[2]} if it is a chance"
            yield at_row(row, why, remedy, row.said)


def _is_ratio(row: Estimate) -> bool:
    """Whether a row rests on how a colon is read: where a percentage stands beside it, it does not."""
    if not isinstance(row.value, Point) or not _COLON.search(row.said):
        return False
    return canonical(row.value).lstrip("~").startswith(("1:", "1 in "))


def _number(row: Estimate) -> float:
    assert isinstance(row.value, Point)
    return row.value.number.value
