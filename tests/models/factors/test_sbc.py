"""Simulation-based calibration of the model of factors (Talts et al., 2018, arXiv:1804.06788), 30% of answers missing.

As in test_sbc: parameters from the prior, statements from them, a fit; the rank of the true value is uniform. The
outcome hangs on a gate and on what happens where the gate fails, so that stated totals come by several paths.
"""

from collections.abc import Iterator

import numpy as np
import nutpie
import pytest
import xarray as xr
from scipy.special import expit

from consilience.models.factors.data import FactorData, encode_rows
from consilience.models.factors.model import factor_model
from consilience.models.factors.outlook import FURTHER
from consilience.models.factors.priors import DEFAULTS
from consilience.models.factors.simulate import (
    FactorParameters,
    draw_factor_credences,
    draw_factor_prior,
    simulate_factors,
)
from consilience.models.factors.unpack import unpack
from consilience.models.priors import population_median
from consilience.network import Network
from consilience.notation import Point
from consilience.sampling.compile import compiled
from consilience.study import Estimate, Question
from tests.models.calibration import calibrate
from tests.models.rows import estimate

REPLICATES, FULL = 50, 150
SETTINGS = {"chains": 2, "tune": 400, "draws": 400, "target_accept": 0.9}
# Successive draws are correlated, and ranks among them would not be uniform.
THIN = 5

NETWORK = Network(
    {
        question.name: question
        for question in (
            Question("capable", ""),
            Question("attempts", "", given={"capable": True}),
            Question("takeover", "", gate="all_of", of=("capable", "attempts")),
            Question("loss", "", parents=("takeover",)),
        )
    }
)
PRIORS = dict.fromkeys(NETWORK.components, population_median(None, DEFAULTS.location))
PEOPLE, STATE_A_TOTAL, MISSING = 12, 5, 0.3
FORMS = ("1%", "10% grid=10%", "5% grid=5%", "<10%", "10-20% @80%", "q5=1% q50=5% q95=30%", "0.1%")
# In turns.
OUTLOOKS = (1, 1 + FURTHER)
# Left out whatever else is: one that a stated total tells something of, and one that none does.
UNSAID = [(0, 1), (11, 2)]
# Whoever says nothing at all is nobody.
SAID = (11, 0)
TOP = ("nu", "kappa", "panel_scale", "group_scale", "slope_mean", "slope_spread")


def everything() -> list[list[Estimate]]:
    """What each person might say, component by component, then their total."""
    names = *NETWORK.components, "loss"
    return [
        [
            estimate(name, FORMS[(person + place) % len(FORMS)], f"f{person}", "ab"[person % 2])
            for place, name in enumerate(names)
        ]
        for person in range(PEOPLE)
    ]


def some_left_out(rng: np.random.Generator) -> list[Estimate]:
    """Exactly 30% of the answers are missing, at random."""
    size = len(NETWORK.components)
    missing = np.zeros((PEOPLE, size), dtype=bool)
    missing[tuple(np.transpose(UNSAID))] = True
    others = np.setdiff1d(np.flatnonzero(~missing), np.ravel_multi_index(SAID, missing.shape))
    missing.flat[rng.choice(others, round(MISSING * missing.size) - len(UNSAID), replace=False)] = True
    rows = [row for person, said in enumerate(everything()) for row in np.array(said[:size])[~missing[person]]]
    return rows + [said[size] for said in everything()[:STATE_A_TOTAL]]


def of_truth(parameters: FactorParameters, credences: np.ndarray) -> xr.Dataset:
    """One draw, named as a fit names its posterior."""
    data = {
        "mu": ("question", parameters.mu),
        "tau": ("question", parameters.tau),
        "skew": ("question", parameters.skew),
        "location": ("pair", parameters.location.T.ravel()),
        "scale": ("pair", parameters.scale.T.ravel()),
        "loading": (("question", "outlook"), parameters.loading),
        "credence": (("forecaster", "question"), credences),
        "delta": ("group", parameters.delta),
        **{name: ((), getattr(parameters, name)) for name in TOP},
    }
    return xr.Dataset(data).expand_dims("chain").expand_dims("draw", axis=1)


