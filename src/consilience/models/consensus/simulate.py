"""What a consensus would say: the model run forwards, from its prior or from a fit."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from consilience.likelihood.restate import Population, rerun, restate
from consilience.models.consensus.data import ConsensusData
from consilience.notation import BaseRate, Value, canonical
from consilience.study import Estimate

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True, slots=True)
class ModelParameters:
    """One draw of everything that the consensus model estimates, in the order of the names of ConsensusData.

    Parameters
    ----------
    mu, tau : ndarray of shape (questions,)
        Median forecaster and scale of the population, in log odds.
    location : ndarray of shape (pairs,)
        Location of each question's groups, in log odds.
    nu, group_scale, reference_class : float
        Degrees of freedom, standard deviation between groups, concentration of base rates.
    """

    mu: np.ndarray
    tau: np.ndarray
    location: np.ndarray
    nu: float
    group_scale: float
    reference_class: float


def draw_prior(data: ConsensusData, rng: np.random.Generator) -> ModelParameters:
    """Draw the parameters of a study from their prior.

    Parameters
    ----------
    data : ConsensusData
        The study's questions, groups and declared priors; its statements are not read.
    rng : numpy.random.Generator

    Returns
    -------
    ModelParameters
    """
    questions, pairs = len(data.question_names), len(data.pair_names)
    mu = rng.normal(*data.arrays["prior"][:questions].T)
    priors = data.priors
    group_scale = abs(rng.normal(0, priors.group_scale))
    of_pair = data.arrays["pair_question"][:pairs]
    raw = rng.normal(size=pairs)
    sums, counts = (np.bincount(of_pair, weights, questions) for weights in (raw, None))
    effect = group_scale * (raw - (sums / np.maximum(counts, 1))[of_pair])
    shape, rate = priors.nu
    return ModelParameters(
        mu=mu,
        tau=rng.lognormal(*priors.scale, size=questions),
        location=mu[of_pair] + effect,
        nu=1 + rng.gamma(shape, 1 / rate),
        group_scale=group_scale,
        reference_class=rng.lognormal(*priors.reference_class),
    )


def draw_posterior(posterior: "xr.Dataset", rng: np.random.Generator) -> ModelParameters:
    """Take one draw of a fit at random.

    Parameters
    ----------
    posterior : xarray.Dataset
        :attr:`consilience.sampling.fit.Fit.posterior`.
    rng : numpy.random.Generator

    Returns
    -------
    ModelParameters
    """
    draw = posterior.isel({dim: rng.integers(posterior.sizes[dim]) for dim in ("chain", "draw")})
    return ModelParameters(
        mu=draw["mu"].values,
        tau=draw["tau"].values,
        location=draw["location"].values,
        nu=float(draw["nu"]),
        group_scale=float(draw["group_scale"]),
        reference_class=float(draw["reference_class"]),
    )


def simulate(
    rows: Iterable[Estimate], data: ConsensusData, parameters: ModelParameters, rng: np.random.Generator
) -> list[Estimate]:
    """Let a population say what the rows said: each the same form, about the same question, from the same group.

    Parameters
    ----------
    rows : iterable of Estimate
        The estimates that ``data`` encodes.
    data : ConsensusData
        Names the questions and groups of ``parameters``.
    parameters : ModelParameters
        What the statements follow from.
    rng : numpy.random.Generator

    Returns
    -------
    list of Estimate

    Examples
    --------
    >>> from datetime import date
    >>> from consilience.models.consensus.data import encode
    >>> from consilience.notation import parse
    >>> rows = [Estimate("doom", "ada", date(2024, 1, 1), "10%", parse("10%"))]
    >>> data = encode(rows)
    >>> known = ModelParameters(np.array([-2.0]), np.array([1.0]), np.array([-2.0]), 5.0, 1.0, 20.0)
    >>> simulate(rows, data, known, np.random.default_rng(1))[0].said
    '15%'
    """
    questions = {name: place for place, name in enumerate(data.question_names)}
    pairs = {pair: place for place, pair in enumerate(data.pair_names)}
    simulated = []
    for row in rows:
        place = questions[row.question]
        if isinstance(row.value, BaseRate):
            rate = float(expit(parameters.mu[place]))
            value: Value = rerun(row.value, rate, parameters.reference_class, rng)
        else:
            location = float(parameters.location[pairs[row.question, row.group or ""]])
            value = restate(row.value, Population(location, float(parameters.tau[place]), parameters.nu), rng)
        simulated.append(replace(row, value=value, said=canonical(value)))
    return simulated
