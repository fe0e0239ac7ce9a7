"""Surveys: columns become questions as a mapping file says, and rows become people."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from consilience.importers.kit import Asked, Column, Found, Line, Options, Said, Source, table_of
from consilience.importers.kit.days import ORDERS, iso_day, proven_order
from consilience.importers.kit.numbers import spelled
from consilience.importers.kit.tables import told_of_zone
from consilience.importers.survey_answers import Reading, estimate_of, is_above_one, may_be_fraction
from consilience.importers.survey_sheets import Opener, Sheet, drop_repeated, one_header, qualtrics, surveymonkey
from consilience.problems import Problem, StudyError
from consilience.study.reading.dates import Day, read_day
from consilience.study.texts import lines, listed, quoted

SETTINGS = ("person", "date", "group", "unit", "units", "answers")
# What LimeSurvey writes for the day where a survey does not keep it.
_NO_DAY = "1980-01-01"
_REMEDY = 'say unit = "percent", decimal = "," or [answers] in a file for --map, or correct the cell'
_NO_ANSWER = "-99"
# The zones that Google names by letters; all others are GMT and hours.
_AMERICAN = dict(
    zip(
        ("HST", "AKST", "AKDT", "PST", "PDT", "MST", "MDT", "CST", "CDT", "EST", "EDT"),
        (f"-{hours:02}:00" for hours in (10, 9, 8, 8, 7, 7, 6, 6, 5, 5, 4)),
        strict=True,
    )
)
# What Google calls it to people of other languages.
_TIMESTAMP = (
    *("Zeitstempel", "Horodateur", "Marca temporal", "Carimbo de data/hora", "Informazioni cronologiche"),
    *("Tijdstempel", "Tidsstämpel", "Tidsstempel", "Tidsmerke", "Aikaleima", "Sygnatura czasowa", "Časová značka"),
    *("Časové razítko", "Időbélyeg", "Marcaj de timp", "Zaman damgası", "Отметка времени", "Позначка часу"),
    *(
        "タイムスタンプ",
        "时间戳记",
        "時間戳記",
        "타임스탬프",
        "חותמת זמן",
        "طابع زمني",
        "Dấu thời gian",
        "Stempel waktu",
    ),
)
_PREVIEW, _TEST, _SPAM = 1, 2, 8


@dataclass(frozen=True)
class Platform:
    """What a platform's exports have in common.

    Parameters
    ----------
    open : callable
        Reads a file.
    person, date : tuple of str
        Columns of the respondent and of the time of submission, where the mapping file names none.
    unused : callable
        Says why a row is no answer; empty where it is one.
    columns : tuple of str
        By which it is told.
    also : mapping of str to tuple of str
        How else columns are headed, by the name that they have here.
    zones : mapping of str to str
        Offsets by what the platform calls them, where others call several the same.
    """

    open: Opener
    person: tuple[str, ...]
    date: tuple[str, ...]
    unused: Callable[[Mapping[str, str]], str]
    columns: tuple[str, ...] = ()
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    zones: Mapping[str, str] = field(default_factory=dict)


def _qualtrics_unused(cells: Mapping[str, str]) -> str:
    status = cells.get("Status", "").casefold()
    bits = int(status) if status.isdecimal() and status.isascii() else 0
    for word, bit in (("preview", _PREVIEW), ("test", _TEST), ("spam", _SPAM)):
        if word in status or bits & bit:
            return f"{word}s" if word != "spam" else "spam"
    finished = cells.get("Finished", "").casefold()
    unfinished = finished in ("false", "0") or (
        finished not in ("true", "1") and cells.get("Progress", "") not in ("", "100")
    )
    return "unfinished" if unfinished else ""


def _limesurvey_unused(cells: Mapping[str, str]) -> str:
    return "unfinished" if cells.get("submitdate", "kept").casefold() in ("", "null", "n/a") else ""


def _none_unused(cells: Mapping[str, str]) -> str:
    return ""


QUALTRICS = Platform(
    qualtrics,
    ("ResponseId", "ResponseID", "V1"),
    ("EndDate", "V9"),
    _qualtrics_unused,
    ("Status", "Finished", "Progress"),
)
# By codes, in words, or both; in words of other languages as the mapping file's [columns] says.
LIMESURVEY = Platform(
    one_header,
    ("token", "id"),
    ("submitdate",),
    _limesurvey_unused,
    ("submitdate",),
    also={
        "token": ("Access code", "Token", "token. Access code", "token. Token"),
        "id": ("Response ID", "id. Response ID"),
        "submitdate": ("Date submitted", "submitdate. Date submitted"),
    },
)
GOOGLE_FORMS = Platform(
    one_header,
    ("Email Address", "Username"),
    ("Timestamp",),
    _none_unused,
    also={"Timestamp": _TIMESTAMP},
    zones=_AMERICAN,
)
SURVEYMONKEY = Platform(surveymonkey, ("Respondent ID", "RespondentID"), ("End Date", "EndDate"), _none_unused)
ANY = Platform(one_header, (), (), _none_unused)


def reader_of(platform: Platform) -> Callable[[Sequence[Source], Options], Iterator[Found]]:
    """Make the reader of a platform's exports."""

    def read(sources: Sequence[Source], options: Options) -> Iterator[Found]:
        """Find the answers to the questions under ``[questions]``.

        Notes
        -----
        The mapping file names columns by heading, by the id or the text beneath, or as ``column 3``. ``person``,
        ``date`` and ``group`` are columns; ``unit``, or ``[units]`` by question, says what a bare number is;
        ``decimal = ","``; ``[answers]`` gives estimates by code or words of an answer; ``dates`` the order of days.
        """
        _checked(options)
        for source in sources:
            known = [*platform.person, *platform.date, *platform.columns, *options.mapping.questions]
            known += [heading for headings in platform.also.values() for heading in headings]
            sheet = platform.open(source, [*known, *options.mapping.columns.values(), *_named(options).values()])
            if not options.mapping.questions:
                why = f"which columns are questions is not said; the file has {listed(map(quoted, sheet.names))}"
                raise source.refused(why, 'write, in a file for --map, [questions] and "Q1" = "name_of_it"', "map")
            yield from _answers(sheet, platform, options, alone=len(sources) == 1)

    return read


