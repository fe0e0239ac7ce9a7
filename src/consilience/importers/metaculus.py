"""Metaculus: the export of a user or a project (question_data and forecast_data), and the posts of its API."""

import ast
import datetime as dt
import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from consilience.importers.kit import (
    Asked,
    Column,
    Found,
    Line,
    Options,
    Outcome,
    Said,
    Source,
    kind_of_table,
    number,
    probability,
    read_table,
)
from consilience.importers.kit.tables import told_of_blanks
from consilience.importers.metaculus_posts import read_posts
from consilience.importers.metaculus_values import (
    CONTINUOUS,
    LEVELS,
    METHODS,
    Scale,
    bounded,
    of_how_many,
    outcome_of,
    quantiles_of,
    spelled_quantiles,
    titled,
)

QUESTIONS = (
    Column.of("Question ID"),
    Column.of("Question Title"),
    Column.of("Question Type"),
    Column.of("Resolution"),
    Column.of("Resolution Known Time"),
    Column.of("Question URL", needed=False),
    Column.of("Post ID", needed=False),
    Column.of("Label", needed=False),
    Column.of("MC Options (All)", "MC Options", name="options", needed=False),
    Column.of("Lower Bound", needed=False),
    Column.of("Upper Bound", needed=False),
    Column.of("Continuous Range", needed=False),
)
FORECASTS = (
    Column.of("Question ID"),
    Column.of("Forecaster Username", "Forecaster (Anonymized)", name="forecaster"),
    Column.of("Start Time"),
    Column.of("End Time"),
    Column.of("Probability Yes"),
    Column.of("Probability Yes Per Category", name="per_category"),
    Column.of("Continuous CDF", name="cdf"),
    Column.of("Forecaster ID", needed=False),
    Column.of("Is Bot", needed=False),
    Column.of("Forecaster Count", name="count", needed=False),
    Column.of("Probability Below Lower Bound", name="below", needed=False),
    Column.of("Probability Above Upper Bound", name="above", needed=False),
    *(Column.of(f"{level}th Percentile", name=f"q{level}", needed=False) for level in (5, 25, 75, 95)),
    Column.of("Median", name="q50", needed=False),
)
_LEFT = (
    *("Post Curation Status", "Post Published Time", "Default Project", "Default Project ID", "Categories"),
    *("Leaderboard Tags", "MC Options (Current)", "MC Options History", "MC Options", "Open Lower Bound", "Open Time"),
    *("Open Upper Bound", "CP Reveal Time", "Scheduled Close Time", "Actual Close Time", "Include Bots in Aggregates"),
    *("Question Weight", "Probability of Resolution", "PDF at Resolution", "Forecaster ID"),
)
# Columns of the tables that go with them in the archive.
_OTHERS = {"comment_data", "score_data"}


def read_metaculus(sources: Sequence[Source], options: Options) -> Iterator[Found]:
    """Find questions, forecasts of people, bots and aggregates, and outcomes.

    Parameters
    ----------
    sources : sequence of Source
        An export, unpacked or not; posts of the API.
    options : Options

    Yields
    ------
    Found
    """
    kinds = {"questions": QUESTIONS, "forecasts": FORECASTS}
    questions: dict[str, Line] = {}
    forecasts: list[Line] = []
    renamed = options.mapping.columns
    for source in sources:
        if source.text().lstrip()[:1] in ("[", "{"):
            yield from read_posts(source, options)
        elif source.stem.lower() in _OTHERS:
            continue
        else:
            kind = kind_of_table(source, kinds, renamed)
            # Rows of open questions lack the last cell.
            table = read_table(source, kinds[kind], renamed=renamed, ignored=_LEFT, may_lack=1)
            yield from table.problems
            if kind == "forecasts":
                forecasts.extend(table.lines)
            else:
                questions.update({line["question_id"]: line for line in table.lines})
    sound: dict[str, _Question] = {}
    titles = Counter(line["question_title"] for line in questions.values())
    for line in questions.values():
        try:
            question = _question(line)
        except ValueError as error:
            yield line.problem(f"{error}; the question was left behind, and its forecasts", "export it again")
            continue
        sound[line["question_id"]] = question
        yield from _asked(question, shared=titles[line["question_title"]] > 1)
    yield from _forecasts(forecasts, questions, sound)


@dataclass(frozen=True)
class _Question:
    """A question as its row says: exclusive options or the scale of its values."""

    line: Line
    kind: str
    options: tuple[str, ...]
    scale: Scale | None
    outcome: str


def _question(line: Line) -> _Question:
    kind = line["question_type"]
    options = tuple(map(str, _list(line["options"]))) if kind == "multiple_choice" else ()
    scale = _scale(line) if kind in CONTINUOUS else None
    if not options and scale is None and kind != "binary":
        raise ValueError(f"{kind!r} is no type of question that is read")
    return _Question(line, kind, options, scale, outcome_of(line["resolution"], kind, scale))


