"""How good a test must be: closed forms, and trying out sensitivities one by one."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings, strategies as st

from consilience.evidence.burden import floor, frontier, required_sensitivity, required_trials
from consilience.evidence.record import record_likelihood

# The factor always brings the outcome about and nothing else does; even odds.
SURE = np.array([[[0.5, 0.0], [0.0, 0.5]]])


def risks(joint: np.ndarray, pair: tuple[float, float]) -> np.ndarray:
    """Risk of each draw after a record with these likelihoods, by Bayes' rule."""
    weighed = joint * np.array(pair)
    return weighed[:, 0].sum(axis=-1) / weighed.sum(axis=(1, 2))


def share_below(
    joint: np.ndarray,
    threshold: float,
    sensitivity: float,
    trials: int,
    false_positive_rate: float = 0.0,
    common_failure: float = 0.0,
) -> float:
    pair = record_likelihood(sensitivity, false_positive_rate, trials=trials, common_failure=common_failure)
    return float(np.mean(risks(joint, pair) <= threshold * (1 + 1e-9)))


def draws(number: int, seed: int, *, mixed: bool = False) -> np.ndarray:
    """Joint tables of an outcome that the factor makes likelier, or in some draws less likely."""
    generator = np.random.default_rng(seed)
    factor = generator.beta(2, 3, number)
    given_true, given_false = generator.beta(2, 4, number), generator.beta(1, 30, number)
    if mixed:
        swap = generator.random(number) < 0.3
        given_true, given_false = np.where(swap, given_false, given_true), np.where(swap, given_true, given_false)
    happens = np.stack([factor * given_true, (1 - factor) * given_false], axis=-1)
    fails = np.stack([factor * (1 - given_true), (1 - factor) * (1 - given_false)], axis=-1)
    return np.stack([happens, fails], axis=1)


@pytest.mark.parametrize("trials", [1, 2, 3, 10, 1000])
@pytest.mark.parametrize("flaw", [0.0, 0.004])
def test_the_closed_form_of_one_draw(trials: int, flaw: float) -> None:
    """Even odds fall to t/(1 − t) = q + (1 − q)(1 − s)^n."""
    odds = 0.01 / 0.99
    expected = 1 - ((odds - flaw) / (1 - flaw)) ** (1 / trials)
    found = required_sensitivity(SURE, 0.01, 0.9, trials, common_failure=flaw)
    assert found == pytest.approx(expected, rel=1e-12)


@settings(deadline=None)
@given(
    seed=st.integers(0, 1000),
    mixed=st.booleans(),
    threshold=st.floats(0.01, 0.4),
    confidence=st.floats(0.05, 1),
    trials=st.integers(1, 30),
    rate=st.floats(0, 0.5),
    flaw=st.floats(0, 0.3),
)
def test_no_smaller_sensitivity_is_enough(seed, mixed, threshold, confidence, trials, rate, flaw) -> None:
    joint = draws(40, seed, mixed=mixed)
    found = required_sensitivity(joint, threshold, confidence, trials, false_positive_rate=rate, common_failure=flaw)

    def share(sensitivity: float, slack: float) -> float:
        return share_below(joint, threshold * (1 + slack), sensitivity, trials, rate, flaw)

    smaller = np.linspace(rate, 1 if found is None else max(rate, found - 1e-6), 60)
    if found is not None:
        assert rate - 1e-9 <= found <= 1
        assert share(found, 1e-6) >= confidence - 1e-9
        smaller = smaller[smaller < found - 1e-6]
    for sensitivity in smaller.tolist():
        assert share(sensitivity, -1e-6) < confidence


@settings(deadline=None)
@given(
    seed=st.integers(0, 1000),
    mixed=st.booleans(),
    threshold=st.floats(0.01, 0.4),
    sensitivity=st.floats(0.05, 1),
    rate=st.floats(0, 0.3),
    flaw=st.floats(0, 0.3),
)
def test_no_fewer_trials_are_enough(seed, mixed, threshold, sensitivity, rate, flaw) -> None:
    joint = draws(40, seed, mixed=mixed)
    test = {"false_positive_rate": rate, "common_failure": flaw}
    found = required_trials(joint, threshold, 0.8, sensitivity, **test)
    for number in range(40 if found is None else min(found, 60)):
        assert share_below(joint, threshold * (1 - 1e-6), sensitivity, number, **test) < 0.8
    if found is not None:
        assert share_below(joint, threshold * (1 + 1e-6), sensitivity, found, **test) >= 0.8


def test_the_number_of_trials_is_a_logarithm() -> None:
    """0.4^n ≤ 1/99 first at n = 6."""
    assert required_trials(SURE, 0.01, 1.0, 0.6) == math.ceil(math.log(99) / -math.log(0.4)) == 6


def test_nothing_is_needed_where_the_risk_is_low_enough() -> None:
    assert required_trials(SURE, 0.5, 1.0, 0.6) == 0
    assert required_sensitivity(SURE, 0.5, 1.0, 3) == 0
    assert required_sensitivity(SURE, 0.5, 1.0, 3, false_positive_rate=0.05) == pytest.approx(0.05)


def test_trials_that_always_fail_together_never_tell_enough() -> None:
    assert required_trials(SURE, 0.01, 0.9, 0.6, common_failure=0.02) is None
    assert required_sensitivity(SURE, 0.01, 0.9, 1000, common_failure=0.02) is None
    assert required_sensitivity(SURE, 0.01, 0.9, 1, common_failure=1.0) is None
    assert required_sensitivity(SURE, 0.5, 0.9, 1, common_failure=1.0, false_positive_rate=0.1) == pytest.approx(0.1)


