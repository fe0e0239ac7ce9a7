"""The model of factors: each forecaster's credences jointly, with stated totals as readings of what follows.

What is sampled are the credences that were stated, or that a stated total needs; those nobody asked for are integrated
out and drawn afterwards. Everything is padded, so that one compilation serves every study of a size.
"""

from typing import Any

import pymc as pm
import pytensor.tensor as pt

from consilience.likelihood.base_rates import base_rates_log_likelihood
from consilience.likelihood.spreads import SPREAD_POINTS
from consilience.likelihood.statements_op import statements_log_likelihood
from consilience.models.correlation import cholesky_of_partials, log_one_minus_square
from consilience.models.factors.data import ENTRY, TOTAL, FactorData
from consilience.models.factors.joint_credences import joint_log_density
from consilience.models.locations import sampled_locations


def factor_model(data: FactorData) -> pm.Model:
    """Build the model of factors of a factor study.

    Credences of a forecaster of group g are ``z ~ MultivariateStudentT(nu, mu + b_g, diag(tau) Omega diag(tau))`` in
    log odds, with zero-sum group effects b and ``Omega ~ LKJ(2)`` (Lewandowski, Kurowicka and Joe, 2009); a statement
    is a reading of its credence as in the consensus model, which this is with one component. Stated totals are noisy,
    biased readings of implied ones: ``logit(stated) ~ N(delta_g + logit(implied), kappa)``.

    Parameters
    ----------
    data : FactorData
        The statements as arrays. They enter as ``pm.Data``, so a compiled model takes another study's.

    Returns
    -------
    pymc.Model
        Unsampled, with parameters ``mu_raw`` and ``tau`` of shape (components,), ``group_raw`` of shape (pairs,),
        ``partial_raw`` of the correlations, ``credence_raw`` of shape (entries,), ``total_raw`` of shape
        (totals,), ``kappa``, ``nu_above_one``, ``group_scale`` and ``reference_class``.
    """
    components, pairs, entries, totals = data.size
    with pm.Model() as model:
        given = {name: pm.Data(name, value) for name, value in data.arrays.items()}
        priors = data.priors.unpacked(given["priors"])
        tau = pm.LogNormal("tau", *priors.scale, shape=components)
        nu = 1 + pm.Gamma("nu_above_one", *priors.nu)
        group_scale = pm.HalfNormal("group_scale", priors.group_scale)
        mu, location = sampled_locations(given, given["pair_component"], group_scale, tau, (components, pairs))
        reference_class = pm.LogNormal("reference_class", *priors.reference_class)
        kappa = pm.LogNormal("kappa", *priors.reading)
        partial_raw = pm.Flat("partial_raw", shape=components * (components - 1) // 2)
        credence_raw = pm.Flat("credence_raw", shape=entries)
        total_raw = pm.Flat("total_raw", shape=totals)

        pm.Potential("correlations", pt.sum(given["partial_weight"] * log_one_minus_square(partial_raw, pt.softplus)))
        scale = tau[given["pair_component"]]
        factor = cholesky_of_partials(partial_raw, components)
        credence = _credences(credence_raw, location, tau, factor @ factor.T, nu, given["entry"])
        stated = _stated_totals(total_raw, pt.concatenate([credence, location]), kappa, priors.bias, given)
        pm.Potential("own_spreads", _own_spreads(pt.concatenate([credence, stated]), given["own"]))
        pm.Potential("statements", statements_log_likelihood(location, scale, nu, given))
        pm.Potential("base_rates", base_rates_log_likelihood(given["rate"], mu, reference_class))
    return model


def _credences(raw: Any, location: Any, tau: Any, correlation: Any, nu: Any, rows: Any) -> Any:
    """The credences that are parameters; their joint density is a potential."""
    entry = {name: rows[:, place] for place, name in enumerate(ENTRY)}
    person, component, pair = (entry[name].astype("int64") for name in ("person", "component", "pair"))
    at, by, free = location[pair], tau[component], entry["free"]
    said, jacobian = _said(raw, entry)
    # Where nothing was said the parameter is the standardised credence itself: its prior then has no funnel.
    standardised = free * raw + (1 - free) * (said - at) / by
    density = joint_log_density(standardised, correlation, nu, person, component)
    pm.Potential("credences", density + pt.sum(jacobian - (1 - free) * pt.log(by)))
    return free * (at + by * raw) + (1 - free) * said


def _said(raw: Any, columns: dict[str, Any]) -> tuple[Any, Any]:
    """What was stated, from unbounded parameters that keep it within its cell, and the log of the stretch."""
    log_below, log_above = -pt.softplus(-raw), -pt.softplus(raw)
    said = columns["base"] + columns["logistic"] * pt.sigmoid(raw) - columns["softplus"] * log_above
    in_cell, half_open = pt.neq(columns["logistic"], 0), pt.neq(columns["softplus"], 0)
    return said + columns["linear"] * raw, (in_cell + half_open) * log_below + in_cell * log_above


def _own_spreads(stated: Any, own: Any) -> Any:
    """Ranges, bounds and quantiles: the forecaster's own distribution, as kernels at its equally likely points."""
    at, by = own[:, 1 : 1 + SPREAD_POINTS], own[:, 1 + SPREAD_POINTS :]
    distance = (stated[own[:, 0].astype("int64")][:, None] - at) / by
    return pt.sum(pt.logsumexp(-(distance**2) / 2 - pt.log(by), axis=1))


def _stated_totals(raw: Any, credence: Any, kappa: Any, bias: Any, given: dict[str, Any]) -> Any:
    """Stated totals, as readings of what follows from the credences along the network's paths.

    A group's bias is integrated out: with one total a group it and the noise cannot be told apart, and sampling both
    would leave a sheet as thin as the noise.
    """
    columns = {name: given["total"][:, place] for place, name in enumerate(TOTAL)}
    said, jacobian = _said(raw, columns)
    at = credence[given["follows"]]
    happens, fails = pt.gt(given["path"], 0), pt.lt(given["path"], 0)
    along = -pt.softplus(-at) @ happens.T - pt.softplus(at) @ fails.T
    implied = pt.logsumexp(along + given["holds"], axis=1) - pt.logsumexp(along + given["fails"], axis=1)
    # Totals that nothing was said of, and padding, are standard normal.
    real = columns["real"] * (1 - columns["free"])
    gap = real * (said - implied)
    counts, sums = given["bias"] @ real, given["bias"] @ gap
    noise, shared = kappa**2, kappa**2 + counts * bias**2
    squares = pt.sum(gap**2) / noise - pt.sum((bias * sums) ** 2 / shared) / noise
    log_det = pt.sum((counts - 1) * pt.log(noise) + pt.log(shared))
    pm.Potential("totals", pt.sum(real * jacobian - (1 - real) * raw**2 / 2) - (squares + log_det) / 2)
    return said
