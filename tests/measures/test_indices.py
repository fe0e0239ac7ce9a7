"""Sensitivity indices on functions whose indices are known, and the tornado."""

import subprocess
import sys
import warnings

import numpy as np
import pytest

from consilience.measures.indices import given_data_indices, sobol_indices, tornado


def ishigami(x: np.ndarray) -> np.ndarray:
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


# Ishigami and Homma (1990), with a = 7 and b = 0.1 over (-pi, pi)^3: V1 = (1 + b pi^4 / 5)^2 / 2, V2 = a^2 / 8,
# V13 = 8 b^2 pi^8 / 225. Four digits as in Saltelli et al. (2008), Global Sensitivity Analysis: The Primer.
FIRST, TOTAL = [0.3139, 0.4424, 0], [0.5576, 0.4424, 0.2437]
UNIFORM = np.linspace(-np.pi, np.pi, 2001)


def test_the_published_indices_are_those_of_the_formulas() -> None:
    v1, v2, v13 = (1 + 0.1 * np.pi**4 / 5) ** 2 / 2, 49 / 8, 8 * 0.01 * np.pi**8 / 225
    whole = v1 + v2 + v13
    assert np.array([v1, v2, 0]) / whole == pytest.approx(FIRST, abs=5e-5)
    assert np.array([v1 + v13, v2, v13]) / whole == pytest.approx(TOTAL, abs=5e-5)


def test_ishigami() -> None:
    found = sobol_indices(ishigami, np.column_stack([UNIFORM] * 3), samples=4096, seed=3)
    assert found.first_order == pytest.approx(FIRST, abs=0.02)
    assert found.total == pytest.approx(TOTAL, abs=0.02)
    assert (np.abs(found.first_order - FIRST) < 2 * found.first_order_error).all()
    assert (np.abs(found.total - TOTAL) < 2 * found.total_error).all()
    assert (found.first_order_error < 0.1).all()


def test_ishigami_from_draws() -> None:
    draws = np.random.default_rng(4).uniform(-np.pi, np.pi, size=(20_000, 3))
    found = given_data_indices(draws, ishigami(draws), seed=1)
    assert found.first_order == pytest.approx(FIRST, abs=0.02)
    assert (found.first_order_error < 0.03).all()
    assert np.isnan(found.total).all()
    assert np.isnan(found.total_error).all()


# A sum of independent terms: the shares are those of the variances, and nothing is joint.
WEIGHTS, SPREADS = np.array([1.0, -2.0, 0.5, 0.0]), np.array([1.0, 0.5, 3.0, 2.0])
SHARES = (WEIGHTS * SPREADS) ** 2 / np.sum((WEIGHTS * SPREADS) ** 2)


def normals(size: int = 4000) -> np.ndarray:
    return np.random.default_rng(7).normal(scale=SPREADS, size=(size, len(SPREADS)))


def test_a_sum_shares_out_its_variance() -> None:
    found = sobol_indices(lambda x: x @ WEIGHTS, normals(), samples=2048, seed=1)
    assert found.first_order == pytest.approx(SHARES, abs=0.03)
    assert found.total == pytest.approx(SHARES, abs=0.03)
    assert found.total[3] == 0


def test_marginals_are_taken_as_independent() -> None:
    # Sorted columns move as one, which sobol_indices must not see and given_data_indices must.
    draws = np.sort(normals(), axis=0)
    found = sobol_indices(lambda x: x @ WEIGHTS, draws, samples=2048, seed=1)
    assert found.first_order == pytest.approx(SHARES, abs=0.03)
    positive = np.abs(WEIGHTS)
    assert given_data_indices(draws, draws @ positive).first_order == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize("correlation", [-0.5, 0, 0.6])
def test_dependence_is_kept_in_the_draws(correlation: float) -> None:
    # E(x + y | x) = (1 + r) x, so that either index is (1 + r)^2 / (2 + 2 r) = (1 + r) / 2.
    covariance = [[1, correlation], [correlation, 1]]
    draws = np.random.default_rng(5).multivariate_normal([0, 0], covariance, size=20_000)
    found = given_data_indices(draws, draws.sum(axis=1))
    assert found.first_order == pytest.approx((1 + correlation) / 2, abs=0.02)