def quantities(posterior: xr.Dataset, data: FactorData) -> Iterator[tuple[tuple[str, str], np.ndarray]]:
    """Everything that is estimated or published, by what it is and what it is of."""
    draws = {name: values.values.reshape(-1, *values.shape[2:]) for name, values in posterior.items()}
    for place, name in enumerate(NETWORK.components):
        yield ("mu", name), draws["mu"][:, place]
        yield ("tau", name), draws["tau"][:, place]
        yield ("skew", name), draws["skew"][:, place]
        for group in range(len(data.groups)):
            pair = place * len(data.groups) + group
            yield ("location", f"{name}, {group}"), draws["location"][:, pair]
            yield ("scale", f"{name}, {group}"), draws["scale"][:, pair]
        for other in range(place):
            yield ("correlation", f"{name}, {other}"), draws["loading"][:, [place, other]].prod(axis=1).sum(axis=1)
    for person, place in UNSAID:
        at = data.people.index(f"f{person}")
        yield ("unanswered", f"{person}"), draws["credence"][:, at, place]
        yield ("implied total", f"{person}"), NETWORK.log_odds(draws["credence"][:, at], "loss")
    for group in range(len(data.groups)):
        yield ("delta", f"{group}"), draws["delta"][:, group]
    for name in TOP:
        yield (name, "all"), draws[name]


def fitted(data: FactorData, seed: int) -> xr.Dataset:
    trace = nutpie.sample(
        compiled("factors", factor_model, data), seed=seed, progress_bar=False, save_warmup=False, **SETTINGS
    )
    return unpack(trace["posterior"].to_dataset(), data, seed)


def replicate(seed: int) -> dict[tuple[str, str], float]:
    """Where the truth lies among the draws, from 0 to 1, for each quantity of one simulated study."""
    rng = np.random.default_rng([20250201, seed])
    rows = some_left_out(rng)
    # Of a large panel's further outlooks the few people here tell as little more than the prior as may be.
    outlooks = OUTLOOKS[seed % len(OUTLOOKS)]
    form = encode_rows(rows, NETWORK, PRIORS, outlooks=outlooks)
    truth = draw_factor_prior(form, rng)
    credences = draw_factor_credences(form, truth, rng)
    data = encode_rows(simulate_factors(rows, form, truth, credences, rng), NETWORK, PRIORS, outlooks=outlooks)
    assert data.size == (8, 8, 64, 16, outlooks)
    posterior = fitted(data, seed).isel(draw=slice(None, None, THIN))
    true = dict(quantities(of_truth(truth, credences), data))
    return {
        key: (np.sum(values < true[key]) + rng.uniform()) / (values.size + 1)
        for key, values in quantities(posterior, data)
    }


@pytest.mark.parametrize("seed", range(5))
def test_what_is_simulated_encodes_back(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = some_left_out(rng)
    assert sum(row.question != "loss" for row in rows) == round((1 - MISSING) * PEOPLE * len(NETWORK.components))
    form = encode_rows(rows, NETWORK, PRIORS)
    truth = draw_factor_prior(form, rng)
    credences = draw_factor_credences(form, truth, rng)
    simulated = simulate_factors(rows, form, truth, credences, rng)
    data = encode_rows(simulated, NETWORK, PRIORS)
    assert (data.people, data.groups, data.entries, data.totals) == (
        form.people,
        form.groups,
        form.entries,
        form.totals,
    )
    assert np.array_equal(data.arrays["entry"][:, :3], form.arrays["entry"][:, :3])
    assert np.array_equal(data.arrays["follows"], form.arrays["follows"])
    # A point lies about the credence that it rounds.
    for row in simulated:
        if row.question == "loss | takeover" and isinstance(row.value, Point):
            credence = credences[data.people.index(row.forecaster), NETWORK.positions[row.question]]
            assert row.value.number.low - 1e-9 <= expit(credence) <= row.value.number.high + 1e-9


@pytest.mark.slow
def test_factors_are_calibrated_with_three_tenths_of_the_answers_missing(request: pytest.FixtureRequest) -> None:
    calibrate("factors", replicate, replicates=REPLICATES, full=FULL, at_length=request.config.getoption("--calibrate"))
