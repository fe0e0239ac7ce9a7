"""What is told of each group beside its answer: who of it spoke, and how far its forecasters lie apart."""

import math
from collections.abc import Mapping

import numpy as np

from consilience.frames.intervals import quantiles
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
    return speakers_counted(rows) + ("" if spread is None else f", spread ×÷{_meant(spread)}")


def spread_of(fit: Fit, question: str, group: str) -> dict[str, float] | None:
    """How far forecasters of a group typically lie from its median: a factor on the odds.

    Parameters
    ----------
    fit : Fit
    question, group : str

    Returns
    -------
    dict or None
        ``value``, ``low``, ``high``: posterior median and 90% interval of the group's own scale; ``None`` where the
        answer follows from other questions, or the model has one scale for all.
    """
    posterior = fit.posterior
    if "scale" not in posterior or "pair_group" not in posterior["scale"].coords:
        return None
    of_pair = (posterior["pair_question"].values == question) & (posterior["pair_group"].values == group)
    if not of_pair.any():
        return None
    return {name: float(np.exp(at)) for name, at in quantiles(posterior["scale"].values[:, :, of_pair].ravel()).items()}


def _meant(spread: Mapping[str, float]) -> str:
    """A factor to the digits that its interval leaves a meaning."""
    width = spread["high"] - spread["low"]
    return f"{spread['value']:.{max(0, -math.floor(math.log10(width / 10)))}f}" if width else f"{spread['value']:.2g}"
