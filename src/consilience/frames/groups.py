"""What is told of each group beside its answer: who of it spoke, and how far its forecasters lie apart."""

from collections.abc import Sequence

import numpy as np

from consilience.frames.intervals import quantiles
from consilience.frames.memory import kept
from consilience.frames.voices import rows_by_group, speakers_counted
from consilience.notation import Quantiles, Survey, format_factor
from consilience.sampling.fit import Fit
from consilience.sampling.spreads import spreads_of
from consilience.study import Estimate

# What fewer people say of a spread is mostly the model's prior.
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
        "8 people, spread ×÷2.9 [2.1, 4.4]"; of a group that said nothing, that it is predicted. No spread is told by
        medians and their intervals.
    """
    rows = rows_by_group(fit, question).get(group, [])
    if not rows:
        return "nobody of it answered: predicted"
    spread = spread_of(fit, question, group) if _tells_of_spread(rows) else None
    return speakers_counted(rows) + ("" if spread is None else f", spread ×÷{format_factor(**spread)}")


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
    spreads = spreads_of(fit)
    if spreads is None:
        return None
    asked = (spreads["question"].values == question) & (spreads["group"].values == group)
    if not asked.any():
        return None
    return {name: float(np.exp(at)) for name, at in quantiles(spreads["value"].values[:, :, asked].ravel()).items()}


def _tells_of_spread(rows: Sequence[Estimate]) -> bool:
    """Whether enough people of a group speak for themselves, or a survey says how far its answers lie apart."""
    surveys = [row for row in rows if row.kind == "survey"]
    published = any(
        isinstance(row.value, Quantiles) or (isinstance(row.value, Survey) and row.value.tells_of_spread)
        for row in surveys
    )
    return published or len({row.speaker for row in rows} - {row.speaker for row in surveys}) >= LEAST
