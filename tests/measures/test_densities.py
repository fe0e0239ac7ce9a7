"""Densities against SciPy's own, which we do without for the time that it takes to import."""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import stats

from consilience.measures.densities import bandwidth, kernel_density, log_student_t


@given(
    st.integers(2, 400),
    st.floats(-20, 20),
    st.floats(1e-6, 1e3),
    st.sampled_from(["normal", "standard_cauchy", "exponential"]),
    st.integers(1, 90),
)
def test_smooths_as_scipy_does(size: int, centre: float, width: float, shape: str, points: int) -> None:
    drawn = getattr(np.random.default_rng(size), shape)(size=size)
    draws = centre + width * drawn
    grid = np.linspace(draws.min() - width, draws.max() + width, points)
    golden = stats.gaussian_kde(draws)
    assert bandwidth(draws) == pytest.approx(float(np.sqrt(golden.covariance[0, 0])))
    assert kernel_density(draws, grid) == pytest.approx(golden(grid), rel=1e-6, abs=1e-12 / width)


@given(st.floats(-30, 30), st.floats(-10, 10), st.floats(1e-3, 100), st.sampled_from([0.5, 1.0, 4.0, 7.0, 1e4, np.inf]))
def test_log_density_of_a_student_t_as_scipy_has_it(x: float, centre: float, scale: float, freedom: float) -> None:
    golden = stats.t.logpdf(x, freedom, centre, scale)
    assert log_student_t(np.array([x]), centre, scale, freedom) == pytest.approx(golden, rel=1e-9, abs=1e-9)
