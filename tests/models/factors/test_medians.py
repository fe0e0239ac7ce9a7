"""Parameters of medians, turned and stretched: the prior is the same, and answers leave them about standard normal."""

from math import log

import numpy as np
import pymc as pm
import pytensor.tensor as pt
import pytest
from pytensor.compile.mode import Mode
from scipy import stats
from scipy.special import logit

from consilience.models.factors.data import encode_rows
from consilience.models.factors.medians import heard_medians, sampled_medians
from consilience.models.factors.priors import DEFAULTS
from tests.models.factors.test_data import NETWORK
from tests.models.rows import estimate

PYTHON = Mode(linker="py", optimizer=None)
# What was said, and by how many, is for others.
HEARD = np.pad([[1, 0.4, 0.3, 0], [1, -0.2, 1.5, 3], [0, 0, 0, 0], [1, 1.0, 0.1, 2]], ((0, 0), (0, 2)))
SLOPE = np.array([[1.2, 0.3], [-0.5, 0.0], [7.0, -2.0], [0.3, 0.8]])
SCALE = np.array([1.5, 9.0, 0.7, 2.0])


def evaluated(raw: np.ndarray) -> tuple[np.ndarray, float]:
    with pm.Model() as model:
        given = {"heard": pm.Data("heard", HEARD)}
        mu_raw = sampled_medians(given, pt.constant(SLOPE), pt.constant(SCALE), len(raw))
    point = {"median_raw": raw}
    found = mu_raw.eval({model["median_raw"]: raw}, mode=PYTHON)
    return found, float(model.compile_logp(mode=PYTHON)(point))


@pytest.mark.parametrize("seed", range(3))
def test_before_anything_was_said_medians_are_standard_normal(seed: int) -> None:
    raw = np.random.default_rng(seed).normal(size=4)
    mu_raw, log_density = evaluated(raw)
    # The map is affine: its steps along the axes are its derivatives.
    jacobian = np.stack([evaluated(raw + unit)[0] - mu_raw for unit in np.eye(4)], axis=1)
    expected = stats.norm.logpdf(mu_raw).sum() + np.linalg.slogdet(jacobian)[1]
    assert log_density == pytest.approx(expected + 2 * np.log(2 * np.pi))
    # As answers of the first outlook leave them, but no wider than the prior; of what nobody spoke of, that.
    own = HEARD[:, 2] * SCALE[HEARD[:, 3].astype(int)] / np.sqrt(1 + (SLOPE**2).sum(axis=1))
    by, slope = np.where(HEARD[:, 0], own / np.hypot(1, own), 1.0), SLOPE[:, 0] * HEARD[:, 0]
    covariance = (np.eye(4) + np.outer(slope, slope)) * np.outer(by, by)
    assert jacobian @ jacobian.T == pytest.approx(covariance)
    assert evaluated(np.zeros(4))[0] == pytest.approx(HEARD[:, 1])


def test_they_lie_about_what_people_said() -> None:
    rows = [
        *(estimate("rain", said, name, "a") for said, name in (("10%", "ada"), ("20%", "bo"), ("40%", "cem"))),
        estimate("rain", "90%", "dee", "b"),
        # A bound has its credence beyond; a total alone tells of no factor's own median.
        estimate("breach", ">=80%", "ada", "a"),
        estimate("flood", "3%", "bo", "a"),
        # What a survey tells of is left to it.
        estimate("loss | flood", "n=100 median=5%", "poll", "a"),
        estimate("loss | flood", "5%", "ada", "a"),
    ]
    normal = (-1.0, 2.0, np.inf)
    data = encode_rows(rows, NETWORK, dict.fromkeys(NETWORK.components, normal))
    found = data.arrays["heard"]
    assert found[: len(NETWORK.components), 0].tolist() == [1, 1, float(data.arrays["anchor"][2, 0] == 0), 0]
    step = np.array([1 / 2 / 4**0.5, 1 / 2])
    assert found[:2, 2] == pytest.approx(step, rel=1e-3)
    at = np.array([logit([0.2, 0.4]).mean(), logit(0.8) + log(2)])
    assert found[:2, 1] == pytest.approx((at + 1) / 2 / (1 + (1.5 * step) ** 2), abs=0.02)
    assert found[0, 3] == 0
    assert found[:2, 4:] == pytest.approx(np.stack([at, [0, 0]], axis=1), abs=1e-3)
    assert not found[len(NETWORK.components) :].any()


def test_an_answer_far_from_a_declared_prior_is_no_place_to_start_from() -> None:
    prior = np.array([[0.0, 0.01, np.inf]])
    (row,) = heard_medians([(0, 0, 0, 5.0, 0.1, 0.0, 0.0, 0.0)], prior, np.zeros((1, 2)), DEFAULTS)
    assert row[:2] == pytest.approx([1, 0], abs=0.01)
