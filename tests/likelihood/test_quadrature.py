"""Quadrature against mpmath's incomplete beta function, and the laws that every probability obeys."""

import itertools
import math
from collections.abc import Iterator

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy import special

from consilience.likelihood import quadrature
from consilience.likelihood.kernels import rank_density
from consilience.likelihood.quadrature import (
    Density,
    log_between,
    log_density,
    log_density_and_score,
    logit_share_below,
    student_tail,
    tail_table,
)
from tests.likelihood.densities import student

DEGREES = (1, 1.5, 2.5, 4, 10, 30, 100)
LOWS = (-300, -77, -30, -12, -5, -2.2, -1, -0.4, -0.01, 0, 0.3, 1.7, 3.5, 8, 20, 60, 300)
WIDTHS = (1e-6, 1e-3, 0.05, 0.3, 0.9, 1.5, 2.5, 4, 7, 15, 50, 200)
SHAPES = ((1, 1), (1, 2), (2, 1), (1.96, 1.04), (5.5, 5.5), (12, 19), (44.5, 44.5), (43, 435), (19, 70))

type Real = mpmath.mpf


@pytest.fixture(autouse=True)
def _forty_digits() -> Iterator[None]:
    with mpmath.workdps(40):
        yield


def student_tail_exactly(at: Real, nu: Real) -> Real:
    """P(T > at) for at >= 0 (Abramowitz and Stegun, 1964, eq. 26.7.1 and 26.5.27)."""
    return mpmath.betainc(nu / 2, mpmath.mpf(1) / 2, 0, nu / (nu + at * at), regularized=True) / 2


def student_between(low: float, high: float, nu: Real, low_open: bool = False, high_open: bool = False) -> Real:
    low, high, nu = mpmath.mpf(low), mpmath.mpf(high), mpmath.mpf(nu)
    # Each side of the mode by its own tail: a difference of near-ones would need as many digits as the tail is far.
    left = lambda edge: student_tail_exactly(-edge, nu) if edge <= 0 else 1 - student_tail_exactly(edge, nu)  # noqa: E731
    right = lambda edge: student_tail_exactly(edge, nu) if edge >= 0 else 1 - student_tail_exactly(-edge, nu)  # noqa: E731
    if low_open:
        return left(high)
    if high_open:
        return right(low)
    return right(low) - right(high) if low >= 0 else left(high) - left(low)


def rank_between(low: float, high: float, a: float, b: float) -> Real:
    low, high = mpmath.mpf(low), mpmath.mpf(high)
    if low >= math.log(a / b):
        above = [mpmath.betainc(b, a, 0, 1 / (1 + mpmath.exp(x)), regularized=True) for x in (low, high)]
        return above[0] - above[1]
    below = [mpmath.betainc(a, b, 0, 1 / (1 + mpmath.exp(-x)), regularized=True) for x in (low, high)]
    return below[1] - below[0]


@pytest.mark.parametrize("nu", DEGREES)
def test_student_interval_agrees_with_mpmath_at_every_place_and_width(nu: float) -> None:
    density = student(nu)
    allowed = 2e-6 if nu <= 30 else 1e-5
    for low, width in itertools.product(LOWS, WIDTHS):
        value = log_between(density, float(low), low + width, False, False)[0]
        exact = mpmath.log(student_between(low, low + width, nu))
        assert value == pytest.approx(float(exact), abs=allowed, rel=0), (low, width)


@pytest.mark.parametrize("nu", DEGREES)
@pytest.mark.parametrize("width", [0.01, 0.1, 0.1699, 0.1701, 0.3, 0.4999])
def test_cells_of_rounded_numbers_agree_with_mpmath_to_ten_digits(nu: float, width: float) -> None:
    # As far as such a cell lies where the density falls by less than e: beyond, wider ones have their own test.
    for low in (place for place in (-3, -1.2, -0.6, -width / 2, 0, 0.5, 2) if nu < 30 or abs(place) < 2):
        value, _, _, d_nu = log_between(student(nu), float(low), low + width, False, False)
        log_exact = lambda freedom, low=low: mpmath.log(student_between(low, low + width, freedom))  # noqa: E731
        assert value == pytest.approx(float(log_exact(nu)), abs=1e-10, rel=0), low
        assert d_nu == pytest.approx(float(mpmath.diff(log_exact, nu)), abs=2e-10, rel=0), low


@pytest.mark.parametrize("nu", DEGREES)
def test_student_half_line_agrees_with_mpmath(nu: float) -> None:
    density = student(nu)
    allowed = 2e-6 if nu <= 30 else 1e-5
    for edge, low_open in itertools.product(LOWS, (True, False)):
        # The edge that is open is not read, whatever it says.
        low, high = (math.nan, float(edge)) if low_open else (float(edge), math.nan)
        value = log_between(density, low, high, low_open, not low_open)[0]
        exact = mpmath.log(student_between(edge, edge, nu, low_open, not low_open))
        assert value == pytest.approx(float(exact), abs=allowed, rel=0), (edge, low_open)


