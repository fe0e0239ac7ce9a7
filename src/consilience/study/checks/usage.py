"""What a file's texts of split usage were read as, said once a file; scales that a declaration does not fit."""

import re
from collections.abc import Iterator, Sequence

from consilience.notation import Point, canonical
from consilience.problems import Problem
from consilience.study.estimate import Estimate
from consilience.study.reading.dialect import Dialect
from consilience.study.reading.estimates import Reading, at_row
from consilience.study.texts import excerpt, lines

# Fractions have two places and more; of percentages below one, most have one.
_FRACTION = re.compile(r"[~≈ ]*0?[.,][0-9]{2,} *")
_BARE = re.compile(r"[~≈ ]*(?:0?[.,]\d+|\d+(?:[.,]\d+)?) *")
_LEVEL = re.compile(r"(?<!\w)[qp] ?[0-9.,]+%?(?= ?=)")
_DECIMAL = re.compile(r"[0-9]*[.,]?[0-9]+(?:e[+-]?[0-9]+)?")
_BELOW_ONE = re.compile(r"0?[.,][0-9]+|[0-9]+(?:[.,][0-9]+)?e-[0-9]+")
# A sign, a chance, or odds, which no declaration of a scale bears on.
_SIGNED = re.compile(r"[%‰:/]|\b(?:in|of|to \d+ (?:on|against)|per|bps?|percent|prozent|ppm)\b")
_AS_P = re.compile(r"\s*p(?:r|rob)?\b")
_SEVERAL_TO = re.compile(r"\s*([2-9]|[1-9][0-9]+) ?: ?([1-9][0-9]*)\s*")
_COLON = re.compile(r"(?<![0-9.,:])1 ?[:∶] ?([0-9][0-9.,]*)(?![0-9:])")


def unlike_the_declared_scale(reading: Reading) -> Iterator[Problem]:
    """Find numbers below 1 in a file of percent without signs, beside others above: some may be fractions."""
    for name, rows in reading.by_file():
        dialect = reading.dialects.get(name)
        if dialect is None or dialect.scale != "percent":
            continue
        bare = [row for row in rows if _BARE.fullmatch(row.said) and isinstance(row.value, Point)]
        small = [row for row in rows if _may_be_fractions(row)]
        if small and any(_number(row) > 0.01 for row in bare):
            first = small[0]
            where, makes = lines(row.line for row in small), f"{excerpt(first.said)} is {canonical(first.value)}"
            why = f"the file is declared to be in percent, and of its numbers below 1 ({where}) that makes: {makes}"
            yield at_row(
                first, why, "write the percent sign where percent is meant, and correct the others", first.said
            )


def _may_be_fractions(row: Estimate) -> bool:
    """Whether all numbers of a row may be fractions: below 1, without a sign, and one of them finely said."""
    said = _LEVEL.sub("", row.said.casefold())
    numbers = _DECIMAL.findall(said)
    if not numbers or _SIGNED.search(said) or not all(_BELOW_ONE.fullmatch(number) for number in numbers):
        return False
    fine = any(_FRACTION.fullmatch(number) or "e" in number for number in numbers)
    return fine or _AS_P.match(said) is not None


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
