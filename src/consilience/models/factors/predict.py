"""What a factor study would hold if it were made again: statements drawn from their prior or from a fit."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from consilience.likelihood.restate import rerun
from consilience.likelihood.rows import stated_log_odds
from consilience.models.factors.data import encode_factors
from consilience.models.factors.priors import FactorPriors
from consilience.models.factors.simulate import (
    FactorParameters,
    draw_factor_credences,
    draw_factor_prior,
    simulate_factors,
)
from consilience.notation import BaseRate
from consilience.sampling.answers import flat
from consilience.sampling.trace import spread_draws
from consilience.study import Estimate, Study

if TYPE_CHECKING:
    import xarray as xr

type Array = NDArray[np.float64]

DIMS = {
    "mu": ("question",),
    "tau": ("question",),
    "skew": ("question",),
    "loading": ("question", "outlook"),
    "slope_mean": (),
    "slope_spread": (),
    "nu": (),
    "panel_scale": (),
    "group_scale": (),
    "kappa": (),
    "delta": ("group",),
}


def prior(study: Study, priors: FactorPriors, draws: int, seed: int) -> "xr.Dataset":
    """Draw the parameters of a panel from their prior.

    Parameters
    ----------
    study : Study
        Its factors, groups and declared priors, and of which factors people spoke; not what they said.
    priors : Priors
    draws, seed : int

    Returns
    -------
    xarray.Dataset
        One chain, laid out as a posterior is, less the credences of its people.
    """
    import xarray as xr

    data, rng = encode_factors(study, priors), np.random.default_rng(seed)
    drawn = [draw_factor_prior(data, rng) for _ in range(draws)]
    components, groups = list(data.network.components), list(data.groups)
    by_name = {name: np.array([[getattr(each, name) for each in drawn]]) for name in DIMS}
    by_pair = {name: np.array([[getattr(each, name).T.ravel() for each in drawn]]) for name in ("location", "scale")}
    return xr.Dataset(
        {
            **{name: (("chain", "draw", *DIMS[name]), values) for name, values in by_name.items()},
            **{name: (("chain", "draw", "pair"), values) for name, values in by_pair.items()},
            "reference_class": (("chain", "draw"), rng.lognormal(*priors.reference_class, size=(1, draws))),
        },
        coords={
            "question": components,
            "group": groups,
            "pair_question": ("pair", [name for name in components for _ in groups]),
            "pair_group": ("pair", groups * len(components)),
        },
    )


def predict(posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate], draws: int, seed: int) -> Array:
    """What another panel of the same groups would say in the forms of a study's statements.

    Parameters
    ----------
    posterior : xarray.Dataset
        Of a fit, or of :func:`prior`.
    study : Study
        What was fitted.
    rows : sequence of Estimate
        Statements of the study.
    draws, seed : int

    Returns
    -------
    ndarray of shape (draws, rows)
        Log odds: see :func:`consilience.likelihood.rows.stated_log_odds`. The people are new ones: those who spoke
        would repeat themselves.
    """
    data, rng = encode_factors(study), np.random.default_rng(seed)
    components, groups = data.network.components, len(data.groups)
    parts = {name: flat(posterior[name]) for name in (*DIMS, "location", "scale", "reference_class")}
    rates = [place for place, row in enumerate(rows) if isinstance(row.value, BaseRate)]
    voices = [place for place, row in enumerate(rows) if not isinstance(row.value, BaseRate)]
    found = np.empty((draws, len(rows)))
    for place, draw in enumerate(spread_draws(posterior, draws)):
        by_group = {name: parts[name][draw].reshape(len(components), groups).T for name in ("location", "scale")}
        parameters = FactorParameters(**by_group, **{name: parts[name][draw] for name in DIMS})
        credences = draw_factor_credences(data, parameters, rng)
        said = simulate_factors([rows[at] for at in voices], data, parameters, credences, rng)
        found[place, voices] = [stated_log_odds(row.value) for row in said]
        for at in rates:
            value, rate = rows[at].value, float(expit(parameters.mu[components.index(rows[at].question)]))
            assert isinstance(value, BaseRate)
            found[place, at] = stated_log_odds(rerun(value, rate, float(parts["reference_class"][draw]), rng))
    return found
