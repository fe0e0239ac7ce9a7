"""Fits next to each other: what an estimate, a seed or a choice changed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from consilience.frames.answers import SUMMARY_TITLES
from consilience.frames.headline import headline_frame

if TYPE_CHECKING:
    import pandas as pd

    from consilience.sampling.fit import Fit


def comparison_frame(question: str, fits: "Mapping[str, Fit]") -> "pd.DataFrame":
    """Put the answers of several fits to one question next to each other.

    Parameters
    ----------
    question : str
        Name of a question that each of them answers.
    fits : mapping of str to Fit
        By the name of their column.

    Returns
    -------
    pandas.DataFrame
        A row for the number of statements and for each summary, a column a fit: posterior median with 90% interval.

    Raises
    ------
    KeyError
        If a fit has no answer to the question.
    """
    import pandas as pd

    titles = {"statements": "Statements", **SUMMARY_TITLES}
    columns = {}
    for name, fit in fits.items():
        answers = headline_frame(fit)
        if question not in answers.index:
            msg = f"the fit {name!r} has no answer to {question!r}; it answers: {', '.join(answers.index)}"
            raise KeyError(msg)
        columns[name] = answers.loc[question, list(titles)].rename(titles)
    return pd.DataFrame(columns)
