"""Studies, estimates, values, fits and their charts as the tables that a cell shows.

Whatever came from a study is escaped, and kept from MathJax, which would set the dollars of a title as a formula.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from inspect import signature
from typing import TYPE_CHECKING, Any

from consilience.notation import Value, canonical, counted, describe, format_interval
from consilience.study import Estimate, Study

if TYPE_CHECKING:
    import pandas as pd

    from consilience.models.figures import StudyFigures
    from consilience.sampling.fit import Diagnostic, Fit

_SHOWN = 60


def value_html(value: Value) -> str:
    """Show a value of the notation: its plain spelling, and what it was read as."""
    return _block(_table([], [(canonical(value), _meaning(value))]))


def estimate_html(estimate: Estimate) -> str:
    """Show an estimate: who said what about which question, and how it was read."""
    rows = [
        ("Forecaster", f"{estimate.forecaster} ({estimate.group})" if estimate.group else estimate.forecaster),
        ("Question", estimate.question),
        ("Said", estimate.said),
        ("Read as", f"{canonical(estimate.value)}: {_meaning(estimate.value)}"),
        ("Date", estimate.date_said or str(estimate.date or "not known")),
        ("Source", estimate.source or "not given"),
    ]
    if estimate.note:
        rows.append(("Note", estimate.note))
    return _block(_table([], rows))


def study_html(study: Study) -> str:
    """Show a study: its questions, how many spoke on each, and what the checks warn of."""
    standing = Counter(row.asked for row in study.voices)
    said = Counter(row.asked for row in study.rows)
    rows = [(name, question.title, str(standing[name]), str(said[name])) for name, question in study.questions.items()]
    head = f"<b>{escape(study.title)}</b><br>{_sizes(study)}"
    if study.outcome:
        head += f"; outcome <code>{escape(study.outcome)}</code>"
    table = _table(["Question", "Title", "Voices that stand", "Statements"], rows)
    return _block(f"<div>{head}</div>{table}{_warnings(study)}")


_STANDS_IN = (
    "<b>Stands in, not to be published</b>: reweighted, with fewer effective draws than a fit is asked for. "
    "A full fit is sampled in the background; <code>fit.wait()</code> gives it."
)


def fit_html(fit: "Fit", *, stands_in: bool = False) -> str:
    """Show a fit: summaries of every question and diagnostics; or what failed, unless it stands in for another."""
    from consilience.frames import SUMMARY_TITLES, few_note, headline_frame

    title = f"<b>{escape(fit.study.title)}</b>"
    if not fit.passed and not stands_in:
        verdict = "<b>Not to be published</b>: the fit failed its diagnostics."
        return _block(f"<div>{title}<br>{verdict}</div>{_checks(fit.checks)}")
    frame = headline_frame(fit)
    rows = [
        (str(row.title), str(row.voices), *(_kept_together(getattr(row, name)) for name in SUMMARY_TITLES))
        for row in frame.itertuples()
    ]
    table = _table(["Question", "Voices", *SUMMARY_TITLES.values()], rows)
    about = f"Posterior median and 90% interval. {few_note(frame)}".removesuffix(". ")
    if stands_in:
        about = f"{_STANDS_IN} {about}"
    verdict = "All diagnostics passed" if fit.passed else "Not all diagnostics passed"
    passed = f"<details><summary>{verdict}</summary>{_checks(fit.checks)}</details>"
    return _block(f"<div>{title}<br>{about}</div>{table}{passed}")


def watched_html(
    study: str, doing: str, summary: "Mapping[str, Any] | None", moved: Sequence[str], trouble: str
) -> str:
    """Show a study that is watched: its last answer, what moved, and what is wrong with the last save.

    Parameters
    ----------
    study, doing : str
        Which study, and what is being done.
    summary : mapping or None
        What summary.json holds of the last answer.
    moved : sequence of str
        Sentences on what moved.
    trouble : str
        Lines on the last save; "" where it is well.
    """
    from consilience.frames import SUMMARY_TITLES

    parts = [f"<div><code>{escape(study)}</code>: {escape(doing)}</div>"]
    if trouble:
        lines = "<br>".join(map(escape, trouble.splitlines()))
        parts.append(f'<div style="border-left:4px solid #d4a72c;padding-left:.6em">{lines}</div>')
    if summary:
        names = [name for name in SUMMARY_TITLES if name != "new_forecaster"]
        rows = [
            (question["title"], question["voices"], *(_cell(question["summaries"][name], summary) for name in names))
            for question in summary["questions"]
        ]
        parts.append(f"<div><b>{escape(summary['title'])}</b></div>")
        parts.append(_table(["Question", "Voices", *(SUMMARY_TITLES[name] for name in names)], rows))
        parts += [f"<div>{escape(said)}</div>" for said in (summary["few"], *summary["lead"], *moved) if said]
    return _block("".join(parts))


def _cell(told: "Mapping[str, float] | None", summary: "Mapping[str, Any]") -> str:
    if told is None:
        return str(summary["untold"])
    return _kept_together(format_interval(told["value"], told["low"], told["high"]))


def study_text(study: Study, printer: Any, cycle: bool) -> None:
    """Tell a terminal of a study in a line, for IPython's pretty printer."""
    printer.text(f"Study {study.name}: {_sizes(study)}")


