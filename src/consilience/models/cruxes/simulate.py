"""What people would say of an outcome and its cruxes: the model of cruxes run forwards."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from consilience.likelihood.restate import Population, restate
from consilience.models.cruxes.correlation import correlation_of_partials, draw_partials
from consilience.models.cruxes.data import CruxData
from consilience.models.cruxes.population import implied_credences
from consilience.models.locations import median_of_prior
from consilience.notation import canonical
from consilience.study import Estimate, Study
from consilience.study.naming import event_of

# Whose round of questions, by the date of what they then said of the outcome.
type Round = tuple[str, dt.date | None]


@dataclass(frozen=True, slots=True)
class CruxParameters:
    """One draw of everything that the model of cruxes estimates of a population, in log odds.

    Parameters
    ----------
    mu_outcome : float
    mu_base, mu_association : ndarray of shape (cruxes,)
        Over the groups: the outcome; each crux; the log odds ratio of crux and outcome.
    outcome : ndarray of shape (groups,)
    base, association : ndarray of shape (cruxes, groups)
        The same of each group.
    tau_outcome, tau_base, tau_association : float
        Spread between forecasters.
    forecaster_scale : ndarray of shape (2,)
        Of what shifts all cruxes, and all associations, of one forecaster.
    correlation : ndarray of shape (3, 3)
        Between outcome, shift of cruxes and shift of associations.
    kappa : float
        Standard deviation of a statement about the credence it reads.
    drift : float
        Standard deviation of the outcome in one round about what a forecaster thinks of it over the rounds.
    """

    mu_outcome: float
    mu_base: np.ndarray
    mu_association: np.ndarray
    outcome: np.ndarray
    base: np.ndarray
    association: np.ndarray
    tau_outcome: float
    tau_base: float
    tau_association: float
    forecaster_scale: np.ndarray
    correlation: np.ndarray
    kappa: float
    drift: float


@dataclass(frozen=True, slots=True)
class CruxViews:
    """What people think, in log odds.

    Parameters
    ----------
    outcome : ndarray of shape (people,)
        Over the rounds.
    base, association : ndarray of shape (people, cruxes)
        Each crux, and the log odds ratio of crux and outcome.
    asked : mapping of (str, date) to float
        The outcome in each round of each person, by the date on which they spoke of it.
    """

    outcome: np.ndarray
    base: np.ndarray
    association: np.ndarray
    asked: Mapping[Round, float]


def draw_crux_prior(data: CruxData, rng: np.random.Generator) -> CruxParameters:
    """Draw the parameters of a study of cruxes from their prior.

    Parameters
    ----------
    data : CruxData
        The cruxes, groups and declared priors; its statements are not read.
    rng : numpy.random.Generator

    Returns
    -------
    CruxParameters
    """
    cruxes, groups, priors = len(data.cruxes), len(data.groups), data.priors

    def located(centre: np.ndarray) -> np.ndarray:
        raw = rng.lognormal(*priors.group_scale) * rng.normal(size=(centre.size, groups))
        return centre[:, None] + (raw - raw.mean(axis=1, keepdims=True) if groups > 1 else np.zeros_like(raw))

    mu = median_of_prior(rng.normal(size=1 + cruxes), data.arrays["prior"][: 1 + cruxes])
    mu_association = rng.normal(0, priors.association, size=cruxes)
    return CruxParameters(
        mu_outcome=mu[0],
        mu_base=mu[1:],
        mu_association=mu_association,
        outcome=located(mu[:1])[0],
        base=located(mu[1:]),
        association=located(mu_association),
        tau_outcome=rng.lognormal(*priors.scale),
        tau_base=rng.lognormal(*priors.scale),
        tau_association=rng.lognormal(*priors.association_scale),
        forecaster_scale=rng.lognormal(*priors.forecaster_scale, size=2),
        correlation=correlation_of_partials(draw_partials(3, 3, priors.correlation, rng), 3),
        kappa=rng.lognormal(*priors.reading),
        drift=rng.lognormal(*priors.drift) * data.drifts,
    )


def draw_views(study: Study, data: CruxData, parameters: CruxParameters, rng: np.random.Generator) -> CruxViews:
    """Draw what everybody thinks of the outcome, round by round, and of every crux, asked or not.

    Parameters
    ----------
    study : Study
        Whose rows say which rounds there were.
    data : CruxData
        The same study's people and cruxes.
    parameters : CruxParameters
    rng : numpy.random.Generator

    Returns
    -------
    CruxViews
    """
    outcome, base, association = draw_joint_views(data, parameters, rng)
    rounds = dict.fromkeys(_round(study, row, data.outcome) for row in _said(study, data))
    return CruxViews(
        outcome=outcome,
        base=base,
        association=association,
        asked={asked: rng.normal(outcome[data.people.index(asked[0])], parameters.drift) for asked in rounds},
    )


def draw_joint_views(
    data: CruxData, parameters: CruxParameters, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw what everybody thinks of the outcome over the rounds, and of every crux, asked or not.

    Parameters
    ----------
    data : CruxData
        The people and their groups.
    parameters : CruxParameters
        One draw of them, or many, each parameter with the draws first.
    rng : numpy.random.Generator

    Returns
    -------
    outcome : ndarray of shape (..., people)
    base, association : ndarray of shape (..., people, cruxes)
        Log odds of each crux, and log odds ratios.
    """
    people, group, given = len(data.people), data.person_group, parameters
    draws = np.shape(given.kappa)
    own = rng.normal(size=(*draws, people, 3)) @ np.swapaxes(np.linalg.cholesky(given.correlation), -1, -2)
    shift = given.forecaster_scale[..., None, :] * own[..., 1:]
    noise = rng.standard_t(data.priors.view_nu, size=(2, *draws, people, len(data.cruxes)))
    noise *= rng.lognormal(0, data.priors.scale_between_forecasters, size=(2, *draws, people, 1))

    def of_cruxes(location: np.ndarray, scale: float | np.ndarray, shift: np.ndarray, noise: np.ndarray) -> np.ndarray:
        centre = np.swapaxes(location, -1, -2)[..., group, :]
        return np.asarray(centre + shift[..., None] + np.asarray(scale)[..., None, None] * noise)

    return (
        given.outcome[..., group] + np.asarray(given.tau_outcome)[..., None] * own[..., 0],
        of_cruxes(given.base, given.tau_base, shift[..., 0], noise[0]),
        of_cruxes(given.association, given.tau_association, shift[..., 1], noise[1]),
    )


