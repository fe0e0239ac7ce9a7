"""Sensitivity indices on functions whose indices are known, and the tornado."""

import re
import subprocess
import sys
import warnings
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from consilience.measures.indices import Indices, sobol_indices, tornado
from consilience.notation import format_shares_within
from tests.examples import examples

ENDS = "", "_low", "_high"


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


@pytest.fixture(scope="module")
def of_ishigami() -> Indices:
    apart = np.random.default_rng(2)
    return sobol_indices(ishigami, np.column_stack([apart.permutation(UNIFORM) for _ in FIRST]), samples=4096, seed=3)


def test_ishigami(of_ishigami: Indices) -> None:
    assert of_ishigami.first_order == pytest.approx(FIRST, abs=0.02)
    assert of_ishigami.total == pytest.approx(TOTAL, abs=0.02)
    assert (of_ishigami.first_order_high - of_ishigami.first_order_low < 0.06).all()


def test_the_interval_holds_the_index_about_as_often_as_it_says() -> None:
    # The bootstrap takes points for independent, and points of a Sobol' sequence err less: it errs on the safe side.
    apart = np.random.default_rng(2)
    draws = np.column_stack([apart.permutation(UNIFORM) for _ in FIRST])
    found = [sobol_indices(ishigami, draws, samples=256, seed=seed) for seed in range(30)]
    held = [
        (getattr(one, f"{name}_low") <= wanted) & (wanted <= getattr(one, f"{name}_high"))
        for one in found
        for name, wanted in (("first_order", np.array(FIRST)), ("total", np.array(TOTAL)))
    ]
    assert np.mean(held) > 0.85


def test_more_points_are_a_narrower_interval(of_ishigami: Indices) -> None:
    few = sobol_indices(ishigami, normals()[:, :3], samples=64, seed=3)
    wide, narrow = (np.mean(found.total_high - found.total_low) for found in (few, of_ishigami))
    assert wide > 3 * narrow


# A sum of independent terms: the shares are those of the variances, and nothing is joint.
WEIGHTS, SPREADS = np.array([1.0, -2.0, 0.5, 0.0]), np.array([1.0, 0.5, 3.0, 2.0])
SHARES = (WEIGHTS * SPREADS) ** 2 / np.sum((WEIGHTS * SPREADS) ** 2)


def normals(size: int = 4000) -> np.ndarray:
    return np.random.default_rng(7).normal(scale=SPREADS, size=(size, len(SPREADS)))


def test_a_sum_shares_out_its_variance() -> None:
    found = sobol_indices(lambda x: x @ WEIGHTS, normals(), samples=2048, seed=1)
    assert found.first_order == pytest.approx(SHARES, abs=0.03)
    assert found.total == pytest.approx(SHARES, abs=0.03)
    # What goes with the others by chance alone.
    assert found.total[3] == pytest.approx(0, abs=1e-4)


@pytest.mark.parametrize("correlation", [-0.9, -0.5, 0, 0.6])
def test_components_that_go_together_count_for_what_they_share(correlation: float) -> None:
    # E(x + y | x) = (1 + r) x, so that either index is (1 + r)^2 / (2 + 2 r) = (1 + r) / 2, and nothing is joint.
    covariance = [[1, correlation], [correlation, 1]]
    draws = np.random.default_rng(5).multivariate_normal([0, 0], covariance, size=20_000)
    found = sobol_indices(lambda x: x.sum(axis=1), draws)
    assert found.first_order == pytest.approx((1 + correlation) / 2, abs=0.03)
    assert found.total == pytest.approx((1 + correlation) / 2, abs=0.03)


def test_components_that_move_as_one_have_all_of_the_variance_each() -> None:
    draws = np.sort(normals(), axis=0)
    found = sobol_indices(lambda x: x @ np.abs(WEIGHTS), draws)
    assert found.first_order == pytest.approx(1, abs=0.03)
    assert found.total == pytest.approx(1, abs=0.03)


def test_the_full_indices_of_a_product_of_two_that_go_together() -> None:
    # Standard normals x, y = r x + e: E(xy | x) = r x^2 has the variance 2 r^2, and xy has 1 + r^2. Held e, the rest
    # E(xy | e) is r, so that the total index is 1.
    r = 0.6
    draws = np.random.default_rng(5).multivariate_normal([0, 0], [[1, r], [r, 1]], size=50_000)
    found = sobol_indices(lambda x: x[:, 0] * x[:, 1], draws, samples=8192)
    assert found.first_order == pytest.approx(2 * r**2 / (1 + r**2), abs=0.05)
    assert found.total == pytest.approx(1, abs=0.05)


