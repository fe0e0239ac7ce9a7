"""What a study would hold if it were made again: statements drawn from the consensus' prior or from a fit."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from consilience.likelihood.rows import stated_log_odds
from consilience.models.consensus.data import encode_study
from consilience.models.consensus.simulate import ModelParameters, draw_prior, simulate
from consilience.models.priors import PopulationPriors
from consilience.sampling.answers import flat
from consilience.sampling.trace import spread_draws
from consilience.study import Estimate, Study

if TYPE_CHECKING:
    import xarray as xr

type Array = NDArray[np.float64]


def prior(study: Study, priors: PopulationPriors, draws: int, seed: int) -> "xr.Dataset":
    """Draw the parameters of a study from their prior.

    Parameters
    ----------
    study : Study
        Its questions, groups and declared priors; its statements are not read.
    priors : Priors
    draws, seed : int

    Returns
    -------
    xarray.Dataset
        One chain, laid out as a posterior is.
    """
    import xarray as xr

    data, rng = encode_study(study, priors), np.random.default_rng(seed)
    drawn = [draw_prior(data, rng) for _ in range(draws)]
    dims = dict.fromkeys(("mu", "tau", "skew"), ("question",)) | dict.fromkeys(("location", "scale"), ("pair",))
    return xr.Dataset(
        {
            name: (("chain", "draw", *dims.get(name, ())), np.array([[getattr(each, name) for each in drawn]]))
            for name in ModelParameters.__slots__
        },
        coords={
            "question": list(data.question_names),
            "pair_question": ("pair", [question for question, _ in data.pair_names]),
            "pair_group": ("pair", [group for _, group in data.pair_names]),
        },
    )


def predict(posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate], draws: int, seed: int) -> Array:
    """What other forecasters of the same populations would say in the forms of a study's statements.

    Parameters
    ----------
    posterior : xarray.Dataset
        Of a fit, or of :func:`prior`.
    study : Study
        What was fitted.
    rows : sequence of Estimate
        Statements of the study.
    draws, seed : int

    Returns
    -------
    ndarray of shape (draws, rows)
        Log odds: see :func:`consilience.likelihood.rows.stated_log_odds`.
    """
    data, rng = encode_study(study), np.random.default_rng(seed)
    parts = [flat(posterior[name]) for name in ModelParameters.__slots__]
    found = np.empty((draws, len(rows)))
    for place, draw in enumerate(spread_draws(posterior, draws)):
        said = simulate(rows, data, ModelParameters(*(part[draw] for part in parts)), rng)
        found[place] = [stated_log_odds(row.value) for row in said]
    return found
