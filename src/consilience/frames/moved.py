"""What moved between two answers, and what came from day to day, as frames."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from consilience.frames.answers import answers_frame, headlined
from consilience.frames.headline import Headline, headline_of
from consilience.frames.pulls import GroupPull, Pull
from consilience.history.moved import MOST_NAMED, Answer, Move, log_odds_of
from consilience.notation import counted, format_probability
from consilience.sampling.fit import Fit
from consilience.sampling.precision import answer_errors
from consilience.study import ALL_GROUPS, Estimate

if TYPE_CHECKING:
    import pandas as pd

# So many changes and groups are drawn: the strongest.
MOST_DRAWN = 20
_ENDS = ("value", "low", "high")
_NAN = float("nan")
ANSWERS, EACH, GROUPS = "Answers", "The first without each change", "The first without all of a group’s changes"
_UNTOLD = "beyond the draws"


def answers_of(fit: Fit) -> dict[str, Answer]:
    """What leads on every question of a fit, as :func:`consilience.history.moved.answers_in` has it of a record.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    dict of str to Answer
    """
    errors, frame, found = answer_errors(fit), answers_frame(fit), {}
    for question, rows in frame[frame["group"] == ALL_GROUPS].groupby("question", sort=False):
        name, headline = headlined(fit, str(question)), headline_of(fit, str(question))
        row = rows[rows["summary"] == name].iloc[0]
        summary = {end: float(row[end]) for end in _ENDS}
        title, of_name = str(row["question_title"]), errors[str(question)][name]
        found[str(question)] = Answer(title, headline.leads, headline.cell, name, summary, of_name, _between(headline))
    return found


def _between(headline: Headline) -> str:
    return headline.camps.between if headline.camps else ""


def moves_between(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> tuple[Move, ...]:
    """Every question's answer before and after.

    Parameters
    ----------
    before, after : mapping of str to Answer

    Returns
    -------
    tuple of Move
    """
    return tuple(Move(name, before.get(name), after.get(name)) for name in dict.fromkeys([*after, *before]))


def moved_frame(moves: Sequence[Move], pulls: Sequence[Pull], groups: Sequence[GroupPull]) -> "pd.DataFrame":
    """What moved, as a chart has it.

    Parameters
    ----------
    moves : sequence of Move
        Of the answers to be shown, the one first that the pulls are of.
    pulls : sequence of Pull
    groups : sequence of GroupPull

    Returns
    -------
    pandas.DataFrame
        A row an answer, a change, and a group: ``stage``, ``title``, ``detail``, ``label``, and in log odds
        ``logit_before`` (or without the change) and ``logit_after`` with the ends of answers' intervals; NaN where
        voices lead, where there is none, and before what moved nothing.
    """
    import pandas as pd

    now = moves[0].after
    at = _NAN if now is None else log_odds_of(now.summary["value"])
    rows = [_of_move(move) for move in moves]
    rows += [_of_pull(EACH, changed_by(pull), _what(pull), pull, at) for pull in pulls[:MOST_DRAWN]]
    rows += [
        _of_pull(GROUPS, pull.group or "No group named", counted(pull.changes, "change"), pull, at)
        for pull in groups[:MOST_DRAWN]
    ]
    return pd.DataFrame(rows)


def _of_move(move: Move) -> dict[str, Any]:
    sides = {"before": move.before, "after": move.after}
    row: dict[str, Any] = {"stage": ANSWERS, "title": move.title, "detail": "", "label": _moved(move)}
    for side, answer in sides.items():
        led = answer is not None and answer.leads == "population"
        for end in _ENDS:
            name = f"logit_{side}" + ("" if end == "value" else f"_{end}")
            row[name] = log_odds_of(answer.summary[end]) if led and answer is not None else _NAN
    return row


def _moved(move: Move) -> str:
    labels = [_short(answer) for answer in (move.before, move.after) if answer is not None]
    if move.verdict in ("new", "gone"):
        return f"{move.verdict}: {labels[0]}"
    return f"{labels[-1]}: no change" if move.verdict == "no change" else " → ".join(labels)


def _short(answer: Answer) -> str:
    return answer.said if answer.leads == "voices" else format_probability(answer.summary["value"])


def _of_pull(stage: str, title: str, detail: str, pull: Pull | GroupPull, now: float) -> dict[str, Any]:
    label = _UNTOLD if pull.without is None else format_probability(pull.without) if pull.by else "no change"
    without = log_odds_of(pull.without) if pull.without is not None and pull.by else _NAN
    places = {"logit_before": without, "logit_after": _NAN if pull.without is None else now}
    ends = {f"logit_{side}_{end}": _NAN for side in ("before", "after") for end in ("low", "high")}
    return {"stage": stage, "title": title, "detail": detail, "label": label} | places | ends


def changed_by(pull: Pull) -> str:
    """Whose change it is, as a row is named."""
    group = pull.change["group"]
    return f"{pull.change['forecaster']} ({group})" if group else pull.change["forecaster"]


def _what(pull: Pull) -> str:
    old, new = pull.change.before, pull.change.after
    said = f"{old['said']} → {new['said']}" if old and new and old["said"] != new["said"] else pull.change["said"]
    return f"{pull.change.what}: {said}"


def most_moved_first(moves: Sequence[Move], first: str) -> list[Move]:
    """One answer, then those that moved, as many as are named.

    Parameters
    ----------
    moves : sequence of Move
    first : str
        Question of the first, whether it moved or not.

    Returns
    -------
    list of Move
    """
    others = [move for move in moves if move.question != first and move.verdict != "no change"]
    others.sort(key=lambda move: -move.distance)
    return [*(move for move in moves if move.question == first), *others][:MOST_NAMED]


def arrivals_frame(fit: Fit, question: str) -> "pd.DataFrame":
    """What was said, and withdrawn, that bears on a question, by day.

    Parameters
    ----------
    fit : Fit
    question : str

    Returns
    -------
    pandas.DataFrame
        ``date`` as ISO text, ``title`` (who), ``said``, ``kind`` and ``logit``: see
        :func:`consilience.charts.history.history`. What has no date is left out.
    """
    import pandas as pd

    bear = {row.question for row in fit.model.bearing(fit.study, question)}
    weighed = {row.kind for row in fit.study.weighed}
    rows = [
        arrived
        for row in fit.study.rows
        if row.question in bear and row.kind in weighed
        for arrived in _arrived(row, question, fit)
    ]
    return pd.DataFrame(rows, columns=["date", "title", "said", "kind", "logit"])


def _arrived(row: Estimate, question: str, fit: Fit) -> Iterator[dict[str, Any]]:
    from consilience.likelihood.rows import stated_log_odds

    day = fit.study.day
    told = {"title": row.forecaster, "said": row.said, "logit": stated_log_odds(row.value)}
    if row.date is not None and (day is None or row.date <= day):
        kind = "said" if row.question == question else "beside"
        yield told | {"date": row.date.isoformat(), "kind": kind}
    if row.until is not None and (day is None or row.until <= day):
        yield told | {"date": row.until.isoformat(), "kind": "withdrawn"}
