"""Following a study: the answer after what came, by reweighting where that does, else by another fit."""

from collections.abc import Iterable
from dataclasses import replace

from consilience.api.fits import with_methods
from consilience.api.study_fit import StudyFit
from consilience.models.registry import model_for
from consilience.notebook.progress import notebook_progress
from consilience.sampling.fit import Fit, Progress
from consilience.sampling.fitting import fit as fit_model
from consilience.sampling.reweight import OutOfReachError
from consilience.sampling.update import reweight
from consilience.study import Estimate, Study


def update(fit: Fit, study: Study | Iterable[Estimate]) -> StudyFit:
    """See :meth:`consilience.api.study_fit.StudyFit.update`."""
    now = study if isinstance(study, Study) else replace(fit.study, rows=(*fit.study.rows, *study))
    with notebook_progress() as progress:
        return with_methods(updated(fit.full, now, progress))


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
