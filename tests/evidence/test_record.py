"""Likelihoods of records of trials: closed forms, mpmath, and what a common failure allows."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from consilience.evidence.record import record_likelihood
from consilience.network import Network
from consilience.study import Question

FRACTION = st.floats(0, 1)


def posterior(prior: float, pair: tuple[float, float]) -> float:
    network = Network({"flaw": Question("flaw", "A flaw")})
    credence = math.log(prior) - math.log1p(-prior)
    return float(network.probability([credence], "flaw", likelihoods={"flaw": pair}))


def test_three_clean_trials() -> None:
    """Each misses with 0.4: even odds become 0.064 to 1."""
    assert posterior(0.5, record_likelihood(0.6, 0.0, trials=3)) == pytest.approx(0.064 / 1.064, rel=1e-14)


@given(prior=st.floats(1e-6, 1 - 1e-6), flaw=st.floats(1e-6, 1), sensitivity=FRACTION, trials=st.integers(1, 10_000))
def test_no_clean_record_gets_below_a_common_failure(prior, flaw, sensitivity, trials) -> None:
    after = posterior(prior, record_likelihood(sensitivity, 0.0, trials=trials, common_failure=flaw))
    assert after >= prior * flaw / (prior * flaw + 1 - prior) * (1 - 1e-12)


def test_a_common_failure_is_all_that_remains_of_many_clean_trials() -> None:
    after = posterior(0.5, record_likelihood(0.6, 0.0, trials=5000, common_failure=0.02))
    assert after == pytest.approx(0.02 / 1.02, rel=1e-12)


def test_a_positive_trial_rules_a_common_failure_out() -> None:
    with_flaw = record_likelihood(0.6, 0.1, trials=4, positives=1, common_failure=0.3)
    without = record_likelihood(0.6, 0.1, trials=4, positives=1)
    assert with_flaw == pytest.approx((0.7 * without[0], 0.7 * without[1]))
    assert without == pytest.approx((0.6 * 0.4**3, 0.1 * 0.9**3))


@settings(deadline=None)
@given(
    rates=st.tuples(st.floats(1e-4, 1 - 1e-4), st.floats(1e-4, 1 - 1e-4)),
    trials=st.integers(0, 5000),
    data=st.data(),
)
def test_thousands_of_trials_keep_their_ratio(rates: tuple[float, float], trials: int, data: st.DataObject) -> None:
    positives = data.draw(st.integers(0, trials))
    found = record_likelihood(*rates, trials=trials, positives=positives)
    with mpmath.workdps(50):
        true, false = (mpmath.mpf(p) ** positives * (1 - mpmath.mpf(p)) ** (trials - positives) for p in rates)
        share = float(true / (true + false))
    assert found[0] / (found[0] + found[1]) == pytest.approx(share, rel=1e-8, abs=1e-300)


def test_an_uncertain_sensitivity_makes_trials_dependent() -> None:
    """A test that catches everything or nothing, no one knows which, tells as much in one trial as in ten."""
    one, ten = (record_likelihood([0.0, 1.0], 0.0, trials=trials) for trials in (1, 10))
    assert one == ten == (0.5, 1.0)
    assert record_likelihood([0.2, 0.6], [0.1, 0.3], trials=2) == pytest.approx(
        ((0.8**2 + 0.4**2) / 2, (0.9**2 + 0.7**2) / 2)
    )


def test_an_uncertain_common_failure_counts_by_its_mean() -> None:
    pair = record_likelihood([0.2, 0.6], 0.0, trials=1, common_failure=[0.0, 0.2, 0.4])
    assert pair == pytest.approx((0.2 + 0.8 * 0.6, 1.0))


def test_an_impossible_record_has_no_posterior() -> None:
    pair = record_likelihood(0.0, 0.0, trials=3, positives=1)
    assert pair == (0.0, 0.0)
    assert math.isnan(posterior(0.5, pair))


@pytest.mark.parametrize(("trials", "expected"), [(3, (0.0, 0.512)), (10_000, (0.0, 1.0))])
def test_what_only_one_state_allows_rules_the_other_out(trials: int, expected: tuple[float, float]) -> None:
    """Even where its own likelihood, 0.8^10000, is too small a number."""
    assert record_likelihood(1.0, 0.2, trials=trials) == pytest.approx(expected)


def test_no_trials_tell_nothing() -> None:
    assert record_likelihood(0.6, 0.1, trials=0) == (1.0, 1.0)


@pytest.mark.parametrize("positives", [-1, 4])
def test_no_more_positives_than_trials(positives: int) -> None:
    with pytest.raises(ValueError, match=f"{positives} of 3 trials cannot be positive"):
        record_likelihood(0.6, 0.1, trials=3, positives=positives)


@pytest.mark.parametrize("wrong", [1.5, -0.1, math.nan, [], [[0.1]], [0.1, 2.0]])
@pytest.mark.parametrize("name", ["sensitivity", "false_positive_rate", "common_failure"])
def test_probabilities_lie_between_0_and_1(name: str, wrong: object) -> None:
    settings = {"sensitivity": 0.5, "false_positive_rate": 0.1, "common_failure": 0.0, name: wrong}
    with pytest.raises(ValueError, match=name):
        record_likelihood(**settings, trials=3)


def test_arrays_are_plain_samples() -> None:
    values = np.linspace(0.1, 0.9, 4001)
    assert record_likelihood(values, 0.0, trials=1)[0] == pytest.approx(0.5)


@pytest.mark.parametrize(("positives", "trials", "percent"), [(1, 1, 1.943), (1, 2, 0.02086), (2, 2, 28.183)])
def test_55_the_same_test_twice(positives, trials, percent):
    """Kruschke, exercise 5.1: a disease of 0.1%, a test of 99% and 5%; values of the collection of cases."""
    true, false = record_likelihood(0.99, 0.05, trials=trials, positives=positives)
    assert 100 * 0.001 * true / (0.001 * true + 0.999 * false) == pytest.approx(percent, rel=5e-4)
