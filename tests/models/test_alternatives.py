"""Other priors stand beside the model's own: their ratios against its log priors with the others in their place."""

from dataclasses import replace
from math import log
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from consilience.models.alternatives import TIMES
from consilience.models.cruxes.priors import DEFAULTS
from consilience.models.priors import population_median
from consilience.models.registry import model_of
from consilience.sampling.fit import Fit
from tests.builders.crux_fits import crux_fit
from tests.builders.factor_fits import panel_fit
from tests.builders.fits import synthetic_fit, write_study

ONE = 'title = "Floods"\noutcome = "flood"\n[question.flood]\ntitle = "A flood"\n'
ONE_FACTOR = f'{ONE}all_of = ["rain"]\n[question.rain]\ntitle = "It rains"\n'
TWO_FACTORS = (
    f'{ONE}all_of = ["rain", "wind"]\n[question.rain]\ntitle = "It rains"\n[question.wind]\ntitle = "It blows"\n'
)
ROWS = "".join(
    f"{{asked}},{who},2025-01-15,{said},{group},,s,\n"
    for who, said, group in (("ada", "5%", "x"), ("bo", "20%", "x"), ("cem", "1%", "y"))
)


def consensus(folder: Path) -> Fit:
    return synthetic_fit(write_study(folder / "floods", ONE, ROWS.format(asked="flood")))


def panel(folder: Path) -> Fit:
    return other_spreads(panel_fit(write_study(folder / "rain", ONE_FACTOR, ROWS.format(asked="rain")), draws=25))


def other_spreads(fit: Fit) -> Fit:
    """Other spreads of the factors than the panel has in all of them."""
    draws = np.random.default_rng(2).lognormal(0.5, 0.3, fit.posterior["panel_scale"].shape)
    return replace_posterior(fit, panel_scale=draws)


def panel_of_two(folder: Path) -> Fit:
    rows = ROWS.format(asked="rain") + ROWS.format(asked="wind")
    return other_spreads(panel_fit(write_study(folder / "storm", TWO_FACTORS, rows), draws=25))


def replace_posterior(fit: Fit, **arrays: np.ndarray) -> Fit:
    posterior = fit.posterior.assign({name: (fit.posterior[name].dims, values) for name, values in arrays.items()})
    object.__setattr__(fit, "posterior", posterior)
    return fit


@pytest.mark.parametrize("make", [consensus, panel, panel_of_two])
@pytest.mark.parametrize(
    ("words", "changed"),
    [
        ("median forecaster {} as uncertain", "location"),
        ("forecasters {} as far apart", "scale"),
        ("groups {} as far apart", "group_scale"),
    ],
)
@pytest.mark.parametrize(("name", "times"), [("twice", TIMES), ("half", 1 / TIMES)])
def test_a_ratio_is_that_of_the_models_own_priors(make, words: str, changed: str, name: str, times: float, tmp_path):
    fit = make(tmp_path)
    model = model_of(fit)
    found = model.other_priors(fit.posterior, fit.study, "flood")[words.format(name)]
    centre, width = getattr(model.priors, changed)
    other = (centre, width * times) if changed == "location" else (centre + log(times), width)
    before, after = (
        sum(of.log_prior(fit.posterior, fit.study).values())
        for of in (model, model.with_priors(replace(model.priors, **{changed: other})))
    )
    assert found == pytest.approx(after - before, abs=1e-9)
    assert np.ptp(found) > 0


ONE_CRUX = """\
title = "Floods"
[question]
flood = { title = "A flood", cruxes = ["rain"], prior = "20% [5%, 50%]" }
rain = { title = "It rains" }
"""
CRUX_ROWS = "".join(
    f"{asked},{who},2025-01-15,{said},{group},,s,\n"
    for who, group in (("ada", "x"), ("bo", "x"), ("cem", "y"))
    for asked, said in (("flood", "5%"), ("rain", "20%"), ("flood | rain", "20%"))
)
# By what an answer follows from: all that the priors of its parts are of.
OF_CRUX = {
    "median forecaster {} as uncertain": ("location", "association"),
    "forecasters {} as far apart": ("scale", "association_scale", "forecaster_scale"),
    "groups {} as far apart": ("group_scale",),
}


@pytest.mark.parametrize(("words", "changed"), OF_CRUX.items())
@pytest.mark.parametrize(("name", "times"), [("twice", TIMES), ("half", 1 / TIMES)])
def test_of_one_crux_a_ratio_is_that_of_the_models_own_priors(words, changed, name, times, tmp_path):
    study = write_study(tmp_path / "floods", ONE_CRUX.replace(', prior = "20% [5%, 50%]"', ""), CRUX_ROWS)
    fit = crux_fit(study, jitter=0.3)
    model = model_of(fit)
    others = {}
    for field in changed:
        prior = getattr(model.priors, field)
        if field == "location":
            others[field] = prior[0], prior[1] * times
        else:
            others[field] = prior * times if field == "association" else (prior[0] + log(times), prior[1])
    before, after = (
        sum(of.log_prior(fit.posterior, fit.study).values())
        for of in (model, model.with_priors(replace(model.priors, **others)))
    )
    of_state = [
        model.other_priors(fit.posterior, fit.study, question)[words.format(name)]
        for question in ("flood | rain", "flood | not rain")
    ]
    assert of_state == pytest.approx(np.array([after - before] * 2), abs=1e-9)
    # Of the outcome alone, and of the crux alone, a part.
    alone = [
        model.other_priors(fit.posterior, fit.study, question)[words.format(name)] for question in ("flood", "rain")
    ]
    assert np.ptp(alone[0]) > 0
    assert np.ptp(of_state[0] - alone[0] - alone[1]) > 0


def test_the_declared_prior_of_an_outcome_is_made_wider(tmp_path):
    fit = crux_fit(write_study(tmp_path / "floods", ONE_CRUX, CRUX_ROWS), jitter=0.3)
    found = model_of(fit).other_priors(fit.posterior, fit.study, "flood")["median forecaster twice as uncertain"]
    centre, scale, freedom = population_median(fit.study.question("flood").prior, DEFAULTS.location)
    mu = fit.posterior["mu_outcome"].values.ravel()
    expected = stats.t.logpdf(mu, freedom, centre, 2 * scale) - stats.t.logpdf(mu, freedom, centre, scale)
    assert found == pytest.approx(expected, abs=1e-9)
