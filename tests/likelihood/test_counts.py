"""Counts of a survey's answers against sums over all samples, and against the marginals that are known."""

from itertools import product

import numpy as np
import pytest
from scipy import stats
from scipy.special import expit

from consilience.likelihood.counts import COUNTED, counts_of, log_likelihood
from consilience.likelihood.restate import Population, restate
from consilience.likelihood.rows import observations
from consilience.notation import canonical, parse

SHARES = {
    "even": (0.3, 0.3, 0.2, 0.1, 0.1, 0.1),
    "most below": (0.9, 0.04, 0.03, 0.02, 0.01, 0.01),
    "hardly any below": (1e-4, 1e-4, 1, 1, 1, 1),
}


def found(said: str, cells: np.ndarray) -> float:
    return log_likelihood(np.hstack(counts_of(parse(said)).row), np.log(cells))


def over_all_samples(said: str, cells: np.ndarray) -> float:
    counts, total = counts_of(parse(said)), 0.0
    for each in product(range(counts.n + 1), repeat=cells.size - 1):
        below = np.cumsum(each)
        if below[-1] <= counts.n and np.all((below >= counts.least) & (below <= counts.most)):
            total += stats.multinomial.pmf([*each, counts.n - below[-1]], counts.n, cells)
    return float(np.log(total))


@pytest.mark.parametrize("population", SHARES)
@pytest.mark.parametrize(
    "said",
    [
        "n=11 share(>=10%)=36%",
        "n=11 median=5% share(>=10%)=36%",
        "n=9 median=5% share(>=30%)=[10%, 40%]",
        "n=7 share(>=10%)=43% share(<1%)=29%",
        "n=7 quartiles=[1%, 20%] share(>=50%)=14%",
        "n=13 median=<1% share(>=50%)=8%",
    ],
)
def test_it_is_the_sum_over_all_samples(said: str, population: str) -> None:
    cells = np.array(SHARES[population])[: counts_of(parse(said)).edges.size + 1]
    cells /= cells.sum()
    assert found(said, cells) == pytest.approx(over_all_samples(said, cells), rel=1e-9)


def test_one_share_is_binomial() -> None:
    # 37.5% to 38.5% of 2,778 are 1,042 to 1,069 answers.
    expected = np.log(stats.binom.pmf(np.arange(1042, 1070), 2778, 0.4).sum())
    assert found("n=2778 share(>=10%)=38%", np.array([0.6, 0.4])) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("above", [0.3, 0.38, 0.4])
def test_of_very_many_answers_some_counts_stand_for_those_beside_them(above: float) -> None:
    n = 4 * COUNTED
    least, most = np.ceil(0.375 * n), np.floor(0.385 * n)
    expected = np.logaddexp.reduce(stats.binom.logpmf(np.arange(least, most + 1), n, above))
    assert found(f"n={n} share(>=10%)=38%", np.array([1 - above, above])) == pytest.approx(expected, rel=1e-3, abs=5e-3)


def test_a_survey_of_unstated_size_is_one_voice_in_parts() -> None:
    # p^0.38 (1 − p)^0.62 is highest where the population has that share, whatever is left by rounding.
    assert found("share(>=10%)=38.0%", np.array([0.62, 0.38])) == pytest.approx(
        0.62 * np.log(0.62) + 0.38 * np.log(0.38), abs=1e-3
    )


def test_a_bound_parts_the_answers_where_people_round() -> None:
    # Half of the way in log odds from 5% to 10%, and from 10% to 15%.
    at, beyond = (expit(counts_of(parse(f"n=50 share({sign}10%)=38%")).edges[0]) for sign in (">=", ">"))
    assert (round(at, 4), round(beyond, 4)) == (0.071, 0.1228)


def test_who_asks_for_the_complement_gets_the_complement() -> None:
    above, below = (counts_of(parse(f"n=48 median=5% share({said}")) for said in (">=10%)=38%", "<10%)=62%"))
    np.testing.assert_array_equal(np.hstack(above.row), np.hstack(below.row))
    cells = np.array([0.5, 0.2, 0.3])
    turned = "n=48 median=95% share(<=90%)=38%"
    assert found("n=48 median=5% share(>=10%)=38%", cells) == pytest.approx(found(turned, cells[::-1]), rel=1e-9)


def test_what_a_row_says_of_counts_it_says_once() -> None:
    blocks = [block for block, _ in observations(parse("n=738 median=5% mean=14% quartiles=[1%, 20%] share(>=50%)=9%"))]
    assert blocks == ["count", "mean"]


def test_shares_are_said_again_of_other_answers() -> None:
    said = parse("n=41 median=5% mean=14% sd=20% share(>=10%)=38% share(>50%)=[10%, 20%]")
    rng = np.random.default_rng(3)
    for _ in range(20):
        again = restate(said, Population(-2.5, 1.5, 6.0), rng)
        assert parse(canonical(again)) == again
        assert counts_of(again).is_possible
        (known,) = (share for share in again.shares if share.bound.relation == ">=")
        assert any(known.low.low <= count / 41 <= known.low.high for count in range(42))
