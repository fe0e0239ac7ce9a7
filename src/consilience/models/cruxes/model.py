"""The model of cruxes: each forecaster's joint credence in an outcome and in every crux, coherent by construction.

A joint distribution of outcome U and crux C is its P(U), P(C) and the odds ratio of the two: any three values are
coherent, and every coherent joint distribution has them; the complement of either turns signs round and changes nothing
else. What people say of P(U), P(C) and P(U | C) are noisy readings of it, so that answers which no joint distribution
has are reconciled and not dropped.
"""

from collections.abc import Mapping
from math import inf
from typing import Any, NamedTuple

import pymc as pm
import pytensor.tensor as pt

from consilience.likelihood.readings import readings_log_likelihood
from consilience.models.cruxes.correlation import cholesky_of_partials, log_one_minus_square, partial_weights
from consilience.models.cruxes.data import ENTRY, ROUND, CruxData
from consilience.models.cruxes.population import given_each_state

# Variance of what nothing is known of.
UNKNOWN = 1e9


def crux_model(data: CruxData) -> pm.Model:
    """Build the model of a study of cruxes.

    For forecaster f of group g and crux k, in log odds: the outcome ``u_f = mu_u + b_ug + e_f1``, from which it drifts
    between rounds; the crux ``c_fk = mu_ck + b_ckg + e_f2 + noise``; the log odds ratio of crux and outcome ``d_fk =
    mu_dk + b_dkg + e_f3 + noise``. What belongs to the forecaster, e, is normal with
    correlations ~ LKJ(2); groups' effects sum to zero; the noise is Student t, of scales that
    each forecaster has of their own. A statement reads the credence that they imply, with normal noise of scale kappa.

    Parameters
    ----------
    data : CruxData
        The statements as arrays. They enter as ``pm.Data``, so a compiled model takes another study's.

    Returns
    -------
    pymc.Model
        Unsampled, with ``outcome`` of shape (people,), ``base`` and ``association`` of shape (entries,).
    """
    with pm.Model() as model:
        given = {name: pm.Data(name, value) for name, value in data.arrays.items()}
        priors = data.priors.unpacked(given["priors"])
        kappa = pm.LogNormal("kappa", *priors.reading)
        outcome, own, asked = _outcomes(data.size, kappa, priors, given)
        entry = {name: given["entry"][:, place] for place, name in enumerate(ENTRY)}
        entry |= {name: entry[name].astype("int64") for name in ("person", "pair", "round")}
        base, association = _views(data.size, own, asked[entry["round"]], kappa, entry, priors, given)
        views = {"outcome": outcome, "outcome_asked": asked, "base": base, "association": association}
        for name, value in views.items():
            pm.Deterministic(name, value)
        given_each = given_each_state(asked[entry["round"]], base, association, pt, pt.softplus)
        implied = pt.concatenate([asked, base, *given_each])
        readings = readings_log_likelihood(implied, kappa, given["cell"], given["spread"])
        pm.Potential("statements", readings)
    return model


class _Told(NamedTuple):
    """What is known of quantities beside their populations: how precisely, and where they then lie."""

    precision: Any
    at: Any

    def pooled(self, of: Any, size: int) -> "_Told":
        """What several tell of each of what they have in common."""
        total, pull = (pt.zeros(size)[of].inc(values) for values in (self.precision, self.precision * self.at))
        return _Told(total, pull / _or_one(total))

    def about(self, location: Any, variance: Any) -> "_Told":
        """What members tell of the location that they lie about, less what is known of it already."""
        return _Told(self.precision / (1 + variance * self.precision), self.at - location)


def _or_one(values: Any) -> Any:
    return pt.switch(pt.eq(values, 0), 1, values)


def _member(name: str, location: Any, scale: Any, told: _Told, shape: Any, nu: Any | None = None) -> tuple[Any, Any]:
    """Add members of a population, by parameters that are about standard normal however well the members are known.

    Were what is known of a member normal, and the population too, the parameter would be standard normal whatever the
    scales of either: none has a neck, neither where a member was stated nor where it was not.

    Returns
    -------
    tuple of tensors
        The members, and how many scales each lies from the location.
    """
    raw = pm.Flat(f"{name}_raw", shape=shape)
    narrower = 1 + scale**2 * told.precision
    standardised = scale * told.precision * (told.at - location) / narrower + raw / pt.sqrt(narrower)
    density = standardised**2
    if nu is not None:
        # Infinitely many degrees of freedom are a normal.
        freedom = pt.switch(pt.isinf(nu), 1, nu)
        density = pt.switch(pt.isinf(nu), density, (freedom + 1) * pt.log1p(density / freedom))
    pm.Potential(f"{name}_prior", -pt.sum(density + pt.log(narrower)) / 2)
    return location + scale * standardised, standardised


