"""The LKJ prior by partial correlations, against its density, its marginals and a matrix by hand."""

import mpmath
import numpy as np
import pytensor.tensor as pt
import pytest
from hypothesis import given, strategies as st
from pytensor.compile.mode import Mode
from scipy import stats

from consilience.models.cruxes.correlation import (
    cholesky_of_partials,
    correlation_of_partials,
    draw_partials,
    log_one_minus_square,
    partial_weights,
)

SHAPE = 2.0  # As the documentation states it.
PYTHON = Mode(linker="py", optimizer=None)


@pytest.mark.parametrize("size", [2, 3, 5])
def test_every_correlation_has_the_marginal_that_lkj_gives_it(size: int) -> None:
    # Lewandowski, Kurowicka and Joe (2009), section 3: Beta(eta - 1 + K/2, eta - 1 + K/2) on (-1, 1), all alike.
    rng = np.random.default_rng(size)
    drawn = correlation_of_partials(np.array([draw_partials(size, 8, SHAPE, rng) for _ in range(4000)]), 8)
    shape = SHAPE - 1 + size / 2
    for row, column in zip(*np.tril_indices(size, -1), strict=True):
        marginal = (drawn[:, row, column] + 1) / 2
        assert stats.kstest(marginal, stats.beta(shape, shape).cdf).pvalue > 1e-4, (row, column)


@pytest.mark.parametrize("size", [2, 3, 4])
def test_the_prior_is_the_determinant_to_the_power_of_the_shape_less_one(size: int) -> None:
    weights, pairs = partial_weights(size, size, SHAPE), np.tril_indices(size, -1)

    def correlations(raw: np.ndarray) -> np.ndarray:
        return correlation_of_partials(raw, size)[pairs]

    def log_excess(raw: np.ndarray) -> float:
        steps = np.eye(raw.size) * 1e-5
        jacobian = [(correlations(raw + step) - correlations(raw - step)) / 2e-5 for step in steps]
        prior = np.sum(weights * log_one_minus_square(raw)) - np.linalg.slogdet(jacobian)[1]
        return float(prior - (SHAPE - 1) * np.linalg.slogdet(correlation_of_partials(raw, size))[1])

    rng = np.random.default_rng(1)
    excess = [log_excess(rng.normal(0, 0.7, weights.size)) for _ in range(10)]
    assert excess == pytest.approx(np.full(10, excess[0]), abs=1e-6)


def test_draws_are_those_of_the_prior_that_the_model_adds_up() -> None:
    weights = partial_weights(3, 4, SHAPE)
    raw = np.linspace(-2, 2, 9)
    for weight in weights:
        # Of a beta variable on (-1, 1) seen through tanh.
        density = stats.beta(weight, weight).logpdf((np.tanh(raw) + 1) / 2) + np.log1p(-(np.tanh(raw) ** 2))
        difference = density - weight * log_one_minus_square(raw)
        assert difference == pytest.approx(np.full(9, difference[0]), abs=1e-10)


@given(st.integers(2, 6), st.integers(0, 1000))
def test_matrices_are_correlations_and_do_not_depend_on_the_padding(size: int, seed: int) -> None:
    raw = np.random.default_rng(seed).normal(0, 1.5, 28)
    padded = correlation_of_partials(raw, 8)
    assert np.diagonal(padded) == pytest.approx(np.ones(8), abs=1e-12)
    assert np.array_equal(padded, padded.T)
    assert np.linalg.eigvalsh(padded).min() > 0
    alone = correlation_of_partials(raw[: size * (size - 1) // 2], size)
    assert padded[:size, :size] == pytest.approx(alone, abs=1e-14)


def test_partial_correlations_are_those_of_residuals() -> None:
    # Row by row: r10, r20, and r21 with the first variable held (Yule, 1907).
    first, second, held = 0.6, -0.3, 0.5
    found = correlation_of_partials(np.arctanh([first, second, held]), 3)
    between = held * np.sqrt((1 - first**2) * (1 - second**2)) + first * second
    assert found == pytest.approx(np.array([[1, first, second], [first, 1, between], [second, between, 1]]))


def test_the_tensor_is_the_factor_of_the_matrix() -> None:
    rng = np.random.default_rng(3)
    for raw in (rng.normal(0, 1, 28), rng.normal(0, 4, 28)):
        at = pt.dvector("raw")
        factor = cholesky_of_partials(at, 8).eval({at: raw}, mode=PYTHON)
        assert np.array_equal(factor, np.tril(factor))
        assert factor @ factor.T == pytest.approx(correlation_of_partials(raw, 8), abs=1e-12)


@pytest.mark.parametrize("raw", [-30.0, -3.0, -1e-9, 0.0, 0.4, 12.0, 300.0])
def test_near_one_no_digits_are_lost(raw: float) -> None:
    with mpmath.workdps(400):
        exact = float(mpmath.log(1 - mpmath.tanh(raw) ** 2))
    assert log_one_minus_square(raw) == pytest.approx(exact, rel=1e-13, abs=1e-15)
