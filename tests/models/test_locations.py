"""Where groups lie, those that a survey pins among them."""

import numpy as np
import pytest

from consilience.models.consensus.data import encode
from consilience.models.locations import located
from tests.models.rows import panel


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
