"""Tables of factor studies for a report: implied totals, products, correlations, coherence, evidence."""

from typing import Any

import numpy as np

from consilience.frames.headline import FEW, Headline, headline_of
from consilience.frames.voices import people_of, rows_by_group
from consilience.models.factors.frames.coherence import bias_frame, held_totals
from consilience.models.factors.frames.credences import implied_frame
from consilience.models.factors.frames.evidence import evidence_frame
from consilience.models.factors.frames.led import led_by_voices, who_said
from consilience.models.factors.frames.products import NONE, products_frame
from consilience.models.factors.frames.together import correlation_frame, people_of_several
from consilience.models.tables import Table, group_title, records, table
from consilience.notation import format_bayes_factor, format_interval, format_probability
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS
from consilience.study.speakers import speakers_of


def factor_tables(fit: Fit) -> list[Table]:
    """The tables of a factor study, without those that would be empty."""
    found = [of_fit(fit) for of_fit in (_implied, _products, _together, _coherence, _biases, _evidence)]
    return [found_table for found_table in found if found_table.rows]


def _implied(fit: Fit) -> Table:
    frame = implied_frame(fit)
    spoke = {outcome: {ALL_GROUPS, *rows_by_group(fit, outcome)} for outcome in frame["question"].unique()}
    rows = [
        (
            row["title"],
            row["forecaster"] or _told(fit, row["question"], row["group"], f"median of {row['group'] or 'no group'}"),
            f"{row['answered']} of {row['needed']}" if row["forecaster"] else "",
            row["stated"],
            _implied_of(row) if row["forecaster"] else row["label"],
        )
        for row in records(frame)
        # Who said nothing that bears has no number, and a group of such people none but the prior's.
        if (row["answered"] or row["stated"] if row["forecaster"] else row["group"] in spoke[row["question"]])
    ]
    note = "Worked out from each forecaster's own credences; factors that somebody left out are predicted."
    header = ("Outcome", "Forecaster", "Factors answered", "Stated", "Implied, 90%")
    return table("What each forecaster's factors imply", note, header, rows, "combined")


def _implied_of(row: dict[str, Any]) -> str:
    """What somebody's factors come to; a number that rests on what the model predicts of them is not theirs."""
    if not row["answered"]:
        return "no factor answered"
    left = row["needed"] - row["answered"]
    return f"{row['label']}; {left} of {row['needed']} predicted" if left else str(row["label"])


def _told(fit: Fit, outcome: str, group: str, name: str) -> str:
    """The name of a group's answer: where voices lead it is of others like them, and a what-if."""
    return name if headline_of(fit, outcome, group).leads == "population" else f"what-if: {name}"


def _products(fit: Fit) -> Table:
    outcome = fit.study.outcome
    if outcome is None or not fit.study.question(outcome).refers_to:
        return table("", "", (), [], "choices")
    spoke = [ALL_GROUPS, *rows_by_group(fit, outcome)]
    frame = products_frame(fit)
    frame = frame[frame["group"].isin(spoke) & (frame["covariance_label"] != NONE)]
    columns = ("summary_title", "pool_label", "product_label", "covariance_label")
    rows = [
        (_told(fit, outcome, row["group"], group_title(row["group"])), *(row[name] for name in columns))
        for row in records(frame)
    ]
    header = ("Group", "Summary", "Pool of products", "Product of pools", "What separates them")
    note = (
        "Multiplying pooled factors forgets that forecasters who think one factor likely may think another likely too; "
        "for the mean forecaster the difference is the covariance of the factors across forecasters."
    )
    return table("Pools of products and products of pools", note, header, rows, "choices")


def _together(fit: Fit) -> Table:
    rows = [(row["title"], row["label"]) for row in records(correlation_frame(fit))]
    people = people_of_several(fit.study)
    note = (
        f"Correlations over forecasters of one group, in log odds, from the {people} people who spoke of two factors "
        "or more: whoever thinks one factor likelier than others of the group do thinks others likelier too."
    )
    header = ("Factor", "Correlation with any other, 90%")
    return table("How answers go together", note, header, rows, "combined")


def _coherence(fit: Fit) -> Table:
    totals = held_totals(fit)
    rows = [
        (
            row["forecaster"],
            str(row["date"]),
            row["title"],
            row["said"],
            _implied_label(row),
            row["gap_label"] + (" (no rounding closes the gap)" if row["flagged"] else ""),
        )
        for row in records(totals)
    ]
    predicted = ", those that they left out predicted" if (totals["predicted"] != "").any() else ""
    note = f"What people stated of the whole, beside what their own factors imply{predicted}."
    header = ("Forecaster", "Date", "Of", "Stated", "Implied, 90% or rounding", "")
    return table("Stated totals", note, header, rows, "said")


def _implied_label(row: dict[str, Any]) -> str:
    if np.isnan(row["implied_low"]) or np.isnan(row["implied_high"]):
        return format_probability(row["implied"])
    return format_interval(row["implied"], row["implied_low"], row["implied_high"])


def _biases(fit: Fit) -> Table:
    frame = bias_frame(fit)
    totals = held_totals(fit)
    held = totals[totals["kind"].isin(("person", "survey"))]
    # What one or two have stated beside their factors is told of them by name, and tells of nobody else.
    both = set(zip(held["forecaster"], held["question"], strict=True))
    names, groups = speakers_of(fit.study.voices)
    stated = [row for row in fit.study.voices if (names[row.speaker], row.question) in both]
    many = {group for group in frame["group"] if people_of(row for row in stated if groups[row.speaker] == group) > FEW}
    whole = people_of(stated) > FEW
    told = [whole if row["quantity"] == "kappa" else row["group"] in many for row in records(frame)]
    rows = [(row["says"],) for row in records(frame[told])]
    return table("Bias and noise of stated totals", "", ("",), rows, "said")


def _evidence(fit: Fit) -> Table:
    if fit.after_evidence is None or fit.study.outcome is None:
        return table("", "", (), [], "change")
    frame = evidence_frame(fit)
    few = led_by_voices(fit, frame["question"].unique().tolist())
    rows = [
        (
            row["title"],
            row["stage"],
            "" if np.isnan(row["bayes_factor"]) else format_bayes_factor(row["bayes_factor"]),
            _beside(row, few.get(row["question"])),
            row["detail"],
        )
        for row in records(frame[frame["group"] == ALL_GROUPS])
    ]
    note = "Median forecaster before any evidence and after each test, in the order of the study."
    header = ("Question", "After", "Bayes factor", "Answer, 90%", "Test")
    return table("Evidence", note, header, rows, "change")


def _beside(row: dict[str, Any], headline: Headline | None) -> str:
    """The population's answer; where voices lead a what-if, before any evidence beside what they said."""
    if headline is None:
        return str(row["label"])
    said = "" if row["order"] else f"{who_said(headline)}; "
    return f"{said}what-if: {row['label']}"
