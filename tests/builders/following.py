"""Fits of a panel before and after changes, each answered by the draws of the other."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from benchmarks.arrivals import differences
from consilience.api.study_fit import StudyFit
from consilience.notation import parse
from consilience.sampling.reweight import OutOfReachError
from consilience.sampling.update import reweight
from consilience.study import Estimate, Study
from tests.builders.fits import fit_study

type Change = tuple[Mapping[tuple[str, str], str | None], *tuple[Estimate, ...]]


def changed(study: Study, otherwise: Mapping[tuple[str, str], str | None], *besides: Estimate) -> Study:
    """A study in which something is said otherwise, or taken back where that is ``None``, and something besides."""
    rows = []
    for made in study.rows:
        said = otherwise.get((made.question, made.forecaster), made.said)
        if said is not None:
            rows.append(made if said == made.said else replace(made, said=said, value=parse(said)))
    return replace(study, rows=(*rows, *besides))


def there_and_back(study: Study, changes: tuple[Change, ...], seed: int = 1) -> tuple[StudyFit, list[float]]:
    """A full fit, and how far it and those of the changed studies, reweighted to each other's, lie from these.

    In standard errors of the simulation. Changes are a few at a time, since what a fit costs tells of all of them.
    """
    full, off = fit_study(study, seed=seed), []
    for place, change in enumerate(changes, start=1):
        other = fit_study(changed(study, *change), seed=seed + place)
        for one, two in ((full, other), (other, full)):
            # There it may be near, and too far back.
            with suppress(OutOfReachError):
                fit = reweight(one, two.study)
                assert fit.passed
                off += differences(fit, two)
    return full, off
