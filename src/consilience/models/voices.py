"""Which population each voice is drawn from, and where it lies in it, whatever else a model has beside populations."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from consilience.likelihood.pointwise import Populations
from consilience.likelihood.ranks import ranks
from consilience.sampling.answers import flat
from consilience.study import Estimate

if TYPE_CHECKING:
    import xarray as xr

type Array = NDArray[np.float64]


def populations_of(posterior: "xr.Dataset", voices: Sequence[Estimate]) -> tuple[Populations, list[int]]:
    """The population of every question and group under every draw, and that which each voice is drawn from.

    Parameters
    ----------
    posterior : xarray.Dataset
        ``location`` and ``scale`` by pair of question and group, ``skew`` by question, ``nu``: see
        :class:`consilience.sampling.fit.Fit`.
    voices : sequence of Estimate
        On questions and by groups that were fitted.

    Returns
    -------
    (Populations, list of int)
    """
    questions = {str(name): place for place, name in enumerate(posterior["question"].values)}
    names = zip(posterior["pair_question"].values, posterior["pair_group"].values, strict=True)
    pairs = {(str(question), str(group)): place for place, (question, group) in enumerate(names)}
    skew = flat(posterior["skew"])[:, [questions[question] for question, _ in pairs]]
    of = Populations(flat(posterior["location"]), flat(posterior["scale"]), skew)
    return of, [pairs[row.question, row.group or ""] for row in voices]


def ranks_in_populations(posterior: "xr.Dataset", voices: Sequence[Estimate]) -> tuple[Array, Array]:
    """Where voices lie among forecasters like them, under every draw.

    Parameters
    ----------
    posterior : xarray.Dataset
    voices : sequence of Estimate
        As for :func:`populations_of`; no base rates.

    Returns
    -------
    (ndarray, ndarray) of shape (draws, voices)
        Both ends of each rank: see :func:`consilience.likelihood.ranks.ranks`.
    """
    of, pair = populations_of(posterior, voices)
    return ranks([row.value for row in voices], pair, of, flat(posterior["nu"]))
