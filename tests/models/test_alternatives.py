"""Other priors stand beside the model's own: their ratios against its log priors with the others in their place."""

from dataclasses import replace
from math import log
from pathlib import Path

import numpy as np
import pytest

from consilience.models.alternatives import TIMES
from consilience.models.registry import model_of
from consilience.sampling.fit import Fit
from tests.builders.factor_fits import panel_fit
from tests.builders.fits import synthetic_fit, write_study

ONE = 'title = "Floods"\noutcome = "flood"\n[question.flood]\ntitle = "A flood"\n'
ONE_FACTOR = f'{ONE}all_of = ["rain"]\n[question.rain]\ntitle = "It rains"\n'
ROWS = "".join(
    f"{{asked}},{who},2025-01-15,{said},{group},,s,\n"
    for who, said, group in (("ada", "5%", "x"), ("bo", "20%", "x"), ("cem", "1%", "y"))
)


def consensus(folder: Path) -> Fit:
    return synthetic_fit(write_study(folder / "floods", ONE, ROWS.format(asked="flood")))


def panel(folder: Path) -> Fit:
    # Another spread of the factor than the panel has in all of them.
    fit = panel_fit(write_study(folder / "rain", ONE_FACTOR, ROWS.format(asked="rain")), draws=25)
    draws = np.random.default_rng(2).lognormal(0.5, 0.3, fit.posterior["panel_scale"].shape)
    return replace_posterior(fit, panel_scale=draws)


def replace_posterior(fit: Fit, **arrays: np.ndarray) -> Fit:
    posterior = fit.posterior.assign({name: (fit.posterior[name].dims, values) for name, values in arrays.items()})
    object.__setattr__(fit, "posterior", posterior)
    return fit


@pytest.mark.parametrize("make", [consensus, panel])
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
