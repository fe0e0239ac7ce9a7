"""How answers to different factors go together over forecasters, as correlations."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from consilience.frames.intervals import frame_of, quantiles
from consilience.frames.titles import title_of
from consilience.models.factors.frames.forecasters import needs_factors
from consilience.models.tables import signed
from consilience.network import network_of
from consilience.sampling.answers import flat
from consilience.sampling.fit import Fit
from consilience.study import Study

if TYPE_CHECKING:
    import pandas as pd

type Array = NDArray[np.float64]

COLUMNS = ("question", "title", "value", "low", "high", "label")
# People of several answers each, from whom on correlations are told of; with fewer the prior speaks.
ENOUGH = 3


def people_of_several(study: Study) -> int:
    """How many people spoke of two factors or more: only their answers tell how factors go together.

    Parameters
    ----------
    study : Study

    Returns
    -------
    int
    """
    components = network_of(study).components
    said: dict[object, set[str]] = {}
    for row in study.voices:
        if row.kind != "survey" and row.question in components:
            said.setdefault(row.speaker, set()).add(row.question)
    return sum(len(questions) > 1 for questions in said.values())


def correlation_frame(fit: Fit) -> "pd.DataFrame":
    """How far whoever thinks one factor likely thinks others likely too.

    Parameters
    ----------
    fit : Fit
        Of a factor study.

    Returns
    -------
    pandas.DataFrame
        First a row for any two factors, ``question`` "", then one for each factor with any other: ``question``,
        ``title``, ``value``, ``low``, ``high`` (posterior median and 90% interval of the mean correlation over the
        pairs) and their ``label``. Of fewer than two factors, and of fewer than three people who spoke of two or more,
        nothing is told.

    Raises
    ------
    ValueError
        If the fit is not of a factor study.

    Notes
    -----
    Correlations of standardised log odds within a group, before the skew.
    """
    needs_factors(fit)
    loading, components = flat(fit.posterior["loading"]), network_of(fit.study).components
    if len(components) < 2 or people_of_several(fit.study) < ENOUGH:
        return frame_of([], COLUMNS)
    with_others = np.sum(loading * (loading.sum(axis=1, keepdims=True) - loading), axis=2) / (len(components) - 1)
    rows = [_row("", "Any two factors", with_others.mean(axis=1))]
    if len(components) > 2:
        rows += [_row(name, title_of(fit.study, name), with_others[:, place]) for place, name in enumerate(components)]
    return frame_of(rows, COLUMNS)


def _row(question: str, title: str, draws: Array) -> dict[str, object]:
    found = quantiles(draws)
    return {
        "question": question,
        "title": title,
        **found,
        "label": signed("{value:z.2f} [{low:z.2f}, {high:z.2f}]", found),
    }
