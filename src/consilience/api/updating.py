"""Following a study from Python: rows that came, and the answer day by day."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from consilience.api.background import give_up, latest, refit_behind
from consilience.api.fits import with_methods
from consilience.api.study_fit import StudyFit
from consilience.models.following import history_frame, updated
from consilience.models.registry import model_for
from consilience.notebook.cells import kernel_shell
from consilience.notebook.progress import notebook_progress
from consilience.problems import Problem, WrongValueError
from consilience.sampling.fit import Fit
from consilience.sampling.reweight import OutOfReachError, TooFewLeftError
from consilience.sampling.update import reweight
from consilience.study import Estimate, Study

if TYPE_CHECKING:
    import pandas as pd


def update[F: StudyFit](fit: F, study: Study | Iterable[Estimate], *, background: bool | None = None) -> F:
    """See :meth:`consilience.api.study_fit.StudyFit.update`."""
    now = study if isinstance(study, Study) else _with_rows(fit.study, study)
    full, model = latest(fit).full, model_for(now)
    if model.name != full.model.name:
        why = f"this study asks for the model of {model.name}, and what is updated is a fit of {full.model.name}"
        raise WrongValueError(Problem(why, "cs.fit(study)"))

    def with_its_methods(found: Fit) -> F:
        return cast("F", with_methods(found))

    give_up(fit)
    if background is None:
        background = kernel_shell() is not None
    if background:
        try:
            return with_its_methods(reweight(full, now))
        except TooFewLeftError as short:
            standing = with_its_methods(short.fit)
            refit_behind(standing, lambda: with_its_methods(updated(full, now, model, published=lambda: fit)))
            return standing
        except OutOfReachError:
            # There is nothing that could stand in for it.
            pass
    with notebook_progress() as progress:
        return with_its_methods(updated(full, now, model, progress, lambda: fit))


def _with_rows(study: Study, rows: Iterable[Estimate]) -> Study:
    """A study and rows that came; those that it has already, as when a cell is run again, count once."""
    came = {id(row): row for row in rows}
    for row in came.values():
        # What is not asked would get a population of its own.
        study.question(row.question)
    return replace(study, rows=(*(row for row in study.rows if id(row) not in came), *came.values()))


def history(fit: Fit, question: str | None = None) -> "pd.DataFrame":
    """See :meth:`consilience.api.study_fit.StudyFit.history`."""
    from consilience.frames.questions import chosen_question

    with notebook_progress() as progress:
        return history_frame(fit, chosen_question(fit, question), progress)
