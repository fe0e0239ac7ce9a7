"""Groups count alike in an answer over all: what it would be if each counted for as many people as it has."""

from consilience.frames.answers import answer_draws
from consilience.frames.intervals import interval
from consilience.frames.memory import kept
from consilience.frames.voices import people_of, rows_by_group
from consilience.measures.summaries import bounded
from consilience.sampling.fit import Fit


@kept
def people_by_group(fit: Fit, question: str) -> dict[str, int]:
    """Count the people of each group that said something that bears on a question.

    Parameters
    ----------
    fit : Fit
    question : str

    Returns
    -------
    dict of str to int
        A survey of stated size counts as so many.
    """
    return {name: people_of(rows) for name, rows in rows_by_group(fit, question).items()}


@kept
def by_people(fit: Fit, question: str) -> str:
    """Say the median forecaster of a population in which each group has as many people as spoke of it.

    Parameters
    ----------
    fit : Fit
    question : str

    Returns
    -------
    str
        A number with its interval; "" where there are not two groups, or as many people in each, or it makes no
        difference that would be printed.
    """
    people = people_by_group(fit, question)
    if len(set(people.values())) < 2:
        return ""
    draws = fit.model.median_in_shares(
        fit, question, {name: count / sum(people.values()) for name, count in people.items()}
    )
    label = "" if draws is None else str(interval(bounded(draws))["label"])
    alike = str(interval(bounded(answer_draws(fit, question, "median")))["label"])
    return "" if label.partition(" [")[0] == alike.partition(" [")[0] else label
