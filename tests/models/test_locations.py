"""Groups that a survey pins: another way to sample the same posterior."""

from collections.abc import Callable

import numpy as np
import pytest

from consilience.models import locations
from consilience.models.consensus.data import encode
from consilience.models.consensus.simulate import ModelParameters
from consilience.models.locations import located
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


def test_medians_and_groups_have_the_prior_s_covariance() -> None:
    # Zero-sum effects over G groups have covariance s² (I − 1/G), and a pinned group its location for a parameter.
    rows = panel("q", "5%", "n=200 median=10%", "1%", "n=300 median=3%", groups=("a", "b", "c", "d"))
    data = encode(rows)
    rng = np.random.default_rng(3)
    draws, scale = 20_000, 0.7
    mu, effects = rng.normal(-3, 3, draws), scale * rng.normal(size=(draws, 4)) @ (np.eye(4) - 1 / 4)
    pin = data.arrays["pin"][[1, 3]]
    mu_raw = np.zeros((draws, data.questions))
    group_raw = rng.normal(size=(draws, data.pairs))
    mean = effects[:, [1, 3]].mean(axis=1)
    mu_raw[:, 0] = mean / scale / np.sqrt(1 / 2 - 1 / 4)
    group_raw[:, [1, 3]] = (mu[:, None] + effects[:, [1, 3]] - pin[:, 1]) / pin[:, 2]
    found, location = located(mu_raw, group_raw, scale, data.arrays, data.arrays["pair_question"])
    assert found[:, 0] == pytest.approx(mu)
    assert location[:, [1, 3]] == pytest.approx(mu[:, None] + effects[:, [1, 3]])
    assert np.cov((location[:, :4] - found[:, :1]).T) == pytest.approx(scale**2 * (np.eye(4) - 1 / 4), abs=0.03)
