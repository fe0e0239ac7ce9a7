"""Groups that a survey pins: another way to sample the same posterior."""

from collections.abc import Callable

import numpy as np
import pytest
import xarray as xr
from arviz_stats.sampling_diagnostics import mcse

from consilience.models import locations
from consilience.models.consensus.data import encode
from consilience.models.consensus.simulate import ModelParameters
from tests.models.test_locations import ROWS


@pytest.mark.slow
def test_a_posterior_is_the_same_however_it_is_sampled(
    fit: Callable[..., ModelParameters], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {"chains": 4, "draws": 1500, "target_accept": 0.95}
    pinned = fit(ROWS, **settings)
    assert encode(ROWS).arrays["pin"][:, 0].sum() == 10
    assert encode(ROWS).arrays["told"].any()
    monkeypatch.setattr(locations, "_known", lambda blocks: {})
    monkeypatch.setattr(locations, "telling", lambda known, blocks: [])
    arrays = encode(ROWS).arrays
    assert not arrays["pin"][:, 0].any()
    assert not arrays["told"].any()
    free = fit(ROWS, **settings)
    apart = []
    for name in ("mu", "tau", "skew", "location", "scale", "group_scale", "nu"):
        one, other = (by_chain(getattr(draws, name), settings["chains"]) for draws in (pinned, free))
        if name in ("tau", "scale", "group_scale", "nu"):
            one, other = np.log(one), np.log(other)
        for method, moment in (("mean", np.mean), ("sd", np.std)):
            error = np.hypot(*(mcse(draws, method=method).values for draws in (one, other)))
            apart.append((moment(one.values, axis=(0, 1)) - moment(other.values, axis=(0, 1))) / error)
    # Some fifty standard normals, if the errors were known.
    apart = np.concatenate([np.atleast_1d(each) for each in apart])
    assert np.max(np.abs(apart)) < 4.5
    assert np.std(apart) < 1.6


def by_chain(draws: np.ndarray, chains: int) -> xr.DataArray:
    values = draws.reshape(chains, -1, *draws.shape[1:])
    return xr.DataArray(values, dims=("chain", "draw", "entry")[: values.ndim])
