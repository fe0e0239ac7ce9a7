"""Fits next to each other: what an estimate, a seed or a choice changed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from consilience.frames.answers import SUMMARY_TITLES
from consilience.frames.headline import headline_frame, told_frame
from consilience.history.told import titles_told
from consilience.problems import Problem, UnknownNameError
from consilience.sampling.fit import Fit
from consilience.study.texts import unknown_name

if TYPE_CHECKING:
    import pandas as pd

NOTHING_COMMON = Problem("there is no question that all of these fits answer", "compare fits that share a question")
_HEARD = {"voices": "Voices"}


def comparison_frame(fits: Mapping[str, Fit], question: str | None = None) -> "pd.DataFrame":
    """Put the answers of several fits next to each other.

    Parameters
    ----------
    fits : mapping of str to Fit
        By the name of their column.
    question : str, optional
        Name of a question that each of them answers. Default: every one that all of them answer.

    Returns
    -------
    pandas.DataFrame
        A row for the voices (how many; what each said where they are few) and for each summary, under its question
        where none was named; a column a fit: posterior median with 90% interval. Where the voices of a fit lead it has
        no summary of a population, and what is inferred of others stands in a row of its own, as a what-if.

    Raises
    ------
    KeyError
        If a fit has no answer to the question, or there is none that all of them answer.
    """
    import pandas as pd

    answers = {name: told_frame(fit)[0] for name, fit in fits.items()}
    if question is not None:
        return _of_question(answers, question)
    common = common_questions(fits)
    if not common:
        raise UnknownNameError(NOTHING_COMMON)
    return pd.concat({name: _of_question(answers, name) for name in common}, names=["question", ""])


def common_questions(fits: Mapping[str, Fit]) -> list[str]:
    """Questions that every fit answers, in the order of the first."""
    first, *others = (list(headline_frame(fit).index) for fit in fits.values())
    return [question for question in first if all(question in answered for answered in others)]


def _of_question(answers: "Mapping[str, pd.DataFrame]", question: str) -> "pd.DataFrame":
    import pandas as pd

    columns: dict[str, Any] = {}
    for name, frame in answers.items():
        if question not in frame.index:
            raise UnknownNameError(unknown_name(question, frame.index, "question", f" of the fit {name!r}"))
        columns[name] = frame.loc[question].to_dict()
    told = _HEARD | titles_told(list(columns.values()), SUMMARY_TITLES)
    return pd.DataFrame(columns).loc[list(told)].rename(told)
