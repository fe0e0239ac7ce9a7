"""Posterior intervals as columns, and frames that keep their columns where they have no rows."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from consilience.measures.summaries import INTERVAL
from consilience.notation import format_interval

if TYPE_CHECKING:
    import pandas as pd

type Array = NDArray[np.float64]
type Stage = Literal["before", "after"]


# Ends of the names of columns, and which quantile each holds.
ENDS = {"": "value", "_low": "low", "_high": "high"}


def interval(draws: Array) -> dict[str, float | str]:
    """Posterior median and 90% interval of a probability.

    Parameters
    ----------
    draws : ndarray of shape (draws,)
        Log odds.

    Returns
    -------
    dict
        ``value``, ``low``, ``high`` as fractions, the same as ``logit_…``, and a ``label`` to print.
    """
    logits = quantiles(draws)
    fractions = {name: float(expit(value)) for name, value in logits.items()}
    label = format_interval(fractions["value"], fractions["low"], fractions["high"])
    return {**fractions, **{f"logit_{name}": value for name, value in logits.items()}, "label": label}


def quantiles(draws: Array) -> dict[str, float]:
    """Posterior median and ends of the 90% interval, by ``value``, ``low`` and ``high``."""
    found = np.quantile(draws, list(INTERVAL.values()))
    return dict(zip(INTERVAL, found.tolist(), strict=True))


def frame_of(rows: Iterable[Mapping[str, object]], columns: Iterable[str]) -> "pd.DataFrame":
    """Lay rows out, in a frame that has its columns even where there are no rows."""
    import pandas as pd

    return pd.DataFrame(list(rows), columns=list(columns))
