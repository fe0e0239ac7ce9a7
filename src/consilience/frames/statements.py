"""Statements as said, one row a mark: what the chart of statements draws."""

from typing import TYPE_CHECKING

import numpy as np

from consilience.frames.log_odds import Domain, axis_domain, log_odds
from consilience.frames.titles import title_of
from consilience.notation import brief
from consilience.study import Study

if TYPE_CHECKING:
    import pandas as pd

# Kinds in the order in which a question's statements are listed: those that count first.
_ROLES = ("voice", "beside")
_TEXTS = ("group", "source")


def statements_frame(study: Study, question: str, domain: Domain | None = None) -> "pd.DataFrame":
    """Standing statements about one question, voices first, each group from its lowest to its highest.

    Parameters
    ----------
    study : Study
        As read.
    question : str
        Name of a question.
    domain : tuple of float, optional
        Axis in log odds; by default the one that holds every finite value.

    Returns
    -------
    pandas.DataFrame
        A row a statement: ``question``, ``question_title``, ``forecaster``, ``group``, ``kind``, ``role`` ("voice" or
        "beside"), ``date``, ``date_said``, ``said``, ``form``, ``low``, ``best``, ``high`` (fractions, NaN where
        not said), the same as ``logit_…`` cut at the axis, ``open_low`` and ``open_high`` (the mark runs past the
        axis), ``source``, ``label`` (what a picture says), ``order``.
    """
    table = study.estimates
    rows = table[table["standing"] & (table["question"] == question)].fillna(dict.fromkeys(_TEXTS, ""))
    rows["role"] = np.where(rows["voice"] | (rows["kind"] == "base_rate"), *_ROLES)
    edges = {name: log_odds(rows[name]) for name in ("low", "best", "high")}
    low, high = domain or axis_domain(np.concatenate(list(edges.values())))
    # A survey's median or a base rate of 0% has no edges, and lies past the end of the axis itself.
    rows["open_low"] = (edges["low"] < low) | (edges["best"] < low)
    rows["open_high"] = (edges["high"] > high) | (edges["best"] > high)
    centre = np.where(np.isnan(edges["best"]), _middle(edges["low"], edges["high"], low, high), edges["best"])
    for name, values in edges.items():
        fallback = centre if name == "best" else values
        rows[f"logit_{name}"] = np.clip(np.where(np.isnan(values), fallback, values), low, high)
    for name in ("logit_low", "logit_high"):
        rows[name] = rows[name].fillna(rows["logit_best"])
    rows["question_title"] = title_of(study, question)
    rows["said"] = rows["estimate"]
    rows["label"] = [brief(study.rows[place].value, study.rows[place].said) for place in rows.index]
    rows["date"] = rows["date"].dt.strftime("%Y-%m-%d").fillna("")
    dates = zip(rows.index, rows["date"], strict=True)
    rows["date_said"] = [study.rows[place].date_said or date for place, date in dates]
    rows["position"] = centre
    rows = rows.sort_values(["role", "group", "position"], key=_sort_key, kind="stable")
    rows["order"] = range(len(rows))
    return rows[_COLUMNS].reset_index(drop=True)


def _middle(low: np.ndarray, high: np.ndarray, first: float, last: float) -> np.ndarray:
    """Where a statement without a best value sits: inside its interval as far as the axis shows it."""
    return np.asarray((np.clip(low, first, last) + np.clip(high, first, last)) / 2)


def _sort_key(column: "pd.Series") -> "pd.Series":
    return column.map({role: place for place, role in enumerate(_ROLES)}) if column.name == "role" else column


_COLUMNS = [
    *("question", "question_title", "forecaster", "group", "kind", "role", "date", "date_said", "said", "form"),
    *("low", "best", "high", "logit_low", "logit_best", "logit_high", "open_low", "open_high"),
    *("source", "label", "order"),
]
