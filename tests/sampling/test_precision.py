"""Diagnostics of many quantities at once, beside ArviZ's of each."""

import arviz_stats.base as az
import numpy as np
import pytest

from consilience.sampling.precision import Precision


def quantities(chains: int, draws: int) -> np.ndarray:
    """White, slow, alternating, heavy, rounded, apart, stuck in part, of two values, all but one the same."""
    rng = np.random.default_rng(chains * draws)
    white = rng.normal(size=(chains, draws))
    slow = np.cumsum(rng.normal(size=(chains, draws)), axis=1)
    smooth = np.apply_along_axis(lambda steps: np.convolve(steps, 0.9 ** np.arange(40))[:draws], 1, white)
    alternating = white + 2 * (-1) ** np.arange(draws)
    apart, stuck, rare = white + np.arange(chains)[:, None], white.copy(), np.zeros((chains, draws))
    stuck[0, : draws // 2] = 0.3
    rare[0, 0] = 1
    rest = rng.standard_t(1, (chains, draws)), np.round(white), apart, stuck, (white > 0) * 1.0, rare
    return np.stack([white, slow, smooth, alternating, *rest])


@pytest.mark.parametrize("size", [(4, 1000), (4, 999), (2, 50), (3, 9), (2, 4), (8, 251)])
def test_each_is_what_arviz_says(size: tuple[int, int]) -> None:
    values = quantities(*size)
    found = Precision(values)
    arviz = az.array_stats
    assert found.r_hat() == pytest.approx(arviz.rhat(values), rel=1e-9, nan_ok=True)
    assert found.ess_bulk() == pytest.approx(arviz.ess(values, method="bulk"), rel=1e-9)
    assert found.ess_tail((0.1, 0.9)) == pytest.approx(arviz.ess(values, method="tail", prob=(0.1, 0.9)), rel=1e-9)
    for probability in (0.05, 0.5, 0.95):
        expected = arviz.mcse(values, method="quantile", prob=probability)
        assert found.quantile_error(probability) == pytest.approx(expected, rel=1e-9)
