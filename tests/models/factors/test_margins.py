"""Margins of a panel are worked out from draws as they were sampled."""

import numpy as np
import pymc as pm
import pytensor.tensor as pt
import pytest
from pytensor.compile.mode import Mode

from consilience.models.factors.medians import leaning_of
from consilience.models.factors.priors import DEFAULTS
from consilience.models.factors.spreads import sampled_spreads
from consilience.models.margins import margins_of, sampled_margins
from tests.models.factors.test_data import encoded
from tests.models.rows import estimate


@pytest.mark.parametrize("seed", range(2))
def test_scales_of_draws_are_those_sampled(seed: int) -> None:
    # Of one group a dozen spoke, who tell of its scale by themselves, of the other two.
    who = [(f"f{person}", "b" if person > 11 else "a") for person in range(14)]
    data = encoded(*(estimate("rain", "3%", *each) for each in who), estimate("breach", "80%", "f0", "a"))
    assert data.arrays["told"][:4].tolist() == [1, 0, 0, 0]
    assert not data.arrays["told"][4:].any()
    components, pairs, *_ = data.size
    of_pair, rng = data.arrays["pair_component"], np.random.default_rng(seed)
    with pm.Model() as model:
        given = {name: pm.Data(name, value) for name, value in data.arrays.items()}
        priors, leaning = DEFAULTS.unpacked(given["priors"]), leaning_of(given["heard"], DEFAULTS.skew[0], pt.tanh)
        found = sampled_margins(
            given, of_pair, priors, (components, pairs), None, lambda: sampled_spreads(priors, components), leaning
        )
    raw = {each.name: np.exp(rng.normal(0, 0.5, each.type.shape)) for each in model.free_RVs}
    parts = [found.tau, found.skew, found.location, found.scale, found.nu]
    values = {model[name]: value for name, value in raw.items()}
    tau, skew, location, scale, nu = pm.compile(list(values), parts, mode=Mode(linker="py", optimizer=None))(
        *values.values()
    )
    assert tau[:2] == pytest.approx(raw["panel_scale"] * np.exp(0.4 * raw["tau_raw"][:2]))
    draws = {name: value[None] for name, value in raw.items()} | {"tau": tau[None]}
    again = margins_of(draws, data.arrays, of_pair, DEFAULTS, leaning_of(data.arrays["heard"], DEFAULTS.skew[0]))
    for name, value in (("skew", skew), ("location", location), ("scale", scale), ("nu", nu)):
        assert getattr(again, name)[0] == pytest.approx(value)