@pytest.mark.parametrize("nu", DEGREES)
def test_student_derivatives_agree_with_mpmath(nu: float) -> None:
    density = student(nu)
    step = mpmath.mpf(10) ** -12
    for low, width in itertools.product(LOWS[::2], WIDTHS[1::3]):
        high = low + width
        _, d_low, d_high, d_nu = log_between(density, float(low), high, False, False)
        probability = student_between(low, high, nu)
        pdf = [mpmath.exp(log_density(density, float(x))) for x in (low, high)]
        up, down = (mpmath.log(student_between(low, high, nu + way * step)) for way in (1, -1))
        assert d_low == pytest.approx(float(-pdf[0] / probability), rel=1e-4), (low, width)
        assert d_high == pytest.approx(float(pdf[1] / probability), rel=1e-4), (low, width)
        assert d_nu == pytest.approx(float((up - down) / (2 * step)), abs=2e-5), (low, width)


@pytest.mark.parametrize(("a", "b"), SHAPES)
def test_rank_interval_agrees_with_mpmath(a: float, b: float) -> None:
    density = rank_density(float(a), float(b))
    deviation = math.sqrt((a + b) / (a * b))
    for place, width in itertools.product((-40, -12, -5, -2.5, -1, -0.3, 0, 0.4, 1.3, 3, 8, 40), WIDTHS[:-1]):
        low = density.mode + place * deviation
        high = low + width * deviation
        value, d_low, d_high, _ = log_between(density, low, high, False, False)
        probability = rank_between(low, high, a, b)
        assert value == pytest.approx(float(mpmath.log(probability)), abs=2e-5, rel=0), (place, width)
        for derivative, edge in ((-d_low, low), (d_high, high)):
            share, rest = (1 / (1 + mpmath.exp(sign * mpmath.mpf(edge))) for sign in (-1, 1))
            exact = share**a * rest**b / mpmath.beta(a, b) / probability
            assert derivative == pytest.approx(float(exact), rel=1e-4, abs=1e-300), (place, width)


@pytest.mark.parametrize(("place", "width"), [(-40, 60), (-3, 2.5), (-0.7, 1.5), (0, 1e-3), (0.2, 1.2), (8, 0.3)])
def test_rank_interval_of_a_survey_of_thousands_agrees_with_mpmath(place: float, width: float) -> None:
    density = rank_density(1350.0, 1350.0)
    low, high = (edge * math.sqrt(2 / 1350) for edge in (place, place + width))
    value = log_between(density, low, high, False, False)[0]
    assert value == pytest.approx(float(mpmath.log(rank_between(low, high, 1350, 1350))), abs=2e-5, rel=0)


def test_rank_interval_of_the_first_of_many_is_good_to_a_few_ten_thousandths() -> None:
    # Beta(1, 30): the steepest tail that a small share of a survey can ask for.
    density = rank_density(1.0, 30.0)
    for low in (-8.0, -5.0, density.mode, -2.0, 0.0):
        value = log_between(density, low, low + 2, False, False)[0]
        assert value == pytest.approx(float(mpmath.log(rank_between(low, low + 2, 1, 30))), abs=3e-4)


@pytest.mark.parametrize("nu", DEGREES)
@pytest.mark.parametrize("x", [-30.0, -4.0, -0.5, 0.0, 0.2, 1.0, 7.0, 45.0])
def test_log_odds_of_the_share_below_agree_with_mpmath(nu: float, x: float) -> None:
    density = student(nu)
    exact = student_between(x, x, nu, low_open=True)
    other = student_between(x, x, nu, high_open=True)
    step = mpmath.mpf(10) ** -12
    towards_tail = -1 if x > 0 else 1
    d_nu = (
        (student_tail_exactly(abs(x), nu + step) - student_tail_exactly(abs(x), nu - step)) / (2 * step) * towards_tail
    )
    pdf = mpmath.exp(log_density(density, x))

    # From a table: its interpolation is good to 4e-5 in the log tail; in the slope with nu it is coarser below 2.5.
    value, d_x, d_p = logit_share_below(density, tail_table(), x)
    assert value == pytest.approx(float(mpmath.log(exact / other)), abs=2e-4)
    assert d_x == pytest.approx(float(pdf / (exact * other)), rel=2e-4)
    assert d_p == pytest.approx(float(d_nu / (exact * other)), rel=2e-3, abs=6e-3 if nu < 2.5 else 4e-4)


