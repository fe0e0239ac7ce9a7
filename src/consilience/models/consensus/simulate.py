"""What a consensus would say: the model run forwards, from its prior or from a fit."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit

from consilience.likelihood.restate import Population, rerun, restate
from consilience.models.consensus.data import ConsensusData
from consilience.models.margins import Margins, draw_margins
from consilience.notation import BaseRate, Value, canonical
from consilience.study import Estimate


@dataclass(frozen=True, slots=True)
class ModelParameters:
    """One draw of everything that the consensus model estimates, in the order of the names of ConsensusData.

    Parameters
    ----------
    mu, tau, skew : ndarray of shape (questions,)
        Median forecaster and scale of the population, in log odds, and its skew.
    location, scale : ndarray of shape (pairs,)
        Of each question's groups, in log odds.
    nu, group_scale, reference_class : float
        Degrees of freedom, standard deviation between groups, concentration of base rates.
    """

    mu: np.ndarray
    tau: np.ndarray
    skew: np.ndarray
    location: np.ndarray
    scale: np.ndarray
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
    of_pair = data.arrays["pair_question"][:pairs]
    drawn, group_scale = draw_margins(data.arrays["prior"][:questions], of_pair, data.priors, rng)
    return ModelParameters(
        **{name: getattr(drawn, name) for name in Margins.__slots__},
        group_scale=group_scale,
        reference_class=rng.lognormal(*data.priors.reference_class),
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
    >>> mu, scale = np.array([-2.0]), np.ones(1)
    >>> known = ModelParameters(mu, scale, np.zeros(1), mu, scale, 5.0, 1.0, 20.0)
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
            pair, skew = pairs[row.question, row.group or ""], float(parameters.skew[place])
            location, scale = float(parameters.location[pair]), float(parameters.scale[pair])
            value = restate(row.value, Population(location, scale, parameters.nu, skew), rng)
        simulated.append(replace(row, value=value, said=canonical(value)))
    return simulated
