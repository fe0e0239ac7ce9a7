"""Readings of implied credences, against mpmath and SciPy, and their derivatives against differences."""

import mpmath
import numpy as np
import pytensor
import pytensor.tensor as pt
import pytest
from hypothesis import given, settings, strategies as st
from pytensor.compile.mode import Mode
from scipy import stats
from scipy.special import log_ndtr, logsumexp

from consilience.likelihood.readings import log_beyond, log_mass, readings_log_likelihood, readings_with_gradient
from consilience.likelihood.spreads import spread_points
from consilience.notation import parse

PYTHON = Mode(linker="py", optimizer=None)
NONE = np.zeros((0, 41))


@pytest.mark.parametrize("x", [-300.0, -8.0, -1.0, 0.0, 0.7, 4.999, 5.0, 5.001, 9.0, 38.0, 1e4])
def test_the_tail_is_that_of_the_normal(x: float) -> None:
    with mpmath.workdps(60):
        exact = float(mpmath.log(mpmath.erfc(mpmath.mpf(x) / mpmath.sqrt(2)) / 2))
    assert log_beyond(x) == pytest.approx(exact, rel=1e-13)
    assert log_beyond(x) == pytest.approx(log_ndtr(-x), rel=1e-12)


@settings(deadline=None)
@given(st.floats(-60, 60), st.floats(1e-3, 30))
def test_the_mass_of_a_cell_keeps_its_digits_in_both_tails(low: float, width: float) -> None:
    high = low + width
    with mpmath.workdps(60):
        far, near = sorted((mpmath.mpf(low), mpmath.mpf(high)), key=abs, reverse=True)
        both_sides = low < 0 < high
        root = mpmath.sqrt(2)
        inner, outer = (mpmath.erfc(abs(edge) / root) / 2 for edge in (near, far))
        exact = float(mpmath.log(1 - inner - outer if both_sides else inner - outer))
    # What is left of a difference of tails that hardly differ.
    assert log_mass(low, high, False, False)[0] == pytest.approx(exact, rel=1e-11, abs=1e-9)


@pytest.mark.parametrize("at", [-40.0, -3.0, 0.0, 0.2, 40.0])
def test_an_open_edge_leaves_a_tail(at: float) -> None:
    above, below = log_mass(at, at + 1, False, True), log_mass(at - 1, at, True, False)
    assert above[0] == pytest.approx(log_ndtr(-at), rel=1e-12)
    assert below[0] == pytest.approx(log_ndtr(at), rel=1e-12)
    assert above[2] == below[1] == 0.0


@settings(deadline=None)
@given(st.floats(-20, 20), st.floats(0.01, 6), st.sampled_from([(False, False), (True, False), (False, True)]))
def test_derivatives_in_the_edges(low: float, width: float, is_open: tuple[bool, bool]) -> None:
    high, step = low + width, 1e-5
    _, by_low, by_high = log_mass(low, high, *is_open)
    for found, (d_low, d_high) in ((by_low, (step, 0.0)), (by_high, (0.0, step))):
        up, down = (log_mass(low + sign * d_low, high + sign * d_high, *is_open)[0] for sign in (1, -1))
        assert found == pytest.approx((up - down) / (2 * step), rel=1e-4, abs=1e-4)


def readings() -> tuple[np.ndarray, np.ndarray]:
    cell = np.array(
        [
            [0, -2.3, -2.2, 0, 0, 1],
            [1, -3.0, -1.0, 0, 0, 3],
            [1, -4.0, -1.0, 1, 0, 2],
            [2, 0.5, 1.5, 0, 1, 1],
        ]
    )
    said = ("10-20% @80%", "q5=1% q50=5% q95=30%")
    return cell, np.array([[place, *spread_points(parse(text))] for place, text in enumerate(said)])


def test_readings_are_normal_about_what_is_implied() -> None:
    implied, kappa = np.array([-1.5, -2.6, 0.3]), 0.6
    cell, spread = readings()
    low, high = np.where(cell[:, 3] > 0, -np.inf, cell[:, 1]), np.where(cell[:, 4] > 0, np.inf, cell[:, 2])
    noise = stats.norm(implied[cell[:, 0].astype(int)], kappa)
    expected = np.sum(cell[:, 5] * np.log(noise.cdf(high) - noise.cdf(low)))
    for place, *points in spread:
        # Any of the forecaster's own points is as likely to be the credence that was read.
        expected += logsumexp(stats.norm.logpdf(points, implied[int(place)], kappa)) - np.log(len(points))
    assert readings_with_gradient(implied, kappa, cell, spread)[0] == pytest.approx(expected, rel=1e-11)


@pytest.mark.parametrize(("shift", "kappa"), [(0.0, 0.6), (3.0, 0.05), (-200.0, 0.3), (40.0, 2.0)])
def test_derivatives_are_those_of_the_likelihood(shift: float, kappa: float) -> None:
    implied = np.array([-1.5, -2.6, 0.3]) + shift
    cell, spread = readings()
    value, by_implied, by_kappa = readings_with_gradient(implied, kappa, cell, spread)
    assert np.isfinite(value)

    def slope(in_implied: np.ndarray | float, in_kappa: float, step: float) -> float:
        up, down = (
            readings_with_gradient(implied + sign * in_implied, kappa + sign * in_kappa, cell, spread)[0]
            for sign in (step, -step)
        )
        return float((up - down) / (2 * step))

    for place, unit in enumerate(np.eye(3)):
        assert by_implied[place] == pytest.approx(slope(unit, 0.0, 1e-6), rel=1e-4, abs=1e-4)
    assert by_kappa == pytest.approx(slope(0.0, 1.0, 1e-6 * kappa), rel=1e-4, abs=1e-4)


def test_pytensor_passes_the_derivatives_on() -> None:
    cell, spread = readings()
    inputs = pt.dvector(), pt.dscalar()
    value = 2 * readings_log_likelihood(*inputs, cell, spread)
    run = pytensor.function(inputs, [value, *pt.grad(value, inputs)], mode=PYTHON)
    at = np.array([-1.5, -2.6, 0.3]), 0.6
    for found, expected in zip(run(*at), readings_with_gradient(*at, cell, spread), strict=True):
        assert found == pytest.approx(2 * np.asarray(expected), rel=1e-12)


def test_nothing_said_is_nothing_learnt() -> None:
    value, by_implied, by_kappa = readings_with_gradient(np.zeros(2), 1.0, np.zeros((0, 6)), NONE)
    assert (value, by_implied.tolist(), by_kappa) == (0.0, [0.0, 0.0], 0.0)
