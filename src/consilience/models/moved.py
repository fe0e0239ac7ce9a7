"""The figures of a study that is followed: what moved since an earlier answer, and the answer day by day."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from consilience.charts.drawing.layout import ChartText
from consilience.charts.drawing.options import PLAIN, ChartOptions
from consilience.charts.figure import Figure
from consilience.frames import axis_domain, headlined
from consilience.frames.answers import SUMMARY_TITLES
from consilience.frames.moved import (
    ANSWERS,
    EACH,
    GROUPS,
    MOST_DRAWN,
    arrivals_frame,
    changed_by,
    most_moved_first,
    moved_frame,
)
from consilience.frames.pulls import GroupPull, Pull, group_pulls, pulls
from consilience.history.moved import Move
from consilience.models.figures import figure_of
from consilience.models.figures.captions import THEIR_OWN, source_of
from consilience.notation import counted, format_probability
from consilience.sampling.fit import Fit
from consilience.study import Study
from consilience.study.naming import name_of

if TYPE_CHECKING:
    import pandas as pd


def pulls_on(fit: Fit, before: Study, move: Move) -> tuple[Sequence[Pull], Sequence[GroupPull]]:
    """What each change, and each group's together, did to an answer: of the population's, before and after.

    Parameters
    ----------
    fit : Fit
    before : Study
    move : Move

    Returns
    -------
    (sequence of Pull, sequence of GroupPull)
        None where voices led: without one of those who came they might lead still, with no number of the population.
    """
    if any(answer is None or answer.leads != "population" for answer in (move.before, move.after)):
        return (), ()
    return pulls(fit, before, move.question), group_pulls(fit, before, move.question)


def moved_figure(
    fit: Fit,
    moves: Sequence[Move],
    first: str,
    found: tuple[Sequence[Pull], Sequence[GroupPull]],
    options: ChartOptions = PLAIN,
) -> Figure:
    """Draw what moved, with its words.

    Parameters
    ----------
    fit : Fit
        Of the study as it is now.
    moves : sequence of Move
        Of every question.
    first : str
        The question that leads, whose pulls are drawn.
    found : (sequence of Pull, sequence of GroupPull)
        Of :func:`pulls_on`.
    options : ChartOptions

    Returns
    -------
    Figure
    """
    from consilience.charts import moved

    shown = most_moved_first(moves, first)
    frame = moved_frame(shown, *found)

    def words(drawn: "pd.DataFrame") -> ChartText:
        told = {str(stage): set(rows["title"]) for stage, rows in drawn.groupby("stage")}
        answers = [move for move in shown if move.title in told.get(ANSWERS, ())]
        pulled = [pull for pull in found[0] if changed_by(pull) in told.get(EACH, ())]
        return ChartText(
            title=_title(answers, shown[0], found[0], pulled),
            subtitle=_subtitle(shown[0], answers, len(moves) - len(shown), len(found[0]), told),
            source=source_of(fit, None),
            description=" ".join([*map(str, answers), *(str(pull) for pull in pulled[:MOST_DRAWN] if pull.by)])
            or "; ".join(f"{row['title']}: {row['label']}" for row in drawn.to_dict("records")),
        )

    ends = frame[[name for name in frame.columns if name.startswith("logit_")]].to_numpy(dtype=float)
    return figure_of("moved", None, words, partial(moved, frame, domain=axis_domain(ends)), options)


def _title(drawn: Sequence[Move], first: Move, found: Sequence[Pull], pulled: Sequence[Pull]) -> str:
    """How the first answer that is drawn moved, and what moved it most where that is drawn too."""
    if not drawn:
        return f"What single changes did to “{first.title}”"
    said = str(drawn[0]).removesuffix(".")
    strongest = next((pull for pull in found if pull.by), None)
    # Of a single change the move itself tells, and of what the draws do not reach nobody can.
    if first.verdict != "moved" or strongest is None or strongest.without is None or len(found) < 2:
        return said
    if drawn[0] is not first or strongest not in pulled:
        return said
    return f"{said}; {strongest.change['forecaster']}’s {strongest.change['said']} moved it most"


def _subtitle(first: Move, drawn: Sequence[Move], others: int, found: int, told: Collection[str]) -> str:
    of_first = "the first" if first in drawn else f"“{first.title}”"
    parts = ["answers before and now"] if drawn else []
    if EACH in told:
        parts.append(f"what {of_first} would be had a change not happened, one at a time")
    if GROUPS in told:
        parts.append("group by group" if EACH in told else f"what {of_first} would be without a group’s changes")
    says = ", and ".join(parts)
    says = says[:1].upper() + says[1:]
    left = found - MOST_DRAWN
    if left > 0 and EACH in told:
        says += f"; {counted(left, 'weaker change')} not drawn"
    return says + (f". {counted(others, 'other answer')}: no change beyond simulation noise" if others > 0 else "")


def history_figure(fit: Fit, question: str, series: "pd.DataFrame", options: ChartOptions = PLAIN) -> Figure:
    """Draw an answer day by day, with its words.

    Parameters
    ----------
    fit : Fit
    question : str
    series : pandas.DataFrame
        Of :func:`consilience.models.following.history_frame`.
    options : ChartOptions

    Returns
    -------
    Figure
    """
    from consilience.charts import history
    from consilience.frames.titles import title_of

    title, came = title_of(fit.study, question), arrivals_frame(fit, question)
    told = series[(series["leads"] == "population").to_numpy() & series["value"].notna().to_numpy()]
    days = [day.date().isoformat() for day in series["day"]]
    name = SUMMARY_TITLES[headlined(fit, question)]
    text = ChartText(
        title=_course(told),
        subtitle=(
            f"{title}. {name} among forecasters like these at the end of each day, from what had been said by then; "
            f"50% and 90% intervals{_undated(fit.study, question)}"
        ),
        source=source_of(fit, None),
        description=f"{title}, day by day: " + "; ".join(f"{day} {label}" for day, label in _ends(told)) + ".",
    )
    numbers = [series[name] for name in series.columns if name.startswith("logit_")]
    domain = axis_domain(np.concatenate([*numbers, came["logit"]]).astype(float))
    frame = series.assign(date=days, question_title=title)
    return figure_of("history", question, text, partial(history, frame, came, domain=domain), options)


def _undated(study: Study, question: str) -> str:
    """What counts from the first day, since nothing tells of which it is."""
    undated = sum(row.date is None and name_of(row.question) == question for row in study.standing)
    return f"; {counted(undated, 'undated statement')} from the start" if undated else ""


def _course(told: "pd.DataFrame") -> str:
    if told.empty:
        return f"{THEIR_OWN} on every day"
    first, last = (format_probability(float(told["value"].iloc[place])) for place in (0, -1))
    since = told["day"].iloc[0].date().isoformat()
    return f"{last} since {since}" if first == last else f"From {first} on {since} to {last}"


def _ends(told: "pd.DataFrame") -> list[tuple[str, str]]:
    """The first and the last day, and so many between that a listener keeps up."""
    step = max(1, len(told) // 6)
    chosen = told.iloc[sorted({*range(0, len(told), step), len(told) - 1})] if len(told) else told
    return [(day.date().isoformat(), str(label)) for day, label in zip(chosen["day"], chosen["label"], strict=True)]
