"""What is told of each group beside its answer: who of it spoke, and how far its forecasters lie apart."""

import numpy as np

from consilience.frames.memory import kept
from consilience.frames.voices import people_of, rows_by_group, speakers_counted
from consilience.sampling.fit import Fit

# Of fewer people a spread is mostly the model's prior.
LEAST = 3


@kept
def group_said(fit: Fit, question: str, group: str) -> str:
    """Say who of a group spoke on a question, and how far its forecasters lie apart where that can be known.

    Parameters
    ----------
    fit : Fit
    question, group : str

    Returns
    -------
    str
        "a survey of 477, spread ×÷2.9"; of a group that said nothing, that it is predicted.
    """
    rows = rows_by_group(fit, question).get(group, [])
    if not rows:
        return "nobody of it answered: predicted"
    spread = spread_of(fit, question, group) if people_of(rows) >= LEAST else None
    told = "" if spread is None else f", spread ×÷{spread:.2g}"
    return f"{speakers_counted(rows)}{told}"


def spread_of(fit: Fit, question: str, group: str) -> float | None:
    """How far forecasters of a group typically lie from its median: a factor on the odds.

    Parameters
    ----------
    fit : Fit
    question, group : str

    Returns
    -------
    float or None
        The posterior median of the group's own scale, from log odds; ``None`` where the answer follows from other
        questions, or the model has one scale for all.
    """
    posterior = fit.posterior
    if "scale" not in posterior or "pair_group" not in posterior["scale"].coords:
        return None
    of_pair = (posterior["pair_question"].values == question) & (posterior["pair_group"].values == group)
    if not of_pair.any():
        return None
    return float(np.exp(np.median(posterior["scale"].values[:, :, of_pair])))
