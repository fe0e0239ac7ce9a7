"""What a study of cruxes would hold if it were made again: statements drawn from the prior or from a fit."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from consilience.likelihood.predicted import predicted_readings
from consilience.models.cruxes.data import encode_cruxes
from consilience.models.cruxes.pointwise import read, read_of
from consilience.models.cruxes.priors import CruxPriors
from consilience.models.cruxes.simulate import CruxParameters, draw_crux_prior, draw_joint_views
from consilience.sampling.answers import flat
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


def predict(posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate], seed: int) -> Array:
    """What other people of the same groups would say in the forms of a study's statements, under each draw.

    Parameters
    ----------
    posterior : xarray.Dataset
        Of a fit, or of :func:`prior`.
    study : Study
        What was fitted.
    rows : sequence of Estimate
        Statements of the study.
    seed : int

    Returns
    -------
    ndarray of shape (draws, rows)
        Log odds: see :func:`consilience.likelihood.rows.stated_log_odds`.
    """
    data, rng = encode_cruxes(study), np.random.default_rng(seed)
    parts: dict[str, Any] = {name: flat(posterior[stored]) for name, (stored, _) in DIMS.items()}
    parameters = CruxParameters(**parts)
    outcome, base, association = draw_joint_views(data, parameters, rng)
    person, crux = np.array(data.entries, dtype=int).reshape(-1, 2).T
    asked = rng.normal(outcome[:, list(data.rounds)], np.asarray(parameters.drift)[:, None])
    views = asked[:, list(data.entry_round)], base[:, person, crux], association[:, person, crux]
    implied = read_of(data, rows, asked, views)
    return predicted_readings([row.value for row in rows], implied, flat(posterior["kappa"]), rng)


def replicate(posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate], seed: int) -> Array:
    """What the same people might have said, given their views under each draw.

    Parameters
    ----------
    posterior : xarray.Dataset
        Of a fit.
    study : Study
        What was fitted.
    rows : sequence of Estimate
        Statements of the study.
    seed : int

    Returns
    -------
    ndarray of shape (draws, rows)
        Log odds.
    """
    values, implied = [row.value for row in rows], read(posterior, study, rows)
    return predicted_readings(values, implied, flat(posterior["kappa"]), np.random.default_rng(seed))
