"""Groups that a survey pins: another way to sample the same posterior."""

from collections.abc import Callable

import numpy as np
import pytest

from consilience.models import locations
from consilience.models.consensus.data import encode
from consilience.models.consensus.simulate import ModelParameters
from tests.models.rows import panel

ROWS = [
    *panel("one survey", "1%", "2%", "5%", "0.5%", "n=150 median=9.0%", groups=("a", "a", "a", "a", "b")),
    *panel("two of four", "n=150 median=9.0%", "n=300 median=3.0%", "1%", "40%", "5%", groups=("a", "b", "c", "d")),
    *panel("everybody", "n=150 median=9.0%", "n=300 median=20%", groups=("a", "b")),
    *panel("alone", "n=400 median=9.0%", "3 of 40"),
]


def test_a_posterior_is_the_same_however_it_is_sampled(
    fit: Callable[..., ModelParameters], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {"chains": 4, "draws": 1500, "target_accept": 0.95}
    pinned = fit(ROWS, **settings)
    assert encode(ROWS).arrays["pin"][:, 0].sum() == 6
    monkeypatch.setattr(locations, "PINNING_VOICES", np.inf)
    assert not encode(ROWS).arrays["pin"][:, 0].any()
    free = fit(ROWS, **settings)
    for name in ("mu", "tau", "location", "group_scale", "nu"):
        one, other = (getattr(draws, name) for draws in (pinned, free))
        if name in ("tau", "group_scale", "nu"):
            one, other = np.log(one), np.log(other)
        # 6000 draws are worth 1000 or more: a seventh of a standard deviation is beyond three standard errors.
        assert np.max(np.abs(one.mean(axis=0) - other.mean(axis=0)) / other.std(axis=0)) < 0.15, name
        assert one.std(axis=0) == pytest.approx(other.std(axis=0), rel=0.15), name
