"""Statements and outcomes as rows of a study: under its names, once each, new ones only."""

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from consilience.importers.kit.days import ORDERS, is_unordered, iso_day
from consilience.importers.kit.found import Asked, Head, Outcome, Said
from consilience.importers.kit.haul import Haul
from consilience.importers.kit.keys import key_for, option_names
from consilience.importers.kit.mapping import Map, Options
from consilience.importers.kit.numbers import spelled
from consilience.problems import Problem
from consilience.study.naming import GIVEN, name_of
from consilience.study.question import Question
from consilience.study.reading.dates import Day, read_day
from consilience.study.resolutions import Resolution
from consilience.study.study import Study
from consilience.study.texts import is_control, listed, quoted, remedy_for_name, skeleton

# What makes two rows one: the question, who, when and what; of what is no person also of which group.
type Key = tuple[str, str, str, str, dt.datetime, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One new row of a file of estimates, with the place that it comes from."""

    cells: Mapping[str, str]
    said: Said


@dataclass
class Names:
    """What the study calls the questions and options of a platform.

    Attributes
    ----------
    questions : dict of str to str
        By id.
    options : dict of str to (mapping of str to str)
        By id, then by what the platform calls them.
    new : dict of str to Asked
        Questions that the study does not have yet, by their name in it.
    """

    questions: dict[str, str] = field(default_factory=dict)
    options: dict[str, Mapping[str, str]] = field(default_factory=dict)
    new: dict[str, Asked] = field(default_factory=dict)


def tidy(text: str) -> str:
    """Lay a text on one line, without invisible characters, and spell a letter with its accent in one way."""
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():
        return " ".join(text.split())
    return " ".join("".join(" " if c.isspace() else "" if is_control(c) else c for c in text).split())


def source_of(platform: str, id: str) -> str:
    """Name where a statement was found: the platform, and its id of the question."""
    return tidy(f"{platform} {id}")


def name_questions(
    haul: Haul, study: Study | None, known: Iterable[Resolution], platform: str, options: Options
) -> Names:
    """Find or make the name of every question that something was said about.

    Parameters
    ----------
    haul : Haul
        Statements about questions that the mapping file leaves out are taken out of it.
    study : Study, optional
        The one that is imported into.
    known : iterable of Resolution
        Its outcomes.
    platform : str
    options : Options
    """
    mapped = options.mapping.questions
    _leave_out(haul, mapped, options.mapping.only_mapped)
    names = Names()
    there: Mapping[str, Question] = study.questions if study else {}
    earlier = _by_source(study, known, platform)
    claimed = set(map(name_of, earlier.values()))
    free = {key: question for key, question in there.items() if key not in claimed}
    taken = {skeleton(name) for name in there}
    spoken = {said.question for said in haul.said} | {said.given for said in haul.said}
    spoken |= {crux for asked in haul.asked.values() if asked.id in spoken for crux in asked.cruxes}
    spoken |= {asked.id for asked in haul.asked.values() if asked.always}
    if haul.head:
        spoken.add(haul.head.outcome)
    for id, asked in haul.asked.items():
        before = earlier.get(source_of(platform, id))
        key = mapped.get(id) or (name_of(before) if before and asked.options else before)
        key = key or _alike(asked, platform, free)
        # Two that are asked in the same words are two.
        free.pop(key or "", None)
        if key is None and id not in spoken:
            continue
        if key is None:
            key = asked.key if asked.key and skeleton(asked.key) not in taken else ""
            key = key or key_for(asked.title, id, platform, taken)
        names.questions[id] = key
        names.options[id] = option_names(asked.options)
        if name_of(key) not in there and id in spoken:
            names.new.setdefault(name_of(key), asked)
        taken.add(skeleton(name_of(key)))
    return names


def _leave_out(haul: Haul, mapped: Mapping[str, str], only: bool) -> None:
    def kept(id: str) -> bool:
        named = not only or id in mapped or any(key.startswith(f"{id}/") for key in mapped)
        return not id or (named and mapped.get(id) != "")

    haul.said = [said for said in haul.said if kept(said.question) and (not said.given or kept(said.given))]
    haul.outcomes = [outcome for outcome in haul.outcomes if kept(outcome.question)]
    haul.asked = {
        id: replace(asked, cruxes=tuple(crux for crux in asked.cruxes if kept(crux)))
        for id, asked in haul.asked.items()
        if kept(id)
    }
    if haul.head and not kept(haul.head.outcome):
        haul.head = replace(haul.head, outcome="")


def _by_source(study: Study | None, known: Iterable[Resolution], platform: str) -> dict[str, str]:
    """Questions of the study by where they were found: rows and outcomes say it."""
    pairs = [(resolution.source, resolution.question) for resolution in known]
    pairs += [(row.source or "", row.question) for row in (study.rows if study else ())]
    return {source: question for source, question in pairs if source.startswith(f"{platform} ")}


def _alike(asked: Asked, platform: str, there: Mapping[str, Question]) -> str | None:
    """A question of the study with the same words, of which nothing says where it comes from."""
    key = asked.key or key_for(asked.title, asked.id, platform, ())
    return key if key in there and there[key].title == tidy(asked.title) else None


def rows_of(haul: Haul, names: Names, platform: str, options: Options, hide: Callable[[str], str]) -> Iterator[Row]:
    """Spell statements as rows; those whose date cannot be read are told, and left behind.

    Parameters
    ----------
    haul : Haul
        Its ``problems`` are added to.
    names : Names
    platform : str
    options : Options
    hide : callable
        What persons are called.
    """
    for said in haul.said:
        since, till = _in_order(said.date, options), _in_order(said.until, options)
        day, until = _read_day(since, options), _read_day(till, options) if said.until else None
        wrong = next((part for part in (until, day) if isinstance(part, Problem)), None)
        if wrong is not None and (said.date or wrong is until):
            haul.problems.append(_placed(wrong, said))
            continue
        question = _question(said, names, options.mapping.questions)
        if not question:
            continue
        person = said.kind == "person"
        cells = {
            "question": question,
            "forecaster": hide(tidy(said.forecaster)) if person and said.forecaster else tidy(said.forecaster),
            "date": _spelled(day, since),
            "estimate": tidy(said.estimate),
            "group": tidy(said.group),
            "kind": "" if person else said.kind,
            "until": _spelled(until, till),
            "source": tidy(said.source) or source_of(platform, said.question),
            "note": tidy(said.note),
        }
        yield Row(cells, said)


def _question(said: Said, names: Names, mapped: Mapping[str, str]) -> str:
    asked = f"{said.question}/{said.option}"
    if said.option and asked in mapped:
        return mapped[asked]
    name = names.questions[said.question]
    if said.option:
        name = f"{name}={names.options[said.question].get(said.option, tidy(said.option))}"
    return f"{name}{GIVEN}{names.questions[said.given]}" if said.given else name


def _spelled(day: Day | Problem | None, said: str) -> str:
    if isinstance(day, Day) and day.instant is not None:
        return spelled(day.instant)
    return said.strip()


def _in_order(said: str, options: Options) -> str:
    return iso_day(said, ORDERS.get(options.mapping.dates))


def _read_day(said: str, options: Options) -> Day | Problem:
    day = read_day(said, zone=options.zone)
    if isinstance(day, Problem) and is_unordered(said):
        why = "in this date day or month may come first"
        remedy = 'say dates = "day/month/year" or "month/day/year" in a file for --map'
        return replace(day, why=why, remedy=remedy)
    return day


def _placed(problem: Problem, said: Said | Outcome) -> Problem:
    # Another order of dates is proven by the file, or said in the mapping file: study.toml knows nothing of it.
    remedy = problem.remedy.partition(", or declare")[0]
    return replace(problem, remedy=remedy, file=said.file or None, line=said.line)


def new_rows(rows: Iterable[Row], study: Study | None) -> list[Row]:
    """Keep the rows that the study does not have, each once.

    Notes
    -----
    Whoever was withdrawn since the last import comes again with ``until``: the later row of one moment stands. A row
    without it does not undo a withdrawal that is known.
    """
    there: dict[Key, set[str]] = {}
    for estimate in study.rows if study else ():
        person = estimate.kind == "person"
        key = (estimate.question, estimate.forecaster, estimate.kind, "" if person else estimate.group or "")
        until = estimate.until.isoformat() if estimate.until else ""
        there.setdefault((*key, estimate.moment, estimate.said), set()).add(until)
    kept = []
    for row in rows:
        known = there.setdefault(_key(row.cells), set())
        until = _day(row.cells["until"])
        if until not in known and (until or not known):
            kept.append(row)
        known.add(until)
    return kept


def _key(cells: Mapping[str, str]) -> Key:
    person = cells["kind"] == ""
    moment = moment_of(cells["date"]) or dt.datetime.combine(dt.date.min, dt.time(), dt.UTC)
    group = "" if person else cells["group"]
    return cells["question"], cells["forecaster"], cells["kind"] or "person", group, moment, cells["estimate"]


def _day(said: str) -> str:
    day = read_day(said) if said else None
    return day.day.isoformat() if isinstance(day, Day) else ""


def keep_spoken(names: Names, rows: Iterable[Row], head: Head | None) -> None:
    """Take out the questions of which no row is left, but for those that others refer to."""
    spoken = {name_of(row.cells["question"]) for row in rows}
    referred = {names.questions[crux] for asked in names.new.values() for crux in asked.cruxes}
    if head and head.outcome:
        referred.add(names.questions[head.outcome])
    names.new = {key: asked for key, asked in names.new.items() if key in spoken | referred or asked.always}


def resolutions_of(
    haul: Haul, names: Names, known: Iterable[Resolution], platform: str, options: Options
) -> list[Resolution]:
    """Spell the outcomes that are new or differ from what the study knows; the latest of a question holds.

    Parameters
    ----------
    haul : Haul
        Its ``problems`` are added to.
    names, platform, options
        As for :func:`rows_of`.
    known : iterable of Resolution
        Those of the study.
    """
    standing = {resolution.question: resolution for resolution in known}
    added: dict[str, Resolution] = {}
    for outcome in haul.outcomes:
        if outcome.question not in names.questions:
            continue
        known_on = _in_order(outcome.date, options)
        day = _read_day(known_on, options) if outcome.date else None
        if isinstance(day, Problem):
            haul.problems.append(_placed(day, outcome))
            continue
        name = names.questions[outcome.question]
        if outcome.option:
            name = f"{name}={names.options[outcome.question].get(outcome.option, tidy(outcome.option))}"
        said = names.options[outcome.question].get(outcome.outcome, tidy(outcome.outcome))
        new = Resolution(name, said, _spelled(day, known_on), source_of(platform, outcome.question))
        before = standing.get(name)
        # Of two outcomes the one that was known later holds: a file that is older than the study adds none.
        if before is None or ((before.outcome, before.date) != (new.outcome, new.date) and not _older(new, before)):
            standing[name] = added[name] = new
    return list(added.values())


def _older(one: Resolution, other: Resolution) -> bool:
    first, second = moment_of(one.date), moment_of(other.date)
    return first is not None and second is not None and first < second


def moment_of(said: str) -> dt.datetime | None:
    """When a text says, a bare day at midnight; ``None`` where it says nothing."""
    day = read_day(said) if said else None
    if not isinstance(day, Day):
        return None
    return day.instant or dt.datetime.combine(day.day, dt.time(), dt.UTC)


def told_of_unknown_ids(haul: Haul, mapping: Map) -> list[Problem]:
    """Find ids of the mapping file that the files do not have."""
    known = haul.asked.keys() | {f"{id}/{option}" for id, asked in haul.asked.items() for option in asked.options}
    found = []
    for id in mapping.questions.keys() - known:
        there = [asked.id for asked in haul.asked.values() if asked.address == id]
        why = f"no question of the file is called {quoted(id)}, as [questions] says"
        remedy = remedy_for_name(id, known, "ids")
        if there:
            why, remedy = f"{why}: that stands in the address", f"write {listed(there)}"
        found.append(Problem(why, remedy, file=mapping.file or None, severity="warning", check="map"))
    return sorted(found, key=lambda problem: problem.why)


def told_of_same_titles(names: Names) -> Iterator[Problem]:
    """Find new questions that nobody could tell apart by what they ask."""
    by_title: dict[str, list[str]] = {}
    for key, asked in names.new.items():
        by_title.setdefault(skeleton(tidy(asked.title)), []).append(key)
    for alike in by_title.values():
        if len(alike) > 1:
            why = f"questions {listed(map(quoted, alike))} are asked in the same words: {names.new[alike[0]].title}"
            yield Problem(why, "say in study.toml what each asks", severity="warning", check="titles")


def told_of_new_options(haul: Haul, names: Names, study: Study | None, mapped: Mapping[str, str]) -> Iterator[Problem]:
    """Find options that the study's own question does not have: their rows are left behind."""
    for id, key in names.questions.items():
        question = study.questions.get(key) if study else None
        if question is None or not question.options:
            continue
        named = names.options[id].items()
        lacking = [name for text, name in named if name not in question.options and f"{id}/{text}" not in mapped]
        if lacking:
            why = (
                f"question {quoted(key)} has no option {listed(map(quoted, lacking))}, and rows of it were left behind"
            )
            remedy = f"add it to options of [question.{key}] in study.toml, and import the file again"
            yield Problem(why, remedy, severity="warning", check="options")