@pytest.mark.parametrize("nu", DEGREES)
@pytest.mark.parametrize("x", [0.0, 0.12, 0.4, 1.3, 3.0, 13.0, 200.0, 1100.0, 5000.0])
def test_tabulated_tail_agrees_with_mpmath_on_and_between_and_beyond_its_nodes(nu: float, x: float) -> None:
    density = student(nu)
    log_tail, d_nu = student_tail(density, tail_table(), -x)
    step = mpmath.mpf(10) ** -12
    slope = mpmath.log(student_tail_exactly(x, nu + step) / student_tail_exactly(x, nu - step)) / (2 * step)
    assert log_tail == pytest.approx(float(mpmath.log(student_tail_exactly(x, nu))), abs=5e-5, rel=0)
    assert d_nu == pytest.approx(float(slope), abs=5e-3 if nu < 2.5 else 2e-4)


@pytest.mark.parametrize("nu", DEGREES)
def test_score_is_the_derivative_of_the_log_density(nu: float) -> None:
    for x in (-200.0, -3.0, 0.0, 0.7, 20.0):
        step = 1e-5 * nu
        slope = (log_density(student(nu + step), x) - log_density(student(nu - step), x)) / (2 * step)
        assert log_density_and_score(student(nu), x)[1] == pytest.approx(slope, rel=1e-5, abs=1e-8)


densities = st.one_of(
    st.floats(1, 150).map(student),
    st.tuples(st.floats(1, 2000), st.floats(1, 2000)).map(lambda shapes: rank_density(*shapes)),
)
# In standard deviations from the mode: where the sampler strays while it warms up.
places = st.floats(-60, 60)
widths = st.floats(-6, 2).map(lambda power: 10**power)


def spread_of(density: Density) -> float:
    return math.sqrt((density.p + density.q) / (density.p * density.q)) if density.beta else 1.0


@given(densities, places, widths)
def test_an_interval_has_a_log_probability_and_finite_gradients(density: Density, place: float, width: float) -> None:
    low = density.mode + place * spread_of(density)
    result = log_between(density, low, low + width * spread_of(density), False, False)
    assert np.all(np.isfinite(result))
    assert result[0] <= 1e-9
    assert result[1] <= 0 <= result[2]


@given(densities, st.floats(40, 400), st.booleans(), widths)
def test_far_beyond_the_mode_gradients_stay_finite(density: Density, place: float, below: bool, width: float) -> None:
    low = density.mode + (-place if below else place) * spread_of(density)
    for low_open, high_open in ((False, False), (True, False), (False, True)):
        result = log_between(density, low, low + width * spread_of(density), low_open, high_open)
        assert np.all(np.isfinite(result)), (low_open, high_open)


@given(densities, places, widths, st.floats(0.01, 0.99))
def test_moving_an_edge_outwards_never_lowers_the_probability(
    density: Density, place: float, width: float, inner: float
) -> None:
    low = density.mode + place * spread_of(density)
    high = low + width * spread_of(density)
    middle = low + inner * (high - low)
    whole = log_between(density, low, high, False, False)[0]
    for part in (
        log_between(density, low, middle, False, False)[0],
        log_between(density, middle, high, False, False)[0],
    ):
        assert part <= whole + 1e-4


@given(densities, places, widths, st.floats(0.01, 0.99))
def test_two_parts_add_up_to_the_whole(density: Density, place: float, width: float, inner: float) -> None:
    low = density.mode + place * spread_of(density)
    high = low + width * spread_of(density)
    middle = low + inner * (high - low)
    parts = np.logaddexp(
        log_between(density, low, middle, False, False)[0], log_between(density, middle, high, False, False)[0]
    )
    assert parts == pytest.approx(log_between(density, low, high, False, False)[0], abs=1e-3)


@given(densities, places)
def test_the_two_half_lines_add_up_to_one(density: Density, place: float) -> None:
    edge = density.mode + place * spread_of(density)
    below = log_between(density, edge, edge, True, False)[0]
    above = log_between(density, edge, edge, False, True)[0]
    # Off the mode one is by definition what the other leaves; at the mode both are tails, each with its own error.
    allowed = 1e-12 if abs(place) > 1e-9 else 3e-4
    assert math.exp(below) + math.exp(above) == pytest.approx(1, abs=allowed)


@settings(deadline=None)
@given(st.floats(1e-3, 1e6))
def test_digamma_is_scipys(x: float) -> None:
    assert quadrature.digamma(x) == pytest.approx(special.psi(x), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("nu", [1.0, 3.5, 30.0, 1e4])
def test_the_constants_of_students_t_are_scipys(nu: float) -> None:
    assert tuple(quadrature.student(nu)) == pytest.approx(tuple(student(nu)), rel=1e-11)
