"""From a study to the fit of its consensus: encode, compile once, sample, answer, judge."""

from typing import TYPE_CHECKING

import numpy as np

from consilience.models.consensus.data import ConsensusData, encode_study
from consilience.models.locations import located
from consilience.models.populations import population_answers_of
from consilience.sampling.answers import answers_dataset
from consilience.sampling.compiled import compiled_consensus, is_compiled
from consilience.sampling.drawing import Drawn, draw_fit
from consilience.sampling.fit import DEFAULT_SEED, Fit, Progress
from consilience.study import Study

if TYPE_CHECKING:
    import xarray as xr


def fit_consensus(study: Study, *, seed: int = DEFAULT_SEED, progress: Progress | None = None) -> Fit:
    """Fit the consensus model to a study whose questions stand for themselves.

    Parameters
    ----------
    study : Study
        As read; its standing voices and base rates count, and there is at least one.
    seed : int
        Seed of the sampler and of the predictive draws; the same study and seed give the same numbers.
    progress : callable, optional
        Told what is being done and the share done.

    Returns
    -------
    Fit
        With its diagnostics; whether they passed is for the caller to act on (see :attr:`Fit.passed`).
    """
    tell = progress or (lambda what, share: None)
    data = encode_study(study)
    if not is_compiled(data):
        tell("compiling the consensus model", None)

    def answer(raw: "xr.Dataset") -> Drawn:
        posterior = _named_posterior(raw, data)
        found = population_answers_of(posterior, np.random.default_rng(seed))
        return Drawn(posterior, answers_dataset(found, posterior["nu"].shape))

    return draw_fit(study, compiled_consensus(data), answer, seed, tell)


def _named_posterior(raw: "xr.Dataset", data: ConsensusData) -> "xr.Dataset":
    """Drop the padding and name what is left."""
    import xarray as xr

    questions, pairs = len(data.question_names), len(data.pair_names)
    mu_raw, group_raw = raw["mu_raw"].values, raw["group_raw"].values
    group_scale, of_pair = raw["group_scale"].values[..., None], data.arrays["pair_question"]
    mu, location = located(mu_raw, group_raw, group_scale, data.arrays, of_pair)
    return xr.Dataset(
        {
            "mu": (("chain", "draw", "question"), mu[:, :, :questions]),
            "tau": (("chain", "draw", "question"), raw["tau"].values[:, :, :questions]),
            "location": (("chain", "draw", "pair"), location[:, :, :pairs]),
            "nu": (("chain", "draw"), 1 + raw["nu_above_one"].values),
            **{name: (("chain", "draw"), raw[name].values) for name in ("group_scale", "reference_class")},
        },
        coords={
            "question": list(data.question_names),
            "pair_question": ("pair", [question for question, _ in data.pair_names]),
            "pair_group": ("pair", [group for _, group in data.pair_names]),
        },
    )
