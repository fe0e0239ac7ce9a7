"""The answer of a fit: every summary of every question and group, with its intervals."""

from math import nan
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from consilience.frames.log_odds import log_odds
from consilience.frames.memory import kept, remembered
from consilience.frames.titles import title_of
from consilience.frames.voices import rows_by_group
from consilience.measures.summaries import LEVELS, bounded
from consilience.notation import Point, Survey, format_interval, parse
from consilience.problems import Problem, UnknownNameError, WrongValueError
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS, Estimate

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

type Array = NDArray[np.float64]


SUMMARY_TITLES = {
    "median": "Median forecaster",
    "mean": "Mean forecaster",
    "geometric_mean_odds": "Geometric mean of odds",
    "new_forecaster": "A new forecaster",
}
# In place of a mean where only medians and intervals were published.
UNTOLD = "not told by medians"


@remembered
def answers_frame(fit: Fit) -> "pd.DataFrame":
    """Posterior median with 50% and 90% intervals of every published quantity.

    Parameters
    ----------
    fit : Fit
        Of a consensus model.

    Returns
    -------
    pandas.DataFrame
        A row a question, group and summary: ``value``, ``low``, ``high``, ``low50``, ``high50`` as fractions and as
        ``logit_…``, ``statements``, titles and a ``label`` to print. The group is ``"all"`` over the groups of a
        question.
    """
    return _answers_frame(fit, fit.answers)


@remembered
def after_evidence_frame(fit: Fit) -> "pd.DataFrame":
    """The answers once more, after the evidence that the study declares.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    pandas.DataFrame
        As :func:`answers_frame`; without rows where the study declares no evidence.
    """
    if fit.after_evidence is None:
        return answers_frame(fit).iloc[:0]
    return _answers_frame(fit, fit.after_evidence)


def _answers_frame(fit: Fit, answers: "xr.Dataset") -> "pd.DataFrame":
    import pandas as pd

    draws = bounded(answers["value"].values.reshape(-1, answers.sizes["answer"]))
    quantiles = np.quantile(draws, list(LEVELS.values()), axis=0)
    frame = pd.DataFrame({name: answers[name].values for name in ("question", "group", "summary")})
    for name, logits in zip(LEVELS, quantiles, strict=True):
        frame[f"logit_{name}"] = logits
        frame[name] = 1 / (1 + np.exp(-logits))
    frame.insert(1, "question_title", frame["question"].map(lambda name: title_of(fit.study, name)))
    frame["summary_title"] = frame["summary"].map(SUMMARY_TITLES)
    frame["statements"] = _counts(fit, frame)
    frame["label"] = [
        format_interval(value, low, high)
        for value, low, high in zip(frame["value"], frame["low"], frame["high"], strict=True)
    ]
    untold = [
        summary == "mean" and not tells_of_mean(fit, question, group)
        for summary, question, group in zip(frame["summary"], frame["question"], frame["group"], strict=True)
    ]
    frame.loc[untold, [*LEVELS, *(f"logit_{name}" for name in LEVELS)]] = np.nan
    frame.loc[untold, "label"] = UNTOLD
    return frame


@kept
def tells_of_mean(fit: Fit, question: str, group: str = ALL_GROUPS) -> bool:
    """Whether what was said of a question tells of its mean forecaster.

    Parameters
    ----------
    fit : Fit
    question : str
    group : str
        One, or all.

    Returns
    -------
    bool
        False where all that is known of the group, or of one of all groups, are medians and intervals that surveys
        published: any mean goes with them, as far as the tails that nobody published reach.
    """
    asked = {name: rows for name, rows in rows_by_group(fit, question).items() if group in (ALL_GROUPS, name)}
    return not any(all(map(_leaves_mean_out, rows)) for rows in asked.values())


def _leaves_mean_out(row: Estimate) -> bool:
    return isinstance(row.value, Survey) and (row.value.n or 1) > 1 and row.value.mean is None


def headlined(fit: Fit, question: str) -> str:
    """The summary that leads on a question: the study's, but the median where nothing tells of the mean.

    Parameters
    ----------
    fit : Fit
    question : str

    Returns
    -------
    str
        A key of :data:`SUMMARY_TITLES`.
    """
    chosen = fit.study.headline
    return "median" if chosen == "mean" and not tells_of_mean(fit, question) else chosen