def sliced(column: np.ndarray, output: np.ndarray) -> float:
    """Variance of the means over slices of equal numbers of draws, which takes whatever dependence there is."""
    parts = np.array_split(output[np.argsort(column)], 20)
    return float(np.var([part.mean() for part in parts]) / np.var(output))


@pytest.mark.parametrize("seed", range(4))
def test_the_first_order_is_that_of_the_draws(seed: int) -> None:
    # Skewed components with any correlations, and the log odds of all of them happening.
    rng = np.random.default_rng(seed)
    mixed = rng.normal(size=(20_000, 3)) @ rng.normal(size=(3, 3))
    draws = mixed + 0.3 * np.expm1(mixed / 3)

    def all_of(credences: np.ndarray) -> np.ndarray:
        together = -np.logaddexp(0, -credences).sum(axis=1)
        return together - np.log(-np.expm1(together))

    found = sobol_indices(all_of, draws, samples=2048, seed=seed)
    by_slices = np.array([sliced(column, all_of(draws)) for column in draws.T])
    assert found.first_order == pytest.approx(by_slices, abs=0.06)


@given(seed=st.integers(0, 2**32 - 1), size=st.integers(1, 6), samples=st.sampled_from([4, 16, 64]))
@settings(deadline=None, max_examples=examples(60))
def test_no_first_order_is_above_its_total_and_all_are_shares(seed: int, size: int, samples: int) -> None:
    rng = np.random.default_rng(seed)
    slopes, joint = rng.normal(size=size), rng.normal(size=(size, size)) * rng.choice([0, 1])
    draws = rng.normal(size=(200, size)) @ rng.normal(size=(size, size))
    found = sobol_indices(lambda x: x @ slopes + np.sum((x @ joint) * x, axis=1), draws, samples=samples, seed=seed)
    for end in ENDS:
        first, total = (getattr(found, f"{name}{end}") for name in ("first_order", "total"))
        assert ((first >= 0) & (first <= total) & (total <= 1)).all()
    # In print too: both in steps of one size.
    for place in range(size):
        columns = [getattr(found, f"{name}{end}")[place] for name in ("first_order", "total") for end in ENDS]
        said = format_shares_within(tuple(columns[:3]), tuple(columns[3:]))
        alone, in_all = ([int(number) for number in re.findall(r"(\d+)%", text)] for text in said)
        assert all(a <= b for a, b in zip(alone, in_all, strict=True))
    for name in ("first_order", "total"):
        low, middle, high = (getattr(found, f"{name}{end}") for end in ("_low", "", "_high"))
        assert ((low <= middle) & (middle <= high)).all()


def test_a_component_that_does_not_vary_has_no_share() -> None:
    draws = normals()
    draws[:, 0] = -1.5
    found = sobol_indices(lambda x: x @ WEIGHTS, draws)
    assert found.total[0] == pytest.approx(0, abs=1e-20)
    assert found.first_order[0] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("output", [0.0, np.inf, np.nan])
def test_where_nothing_varies_there_are_no_shares(output: float) -> None:
    found = sobol_indices(lambda x: np.full(len(x), output), normals(100), samples=16)
    assert np.isnan(astuple(found)).all()


@pytest.mark.parametrize("seed", [0, 1])
def test_a_seed_decides_everything(seed: int) -> None:
    def found() -> list[np.ndarray]:
        return list(astuple(sobol_indices(lambda x: x @ WEIGHTS, normals(), samples=64, seed=seed)))

    assert all(np.array_equal(a, b) for a, b in zip(found(), found(), strict=True))


def test_nothing_of_the_process_is_changed() -> None:
    before, shown, filters = np.random.get_state()[1].tolist(), warnings.formatwarning, list(warnings.filters)
    sobol_indices(lambda x: x @ WEIGHTS, normals(100), samples=16)
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


@pytest.mark.parametrize(("low", "high"), [(0.5, 0.5), (0.9, 0.1), (-0.1, 0.5), (0.5, 1.5)])
def test_the_ends_of_an_interval_are_in_order(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="in order"):
        tornado(lambda x: x[:, 0], normals(10), low, high)
