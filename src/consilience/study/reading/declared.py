"""What the named tables of study.toml declare: questions, dialects of files."""

import datetime as dt
import zoneinfo
from typing import TYPE_CHECKING, Literal

from consilience.notation import Bounds, Range, Value, parse
from consilience.problems import NotationError
from consilience.study.naming import name_of
from consilience.study.question import Question
from consilience.study.reading.dialect import Dialect
from consilience.study.reading.toml_lines import Keys
from consilience.study.reading.toml_tables import TableReader
from consilience.study.texts import quoted

if TYPE_CHECKING:
    from consilience.study.reading.schema import QuestionTable

# What a gate has none of, and of these what a question may have whose parents bear on it one by one.
_OWN = ("given", "options", "prior", "unit", "parents", "cruxes")
_UNDER_INFLUENCE = ("given", "prior", "unit")

type Gate = Literal["all_of", "any_of", "at_least", "not"]
type Influence = Literal["noisy_or", "noisy_and"]


def read_questions(tables: object, reader: TableReader) -> dict[str, Question]:
    """Read ``[question.NAME]``; a faulty one is kept as far as it goes, so that its estimates stay sound.

    Parameters
    ----------
    tables : object
        What stands under ``question``, as parsed.
    reader : TableReader
        Gathers the problems.

    Returns
    -------
    dict of str to Question
        In the order of the file.
    """
    from consilience.study.reading.schema import QuestionTable

    questions: dict[str, Question] = {}
    for name, table in named_tables(tables, "question", reader).items():
        read = reader.read(QuestionTable, table, ("question", name))
        questions[name] = _question(name, read or QuestionTable(), reader)
    if not questions:
        remedy = 'add, for example, [question.takeover] and below it title = "An AI takes over"'
        reader.fault((), "the study asks no question", remedy)
    return questions


def _question(name: str, table: "QuestionTable", reader: TableReader) -> Question:
    keys = ("question", name)
    gates: dict[Gate, list[str] | None] = {
        "all_of": table.all_of,
        "any_of": table.any_of,
        "at_least": table.at_least.of if table.at_least else None,
        "not": [table.not_] if table.not_ else None,
    }
    stated = {gate: of for gate, of in gates.items() if of}
    bearing: dict[Influence, list[str] | None] = {"noisy_or": table.noisy_or, "noisy_and": table.noisy_and}
    influences = {influence: parents for influence, parents in bearing.items() if parents}
    if table.fixed is not None:
        # True by design is all of nothing, and false any of nothing.
        for key in (*stated, *influences):
            why = f"{key!r} cannot be declared for what is fixed by design"
            reader.fault((*keys, key), why, "take it out, or take fixed out")
        stated, influences = {"all_of" if table.fixed else "any_of": []}, {}
    gate = next(iter(stated), None)
    influence = None if gate else next(iter(influences), None)
    _check_question(keys, {str(key): names for key, names in (stated | influences).items()}, table, reader)
    if influence:
        table = table.model_copy(update={"parents": influences[influence], "cruxes": None, "options": None})
    parents, cruxes = ((), ()) if gate else _bonds(name, table, reader, influence or "parents")
    return Question(
        name=name,
        title=table.title or name,
        description=table.description,
        given=table.given,
        gate=gate,
        of=tuple(stated[gate]) if gate else (),
        k=table.at_least.k if table.at_least else None,
        options=tuple(table.options or ()),
        prior=_prior(table, keys, reader),
        unit=table.unit,
        parents=parents,
        cruxes=cruxes,
        influence=influence,
    )


def _check_question(keys: Keys, gates: dict[str, list[str]], table: "QuestionTable", reader: TableReader) -> None:
    if len(gates) > 1:
        why = f"a question has one gate, not {' and '.join(gates)}"
        reader.fault((*keys, list(gates)[1]), why, "move one into its own question")
    influence = next((gate for gate in gates if gate.startswith("noisy")), None)
    for key in _OWN:
        if gates and getattr(table, key) is not None and not (influence and key in _UNDER_INFLUENCE):
            what, instead = "a gate, which follows from other questions alone", "one of the questions of the gate"
            if influence:
                what, instead = f"what follows from its parents by {influence}", "a question without it"
            elif table.fixed is not None:
                what, instead = "what is fixed by design", "a question that is open"
            remedy = f"take {key} out, or declare it for {instead}"
            reader.fault((*keys, key), f"{key!r} cannot be declared for {what}", remedy)
    lists = {"options": table.options, "parents": table.parents, "cruxes": table.cruxes}
    for key, names in (gates | {key: names for key, names in lists.items() if names}).items():
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            reader.fault((*keys, key), f"{quoted(twice)} stands twice in {key}", "keep one of them")
    if table.options and len(table.options) == 1:
        reader.fault((*keys, "options"), "one option alone is certain", "name all the options, or ask a plain question")
    for key in ("prior", "unit"):
        if table.options and getattr(table, key) is not None:
            reader.fault((*keys, key), f"{key!r} cannot be declared for exclusive options", f"take {key} out")
    if table.at_least and table.at_least.k > len(table.at_least.of):
        why = f"at least {table.at_least.k} of {len(table.at_least.of)} cannot happen"
        reader.fault((*keys, "at_least"), why, f"write k = {len(table.at_least.of)} or less")


