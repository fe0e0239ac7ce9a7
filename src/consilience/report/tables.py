"""The answer as files: a table for spreadsheets, a record for programs, a page for people."""

import json
from typing import TYPE_CHECKING

from consilience.frames import (
    UNTOLD,
    after_evidence_frame,
    answers_frame,
    few_note,
    headline_frame,
    headline_of,
    headlined,
    probability_below,
    told_frame,
)
from consilience.frames.memory import kept
from consilience.frames.other_priors import moved_by_priors
from consilience.frames.owners import owned
from consilience.report.lead import lead_sentences
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS

if TYPE_CHECKING:
    import pandas as pd

# Of a column that only a study has whose answers hang on the prior.
PRIOR_MOVES = "Other priors move its odds by"
# Said with a table that has summaries of a population.
ONE_MORE = " A new forecaster is where one more would lie."
_COLUMNS = [
    *("question", "question_title", "group", "summary", "value", "low", "low50", "high50", "high", "statements"),
    *("whose", "who", "leads"),
]


def summary_csv(fit: Fit) -> str:
    """Every quantity of a population, a row each, probabilities as fractions at full precision.

    As in the export ``csv``: ``whose`` and ``who`` say whose a number is, ``leads`` whether it is the answer. Where
    voices lead none is.
    """
    return owned(fit, answers_frame(fit))[_COLUMNS].to_csv(index=False, lineterminator="\n")


@kept
def summary_json(fit: Fit) -> str:
    """The answers of a study as one JSON object, with the intervals' coverage said."""
    frame, after = answers_frame(fit), after_evidence_frame(fit)
    questions = []
    for name, rows in frame.groupby("question", sort=False):
        over_all = rows[rows["group"] == ALL_GROUPS]
        headline = headline_of(fit, str(name))
        record: dict[str, object] = {
            "question": name,
            "title": over_all["question_title"].iloc[0],
            "statements": int(over_all["statements"].iloc[0]),
            "leads": headline.leads,
            "voices": headline.cell,
            "summaries": _by_summary(over_all),
            "groups": {
                group: _by_summary(members)
                for group, members in rows.groupby("group", sort=False)
                if group != ALL_GROUPS
            },
        }
        if headline.camps:
            record["between"] = headline.camps.between
        moves = moved_by_priors(fit).get(str(name))
        record["prior_moves_odds_by"] = None if moves is None else moves.factor
        if fit.study.threshold is not None:
            record["probability_below_threshold"] = probability_below(
                fit, str(name), fit.study.threshold, headlined(fit, str(name))
            )
        updated = after[after["question"] == name]
        if not updated.empty:
            record["after_evidence"] = _by_summary(updated[updated["group"] == ALL_GROUPS])
            if fit.study.threshold is not None:
                record["probability_below_threshold_after_evidence"] = probability_below(
                    fit, str(name), fit.study.threshold, headlined(fit, str(name)), after_evidence=True
                )
        questions.append(record)
    answer = {
        "study": fit.study.name,
        "title": fit.study.title,
        "outcome": fit.study.outcome,
        "headline": fit.study.headline,
        "threshold": fit.study.threshold,
        "interval": "90% equal-tailed (low, high) and 50% (low50, high50); value is the posterior median",
        "untold": UNTOLD,
        "lead": lead_sentences(fit),
        "few": few_note(headline_frame(fit)),
        "questions": questions,
    }
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def _by_summary(rows: "pd.DataFrame") -> dict[str, dict[str, float] | None]:
    return {
        row["summary"]: None
        if row["label"] == UNTOLD
        else {name: float(row[name]) for name in ("value", "low", "low50", "high50", "high")}
        for row in rows.to_dict("records")
    }


def summary_markdown(fit: Fit) -> str:
    """The answers as a Markdown page: one table, a row a question."""
    frame, columns = told_frame(fit)
    moves = moved_by_priors(fit)
    header = ["Question", "Voices", *columns.values(), *([PRIOR_MOVES] if moves else [])]
    lines = [
        f"# {markdown_text(fit.study.title)}",
        "",
        *(line for sentence in lead_sentences(fit) for line in (markdown_text(sentence), "")),
        f"Posterior median and 90% interval of each number.{ONE_MORE if 'new_forecaster' in columns else ''}"
        + (" Before the evidence that the study declares." if fit.study.evidence else "")
        + f" {few_note(frame)}".rstrip(),
        "",
        f"| {' | '.join(header)} |",
        f"| {' | '.join(['---'] * len(header))} |",
    ]
    for question, row in zip(frame.index, frame.to_dict("records"), strict=True):
        cells = [markdown_text(row["title"]), markdown_text(row["voices"]), *(row[name] for name in columns)]
        cells += [str(moves.get(str(question), ""))] if moves else []
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def markdown_text(text: str) -> str:
    """Escape what Markdown or a table would take for mark-up."""
    for mark in ("\\", "|", "`", "*", "_", "[", "]", "<", ">"):
        text = text.replace(mark, f"\\{mark}" if mark not in "<>" else {"<": "&lt;", ">": "&gt;"}[mark])
    return " ".join(text.split())
