"""Parameters of medians: of many the prior is no surer than of one, and answers leave them about standard normal."""

import numpy as np
import pymc as pm
import pytensor.tensor as pt
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays
from pytensor.compile.mode import Mode
from scipy import stats
from scipy.special import logit

from consilience.models.factors.data import encode_rows
from consilience.models.factors.medians import (
    draw_medians,
    heard_groups,
    heard_medians,
    medians_together,
    sampled_medians,
)
from consilience.models.factors.priors import DEFAULTS
from consilience.models.locations import median_of_prior, raw_of_median
from consilience.models.priors import population_median
from tests.models.factors.test_data import NETWORK
from tests.models.rows import estimate

PYTHON = Mode(linker="py", optimizer=None)
# What was said, and by how many, is for others; of the last a prior is declared.
HEARD = np.pad([[1, 0.4, 0.3, 0], [1, -0.2, 1.5, 3], [0, 0, 0, 0], [1, 1.0, 0.1, 2]], ((0, 0), (0, 3)))
HEARD[:2, -1] = 1
SLOPE = np.array([[1.2, 0.3], [-0.5, 0.0], [7.0, -2.0], [0.3, 0.8]])
SCALE = np.array([1.5, 9.0, 0.7, 2.0])
# All who spoke of the first are of the second of two groups; of the second component there is one.
GROUPS = np.array([[-0.6, 0.6, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, -0.1, 0.1]])
NO_EFFECT = np.zeros(4)
# As the documentation states it.
CORRELATION = 0.5


def evaluated(raw: np.ndarray, effect: np.ndarray = NO_EFFECT) -> tuple[np.ndarray, float]:
    with pm.Model() as model:
        given = {"heard": pm.Data("heard", HEARD), "heard_groups": pm.Data("heard_groups", GROUPS)}
        mu_raw = sampled_medians(given, pt.constant(SLOPE), DEFAULTS, len(raw), pt.constant(SCALE), pt.constant(effect))
    point = {"median_raw": raw}
    found = mu_raw.eval({model["median_raw"]: raw}, mode=PYTHON)
    return found, float(model.compile_logp(mode=PYTHON)(point))


@pytest.mark.parametrize("seed", range(3))
def test_before_anything_was_said_medians_are_normal_and_those_that_are_alike_correlated(seed: int) -> None:
    raw, effect = np.random.default_rng(seed).normal(size=(2, 4))
    mu_raw, log_density = evaluated(raw, effect)
    # The map is affine: its steps along the axes are its derivatives.
    jacobian = np.stack([evaluated(raw + unit, effect)[0] - mu_raw for unit in np.eye(4)], axis=1)
    correlated = np.eye(4)
    correlated[0, 1] = correlated[1, 0] = CORRELATION
    expected = stats.multivariate_normal(cov=correlated).logpdf(mu_raw) + np.linalg.slogdet(jacobian)[1]
    assert log_density == pytest.approx(expected + 2 * np.log(2 * np.pi))
    # As answers of the first outlook leave them, but no wider than the prior; of what nobody spoke of, that.
    own = HEARD[:, 2] * SCALE[HEARD[:, 3].astype(int)] / np.sqrt(1 + (SLOPE**2).sum(axis=1))
    by, slope = np.where(HEARD[:, 0], own / np.hypot(1, own), 1.0), SLOPE[:, 0] * HEARD[:, 0]
    covariance = (np.eye(4) + np.outer(slope, slope)) * np.outer(by, by)
    assert jacobian @ jacobian.T == pytest.approx(covariance)
    assert evaluated(np.zeros(4))[0] == pytest.approx(HEARD[:, 1])
    # The more it is what people say that tells of a median, the more it moves with what all of them have in common.
    moved = evaluated(raw)[0] - mu_raw
    assert moved == pytest.approx(np.where(HEARD[:, 0], GROUPS @ effect / (1 + own**2), 0))


