"""The figure of a comparison: one question as several fits answer it."""

import re
from collections.abc import Mapping

import numpy as np

from consilience.charts.drawing.layout import ChartText
from consilience.charts.figure import Figure
from consilience.frames import answers_frame, axis_domain
from consilience.frames.comparison import NOTHING_COMMON, common_questions, comparison_frame
from consilience.sampling.fit import Fit


def comparison_figure(fits: Mapping[str, Fit], question: str | None = None) -> Figure:
    """Draw the median forecaster of several fits on one question.

    Parameters
    ----------
    fits : mapping of str to Fit
        By the name of their row.
    question : str, optional
        Default: the first that all of them answer.

    Returns
    -------
    Figure

    Raises
    ------
    KeyError
        If a fit has no answer to the question, or there is none that all of them answer.
    """
    import pandas as pd

    from consilience.charts import groups

    asked = question or next(iter(common_questions(fits)), None)
    if asked is None:
        raise KeyError(NOTHING_COMMON)
    comparison_frame(fits, asked)
    answers = [answers_frame(fit).query("group == 'all'").assign(group=name) for name, fit in fits.items()]
    rows = pd.concat(answers, ignore_index=True).query("question == @asked")
    medians = rows[rows["summary"] == "median"]
    said = "; ".join(f"{row['group']} {row['label']}" for row in medians.to_dict("records"))
    words = ChartText(
        title=str(medians["question_title"].iloc[0]),
        subtitle="Median forecaster as each fit infers it, with 50% and 90% intervals",
        source=f"Studies: {', '.join(dict.fromkeys(fit.study.name for fit in fits.values()))}. consilience",
        description=f"Median forecaster by fit, 90% interval: {said}.",
    )
    domain = axis_domain(np.concatenate([medians["logit_low"], medians["logit_high"]]))
    name = f"{re.sub('[^0-9A-Za-z_-]+', '-', asked)}-comparison"
    return Figure(name, asked, f"{words.title}. {words.subtitle}", groups(rows, domain=domain, text=words))