def test_a_long_clean_record_can_speak_for_a_common_failure() -> None:
    """With false positives expected, none in a thousand trials means that the test is broken."""
    test = {"false_positive_rate": 0.05, "common_failure": 0.004}
    few, many = frontier(SURE, 0.01, 0.9, [5, 200], **test)
    assert few < 0.7
    assert math.isnan(many)


def test_an_outcome_that_the_factor_prevents_is_not_helped_by_a_clean_record() -> None:
    prevented = SURE[:, ::-1]
    assert required_sensitivity(prevented, 0.4, 0.9, 5) is None
    assert required_trials(prevented, 0.4, 0.9, 0.6) is None
    assert required_sensitivity(prevented, 0.5, 0.9, 5) == 0
    assert floor(prevented, 0.9) == pytest.approx(0.5)


def test_a_certain_factor_is_moved_by_no_record() -> None:
    certain = np.array([[[0.3, 0.0], [0.7, 0.0]]])
    assert required_sensitivity(certain, 0.2, 1.0, 3) is None
    assert required_sensitivity(certain, 0.3, 1.0, 3) == 0
    assert floor(certain, 1.0) == pytest.approx(0.3)


def test_a_draw_without_probability_is_never_low_enough() -> None:
    joint = np.concatenate([SURE, np.zeros((1, 2, 2))])
    assert required_sensitivity(joint, 0.9, 1.0, 3) is None
    assert required_sensitivity(joint, 0.9, 0.5, 3) == 0


@settings(deadline=None)
@given(seed=st.integers(0, 1000), mixed=st.booleans(), confidence=st.floats(0.05, 1), flaw=st.floats(0, 0.5))
def test_the_floor_is_where_no_test_is_enough(seed, mixed, confidence, flaw) -> None:
    joint = draws(60, seed, mixed=mixed)
    lowest = floor(joint, confidence, common_failure=flaw, false_positive_rate=0.02)
    assume(0 < lowest < 1)
    test = {"common_failure": flaw, "false_positive_rate": 0.02}
    assert required_sensitivity(joint, lowest * (1 + 1e-6), confidence, 1, **test) is not None
    for trials in (1, 2, 50):
        assert required_sensitivity(joint, lowest * (1 - 1e-6), confidence, trials, **test) is None


@pytest.mark.parametrize("confidence", [0.05, 0.5, 0.95, 1.0])
def test_the_floor_is_a_quantile_of_the_risk_behind_a_perfect_test(confidence: float) -> None:
    joint = draws(4000, 1)
    # Where the factor makes the outcome likelier in every draw, a perfect test is best in every draw.
    joint = joint[joint[:, 0, 0] * joint[:, 1, 1] > joint[:, 0, 1] * joint[:, 1, 0]]
    remaining = np.sort(risks(joint, (0.1, 1.0)))
    expected = remaining[math.ceil(confidence * len(joint) - 1e-9) - 1]
    assert floor(joint, confidence, common_failure=0.1) == pytest.approx(expected, rel=1e-9)


def test_a_perfect_test_of_the_only_cause_leaves_no_floor() -> None:
    assert floor(SURE, 1.0) == 0


def test_confidence_counts_draws() -> None:
    """Of 20 draws 19 are 95%, though 0.95 times 20 is not 19 in binary."""
    joint = np.concatenate([np.repeat(SURE, 19, axis=0), SURE[:, :, ::-1]])
    assert required_sensitivity(joint, 0.01, 0.95, 1) == pytest.approx(1 - 1 / 99)
    assert required_sensitivity(joint, 0.01, 0.96, 1) is None


def test_elicited_rates_are_averaged_over() -> None:
    rates = np.array([0.0, 0.1, 0.2])
    found = required_sensitivity(SURE, 0.01, 1.0, 3, false_positive_rate=rates)
    assert (1 - found) ** 3 == pytest.approx(np.mean((1 - rates) ** 3) / 99)
    assert required_trials(SURE, 0.01, 1.0, np.array([0.5, 0.7])) == next(
        number for number in range(99) if np.mean([0.5**number, 0.3**number]) <= 1 / 99
    )


def test_the_frontier_is_the_required_sensitivity_of_each() -> None:
    joint = draws(500, 3)
    found = frontier(joint, 0.05, 0.5, np.arange(1, 20), common_failure=0.01)
    one_by_one = [required_sensitivity(joint, 0.05, 0.5, number, common_failure=0.01) for number in range(1, 20)]
    assert found.tolist() == pytest.approx([math.nan if s is None else s for s in one_by_one], nan_ok=True)
    assert np.all(np.diff(found) < 0)


@pytest.mark.parametrize(
    "joint", [np.zeros((0, 2, 2)), np.zeros((2, 2)), np.full((3, 2, 2), np.nan), -SURE, np.full((3, 2, 2), np.inf)]
)
def test_a_joint_is_probabilities_of_draws(joint: np.ndarray) -> None:
    with pytest.raises(ValueError, match="joint must have shape"):
        floor(joint, 0.9)


def test_a_record_has_a_trial() -> None:
    with pytest.raises(ValueError, match="at least one trial"):
        frontier(SURE, 0.01, 0.9, [1, 0])


@pytest.mark.parametrize(("threshold", "confidence"), [(1.5, 0.9), (0.1, 2.0), (math.nan, 0.9)])
def test_settings_are_fractions(threshold: float, confidence: float) -> None:
    with pytest.raises(ValueError, match="threshold" if confidence == 0.9 else "confidence"):
        required_sensitivity(SURE, threshold, confidence, 3)
