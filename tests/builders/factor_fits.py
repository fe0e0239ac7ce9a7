"""Panel fits made of draws of numpy: forecasters who left answers out, groups, stated totals, evidence, in no time."""

from pathlib import Path

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike
from scipy.special import logit

from consilience.api import FactorFit, read_study
from consilience.models.factors.data import encode_factors
from consilience.models.factors.population import complete_credences
from consilience.models.factors.unpack import answers_of
from consilience.network import Network
from consilience.notation import layout
from consilience.study import Study
from tests.builders.fits import fit_of, provenance, write_study

TOML = """\
title = "A flood in the town"
horizon = 2100-12-31
outcome = "flood"
threshold = "1%"

[question.storm]
title = "A storm comes"

[question.breach]
title = "The wall breaks"
given = { storm = true }

[question.pumps_fail]
title = "The pumps fail"
given = { storm = true, breach = true }
prior = "10-90% @90%"

[question.flood]
title = "The town is flooded"
all_of = ["storm", "breach", "pumps_fail"]

[question.loss]
title = "Lives are lost"
parents = ["flood"]

[question.calm]
title = "It stays dry"
not = "flood"

[question.harm]
title = "Harm is done"
any_of = ["flood", "loss"]

[evidence.inspection]
title = "An inspection of the wall"
on = "breach"
observed = "negative"
trials = 3
sensitivity = "60%"
false_positive_rate = "5%"
"""
# Ada answers all but the pumps and says her total twice; Bo and Dee skip premises; the platform states everything.
ROWS = """\
storm,ada,2025-01-15,50%,river,,a letter,
breach,ada,2025-01-15,20%,river,,a letter,
loss | flood,ada,2025-01-15,30%,river,,a letter,
loss | not flood,ada,2025-01-15,1%,river,,a letter,
flood,ada,2024-01-15,20%,river,,a talk,
flood,ada,2025-01-15,5%,river,,a letter,
storm,bo,2025-01-16,60%,river,,a talk,
storm,cem,2025-01-17,30%,coast,,a talk,
breach,cem,2025-01-17,10%,coast,,a talk,
flood,cem,2025-01-17,1%,coast,,a talk,
breach,dee,2025-01-18,10-20%,coast,,a talk,
loss | flood,dee,2025-01-18,<5%,coast,,a talk,
storm,a platform,2025-01-19,40%,,aggregate,the web,
breach,a platform,2025-01-19,10%,,aggregate,the web,
pumps_fail,a platform,2025-01-19,50%,,aggregate,the web,
flood,a platform,2025-01-19,8%,,aggregate,the web,
"""


def write_panel_study(folder: Path, toml: str = TOML, rows: str = ROWS) -> Path:
    """Write a factor study: a chain, a question with a parent, gates of three rules, two groups, a test."""
    return write_study(folder, toml, rows)


def panel_fit(
    study: Study | Path,
    *,
    seed: int = 1,
    draws: int = 50,
    location: ArrayLike = -1.0,
    scale: ArrayLike = 1.0,
    loading: ArrayLike = 0.0,
    nu: float = 8.0,
    jitter: float = 0.2,
) -> FactorFit:
    """Invent the fit of a panel in the shape that sampling gives.

    Parameters
    ----------
    study : Study or Path
        A factor study: one with gates, parents or evidence.
    seed, draws : int
        Four chains of so many draws.
    location : array_like, broadcast to (groups, components)
        Where each group lies, in log odds; groups in the order in which they speak.
    scale : array_like, broadcast to (components,)
        Spread between forecasters, in log odds.
    loading : array_like, broadcast to (components,), or of shape (components, outlooks)
        Correlation of each with a forecaster's outlook, or outlooks.
    nu : float
        Degrees of freedom of the population.
    jitter : float
        Standard deviation of the locations from draw to draw; at 0 all draws of the population are one.
    """
    study = study if isinstance(study, Study) else read_study(study)
    network, posterior = _posterior(study, seed, draws, location, scale, loading, nu, jitter)
    drawn = answers_of(posterior, network, study, seed)
    fit = fit_of(
        study,
        posterior,
        drawn.answers,
        provenance=provenance(seed, draws, tune=500),
        after_evidence=drawn.after_evidence,
    )
    assert isinstance(fit, FactorFit)
    return fit


