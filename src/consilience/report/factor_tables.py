"""Tables of factor studies for a report: implied totals, pools of products, coherence, evidence, cruxes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from consilience.frames import (
    bias_frame,
    coherence_frame,
    disagreement_frame,
    evidence_frame,
    implied_frame,
    products_frame,
    violations_frame,
)
from consilience.notation import format_interval, format_probability
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class FactorTable:
    """One table of a report.

    Parameters
    ----------
    title, note : str
        Heading and a sentence below it.
    header : tuple of str
        Columns.
    rows : tuple of tuple of str
        Cells as plain text.
    """

    title: str
    note: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def factor_tables(fit: Fit) -> list[FactorTable]:
    """The tables that a study has beside those of its single questions.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    list of FactorTable
        Without those that would be empty.
    """
    tables = {"consensus": (), "panel": (_implied, _products, _coherence, _biases, _evidence), "cruxes": (_cruxes,)}
    found = [table(fit) for table in tables[fit.model]]
    return [table for table in (*found, _violations(fit)) if table.rows]


def _implied(fit: Fit) -> FactorTable:
    frame = implied_frame(fit)
    rows = [
        (
            row["title"],
            row["forecaster"]
            or (f"median of {row['group'] or 'no group'}" if row["group"] != ALL_GROUPS else "median of all"),
            f"{row['answered']} of {row['needed']}" if row["forecaster"] else "",
            row["stated"],
            row["label"],
        )
        for row in frame.to_dict("records")
    ]
    note = "Worked out from each forecaster's own credences; factors that somebody left out are predicted."
    header = ("Outcome", "Forecaster", "Factors answered", "Stated", "Implied, 90%")
    return _table("What each forecaster's factors imply", note, header, rows)


def _products(fit: Fit) -> FactorTable:
    outcome = fit.study.outcome
    if outcome is None or not fit.study.question(outcome).refers_to:
        return _table("", "", (), [])
    frame = products_frame(fit)
    columns = ("group", "summary_title", "pool_label", "product_label", "covariance_label")
    rows = [
        tuple(_group(row["group"]) if name == "group" else row[name] for name in columns) for row in _records(frame)
    ]
    header = ("Group", "Summary", "Pool of products", "Product of pools", "What separates them")
    note = (
        "Multiplying pooled factors forgets that forecasters who think one factor likely may think another likely too; "
        "for the mean forecaster the difference is the covariance of the factors across forecasters."
    )
    return _table("Pools of products and products of pools", note, header, rows)


def _coherence(fit: Fit) -> FactorTable:
    rows = [
        (
            row["forecaster"],
            str(row["date"]),
            row["title"],
            row["said"],
            _implied_label(row),
            row["gap_label"] + (" (no rounding closes the gap)" if row["flagged"] else ""),
        )
        for row in _records(coherence_frame(fit))
    ]
    note = "What people stated of the whole, beside what their own factors imply."
    header = ("Forecaster", "Date", "Of", "Stated", "Implied, 90% or rounding", "")
    return _table("Stated totals", note, header, rows)


def _implied_label(row: dict[str, Any]) -> str:
    if np.isnan(row["implied_low"]) or np.isnan(row["implied_high"]):
        return format_probability(row["implied"])
    return format_interval(row["implied"], row["implied_low"], row["implied_high"])


def _biases(fit: Fit) -> FactorTable:
    frame = bias_frame(fit)
    rows = [(row["says"],) for row in _records(frame[frame["totals"] > 0])]
    return _table("Bias and noise of stated totals", "", ("",), rows)


def _evidence(fit: Fit) -> FactorTable:
    if fit.after_evidence is None or fit.study.outcome is None:
        return _table("", "", (), [])
    frame = evidence_frame(fit)
    rows = [
        (
            row["title"],
            row["stage"],
            "" if np.isnan(row["bayes_factor"]) else f"{row['bayes_factor']:.2g}".replace("inf", "∞"),
            row["label"],
            row["detail"],
        )
        for row in _records(frame[frame["group"] == ALL_GROUPS])
    ]
    note = "Median forecaster before any evidence and after each test, in the order of the study."
    return _table("Evidence", note, ("Question", "After", "Bayes factor", "Answer, 90%", "Test"), rows)


def _cruxes(fit: Fit) -> FactorTable:
    if fit.posterior["forecaster_group"].to_series().nunique() != 2:
        return _table("", "", (), [])
    rows = [
        (
            row["title"],
            f"{_group(row['camp'])} and {_group(row['other_camp'])}",
            _signed("{value:z.3f} [{low:z.3f}, {high:z.3f}]", row),
            _signed("{share:z.0%} [{share_low:z.0%}, {share_high:z.0%}]", row),
        )
        for row in _records(disagreement_frame(fit))
    ]
    note = "How much less two camps would be expected to disagree on the outcome once the crux is known."
    header = ("Crux", "Camps", "Value of discrimination, 90%", "Share of the disagreement")
    return _table("Cruxes of the disagreement", note, header, rows)


def _violations(fit: Fit) -> FactorTable:
    rows = [
        (row["forecaster"], f"{row['file']}:{row['line']}", row["why"]) for row in _records(violations_frame(fit.study))
    ]
    note = "No rounding makes these one probability distribution. They are modelled as noisy readings, not dropped."
    return _table("Answers that contradict each other", note, ("Forecaster", "Where", "What"), rows)


def _table(title: str, note: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> FactorTable:
    return FactorTable(title, note, tuple(header), tuple(tuple(map(str, row)) for row in rows))


def _records(frame: "pd.DataFrame") -> Iterator[dict[str, Any]]:
    yield from ({str(name): value for name, value in row.items()} for row in frame.to_dict("records"))


def _signed(form: str, row: Mapping[str, Any]) -> str:
    """Numbers of a row that may be negative, with a minus sign for people."""
    return form.format_map(row).replace("-", "−")


def _group(name: object) -> str:
    return {ALL_GROUPS: "over the groups", "": "no group stated"}.get(str(name), str(name))