def _bonds(
    name: str, table: "QuestionTable", reader: TableReader, declared: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read parents, under the key that they are declared by, and ``cruxes``, those at fault left out."""
    keys = ("question", name)
    kept: dict[str, tuple[str, ...]] = {}
    for key, role, names in ((declared, "parent", table.parents), ("cruxes", "crux", table.cruxes)):
        kept[key] = tuple(dict.fromkeys(other for other in names or () if name_of(other) != name))
        if names and len(kept[key]) < len(set(names)):
            reader.fault((*keys, key), f"a question cannot be its own {role}", f"take {quoted(name)} out")
        for other in kept[key]:
            if other in (table.given or {}):
                why = f"{quoted(other)} stands in given and in {key}: the question is asked in one of its states alone"
                reader.fault((*keys, key), why, f"take it out of given to ask in both, or out of {key}")
        if names and table.unit:
            why = f"{key!r} cannot be declared for a quantity, which is neither true nor false"
            reader.fault((*keys, key), why, f"take {key} out, or ask an event, such as the quantity passing a bound")
    if table.parents and table.cruxes:
        why = "a question has parents or cruxes, not both: a row names every parent, or one crux"
        reader.fault((*keys, "cruxes"), why, "take one of them out, or name the cruxes as parents")
    if table.cruxes and table.options:
        why = "'cruxes' cannot be declared for exclusive options"
        reader.fault((*keys, "cruxes"), why, "ask the option that the cruxes would move as a question of its own")
    return kept[declared], () if table.parents else kept["cruxes"]


def _prior(table: "QuestionTable", keys: Keys, reader: TableReader) -> Value | None:
    if table.prior is None:
        return None
    prior = reader.value(table.prior, (*keys, "prior"), table.unit)
    if prior is None or isinstance(prior, Range | Bounds):
        return prior
    remedy = 'write, for example, prior = "10% [0.1%, 90%]" or prior = "1-50% @90%"'
    reader.fault((*keys, "prior"), "a prior is a range, or a best value with bounds", remedy)
    return None


def read_dialects(tables: object, reader: TableReader) -> dict[str, Dialect | None]:
    """Read ``[dialect."file.csv"]``.

    Parameters
    ----------
    tables : object
        What stands under ``dialect``, as parsed.
    reader : TableReader
        Gathers the problems.

    Returns
    -------
    dict of str to (Dialect or None)
        ``None`` where the declaration is at fault, so that its file is not read in another dialect than was
        meant.
    """
    from consilience.study.reading.schema import DialectTable

    dialects: dict[str, Dialect | None] = {}
    for name, table in named_tables(tables, "dialect", reader).items():
        keys = ("dialect", name)
        before = len(reader.problems)
        if isinstance(table, dict) and list(table) == ["csv"]:
            reader.fault((*keys, "csv"), "the dot of a file name makes two tables", f'write [dialect."{name}.csv"]')
            dialects[f"{name}.csv"] = None
            continue
        read = reader.read(DialectTable, table, keys)
        zone = read_zone(read.timezone, (*keys, "timezone"), reader) if read and read.timezone else None
        if read and read.grid:
            _check_grid(read.grid, (*keys, "grid"), reader)
        if read and read.delimiter == read.decimal:
            remedy = 'declare delimiter = ";" or whatever separates the fields; between commas write decimal points'
            reader.fault(keys, "the comma cannot separate both fields and decimals", remedy)
        if read is None or len(reader.problems) > before:
            dialects[name] = None
        else:
            dialects[name] = Dialect(
                read.delimiter,
                read.decimal,
                read.date,
                read.scale,
                read.grid,
                zone,
                read.encoding,
                colon=read.colon,
                slash=read.slash,
            )
    return dialects


def _check_grid(grid: str, keys: Keys, reader: TableReader) -> None:
    try:
        parse("0%", grid=grid)
    except NotationError as error:
        reader.fault(keys, f"this is no grid: {error.problem.why}", 'write, for example, grid = "1%"')


def read_zone(name: str, keys: Keys, reader: TableReader) -> dt.tzinfo:
    """Find a time zone by its IANA name; UTC, and a problem, where there is none of that name."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        reader.fault(keys, f"there is no time zone {quoted(name)}", 'write, for example, timezone = "Europe/Berlin"')
        return dt.UTC


def named_tables(tables: object, what: str, reader: TableReader) -> dict[str, object]:
    """Tables by name, none and a problem where something else stands in their place."""
    if isinstance(tables, dict):
        return tables
    reader.fault((what,), f"{what!r} should be tables with names", f"write [{what}.NAME] on a line of its own")
    return {}
