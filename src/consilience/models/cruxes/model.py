"""The model of cruxes: each forecaster's joint credence in an outcome and in every crux, coherent by construction.

A joint distribution of outcome U and crux C is its P(U), P(C | not U) and the odds ratio of the two: any three values
are coherent, and every coherent joint distribution has them. What people say of P(U), P(C) and P(U | C) are noisy
readings of it, so that answers which no joint distribution has are reconciled and not dropped.
"""

from typing import Any

import pymc as pm
import pytensor.tensor as pt

from consilience.likelihood.readings import readings_log_likelihood
from consilience.models.correlation import cholesky_of_partials, log_one_minus_square, partial_weights
from consilience.models.cruxes.data import ENTRY, CruxData


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
        entry = {name: given["entry"][:, place] for place, name in enumerate(ENTRY)}
        prior, priors = given["prior"], data.priors.unpacked(given["priors"])
        mu_outcome = pm.Normal("mu_outcome", prior[0, 0], prior[0, 1])
        mu_base = pm.Normal("mu_base", prior[1:, 0], prior[1:, 1], shape=cruxes)
        mu_association = pm.Normal("mu_association", 0, priors.association, shape=cruxes)
        tau_outcome = pm.LogNormal("tau_outcome", *priors.scale)
        tau_base = pm.LogNormal("tau_base", *priors.scale)
        tau_association = pm.LogNormal("tau_association", *priors.association_scale)
        kappa = pm.LogNormal("kappa", *priors.reading)

        outcome_effect = _effects("outcome", 1, groups, given["group_contrast"], priors.group_scale)
        base_effect = _effects("base", cruxes, groups, given["group_contrast"], priors.group_scale)
        association_effect = _effects("association", cruxes, groups, given["group_contrast"], priors.group_scale)
        location = mu_outcome + outcome_effect[given["person_group"]]
        outcome = pm.Normal("outcome", location, tau_outcome, shape=people)
        drift = pm.LogNormal("drift", *priors.drift)
        outcome_asked = pm.Normal("outcome_asked", outcome[given["round_person"]], drift, shape=rounds)
        of_cruxes, of_associations = _forecasters((outcome - location) / tau_outcome, people, priors)
        person, crux, pair = entry["person"], entry["crux"], entry["pair"]
        base_location = mu_base[crux] + base_effect[pair] + of_cruxes[person]
        base = pm.StudentT("base", nu=priors.view_nu, mu=base_location, sigma=tau_base)
        association_location = mu_association[crux] + association_effect[pair] + of_associations[person]
        # Not centred, unlike the rest: one conditional answer tells of an association about as much as the population.
        association_raw = pm.StudentT("association_raw", nu=priors.view_nu, mu=0, sigma=1, shape=entries)
        association = pm.Deterministic("association", association_location + tau_association * association_raw)
        implied = pt.concatenate([outcome_asked, *_implied(outcome_asked[entry["round"]], base, association)])
        readings = readings_log_likelihood(implied, kappa, given["cell"], given["spread"])
        pm.Potential("statements", readings)
    return model


def _effects(name: str, rows: int, groups: int, contrast: Any, group_scale: Any) -> Any:
    """Zero-sum effects of the groups, row by row."""
    scale = pm.HalfNormal(f"{name}_group_scale", group_scale)
    raw = pm.Normal(f"{name}_group_raw", shape=(rows, groups))
    return (scale * (raw @ contrast.T)).flatten()


def _forecasters(standardised: Any, people: int, priors: Any) -> tuple[Any, Any]:
    """What distinguishes each forecaster beside the outcome: shifts of all cruxes and of all associations."""
    partial_raw = pm.Flat("partial_raw", shape=3)
    pm.Potential(
        "correlations",
        pt.sum(partial_weights(3, 3, priors.correlation) * log_one_minus_square(partial_raw, pt.softplus)),
    )
    spread = pm.LogNormal("forecaster_scale", *priors.forecaster_scale, shape=2)
    shift = pm.Flat("forecaster_shift", shape=(people, 2))
    # Centred, since dozens of cruxes tell of each forecaster: back along the Cholesky factor to independent normals.
    factor = cholesky_of_partials(partial_raw, 3)
    of_cruxes = (shift[:, 0] / spread[0] - factor[1, 0] * standardised) / factor[1, 1]
    rest = shift[:, 1] / spread[1] - factor[2, 0] * standardised - factor[2, 1] * of_cruxes
    of_associations = rest / factor[2, 2]
    stretch = people * pt.log(spread[0] * factor[1, 1] * spread[1] * factor[2, 2])
    pm.Potential("forecasters", -pt.sum(of_cruxes**2 + of_associations**2) / 2 - stretch)
    return shift[:, 0], shift[:, 1]


def _implied(outcome: Any, base: Any, association: Any) -> tuple[Any, Any, Any]:
    """Log odds of the crux, of the outcome given the crux, and of the outcome given its absence."""
    happens, fails = -pt.softplus(-outcome), -pt.softplus(outcome)
    with_outcome = base + association
    holds = -pt.softplus(-with_outcome), -pt.softplus(-base)
    lacks = -pt.softplus(with_outcome), -pt.softplus(base)
    crux = pt.logaddexp(happens + holds[0], fails + holds[1]) - pt.logaddexp(happens + lacks[0], fails + lacks[1])
    return crux, outcome + holds[0] - holds[1], outcome + lacks[0] - lacks[1]
