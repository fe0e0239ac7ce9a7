"""Simulation-based calibration of the model of cruxes (Talts et al., 2018, arXiv:1804.06788).

As in test_sbc: parameters from the prior, statements from them, a fit; the rank of the true value is uniform. People
answer in two rounds, and in each about some of the cruxes, so that there is drift to be told from noise.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import nutpie
import pytest
import xarray as xr
from scipy.special import expit

from consilience.models.cruxes.data import CruxData, encode_cruxes
from consilience.models.cruxes.model import crux_model
from consilience.models.cruxes.population import implied_credences
from consilience.models.cruxes.simulate import CruxParameters, CruxViews, draw_crux_prior, draw_views, simulate_cruxes
from consilience.models.cruxes.unpack import population_of
from consilience.notation import Point
from consilience.sampling.compile import compiled
from consilience.study import Estimate, Question, Study
from tests.models.calibration import calibrate
from tests.models.rows import estimate

REPLICATES, FULL = 50, 150
SETTINGS = {"chains": 2, "tune": 500, "draws": 500, "target_accept": 0.9}
# Successive draws are correlated, and ranks among them would not be uniform.
THIN = 5

CRUXES = ("shot", "pause", "scaling")
PEOPLE = 8
FORMS = ("1%", "10% grid=10%", "5% grid=5%", "0.1%", "<10%", "10-20% @80%")
SHARED = ("tau_outcome", "tau_base", "tau_association", "kappa", "drift", "mu_outcome")


def said() -> list[Estimate]:
    """Two rounds: the outcome in both, one crux in the first, the others in the second."""
    rows = []
    for person in range(PEOPLE):
        for day, cruxes in enumerate((CRUXES[:1], CRUXES[1:])):
            names = ["doom"]
            for crux in cruxes:
                names += [crux, f"doom | {crux}", *([f"doom | not {crux}"] if person % 4 == 0 else [])]
            rows += [
                replace(
                    estimate(name, FORMS[(person + place + 3 * day) % len(FORMS)], f"f{person}", "ab"[person % 2]),
                    date=dt.date(2024, 1, 1 + day),
                )
                for place, name in enumerate(names)
            ]
    return rows


def study() -> Study:
    questions = [Question("doom", "", cruxes=CRUXES), *(Question(crux, "") for crux in CRUXES)]
    return Study("s", "", Path(), {question.name: question for question in questions}, tuple(said()))


Draws = dict[str, np.ndarray]


def of_truth(parameters: CruxParameters, views: CruxViews) -> Draws:
    """One draw, each array led by it."""
    given = {field.name: np.asarray(getattr(parameters, field.name)) for field in fields(parameters)}
    given |= {"view": views.outcome, "view_base": views.base, "view_association": views.association}
    given["asked"] = np.array([views.asked[f"f{person}", dt.date(2024, 1, 2)] for person in range(PEOPLE)])
    return {name: value[None] for name, value in given.items()}


def of_trace(raw: xr.Dataset, data: CruxData) -> Draws:
    population = population_of(raw, data)
    flat = {name: np.concatenate(values.values) for name, values in raw.items()}
    person, crux = np.transpose(data.entries)
    last = {of: place for place, of in enumerate(data.rounds)}
    drawn = {field.name: getattr(population, field.name) for field in fields(population)}
    drawn |= {name: flat[name].reshape(len(flat[name])) for name in SHARED}
    drawn |= {name: flat[name][:, : len(CRUXES)] for name in ("mu_base", "mu_association")}
    drawn["view"] = flat["outcome"][:, :PEOPLE]
    drawn["asked"] = flat["outcome_asked"][:, [last[place] for place in range(PEOPLE)]]
    for name in ("base", "association"):
        drawn[f"view_{name}"] = np.zeros((len(flat["kappa"]), PEOPLE, len(CRUXES)))
        drawn[f"view_{name}"][:, person, crux] = flat[name][:, : len(data.entries)]
    return drawn


def quantities(draws: Draws) -> Iterator[tuple[tuple[str, str], np.ndarray]]:
    """Everything that is estimated or published, by what it is and what it is of."""
    for name in SHARED:
        yield (name, "all"), draws[name]
    for place, crux in enumerate(CRUXES):
        yield ("mu_base", crux), draws["mu_base"][:, place]
        yield ("mu_association", crux), draws["mu_association"][:, place]
        for group in range(2):
            yield ("base", f"{crux}, {group}"), draws["base"][:, place, group]
            yield ("association", f"{crux}, {group}"), draws["association"][:, place, group]
    for place in range(2):
        yield ("outcome", f"{place}"), draws["outcome"][:, place]
        yield ("forecaster_scale", f"{place}"), draws["forecaster_scale"][:, place]
    for row, column in ((1, 0), (2, 0), (2, 1)):
        yield ("correlation", f"{row}, {column}"), draws["correlation"][:, row, column]
    for person in (0, 1):
        yield ("view", f"{person}"), draws["view"][:, person]
        yield ("asked", f"{person}"), draws["asked"][:, person]
        crux, given, given_not = implied_credences(
            draws["asked"][:, person], draws["view_base"][:, person, 1], draws["view_association"][:, person, 1]
        )
        yield ("crux", f"{person}"), crux
        yield ("given", f"{person}"), given
        yield ("given not", f"{person}"), given_not


def replicate(seed: int) -> dict[tuple[str, str], float]:
    """Where the truth lies among the draws, from 0 to 1, for each quantity of one simulated study."""
    rng = np.random.default_rng([20250202, seed])
    form = study()
    data = encode_cruxes(form)
    truth = draw_crux_prior(data, rng)
    views = draw_views(form, data, truth, rng)
    data = encode_cruxes(simulate_cruxes(form, data, views, truth.kappa, rng))
    trace = nutpie.sample(
        compiled("cruxes", crux_model, data), seed=seed, progress_bar=False, save_warmup=False, **SETTINGS
    )
    raw = trace["posterior"].to_dataset().isel(draw=slice(None, None, THIN))
    true = dict(quantities(of_truth(truth, views)))
    return {
        key: (np.sum(values < true[key]) + rng.uniform()) / (values.size + 1)
        for key, values in quantities(of_trace(raw, data))
    }


@pytest.mark.parametrize("seed", range(5))
def test_what_is_simulated_encodes_back(seed: int) -> None:
    rng = np.random.default_rng(seed)
    form = study()
    data = encode_cruxes(form)
    truth = draw_crux_prior(data, rng)
    views = draw_views(form, data, truth, rng)
    # Without noise a point lies about the credence that it rounds, that of its own round.
    simulated = simulate_cruxes(form, data, views, 0.0, rng)
    back = encode_cruxes(simulated)
    assert (back.people, back.groups, back.rounds, back.entries) == (
        data.people,
        data.groups,
        data.rounds,
        data.entries,
    )
    assert np.array_equal(back.arrays["entry"][:, :4], data.arrays["entry"][:, :4])
    assert len(data.rounds) == len(views.asked) == 2 * PEOPLE
    for row in simulated.rows:
        if row.question == "doom" and isinstance(row.value, Point):
            credence = expit(views.asked[row.forecaster, row.date])
            assert row.value.number.low - 1e-9 <= credence <= row.value.number.high + 1e-9


@pytest.mark.slow
def test_cruxes_are_calibrated(request: pytest.FixtureRequest) -> None:
    calibrate("cruxes", replicate, replicates=REPLICATES, full=FULL, at_length=request.config.getoption("--calibrate"))
