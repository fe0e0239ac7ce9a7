"""Following a study: its fit after what came, by reweighting where that does, else anew; and its answer day by day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from consilience.frames.answers import answers_frame, headlined
from consilience.frames.headline import headline_of
from consilience.problems import StudyError
from consilience.sampling.fit import Fit, Progress
from consilience.sampling.fitting import fit as fit_model
from consilience.sampling.model import Model
from consilience.sampling.reweight import OutOfReachError
from consilience.sampling.standing import in_words, standing
from consilience.sampling.update import reweight
from consilience.study import ALL_GROUPS, Study
from consilience.study.naming import name_of

if TYPE_CHECKING:
    import pandas as pd

_NUMBERS = ("value", "low", "high", "low50", "high50")
_TOLD = (*_NUMBERS, *(f"logit_{name}" for name in _NUMBERS), "label", "statements")
# By fit and question: whoever looks at the table looks at the chart next, and a history is many fits.
_HISTORIES: "WeakKeyDictionary[Fit, dict[str, pd.DataFrame]]" = WeakKeyDictionary()


def updated(
    full: Fit,
    study: Study,
    model: Model,
    progress: Progress | None = None,
    published: Callable[[], Fit | None] = lambda: None,
) -> Fit:
    """The fit of a study by the draws of an earlier full fit, or a new one.

    Parameters
    ----------
    full : Fit
    study : Study
    model : Model
        What the study asks for.
    progress : callable, optional
        Told what is being done.
    published : callable, optional
        Gives the fit whose answers were last shown: of a new fit those stand that are the same within simulation noise.

    Returns
    -------
    Fit
        Whose provenance says ``how``.
    """
    try:
        if model.name != full.model.name:
            raise OutOfReachError(f"the study asks for the model of {model.name} now")
        return reweight(full, study)
    except OutOfReachError as why:
        seed = full.provenance["seed"]
        assert isinstance(seed, int)
        fitted = fit_model(full.model if model.name == full.model.name else model, study, seed=seed, progress=progress)
        shown = published()
        fitted = fitted if shown is None else standing(shown, fitted)
        how = " ".join(filter(None, (f"Sampled in full, since {why}.", in_words(fitted))))
        return replace(fitted, provenance={**fitted.provenance, "how": how})


def history_frame(fit: Fit, question: str, progress: Progress | None = None) -> "pd.DataFrame":
    """The answer at the end of every day on which something that it follows from was said or withdrawn.

    Parameters
    ----------
    fit : Fit
    question : str
    progress : callable, optional
        Told what is being done.

    Returns
    -------
    pandas.DataFrame
        See :meth:`consilience.api.study_fit.StudyFit.history`.
    """
    known = _HISTORIES.setdefault(fit, {})
    if question not in known:
        known[question] = _day_by_day(fit, question, progress)
    return known[question].copy()


def _day_by_day(fit: Fit, question: str, progress: Progress | None) -> "pd.DataFrame":
    import pandas as pd

    full, rows = fit.full, []
    # Backwards: a full fit of later days is nearer than the first, of which few had spoken.
    for day in reversed(days_of(fit.study, question)):
        try:
            then = updated(full, fit.study.as_of(day), full.model, progress)
        except StudyError:
            # Nobody had spoken yet, or all had withdrawn.
            continue
        full = then.full
        rows.append({"day": pd.Timestamp(day), **_answer_on(then, question)})
    return pd.DataFrame(rows[::-1], columns=["day", "question", "leads", *_TOLD, "how"])


def days_of(study: Study, question: str) -> list[date]:
    """Days on which something came or went that an answer follows from, and the last of any, the first first.

    Parameters
    ----------
    study : Study
    question : str

    Returns
    -------
    list of datetime.date
        None of them after the study's own. Of a tree or cruxes, every part counts from the first day; else only what
        was said of the question, since what is known without a day counts as older than any other, and an answer on a
        day before the first would be of people who may not have spoken.
    """
    whole = any(each.gate or each.parents or each.cruxes for each in study.questions.values())
    every, own = set(), set()
    for row in study.rows:
        days = {day for day in (row.date, row.until) if day is not None and (study.day is None or day <= study.day)}
        every |= days
        if whole or name_of(row.question) == question:
            own |= days
    return sorted(own | {max(every)}) if own else sorted(every)


def _answer_on(fit: Fit, question: str) -> dict[str, object]:
    """What led on a day; no number of a fit that failed its diagnostics, or of a question that nobody had answered."""
    told: dict[str, object] = {"question": question, "how": fit.provenance.get("how") or "Sampled in full."}
    if not fit.passed:
        return told
    found = answers_frame(fit)
    asked = (found["question"] == question) & (found["group"] == ALL_GROUPS)
    if not asked.any():
        return told
    row = found[asked & (found["summary"] == headlined(fit, question))].iloc[0]
    told["leads"] = headline_of(fit, question).leads
    return told | {name: row[name] for name in _TOLD}