def test_what_one_group_says_is_the_median_and_its_effect() -> None:
    rows = [
        *(estimate("rain", said, name, "b") for said, name in (("10%", "ada"), ("20%", "bo"), ("40%", "cem"))),
        *(estimate("breach", said, name, group) for said, name, group in (("5%", "ada", "b"), ("9%", "dee", "a"))),
        estimate("loss | flood", "<1%", "bo", "b"),
        estimate("loss | flood", "2%", "dee", "a"),
    ]
    scale = 2.0
    data = encode_rows(rows, NETWORK, dict.fromkeys(NETWORK.components, (-1.0, scale, np.inf)))
    found = data.arrays["heard_groups"]
    # Zero-sum effects of two groups are ±e: all who spoke of rain are of the first, of the breach as many of either, of
    # the loss one says more than a bound.
    expected = {"rain": {"b": 0.5, "a": -0.5}, "loss | flood": {"a": 0.5, "b": -0.5}}
    for component, name in enumerate(NETWORK.components):
        by_group = [expected.get(name, {}).get(group, 0.0) for group in data.groups]
        own = found[component, component * len(by_group) : (component + 1) * len(by_group)]
        assert own * scale == pytest.approx(by_group, rel=1e-3)
    assert np.count_nonzero(found) == 2 * len(expected)
    assert not heard_groups([], np.zeros((1, 7)), np.zeros(1, dtype=int)).any()


def test_they_lie_about_what_people_said() -> None:
    rows = [
        *(estimate("rain", said, name, "a") for said, name in (("10%", "ada"), ("20%", "bo"), ("40%", "cem"))),
        estimate("rain", "90%", "dee", "b"),
        # Beyond a bound there is no middle; a total alone tells of no factor's own median.
        estimate("breach", ">=80%", "ada", "a"),
        estimate("breach", "70%", "bo", "a"),
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
    at = np.array([logit([0.2, 0.4]).mean(), logit(0.7)])
    assert found[:2, 1] == pytest.approx((at + 1) / 2 / (1 + (1.5 * step) ** 2), abs=0.02)
    assert found[0, 3] == 0
    # Priors are declared.
    assert found[:2, 4:] == pytest.approx(np.stack([at, [0, 0], [0, 0]], axis=1), abs=1e-3)
    assert not found[len(NETWORK.components) :].any()


def test_an_answer_far_from_a_declared_prior_is_no_place_to_start_from() -> None:
    prior = np.array([[0.0, 0.01, np.inf]])
    (row,) = heard_medians([(0, 0, 0, 5.0, 0.1, 0.0, 0.0, 0.0)], prior, np.zeros((1, 2)), DEFAULTS)
    assert row[:2] == pytest.approx([1, 0], abs=0.01)


@given(
    raw=arrays(float, 5, elements=st.floats(-4, 4)),
    alike=arrays(float, 5, elements=st.sampled_from([0.0, 1.0])),
    correlation=st.floats(0, 0.95),
)
def test_together_they_are_an_equicorrelated_normal(raw: np.ndarray, alike: np.ndarray, correlation: float) -> None:
    covariance = np.eye(5) + correlation * (np.outer(alike, alike) - np.diag(alike))
    expected = stats.multivariate_normal(cov=covariance).logpdf(raw) - stats.norm.logpdf(raw).sum()
    assert medians_together(raw, alike, correlation) == pytest.approx(expected, abs=1e-8)


def test_they_are_drawn_as_they_are_weighed() -> None:
    alike, rng = np.array([1.0, 0.0, 1.0, 1.0]), np.random.default_rng(1)
    drawn = np.array([draw_medians(alike, CORRELATION, rng) for _ in range(20_000)])
    expected = np.eye(4) + CORRELATION * (np.outer(alike, alike) - np.diag(alike))
    assert np.cov(drawn.T) == pytest.approx(expected, abs=0.03)


def test_of_what_people_spoke_of_without_a_declared_prior_medians_are_alike() -> None:
    rows = [
        estimate("rain", "10%", "ada", "a"),
        estimate("breach", "5%", "ada", "a"),
        estimate("flood", "1%", "bo", "a"),
        estimate("loss | flood", "<1%", "bo", "a"),
    ]
    undeclared = population_median(None, DEFAULTS.location)
    priors = dict.fromkeys(NETWORK.components, undeclared) | {"breach": (-1.0, 2.0, np.inf)}
    alike = encode_rows(rows, NETWORK, priors).arrays["heard"][:, -1]
    assert [name for name, one in zip(NETWORK.components, alike, strict=False) if one] == ["rain", "loss | flood"]


def test_the_parameter_of_a_median_is_found_again() -> None:
    prior = np.array([[0.0, 5.0, 4.0], [-1.0, 2.5, 4.0]])
    raw = np.linspace(-5, 5, 21)[:, None] * [1, 0.5]
    assert raw_of_median(median_of_prior(raw, prior), *prior.T[:2]) == pytest.approx(raw, abs=1e-9)
