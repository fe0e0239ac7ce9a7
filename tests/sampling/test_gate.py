"""The diagnostics gate on chains whose fault is known."""

import numpy as np
import pytest
import xarray as xr

from consilience.sampling.fit import Diagnostic
from consilience.sampling.gate import BFMI_BOUND, ESS_BOUND, R_HAT_BOUND, check_answers, is_apart, is_short

CHAINS, DRAWS = 4, 1000
NAMES = ["r_hat", "ess_bulk", "ess_tail", "mcse", "divergences", "bfmi"]


def judge(*quantities: np.ndarray, diverging: int = 0, energy: np.ndarray | None = None) -> dict[str, Diagnostic]:
    """Checks by name of quantities of shape (chains, draws), called q0, q1, …"""
    answers = xr.Dataset(
        {"value": (("chain", "draw", "answer"), np.stack(quantities, axis=-1))},
        coords={
            "question": ("answer", [f"q{place}" for place in range(len(quantities))]),
            "group": ("answer", ["all"] * len(quantities)),
            "summary": ("answer", ["median"] * len(quantities)),
        },
    )
    flags = np.zeros((CHAINS, DRAWS), dtype=bool)
    flags.ravel()[:diverging] = True
    stats = xr.Dataset(
        {
            "diverging": (("chain", "draw"), flags),
            "energy": (("chain", "draw"), white(99) if energy is None else energy),
        }
    )
    return {check.name: check for check in check_answers(answers, stats)}


def white(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(CHAINS, DRAWS))


def autoregressive(seed: int, correlation: float) -> np.ndarray:
    steps = white(seed)
    chains = np.empty_like(steps)
    chains[:, 0] = steps[:, 0]
    for draw in range(1, DRAWS):
        chains[:, draw] = correlation * chains[:, draw - 1] + np.sqrt(1 - correlation**2) * steps[:, draw]
    return chains


def failed(checks: dict[str, Diagnostic]) -> set[str]:
    return {name for name, check in checks.items() if not check.passed}


@pytest.mark.parametrize("seed", range(5))
def test_independent_draws_pass(seed: int) -> None:
    checks = judge(white(seed), white(seed + 100))
    assert list(checks) == NAMES
    assert failed(checks) == set()


@pytest.mark.parametrize("seed", range(5))
def test_heavy_tails_alone_do_not_fail(seed: int) -> None:
    assert failed(judge(np.random.default_rng(seed).standard_t(3, (CHAINS, DRAWS)))) == set()


def test_a_shifted_chain_fails_and_is_named() -> None:
    shifted = white(2)
    shifted[1] += 1
    checks = judge(white(1), shifted, white(3))
    assert "r_hat" in failed(checks)
    assert checks["r_hat"].where == "q1, all, median"
    assert checks["r_hat"].worst > R_HAT_BOUND


def test_a_chain_of_another_width_fails() -> None:
    # R-hat on ranks alone does not see it; the folded one does (Vehtari et al., 2021, section 4).
    wide = white(4)
    wide[0] *= 4
    assert "r_hat" in failed(judge(wide))


def test_a_stuck_chain_fails() -> None:
    stuck = white(5)
    stuck[2] = stuck[2, 0]
    assert {"r_hat", "ess_bulk"} <= failed(judge(stuck))


def test_slow_mixing_fails_the_effective_sample_size() -> None:
    checks = judge(white(6), autoregressive(7, 0.98))
    assert {"ess_bulk", "ess_tail", "mcse"} & failed(checks) >= {"ess_bulk"}
    assert checks["ess_bulk"].where == "q1, all, median"
    assert checks["ess_bulk"].worst < ESS_BOUND


def test_effective_sample_size_is_that_of_an_autoregression() -> None:
    # n (1 − ρ) / (1 + ρ) for an AR(1) process.
    worst = judge(autoregressive(8, 0.5))["ess_bulk"].worst
    assert worst == pytest.approx(CHAINS * DRAWS / 3, rel=0.15)


def test_monte_carlo_error_is_a_share_of_the_interval() -> None:
    # Of 4000 independent normal draws a 5% quantile has the error √(0.05 · 0.95 / 4000) / φ(1.645) = 0.033, on a 90%
    # interval 3.29 wide.
    assert judge(white(9))["mcse"].worst == pytest.approx(0.0102, rel=0.2)
    assert judge(1000 * white(9))["mcse"].worst == pytest.approx(judge(white(9))["mcse"].worst)


def test_more_than_stray_divergences_fail() -> None:
    # Of 4000 draws two are one in two thousand.
    assert not failed(judge(white(10), diverging=2))
    checks = judge(white(10), diverging=3)
    assert failed(checks) == {"divergences"}
    assert checks["divergences"].worst == 3
    assert checks["divergences"].where == ""


def test_a_slowly_changing_energy_fails() -> None:
    checks = judge(white(11), energy=autoregressive(12, 0.95))
    assert failed(checks) == {"bfmi"}
    assert checks["bfmi"].worst < BFMI_BOUND


def test_one_bad_chain_is_enough_for_the_energy() -> None:
    energy = white(13)
    energy[3] = autoregressive(14, 0.99)[3]
    assert failed(judge(white(15), energy=energy)) == {"bfmi"}


def test_chains_that_stand_still_each_elsewhere_fail_without_a_warning() -> None:
    still = np.repeat(np.arange(4.0), white(16).shape[1]).reshape(white(16).shape)
    assert judge(white(17), still)["r_hat"].worst == np.inf


def test_a_draw_that_is_no_number_fails() -> None:
    values = white(16)
    values[0, 3] = np.nan
    checks = judge(white(17), values)
    assert {"r_hat", "ess_bulk", "ess_tail", "mcse"} <= failed(checks)
    assert checks["r_hat"].where == "q1, all, median"


def test_what_more_draws_would_mend_is_short_and_nothing_else() -> None:
    slow = autoregressive(7, 0.95)
    apart = white(2)
    apart[1] += 1
    broken = white(3)
    broken[0, 0] = np.nan
    assert is_short(judge(white(6), slow).values())
    assert not is_short(judge(white(6)).values())
    assert not is_short(judge(white(6), slow, diverging=3).values())
    assert not is_short(judge(white(6), slow, energy=autoregressive(12, 0.95)).values())
    assert not is_short(judge(white(6), apart).values())
    assert not is_short(judge(white(6), broken).values())


def test_chains_that_are_nothing_but_far_apart_are_so() -> None:
    apart = white(2)
    apart[1] += 1
    broken = apart.copy()
    broken[0, 0] = np.nan
    assert is_apart(judge(white(6), apart).values())
    assert not is_apart(judge(white(6)).values())
    assert not is_apart(judge(white(6), autoregressive(7, 0.95)).values())
    assert not is_apart(judge(white(6), apart, diverging=3).values())
    assert not is_apart(judge(white(6), apart, energy=autoregressive(12, 0.95)).values())
    assert not is_apart(judge(white(6), broken).values())


def test_a_check_reads_as_a_sentence() -> None:
    text = str(judge(white(18), diverging=7)["divergences"])
    assert text == "divergences 7 against 2: FAILED (it is open whether no part of the posterior was missed)"
