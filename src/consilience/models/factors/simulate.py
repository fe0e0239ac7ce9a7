"""What a panel would say of its factors: the model of factors run forwards.

Each forecaster has a credence in every factor, and says some of them; what they say of an event that follows from the
factors is a noisy, biased reading of what their own credences imply.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from consilience.likelihood.restate import Population, restate
from consilience.likelihood.skew import skewed
from consilience.models.factors.data import FactorData
from consilience.models.factors.medians import HEARD, draw_medians
from consilience.models.factors.outlook import draw_slope_prior, own_ways
from consilience.models.factors.spreads import draw_spreads
from consilience.models.margins import draw_margins
from consilience.notation import Survey, canonical
from consilience.study import Estimate


@dataclass(frozen=True, slots=True)
class FactorParameters:
    """One draw of everything that the model of factors estimates of a population, in log odds.

    Parameters
    ----------
    mu, tau, skew : ndarray of shape (components,)
        Median forecaster over the groups, scale and skew of the population.
    location, scale : ndarray of shape (groups, components)
    loading : ndarray of shape (components, outlooks)
        Correlations with a forecaster's outlooks.
    slope_mean, slope_spread : float
        Mean and standard deviation of the slopes that those with the first come of.
    nu : float
        Degrees of freedom.
    panel_scale : float
        The spread of the panel, about which those of the components lie.
    group_scale : float
        Standard deviation between groups.
    kappa : float
        Standard deviation of one stated total about what it reads.
    delta : ndarray of shape (groups,)
        How far each group's stated totals lie above what its factors imply.
    """

    mu: np.ndarray
    tau: np.ndarray
    skew: np.ndarray
    location: np.ndarray
    scale: np.ndarray
    loading: np.ndarray
    slope_mean: float
    slope_spread: float
    nu: float
    panel_scale: float
    group_scale: float
    kappa: float
    delta: np.ndarray


def draw_factor_prior(data: FactorData, rng: np.random.Generator) -> FactorParameters:
    """Draw the parameters of a panel from their prior.

    Parameters
    ----------
    data : FactorData
        The components, groups and declared priors, and of which factors people spoke; not what they said.
    rng : numpy.random.Generator

    Returns
    -------
    FactorParameters
    """
    size, groups, priors = len(data.network.components), len(data.groups), data.priors
    of_pair = data.arrays["pair_component"][: size * groups]
    panel_scale, tau = draw_spreads(priors, size, rng)
    mu_raw = draw_medians(data.arrays["heard"][:size, HEARD.index("alike")], priors.median_correlation, rng)
    drawn, group_scale = draw_margins(data.arrays["prior"][:size], of_pair, priors, rng, tau, mu_raw)
    slope_mean, slope_spread, loading = draw_slope_prior(priors, size, data.outlooks, rng)
    return FactorParameters(
        mu=drawn.mu,
        tau=drawn.tau,
        skew=drawn.skew,
        location=drawn.location.reshape(size, groups).T,
        scale=drawn.scale.reshape(size, groups).T,
        loading=loading,
        slope_mean=slope_mean,
        slope_spread=slope_spread,
        nu=drawn.nu,
        panel_scale=panel_scale,
        group_scale=group_scale,
        kappa=rng.lognormal(*priors.reading),
        delta=rng.normal(0, priors.bias, size=groups),
    )


def draw_factor_credences(data: FactorData, parameters: FactorParameters, rng: np.random.Generator) -> np.ndarray:
    """Draw what every forecaster thinks of every factor, said or not.

    Parameters
    ----------
    data : FactorData
        The people and their groups.
    parameters : FactorParameters
        One draw of them, or many, each parameter with the draws first.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of shape (..., people, components)
        Log odds; before the skew, multivariate t in each group.
    """
    loading, nu = parameters.loading, np.asarray(parameters.nu)[..., None, None]
    people, (*draws, size, outlooks) = len(data.people), loading.shape
    shared, own = rng.normal(size=(*draws, people, outlooks)), rng.normal(size=(*draws, people, size))
    normal = shared @ np.swapaxes(loading, -1, -2) + own_ways(loading)[..., None, :] * own
    stretch = np.sqrt(nu / rng.chisquare(nu, size=(*draws, people, 1)))
    placed = skewed(stretch * normal, parameters.skew[..., None, :])
    location, scale = (of[..., data.person_group, :] for of in (parameters.location, parameters.scale))
    return np.asarray(location + scale * placed)


def simulate_factors(
    rows: Iterable[Estimate],
    data: FactorData,
    parameters: FactorParameters,
    credences: np.ndarray,
    rng: np.random.Generator,
) -> list[Estimate]:
    """Let a panel say what the rows said: each the same form, about the same factor or total, by the same person.

    Parameters
    ----------
    rows : iterable of Estimate
        The forms, of people and surveys; whoever has no row about a factor leaves it out.
    data : FactorData
        Names the components, groups and people; the rows are among those that it encodes.
    parameters : FactorParameters
        What surveys and stated totals follow from.
    credences : ndarray of shape (people, components)
        What each person thinks, in log odds.
    rng : numpy.random.Generator

    Returns
    -------
    list of Estimate
        As :func:`consilience.models.factors.data.encode_rows` takes them.

    Examples
    --------
    >>> from datetime import date
    >>> from consilience.models.factors.data import encode_rows
    >>> from consilience.network import Network
    >>> from consilience.notation import parse
    >>> from consilience.study import Question
    >>> gate = Question("flood", "Flood", gate="all_of", of=("rain", "breach"))
    >>> network = Network({"rain": Question("rain", ""), "breach": Question("breach", ""), "flood": gate})
    >>> rows = [Estimate(name, "ada", date(2024, 1, 1), "1%", parse("1%")) for name in ("rain", "flood")]
    >>> data = encode_rows(rows, network, dict.fromkeys(network.components, (0.0, 2.0, np.inf)))
    >>> known = replace(draw_factor_prior(data, np.random.default_rng(1)), kappa=1e-9, delta=np.zeros(1))
    >>> [row.said for row in simulate_factors(rows, data, known, np.zeros((1, 2)), np.random.default_rng(2))]
    ['50%', '25%']
    """
    components = data.network.components
    simulated = []
    for row in rows:
        group = data.group_of[row.speaker]
        is_survey = isinstance(row.value, Survey)
        of = parameters.location[group] if is_survey else credences[data.speakers.index(row.speaker)]
        if row.question not in components:
            implied = float(data.network.log_odds(of, *data.network.asked(row.question)))
            said = rng.normal(implied + parameters.delta[group], parameters.kappa)
            value = restate(row.value, _one_person(said), rng)
        elif is_survey:
            place = components.index(row.question)
            scale, skew = parameters.scale[group, place], parameters.skew[place]
            value = restate(row.value, Population(of[place], scale, parameters.nu, skew), rng)
        else:
            value = restate(row.value, _one_person(of[components.index(row.question)]), rng)
        simulated.append(replace(row, value=value, said=canonical(value)))
    return simulated


def _one_person(credence: float) -> Population:
    return Population(float(credence), 0.0, 1.0)
