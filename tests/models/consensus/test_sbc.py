"""Simulation-based calibration (Talts et al., 2018, arXiv:1804.06788): the model recovers what it was simulated from.

ModelParameters are drawn from the prior, every form of statement is simulated from them, and the study is fitted. Where
the likelihood is the distribution that the statements came from, the rank of the true value among the posterior draws
is uniform, for every quantity. Each form has a question to itself, so that a failure names its form.
"""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from scipy import stats

from consilience.models.consensus.data import ConsensusData, encode
from consilience.models.consensus.simulate import ModelParameters, draw_prior, simulate
from consilience.models.populations import new_forecasters, population_answers
from tests.models.calibration import LEVEL, calibrate, p_values
from tests.models.rows import panel

REPLICATES = FULL = 100
SETTINGS = {"tune": 300, "draws": 300, "target_accept": 0.8}
# Successive draws are correlated, and ranks among them would not be uniform.
THIN = 4

ROWS = [
    *panel("points", *["1%", "5% grid=5%", "10% grid=10%", "20% grid=20%"] * 3, groups=("a", "b", "c")),
    *panel("inequalities", "<1%", "<5%", ">20%", "<0.1%", ">50%", "<10%", ">1%", "<30%", "1%", "1%"),
    *panel("ranges", *["10-20% @80%", "1-5% @90%", "5-50% @50%", "0.5% [0.1%, 3%] @90%"] * 2),
    *panel("unstated", *["10-20%", "1-5%", "5-50%", "20% [10%, 50%]"] * 2),
    *panel("quantiles", *["q5=1% q50=5% q95=30%", "q25=5% q50=12% q75=20%", "q10=1% q90=9%"] * 2),
    *panel("median and ci95", "n=60 median=1.0% ci95=[0.5%, 8.0%]"),
    *panel("median and quartiles", "n=60 median=1.0% quartiles=[0.5%, 8.0%]"),
    *panel("median and mean", "n=60 median=1.0% mean=5.0%"),
    *panel("median and share", "n=61 median=5% share(>=10%)=38%"),
    *panel("mean and spread", "n=100 mean=14% sd=20%"),
    *panel("mean", "n=60 mean=5.0%", "1%", "1%", "1%"),
    *panel("base rates", "12 of 400", "1 of 30", "1%", "1%", "1%"),
    *panel(
        "everything",
        *("1%", "1%", "<1%", "<10%", "10-20% @80%", "1-5%", "q5=1% q50=5% q95=30%", "12 of 40"),
        "n=40 median=1% ci95=[1%, 2%] mean=4%",
        groups=("a", "b", "c"),
    ),
]


def quantities(
    draws: ModelParameters, data: ConsensusData, rng: np.random.Generator
) -> Iterator[tuple[tuple[str, str], np.ndarray]]:
    """Everything that is estimated or published, by what it is and what it is of."""
    for place, question in enumerate(data.question_names):
        members = [k for k, (of, _) in enumerate(data.pair_names) if of == question]
        population = draws.location[:, members], draws.scale[:, members], draws.skew[:, place], draws.nu
        answers = population_answers(*population)
        yield ("mu", question), draws.mu[:, place]
        yield ("tau", question), draws.tau[:, place]
        yield ("skew", question), draws.skew[:, place]
        yield ("mean", question), answers["mean"]
        yield ("geometric mean of odds", question), answers["geometric_mean_odds"]
        yield ("new forecaster", question), new_forecasters(*population, rng)
        for k in members:
            yield ("scale", f"{question}, {data.pair_names[k][1]}"), draws.scale[:, k]
        if len(members) > 1:
            yield ("median", question), answers["median"]
            for k in members:
                yield ("location", f"{question}, {data.pair_names[k][1]}"), draws.location[:, k]
    for name in ("nu", "group_scale", "reference_class"):
        yield (name, "all"), getattr(draws, name)


def as_one_draw(parameters: ModelParameters) -> ModelParameters:
    return ModelParameters(*(np.asarray(getattr(parameters, name))[None] for name in ModelParameters.__slots__))


def thinned(draws: ModelParameters) -> ModelParameters:
    return ModelParameters(*(getattr(draws, name)[::THIN] for name in ModelParameters.__slots__))


def replicate(fit: Callable[..., ModelParameters], seed: int) -> dict[tuple[str, str], float]:
    """Where the truth lies among the draws, from 0 to 1, for each quantity of one simulated study."""
    rng = np.random.default_rng([20221201, seed])
    data = encode(ROWS)
    truth = draw_prior(data, rng)
    draws = thinned(fit(simulate(ROWS, data, truth, rng), seed=seed, **SETTINGS))
    true = dict(quantities(as_one_draw(truth), data, rng))
    # The truth may tie with no draw, and any of the gaps between them is as likely.
    return {
        key: (np.sum(values < true[key]) + rng.uniform()) / (values.size + 1)
        for key, values in quantities(draws, data, rng)
    }


@pytest.mark.slow
def test_every_form_is_calibrated(fit: Callable[..., ModelParameters], request: pytest.FixtureRequest) -> None:
    calibrate(
        "consensus",
        lambda seed: replicate(fit, seed),
        replicates=REPLICATES,
        full=FULL,
        at_length=request.config.getoption("--calibrate"),
    )


def test_the_test_of_uniformity_finds_what_is_not_uniform() -> None:
    rng = np.random.default_rng(1)
    kinds = [("mu", f"q{place}") for place in range(11)]

    def worst(make: Callable[[np.ndarray], np.ndarray]) -> float:
        found = p_values({key: make(rng.normal(size=REPLICATES)) for key in kinds})
        return min(found.values()) * len(found)

    assert worst(stats.norm.cdf) > LEVEL
    # Estimates biased by a third of their standard deviation, intervals a quarter too narrow and too wide.
    assert worst(lambda z: stats.norm.cdf(z + 0.33)) < LEVEL
    assert worst(lambda z: stats.norm.cdf(z * 1.25)) < LEVEL
    assert worst(lambda z: stats.norm.cdf(z / 1.25)) < LEVEL
