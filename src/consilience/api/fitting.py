"""Fitting a study, and taking up a fit that a run left behind."""

from pathlib import Path

from consilience.api.fits import AnyFit, with_methods
from consilience.api.study import Study, read_study
from consilience.arguments import PATH, either, one_of, takes
from consilience.models.priors import Priors
from consilience.models.registry import model_for, stored_model
from consilience.notebook.progress import notebook_progress
from consilience.problems import NoFitError, Problem, UnknownNameError
from consilience.sampling.fit import DEFAULT_SEED
from consilience.sampling.store import FIT_FILE
from consilience.study import Study as PlainStudy
from consilience.study.texts import shown

STUDY = either(one_of(PlainStudy, "a study as cs.read_study gives it", 'cs.read_study("forecasts/floods")'), PATH)


@takes(study=STUDY, priors=one_of(Priors, "priors", "cs.ConsensusPriors()"))
def fit(study: PlainStudy | str | Path, *, priors: Priors | None = None, seed: int = DEFAULT_SEED) -> AnyFit:
    """Fit the model that a study asks for.

    Where questions follow from others (gates, parents) or evidence tells of them, it is the model of factors, which
    takes each forecaster's answers together; where a question has cruxes, the model of cruxes; otherwise the consensus
    of every question. A model of a size that this machine has not met is compiled first, which takes some ten seconds.

    Parameters
    ----------
    study : Study or path
        As read, or its folder, which is read.
    priors : ConsensusPriors, FactorPriors or CruxPriors, optional
        Those of the model that the study asks for; other priors need no compilation. What study.toml declares of a
        question holds beside them.
    seed : int
        The same study and seed give the same numbers.

    Returns
    -------
    ConsensusFit, FactorFit or CruxFit
        With its diagnostics: look at ``fit.passed`` before using a number of it. ``fit.report()`` refuses one that
        failed.

    Raises
    ------
    StudyError
        If no voice stands on any event of the study, or its model cannot weigh something that counts.
    ValueError
        If it is no study, or the priors are those of another model.
    """
    from consilience.sampling.fitting import fit as fit_model

    known = _known(study)
    model = model_for(known)
    if priors is not None:
        model = model.with_priors(priors)
    with notebook_progress() as progress:
        return with_methods(fit_model(model, known, seed=seed, progress=progress))


@takes(study=STUDY)
def read_fit(results: str | Path, study: Study | str | Path) -> AnyFit:
    """Take up the fit that a run left in its results, without sampling.

    Parameters
    ----------
    results : path
        Folder of one study's results, ``results/<study>``.
    study : Study or path
        The study that was fitted.

    Returns
    -------
    ConsensusFit, FactorFit or CruxFit

    Raises
    ------
    FileNotFoundError
        If the folder holds no fit, or that of another study.
    """
    from consilience.sampling.store import read_fit as read_file

    file = Path(results) / FIT_FILE
    if not file.is_file():
        raise NoFitError(_no_fit(Path(results), study))
    known = _known(study)
    try:
        return with_methods(read_file(file, known, stored_model))
    except UnknownNameError as error:
        why = f"the fit in this folder is of another study than {known.name}: {error.problem.why}"
        remedy = f"name the results of {known.name}, or the study that was fitted"
        raise NoFitError(Problem(why, remedy, file=shown(Path(results)))) from None


def _known(study: PlainStudy | str | Path) -> PlainStudy:
    return study if isinstance(study, PlainStudy) else read_study(study)


def _no_fit(folder: Path, study: Study | str | Path) -> Problem:
    """Say where fits lie that may have been meant."""
    name = study.name if isinstance(study, PlainStudy) else Path(study).name
    near = [path.parent for path in sorted({*folder.glob(f"*/{FIT_FILE}"), *folder.parent.glob(f"*/{FIT_FILE}")})]
    chosen = [path for path in near if path.name == name] or near
    remedy = f"name {shown(chosen[0])}, where one lies" if chosen else f"run: consilience run {name}"
    why = "no fit lies in this folder" if folder.is_dir() else "there is no such folder of results"
    return Problem(why, remedy, file=shown(folder))
