"""A fit at a glance: its answer, every question's, what is missing, and whether it may be relied upon."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from consilience.notation import counted
from consilience.notebook.html import block, fold, heading, kept_together, named, said, table
from consilience.notebook.strips import around, ends_of, interval
from consilience.study.texts import listed

if TYPE_CHECKING:
    import pandas as pd

    from consilience.sampling.fit import Diagnostic, Fit

_QUESTIONS, _SENTENCES = 25, 2
_STANDS_IN = (
    "Stands in, not to be published: reweighted, with fewer effective draws than a fit is asked for. "
    "A full fit is sampled in the background; fit.wait() gives it."
)
_LED = {"leads": "population"}
_ENDS = ("logit_low", "logit_low50", "logit_value", "logit_high50", "logit_high")


def fit_html(fit: "Fit", *, stands_in: bool = False) -> str:
    """Show a fit: its answer in words, every question with a picture, diagnostics; or what failed, and no answer."""
    from consilience.frames.headline import few_note
    from consilience.frames.summary import summary_frame

    title = heading(fit.study.title, first=True)
    if not fit.passed and not stands_in:
        return block(title, said("Not to be published: the fit failed its diagnostics.", "warn"), checks(fit.checks))
    frame = summary_frame(fit)
    verdict = "All diagnostics passed" if fit.passed else "Not all diagnostics passed"
    return block(
        title,
        said(_STANDS_IN, "warn") if stands_in else "",
        *_answer(fit),
        _missing(fit),
        _questions(fit, frame),
        said(f"Numbers with brackets: posterior median and 90% interval. {few_note(frame)}".rstrip(), "quiet"),
        _groups(fit),
        fold(f"{verdict}. {_how(fit)}", checks(fit.checks)),
        said(_next(fit), "quiet"),
    )


def checks(diagnostics: "Iterable[Diagnostic]") -> str:
    """The diagnostics of a fit as a table."""
    rows = [
        (
            check.name,
            f"{check.worst:.4g}",
            f"{check.bound:g}",
            "passed" if check.passed else "FAILED",
            check.meaning,
            check.where,
        )
        for check in diagnostics
    ]
    return table(["Check", "Worst", "Bound", "Verdict", "Guards that", "Worst at"], rows, wide=True)


def _answer(fit: "Fit") -> list[str]:
    """The answer in the sentences that a report leads with."""
    from consilience.frames.headline import headline_of
    from consilience.frames.questions import main_questions

    headline = headline_of(fit, main_questions(fit)[0])
    number = headline.number
    if headline.leads == "population":
        heard = f"; from {headline.heard}" if headline.heard and not headline.camps else ""
        return [said(f"{headline.title}: {number}{heard}.")]
    return [
        said(f"{headline.title}: {headline.says}."),
        said(f"{headline.inferred}: {number}.{headline.caveat}", "quiet"),
    ]


def _missing(fit: "Fit") -> str:
    from consilience.frames.overview import unanswered

    silent = unanswered(fit.study)
    if not silent:
        return ""
    return said(f"Nobody who counts answers: {listed(silent, 6)}. What is said of it is its prior.", "warn")


def _questions(fit: "Fit", frame: "pd.DataFrame") -> str:
    from consilience.history.told import OTHERS

    domain = around(frame[list(_ENDS)].to_numpy(dtype=float).ravel().tolist())
    inferred = (frame["leads"] == "voices").any()
    rows = [
        (
            named(row["title"], str(row["question"])),
            kept_together(row["answer"]),
            _picture(row, domain),
            row["voices"],
            *([kept_together(row["inferred"])] if inferred else []),
        )
        for row in frame.reset_index().to_dict("records")
    ]
    header = [
        "Question",
        "Answer",
        f"On {ends_of(domain)}",
        "From whom",
        *([OTHERS] if inferred else []),
    ]
    return table(header, rows, shown=_QUESTIONS, whole="fit.summary()", wide=True)


def _picture(row: dict[Any, Any], domain: tuple[float, float]) -> str:
    numbers = [float(row[name]) for name in _ENDS]
    # Of what the voices' own numbers answer, the population's interval would be another's.
    return interval(numbers, domain) if row["leads"] == "population" and np.isfinite(numbers).all() else ""


def _groups(fit: "Fit") -> str:
    """What each group says on the main question."""
    from consilience.frames import answers_frame, headlined
    from consilience.frames.questions import main_questions
    from consilience.study import ALL_GROUPS

    question = main_questions(fit)[0]
    frame = answers_frame(fit)
    leading = frame["summary"] == headlined(fit, question)
    rows = frame[(frame["question"] == question) & leading & (frame["group"] != ALL_GROUPS)]
    if len(rows) < 2:
        return ""
    domain = around(rows[list(_ENDS)].to_numpy(dtype=float).ravel().tolist())
    told = [
        (
            row["group"] or "no group named",
            kept_together(row["label"]),
            _picture(row | _LED, domain),
            str(row["statements"]),
        )
        for row in rows.to_dict("records")
    ]
    header = ["Group", rows["summary_title"].iloc[0], f"On {ends_of(domain)}", "Statements"]
    return fold(f"{counted(len(rows), 'group')} on “{rows['question_title'].iloc[0]}”", table(header, told, wide=True))


def _how(fit: "Fit") -> str:
    if how := fit.provenance.get("how"):
        return str(how)
    when = str(fit.provenance.get("fitted") or "")
    return f"Sampled {when[:10]} {when[11:16]} UTC." if when else ""


def _next(fit: "Fit") -> str:
    return (
        "More: fit.summary() as a table, fit.summary(full=True) with every summary and group, fit.charts, "
        "fit.what_if(), fit.report()."
    )
