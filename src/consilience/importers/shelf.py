"""Judgements as the apps of the R package SHELF save them: quantiles or chips of each expert, a file a quantity."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from consilience.importers.kit import (
    Asked,
    Found,
    Options,
    Said,
    Source,
    number,
    plain,
    probability,
    records,
)
from consilience.importers.kit.units import PERCENT, checked_units, quantiles, quantity_of
from consilience.problems import Problem
from consilience.study.texts import listed, quoted

SETTINGS = ("unit", "units", "date", "expert")
_LIMITS = ("L", "U")
# Rows of elicitSHELF(); elicitMultiple() writes the probability itself.
_LEVELS = {
    "Q1": Decimal("0.25"),
    "M": Decimal("0.5"),
    "Q3": Decimal("0.75"),
    "T1": Decimal("0.333333"),
    "T2": Decimal("0.666667"),
}
_NUMBER = r"-?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?"
# elicitMultiple() writes "(0-10]", elicit() "(0, 10]".
_BIN = re.compile(rf"\(\s*({_NUMBER})\s*(?:-|,)\s*({_NUMBER})\s*\]")
_BINS, _CHIPS = "bins", "probs"
_FINEST = Decimal("0.000001")
_SAVED_ON = re.compile(r"(?:judgements|roulette)-(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, slots=True)
class _Expert:
    """What one expert said: numbers by level, or how many chips by the bin that they lie in."""

    name: str
    line: int
    values: Mapping[str, str]
    are_chips: bool = False

    def quantiles(self, unit: str) -> dict[Decimal, Decimal]:
        """Their quantiles by level."""
        if self.are_chips:
            return _between_bins(self.values, unit)
        said = {_level(name): _value(text, unit) for name, text in self.values.items() if name not in _LIMITS}
        found = {level: value for level, value in sorted(said.items()) if value is not None}
        if list(found.values()) != sorted(found.values()):
            raise ValueError(f"the numbers fall: {', '.join(map(plain, found.values()))}")
        return found


def read_shelf(sources: Sequence[Source], options: Options) -> Iterator[Found]:
    """Find what experts said of each quantity, whose unit the mapping file says.

    Parameters
    ----------
    sources : sequence of Source
        Files of elicitMultiple(), elicitSHELF() and elicit(): each of one quantity, called as the file is.
    options : Options
        ``unit``, or ``[units]`` by name of the file; ``date``, in place of that in the file's name; ``expert``, who
        put the chips of a roulette.

    Yields
    ------
    Found
        The limits L and U are how far a fit may reach, and no quantiles: they are left behind.
    """
    checked_units(options)
    settings = options.mapping.settings
    if not isinstance(settings.get("expert", ""), str):
        raise options.mapping.refused("expert should be text", "put it in quotation marks")
    names = [source.stem for source in sources]
    units: Mapping[str, str] = settings.get("units", {})
    if strange := sorted(units.keys() - set(names)):
        why = f"{quoted(strange[0])} in [units] is the name of no file"
        raise options.mapping.refused(why, f"name one of {listed(map(quoted, names))}")
    for source in sources:
        unit = units.get(source.stem, settings.get("unit", ""))
        if not unit:
            why = "the file does not say whether it is about a probability"
            remedy = 'say unit = "percent" (or "fraction", or a quantity\'s), or [units] by file, in a file for --map'
            raise source.refused(why, remedy, "unit")
        yield Asked(source.stem, source.stem, unit=quantity_of(unit))
        yield from _judged(source, unit, options)


def _judged(source: Source, unit: str, options: Options) -> Iterator[Found]:
    problems: list[Problem] = []
    rows = list(records(source, _delimiter(source), problems))
    yield from problems
    if not rows:
        raise source.refused("the file is empty", "give the file as it was saved", "columns")
    saved = _SAVED_ON.match(source.stem)
    date = str(options.mapping.settings.get("date", "")) or (saved[1] if saved else "")
    if not date:
        yield source.told("the file has no date, and the statements got none", 'say date = "2025" in a file for --map')
    for expert in _experts(source, rows, options):
        if isinstance(expert, Problem):
            yield expert
            continue
        try:
            said = quantiles(expert.quantiles(unit), unit)
        except ValueError as error:
            why = f"{quoted(expert.name)}: {error}; what was said was left behind"
            yield source.problem(why, "correct the numbers", expert.line)
            continue
        if not said:
            yield source.told(f"{quoted(expert.name)} said nothing", "nothing needs to be done", expert.line)
        else:
            yield Said(source.stem, expert.name, date, said, file=source.name, line=expert.line)


def _delimiter(source: Source) -> str:
    """A comma, as R writes it, or what a spreadsheet made of it: names of experts are no headings that are known."""
    first = "" if source.grid is not None else source.text().lstrip().partition("\n")[0]
    return max(",;\t", key=first.count)


def _experts(source: Source, rows: Sequence[tuple[int, list[str]]], options: Options) -> Iterator[_Expert | Problem]:
    heads = [cell.strip() for cell in rows[0][1]]
    body: list[tuple[int, list[str]]] = []
    for line, cells in rows[1:]:
        if len(cells) == len(heads):
            body.append((line, [cell.strip() for cell in cells]))
        else:
            why = f"the row has {len(cells)} cells where the header has {len(heads)}, and was left out"
            yield source.problem(why, "give it as many", line)
    if _BINS in heads or _CHIPS in heads:
        yield _roulette(source, heads, body, options)
    elif any(map(_BIN.fullmatch, heads)):
        if strange := [head for head in heads[1:] if not _BIN.fullmatch(head)]:
            raise source.refused(f"{quoted(strange[0])} is no bin", "head it as the others, such as (0-10]", "columns")
        for line, (name, *chips) in body:
            yield _Expert(name, line, dict(zip(heads[1:], chips, strict=True)), are_chips=True)
    else:
        levels = [cells[0] for _, cells in body]
        if unknown := [(line, cells[0]) for line, cells in body if not _is_level(cells[0])]:
            line, name = unknown[0]
            why = f"the row {quoted(name)} is none of L, Q1, M, Q3, T1, T2, U, and no probability between 0 and 1"
            raise source.refused(why, "call it as the app does", "columns", line)
        for place, name in enumerate(heads[1:], start=1):
            if name:
                values = (cells[place] for _, cells in body)
                yield _Expert(name, rows[0][0], dict(zip(levels, values, strict=True)))


def _roulette(source: Source, heads: Sequence[str], body: Sequence[tuple[int, list[str]]], options: Options) -> _Expert:
    """The chips of elicit(): one expert, or a group that agreed."""
    if absent := [name for name in (_BINS, _CHIPS) if name not in heads]:
        why = f"column {quoted(absent[0])} not found; the file has {listed(map(quoted, heads))}"
        raise source.refused(why, "rename it back", "columns", 1)
    for line, cells in body:
        if not _BIN.fullmatch(cells[heads.index(_BINS)]):
            why = f"{quoted(cells[heads.index(_BINS)])} is no bin"
            raise source.refused(why, "write it as the others, such as (0, 10]", "columns", line)
    chips = {cells[heads.index(_BINS)]: cells[heads.index(_CHIPS)] for _, cells in body}
    name = str(options.mapping.settings.get("expert", "")) or f"{source.stem} expert"
    return _Expert(name, body[0][0] if body else 1, chips, are_chips=True)


def _is_level(name: str) -> bool:
    try:
        return name in _LIMITS or bool(_level(name))
    except ValueError:
        return False


def _level(name: str) -> Decimal:
    level = _LEVELS.get(name) or number(name)
    if level is None or not 0 < level < 1:
        raise ValueError(f"{quoted(name)} is no level of a quantile")
    return level


def _value(said: str, unit: str) -> Decimal | None:
    return number(said) if quantity_of(unit) else probability(said, 100 if unit == PERCENT else 1)


def _between_bins(chips: Mapping[str, str], unit: str) -> dict[Decimal, Decimal]:
    """Quantiles at the ends of bins, from the share of the chips that lies below each."""
    counts: list[tuple[Decimal, Decimal]] = []
    for name, said in chips.items():
        match, count = _BIN.fullmatch(name), number(said) or Decimal(0)
        if match is None or count < 0:
            raise ValueError(f"{quoted(said)} in {quoted(name)} is no number of chips")
        counts.append((Decimal(match[2]), count))
    total = sum(count for _, count in counts)
    found: dict[Decimal, Decimal] = {}
    below = Decimal(0)
    for end, count in counts:
        below += count
        # Over empty bins the share stays, and has been reached at the first of their ends.
        if count and 0 < below < total:
            value = _value(plain(end), unit)
            found[(below / total).quantize(_FINEST)] = end if value is None else value
    if total and len(found) < 2:
        raise ValueError("the chips lie in so few bins that they say no two quantiles")
    return found