def fit_text(fit: "Fit", printer: Any, cycle: bool) -> None:
    """Tell a terminal of a fit in a line, for IPython's pretty printer."""
    verdict = "all diagnostics passed" if fit.passed else "failed its diagnostics, not to be published"
    printer.text(f"Fit of {fit.study.name}: {counted(len(set(fit.answers['question'].values)), 'question')}, {verdict}")


class Diagnostics(dict[str, "Diagnostic"]):
    """The checks of a fit by name, shown as a table by a cell."""

    def _repr_html_(self) -> str:
        return _block(_checks(self.values()))


def figures_html(figures: "StudyFigures") -> str:
    """Show the charts of a fit: how each is called, what it shows, and the questions that can be named."""
    from consilience.frames import headline_frame
    from consilience.frames.questions import main_questions

    calls = [(f"fit.charts.{name}({_first_place(draw)})", _first_line(draw)) for name, draw in figures.kinds.items()]
    fitted = headline_frame(figures.fit)
    questions = [(str(name), row["title"], str(row["statements"])) for name, row in fitted.iterrows()]
    default = f"Without a question: <code>{escape(main_questions(figures.fit)[0])}</code>."
    names = _table(["Question", "Title", "Statements"], questions)
    listed = f"<details><summary>{counted(len(questions), 'question')}</summary>{names}</details>"
    keep = 'Each is shown by its cell and written to files by <code>.save("folder")</code>.'
    return _block(f"{_table(['Chart', 'Shows'], calls)}<div>{keep} {default}</div>{listed}")


def _first_place(draw: "Callable[..., object]") -> str:
    """The first argument of a chart, unless it is one of the options that all have."""
    first = next(iter(signature(draw).parameters.values()), None)
    return first.name if first is not None and first.kind is first.POSITIONAL_OR_KEYWORD else ""


def comparison_html(fits: "Mapping[str, Fit]") -> str:
    """Show fits next to each other: what all of them answer, or which studies they are of."""
    from consilience.frames import comparison_frame
    from consilience.frames.comparison import common_questions

    if failed := [name for name, fit in fits.items() if not fit.passed]:
        verdict = f"failed diagnostics: {escape(', '.join(failed))}. See each by itself."
        return _block(f"<div><b>Not to be published</b>: {verdict}</div>")
    if common_questions(fits):
        return _frame_html(comparison_frame(fits))
    rows = [(name, fit.study.title, fit.study.outcome or "") for name, fit in fits.items()]
    table = _table(["Fit", "Study", "Outcome"], rows)
    return _block(f"{table}<div>There is no question that all of them answer.</div>")


def _frame_html(frame: "pd.DataFrame") -> str:
    """Show a frame of texts as a table, its index first."""
    header = [str(name or "") for name in (*frame.index.names, *frame.columns)]
    keys = (key if isinstance(key, tuple) else (key,) for key in frame.index)
    rows = [tuple(map(str, (*key, *row))) for key, row in zip(keys, frame.to_numpy().tolist(), strict=True)]
    return _block(_table(header, rows))


def _sizes(study: Study) -> str:
    return f"{counted(len(study.rows), 'statement')} on {counted(len(study.questions), 'question')}"


def _kept_together(label: str) -> str:
    """Let a line end between value and interval only."""
    return label.replace(", ", ",\N{NO-BREAK SPACE}")


def _first_line(function: object) -> str:
    return (function.__doc__ or "").partition("\n")[0]


def _meaning(value: Value) -> str:
    try:
        return describe(value)
    except ValueError:
        # A quantity or a date: which unit it is in is known to its question only.
        return "a quantity, in the unit of its question"


def _checks(checks: Iterable["Diagnostic"]) -> str:
    rows = [
        (
            check.name,
            f"{check.worst:.4g}",
            f"{check.bound:g}",
            "passed" if check.passed else "FAILED",
            check.meaning,
            check.where,
        )
        for check in checks
    ]
    return _table(["Check", "Worst", "Bound", "Verdict", "Guards that", "Worst at"], rows)


def _warnings(study: Study) -> str:
    if not study.warnings:
        return ""
    items = "".join(f"<li>{escape(problem.where)}: {escape(problem.why)}</li>" for problem in study.warnings)
    return f"<details><summary>{counted(len(study.warnings), 'warning')}</summary><ul>{items}</ul></details>"


def _block(html: str) -> str:
    return f'<div class="tex2jax_ignore mathjax_ignore" style="max-width:64em">{html}</div>'


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write an HTML table of text, escaped cell by cell; what exceeds a screen or two is counted instead."""
    listed = list(rows)
    style = 'style="text-align:left;vertical-align:top"'
    head = "".join(f"<th {style}>{escape(cell)}</th>" for cell in header)
    body = "".join(
        "<tr>" + "".join(f"<td {style}>{escape(cell)}</td>" for cell in row) + "</tr>" for row in listed[:_SHOWN]
    )
    top = f"<thead><tr>{head}</tr></thead>" if header else ""
    rest = f"<div>and {len(listed) - _SHOWN} more</div>" if len(listed) > _SHOWN else ""
    return f"<table>{top}<tbody>{body}</tbody></table>{rest}"