def _named(options: Options) -> dict[str, str]:
    settings = options.mapping.settings
    return {name: settings[name] for name in ("person", "date", "group") if settings.get(name)}


def _checked(options: Options) -> None:
    mapping = options.mapping
    for name in ("person", "date", "group", "unit"):
        if not isinstance(mapping.settings.get(name, ""), str):
            raise mapping.refused(f"{name} should be text", "put it in quotation marks")
    for name in ("units", "answers"):
        table = mapping.settings.get(name, {})
        if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
            raise mapping.refused(f"{name} should be a table of texts", f"write [{name}] on a line of its own")
    if strange := set(mapping.settings.get("units", {})) - set(mapping.questions):
        raise mapping.refused(f"{quoted(min(strange))} in [units] is no question", "name it as in [questions]")


def _answers(sheet: Sheet, platform: Platform, options: Options, alone: bool) -> Iterator[Found]:
    yield from drop_repeated(sheet)
    columns, places = _columns(sheet, platform, options)
    table = table_of(iter([(sheet.line, _headings(sheet, places)), *sheet.rows]), sheet.source, columns, sheet.problems)
    yield from table.problems
    yield from _without_people(sheet, "person" in places, alone)
    if without := [name for name in platform.columns if name not in places]:
        why = f"there is no column {listed(map(quoted, without))}, by which unfinished answers and trials are left out"
        yield sheet.source.told(why, "take them out of the file if there are any")
    questions = _questions(sheet, places, options)
    for id in questions:
        reading = _reading(id, options)
        yield Asked(id, sheet.title(places[f"? {id}"]), unit=reading.quantity)
    dropped: dict[str, list[int]] = {}
    kept: list[Line] = []
    for line in table.lines:
        if why := platform.unused({name: line[name] for name in platform.columns if name in places}):
            dropped.setdefault(why, []).append(line.line)
        else:
            kept.append(line)
    for why, at in dropped.items():
        yield sheet.source.told(f"{len(at)} left out, {why} ({lines(at)})", "nothing needs to be done")
    yield from _people(kept, sheet, questions, options, platform.zones)


def _columns(sheet: Sheet, platform: Platform, options: Options) -> tuple[list[Column], dict[str, int]]:
    """Columns that are read, with their places: those that are needed, and those that are there of the others."""
    named = _named(options)
    wanted = {name: [said] for name, said in named.items()}
    wanted |= {name: [name] for name in platform.columns}
    wanted |= {f"? {id}": [id] for id, key in options.mapping.questions.items() if key}
    places: dict[str, int] = {}
    for name, usual in (("person", platform.person), ("date", platform.date)):
        wanted.setdefault(name, list(usual))
    wanted.setdefault("group", [])
    for name, headings in wanted.items():
        renamed = [options.mapping.columns.get(heading, heading) for heading in headings]
        renamed += [other for heading in headings for other in platform.also.get(heading, ())]
        found = next((place for said in renamed if (place := sheet.place(said)) is not None), None)
        if found is not None:
            places[name] = found
    by_user = [name for name in wanted if name[:2] == "? " or name in named]
    absent = [sheet.lacking(wanted[name][0], by_user=True) for name in by_user if name not in places]
    if platform.date and "date" not in places and "date" not in named:
        absent.append(sheet.lacking(platform.date[0], by_user=False))
    if absent:
        raise StudyError.of(sheet.source.name, absent)
    # Named by where it stands, since two may be called the same, and one may be asked for twice.
    return [Column(name, (f"#{place}",)) for name, place in places.items()], places


