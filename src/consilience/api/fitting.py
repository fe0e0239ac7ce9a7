"""Fitting a study, and taking up a fit that a run left behind."""

from pathlib import Path
from typing import TYPE_CHECKING

from consilience.notebook.progress import notebook_progress
from consilience.sampling.fit import DEFAULT_SEED, Fit
from consilience.study import Study, read_study

if TYPE_CHECKING:
    import pandas as pd


def fit(study: Study, *, seed: int = DEFAULT_SEED) -> Fit:
    """Fit the consensus model to a study.

    The first fit of a session compiles the model, which takes up to half a minute; every later one, of any study, takes
    seconds.

    Parameters
    ----------
    study : Study
        As read.
    seed : int
        The same study and seed give the same numbers.

    Returns
    -------
    Fit
        With its diagnostics: look at ``fit.passed`` before using a number of it. ``fit.report()`` refuses one that
        failed.

    Raises
    ------
    StudyError
        If no voice stands on any event of the study.
    """
    from consilience.models.fitting import fit_study

    with notebook_progress() as progress:
        return fit_study(study, seed=seed, progress=progress)


def read_fit(results: str | Path, study: Study | str | Path) -> Fit:
    """Take up the fit that a run left in its results, without sampling.

    Parameters
    ----------
    results : path
        Folder of one study's results, ``results/<study>``.
    study : Study or path
        The study that was fitted.

    Returns
    -------
    Fit

    Raises
    ------
    FileNotFoundError
        If the folder holds no fit.
    """
    from consilience.sampling.store import FIT_FILE, read_fit as read_file

    return read_file(Path(results) / FIT_FILE, study if isinstance(study, Study) else read_study(study))


def side_by_side(question: str, **fits: Fit) -> "pd.DataFrame":
    """Put the answers of several fits to one question next to each other.

    Parameters
    ----------
    question : str
        Name of a question that each of them answers.
    **fits : Fit
        By the name of their column: ``side_by_side("event", before=fit, after=again)``.

    Returns
    -------
    pandas.DataFrame
        A row for the number of statements and for each summary, a column a fit: posterior median with 90% interval.

    Raises
    ------
    KeyError
        If a fit has no answer to the question.
    """
    from consilience.frames import comparison_frame

    return comparison_frame(question, fits)
