"""Submissions to forecast hubs in the format of hubverse: quantiles, means and classes of models."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from consilience.importers.kit import (
    Asked,
    Column,
    Found,
    Line,
    Options,
    Outcome,
    Said,
    Source,
    delimiter_of,
    number,
    percent,
    plain,
    probability,
    read_table,
    records,
)
from consilience.importers.kit.units import FRACTION, PERCENT, checked_units, quantiles, quantity_of
from consilience.problems import Problem
from consilience.study.texts import quoted

SETTINGS = ("unit", "units", "date")
_OUTPUT = ("output_type", "output_type_id", "value")
_ORACLE = "oracle_value"
_DATES = ("origin_date", "reference_date", "forecast_date", "round_id")
_SUBMISSION = re.compile(r"(\d{4}-\d{2}-\d{2}|.+?)-([^-]+)-([^-]+)")
_MISSING = ("", "NA", "nan", "NaN")
# Levels are doubles on their way through several languages.
_LEVEL = Decimal("0.000001")
_MEDIAN = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class _Task:
    """What a model submitted for one task of its hub."""

    id: str
    target: str
    model: str
    group: str
    date: str
    lines: tuple[Line, ...]

    def said(self, line: Line, estimate: str, option: str = "") -> Said:
        return Said(
            self.id,
            self.model,
            self.date,
            estimate,
            option=option,
            group=self.group,
            kind="model",
            file=line.source.name,
            line=line.line,
        )


def read_hubverse(sources: Sequence[Source], options: Options) -> Iterator[Found]:
    """Find what models submitted, and how it came out.

    Parameters
    ----------
    sources : sequence of Source
        CSV of model output, named as hubs do (``2025-01-11-team-model.csv``) or with the column ``model_id``; and
        oracle output.
    options : Options
        ``unit``, or ``[units]`` by target: ``percent`` or ``fraction`` of probabilities, else that of a quantity.

    Yields
    ------
    Found
        Rows of ``quantile``, ``median``, ``mean`` (of a probability) and ``pmf``; other types are told, and left out.
    """
    checked_units(options)
    asked: dict[str, Asked] = {}
    oracles: list[tuple[Source, tuple[str, ...]]] = []
    tasks: list[tuple[_Task, tuple[str, ...]]] = []
    for source in sources:
        headings = _headings(source)
        if _ORACLE in headings:
            oracles.append((source, headings))
            continue
        yield from _submitted(source, headings, options, tasks)
    units = _units([task for task, _ in tasks], options)
    for task, _ in tasks:
        for found in _found(task, units):
            if isinstance(found, Asked):
                asked[found.id] = _merged(asked.get(found.id), found)
            else:
                yield found
    yield from asked.values()
    for source, headings in oracles:
        yield from _outcomes(source, headings, tasks, options)
    yield from _left_out([task for task, _ in tasks], units)


def _headings(source: Source) -> tuple[str, ...]:
    known = (*_OUTPUT, _ORACLE)
    return tuple(name.strip() for name in next(records(source, delimiter_of(source, known), []), (1, []))[1])


def _task_ids(headings: Sequence[str], options: Options) -> tuple[str, ...]:
    renamed = set(options.mapping.columns.values())
    return tuple(
        name for name in headings if name not in (*_OUTPUT, _ORACLE, "model_id", "as_of") and name not in renamed
    )


def _submitted(
    source: Source, headings: Sequence[str], options: Options, tasks: list[tuple[_Task, tuple[str, ...]]]
) -> Iterator[Problem]:
    ids = _task_ids(headings, options)
    columns = [*map(Column.of, _OUTPUT), Column.of("model_id", needed=False)]
    named = [Column(f"? {name}", (name,)) for name in ids]
    if "model_id" not in headings:
        columns.pop()
    table = read_table(source, [*columns, *named], renamed=options.mapping.columns, ignored=("as_of",))
    yield from table.problems
    match = _SUBMISSION.fullmatch(source.stem)
    if match is None and "model_id" not in headings:
        why = "the model is named neither by the file, nor in a column model_id"
        raise source.refused(why, "call the file as the hub does: 2025-01-11-team-model.csv", "columns")
    together: dict[tuple[str, ...], list[Line]] = {}
    for line in table.lines:
        model = line.cells.get("model_id") or (f"{match[2]}-{match[3]}" if match else "")
        if not model:
            yield line.problem("the row names no model, and was left behind", "fill model_id in")
            continue
        together.setdefault((model, *(line[f"? {name}"] for name in ids)), []).append(line)
    for (model, *said), lines in together.items():
        cells = dict(zip(ids, said, strict=True))
        date = str(options.mapping.settings.get("date", "")) or next((cells[d] for d in _DATES if d in cells), "")
        date = date or (match[1] if match and match[1][:4].isdecimal() else "")
        group = model.partition("-")[0]
        task = _Task(_words(cells), cells.get("target", ""), model, group, date, tuple(lines))
        tasks.append((task, ids))


def _words(cells: Mapping[str, str]) -> str:
    """Name a task: its target first, and then whatever tells it from others, as text."""
    rest = [f"{name} {said}" for name, said in cells.items() if name != "target" and said]
    return ", ".join([*filter(None, [cells.get("target", "")]), *rest])


def _units(tasks: Sequence[_Task], options: Options) -> dict[str, str]:
    settings = options.mapping.settings
    targets = list(dict.fromkeys(task.target for task in tasks))
    said: Mapping[str, str] = settings.get("units", {})
    if strange := sorted(said.keys() - set(targets)):
        why = f"{quoted(strange[0])} in [units] is no target of the file"
        raise options.mapping.refused(why, f"name one of {', '.join(map(quoted, targets))}")
    return {target: said.get(target, settings.get("unit", "")) for target in targets}


def _merged(before: Asked | None, found: Asked) -> Asked:
    options = (*before.options, *(of for of in found.options if of not in before.options)) if before else found.options
    return Asked(found.id, found.title, options=options, unit=found.unit)


def _found(task: _Task, units: Mapping[str, str]) -> Iterator[Found]:
    unit = units[task.target]
    classes = [line for line in task.lines if line["output_type"] == "pmf"]
    levels = [line for line in task.lines if line["output_type"] in ("quantile", "median")]
    means = [line for line in task.lines if line["output_type"] == "mean"]
    if classes:
        yield Asked(task.id, task.id, options=tuple(dict.fromkeys(line["output_type_id"] for line in classes)))
        yield from _classes(task, classes)
    elif unit:
        yield Asked(task.id, task.id, unit=quantity_of(unit))
        if levels:
            yield from _quantiles(task, levels, unit)
        elif unit in (PERCENT, FRACTION):
            for line in means:
                yield from _mean(task, line, unit)


def _classes(task: _Task, lines: Sequence[Line]) -> Iterator[Found]:
    total = Decimal(0)
    for line in lines:
        try:
            chance = probability(line["value"])
        except ValueError as error:
            yield line.problem(f"{error}; it was left behind", "correct the cell")
            continue
        if chance is not None:
            total += chance
            yield task.said(line, percent(chance), option=line["output_type_id"])
    if abs(total - 1) > _LEVEL:
        why = f"the classes of {quoted(task.id)} sum to {percent(total)} by {quoted(task.model)}"
        yield lines[0].source.told(why, "correct them if that is a slip: they are kept as said", lines[0].line)


def _mean(task: _Task, line: Line, unit: str) -> Iterator[Found]:
    try:
        chance = probability(line["value"], 100 if unit == PERCENT else 1)
    except ValueError as error:
        yield line.problem(f"{error}; it was left behind", "correct the cell")
        return
    if chance is not None:
        yield task.said(line, percent(chance))


def _quantiles(task: _Task, lines: Sequence[Line], unit: str) -> Iterator[Found]:
    """Quantiles of one task together: none is right where one contradicts another."""
    known: dict[Decimal, tuple[Decimal, Line]] = {}
    for line in lines:
        try:
            level, value = _level(line), _value(line["value"], unit)
        except ValueError as error:
            yield line.problem(f"{error}; its task {quoted(task.id)} was left behind", "correct the cell")
            return
        if value is None:
            continue
        before = known.setdefault(level, (value, line))
        if before[0] != value:
            yield _contradiction(task, level, value, line, level, before[0], before[1])
            return
    ordered = sorted(known.items())
    for (low, (less, first)), (high, (more, second)) in pairwise(ordered):
        if less > more:
            yield _contradiction(task, high, more, second, low, less, first)
            return
    try:
        said = quantiles({level: value for level, (value, _) in ordered}, unit)
    except ValueError as error:
        yield lines[0].problem(f"{error}; it was left behind", "add another level")
        return
    if said:
        yield task.said(lines[0], said)


def _level(line: Line) -> Decimal:
    said = line["output_type_id"]
    if line["output_type"] == "median" and said in _MISSING:
        return _MEDIAN
    level = number(said)
    if level is None or not 0 < level < 1:
        raise ValueError(f"{quoted(said)} is no level of a quantile, between 0 and 1")
    return level.quantize(_LEVEL).normalize()


def _value(said: str, unit: str) -> Decimal | None:
    if unit in (PERCENT, FRACTION):
        return probability(said, 100 if unit == PERCENT else 1)
    return number(said)


def _contradiction(
    task: _Task, level: Decimal, value: Decimal, line: Line, other: Decimal, before: Decimal, first: Line
) -> Problem:
    why = (
        f"the value at {plain(level)} ({plain(value)}) contradicts that at {plain(other)} ({plain(before)}) on line"
        f" {first.line}, and {quoted(task.id)} of {quoted(task.model)} was left behind"
    )
    return line.problem(why, "a level has one value, and quantiles do not fall: correct one of them")


def _left_out(tasks: Sequence[_Task], units: Mapping[str, str]) -> Iterator[Problem]:
    if not tasks:
        return
    source = tasks[0].lines[0].source
    numeric = [
        task for task in tasks if any(line["output_type"] in ("quantile", "median", "mean") for line in task.lines)
    ]
    without = list(dict.fromkeys(task.target for task in numeric if not units[task.target]))
    why = "the files do not say in which unit these targets are, and they were left out"
    yield from source.told_of(without, why, 'say unit = "…" or [units] by target in a file for --map')
    types = {line["output_type"] for task in tasks for line in task.lines} - {"quantile", "median", "mean", "pmf"}
    yield from source.told_of(sorted(types), "rows of these output types were left out")
    quantities = [task.target for task in numeric if units[task.target] not in ("", PERCENT, FRACTION)]
    if any(line["output_type"] == "mean" for task in numeric if task.target in quantities for line in task.lines):
        yield source.told("the means of quantities were left out: a mean is no quantile", "nothing needs to be done")


def _outcomes(
    source: Source, headings: Sequence[str], tasks: Sequence[tuple[_Task, tuple[str, ...]]], options: Options
) -> Iterator[Found]:
    """Outcomes of tasks, joined by whatever both files say of them: oracles may lack some task ids."""
    ids = _task_ids(headings, options)
    named = [Column(f"? {name}", (name,)) for name in ids]
    output = [Column.of(name, needed=False) for name in _OUTPUT[:2] if name in headings]
    table = read_table(source, [Column.of(_ORACLE), *output, *named], renamed=options.mapping.columns)
    yield from table.problems
    for task, mine in tasks:
        shared = [name for name in ids if name in mine]
        for line in table.lines:
            if shared and all(line[f"? {name}"] == task.lines[0][f"? {name}"] for name in shared):
                yield from _outcome(task, line)


def _outcome(task: _Task, line: Line) -> Iterator[Found]:
    kind, types = line.cells.get("output_type", ""), {of["output_type"] for of in task.lines}
    try:
        value = number(line[_ORACLE])
    except ValueError as error:
        yield line.problem(f"{error}; it was left behind", "correct the cell")
        return
    if kind == "pmf" and "pmf" in types and value == 1:
        yield Outcome(task.id, line["output_type_id"], file=line.source.name, line=line.line)
    elif value is not None and kind in ("quantile", "median", "") and "pmf" not in types:
        yield Outcome(task.id, plain(value), file=line.source.name, line=line.line)
