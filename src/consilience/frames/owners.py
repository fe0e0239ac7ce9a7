"""Whose the numbers of a population are: whom they are inferred from, and which of them is the answer."""

from typing import TYPE_CHECKING

from consilience.frames.answers import headlined
from consilience.frames.headline import headline_of
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS

if TYPE_CHECKING:
    import pandas as pd


def inferred_from(fit: Fit, question: str) -> str:
    """Say whom a population's number on a question is inferred from.

    Parameters
    ----------
    fit : Fit
    question : str

    Returns
    -------
    str
        "inferred from 3 voices"; "" where nobody said anything that bears on it.
    """
    heard = headline_of(fit, question).heard
    return f"inferred from {heard}" if heard else ""


def owned(fit: Fit, answers: "pd.DataFrame") -> "pd.DataFrame":
    """Answers of populations with whose each is, for a table of numbers.

    Parameters
    ----------
    fit : Fit
    answers : pandas.DataFrame
        As :func:`consilience.frames.answers_frame`.

    Returns
    -------
    pandas.DataFrame
        The same with ``whose`` ("population"), ``who``, and whether it ``leads``: of a question that voices lead none
        does.
    """
    asked = [str(question) for question in answers["question"].unique()]
    who = {question: inferred_from(fit, question) for question in asked}
    leading = {
        question: headlined(fit, question) if headline_of(fit, question).leads == "population" else ""
        for question in asked
    }
    return answers.assign(
        whose="population",
        who=answers["question"].map(who),
        leads=(answers["group"] == ALL_GROUPS) & (answers["summary"] == answers["question"].map(leading)),
    )
