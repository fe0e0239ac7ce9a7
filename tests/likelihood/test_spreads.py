"""A forecaster's own spread keeps what was said: coverage, best value, quantiles."""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import stats
from scipy.special import expit, logit

from consilience.likelihood.spreads import SPREAD_POINTS, UNSTATED_COVERAGES, interior_logits, spread_points
from consilience.notation import Bounds, Number, Quantiles, Range, parse


def points_of(said: str) -> np.ndarray:
    value = parse(said)
    assert isinstance(value, Range | Bounds | Quantiles)
    return spread_points(value)


def share_inside(points: np.ndarray, low: float, high: float) -> float:
    return float(np.mean((points > logit(low)) & (points < logit(high))))


@pytest.mark.parametrize(
    ("said", "low", "high", "coverage"),
    [
        ("10-20% @80%", 0.10, 0.20, 0.80),
        ("1-60% @50%", 0.01, 0.60, 0.50),
        ("97-99.9% @90%", 0.97, 0.999, 0.90),
        ("12% [5%, 30%] @80%", 0.05, 0.30, 0.80),
        ("20% [1%, 25%] @90%", 0.01, 0.25, 0.90),
        ("10-20%", 0.10, 0.20, 0.75),
        ("12% [5%, 30%]", 0.05, 0.30, 0.75),
    ],
)
def test_the_stated_share_of_points_lies_inside(said: str, low: float, high: float, coverage: float) -> None:
    # An unstated coverage is an even mixture whose mean is 75%; one point is 2.5%.
    assert np.mean(UNSTATED_COVERAGES) == pytest.approx(0.75)
    assert share_inside(points_of(said), low, high) == pytest.approx(coverage, abs=1 / SPREAD_POINTS)


@pytest.mark.parametrize(
    ("said", "low", "high", "share"),
    [
        ("20-100% @80%", 0.2, 1, 0.8),
        ("0-10% @90%", 0, 0.1, 0.9),
        ("0-1% @60%", 0, 0.01, 0.6),
        ("95-100% @95%", 0.95, 1, 0.95),
    ],
)
def test_a_range_that_touches_an_end_keeps_its_coverage(said: str, low: float, high: float, share: float) -> None:
    points = spread_points(parse(said))
    inside = (points > logit(low)) & (points < logit(high))
    assert inside.mean() == pytest.approx(share, abs=1 / len(points))


def test_a_range_is_a_normal_on_the_log_odds_scale() -> None:
    low, high = logit(0.1), logit(0.2)
    normal = stats.norm((low + high) / 2, (high - low) / 2 / stats.norm.ppf(0.9))
    exact = normal.ppf((np.arange(SPREAD_POINTS) + 0.5) / SPREAD_POINTS)
    assert points_of("10-20% @80%") == pytest.approx(exact, abs=2e-4)


def test_an_unstated_coverage_has_longer_tails_than_its_mean() -> None:
    unstated, stated = points_of("10-20%"), points_of("10-20% @75%")
    assert stats.kurtosis(unstated) > stats.kurtosis(stated) + 0.3
    assert unstated.mean() == pytest.approx(stated.mean(), abs=1e-3)


def test_best_with_bounds_is_a_split_normal_joined_at_the_best() -> None:
    # Wallis (2014), eq. 1: the mass below the mode is σ1 / (σ1 + σ2).
    points = points_of("12% [5%, 30%] @80%")
    low, best, high = logit([0.05, 0.12, 0.30])
    below = (best - low) / (high - low)
    assert np.mean(points < best) == pytest.approx(below, abs=0.5 / SPREAD_POINTS)
    reach = stats.norm.ppf(0.9)
    for side, width, share in ((points < best, best - low, below), (points > best, high - best, 1 - below)):
        # Half a normal has the mean square σ² about the mode.
        mean_square = np.sum((points[side] - best) ** 2) / SPREAD_POINTS
        assert mean_square == pytest.approx(share * (width / reach) ** 2, rel=0.12)


def test_a_best_on_its_own_bound_leaves_finite_points_on_the_other_side() -> None:
    points = points_of("5% [5%, 30%]")
    assert np.all(np.diff(points) > 0)
    assert np.mean(points > logit(0.0499)) > 0.97


def test_quantiles_are_honoured() -> None:
    points = points_of("q5=1% q25=3% q50=5% q75=9% q95=30%")
    for level, at in ((0.05, 0.01), (0.25, 0.03), (0.5, 0.05), (0.75, 0.09), (0.95, 0.30)):
        assert np.mean(points < logit(at)) == pytest.approx(level, abs=0.5 / SPREAD_POINTS)


def test_beyond_the_last_quantile_the_density_decays_exponentially_from_where_it_was() -> None:
    points = points_of("q10=1% q50=5% q90=20%")
    beyond = points[points > logit(0.2)]
    # 40% lie evenly between q50 and q90, so that the rate is that density over the 10% beyond.
    density = 0.4 / (logit(0.2) - logit(0.05))
    levels = (np.arange(SPREAD_POINTS) + 0.5)[-beyond.size :] / SPREAD_POINTS
    exact = logit(0.2) + stats.expon.ppf(1 - (1 - levels) / 0.1, scale=0.1 / density)
    assert beyond == pytest.approx(exact)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("0-5%", [0.0025, 0.05]),  # half of the cell of 0%, which is [0, 0.5%]
        ("0% [0%, 0.4%]", [0.002, 0.002, 0.004]),  # half the next number, smaller than the cell
        ("95-100%", [0.95, 0.9975]),
        ("0-100%", [0.0025, 0.9975]),
        ("q5=0% q50=5% q95=100%", [0.0025, 0.05, 0.9975]),
    ],
)
def test_ends_at_nothing_and_certainty_lie_inside(said: str, expected: list[float]) -> None:
    value = parse(said)
    match value:
        case Range():
            numbers: tuple[Number, ...] = (value.low, value.high)
        case Bounds():
            numbers = (value.low, value.best, value.high)
        case Quantiles():
            numbers = value.numbers
    assert expit(interior_logits(numbers)) == pytest.approx(expected)


probabilities = st.floats(-12, 12).map(lambda at: float(expit(at)))


def number(p: float) -> Number:
    return Number(f"{p}", p, p, p)


@given(
    st.lists(probabilities, min_size=3, max_size=3, unique=True).map(sorted),
    st.one_of(st.none(), st.floats(0.05, 0.99)),
)
def test_points_always_rise_and_stay_finite(said: list[float], coverage: float | None) -> None:
    low, best, high = map(number, said)
    for value in (
        Range(low, high, coverage),
        Bounds(best, low, high, coverage),
        Quantiles((0.05, 0.5, 0.95), (low, best, high)),
    ):
        points = spread_points(value)
        assert points.shape == (SPREAD_POINTS,)
        assert np.all(np.isfinite(points))
        assert np.all(np.diff(points) >= 0)
