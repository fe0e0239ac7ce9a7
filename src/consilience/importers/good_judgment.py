"""The Good Judgment Project's archive: survey_fcasts and ifps."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from consilience.importers.kit import (
    ANNULLED,
    UNKNOWN,
    Asked,
    Column,
    Found,
    Line,
    Options,
    Outcome,
    Said,
    Source,
    kind_of_table,
    percent,
    probability,
    read_table,
)
from consilience.importers.kit.days import iso_day
from consilience.importers.kit.tables import told_of_blanks, told_of_zone
from consilience.study.reading.dates import Day, read_day

FORECASTS = (
    Column.of("ifp_id"),
    Column.of("user_id"),
    Column.of("answer_option"),
    Column.of("value"),
    Column.of("timestamp", "fcast_date"),
    Column.of("fcast_type"),
    Column.of("ctt", needed=False),
)
QUESTIONS = (
    Column.of("ifp_id"),
    Column.of("q_text"),
    Column.of("q_status"),
    Column.of("date_closed"),
    Column.of("outcome"),
    Column.of("options"),
    Column.of("q_desc", needed=False),
    Column.of("short_title", needed=False),
)
_LEFT = (
    *("cond", "training", "team", "forecast_id", "fcast_date", "expertise", "q_status", "viewtime", "year", "q_type"),
    *("date_start", "date_suspend", "date_to_close", "days_open", "n_opts"),
)
_OPTION = re.compile(r"\(([a-z])\)\s*(.*?)\s*,?\s*(?=\([a-z]\)|$)", re.DOTALL)
_WITHDRAWN, _TYPES = "4", ("0", "1", "2", "4")
_MISSING = ("", "NA", "NULL")


@dataclass(frozen=True, slots=True)
class _Ifp:
    """A question of the archive: what its letters say, and whether it is asked as an event of its first."""

    options: Mapping[str, str]

    @property
    def event(self) -> bool:
        return len(self.options) == 2 and [text.lower() for text in self.options.values()] == ["yes", "no"]


def read_good_judgment(sources: Sequence[Source], options: Options) -> Iterator[Found]:
    """Find forecasts and outcomes of the archive.

    Parameters
    ----------
    sources : sequence of Source
        ``survey_fcasts`` of one year or several, and ``ifps``, in any order.
    options : Options

    Yields
    ------
    Found
    """
    renamed = options.mapping.columns
    kinds = {"ifps": QUESTIONS, "forecasts": FORECASTS}
    forecasts: list[Line] = []
    ifps: dict[str, _Ifp] = {}
    for source in sources:
        kind = kind_of_table(source, kinds, renamed)
        table = read_table(source, kinds[kind], renamed=renamed, ignored=_LEFT)
        yield from table.problems
        if kind == "forecasts":
            forecasts.extend(table.lines)
        for line in table.lines if kind == "ifps" else ():
            yield from _ifp(line, ifps)
    if forecasts:
        yield from told_of_zone(forecasts[0].source, options)
    yield from _forecasts(forecasts, ifps, options)


def _ifp(line: Line, ifps: dict[str, _Ifp]) -> Iterator[Found]:
    id = line["ifp_id"]
    ifp = _Ifp({letter: text or letter for letter, text in _OPTION.findall(line["options"])})
    if len(ifp.options) < 2 or not id:
        yield line.problem("the question has no options (a), (b) …; it was left behind", "correct the row")
        return
    ifps[id] = ifp
    options = () if ifp.event else tuple(ifp.options.values())
    yield Asked(id, line["q_text"] or line["short_title"] or f"Question {id}", line["q_desc"], options)
    letter, closed = line["outcome"].lower(), iso_day(line["date_closed"])
    if line["q_status"].lower() in ("voided", "void"):
        outcome = ANNULLED
    elif line["outcome"] in _MISSING:
        outcome = UNKNOWN if line["q_status"].lower() == "closed" else ""
    elif letter not in ifp.options:
        yield line.problem(f"the outcome {letter!r} is none of the options; it was left out", "correct the cell")
        return
    else:
        outcome = {"a": "yes", "b": "no"}[letter] if ifp.event else ifp.options[letter]
    if outcome:
        yield Outcome(id, outcome, "" if closed in _MISSING else closed, file=line.source.name, line=line.line)


def _forecasts(lines: Iterable[Line], ifps: Mapping[str, _Ifp], options: Options) -> Iterator[Found]:
    """Forecasts in the order of each person's; a withdrawal ends the one before it."""
    lines = list(lines)
    told = _unknown_letters(lines, ifps)
    known = {**told, **ifps}
    yield from (
        Asked(id, f"Question {id}", options=() if ifp.event else tuple(ifp.options.values()))
        for id, ifp in told.items()
    )
    standing: dict[tuple[str, str, str], Said] = {}
    yield from told_of_blanks(line for line in lines if line["value"] in _MISSING)
    for line in lines:
        try:
            said = _forecast(line, known[line["ifp_id"]])
        except ValueError as error:
            yield line.problem(f"{error}; it was left behind", "correct the cell")
            continue
        if said is None:
            continue
        key = said.question, said.forecaster, said.option
        before = standing.pop(key, None)
        if line["fcast_type"] == _WITHDRAWN:
            if before is not None:
                yield replace(before, until=_later(before, said, options))
        else:
            if before is not None:
                yield before
            standing[key] = said
    yield from standing.values()


def _forecast(line: Line, ifp: _Ifp) -> Said | None:
    letter = line["answer_option"].lower()
    if line["fcast_type"] not in _TYPES:
        raise ValueError(f"{line['fcast_type']!r} is no type of forecast (0 new, 1 update, 2 affirmed, 4 withdrawn)")
    if letter not in ifp.options:
        raise ValueError(f"{letter!r} is none of the options of {line['ifp_id']}")
    chance = probability("" if line["value"] in _MISSING else line["value"])
    if chance is None or (ifp.event and letter != "a"):
        return None
    if line["user_id"] in _MISSING:
        raise ValueError("the row names no forecaster")
    return Said(
        line["ifp_id"],
        line["user_id"].removesuffix(".0"),
        iso_day(line["timestamp"]),
        percent(chance),
        option="" if ifp.event else ifp.options[letter],
        group="" if line["ctt"] in _MISSING else line["ctt"],
        file=line.source.name,
        line=line.line,
    )


def _later(before: Said, withdrawn: Said, options: Options) -> str:
    """When a forecast was withdrawn; rows out of order do not withdraw it before it was made."""
    said, gone = (read_day(text, zone=options.zone) for text in (before.date, withdrawn.date))
    in_order = isinstance(said, Day) and isinstance(gone, Day) and said.day <= gone.day
    return withdrawn.date if in_order else before.date


def _unknown_letters(lines: Iterable[Line], ifps: Mapping[str, _Ifp]) -> dict[str, _Ifp]:
    """Questions of which no ifps tell: with the letters that were forecast; of two, the first is asked."""
    letters: dict[str, set[str]] = {}
    for line in lines:
        if line["ifp_id"] not in ifps:
            letters.setdefault(line["ifp_id"], set()).add(line["answer_option"].lower())
    return {
        id: _Ifp({"a": "Yes", "b": "No"} if some <= {"a", "b"} else {letter: letter for letter in sorted(some)})
        for id, some in letters.items()
    }
