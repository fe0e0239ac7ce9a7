"""Margins of populations of forecasters: median, groups' locations and scales, skew, and how heavy the tails are.

Sampled in one way and worked out from draws in one way, whatever a model has beside them. Credences of group g on
question q are ``z = m_qg + τ_qg · sinh(asinh(t + sinh s_q) − s_q)`` in log odds, with t Student's t and ``m_qg`` their
median: see :mod:`consilience.likelihood.skew`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from consilience.models.locations import located, median_of_prior, sampled_locations
from consilience.models.priors import PopulationPriors

type Array = np.ndarray

# Draws of which margins are worked out.
SAMPLED = ("mu_raw", "group_raw", "group_scale", "tau", "scale_raw", "skew_raw", "nu_above_one")


@dataclass(frozen=True, slots=True)
class Margins:
    """What margins are made of: draws of them, or tensors.

    Parameters
    ----------
    mu, tau, skew : ndarray of shape (..., questions)
        Median forecaster over the groups and spread, in log odds; skew.
    location, scale : ndarray of shape (..., pairs)
        Of each group of each question, in log odds.
    nu : ndarray of shape (...)
        Degrees of freedom.
    """

    mu: Any
    tau: Any
    skew: Any
    location: Any
    scale: Any
    nu: Any


def sampled_margins(
    given: Mapping[str, Any],
    of_pair: Any,
    priors: Any,
    size: tuple[int, int],
    medians: Callable[[Any, Any], Any] | None = None,
    spreads: Callable[[], Any] | None = None,
    leaning: Any = None,
) -> Margins:
    """Add the margins of all populations to the model at hand.

    Parameters
    ----------
    given : mapping of str to tensor
        As for :func:`consilience.models.locations.located`.
    of_pair : tensor of shape (pairs,)
        Question of each.
    priors : namespace of scalar tensors
        Of :class:`consilience.models.priors.PopulationPriors`.
    size : (int, int)
        Padded numbers of questions and pairs.
    medians : callable, optional
        From the scales of all pairs and the effects of their groups to the parameters of the medians: see
        :func:`consilience.models.locations.sampled_locations`.
    spreads : callable, optional
        Adds ``tau`` to the model; by default every question has its own, independent of the others'.
    leaning : tensor of shape (questions,), optional
        About what the skew is where its parameter is nought: given it, scales that are known by themselves are sampled
        by how dense populations are about their medians, which is what many voices tell best.

    Returns
    -------
    Margins
    """
    import pymc as pm
    import pytensor.tensor as pt

    tau = spreads() if spreads else pm.LogNormal("tau", *priors.scale, shape=size[0])
    scale_raw = pm.Normal("scale_raw", shape=size[1])
    lean, spread = priors.skew
    apart = spread * pm.Normal("skew_raw", shape=size[0])
    # What is known by itself is the parameter itself.
    told, between = given["told"], priors.scale_between_groups
    log_tau = pt.log(tau)[of_pair]
    middle = priors.scale[0] if leaning is None else priors.scale[0] + _denser(pt, apart, leaning)[of_pair]
    log_scale = log_tau + told * (middle - log_tau) + between * scale_raw
    pm.Potential("scales", pt.sum(told * (scale_raw**2 - ((log_scale - log_tau) / between) ** 2)) / 2)
    scale = pt.exp(log_scale)
    nu = 1 + pm.LogNormal("nu_above_one", *priors.nu)
    group_scale = pm.LogNormal("group_scale", *priors.group_scale)
    # About its median a skewed population is denser, and a survey tells where that is by so much more.
    about = scale / pt.cosh(apart[of_pair])
    mu, location = sampled_locations(given, of_pair, group_scale, about, size, medians and partial(medians, scale))
    skew = apart - lean * pt.tanh(mu / 2)
    return Margins(mu, tau, skew, location, scale, nu)


def _denser(of: Any, apart: Any, leaning: Any) -> Any:
    """Log of the factor by which a skew other than what it leans to makes a population denser about its median.

    The functions are NumPy's or PyTensor's.
    """
    return of.log(of.cosh(apart + leaning) / of.cosh(leaning))


def margins_of(
    raw: Mapping[str, Array],
    arrays: Mapping[str, Array],
    of_pair: Array,
    priors: PopulationPriors,
    leaning: Array | None = None,
) -> Margins:
    """Work out margins from draws of their parameters.

    Parameters
    ----------
    raw : mapping of str to ndarray
        Draws of :data:`SAMPLED`, each of shape (..., its own).
    arrays : mapping of str to ndarray
        As for :func:`consilience.models.locations.located`.
    of_pair : ndarray of int of shape (pairs,)
    priors : PopulationPriors
    leaning : ndarray of shape (questions,), optional
        As for :func:`sampled_margins`.

    Returns
    -------
    Margins
    """
    lean, spread = priors.skew
    apart = spread * raw["skew_raw"]
    log_tau, told = np.log(raw["tau"])[..., of_pair], arrays["told"]
    middle = priors.scale[0] if leaning is None else priors.scale[0] + _denser(np, apart, leaning)[..., of_pair]
    scale = np.exp(log_tau + told * (middle - log_tau) + priors.scale_between_groups * raw["scale_raw"])
    group_scale = raw["group_scale"][..., None]
    about = scale / np.cosh(apart[..., of_pair])
    mu, location = located(raw["mu_raw"], raw["group_raw"], group_scale, about, arrays, of_pair)
    skew = apart - lean * np.tanh(mu / 2)
    return Margins(mu, raw["tau"], skew, location, scale, 1 + raw["nu_above_one"])


def draw_margins(
    prior: Array,
    of_pair: Array,
    priors: PopulationPriors,
    rng: np.random.Generator,
    tau: Array | None = None,
    mu_raw: Array | None = None,
) -> tuple[Margins, float]:
    """Draw margins from their prior, and the standard deviation between groups.

    Parameters
    ----------
    prior : ndarray of shape (questions, 3)
        As for :func:`consilience.models.locations.median_of_prior`.
    of_pair : ndarray of int of shape (pairs,)
    priors : PopulationPriors
    rng : numpy.random.Generator
    tau : ndarray of shape (questions,), optional
        Spreads already drawn; by default every question's own.
    mu_raw : ndarray of shape (questions,), optional
        Parameters of the medians already drawn; by default every question's own.

    Returns
    -------
    (Margins, float)
    """
    questions, pairs = len(prior), len(of_pair)
    mu = median_of_prior(rng.normal(size=questions) if mu_raw is None else mu_raw, prior)
    group_scale = rng.lognormal(*priors.group_scale)
    raw = rng.normal(size=pairs)
    sums, counts = (np.bincount(of_pair, weights, questions) for weights in (raw, None))
    effect = group_scale * (raw - (sums / np.maximum(counts, 1))[of_pair])
    tau = rng.lognormal(*priors.scale, size=questions) if tau is None else tau
    lean, spread = priors.skew
    drawn = Margins(
        mu=mu,
        tau=tau,
        skew=rng.normal(-lean * np.tanh(mu / 2), spread),
        location=mu[of_pair] + effect,
        scale=tau[of_pair] * rng.lognormal(0, priors.scale_between_groups, size=pairs),
        nu=1 + rng.lognormal(*priors.nu),
    )
    return drawn, float(group_scale)
