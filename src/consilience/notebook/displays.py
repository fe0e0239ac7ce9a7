"""Estimates, values, questions, charts and comparisons as the tables that a cell shows; and lines for terminals."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from inspect import signature
from typing import TYPE_CHECKING, Any

from consilience.notation import Value, canonical, counted, describe
from consilience.notebook.fit_display import checks, fit_html
from consilience.notebook.html import block, days, fold, kept_together, said, table
from consilience.notebook.study_display import sizes, study_html
from consilience.study import Estimate, Study
from consilience.study.collected import Estimates, Questions

__all__ = ["fit_html", "study_html"]

if TYPE_CHECKING:
    import pandas as pd

    from consilience.models.figures import StudyFigures
    from consilience.sampling.fit import Diagnostic, Fit

# Of thousands of statements so many rows are shown.
_ROWS = 40


def value_html(value: Value) -> str:
    """Show a value of the notation: its plain spelling, and what it was read as."""
    return block(table([], [(canonical(value), _meaning(value))]))


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
    return block(table([], rows))


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
    from consilience.history.told import answer_columns

    parts = [f"<div><code>{escape(study)}</code>: {escape(doing)}</div>"]
    if trouble:
        lines = "<br>".join(map(escape, trouble.splitlines()))
        parts.append(f'<div style="border-left:4px solid #d4a72c;padding-left:.6em">{lines}</div>')
    if summary:
        questions = [{**question, "question": question["title"]} for question in summary["questions"]]
        said, voices, *numbers = answer_columns(summary, questions)
        shown = [said, voices, *([title, *map(kept_together, cells)] for title, *cells in numbers)]
        header, *rows = zip(*shown, strict=True)
        parts.append(f"<div><b>{escape(summary['title'])}</b></div>")
        parts.append(table(header, rows))
        parts += [f"<div>{escape(said)}</div>" for said in (summary["few"], *summary["lead"], *moved) if said]
    return block("".join(parts))


def study_text(study: Study, printer: Any, cycle: bool) -> None:
    """Tell a terminal of a study in a line, for IPython's pretty printer."""
    printer.text(f"Study {study.name}: {sizes(study)}")


def fit_text(fit: "Fit", printer: Any, cycle: bool) -> None:
    """Tell a terminal of a fit in a line, for IPython's pretty printer."""
    verdict = "all diagnostics passed" if fit.passed else "failed its diagnostics, not to be published"
    printer.text(f"Fit of {fit.study.name}: {counted(len(set(fit.answers['question'].values)), 'question')}, {verdict}")


class Diagnostics(dict[str, "Diagnostic"]):
    """The checks of a fit by name, shown as a table by a cell."""

    def _repr_html_(self) -> str:
        return block(checks(self.values()))


def questions_html(questions: Questions) -> str:
    """Show the questions of a study: what each asks, and what it follows from."""
    frame = questions.to_frame().fillna("")
    rows = [
        (
            str(name),
            row["title"],
            _KINDS.get(row["kind"], row["kind"]),
            row["follows_from"] or row["options"] or row["unit"],
            row["prior"],
        )
        for name, row in frame.iterrows()
    ]
    header = ["Question", "Title", "Kind", "Follows from, options or unit", "Declared prior"]
    return block(table(header, rows, shown=_ROWS, whole=".to_frame()", wide=True), _as_frame())


_KINDS = {"all_of": "all of", "any_of": "any of", "at_least": "at least so many of"}


def estimates_html(estimates: Estimates) -> str:
    """Show statements: who said what of which question, how it was read, when and where."""
    rows = [
        (
            row.question,
            f"{row.forecaster} ({row.group})" if row.group else row.forecaster,
            row.said,
            _meaning(row.value),
            days(row.date_said or str(row.date or "not known")),
            row.kind.replace("_", " "),
            row.source or "",
        )
        for row in estimates[:_ROWS]
    ]
    header = ["Question", "Forecaster", "Said", "Read as", "Date", "Kind", "Source"]
    left = len(estimates) - len(rows)
    return block(
        said(counted(len(estimates), "statement")),
        table(header, rows, wide=True),
        said(f"and {left:,} more: .to_frame()", "quiet") if left else _as_frame(),
    )


def questions_text(questions: Questions, printer: Any, cycle: bool) -> None:
    """Tell of questions in plain text: a line each."""
    _tell(questions.to_frame()[["title", "kind"]].reset_index(), printer)


def estimates_text(estimates: Estimates, printer: Any, cycle: bool) -> None:
    """Tell of statements in plain text: a line each, as said."""
    _tell(estimates.to_frame()[["question", "forecaster", "estimate", "date"]], printer)


def _tell(frame: "pd.DataFrame", printer: Any) -> None:
    left = len(frame) - _ROWS
    more = f"\nand {left:,} more: .to_frame()" if left > 0 else ""
    printer.text((frame.head(_ROWS).to_string(index=False) if len(frame) else "none") + more)


def _as_frame() -> str:
    return said("As a DataFrame: .to_frame()", "quiet")


def figures_html(figures: "StudyFigures") -> str:
    """Show the charts of a fit: how each is called, what it shows, and the questions that can be named."""
    from consilience.frames import headline_frame
    from consilience.frames.questions import main_questions

    calls = [(f"fit.charts.{name}({_first_place(draw)})", _first_line(draw)) for name, draw in figures.kinds.items()]
    fitted = headline_frame(figures.fit)
    questions = [(str(name), row["title"], str(row["statements"])) for name, row in fitted.iterrows()]
    default = f"Without a question: <code>{escape(main_questions(figures.fit)[0])}</code>."
    names = table(["Question", "Title", "Statements"], questions)
    listed = fold(counted(len(questions), "question"), names)
    keep = 'Each is shown by its cell and written to files by <code>.save("folder")</code>.'
    return block(f"{table(['Chart', 'Shows'], calls)}<div>{keep} {default}</div>{listed}")


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
        return block(f"<div><b>Not to be published</b>: {verdict}</div>")
    if common_questions(fits):
        return _frame_html(comparison_frame(fits))
    rows = [(name, fit.study.title, fit.study.outcome or "") for name, fit in fits.items()]
    listed = table(["Fit", "Study", "Outcome"], rows)
    return block(f"{listed}<div>There is no question that all of them answer.</div>")


def _frame_html(frame: "pd.DataFrame") -> str:
    """Show a frame of texts as a table, its index first."""
    header = [str(name or "") for name in (*frame.index.names, *frame.columns)]
    keys = (key if isinstance(key, tuple) else (key,) for key in frame.index)
    rows = [tuple(map(str, (*key, *row))) for key, row in zip(keys, frame.to_numpy().tolist(), strict=True)]
    return block(table(header, rows))


def _first_line(function: object) -> str:
    return (function.__doc__ or "").partition("\n")[0]


def _meaning(value: Value) -> str:
    try:
        return describe(value)
    except ValueError:
        # A quantity or a date: which unit it is in is known to its question only.
        return "a quantity, in the unit of its question"