def _headings(sheet: Sheet, places: Mapping[str, int]) -> list[str]:
    taken = set(places.values())
    return [f"#{place}" if place in taken else name for place, name in enumerate(sheet.names)]


def _questions(sheet: Sheet, places: Mapping[str, int], options: Options) -> list[str]:
    """Questions by column; one that is named twice is asked once, and must be called the same."""
    by_place: dict[int, str] = {}
    by_key: dict[str, str] = {}
    for id, key in options.mapping.questions.items():
        if not key:
            continue
        first = by_place.setdefault(places[f"? {id}"], id)
        if options.mapping.questions[first] != key:
            why = f"{quoted(first)} and {quoted(id)} are one column, which [questions] gives two names"
            raise options.mapping.refused(why, "keep one of them")
        other = by_key.setdefault(key, first)
        if other != first:
            why = f"[questions] calls two columns {quoted(key)}: {quoted(other)} and {quoted(first)}"
            raise options.mapping.refused(why, "give each a name of its own")
    return list(by_place.values())


def _reading(id: str, options: Options) -> Reading:
    settings = options.mapping.settings
    unit = settings.get("units", {}).get(id, settings.get("unit", ""))
    return Reading(unit, options.mapping.decimal, settings.get("answers"))


def _without_people(sheet: Sheet, named: bool, alone: bool) -> Iterator[Problem]:
    remedy = 'say person = "…", a heading, in a file for --map'
    if not named and not alone:
        # The first of one file and the first of another would be one person.
        raise sheet.source.refused(
            "no column says who answered, and there are other files beside it", remedy, "columns"
        )
    if not named:
        why = "no column says who answered: each row is somebody else, called by its place"
        yield sheet.source.told(why, f"{remedy}, if there is one")


def _people(
    kept: Sequence[Line], sheet: Sheet, questions: Sequence[str], options: Options, zones: Mapping[str, str]
) -> Iterator[Found]:
    order = ORDERS.get(options.mapping.dates) or proven_order(line.cells.get("date", "") for line in kept)[0]
    readings = {id: _reading(id, options) for id in questions}
    if undated := [line.line for line in kept if line.cells.get("date", "").startswith(_NO_DAY)]:
        why = f"{_NO_DAY} stands for a day that was not kept ({lines(undated)}): these answers have no date"
        yield sheet.source.told(why, "write the day of the survey into the study, if it is known")
    if not sheet.zone and any(_depends_on_zone(iso_day(line.cells.get("date", ""), order)) for line in kept):
        yield from told_of_zone(sheet.source, options)
    for id in questions:
        yield from _mixed(kept, id, readings[id], sheet)
    for at, line in enumerate(kept, start=1):
        date = _date(iso_day(_with_offset(line.cells.get("date", ""), zones), order), sheet, options)
        for id in questions:
            cell = line[f"? {id}"]
            try:
                said = "" if cell == _NO_ANSWER else estimate_of(cell, readings[id])
            except ValueError as error:
                yield line.problem(f"{quoted(id)}: {error}; it was left behind", _REMEDY, cell)
                continue
            who = line.cells.get("person", f"Respondent {at}")
            if said and not who:
                yield line.problem("the row does not say who answered, and was left behind", "name somebody")
                break
            if said:
                group = line.cells.get("group", "")
                yield Said(id, who, date, said, group=group, file=sheet.source.name, line=line.line)


def _mixed(kept: Sequence[Line], id: str, reading: Reading, sheet: Sheet) -> Iterator[Problem]:
    """Tell of a question in percent of which some answers may be fractions."""
    cells = [(line.line, line[f"? {id}"]) for line in kept]
    small = [(at, cell) for at, cell in cells if may_be_fraction(cell, reading)]
    if small and any(is_above_one(cell, reading) for _, cell in cells):
        first = small[0][1]
        why = f"{quoted(id)} is in percent, and {first} was read as {first}% ({lines(at for at, _ in small)})"
        yield sheet.source.told(why, f"correct these cells if they are fractions, {first} of one", small[0][0])


def _depends_on_zone(said: str) -> bool:
    return read_day(said, zone=dt.UTC) != read_day(said, zone=dt.timezone(dt.timedelta(hours=1)))


def _with_offset(said: str, zones: Mapping[str, str]) -> str:
    before, _, zone = said.rpartition(" ")
    return f"{before} {zones[zone]}" if zone in zones else said


def _date(said: str, sheet: Sheet, options: Options) -> str:
    """Spell the time of an answer, in UTC where the file says its zone."""
    if said.startswith(_NO_DAY):
        return ""
    if options.mapping.timezone or not sheet.zone:
        return said
    day = read_day(said, zone=ZoneInfo(sheet.zone))
    return spelled(day.instant) if isinstance(day, Day) and day.instant else said
