"""The figure of a comparison: one question as several fits answer it."""

import re
from collections.abc import Mapping

from consilience.charts.drawing.layout import ChartText
from consilience.charts.figure import Figure
from consilience.frames import answers_frame, axis_domain
from consilience.frames.comparison import NOTHING_COMMON, common_questions, comparison_frame
from consilience.notation import counted
from consilience.problems import UnknownNameError
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
    from consilience.charts.drawing.intervals import Row, interval_chart

    asked = question or next(iter(common_questions(fits)), None)
    if asked is None:
        raise UnknownNameError(NOTHING_COMMON)
    comparison_frame(fits, asked)
    over_all = "question == @asked and group == 'all' and summary == 'median'"
    medians = {name: answers_frame(fit).query(over_all).iloc[0] for name, fit in fits.items()}
    said = "; ".join(f"{name} {median['label']}" for name, median in medians.items())
    words = ChartText(
        title=str(next(iter(medians.values()))["question_title"]),
        subtitle="Median forecaster as each fit infers it, with 50% and 90% intervals",
        source=f"Studies: {', '.join(dict.fromkeys(fit.study.name for fit in fits.values()))}. consilience",
        description=f"Median forecaster by fit, 90% interval: {said}.",
    )
    rows = [
        Row(
            name=name,
            value=median["logit_value"],
            said=median["label"],
            wide=(median["logit_low"], median["logit_high"]),
            inner=(median["logit_low50"], median["logit_high50"]),
            detail=counted(int(median["statements"]), "statement"),
        )
        for name, median in medians.items()
    ]
    domain = axis_domain([median[end] for median in medians.values() for end in ("logit_low", "logit_high")])
    chart = interval_chart(rows, domain=domain, text=words, width="full")
    file = f"{re.sub('[^0-9A-Za-z_-]+', '-', asked)}-comparison"
    return Figure(file, asked, f"{words.title}. {words.subtitle}", chart)
