"""What a study would hold if it were made again: statements drawn from the consensus' prior or from a fit."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from consilience.likelihood.predicted import predicted, predicted_base_rates
from consilience.models.consensus.data import encode_study
from consilience.models.consensus.simulate import ModelParameters, draw_prior
from consilience.models.priors import PopulationPriors
from consilience.models.voices import populations_of
from consilience.notation import BaseRate
from consilience.sampling.answers import flat
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


def predict(posterior: "xr.Dataset", rows: Sequence[Estimate], seed: int) -> Array:
    """What other forecasters of the same populations would say in the forms of statements, one under each draw.

    Parameters
    ----------
    posterior : xarray.Dataset
        Of a fit, or of :func:`prior`.
    rows : sequence of Estimate
        Statements on its questions and by its groups.
    seed : int

    Returns
    -------
    ndarray of shape (draws, rows)
        Log odds: see :func:`consilience.likelihood.rows.stated_log_odds`.
    """
    rng, found = np.random.default_rng(seed), np.empty((posterior["nu"].size, len(rows)))
    rates = {place: row.value for place, row in enumerate(rows) if isinstance(row.value, BaseRate)}
    if rates:
        questions = [str(name) for name in posterior["question"].values]
        log_odds = flat(posterior["mu"])[:, [questions.index(rows[place].question) for place in rates]]
        of_class = flat(posterior["reference_class"])
        found[:, list(rates)] = predicted_base_rates(list(rates.values()), log_odds, of_class, rng)
    voices = [place for place in range(len(rows)) if place not in rates]
    of, pair = populations_of(posterior, [rows[place] for place in voices])
    found[:, voices] = predicted([rows[place].value for place in voices], pair, of, flat(posterior["nu"]), rng)
    return found
