"""What is done in NumPy, so that an answer need not wait for ArviZ, against ArviZ."""

import arviz as az
import numpy as np
import pytest
import xarray as xr
from arviz_stats.base import array_stats
from scipy.special import logsumexp

from consilience.sampling.gate import check_answers
from consilience.sampling.psis import psis
from consilience.sampling.quantile_errors import quantiles_of

TAILS = {
    "a light tail": lambda rng: 0.3 * rng.normal(size=4000),
    "a tail at the edge": lambda rng: rng.standard_exponential(4000) * 0.7,
    "a heavy tail": lambda rng: rng.standard_t(2, 4000) * 3,
    "a bounded tail": lambda rng: -rng.standard_exponential(1000),
    "few draws": lambda rng: rng.normal(size=100),
    "weights that are mostly the same": lambda rng: np.round(rng.normal(size=1000) * 3),
    "one weight beyond all others": lambda rng: np.append(rng.normal(size=999), 40.0),
    "far from nought": lambda rng: 1e4 + rng.normal(size=500),
}


@pytest.mark.parametrize("tail", TAILS)
def test_weights_are_smoothed_as_arviz_smooths_them(tail):
    ratio = TAILS[tail](np.random.default_rng(1))
    log_weights, k = array_stats.psislw(-ratio, r_eff=1.0)
    found, found_k = psis(ratio)
    np.testing.assert_allclose(found - logsumexp(found), log_weights, atol=1e-10)
    assert found_k == pytest.approx(float(k), abs=1e-10, nan_ok=True) or not np.isfinite(k)


CHAINS = {
    "independent": lambda rng: rng.normal(size=(4, 1000)),
    "slow": lambda rng: np.cumsum(rng.normal(size=(4, 500)), axis=1) * 0.1 + rng.normal(size=(4, 500)),
    "a walk": lambda rng: np.cumsum(rng.normal(size=(4, 500)), axis=1),
    "opposed": lambda rng: np.diff(rng.normal(size=(4, 1001)), axis=1),
    "apart": lambda rng: rng.normal(size=(4, 300)) + np.arange(4)[:, None],
    "one chain": lambda rng: rng.normal(size=(1, 401)),
    "few": lambda rng: rng.normal(size=(4, 9)),
    "lumps": lambda rng: np.round(rng.normal(size=(4, 500))),
    "too few": lambda rng: rng.normal(size=(4, 3)),
    "not numbers": lambda rng: np.full((4, 100), np.nan),
    "constant": lambda rng: np.ones((4, 100)),
    # As log odds of a mean that is certain to all digits of a double in a draw or two.
    "certain in a draw": lambda rng: np.where(np.arange(1000) == 7, np.inf, rng.normal(size=(4, 1000))),
    "certain in many": lambda rng: np.where(rng.random((4, 1000)) < 0.2, np.inf, rng.normal(size=(4, 1000))),
}


@pytest.mark.parametrize("chains", CHAINS)
@pytest.mark.parametrize("level", [0.05, 0.5, 0.95])
def test_errors_of_quantiles_are_those_of_arviz(chains, level):
    draws = CHAINS[chains](np.random.default_rng(2))
    try:
        with np.errstate(invalid="ignore"):
            expected = float(array_stats.mcse(draws, method="quantile", prob=level))
    except (ValueError, TypeError):
        expected = np.nan
    # Beside others of the same size, none of which it takes for its own.
    others = np.random.default_rng(5).normal(size=(2, *draws.shape))
    [found] = quantiles_of(np.stack([others[0], draws, others[1]]), [level]).errors
    assert found[1] == pytest.approx(expected, rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("chains", [name for name in CHAINS if name not in ("few", "too few")])
def test_the_gate_measures_what_arviz_does(chains):
    draws = CHAINS[chains](np.random.default_rng(3))
    with np.errstate(invalid="ignore"):
        expected = {
            "r_hat": array_stats.rhat(draws),
            "ess_bulk": array_stats.ess(draws, method="bulk"),
            "ess_tail": array_stats.ess(draws, method="tail", prob=az.rcParams["stats.ci_prob"]),
        }
    names = {name: ("answer", ["one"]) for name in ("question", "group", "summary")}
    answers = xr.Dataset({"value": (("chain", "draw", "answer"), draws[..., None])}, coords=names)
    whole = np.random.default_rng(1).normal(size=draws.shape)
    stats = xr.Dataset({"diverging": (("chain", "draw"), whole > 9), "energy": (("chain", "draw"), whole)})
    found = {check.name: check.worst for check in check_answers(answers, stats)}
    expected = {name: float(value) for name, value in expected.items()}
    expected["bfmi"] = float(np.min(array_stats.bfmi(whole)))
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=1e-9, nan_ok=True)