def _counts(fit: Fit, frame: "pd.DataFrame") -> list[int]:
    table = fit.study.estimates
    counted = table[table["standing"] & (table["voice"] | (table["kind"] == "base_rate"))].fillna({"group": ""})
    by_question = counted.groupby("question").size().to_dict()
    # A base rate is evidence on the question, and no group's answer.
    by_group = counted[counted["voice"]].groupby(["question", "group"]).size().to_dict()
    return [
        int(by_question.get(question, 0) if group == ALL_GROUPS else by_group.get((question, group), 0))
        for question, group in zip(frame["question"], frame["group"], strict=True)
    ]


def fraction(name: str, said: float | str) -> float:
    """Read one probability given as a number or as people say it.

    Raises
    ------
    ValueError
        If it is none; ``name`` is what it was asked for as.

    Examples
    --------
    >>> fraction("threshold", "1%")
    0.01
    """
    if isinstance(said, str):
        read = parse(said)
        value = read.number.value if isinstance(read, Point) else nan
    else:
        value = float(said)
    if not 0 <= value <= 1:
        msg = f'{name} is one probability, and {said!r} is not. To mend it: write one such as "1%" or 0.01'
        raise WrongValueError.told(msg)
    return value


def probability_below(
    fit: Fit, question: str, threshold: float | str, summary: str = "median", *, after_evidence: bool = False
) -> float:
    """Posterior probability that a summary of a question lies below a threshold.

    Parameters
    ----------
    fit : Fit
    question : str
    threshold : float or str
        A fraction, or a text such as ``"1%"``.
    summary : str
        A key of :data:`SUMMARY_TITLES`.
    after_evidence : bool
        After the evidence that the study declares, if it declares any.

    Returns
    -------
    float
    """
    answers = latest_answers(fit) if after_evidence else fit.answers
    return float(
        (answer_draws_of(answers, question, summary=summary) < log_odds(fraction("threshold", threshold))).mean()
    )


def answer_draws(fit: Fit, question: str, summary: str) -> np.ndarray:
    """Draws of a summary of a question over its groups.

    Parameters
    ----------
    fit : Fit
    question : str
    summary : str
        A key of :data:`SUMMARY_TITLES`.

    Returns
    -------
    ndarray of shape (draws,)
        Log odds, chain after chain.
    """
    return answer_draws_of(fit.answers, question, summary=summary)


def answer_draws_of(answers: "xr.Dataset", question: str, group: str = ALL_GROUPS, summary: str = "median") -> Array:
    """Draws of one published answer.

    Parameters
    ----------
    answers : xarray.Dataset
        :attr:`Fit.answers` or :attr:`Fit.after_evidence`.
    question, group, summary : str

    Returns
    -------
    ndarray of shape (draws,)
        Log odds, chain after chain.

    Raises
    ------
    KeyError
        If there is no such answer.
    """
    keys = list(zip(*(answers[name].values.tolist() for name in ("question", "group", "summary")), strict=True))
    key = (question, group, summary)
    if key not in keys:
        known = [", ".join(dict.fromkeys(part)) for part in zip(*keys, strict=True)]
        why = f"the fit has no answer to {question!r} of group {group!r} as {summary!r}"
        remedy = f"its questions are {known[0]}; its groups {known[1]}; its summaries {known[2]}"
        raise UnknownNameError(Problem(why, remedy))
    return np.asarray(answers["value"].values[:, :, keys.index(key)].ravel())


def outcome_of(fit: Fit, outcome: str | None = None) -> str:
    """The event that is asked about: the one named, or else the study's outcome.

    Parameters
    ----------
    fit : Fit
    outcome : str, optional

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If neither the call nor the study names one.
    KeyError
        If the fit has no answer to it.
    """
    answered = ", ".join(dict.fromkeys(fit.answers["question"].values.tolist()))
    name = outcome or fit.study.outcome
    if name is None:
        raise WrongValueError(Problem(f"{fit.study.name} declares no outcome", f"name one of {answered}"))
    if name not in fit.answers["question"].values:
        why = f"the fit of {fit.study.name} has no answer to {name!r}"
        raise UnknownNameError(Problem(why, f"name one of {answered}", said=name))
    return name


def latest_answers(fit: Fit) -> "xr.Dataset":
    """Answers after the evidence that the study declares, or as they are where it declares none.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    xarray.Dataset
    """
    return fit.answers if fit.after_evidence is None else fit.after_evidence
