"""Every problem of a study: what the checks find, and what the model that it asks for could not weigh."""

import datetime as dt
import os
import sys
from dataclasses import replace

from consilience.arguments import takes
from consilience.problems import Problem
from consilience.study import Study
from consilience.study.read import examine

# Of a study by itself these are no faults: somebody will say something yet. A run has nothing to fit.
_NOTHING_TO_FIT = ("nothing_said", "nothing_to_fit")
_REGISTRY = "consilience.models.registry"


@takes()
def check_study(path: str | os.PathLike[str], *, today: dt.date | None = None) -> tuple[Problem, ...]:
    """Find every problem of a study, errors and warnings, without a run.

    Parameters
    ----------
    path : str or PathLike
        Folder of the study.
    today : datetime.date, optional
        As for :func:`consilience.read_study`.

    Returns
    -------
    tuple of Problem
        By file and line, study.toml first; empty where nothing is wrong. Where none is an error, a run publishes an
        answer, or the fit fails its diagnostics. Bad input never raises.

    Examples
    --------
    >>> [problem.why for problem in check_study("no/such/folder")]
    ['there is no such study folder']
    """
    study, found = examine(path, today=today)
    problems = tuple(
        replace(problem, severity="error") if problem.check in _NOTHING_TO_FIT else problem for problem in found
    )
    if study is None or any(problem.severity == "error" for problem in problems):
        return problems
    return (*problems, *_unweighable(study))


def _unweighable(study: Study) -> tuple[Problem, ...]:
    questions = study.questions.values()
    bound = any(question.gate or question.parents or question.cruxes or question.given for question in questions)
    if not (bound or study.evidence or _REGISTRY in sys.modules):
        # The consensus weighs questions by themselves whatever is said of them, and to import it takes as long as all
        # the checks; a model of somebody's own has been registered by now.
        return ()
    from consilience.models.registry import model_for

    return tuple(replace(problem, check="unweighable") for problem in model_for(study).refuse(study))
