"""The consensus model: one population of forecasters per question, groups partially pooled, every form its likelihood.

Forecasters' credences are integrated out; what is sampled is the population alone. All questions of a study are one
graph, whose parameters are padded to a common size, so that one compilation serves every study of that size.
"""

import pymc as pm

from consilience.likelihood.base_rates import base_rates_log_likelihood
from consilience.likelihood.statements_op import statements_log_likelihood
from consilience.models.consensus.data import ConsensusData
from consilience.models.margins import sampled_margins


def consensus_model(data: ConsensusData) -> pm.Model:
    """Build the consensus model of a study.

    Credences of group g on question q are a skewed ``StudentT(nu, mu_q + b_qg, tau_qg)`` in log odds, with zero-sum
    group effects b: see :mod:`consilience.models.margins` (Lange, Little and Taylor, 1989, *JASA* 84, 881–896, for the
    robust population; Jones and Pewsey, 2009, *Biometrika* 96, 761–780, for its skew; rounded statements as cells after
    Heitjan and Rubin, 1991, *Annals of Statistics* 19, 2244–2253).

    Parameters
    ----------
    data : ConsensusData
        The statements as arrays. They enter as ``pm.Data``, so a compiled model takes another study's.

    Returns
    -------
    pymc.Model
        Unsampled, with the parameters :data:`consilience.models.margins.SAMPLED` and ``reference_class``. What follows
        from them is not among the draws, since each such line costs a second of compilation: see
        :func:`consilience.models.margins.margins_of`.
    """
    with pm.Model() as model:
        given = {name: pm.Data(name, value) for name, value in data.arrays.items()}
        priors = data.priors.unpacked(given["priors"])
        of_pair = given["pair_question"]
        found = sampled_margins(given, of_pair, priors, data.size)
        reference_class = pm.LogNormal("reference_class", *priors.reference_class)

        said = statements_log_likelihood(found.location, found.scale, found.skew[of_pair], found.nu, given)
        pm.Potential("statements", said)
        pm.Potential("base_rates", base_rates_log_likelihood(given["rate"], found.mu, reference_class))
    return model
