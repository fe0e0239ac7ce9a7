"""Every pool of the table: what all pools keep, and numbers published elsewhere."""

import math

import numpy as np
import pytest
from hypothesis import example, given, strategies as st

from consilience.pools import POOLS, SHOWN_POOLS, pool

PROBABILITY = st.floats(0, 1)
INTERIOR = st.floats(1e-300, 1 - 1e-15)
PANEL = st.lists(PROBABILITY, min_size=1, max_size=12)
INNER_PANEL = st.lists(INTERIOR, min_size=1, max_size=12)

ALL = pytest.mark.parametrize("method", POOLS)
# Extremizing leaves the panel's range; that is what it is for.
WITHIN = pytest.mark.parametrize("method", [name for name in POOLS if name != "extremized"])
# The geometric mean of probabilities treats yes and no differently; that is what is wrong with it.
SYMMETRIC = pytest.mark.parametrize("method", [name for name in POOLS if name != "geometric_mean"])


@WITHIN
@given(panel=INNER_PANEL)
def test_a_pool_lies_within_the_panel(method: str, panel: list[float]) -> None:
    value = pool(panel, method).value
    assert min(panel) * (1 - 1e-9) <= value <= max(panel) * (1 + 1e-9)


@ALL
@given(panel=PANEL, data=st.data())
def test_the_order_of_the_panel_does_not_matter(method: str, panel: list[float], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(panel))
    assert pool(shuffled, method).value == pytest.approx(pool(panel, method).value, rel=1e-9, nan_ok=True)


@WITHIN
@given(said=INTERIOR, size=st.integers(1, 9))
def test_a_unanimous_panel_is_believed(method: str, said: float, size: int) -> None:
    assert pool([said] * size, method).value == pytest.approx(said, rel=1e-9)


@SYMMETRIC
@given(panel=st.lists(st.floats(1e-6, 1 - 1e-6), min_size=1, max_size=12))
def test_yes_and_no_sum_to_one(method: str, panel: list[float]) -> None:
    no = pool([1 - p for p in panel], method).value
    assert pool(panel, method).value + no == pytest.approx(1, abs=1e-9)


@ALL
@given(panel=PANEL)
@example(panel=[0.0, 1.0])
@example(panel=[5e-324] * 3)
@example(panel=[1.0])
def test_a_pool_is_a_probability_or_says_why_not(method: str, panel: list[float]) -> None:
    pooled = pool(panel, method)
    assert (pooled.used, pooled.left_out) == (len(panel), 0)
    if math.isnan(pooled.value):
        assert pooled.note.startswith("undefined: ")
        assert POOLS[method].needs_odds
        assert {0.0, 1.0} & set(panel)
        assert pooled.certain
    else:
        assert 0 <= pooled.value <= 1
        assert pooled.note == ""
        assert not pooled.certain


@given(panel=INNER_PANEL)
def test_the_logarithmic_pool_of_one_event_is_the_geometric_mean_of_odds(panel: list[float]) -> None:
    """Genest and Zidek (1986), Statistical Science 1, 114–135: with two outcomes they are one."""
    assert pool(panel, "logarithmic").value == pytest.approx(pool(panel, "geometric_mean_odds").value, rel=1e-7)


def test_extremizing_pushes_away_from_even_odds() -> None:
    low, high = ([0.1, 0.2, 0.3], [0.9, 0.8, 0.7])
    assert pool(low, "extremized").value < pool(low).value < 0.5
    assert pool(high, "extremized").value > pool(high).value > 0.5
    assert pool([0.5, 0.5], "extremized").value == 0.5


def test_trimming_leaves_out_a_fifth_at_either_end() -> None:
    assert pool([0.0, 0.1, 0.2, 0.3, 1.0], "trimmed").value == pytest.approx(0.2)
    assert pool([0.0, 0.1, 0.2, 1.0], "trimmed").value == pytest.approx(0.325)


SEVILLA = (0.014, 0.0221, 0.0039, 0.0040)


