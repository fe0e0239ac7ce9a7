"""The one way from a study to a fit: refuse, encode, compile, sample, answer, judge."""

from collections.abc import Iterator
from threading import Lock

from consilience.problems import Problem, StudyError
from consilience.sampling.compile import compiled
from consilience.sampling.drawing import draw_fit
from consilience.sampling.fit import DEFAULT_SEED, Fit, Progress
from consilience.sampling.model import Model
from consilience.study import ALL_GROUPS, Estimate, Study
from consilience.study.checks.absences import nothing_said

_ONE_AT_A_TIME = Lock()


def fit(model: Model, study: Study, *, seed: int = DEFAULT_SEED, progress: Progress | None = None) -> Fit:
    """Fit a model to a study.

    Parameters
    ----------
    model : Model
        One that suits the study.
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
        If no estimate of the study is a voice or a base rate on an event, if a group is called "all", which is how
        answers over all groups are named, or if the model cannot weigh something that counts.
    """
    if refused := [*_unfit(study)] or [*model.refuse(study)]:
        raise StudyError.of(study.name, refused)
    tell = progress or (lambda what, share: None)
    data = model.encode(study)
    # PyTensor compiles in one thread at a time, and a fit samples on all cores.
    with _ONE_AT_A_TIME:
        return draw_fit(model, study, data, compiled(model.name, model.build, data, tell), seed, tell)


def _unfit(study: Study) -> Iterator[Problem]:
    if not any(study.question(row.question).unit is None for row in study.weighed):
        yield _nothing_to_fit(study)
    for row in study.voices:
        if row.group == ALL_GROUPS:
            yield _reserved_group(row)


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
