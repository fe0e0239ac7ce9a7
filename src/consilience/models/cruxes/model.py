"""The model of cruxes: each forecaster's joint credence in an outcome and in every crux, coherent by construction.

A joint distribution of outcome U and crux C is its P(U), P(C | not U) and the odds ratio of the two: any three values
are coherent, and every coherent joint distribution has them. What people say of P(U), P(C) and P(U | C) are noisy
readings of it, so that answers which no joint distribution has are reconciled and not dropped.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pymc as pm
import pytensor.tensor as pt

from consilience.likelihood.readings import readings_log_likelihood
from consilience.models.correlation import cholesky_of_partials, log_one_minus_square, partial_weights
from consilience.models.cruxes.data import ENTRY, ROUND, CruxData


def crux_model(data: CruxData) -> pm.Model:
    """Build the model of a study of cruxes.

    For forecaster f of group g and crux k, in log odds: the outcome ``u_f = mu_u + b_ug + e_f1``, from which it drifts
    between rounds; the crux where the outcome does not happen ``a_fk = mu_ak + b_akg + e_f2 + noise``; the log odds
    ratio of crux and outcome ``d_fk = mu_dk + b_dkg + e_f3 + noise``. What belongs to the forecaster, e, is normal with
    correlations ~ LKJ(2); groups' effects sum to zero; the noise is Student t. A statement reads the credence that they
    imply, with normal noise of scale kappa.

    Parameters
    ----------
    data : CruxData
        The statements as arrays. They enter as ``pm.Data``, so a compiled model takes another study's.

    Returns
    -------
    pymc.Model
        Unsampled, with ``outcome`` of shape (people,), ``base`` and ``association`` of shape (entries,).
    """
    cruxes, groups, people, rounds, entries = data.size
    with pm.Model() as model:
        given = {name: pm.Data(name, value) for name, value in data.arrays.items()}
        priors = data.priors.unpacked(given["priors"])
        mu_outcome = _medians("mu_outcome", given["prior"][:1], 1)
        mu_base = _medians("mu_base", given["prior"][1:], cruxes)
        mu_association = pm.Normal("mu_association", 0, priors.association, shape=cruxes)
        tau_outcome = pm.LogNormal("tau_outcome", *priors.scale)
        tau_base = pm.LogNormal("tau_base", *priors.scale)
        tau_association = pm.LogNormal("tau_association", *priors.association_scale)
        kappa = pm.LogNormal("kappa", *priors.reading)
        drift = pm.LogNormal("drift", *priors.drift)

        outcome_effect = _effects("outcome", 1, groups, given["group_contrast"], priors.group_scale)
        base_effect = _effects("base", cruxes, groups, given["group_contrast"], priors.group_scale)
        association_effect = _effects("association", cruxes, groups, given["group_contrast"], priors.group_scale)
        location = mu_outcome + outcome_effect[given["person_group"]]
        outcome, own, asked = _outcomes(location, tau_outcome, kappa, drift, given["round"], (people, rounds))
        entry = {name: given["entry"][:, place] for place, name in enumerate(ENTRY)}
        crux, pair, of_round = (entry[name].astype("int64") for name in ("crux", "pair", "round"))
        person = entry["person"].astype("int64")
        views = {
            "base": _Views(mu_base[crux] + base_effect[pair], tau_base, *_told("base", entry, kappa)),
            "association": _Views(
                mu_association[crux] + association_effect[pair], tau_association, *_told("association", entry, kappa)
            ),
        }
        shifts = _forecasters(own, views, person, people, priors)
        base, association = (
            _known(name, of.location + shifts[name][person], of.scale, of.precision, of.at, entries, priors.view_nu)[0]
            for name, of in views.items()
        )
        for name, value in (("outcome", outcome), ("outcome_asked", asked), ("base", base), ("association", association)):
            pm.Deterministic(name, value)
        implied = pt.concatenate([asked, *_implied(asked[of_round], base, association)])
        readings = readings_log_likelihood(implied, kappa, given["cell"], given["spread"])
        pm.Potential("statements", readings)
    return model


def _medians(name: str, prior: Any, size: int) -> Any:
    """Median forecasters, Student t before anything was said; infinitely many degrees of freedom are a normal."""
    value = pm.Flat(name, shape=size)
    square = ((value - prior[:, 0]) / prior[:, 1]) ** 2
    normal = pt.isinf(prior[:, 2])
    freedom = pt.switch(normal, 1, prior[:, 2])
    heavy = (freedom + 1) * pt.log1p(square / freedom)
    pm.Potential(f"{name}_prior", -pt.sum(pt.switch(normal, square, heavy)) / 2)
    return value


def _effects(name: str, rows: int, groups: int, contrast: Any, group_scale: Any) -> Any:
    """Zero-sum effects of the groups, row by row."""
    scale = pm.LogNormal(f"{name}_group_scale", *group_scale)
    raw = pm.Normal(f"{name}_group_raw", shape=(rows, groups))
    return (scale * (raw @ contrast.T)).flatten()


class _Views(NamedTuple):
    """Views of cruxes, by entry: their location and scale less what the forecasters add, and what was said of each."""

    location: Any
    scale: Any
    precision: Any
    at: Any


def _told(name: str, entry: Mapping[str, Any], kappa: Any) -> tuple[Any, Any]:
    """How well statements tell of one coordinate of the views, and where it then lies."""
    return entry[f"{name}_known"] / (kappa**2 + entry["rounding"]), entry[f"{name}_at"]


def _known(
    name: str, location: Any, scale: Any, precision: Any, at: Any, size: int, nu: Any | None = None
) -> tuple[Any, Any]:
    """Add views of a population, by parameters that are about standard normal however well the views are known.

    Were what was said a normal reading of the view, and the population normal, the parameter would be standard normal
    whatever the population and the noise: no scale has a neck, neither where a view was stated nor where it was not.

    Returns
    -------
    tuple of tensors
        The views, and how many scales each lies from its location.
    """
    raw = pm.Flat(f"{name}_raw", shape=size)
    narrower = 1 + scale**2 * precision
    standardised = scale * precision * (at - location) / narrower + raw / pt.sqrt(narrower)
    square = standardised**2
    density = square if nu is None else (nu + 1) * pt.log1p(square / nu)
    pm.Potential(f"{name}_prior", -pt.sum(density + pt.log(narrower)) / 2)
    return location + scale * standardised, standardised


def _pooled(precision: Any, at: Any, of: Any, size: int) -> tuple[Any, Any]:
    """What several statements about each of some views tell of it together."""
    total, pull = (pt.zeros(size)[of].inc(values) for values in (precision, precision * at))
    return total, pull / pt.switch(pt.eq(total, 0), 1, total)


def _outcomes(
    location: Any, tau: Any, kappa: Any, drift: Any, rows: Any, size: tuple[int, int]
) -> tuple[Any, Any, Any]:
    """The outcome of each person over the rounds, in log odds and standardised, and in each round."""
    of = {name: rows[:, place] for place, name in enumerate(ROUND)}
    person, drifting = of["person"].astype("int64"), drift * of["drifts"]
    noise = kappa**2 + of["rounding"]
    over_rounds = _pooled(of["known"] / (noise + drifting**2), of["at"], person, size[0])
    outcome, own = _known("outcome", location, tau, *over_rounds, size[0])
    asked, _ = _known("outcome_asked", outcome[person], drifting, of["known"] / noise, of["at"], size[1])
    return outcome, own, asked


def _forecasters(
    own: Any, views: Mapping[str, _Views], person: Any, people: int, priors: Any
) -> dict[str, Any]:
    """What distinguishes each forecaster beside the outcome: shifts of all cruxes and of all associations."""
    partial_raw = pm.Flat("partial_raw", shape=3)
    pm.Potential(
        "correlations",
        pt.sum(partial_weights(3, 3, priors.correlation) * log_one_minus_square(partial_raw, pt.softplus)),
    )
    spread = pm.LogNormal("forecaster_scale", *priors.forecaster_scale, shape=2)
    factor = cholesky_of_partials(partial_raw, 3)
    standard, shifts = [own], {}
    for place, (name, of) in enumerate(views.items()):
        row, by = factor[place + 1], spread[place]
        apart = of.precision / (1 + of.scale**2 * of.precision)
        said = _pooled(apart, of.at - of.location, person, people)
        centre = by * sum(row[column] * each for column, each in enumerate(standard))
        shift, further = _known(f"{name}_shift", centre, by * row[place + 1], *said, people)
        standard.append(further)
        shifts[name] = shift
    return shifts


def _implied(outcome: Any, base: Any, association: Any) -> tuple[Any, Any, Any]:
    """Log odds of the crux, of the outcome given the crux, and of the outcome given its absence."""
    happens, fails = -pt.softplus(-outcome), -pt.softplus(outcome)
    with_outcome = base + association
    holds = -pt.softplus(-with_outcome), -pt.softplus(-base)
    lacks = -pt.softplus(with_outcome), -pt.softplus(base)
    crux = pt.logaddexp(happens + holds[0], fails + holds[1]) - pt.logaddexp(happens + lacks[0], fails + lacks[1])
    return crux, outcome + holds[0] - holds[1], outcome + lacks[0] - lacks[1]
