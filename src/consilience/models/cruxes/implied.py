"""What voices' answers make of the state of a crux that they were not asked, by the law of total probability."""

from collections.abc import Iterator, Mapping
from math import nan

import numpy as np

from consilience.models.cruxes.frames.views import stated_cruxes
from consilience.notation import format_probability
from consilience.study import Speaker, Study
from consilience.study.naming import state_of


def implied(study: Study, question: str) -> Mapping[Speaker, str]:
    """What P(U), P(C) and P(U|C) of one voice make of the state that it was not asked.

    Parameters
    ----------
    study : Study
        With a question that has cruxes.
    question : str

    Returns
    -------
    mapping of speaker to str
        A probability.
    """
    return {speaker: format_probability(value) for speaker, value in _other_state(study, question)}


def implied_numbers(study: Study, question: str) -> Mapping[Speaker, tuple[float, float, float]]:
    """The same as numbers.

    Parameters
    ----------
    study, question
        As for :func:`implied`.

    Returns
    -------
    mapping of speaker to (float, float, float)
        Low, best and high as fractions; such an answer has no ends.
    """
    return {speaker: (nan, value, nan) for speaker, value in _other_state(study, question)}


def _other_state(study: Study, question: str) -> Iterator[tuple[Speaker, float]]:
    stated = {row.speaker for row in study.voices if row.question == question}
    for crux, holds in state_of(question).items():
        frame = stated_cruxes(study)
        for row in frame[(frame["crux"] == crux) & frame["coherent"]].to_dict("records"):
            speaker = row["kind"], row["forecaster"], None if row["kind"] == "person" else row["group"] or None
            value = row["u_given_c" if holds else "u_given_not_c"]
            if speaker not in stated and not np.isnan(value):
                yield speaker, value