def test_a_component_that_does_not_vary_has_no_share() -> None:
    draws = normals()
    draws[:, 0] = -1.5
    assert sobol_indices(lambda x: x @ WEIGHTS, draws).total[0] == pytest.approx(0, abs=1e-20)
    assert given_data_indices(draws, draws @ WEIGHTS).first_order[0] == 0


@pytest.mark.parametrize("output", [0.0, np.inf, np.nan])
def test_where_nothing_varies_there_are_no_shares(output: float) -> None:
    draws = normals(100)
    for found in (
        sobol_indices(lambda x: np.full(len(x), output), draws, samples=16),
        given_data_indices(draws, np.full(100, output)),
    ):
        assert np.isnan([found.first_order, found.first_order_error, found.total, found.total_error]).all()


@pytest.mark.parametrize("seed", [0, 1])
def test_a_seed_decides_everything(seed: int) -> None:
    def found() -> list[np.ndarray]:
        by_quantiles = sobol_indices(lambda x: x @ WEIGHTS, normals(), samples=64, seed=seed)
        by_draws = given_data_indices(normals(500), normals(500) @ WEIGHTS, seed=seed)
        return [by_quantiles.first_order, by_quantiles.total_error, by_draws.first_order_error]

    assert all(np.array_equal(a, b) for a, b in zip(found(), found(), strict=True))


def test_nothing_of_the_process_is_changed() -> None:
    before, shown, filters = np.random.get_state()[1].tolist(), warnings.formatwarning, list(warnings.filters)
    sobol_indices(lambda x: x @ WEIGHTS, normals(100), samples=16)
    given_data_indices(normals(100), normals(100) @ WEIGHTS)
    assert np.random.get_state()[1].tolist() == before
    assert warnings.formatwarning is shown
    assert list(warnings.filters) == filters


def test_the_module_loads_without_salib() -> None:
    code = "import sys, consilience.measures.indices; print('SALib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_tornado_by_hand() -> None:
    # Quantiles of 0, 1, ..., 100 are the numbers themselves.
    draws = np.column_stack([np.arange(101.0), np.full(101, 2.0)])
    moved = tornado(lambda x: x[:, 0] * x[:, 1], draws, low=0.1, high=0.8)
    assert moved.base == 100
    assert moved.low.tolist() == [20, 100]
    assert moved.high.tolist() == [160, 100]
    assert moved.component_low.tolist() == [10, 2]
    assert moved.component_high.tolist() == [80, 2]


def test_a_component_that_works_against_the_event_is_seen_to() -> None:
    moved = tornado(lambda x: -x[:, 0], np.linspace(-1, 1, 101)[:, None])
    assert moved.low[0] == pytest.approx(0.9)
    assert moved.high[0] == pytest.approx(-0.9)


@pytest.mark.parametrize("samples", [0, 1, 100, -4])
def test_samples_are_a_power_of_two(samples: int) -> None:
    with pytest.raises(ValueError, match="power of 2"):
        sobol_indices(lambda x: x[:, 0], normals(10), samples=samples)


@pytest.mark.parametrize("draws", [np.zeros(3), np.zeros((0, 2)), np.full((4, 2), np.inf)])
def test_draws_are_a_table_of_finite_log_odds(draws: np.ndarray) -> None:
    with pytest.raises(ValueError, match="draws are finite"):
        sobol_indices(lambda x: x[:, 0], draws)
    with pytest.raises(ValueError, match="draws are finite"):
        tornado(lambda x: x[:, 0], draws)
    with pytest.raises(ValueError, match="draws are finite"):
        given_data_indices(draws, np.zeros(len(draws)))


def test_every_draw_has_an_output() -> None:
    with pytest.raises(ValueError, match="as many of the output"):
        given_data_indices(normals(10), np.zeros(9))


@pytest.mark.parametrize(("low", "high"), [(0.5, 0.5), (0.9, 0.1), (-0.1, 0.5), (0.5, 1.5)])
def test_the_ends_of_an_interval_are_in_order(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="in order"):
        tornado(lambda x: x[:, 0], normals(10), low, high)