def _asked(question: _Question, *, shared: bool) -> Iterator[Found]:
    line, scale = question.line, question.scale
    yield Asked(
        line["question_id"],
        titled(line["question_title"], line["label"], line["question_id"], shared=shared),
        line["question_url"],
        question.options,
        unit="" if scale is None else "date" if scale.dates else "units",
        address=line["post_id"],
    )
    if question.outcome:
        known = line["resolution_known_time"]
        yield Outcome(line["question_id"], question.outcome, known, file=line.source.name, line=line.line)


def _scale(line: Line) -> Scale:
    dates = line["question_type"] == "date"
    read = _seconds if dates else number
    low, high = read(line["lower_bound"]), read(line["upper_bound"])
    if low is None or high is None:
        raise ValueError("the question has no bounds")
    # A logarithmic scale is known by its steps alone.
    steps = [read(str(step)) for step in _list(line["continuous_range"])]
    return Scale(low, high, dates=dates, steps=tuple(float(step) for step in steps if step is not None))


def _seconds(day: str) -> Decimal:
    try:
        moment = dt.datetime.fromisoformat(day.strip())
    except ValueError:
        raise ValueError(f"{day!r} is no date of a bound") from None
    return Decimal(int(moment.replace(tzinfo=moment.tzinfo or dt.UTC).timestamp()))


def _list(said: str) -> list[object]:
    """Read a list as Python writes it; what is not there is None."""
    if not said:
        return []
    try:
        with warnings.catch_warnings():
            # Of what is no list the parser may have an opinion.
            warnings.simplefilter("ignore")
            found = ast.literal_eval(re.sub(r"\bnan\b", "None", said))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        raise ValueError("a list cannot be read") from None
    if not isinstance(found, list | tuple):
        raise ValueError("a list cannot be read")
    return list(found)


def _forecasts(lines: Sequence[Line], questions: Mapping[str, Line], sound: Mapping[str, _Question]) -> Iterator[Found]:
    starts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for line in lines:
        starts[line["question_id"], line["forecaster"]].add(line["start_time"])
    blank: list[Line] = []
    for line in lines:
        id = line["question_id"]
        if id not in questions:
            why = f"question {id!r} is not in question_data; the forecast was left behind"
            yield line.problem(why, "import both tables of the export together")
        if id not in sound:
            continue
        # A forecast that was replaced has an end as well.
        ended = line["end_time"] if line["end_time"] not in starts[id, line["forecaster"]] else ""
        try:
            found = [replace(said, until=ended) for said in _said(line, sound[id])]
        except ValueError as error:
            yield line.problem(f"{error}; the forecast was left behind", "export it again")
            continue
        if not found:
            blank.append(line)
        yield from found
    yield from told_of_blanks(blank)


def _said(line: Line, question: _Question) -> Iterator[Said]:
    name = line["forecaster"]
    is_crowd = name in METHODS and not line["forecaster_id"]
    said = Said(
        line["question_id"],
        f"Metaculus {name}" if is_crowd else name,
        line["start_time"],
        "",
        kind="aggregate" if is_crowd else "model" if line["is_bot"].lower() == "true" else "person",
        note=of_how_many(line["count"]) if is_crowd else "",
        file=line.source.name,
        line=line.line,
    )
    if question.scale is not None:
        estimate = _quantiles(line, question.scale)
        if estimate:
            yield replace(said, estimate=estimate)
        return
    chances = _list(line["per_category"])
    if question.options and chances and len(chances) != len(question.options):
        raise ValueError(f"{len(chances)} probabilities stand for {len(question.options)} options")
    if not question.options:
        # Of an event they are of no and yes.
        chances = [line["probability_yes"] or (chances[-1] if chances else None)]
    for option, part in zip(question.options or ("",), chances, strict=False):
        chance = probability(part)
        if chance is not None:
            yield replace(said, option=option, estimate=bounded(chance, line["start_time"]))


def _quantiles(line: Line, scale: Scale) -> str:
    numbers = {level: number(line[f"q{level}"]) for level in LEVELS if not scale.dates}
    # Days among the percentiles of an export were those of another row (Metaculus/metaculus#2931).
    if scale.dates or any(value is None for value in numbers.values()):
        cdf = [float(str(point)) for point in _list(line["cdf"])]
        if not cdf and any(line[f"q{level}"] for level in LEVELS):
            raise ValueError("its percentiles are days, which exports got wrong, and its Continuous CDF is empty")
        return quantiles_of(cdf, scale) if cdf else ""
    said = {level: scale.spelled(value) for level, value in numbers.items() if value is not None}
    below, above = probability(line["below"]), probability(line["above"])
    return spelled_quantiles(said, below or Decimal(0), above or Decimal(0), scale)
