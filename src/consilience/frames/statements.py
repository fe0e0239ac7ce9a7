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
    import pandas as pd

    table = study.estimates
    places = np.flatnonzero(table["standing"].to_numpy() & (table["question"] == question).to_numpy())
    rows = [study.rows[place] for place in places]
    numbers = {name: table[name].to_numpy()[places] for name in ("low", "best", "high")}
    edges = {name: log_odds(values) for name, values in numbers.items()}
    low, high = domain or axis_domain(np.concatenate(list(edges.values())))
    centre = np.where(np.isnan(edges["best"]), _middle(edges["low"], edges["high"], low, high), edges["best"])
    cut = {name: np.clip(values, low, high) for name, values in (edges | {"best": centre}).items()}
    counts = table["voice"].to_numpy()[places] | np.array([row.kind == "base_rate" for row in rows], dtype=bool)
    dates = [row.date.isoformat() if row.date else "" for row in rows]
    texts = {
        "question": [row.question for row in rows],
        "question_title": [title_of(study, question)] * len(rows),
        "forecaster": [row.forecaster for row in rows],
        "group": [row.group or "" for row in rows],
        "kind": [row.kind for row in rows],
        "role": [_ROLES[not counted] for counted in counts],
        "date": dates,
        "date_said": [row.date_said or date for row, date in zip(rows, dates, strict=True)],
        "said": [row.said for row in rows],
        "form": table["form"].to_numpy()[places].tolist(),
        "source": [row.source or "" for row in rows],
        "label": [brief(row.value, row.said) for row in rows],
    }
    drawn = {
        "logit_best": cut["best"],
        **{f"logit_{name}": np.where(np.isnan(cut[name]), cut["best"], cut[name]) for name in ("low", "high")},
        # A survey's median or a base rate of 0% has no edges, and lies past the end of the axis itself.
        "open_low": (edges["low"] < low) | (edges["best"] < low),
        "open_high": (edges["high"] > high) | (edges["best"] > high),
    }
    order = np.lexsort((centre, np.array(texts["group"], dtype=str), ~counts))
    typed = {name: pd.array(values, dtype="str") for name, values in texts.items()}
    # All columns at once: a report has such a table a question, and set one by one they take four times as long.
    found = {name: values[order] for name, values in (typed | numbers | drawn).items()}
    return pd.DataFrame(found | {"order": np.arange(len(rows))}, columns=_COLUMNS)


def _middle(low: np.ndarray, high: np.ndarray, first: float, last: float) -> np.ndarray:
    """Where a statement without a best value sits: inside its interval as far as the axis shows it."""
    return np.asarray((np.clip(low, first, last) + np.clip(high, first, last)) / 2)


_COLUMNS = [
    *("question", "question_title", "forecaster", "group", "kind", "role", "date", "date_said", "said", "form"),
    *("low", "best", "high", "logit_low", "logit_best", "logit_high", "open_low", "open_high"),
    *("source", "label", "order"),
]