def _posterior(
    study: Study,
    seed: int,
    draws: int,
    location: ArrayLike,
    scale: ArrayLike,
    loading: ArrayLike,
    nu: float,
    jitter: float,
) -> tuple[Network, xr.Dataset]:
    data = encode_factors(study)
    components, groups = list(data.network.components), list(data.groups)
    size, total = len(components), 4 * draws
    rng = np.random.default_rng(seed)
    located = np.broadcast_to(np.asarray(location, dtype=float), (len(groups), size))
    locations = located + jitter * rng.normal(size=(total, 1, size))
    scales = np.broadcast_to(np.asarray(scale, dtype=float), (total, size)).copy()
    of_each = np.asarray(loading, dtype=float)
    of_each = of_each if of_each.ndim > 1 else np.broadcast_to(of_each, size)[:, None]
    # With any other outlook that so large a panel has nothing goes.
    of_each = np.pad(of_each, ((0, 0), (0, max(0, data.outlooks - of_each.shape[1]))))
    shared = np.repeat(of_each[None], total, axis=0)
    degrees = np.full(total, float(nu))
    people = [
        _credences(study, data.network, name, locations[:, group], scales, shared, degrees, seed + place)
        for place, (name, group) in enumerate(zip(data.people, data.person_group, strict=True))
    ]
    # Of surveys alone there are no people.
    credence = np.stack(people, axis=1) if people else np.zeros((total, 0, size))

    def by_draw(array: np.ndarray, *dims: str) -> tuple[tuple[str, ...], np.ndarray]:
        return ("chain", "draw", *dims), array.reshape(4, draws, *array.shape[1:])

    posterior = xr.Dataset(
        {
            "mu": by_draw(locations.mean(axis=1), "question"),
            "tau": by_draw(scales, "question"),
            "skew": by_draw(np.zeros_like(scales), "question"),
            "location": by_draw(locations.transpose(0, 2, 1).reshape(total, -1), "pair"),
            "scale": by_draw(np.repeat(scales, len(groups), axis=1), "pair"),
            "loading": by_draw(shared, "question", "outlook"),
            "slope_mean": by_draw(np.abs(rng.normal(1, 0.2, total))),
            "slope_spread": by_draw(np.abs(rng.normal(0.5, 0.1, total))),
            "credence": by_draw(credence, "forecaster", "question"),
            "delta": by_draw(rng.normal(0.5, 0.3, (total, len(groups))), "group"),
            "nu": by_draw(degrees),
            "panel_scale": by_draw(scales[:, 0]),
            "kappa": by_draw(rng.gamma(4, 0.1, total)),
            "group_scale": by_draw(rng.gamma(2, 0.3, total)),
            "reference_class": by_draw(rng.gamma(2, 10, total)),
        },
        coords={
            "question": components,
            "forecaster": list(data.people),
            "forecaster_group": ("forecaster", [groups[place] for place in data.person_group]),
            "group": groups,
            "pair_question": ("pair", [name for name in components for _ in groups]),
            "pair_group": ("pair", groups * size),
        },
    )
    return data.network, posterior


def _credences(
    study: Study,
    network: Network,
    forecaster: str,
    location: np.ndarray,
    scale: np.ndarray,
    loading: np.ndarray,
    nu: np.ndarray,
    seed: int,
) -> np.ndarray:
    """What a forecaster thinks: in the cell of what was said, drawn given that where nothing was."""
    rng = np.random.default_rng(seed)
    answered = np.zeros(len(network.components), dtype=bool)
    known = np.zeros(location.shape)
    for row in study.voices:
        cell = layout(row.value).cell
        if row.forecaster == forecaster and row.question in network.positions and cell is not None:
            low, high = cell
            place = network.positions[row.question]
            answered[place] = True
            known[:, place] = logit(rng.uniform(max(low, 1e-4), min(high, 1 - 1e-4), len(location)))
    return complete_credences(known, answered, location, scale, np.zeros_like(scale), loading, nu, seed)
