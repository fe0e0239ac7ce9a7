"""Studies, estimates and fits as the tables that a cell shows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from consilience.notation import canonical, describe
from consilience.study import Estimate, Study

if TYPE_CHECKING:
    from consilience.inference.fit import Fit

_SHOWN = 60


def estimate_html(estimate: Estimate) -> str:
    """An estimate: who said what about which question, and how it was read."""
    rows = [
        ("Forecaster", f"{estimate.forecaster} ({estimate.group})" if estimate.group else estimate.forecaster),
        ("Question", estimate.question),
        ("Said", estimate.said),
        ("Read as", f"{canonical(estimate.value)}: {describe(estimate.value)}"),
        ("Date", estimate.date_said or str(estimate.date or "not known")),
        ("Source", estimate.source or "not given"),
    ]
    return _table([], rows)


def study_html(study: Study) -> str:
    """A study: its questions, how many spoke on each, and what the checks warn of."""
    standing = Counter(row.asked for row in study.voices())
    said = Counter(row.asked for row in study.rows)
    rows = [
        (name, question.title, str(standing[name]), str(said[name]))
        for name, question in study.questions.items()
    ]
    head = f"<b>{escape(study.title)}</b><br>{len(study.rows)} statements on {len(study.questions)} questions"
    if study.outcome:
        head += f"; outcome <code>{escape(study.outcome)}</code>"
    body = _table(["Question", "Title", "Voices that stand", "Statements"], rows)
    return f"<div>{head}</div>{body}{_warnings(study)}"


def _warnings(study: Study) -> str:
    if not study.warnings:
        return ""
    items = "".join(f"<li>{escape(problem.where)}: {escape(problem.why)}</li>" for problem in study.warnings)
    return f"<details><summary>{len(study.warnings)} warnings</summary><ul>{items}</ul></details>"


def fit_html(fit: "Fit") -> str:
    """A fit: the three summaries of every question, or what failed."""
    from consilience.summaries import SUMMARY_TITLES, headline_frame

    failed = [check for check in fit.checks if not check.passed]
    if failed:
        items = "".join(f"<li>{escape(str(check))}</li>" for check in failed)
        return f"<div><b>Not to be published.</b> The fit failed its diagnostics:<ul>{items}</ul></div>"
    frame = headline_frame(fit)
    rows = [(row.title, str(row.statements), *(getattr(row, name) for name in SUMMARY_TITLES)) for row in frame.itertuples()]
    head = f"<div><b>{escape(fit.study.title)}</b><br>Posterior median and 90% interval; all diagnostics passed</div>"
    return head + _table(["Question", "Statements", *SUMMARY_TITLES.values()], rows)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """An HTML table of text, escaped cell by cell; what exceeds a screen or two is counted instead."""
    listed = list(rows)
    head = f"<thead><tr>{''.join(f'<th>{escape(cell)}</th>' for cell in header)}</tr></thead>" if header else ""
    body = "".join(
        "<tr>" + "".join(f'<td style="text-align:left">{escape(cell)}</td>' for cell in row) + "</tr>"
        for row in listed[:_SHOWN]
    )
    rest = f"<div>and {len(listed) - _SHOWN} more</div>" if len(listed) > _SHOWN else ""
    return f"<table>{head}<tbody>{body}</tbody></table>{rest}"
