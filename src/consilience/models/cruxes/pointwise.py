"""Log likelihood of every statement and log prior of every draw of the model of cruxes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from consilience.likelihood.pointwise import reading_log_likelihood, says_something
from consilience.models import log_densities
from consilience.models.cruxes.data import CruxData, encode_cruxes
from consilience.models.cruxes.population import implied_credences
from consilience.models.cruxes.priors import CruxPriors
from consilience.sampling.answers import flat
from consilience.study import Estimate, Study

if TYPE_CHECKING:
    import xarray as xr

type Array = NDArray[np.float64]


def statements(study: Study) -> tuple[Estimate, ...]:
    """What the model of cruxes reads, the outcome of every round first, less what tells of no credence (">0%").

    Parameters
    ----------
    study : Study

    Returns
    -------
    tuple of Estimate
    """
    return tuple(row for row in encode_cruxes(study).statements if says_something(row.value))


def log_likelihood(posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate]) -> Array:
    """Log likelihood of statements under every draw, each a noisy reading of what its speaker's views imply.

    Parameters
    ----------
    posterior : xarray.Dataset
        Of cruxes: see :func:`consilience.models.cruxes.unpack.unpack`.
    study : Study
        What was fitted: it tells who read what in which round.
    rows : sequence of Estimate
        Statements of the study.

    Returns
    -------
    ndarray of shape (draws, rows)
        Chain after chain. Given the views, which every statement of their owner helped to find: with one statement a
        view, leaving it out moves the view a long way, and Pareto k̂ says so.
    """
    return reading_log_likelihood([row.value for row in rows], read(posterior, study, rows), flat(posterior["kappa"]))


def read(posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate]) -> Array:
    """What of its speaker's views each statement reads, under every draw.

    Parameters
    ----------
    posterior, study, rows
        As for :func:`log_likelihood`.

    Returns
    -------
    ndarray of shape (draws, rows)
        Log odds.
    """
    data = encode_cruxes(study)
    person, crux = np.array(data.entries, dtype=int).reshape(-1, 2).T
    views = [flat(posterior[name])[:, person, crux].astype(float) for name in ("outcome_asked", "base", "association")]
    return read_of(data, rows, flat(posterior["outcome_round"]).astype(float), views)


def read_of(data: CruxData, rows: Sequence[Estimate], rounds: Array, views: Sequence[Array]) -> Array:
    """What statements read of given views.

    Parameters
    ----------
    data : CruxData
        Tells who read what in which round.
    rows : sequence of Estimate
    rounds : ndarray of shape (draws, rounds)
        The outcome.
    views : sequence of ndarray of shape (draws, entries)
        The outcome as asked, the crux and their association, of whoever was asked about a crux.

    Returns
    -------
    ndarray of shape (draws, rows)
        Log odds.
    """
    reads = dict(zip(data.statements, data.reads, strict=True))
    outcome, base, association = views
    implied = np.concatenate([rounds, *implied_credences(outcome, base, association)], axis=1)
    return implied[:, np.array([reads[row] for row in rows], dtype=int)]


def log_prior(posterior: "xr.Dataset", study: Study, priors: CruxPriors) -> dict[str, Array]:
    """Log prior density of every draw, by parameter.

    Parameters
    ----------
    posterior : xarray.Dataset
    study : Study
        Declares the priors of its questions.
    priors : CruxPriors
        All others.

    Returns
    -------
    dict of str to ndarray of shape (draws,)
        Of the parameters at the top; groups' effects and forecasters' views are the population's: see
        :func:`consilience.models.log_densities.of_populations`.
    """
    data = encode_cruxes(study, priors)
    outcome, of_cruxes = np.split(data.arrays["prior"][: 1 + len(data.cruxes)], [1])
    draws = {name: flat(posterior[name]) for name in posterior.data_vars}
    scales = {name: draws[f"{name}_group_scale"] for name in ("outcome", "base", "association")}
    return {
        "mu_outcome": log_densities.student_t(draws["mu_outcome"][:, None], *outcome.T),
        "mu_base": log_densities.student_t(draws["mu_base"], *of_cruxes.T),
        "mu_association": log_densities.normal(draws["mu_association"], 0.0, priors.association),
        "tau_outcome": log_densities.lognormal(draws["tau_outcome"], *priors.scale),
        "tau_base": log_densities.lognormal(draws["tau_base"], *priors.scale),
        "tau_association": log_densities.lognormal(draws["tau_association"], *priors.association_scale),
        "kappa": log_densities.lognormal(draws["kappa"], *priors.reading),
        **({"drift": log_densities.lognormal(draws["drift"], *priors.drift)} if data.drifts else {}),
        "forecaster_scale": log_densities.lognormal(draws["forecaster_scale"], *priors.forecaster_scale),
        "correlation": log_densities.lkj(draws["correlation"], priors.correlation),
        **{f"{name}_group_scale": log_densities.lognormal(x, *priors.group_scale) for name, x in scales.items()},
    }
