"""Metaculus: the export of a user or a project (question_data and forecast_data), and the posts of its API."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
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
)

QUESTIONS = (
    Column.of("Question ID"),
    Column.of("Question Title"),
    Column.of("Question Type"),
    Column.of("Resolution"),
    Column.of("Resolution Known Time"),
    Column.of("Question URL", needed=False),
    Column.of("Post ID", needed=False),
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
    *("Post Curation Status", "Post Published Time", "Default Project", "Default Project ID", "Categories", "Label"),
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
    for line in questions.values():
        yield from _question(line)
    yield from _forecasts(forecasts, questions)


def _question(line: Line) -> Iterator[Found]:
    id, kind = line["question_id"], line["question_type"]
    try:
        options = tuple(map(str, _list(line["options"]))) if kind == "multiple_choice" else ()
        scale = _scale(line) if kind in CONTINUOUS else None
        outcome = outcome_of(line["resolution"], kind, scale)
    except ValueError as error:
        yield line.problem(f"{error}; the question was left behind", "export it again")
        return
    unit = "" if scale is None else "date" if scale.dates else "units"
    title = line["question_title"] or f"Question {id}"
    yield Asked(id, title, line["question_url"], options, unit, address=line["post_id"])
    if outcome:
        yield Outcome(id, outcome, line["resolution_known_time"], file=line.source.name, line=line.line)


def _scale(line: Line) -> Scale:
    if line["question_type"] == "date":
        low, high = (_seconds(line[name]) for name in ("lower_bound", "upper_bound"))
        return Scale(low, high, dates=True)
    low_said, high_said = number(line["lower_bound"]), number(line["upper_bound"])
    if low_said is None or high_said is None:
        raise ValueError("the question has no bounds")
    return Scale(low_said, high_said)


def _seconds(day: str) -> Decimal:
    import datetime as dt

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
        found = ast.literal_eval(re.sub(r"\bnan\b", "None", said))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        raise ValueError("a list cannot be read") from None
    if not isinstance(found, list | tuple):
        raise ValueError("a list cannot be read")
    return list(found)


def _forecasts(lines: Sequence[Line], questions: Mapping[str, Line]) -> Iterator[Found]:
    starts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for line in lines:
        starts[line["question_id"], line["forecaster"]].add(line["start_time"])
    for line in lines:
        question = questions.get(line["question_id"])
        if question is None:
            why = f"question {line['question_id']!r} is not in question_data; the forecast was left behind"
            yield line.problem(why, "import both tables of the export together")
            continue
        # A forecast that was replaced has an end as well.
        ended = line["end_time"] if line["end_time"] not in starts[line["question_id"], line["forecaster"]] else ""
        try:
            yield from (replace(said, until=ended) for said in _said(line, question))
        except ValueError as error:
            yield line.problem(f"{error}; the forecast was left behind", "export it again")


def _said(line: Line, question: Line) -> Iterator[Said]:
    kind = question["question_type"]
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
    if kind == "binary":
        chance = probability(line["probability_yes"])
        if chance is None and (pair := _list(line["per_category"])):
            # Of no and yes.
            chance = probability(pair[-1])
        if chance is not None:
            yield replace(said, estimate=bounded(chance, line["start_time"]))
    elif kind == "multiple_choice":
        options, chances = _list(question["options"]), _list(line["per_category"])
        if chances and len(chances) != len(options):
            raise ValueError(f"{len(chances)} probabilities stand for {len(options)} options")
        for option, part in zip(options, chances, strict=False):
            chance = probability(part)
            if chance is not None:
                yield replace(said, option=str(option), estimate=bounded(chance, line["start_time"]))
    elif kind in CONTINUOUS:
        estimate = _quantiles(line, question)
        if estimate:
            yield replace(said, estimate=estimate)
    else:
        raise ValueError(f"{kind!r} is no type of question that is read")


def _quantiles(line: Line, question: Line) -> str:
    scale = _scale(question)
    cdf = [float(str(point)) for point in _list(line["cdf"])]
    numbers = {level: number(line[f"q{level}"]) for level in LEVELS if not scale.dates}
    # Days among the percentiles of an export were those of another row (Metaculus/metaculus#2931).
    if scale.dates or any(value is None for value in numbers.values()):
        return quantiles_of(cdf, scale) if cdf else ""
    said = {level: scale.spelled(value) for level, value in numbers.items() if value is not None}
    below, above = probability(line["below"]), probability(line["above"])
    return spelled_quantiles(said, below or Decimal(0), above or Decimal(0), scale)
