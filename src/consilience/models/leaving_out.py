"""What if somebody had not spoken: the draws of a fit, reweighted to what the others said."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from consilience.problems import Problem, UnknownNameError, WrongValueError
from consilience.sampling.fit import Fit
from consilience.sampling.reweight import OutOfReachError, TooFewLeftError, good_k
from consilience.sampling.update import reweight
from consilience.study import Speaker, Study
from consilience.study.speakers import speakers_of
from consilience.study.texts import unknown_name


@dataclass(frozen=True, eq=False)
class LeftOut:
    """A fit without some voices.

    Parameters
    ----------
    study : Study
        Without what they ever said.
    fit : Fit or None
        The draws reweighted; ``None`` where they do not reach so far.
    pareto_k : float or None
        Of the weights, where they could be told.
    enough : bool
        Whether the draws reach, and enough of them are left: else a full fit is to be had.
    says : str
        How it was had, or why not, in a sentence.
    """

    study: Study
    fit: Fit | None
    pareto_k: float | None
    enough: bool
    says: str


def voices_of(study: Study) -> Mapping[str, list[str]]:
    """The names of the voices that can be left out, by group: "" of those who named none."""
    names, groups = speakers_of(study.voices)
    found: dict[str, list[str]] = {}
    for speaker, name in names.items():
        found.setdefault(groups[speaker], []).append(name)
    return found


def without(fit: Fit, names: Collection[str]) -> LeftOut:
    """Leave out all that some voices ever said.

    Parameters
    ----------
    fit : Fit
    names : collection of str
        Of :func:`voices_of`.

    Returns
    -------
    LeftOut

    Raises
    ------
    KeyError
        If there is no such voice.
    ValueError
        If nobody would be left.
    """
    study = study_without(fit.study, names)
    who = ", ".join(names)
    try:
        found = reweight(fit.full, study)
    except TooFewLeftError as short:
        k = short.fit.reweighted.pareto_k if short.fit.reweighted else None
        return LeftOut(study, short.fit, k, False, f"Without {who}: {_reached(k, short.fit)}, but {short}.")
    except OutOfReachError as error:
        return LeftOut(study, None, None, False, f"Without {who}: {error}.")
    k = found.reweighted.pareto_k if found.reweighted else None
    return LeftOut(study, found, k, True, f"Without {who}: {_reached(k, found)}.")


def study_without(study: Study, names: Collection[str]) -> Study:
    """The study without some voices; see :func:`without`."""
    of_name: dict[str, Speaker] = {name: speaker for speaker, name in speakers_of(study.voices)[0].items()}
    for name in names:
        if name not in of_name:
            raise UnknownNameError(unknown_name(name, of_name, "voice"))
    gone = {of_name[name] for name in names}
    if len(gone) == len(of_name):
        raise WrongValueError(Problem("nobody would be left", "leave somebody in"))
    return replace(study, rows=tuple(row for row in study.rows if row.speaker not in gone))


def _reached(k: float | None, fit: Fit) -> str:
    if k is None or fit.reweighted is None:
        return "nothing that counts changes"
    draws = len(fit.reweighted.places)
    left = f"{fit.reweighted.efficiency:.0%} of the effective draws are left"
    return f"reweighted, Pareto k̂ {k:.2f} (up to {good_k(draws):.2f} can be relied upon), {left}"
