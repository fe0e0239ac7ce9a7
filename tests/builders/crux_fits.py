"""Fits of cruxes made of draws of numpy: two camps, an outcome, cruxes that not everybody was asked, in no time."""

from pathlib import Path

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike
from scipy.special import logit

from consilience.api import CruxFit, read_study
from consilience.models.cruxes.data import encode_cruxes
from consilience.models.cruxes.population import implied_credences
from consilience.sampling.answers import Answers, answers_dataset, summaries_of
from consilience.study import Study, conditional
from tests.builders.fits import fit_of, provenance, write_study

TOML = """\
title = "Famine"
horizon = 2100-12-31
outcome = "famine"

[question.famine]
title = "A famine"
cruxes = ["blight", "war"]

[question.blight]
title = "A new blight"

[question.war]
title = "A war"
"""
# Ada thinks again of the famine before she is asked about war; Bo contradicts himself on the blight; Dee was not asked
# about war.
ROWS = """\
famine,ada,2025-01-15,20%,north,,a letter,
blight,ada,2025-01-15,20%,north,,a letter,
famine | blight,ada,2025-01-15,50%,north,,a letter,
famine,ada,2025-02-15,30%,north,,a letter,
war,ada,2025-02-15,50%,north,,a letter,
famine | war,ada,2025-02-15,40%,north,,a letter,
famine,bo,2025-01-15,10%,north,,a talk,
blight,bo,2025-01-15,50%,north,,a talk,
famine | blight,bo,2025-01-15,40%,north,,a talk,
war,bo,2025-01-15,20%,north,,a talk,
famine | war,bo,2025-01-15,25%,north,,a talk,
famine,cem,2025-01-15,5%,south,,a talk,
blight,cem,2025-01-15,10%,south,,a talk,
famine | blight,cem,2025-01-15,20%,south,,a talk,
war,cem,2025-01-15,30%,south,,a talk,
famine | not war,cem,2025-01-15,2%,south,,a talk,
famine,dee,2025-01-15,1%,south,,a talk,
blight,dee,2025-01-15,20%,south,,a talk,
famine | blight,dee,2025-01-15,4%,south,,a talk,
"""


def write_crux_study(folder: Path, toml: str = TOML, rows: str = ROWS) -> Path:
    """Write a study of an outcome with two cruxes and two camps."""
    return write_study(folder, toml, rows)


def crux_fit(
    study: Study | Path,
    *,
    outcome: ArrayLike = -2.0,
    base: ArrayLike = -1.0,
    association: ArrayLike = 1.0,
    jitter: float = 0.0,
    draws: int = 25,
    seed: int = 1,
) -> CruxFit:
    """Invent the fit of cruxes in the shape that sampling gives.

    Parameters
    ----------
    study : Study or Path
        With a question that has cruxes. Who said nothing that bears on a crux was not asked about it.
    outcome : array_like, broadcast to (people,)
        Log odds of the outcome, people in the order in which they speak.
    base, association : array_like, broadcast to (people, cruxes)
        Log odds of the crux, and log odds ratio.
    jitter : float
        Standard deviation of all three from draw to draw.
    draws, seed : int
        Four chains of so many draws.
    """
    study = study if isinstance(study, Study) else read_study(study)
    data = encode_cruxes(study)
    rng = np.random.default_rng(seed)
    people, cruxes, chains = len(data.people), len(data.cruxes), (4, draws)
    views = {
        "outcome": np.broadcast_to(np.asarray(outcome, dtype=float), (people,)),
        "base": np.broadcast_to(np.asarray(base, dtype=float), (people, cruxes)),
        "association": np.broadcast_to(np.asarray(association, dtype=float), (people, cruxes)),
    }
    drawn = {name: view + jitter * rng.normal(size=(*chains, *view.shape)) for name, view in views.items()}
    drawn["outcome_asked"] = np.repeat(drawn["outcome"][..., None], cruxes, axis=-1)
    not_asked = np.ones((people, cruxes), dtype=bool)
    not_asked[tuple(np.transpose(data.entries))] = False
    for name in ("base", "association", "outcome_asked"):
        drawn[name][..., not_asked] = np.nan
    dims = ("chain", "draw", "forecaster", "crux")
    asked = drawn["outcome"][..., list(data.rounds)]
    posterior = xr.Dataset(
        {
            **{name: (dims[: array.ndim], array) for name, array in drawn.items()},
            **{name: (dims[:2], rng.gamma(4, 0.1, chains)) for name in ("kappa", "drift")},
            "outcome_round": ((*dims[:2], "round"), asked),
            **_population(cruxes, len(data.groups), chains, seed),
        },
        coords={
            "forecaster": list(data.people),
            "forecaster_group": ("forecaster", [data.groups[place] for place in data.person_group]),
            "crux": list(data.cruxes),
            "group": list(data.groups),
            "round_forecaster": ("round", [data.people[place] for place in data.rounds]),
        },
    )
    answers = _answers(data.outcome, data.cruxes, data.groups, 4 * draws, rng)
    fit = fit_of(study, posterior, answers_dataset(answers, chains), provenance=provenance(seed, draws))
    assert isinstance(fit, CruxFit)
    return fit


def _population(
    cruxes: int, groups: int, chains: tuple[int, int], seed: int
) -> dict[str, tuple[tuple[str, ...], np.ndarray]]:
    """What the views are drawn from; the views above are invented apart from it."""
    rng = np.random.default_rng(seed)
    located = {
        "mu_outcome": ((), -2.0),
        "mu_base": (("crux",), np.full(cruxes, -1.0)),
        "mu_association": (("crux",), np.ones(cruxes)),
        "outcome_location": (("group",), np.full(groups, -2.0)),
        "base_location": (("crux", "group"), np.full((cruxes, groups), -1.0)),
        "association_location": (("crux", "group"), np.ones((cruxes, groups))),
    }
    parts = ("outcome", "base", "association")
    spreads = [f"tau_{part}" for part in parts] + [f"{part}_group_scale" for part in parts]
    shape = (*chains, 3, 3)
    return {
        **{
            name: (("chain", "draw", *dims), rng.normal(centre, 0.2, (*chains, *np.shape(centre))))
            for name, (dims, centre) in located.items()
        },
        **{name: (("chain", "draw"), rng.gamma(20, 0.05, chains)) for name in spreads},
        "forecaster_scale": (("chain", "draw", "shift"), rng.gamma(20, 0.03, (*chains, 2))),
        "correlation": (("chain", "draw", "own", "other_own"), np.broadcast_to(np.eye(3), shape).copy()),
    }


def _answers(
    outcome: str, cruxes: tuple[str, ...], groups: tuple[str, ...], draws: int, rng: np.random.Generator
) -> Answers:
    members = rng.normal(logit(0.1), 1, (draws, len(groups), 16))
    found = summaries_of(outcome, members, groups, rng)
    for crux in cruxes:
        implied = implied_credences(members, rng.normal(-1, 1, members.shape), rng.normal(1, 1, members.shape))
        names = crux, conditional(outcome, {crux: True}), conditional(outcome, {crux: False})
        for name, credences in zip(names, implied, strict=True):
            found |= summaries_of(name, credences, groups, rng)
    return found
