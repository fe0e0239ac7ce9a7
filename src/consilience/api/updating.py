"""Following a study: the answer after what came, by reweighting where that does, else by another fit."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from consilience.api.fits import with_methods
from consilience.api.study_fit import StudyFit
from consilience.frames.answers import answers_frame, headlined
from consilience.models.registry import model_for
from consilience.notebook.progress import notebook_progress
from consilience.problems import StudyError
from consilience.sampling.fit import Fit, Progress
from consilience.sampling.fitting import fit as fit_model
from consilience.sampling.reweight import OutOfReachError
from consilience.sampling.update import reweight
from consilience.study import ALL_GROUPS, Estimate, Study

if TYPE_CHECKING:
    import pandas as pd


def update(fit: Fit, study: Study | Iterable[Estimate]) -> StudyFit:
    """See :meth:`consilience.api.study_fit.StudyFit.update`."""
    now = study if isinstance(study, Study) else _with_rows(fit.study, study)
    with notebook_progress() as progress:
        return with_methods(updated(fit.full, now, progress))


def _with_rows(study: Study, rows: Iterable[Estimate]) -> Study:
    """A study and rows that came; those that it has already, as when a cell is run again, count once."""
    came = {id(row): row for row in rows}
    for row in came.values():
        # What is not asked would get a population of its own.
        study.question(row.question)
    return replace(study, rows=(*(row for row in study.rows if id(row) not in came), *came.values()))


def updated(full: Fit, study: Study, progress: Progress | None = None) -> Fit:
    """The fit of a study by the draws of an earlier full fit, or a new one.

    Parameters
    ----------
    full : Fit
    study : Study
    progress : callable, optional
        Told what is being done.

    Returns
    -------
    Fit
        Whose provenance says ``how``.
    """
    model = model_for(study)
    try:
        if model.name != full.model.name:
            raise OutOfReachError(f"the study asks for the model of {model.name} now")
        return reweight(full, study)
    except OutOfReachError as why:
        seed = full.provenance["seed"]
        assert isinstance(seed, int)
        fitted = fit_model(full.model if model.name == full.model.name else model, study, seed=seed, progress=progress)
        return replace(fitted, provenance={**fitted.provenance, "how": f"Sampled in full, since {why}."})


def history(fit: Fit, question: str | None = None) -> "pd.DataFrame":
    """See :meth:`consilience.api.study_fit.StudyFit.history`."""
    import pandas as pd

    from consilience.models.figures import chosen_question

    asked = chosen_question(fit, question)
    full, rows = fit.full, []
    with notebook_progress() as progress:
        # Backwards: a full fit of later days is nearer than the first, of which few had spoken.
        for day in reversed(days_of(fit.study)):
            try:
                then = updated(full, fit.study.as_of(day), progress)
            except StudyError:
                # Nobody had spoken yet, or all had withdrawn.
                continue
            full = then.full
            rows.append({"day": pd.Timestamp(day), **_answer_on(then, asked)})
    columns = ["day", "question", "value", "low", "high", "label", "statements", "how"]
    return pd.DataFrame(rows[::-1], columns=columns)


def days_of(study: Study) -> list[date]:
    """Days on which something that is weighed was said or withdrawn, the first first.

    Parameters
    ----------
    study : Study

    Returns
    -------
    list of datetime.date
        None of them after the study's own.
    """
    events = {day for row in study.rows for day in (row.date, row.until) if day is not None}
    return sorted(day for day in events if study.day is None or day <= study.day)


def _answer_on(fit: Fit, question: str) -> dict[str, object]:
    """What led on a day; no number of a fit that failed its diagnostics, or of a question that nobody had answered."""
    found = answers_frame(fit) if fit.passed else answers_frame(fit).iloc[:0]
    asked = (found["question"] == question) & (found["group"] == ALL_GROUPS)
    told: dict[str, object] = {"question": question, "how": fit.provenance.get("how") or "Sampled in full."}
    if not asked.any():
        return told
    row = found[asked & (found["summary"] == headlined(fit, question))].iloc[0]
    return told | {name: row[name] for name in ("value", "low", "high", "label", "statements")}
