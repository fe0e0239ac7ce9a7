"""The figure of a comparison: one question as several fits answer it."""

from collections.abc import Mapping
from functools import partial
from typing import Unpack

import numpy as np

from consilience.charts.drawing.layout import ChartText
from consilience.charts.drawing.options import PLAIN, ChartChoices, ChartOptions, takes_options
from consilience.charts.figure import Figure
from consilience.frames import axis_domain
from consilience.frames.comparison import NOTHING_COMMON, common_questions, comparison_frame
from consilience.frames.medians import in_grey, medians_frame, read_out
from consilience.models.figures import figure_of
from consilience.problems import UnknownNameError
from consilience.sampling.fit import Fit


class ComparisonChart:
    """Draws the chart of a comparison when it is called.

    Parameters
    ----------
    fits : mapping of str to Fit
        By the name of their row.
    """

    def __init__(self, fits: Mapping[str, Fit]) -> None:
        self._fits = fits

    @takes_options
    def __call__(self, question: str | None = None, **options: Unpack[ChartChoices]) -> Figure:
        """Draw the median forecaster of each fit on one question, with 50% and 90% intervals.

        Parameters
        ----------
        question : str, optional
            Default: the first that all of them answer.

        Returns
        -------
        Figure
        """
        return comparison_figure(self._fits, question, PLAIN.but(**options))


def comparison_figure(fits: Mapping[str, Fit], question: str | None = None, options: ChartOptions = PLAIN) -> Figure:
    """Draw the median forecaster of several fits on one question.

    Parameters
    ----------
    fits : mapping of str to Fit
        By the name of their row.
    question : str, optional
        Default: the first that all of them answer.
    options : ChartOptions

    Returns
    -------
    Figure

    Raises
    ------
    KeyError
        If a fit has no answer to the question, or there is none that all of them answer.
    """
    import pandas as pd

    from consilience.charts import comparison

    asked = question or next(iter(common_questions(fits)), None)
    if asked is None:
        raise UnknownNameError(NOTHING_COMMON)
    comparison_frame(fits, asked)
    medians = [medians_frame(fit).query("question == @asked").assign(title=name) for name, fit in fits.items()]
    frame = pd.concat(medians, ignore_index=True)

    def words(drawn: "pd.DataFrame") -> ChartText:
        studies = dict.fromkeys(fits[name].study.name for name in drawn["title"])
        return ChartText(
            title=str(drawn["question_title"].iloc[0]),
            subtitle=f"Median forecaster as each fit infers it, with 50% and 90% intervals{in_grey(drawn)}",
            source=f"Studies: {', '.join(studies)}. consilience",
            description=f"Median forecaster by fit, 90% interval: {read_out(drawn, 'title')}.",
        )

    domain = axis_domain(np.concatenate([frame["logit_low"], frame["logit_high"]]))
    return figure_of("comparison", asked, words, partial(comparison, frame, domain=domain), options)
