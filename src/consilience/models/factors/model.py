"""The model of factors: each forecaster's credences jointly, with stated totals as readings of what follows.

What is sampled are the credences that were stated, or that a stated total needs; those nobody asked for are integrated
out and drawn afterwards. Everything is padded, so that one compilation serves every study of a size.
"""

from functools import partial
from typing import Any

import pymc as pm
import pytensor.tensor as pt

from consilience.likelihood.base_rates import base_rates_log_likelihood
from consilience.likelihood.spreads import SPREAD_POINTS
from consilience.likelihood.statements_op import statements_log_likelihood
from consilience.models.factors.data import FactorData
from consilience.models.factors.implied_op import implied_totals
from consilience.models.factors.medians import HEARD, leaning_of, sampled_medians
from consilience.models.factors.outlook import sampled_slopes
from consilience.models.factors.readings import TOTAL
from consilience.models.factors.spreads import sampled_spreads
from consilience.models.factors.stated_credences import stated_credences
from consilience.models.margins import sampled_margins


def factor_model(data: FactorData) -> pm.Model:
    """Build the model of factors of a factor study.

    Credences of a forecaster have the margins of the consensus model, which this is with one component, and together
    the copula of a multivariate Student t whose correlations come of a forecaster's outlooks: see
    :mod:`consilience.models.factors.outlook`. A statement is a reading of its credence as in the consensus model.
    Stated totals are noisy, biased readings of implied ones: ``logit(stated) ~ N(delta_g + logit(implied), kappa)``.

    Parameters
    ----------
    data : FactorData
        The statements as arrays. They enter as ``pm.Data``, so a compiled model takes another study's.

    Returns
    -------
    pymc.Model
        Unsampled, with the draws :data:`consilience.models.margins.SAMPLED` (``mu_raw`` follows from ``median_raw``,
        ``tau`` from ``panel_scale`` and ``tau_raw``) and :data:`consilience.models.factors.outlook.SAMPLED` (``slope``
        follows from ``slope_raw``), ``credence_raw`` of shape (entries,), ``total_raw`` of shape (totals,), ``kappa``
        and ``reference_class``.
    """
    components, pairs, entries, totals, outlooks = data.size
    with pm.Model() as model:
        given = {name: pm.Data(name, value) for name, value in data.arrays.items()}
        priors = data.priors.unpacked(given["priors"])
        of_pair = given["pair_component"]
        slope = sampled_slopes(given["heard"][:, HEARD.index("many")], priors, components, outlooks)
        medians = partial(sampled_medians, given, slope, priors, components)
        spreads = partial(sampled_spreads, priors, components)
        leaning = leaning_of(given["heard"], priors.skew[0], pt.tanh)
        found = sampled_margins(given, of_pair, priors, (components, pairs), medians, spreads, leaning)
        reference_class = pm.LogNormal("reference_class", *priors.reference_class)
        kappa = pm.LogNormal("kappa", *priors.reading)
        credence_raw = pm.Flat("credence_raw", shape=entries)
        total_raw = pm.Flat("total_raw", shape=totals)

        of_panel = found.location, found.scale, found.skew, slope, found.nu
        credence, density = stated_credences(credence_raw, *of_panel, given["entry"])
        pm.Potential("credences", density)
        stated = _stated_totals(total_raw, pt.concatenate([credence, found.location]), kappa, priors.bias, given)
        pm.Potential("own_spreads", _own_spreads(pt.concatenate([credence, stated]), given["own"]))
        said = statements_log_likelihood(found.location, found.scale, found.skew[of_pair], found.nu, given)
        pm.Potential("statements", said)
        pm.Potential("base_rates", base_rates_log_likelihood(given["rate"], found.mu, reference_class))
    return model


def _said(raw: Any, columns: dict[str, Any], implied: Any, kappa: Any) -> tuple[Any, Any]:
    """What was stated, from unbounded parameters that keep it within its cell, and the log of the stretch."""
    raw = raw + columns["softplus"] * (implied - columns["base"]) / kappa
    log_below, log_above = -pt.softplus(-raw), -pt.softplus(raw)
    said = columns["base"] + columns["logistic"] * pt.sigmoid(raw) - columns["softplus"] * kappa * log_above
    in_cell, half_open = pt.neq(columns["logistic"], 0), pt.neq(columns["softplus"], 0)
    stretch = (in_cell + half_open) * log_below + half_open * pt.log(kappa) + in_cell * log_above
    return said + columns["linear"] * raw, stretch


def _own_spreads(stated: Any, own: Any) -> Any:
    """Ranges, bounds and quantiles: the forecaster's own distribution, as kernels at its equally likely points."""
    at, by = own[:, 1 : 1 + SPREAD_POINTS], own[:, 1 + SPREAD_POINTS :]
    distance = (stated[own[:, 0].astype("int64")][:, None] - at) / by
    return pt.sum(pt.logsumexp(-(distance**2) / 2 - pt.log(by), axis=1))


def _stated_totals(raw: Any, credence: Any, kappa: Any, bias: Any, given: dict[str, Any]) -> Any:
    """Stated totals, as readings of what follows from the credences by the network's decisions.

    A group's bias is integrated out: with one total a group it and the noise cannot be told apart, and sampling both
    would leave a sheet as thin as the noise.
    """
    columns = {name: given["total"][:, place] for place, name in enumerate(TOTAL)}
    implied = implied_totals(credence[given["follows"]], given["decision"], given["span"])
    said, jacobian = _said(raw, columns, implied, kappa)
    # Totals that nothing was said of, and padding, are standard normal.
    real = columns["real"] * (1 - columns["free"])
    gap = real * (said - implied)
    counts, sums = given["bias"] @ real, given["bias"] @ gap
    noise, shared = kappa**2, kappa**2 + counts * bias**2
    squares = pt.sum(gap**2) / noise - pt.sum((bias * sums) ** 2 / shared) / noise
    log_det = pt.sum((counts - 1) * pt.log(noise) + pt.log(shared))
    pm.Potential("totals", pt.sum(real * jacobian - (1 - real) * raw**2 / 2) - (squares + log_det) / 2)
    return said
