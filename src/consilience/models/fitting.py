"""One door to the models: which of them a study asks for."""

from consilience.problems import Problem, StudyError
from consilience.sampling.fit import DEFAULT_SEED, Fit, Progress
from consilience.study import ALL_GROUPS, Estimate, Question, Study
from consilience.study.checks.absences import nothing_said


def fit_study(study: Study, *, seed: int = DEFAULT_SEED, progress: Progress | None = None) -> Fit:
    """Fit the model that a study asks for.

    Where questions follow from others (gates, parents) or evidence tells of them, it is the panel model, which takes
    each forecaster's answers together; where a question has cruxes, the model of cruxes; otherwise the consensus model
    of every question.

    Parameters
    ----------
    study : Study
        As read; its standing voices and base rates count.
    seed : int
        Seed of the sampler and of the predictive draws; the same study and seed give the same numbers.
    progress : callable, optional
        Told what is being done and the share done.

    Returns
    -------
    Fit
        With its diagnostics; whether they passed is for the caller to act on (see :attr:`Fit.passed`).

    Raises
    ------
    StudyError
        If no estimate of the study is a voice or a base rate on an event, or a group is called "all", which is how
        answers over all groups are named.
    """
    if not any(study.question(row.question).unit is None for row in study.weighed()):
        raise StudyError.of(study.name, [_nothing_to_fit(study)])
    if reserved := [row for row in study.voices() if row.group == ALL_GROUPS]:
        raise StudyError.of(study.name, [_reserved_group(row) for row in reserved])
    if any(question.cruxes for question in study.questions.values()):
        from consilience.models.cruxes.unpack import fit_cruxes

        return fit_cruxes(study, seed=seed, progress=progress)
    if study.evidence or any(_follows(question) for question in study.questions.values()):
        from consilience.models.factors.unpack import fit_factors

        return fit_factors(study, seed=seed, progress=progress)
    from consilience.models.consensus.unpack import fit_consensus

    return fit_consensus(study, seed=seed, progress=progress)


def _follows(question: Question) -> bool:
    return bool(question.gate or question.parents)


def _nothing_to_fit(study: Study) -> Problem:
    if not study.rows:
        return Problem(*nothing_said(study), file=str(study.path))
    return Problem(
        "no estimate of a person or a survey stands on any event of this study",
        "add one with: consilience add",
        file=str(study.path),
    )


def _reserved_group(row: Estimate) -> Problem:
    return Problem(
        f'a group is called "{ALL_GROUPS}", which names the answer over all groups',
        "give the group another name",
        file=row.file,
        line=row.line,
        said=row.group,
    )
