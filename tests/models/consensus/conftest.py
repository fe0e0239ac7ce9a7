"""One compiled consensus model for all tests: compiling takes far longer than a fit."""

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import nutpie
import pytest

from consilience.models.consensus.data import encode
from consilience.models.consensus.model import consensus_model
from consilience.models.consensus.simulate import ModelParameters
from consilience.models.margins import SAMPLED, margins_of
from consilience.notation import Value
from consilience.sampling.compile import compiled
from consilience.study import Estimate

SAMPLER = {"chains": 2, "tune": 500, "draws": 1000, "target_accept": 0.9}

Fit = Callable[..., ModelParameters]


@pytest.fixture(scope="session")
def fit() -> Fit:
    """Fit rows: ``fit(rows, seed=1, draws=1000, …)`` gives all draws at once, each array led by the draw.

    Models of one size share their compilation, so that every test after the first pays for its sampling alone.
    """

    def sample(
        rows: Iterable[Estimate], *, priors: Mapping[str, Value] | None = None, seed: int = 1, **settings: float
    ) -> ModelParameters:
        data = encode(rows, priors)
        trace = nutpie.sample(
            compiled("consensus", consensus_model, data),
            seed=seed,
            progress_bar=False,
            save_warmup=False,
            **(SAMPLER | settings),
        )
        raw = {name: np.concatenate(trace["posterior"][name].values) for name in (*SAMPLED, "reference_class")}
        found = margins_of(raw, data.arrays, data.arrays["pair_question"], data.priors)
        questions, pairs = len(data.question_names), len(data.pair_names)
        return ModelParameters(
            *(part[:, :questions] for part in (found.mu, found.tau, found.skew)),
            *(part[:, :pairs] for part in (found.location, found.scale)),
            found.nu,
            raw["group_scale"],
            raw["reference_class"],
        )

    return sample
