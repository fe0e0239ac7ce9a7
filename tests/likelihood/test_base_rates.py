"""Base rates against SciPy's beta-binomial."""

import numpy as np
import pytest
from scipy import stats
from scipy.special import expit

from consilience.likelihood.base_rates import base_rates_with_gradient

ROWS = np.array([[0, 40, 3], [1, 10, 0], [0, 7, 7], [1, 5000, 1]], dtype=float)


def by_scipy(mu: np.ndarray, worth: float) -> float:
    rate = expit(mu)[ROWS[:, 0].astype(int)]
    return float(stats.betabinom.logpmf(ROWS[:, 2], ROWS[:, 1], rate * worth, (1 - rate) * worth).sum())


def test_two_points_differ_as_scipys_do() -> None:
    points = (np.array([-1.0, -6.0]), 20.0), (np.array([0.5, -3.0]), 300.0)
    here = [base_rates_with_gradient(*point, ROWS)[0] for point in points]
    assert here[0] - here[1] == pytest.approx(by_scipy(*points[0]) - by_scipy(*points[1]), rel=1e-9)


@pytest.mark.parametrize("worth", [0.5, 20.0, 1e4])
def test_derivatives_are_those_of_the_value(worth: float) -> None:
    mu = np.array([-1.2, -5.0])
    _, by_mu, by_worth = base_rates_with_gradient(mu, worth, ROWS)
    for place in range(2):
        step = 1e-5 * np.eye(2)[place]
        above, below = (by_scipy(mu + sign * step, worth) for sign in (1, -1))
        assert by_mu[place] == pytest.approx((above - below) / 2e-5, rel=1e-5, abs=1e-6)
    step = 1e-5 * worth
    above, below = (by_scipy(mu, worth + sign * step) for sign in (1, -1))
    assert by_worth == pytest.approx((above - below) / step / 2, rel=1e-5, abs=1e-7)


def test_a_rate_beyond_all_numbers_is_finite() -> None:
    for mu in (-800.0, 800.0):
        total, by_mu, by_worth = base_rates_with_gradient(np.array([mu, mu]), 20.0, ROWS)
        assert np.isfinite([total, *by_mu, by_worth]).all()
