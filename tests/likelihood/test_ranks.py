"""Ranks of statements: against distribution functions of scipy and a simulation of the skewed population."""

import numpy as np
import pytest
from scipy import stats
from scipy.special import logit

from consilience.likelihood.pointwise import Populations
from consilience.likelihood.ranks import edges_of, ranks
from consilience.likelihood.skew import skewed
from consilience.likelihood.spreads import spread_points
from consilience.notation import parse

NU = np.array([3.0, 30.0])
MU, TAU = np.array([[-2.0], [-1.5]]), np.array([[1.2], [0.7]])
SYMMETRIC = Populations(MU, TAU, np.zeros((2, 1)))


def between(said: str, populations: Populations = SYMMETRIC) -> np.ndarray:
    """Both ends of the rank of one statement, draw by draw."""
    return np.array(ranks([parse(said)], [0], populations, NU))[:, :, 0]


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("12.00%", 0.11995, 0.12005),
        ("12%", 0.115, 0.125),
        ("<10%", 0, 0.1),
        (">=50%", 0.5, 1),
        ("0%", 0, 0.005),
        ("100%", 0.995, 1),
        ("0-20%", 0, 0.2),
    ],
)
def test_the_rank_is_the_share_of_a_student_t_below_the_ends_of_the_cell(said: str, low: float, high: float) -> None:
    with np.errstate(divide="ignore"):
        edges = logit([low, high])
    expected = [stats.t.cdf(edge, NU, MU[:, 0], TAU[:, 0]) for edge in edges]
    assert between(said) == pytest.approx(np.array(expected), abs=1e-12)


def test_a_round_number_stands_for_whatever_is_nearest_to_it() -> None:
    # Half of the way in log odds from 5% to its neighbours, 3% and 10%.
    middle = [(logit(0.05) + logit(beside)) / 2 for beside in (0.03, 0.1)]
    assert edges_of(parse("5%")) == pytest.approx(middle)


def test_an_interval_stands_for_its_middle_half_and_words_for_their_meaning() -> None:
    points = spread_points(parse("5% [1%, 20%] @90%"))
    assert edges_of(parse("5% [1%, 20%] @90%")) == pytest.approx(np.quantile(points, [0.25, 0.75]), abs=0.05)


def test_a_skewed_population_ranks_as_its_draws_do() -> None:
    rng = np.random.default_rng(1)
    skew = np.array([[0.8], [-0.5]])
    drawn = MU + TAU * skewed(rng.standard_t(NU[:, None], (2, 400_000)), skew)
    found = between("12.00%", Populations(MU, TAU, skew))
    assert found.mean(axis=0) == pytest.approx((drawn < logit(0.12)).mean(axis=1), abs=0.003)


def test_the_median_of_a_survey_ranks_among_medians_of_as_many() -> None:
    below = [stats.t.cdf(edge, NU, MU[:, 0], TAU[:, 0]) for edge in edges_of(parse("n=41 median=12%"))]
    assert between("n=41 median=12%") == pytest.approx(stats.beta.cdf(below, 21, 21), abs=1e-12)
    # A survey of one is a person; one that tells of no median has no rank.
    assert between("n=1 median=12%") == pytest.approx(between("12%"))
    assert np.isnan(between("n=41 mean=12%")).all()