@pytest.mark.parametrize(
    ("method", "percent", "digits"),
    [("linear", 1.1, 6), ("geometric_mean_odds", 0.8358, 4), ("logarithmic", 0.8358, 4), ("median", 0.9, 6)],
)
def test_14_four_nuclear_estimates(method: str, percent: float, digits: int) -> None:
    """J. Sevilla, "When pooling forecasts use the geometric mean of odds" (2021), its table: 1:118, 0.84%."""
    assert round(100 * pool(SEVILLA, method).value, digits) == percent


@pytest.mark.parametrize(
    ("method", "percent"),
    [("geometric_mean_odds", 53.37), ("geometric_mean", 37.80), ("extremized", 55.05)],
)
def test_28_three_forecasters(method: str, percent: float) -> None:
    """90%, 60%, 10%: quantified-uncertainty/squiggle#41, worked out in plain Python."""
    assert round(100 * pool([0.9, 0.6, 0.1], method).value, 2) == percent


ZEROS = (0, 0, 0, 0, 0.0001, 0.001, 0.01, 0.01, 0.02, 0.05, 0.1)


@pytest.mark.parametrize(
    ("clip", "percent"), [(0.01, 1.532), (0.005, 1.052), (0.001, 0.439), (0.0001, 0.155), (1e-6, 0.029)]
)
def test_15_the_constant_sets_the_answer(clip: float, percent: float) -> None:
    """A panel with zeros, worked out in plain Python: the answer moves fifty-fold with the clip constant."""
    assert round(100 * pool(ZEROS, clip=clip).value, 3) == percent


def test_15_without_a_constant_the_pool_is_undefined_and_says_of_how_many() -> None:
    pooled = pool(ZEROS)
    assert math.isnan(pooled.value)
    assert pooled.note == "undefined: 0% and 100% have no odds, and 4 of 11 answers are so certain"
    assert round(100 * pool(ZEROS, "linear").value, 3) == 1.737


def test_a_zero_makes_the_geometric_mean_of_probabilities_zero() -> None:
    assert pool([0, 0.5], "geometric_mean").value == 0
    assert pool([1, 0.25], "geometric_mean").value == 0.5


def test_an_unknown_pool_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="no pool is called 'mean'") as refused:
        pool([0.1], "mean")
    assert all(name in str(refused.value) for name in POOLS)


@pytest.mark.parametrize("wrong", [-0.1, 1.5, 12, math.inf])
def test_what_is_no_fraction_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="a fraction from 0 to 1"):
        pool([0.1, wrong], "linear")


@pytest.mark.parametrize("wrong", ["linear", ["10%", "20%"], [{}]])
def test_what_are_no_numbers_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"a pool takes numbers.*To mend it: give fractions"):
        pool(wrong, "linear")  # type: ignore[arg-type]


@pytest.mark.parametrize("clip", [-0.1, 0, 0.5, 0.7, math.nan])
def test_a_clip_that_would_turn_answers_over_is_refused(clip: float) -> None:
    with pytest.raises(ValueError, match=r"between 0 and 0\.5"):
        pool([0.1, 0.2], clip=clip)


@ALL
def test_nothing_is_no_answer(method: str) -> None:
    assert pool([], method).note == "undefined: no statement has a single number"
    unsaid = pool([math.nan, math.nan], method)
    assert (math.isnan(unsaid.value), unsaid.used, unsaid.left_out) == (True, 0, 2)


def test_what_was_not_said_is_left_out_and_counted() -> None:
    pooled = pool(np.array([0.1, math.nan, 0.3]), "linear")
    assert (round(pooled.value, 12), pooled.used, pooled.left_out) == (0.2, 2, 1)


def test_the_pools_shown_are_pools_and_the_incoherent_one_is_not_among_them() -> None:
    assert set(POOLS) - set(SHOWN_POOLS) == {"geometric_mean", "logarithmic"}
    assert all(POOLS[name].name == name and POOLS[name].meaning for name in POOLS)
