"""What the priors move: power-scaling of priors and statements, answer by answer."""

from typing import TYPE_CHECKING, cast

import numpy as np

from consilience.measures.summaries import bounded
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr


def prior_sensitivity_frame(fit: Fit, trace: "xr.DataTree") -> "pd.DataFrame":
    """How far priors and statements move each published answer over all groups.

    Parameters
    ----------
    fit : Fit
    trace : xarray.DataTree
        With groups ``log_prior`` and ``log_likelihood`` of the same draws.

    Returns
    -------
    pandas.DataFrame
        A row an answer: ``question``, ``summary``, ``prior`` and ``likelihood`` (distance moved for each doubling of
        their power) and ``diagnosis`` (Kallioinen, Paananen, Bürkner and Vehtari, 2024, *Statistics and Computing* 34,
        57). A new forecaster's answer is left out, and so is what never varies.
    """
    import xarray as xr
    from arviz_stats.psense import psense_summary

    value = fit.answers["value"]
    draws = bounded(value.values)
    kept = (value["group"].values == ALL_GROUPS) & (value["summary"].values != "new_forecaster")
    kept &= draws.std(axis=(0, 1)) > 0
    questions, summaries = (value[name].values[kept].astype(str) for name in ("question", "summary"))
    answers = xr.Dataset(
        {"answer": (("chain", "draw", "of"), draws[:, :, kept])},
        coords={
            "chain": np.arange(draws.shape[0]),
            "draw": np.arange(draws.shape[1]),
            "of": [f"{question}, {summary}" for question, summary in zip(questions, summaries, strict=True)],
        },
    )
    scaled = {f"/{name}": trace[name].to_dataset() for name in ("log_prior", "log_likelihood")}
    found = psense_summary(xr.DataTree.from_dict({"/posterior": answers, **scaled}), round_to=4)
    found = cast("pd.DataFrame", found).reset_index(drop=True)
    found.insert(0, "question", questions)
    found.insert(1, "summary", summaries)
    return found
