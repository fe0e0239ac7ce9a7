"""How far the choice of pool moves the answer: classical pools and the consensus in one frame."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from consilience.frames.answers import SUMMARY_TITLES, answers_frame
from consilience.frames.headline import Headline, headline_of
from consilience.frames.log_odds import log_odds
from consilience.notation import Number, format_interval, format_probability
from consilience.notation.forms.survey import Survey
from consilience.pools import POOLS, SHOWN_POOLS, Pooled, between, pool
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS
from consilience.study.texts import listed

if TYPE_CHECKING:
    import pandas as pd

# Of more surveys the others are counted: it stands in a line of a picture.
_NAMED = 3
# Beside pools that somebody's certainty leaves undefined.
CERTAIN = "0% and 100% have no odds, so a pool of odds has no answer; the consensus takes each as a rounded number"


def pools_frame(fit: Fit, question: str) -> "pd.DataFrame":
    """Every classical pool of a question's standing statements, and beside them the consensus.

    Parameters
    ----------
    fit : Fit
    question : str

    Returns
    -------
    pandas.DataFrame
        A row a method: ``method``, ``method_title`` (a consensus is "inferred" where the voices lead), ``family``
        ("pool" or "consensus"), ``value`` (fraction, NaN where undefined), its interval (NaN for pools), the same as
        ``logit_…``, a ``label`` to print, ``note``: why a pool is undefined, ``bounded``: between what it lies with
        those who gave bounds alone, ``without``: whom the pools leave out and why, ``surveys``: with which number a
        survey enters that published a mean, and ``certain``: whose 0% or 100% has no odds, where that leaves the pool
        undefined.
    """
    import pandas as pd

    table = fit.study.estimates
    rows = table[table["question"] == question]
    frame = answers_frame(fit)
    consensus = frame[(frame["question"] == question) & (frame["group"] == ALL_GROUPS)]
    title = consensus["question_title"].iloc[0]
    out = pd.DataFrame(
        [*_pool_records(rows), *_consensus_records(consensus, headline_of(fit, question))],
        columns=["method", "method_title", "family", "value", "low", "high", "note", "bounded", "without", "certain"],
    )
    for name in ("value", "low", "high"):
        # A linear or median pool of zeros is 0: it has a value, and no place on a log-odds axis. So it is with ones.
        out[f"logit_{name}"] = np.where((out[name] > 0) & (out[name] < 1), log_odds(out[name]), np.nan)
    out["label"] = [_label(row["value"], row["low"], row["high"]) for row in out.to_dict("records")]
    out["surveys"] = _of_surveys(fit, question)
    out.insert(0, "question", question)
    out.insert(1, "question_title", title)
    out["order"] = range(len(out))
    return out


def _pool_records(rows: "pd.DataFrame") -> Iterator[dict[str, object]]:
    for method in SHOWN_POOLS:
        pooled = pool(rows, method)
        yield {
            "method": method,
            "method_title": POOLS[method].title,
            "family": "pool",
            "value": pooled.value,
            "note": _note(pooled),
            "bounded": "" if np.isnan(pooled.low) else f"{between(pooled.low, pooled.high)} with the bounds",
            "without": pooled.without,
            "certain": pooled.certain,
        }


def _consensus_records(consensus: "pd.DataFrame", headline: Headline) -> Iterator[dict[str, object]]:
    inferred = "" if headline.leads == "population" else ", inferred"
    for row in consensus.to_dict("records"):
        if row["summary"] != "new_forecaster":
            yield {
                "method": f"consensus_{row['summary']}",
                "method_title": f"{SUMMARY_TITLES[row['summary']]}{inferred}",
                "family": "consensus",
                **{name: row[name] for name in ("value", "low", "high")},
                "note": "only medians and intervals were published" if np.isnan(row["value"]) else "",
                "bounded": "",
                "without": "",
                "certain": "",
            }


def _of_surveys(fit: Fit, question: str) -> str:
    """Which of its numbers every pool takes of a survey that published a mean."""
    medians, means = list[str](), list[str]()
    for row in fit.study.voices:
        if row.question != question or not isinstance(row.value, Survey) or row.value.mean is None:
            continue
        median, mean = row.value.median, row.value.mean.written
        if median is None:
            means.append(f"{row.forecaster} {mean}")
        elif isinstance(median, Number) and median.written != mean:
            medians.append(f"{row.forecaster} {median.written} (mean {mean})")
    by_median = f"A survey enters every pool by its median, “{POOLS['linear'].title}” too: {listed(medians, _NAMED)}"
    by_mean = f"Without a published median a survey enters every pool by its mean: {listed(means, _NAMED)}"
    return ". ".join([*([by_median] if medians else []), *([by_mean] if means else [])])


def _note(pooled: Pooled) -> str:
    """Why a pool is undefined, short enough for a row of a chart."""
    return f"undefined by {pooled.certain}" if pooled.certain else pooled.note


def _label(value: float, low: float, high: float) -> str:
    if np.isnan(value):
        return "undefined"
    if np.isnan(low):
        return format_probability(value)
    return format_interval(value, low, high)