def _said(study: Study, data: CruxData) -> list[Estimate]:
    """What was said by those who count, of earlier rounds too."""
    asked, kinds = {data.outcome, *data.cruxes}, ("person", "survey", "model")
    return [
        row
        for row in study.rows
        if row.forecaster in data.people and event_of(row.question) in asked and row.kind in kinds
    ]


def _round(study: Study, row: Estimate, outcome: str) -> Round:
    beside = study.beside(row, outcome)
    return row.forecaster, None if beside is None else beside.date


def simulate_cruxes(study: Study, data: CruxData, views: CruxViews, kappa: float, rng: np.random.Generator) -> Study:
    """Let people say what a study's rows said: each the same form, about the same question, on the same date.

    Parameters
    ----------
    study : Study
        The forms.
    data : CruxData
        Names the people and cruxes of ``views``.
    views : CruxViews
        What they think.
    kappa : float
        Standard deviation of a statement about the credence it reads, in log odds.
    rng : numpy.random.Generator

    Returns
    -------
    Study
        As :func:`consilience.models.cruxes.data.encode_cruxes` takes it. What was said in earlier rounds is said anew
        as well; rows of nobody who counts are left out.
    """
    simulated = []
    for row in _said(study, data):
        outcome = views.asked[_round(study, row, data.outcome)]
        credence = outcome if row.question == data.outcome else _of_crux(row, data, views, outcome)
        value = restate(row.value, Population(rng.normal(credence, kappa), 0.0, 1.0), rng)
        simulated.append(replace(row, value=value, said=canonical(value)))
    return replace(study, rows=tuple(simulated))


def _of_crux(row: Estimate, data: CruxData, views: CruxViews, outcome: float) -> float:
    name = next(iter(row.state), row.question)
    at = data.people.index(row.forecaster), data.cruxes.index(name)
    crux, given, given_not = implied_credences(np.array(outcome), views.base[at], views.association[at])
    if row.question == name:
        return float(crux)
    return float(given if row.state[name] else given_not)
