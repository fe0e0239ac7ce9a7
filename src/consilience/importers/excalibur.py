"""Panels of structured expert judgement in the format of EXCALIBUR: quantiles of experts, and realizations."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from consilience.importers.kit import Asked, Found, Options, Outcome, Said, Source, number, plain, probability
from consilience.importers.kit.units import PERCENT, checked_units, quantiles, quantity_of
from consilience.problems import Problem
from consilience.study.texts import listed, quoted

SETTINGS = ("unit", "units", "date")
_NUMBER = r"[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?"
_HEADER = re.compile(r"\*.*?NQ\s*=\s*(\d+)\s+QU\s*=\s*([\d. \t]+)", re.IGNORECASE)
# Names are cut or filled to so many characters, and hold blanks.
_SAID = re.compile(r"(.{5}) (.{8}) (.{4}) (.{14}) (?:uni|log)\s(.*)", re.IGNORECASE)
_REALIZED = re.compile(rf"(.{{5}}) (.{{14}})\s+({_NUMBER})\s*(.*)", re.IGNORECASE)
_MISSING = {Decimal("-999.5"), Decimal("-999.6")}


@dataclass(frozen=True, slots=True)
class _Row:
    """What one expert said of one item."""

    line: int
    expert: str
    item: str
    values: str


@dataclass(frozen=True, slots=True)
class _Realized:
    """How one item came out; ``None`` of a target."""

    item: str
    value: Decimal | None
    words: str
    file: str
    line: int


def read_excalibur(sources: Sequence[Source], options: Options) -> Iterator[Found]:
    """Find what experts said of the items whose unit the mapping file says.

    Parameters
    ----------
    sources : sequence of Source
        One ``.dtt``, and its ``.rls`` where there is one.
    options : Options
        ``unit``, or ``[units]`` by item: ``percent`` or ``fraction`` of probabilities, else that of a quantity; the
        files do not say which is which. ``date``: when the panel met.

    Yields
    ------
    Found
        Items without a unit are told, and left out. A realization is the outcome of a quantity.
    """
    checked_units(options)
    panels = [source for source in sources if _HEADER.match(source.text())]
    if len(panels) != 1:
        why = "no file of experts' quantiles was found" if not panels else f"{len(panels)} panels were given at once"
        raise sources[0].refused(why, "give one .dtt, which begins with '* CLASS ASCII OUTPUT FILE. NQ='", "columns")
    [panel] = panels
    problems: list[Problem] = []
    rows = list(_rows(panel, problems))
    yield from problems
    units = _units(rows, options)
    realized = {of.item: of for source in sources if source is not panel for of in _realized(source)}
    yield from _told(panel, rows, units, options)
    for item, unit in units.items():
        quantity = quantity_of(unit)
        found = realized.get(item)
        yield Asked(_id(panel, item), (found.words if found else "") or item, unit=quantity)
        if found and quantity and found.value is not None:
            yield Outcome(_id(panel, item), plain(found.value), file=found.file, line=found.line)
    yield from _said(panel, rows, units, options)


def _id(panel: Source, item: str) -> str:
    return f"{panel.stem} {item}"


def _rows(panel: Source, problems: list[Problem]) -> Iterator[_Row]:
    for at, line in enumerate(re.split(r"\r\n|\r|\n", panel.text())[1:], start=2):
        if not line.strip(" \t\x1a"):
            continue
        match = _SAID.match(line)
        if match is None:
            why = "the row is not one of an expert, an item and its quantiles, and was left out"
            problems.append(panel.problem(why, "keep its columns where EXCALIBUR puts them", at, line.strip()[:80]))
            continue
        place, expert, _, item, values = match.groups()
        yield _Row(at, _name(panel, expert.strip(), place.strip()), item.strip(), values)


def _name(panel: Source, said: str, place: str) -> str:
    """An expert's name; a bare number is one of this panel."""
    return f"{panel.stem} expert {said or place}" if not said or said.isdecimal() else said


def _units(rows: Sequence[_Row], options: Options) -> dict[str, str]:
    settings = options.mapping.settings
    items = list(dict.fromkeys(row.item for row in rows))
    said: Mapping[str, str] = settings.get("units", {})
    if strange := sorted(said.keys() - set(items)):
        raise options.mapping.refused(f"{quoted(strange[0])} in [units] is no item", f"name one of {listed(items)}")
    units = {item: said.get(item, settings.get("unit", "")) for item in items}
    return {item: unit for item, unit in units.items() if unit}


def _realized(source: Source) -> Iterator[_Realized]:
    for at, line in enumerate(re.split(r"\r\n|\r|\n", source.text()), start=1):
        if match := _REALIZED.match(line):
            value = number(match[3])
            words = re.sub(r"(?i)^(?:uni|log)\s*", "", match[4]).strip()
            yield _Realized(match[2].strip(), None if value in _MISSING else value, words, source.name, at)


def _told(panel: Source, rows: Sequence[_Row], units: Mapping[str, str], options: Options) -> Iterator[Problem]:
    items = list(dict.fromkeys(row.item for row in rows))
    without = [item for item in items if item not in units]
    why = "the file does not say whether these items are probabilities, and they were left out"
    if items and not units:
        remedy = 'say unit = "percent" (or "fraction", or a quantity\'s), or [units] by item, in a file for --map'
        raise panel.refused(f"{why}: {listed(map(quoted, items))}", remedy, "unit")
    yield from panel.told_of(without, why, "name the unit of each under [units] in a file for --map")
    if not options.mapping.settings.get("date"):
        yield panel.told("the file has no dates, and the statements got none", 'say date = "2009" in a file for --map')


def _said(panel: Source, rows: Sequence[_Row], units: Mapping[str, str], options: Options) -> Iterator[Found]:
    header = _HEADER.match(panel.text())
    levels = header[2].split() if header else []
    date = options.mapping.settings.get("date", "")
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        if row.item not in units:
            continue
        before = first.setdefault((row.expert, row.item), row.line)
        if before != row.line:
            why = f"{quoted(row.expert)} has said {quoted(row.item)} on line {before}, and this was left out"
            yield panel.problem(why, "give experts and items names that differ when they are cut", row.line)
            continue
        try:
            said = _quantiles(levels, row.values, units[row.item])
        except ValueError as error:
            yield panel.problem(f"{quoted(row.item)}: {error}", "correct the row", row.line, row.values.strip()[:80])
            continue
        if said:
            yield Said(_id(panel, row.item), row.expert, date, said, group=panel.stem, file=panel.name, line=row.line)


def _quantiles(levels: Sequence[str], said: str, unit: str) -> str:
    """Spell quantiles in the notation; empty where none was said."""
    match = re.match(rf"\s*{_NUMBER}(?:\s+{_NUMBER}){{{len(levels) - 1}}}(?!\S)", said)
    if match is None:
        raise ValueError(f"the row does not have a number for each of {len(levels)} quantiles")
    values = [number(value) for value in match[0].split()]
    pairs = [(number(level), value) for level, value in zip(levels, values, strict=True) if value not in _MISSING]
    return quantiles(
        {level / 100: _fraction(value, unit) for level, value in pairs if level and value is not None}, unit
    )


def _fraction(value: Decimal, unit: str) -> Decimal:
    """A probability as a fraction; a quantity as it is."""
    if quantity_of(unit):
        return value
    return probability(str(value), 100 if unit == PERCENT else 1) or Decimal(0)
