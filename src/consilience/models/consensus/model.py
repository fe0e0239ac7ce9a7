"""The consensus model: one population of forecasters per question, groups partially pooled, every form its likelihood.

Forecasters' credences are integrated out; what is sampled is the population alone. All questions of a study are one
graph, whose parameters are padded to a common size, so that one compilation serves every study of that size.
"""

import pymc as pm

from consilience.likelihood.base_rates import base_rates_log_likelihood
from consilience.likelihood.statements_op import statements_log_likelihood
from consilience.models.consensus.data import ConsensusData
from consilience.models.locations import sampled_locations


def consensus_model(data: ConsensusData) -> pm.Model:
    """Build the consensus model of a study.

    Credences of group g on question q are ``StudentT(nu, mu_q + b_qg, tau_q)`` in log odds, with zero-sum group
    effects b (Lange, Little and Taylor, 1989, *JASA* 84, 881–896, for the robust population; rounded statements as
    cells after Heitjan and Rubin, 1991, *Annals of Statistics* 19, 2244–2253).

    Parameters
    ----------
    data : ConsensusData
        The statements as arrays. They enter as ``pm.Data``, so a compiled model takes another study's.

    Returns
    -------
    pymc.Model
        Unsampled, with parameters ``mu_raw`` and ``tau`` of shape (questions,), ``group_raw`` of shape (pairs,),
        ``nu_above_one``, ``group_scale`` and ``reference_class``. What follows from them is not among the draws, since
        each such line costs a second of compilation: see :func:`consilience.models.locations.located`.
    """
    with pm.Model() as model:
        given = {name: pm.Data(name, value) for name, value in data.arrays.items()}
        priors = data.priors.unpacked(given["priors"])
        tau = pm.LogNormal("tau", *priors.scale, shape=data.questions)
        nu = 1 + pm.Gamma("nu_above_one", *priors.nu)
        group_scale = pm.HalfNormal("group_scale", priors.group_scale)
        mu, location = sampled_locations(given, given["pair_question"], group_scale, tau, data.size)
        reference_class = pm.LogNormal("reference_class", *priors.reference_class)

        pm.Potential("statements", statements_log_likelihood(location, tau[given["pair_question"]], nu, given))
        pm.Potential("base_rates", base_rates_log_likelihood(given["rate"], mu, reference_class))
    return model