def _locations(
    name: str,
    told: _Told,
    prior: tuple[Any, Any, Any],
    group_scale: Any,
    contrast: Any,
    size: tuple[int, int],
) -> Any:
    """The groups' locations, row by row, of which the medians over the groups are kept too."""
    rows, groups = size
    scale = pm.LogNormal(f"{name}_group_scale", *group_scale)
    precision, at = (part.reshape(size) for part in told)
    # A contrast with a group of which nothing is known is not known either.
    variance = pt.switch(pt.eq(precision, 0), UNKNOWN, 1 / _or_one(precision)) @ contrast**2
    known = _Told(pt.switch(pt.eq(variance, 0), 0, 1 / _or_one(variance)), at @ contrast)
    effect = _member(f"{name}_group", 0, scale, known, (rows, groups - 1))[0] @ contrast.T
    total = pt.sum(precision, axis=1)
    middle = _Told(total, pt.sum(precision * (at - effect), axis=1) / _or_one(total))
    mu = pm.Deterministic(f"mu_{name}", _member(f"mu_{name}", prior[0], prior[1], middle, rows, prior[2])[0])
    return pm.Deterministic(f"{name}_location", mu[:, None] + effect).flatten()


def _outcomes(size: tuple[int, ...], kappa: Any, priors: Any, given: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    """The outcome of each person over the rounds, in log odds and standardised, and in each round."""
    _, groups, people, rounds, _ = size
    of = {name: given["round"][:, place] for place, name in enumerate(ROUND)}
    person, group = of["person"].astype("int64"), given["person_group"]
    drift = pm.LogNormal("drift", *priors.drift) * of["drifts"]
    tau = pm.LogNormal("tau_outcome", *priors.scale)
    told = _Told(of["known"] / (kappa**2 + of["rounding"]), of["at"])
    of_people = told.about(0, drift**2).pooled(person, people)
    of_groups = of_people.about(0, tau**2).pooled(group, groups)
    prior = given["prior"][:1].T
    location = _locations("outcome", of_groups, prior, priors.group_scale, given["group_contrast"], (1, groups))
    location = location[group]
    outcome, own = _member("outcome", location, tau, of_people, people)
    asked, _ = _member("outcome_asked", outcome[person], drift, told, rounds)
    return outcome, own, asked


def _views(
    size: tuple[int, ...],
    own: Any,
    asked: Any,
    kappa: Any,
    entry: Mapping[str, Any],
    priors: Any,
    given: Mapping[str, Any],
) -> list[Any]:
    """The crux, and the log odds ratio of crux and outcome, of each entry.

    What distinguishes a forecaster shifts all cruxes and all associations, each correlated with the outcome.
    """
    cruxes, groups, people, _, entries = size
    partial_raw = pm.Flat("partial_raw", shape=3)
    weights = partial_weights(3, 3, priors.correlation)
    pm.Potential("correlations", pt.sum(weights * log_one_minus_square(partial_raw, pt.softplus)))
    factor = cholesky_of_partials(partial_raw, 3)
    spread = pm.LogNormal("forecaster_scale", *priors.forecaster_scale, shape=2)
    medians = {"base": given["prior"][1:].T, "association": (0.0, priors.association, inf)}
    tau = {"base": priors.scale, "association": priors.association_scale}
    person, pair, noise = entry["person"], entry["pair"], kappa**2 + entry["rounding"]
    relative = pt.exp(priors.scale_between_forecasters * pm.Normal("scale_raw", shape=(2, people)))
    standard, views = [own], [asked]
    for place, name in enumerate(("base", "association")):
        scale = pm.LogNormal(f"tau_{name}", *tau[name]) * relative[place][person]
        shift_scale = spread[place]
        before = zip(("outcome", "base"), views, strict=False)
        lower = sum(entry[f"{name}_by_{other}"] * (view - entry[f"{other}_at"]) for other, view in before)
        told = _Told(entry[f"{name}_known"] / noise, entry[f"{name}_at"])
        of_pairs = told.about(0, scale**2 + shift_scale**2).pooled(pair, cruxes * groups)
        location = _locations(
            name, of_pairs, medians[name], priors.group_scale, given["group_contrast"], (cruxes, groups)
        )[pair]
        of_person = told.about(location, scale**2).pooled(person, people)
        centre = shift_scale * sum(factor[place + 1, column] * each for column, each in enumerate(standard))
        shift, further = _member(f"{name}_shift", centre, shift_scale * factor[place + 1, place + 1], of_person, people)
        standard.append(further)
        told = told._replace(at=told.at - lower)
        views.append(_member(name, location + shift[person], scale, told, entries, priors.view_nu)[0])
    return views[1:]
