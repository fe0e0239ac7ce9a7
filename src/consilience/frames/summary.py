"""The short summary of a fit: a row a question, with the answer that leads on it."""

from typing import TYPE_CHECKING

import numpy as np

from consilience.frames.answers import SUMMARY_TITLES, answers_frame, headlined
from consilience.frames.headline import Headline, headline_of
from consilience.frames.memory import remembered
from consilience.measures.summaries import LEVELS
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = ["title", "answer", "summary", "leads", "voices", "inferred", "value", "low", "high", "low50", "high50"]


@remembered
def summary_frame(fit: Fit) -> "pd.DataFrame":
    """What leads on every question.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    pandas.DataFrame
        A row a question, by its name: ``title``; ``answer`` in words, with the two camps of voices between which it
        lies, where it does; ``summary``, of whom it is ("Median forecaster", or "Voices" where their own numbers lead:
        of under three people, where the population's lies beyond all of them, or where they leave open how low or how
        high it lies); ``leads`` ("voices" or "population"); who speaks, ``voices``; ``inferred``, where the voices lead
        the median forecaster that the model infers of others like them, a what-if; ``value``, ``low`` and ``high``
        (posterior median and 90% interval), ``low50`` and ``high50`` as fractions and as ``logit_…``: of the
        population, and missing where the voices lead.
    """
    frame = answers_frame(fit)
    over_all = frame[frame["group"] == ALL_GROUPS].set_index(["question", "summary"])
    rows = []
    for question in dict.fromkeys(frame["question"]):
        headline, leading = headline_of(fit, str(question)), headlined(fit, str(question))
        found = over_all.loc[(question, leading)]
        led = headline.leads == "population"
        numbers = [*LEVELS, *(f"logit_{name}" for name in LEVELS)]
        rows.append(
            {
                "question": question,
                "title": headline.title,
                "answer": _told(found["label"], headline) if led else headline.short,
                "summary": SUMMARY_TITLES[leading] if led else "Voices",
                "leads": headline.leads,
                "voices": headline.answering or "none",
                "inferred": "" if led else over_all.loc[(question, "median")]["label"],
                **{name: found[name] if led else np.nan for name in numbers},
            }
        )
    return _frame(rows)


def _told(label: str, headline: Headline) -> str:
    """An answer whose number may be nobody's."""
    return f"{label}, {headline.camps.between}" if headline.camps else label


def _frame(rows: list[dict[str, object]]) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(rows).set_index("question")[[*_COLUMNS, *(f"logit_{name}" for name in LEVELS)]]
