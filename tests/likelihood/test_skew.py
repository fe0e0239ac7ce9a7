"""The skew of a population: closed forms, its inverse, and what turns round with the question."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from consilience.likelihood import kernels
from consilience.likelihood.skew import skewed, standardised, steepness

places, skews = st.floats(-200, 200), st.floats(-2, 2)


@given(places, skews)
def test_each_undoes_the_other(x: float, s: float) -> None:
    y, slope, by_skew = kernels.standardised(x, kernels.turn_of(s))
    back, back_slope, back_by_skew = kernels.skewed(y, kernels.turn_of(s))
    assert skewed(standardised(x, s), s) == pytest.approx(x, rel=1e-9, abs=1e-9)
    assert back == pytest.approx(x, rel=1e-9, abs=1e-9)
    # Derivatives of a function and of its inverse (implicit function theorem).
    assert slope * back_slope == pytest.approx(1, rel=1e-8)
    assert back_by_skew == pytest.approx(-by_skew / slope, rel=1e-6, abs=1e-8)


@given(places, skews)
def test_the_kernels_have_the_same(x: float, s: float) -> None:
    y, slope, _ = kernels.standardised(x, kernels.turn_of(s))
    assert y == pytest.approx(float(standardised(x, s)), rel=1e-9, abs=1e-9)
    assert slope == pytest.approx(float(steepness(x, s)), rel=1e-9, abs=1e-9)
    assert kernels.skewed(x, kernels.turn_of(s))[0] == pytest.approx(skewed(x, s), rel=1e-9, abs=1e-9)


@given(st.floats(-20, 20), skews)
def test_derivatives_are_those_of_the_place(x: float, s: float) -> None:
    step = 1e-5
    slope = (standardised(x + step, s) - standardised(x - step, s)) / (2 * step)
    by_skew = (standardised(x, s + step) - standardised(x, s - step)) / (2 * step)
    assert kernels.standardised(x, kernels.turn_of(s))[1:] == pytest.approx((slope, by_skew), rel=1e-5, abs=1e-6)
    assert steepness(x, s) == pytest.approx(slope, rel=1e-5, abs=1e-6)


@given(places, skews)
def test_the_complement_turns_the_skew_round(x: float, s: float) -> None:
    assert standardised(-x, -s) == pytest.approx(-standardised(x, s), abs=1e-9)


@given(places)
def test_without_skew_nothing_moves(x: float) -> None:
    assert standardised(x, 0.0) == pytest.approx(x, rel=1e-12, abs=1e-12)


def test_the_middle_stays_and_a_positive_skew_draws_the_upper_tail_in() -> None:
    low, middle, high = skewed(np.array([-3.0, 0.0, 3.0]), 0.8)
    assert middle == pytest.approx(0, abs=1e-12)
    assert 0 < high < 3
    assert low < -3
