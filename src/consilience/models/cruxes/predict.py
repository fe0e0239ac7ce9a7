"""What a study of cruxes would hold if it were made again: statements drawn from the prior or from a fit."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from consilience.likelihood.restate import Population, restate
from consilience.likelihood.rows import stated_log_odds
from consilience.models.cruxes.data import encode_cruxes
from consilience.models.cruxes.population import implied_credences
from consilience.models.cruxes.priors import CruxPriors
from consilience.models.cruxes.simulate import CruxParameters, draw_crux_prior, draw_joint_views
from consilience.sampling.answers import flat
from consilience.sampling.trace import spread_draws
from consilience.study import Estimate, Study

if TYPE_CHECKING:
    import xarray as xr

type Array = NDArray[np.float64]

# The parameters of a population by the names and dimensions that they have in a posterior.
DIMS = {
    "mu_outcome": ("mu_outcome", ()),
    "mu_base": ("mu_base", ("crux",)),
    "mu_association": ("mu_association", ("crux",)),
    "outcome": ("outcome_location", ("group",)),
    "base": ("base_location", ("crux", "group")),
    "association": ("association_location", ("crux", "group")),
    "tau_outcome": ("tau_outcome", ()),
    "tau_base": ("tau_base", ()),
    "tau_association": ("tau_association", ()),
    "forecaster_scale": ("forecaster_scale", ("shift",)),
    "correlation": ("correlation", ("own", "other_own")),
    "kappa": ("kappa", ()),
    "drift": ("drift", ()),
}


def prior(study: Study, priors: CruxPriors, draws: int, seed: int) -> "xr.Dataset":
    """Draw the parameters of a population from their prior.

    Parameters
    ----------
    study : Study
        Its cruxes, groups and declared priors; its statements are not read.
    priors : Priors
    draws, seed : int

    Returns
    -------
    xarray.Dataset
        One chain, laid out as a posterior is, less the views of its people.
    """
    import xarray as xr

    data, rng = encode_cruxes(study, priors), np.random.default_rng(seed)
    drawn = [draw_crux_prior(data, rng) for _ in range(draws)]
    return xr.Dataset(
        {
            stored: (("chain", "draw", *dims), np.array([[getattr(each, name) for each in drawn]]))
            for name, (stored, dims) in DIMS.items()
        },
        coords={"crux": list(data.cruxes), "group": list(data.groups)},
    )


def predict(posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate], draws: int, seed: int) -> Array:
    """What other people of the same groups would say in the forms of a study's statements.

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
        Log odds: see :func:`consilience.likelihood.rows.stated_log_odds`.
    """
    data, rng = encode_cruxes(study), np.random.default_rng(seed)
    reads = dict(zip(data.statements, data.reads, strict=True))
    of_row = [reads[row] for row in rows]
    person, crux = np.array(data.entries, dtype=int).reshape(-1, 2).T
    parts = {name: flat(posterior[stored]) for name, (stored, _) in DIMS.items()}
    found = np.empty((draws, len(rows)))
    for place, draw in enumerate(spread_draws(posterior, draws)):
        parameters = CruxParameters(**{name: part[draw] for name, part in parts.items()})
        outcome, base, association = draw_joint_views(data, parameters, rng)
        asked = rng.normal(outcome[list(data.rounds)], parameters.drift)
        views = asked[list(data.entry_round)], base[person, crux], association[person, crux]
        implied = np.concatenate([asked, *implied_credences(*views)])
        said = rng.normal(implied[of_row], parameters.kappa)
        found[place] = [
            stated_log_odds(restate(row.value, Population(float(credence), 0.0, 1.0), rng))
            for row, credence in zip(rows, said, strict=True)
        ]
    return found
