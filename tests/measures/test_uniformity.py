"""Departure of ranks from an even spread: against scipy where they are known, and against all ways to place them."""

from itertools import product

import numpy as np
import pytest
from scipy import stats

from consilience.measures.uniformity import departure, farthest_by_chance


def test_of_ranks_that_are_known_it_is_kolmogorovs() -> None:
    ranks = np.random.default_rng(1).beta(2, 1, 30)
    assert departure(ranks, ranks) == pytest.approx(stats.kstest(ranks, "uniform").statistic)


def test_of_others_it_is_never_more_than_that_of_the_most_even_placing() -> None:
    rng = np.random.default_rng(2)
    low = rng.uniform(0, 0.5, 5)
    high = low + rng.uniform(0, 0.3, 5)
    places = (np.linspace(*ends, 7) for ends in zip(low, high, strict=True))
    placed = np.sort(list(product(*places)), axis=1)
    steps = np.arange(6) / 5
    departures = np.maximum(steps[1:] - placed, placed - steps[:-1]).max(axis=1)
    evenest = departures.argmin()
    assert departures[evenest] == pytest.approx(stats.kstest(placed[evenest], "uniform").statistic)
    assert 0 < departure(low, high) <= departures[evenest]


def test_less_is_a_departure_of_many_and_more_often_looked_for() -> None:
    assert farthest_by_chance(400, 0.01) < farthest_by_chance(40, 0.01) < farthest_by_chance(40, 0.003)
    # Beside Lilliefors' for a normal with both parameters estimated (1967, table 1: 1.031 / √n at 1%).
    assert 0.8 < farthest_by_chance(100, 0.01) * 10 < 1.031
