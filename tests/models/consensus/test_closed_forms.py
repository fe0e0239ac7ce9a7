"""Fits whose answer is known otherwise: by integration on a grid with scipy, in closed form, or in direction."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from scipy import stats
from scipy.interpolate import CubicSpline
from scipy.special import expit, logit, stdtr

from consilience.models.consensus.simulate import ModelParameters
from consilience.models.populations import Forecasters, mean_probability
from consilience.notation import parse
from tests.models.rows import panel

Fit = Callable[..., ModelParameters]

# The priors as the documentation states them, not as the code holds them.
MU, LOG_TAU, LOG_NU_ABOVE_ONE = stats.t(4, 0, 5), stats.norm(np.log(1.5), 0.6), stats.norm(np.log(14), 1.3)
# A group's own scale, and how the skew turns with the median.
LOG_SCALE = stats.norm(np.log(1.5), np.hypot(0.6, 0.4))
LEAN, SKEW = 0.6, 0.5


def before(z: float, mu: np.ndarray, scale: np.ndarray, skew: np.ndarray) -> np.ndarray:
    """Where a credence lies in the symmetric population (Jones and Pewsey, 2009, shifted so that mu is the median)."""
    return np.sinh(np.arcsinh((z - mu) / scale) + skew) - np.sinh(skew)


class GridPosterior:
    """Posterior of (mu, log scale, nu, skew) of one group by brute force.

    Parameters
    ----------
    log_likelihood : callable
        Of mu, scale, skew and nu, arrays that broadcast.
    """

    def __init__(self, log_likelihood: Callable[..., np.ndarray]) -> None:
        # Of what is as smooth as this, steps of less than a standard deviation give all digits that draws can.
        mu, log_scale = np.linspace(-24, 24, 161), np.linspace(-2.5, 3.5, 31)
        # Equally likely degrees of freedom stand for the prior of nu, as equally likely skews for that of the skew.
        nu = 1 + np.exp(LOG_NU_ABOVE_ONE.ppf((np.arange(10) + 0.5) / 10))
        lean = SKEW * stats.norm.ppf((np.arange(10) + 0.5) / 10)
        grid = np.meshgrid(mu, log_scale, nu, lean, indexing="ij", sparse=True)
        log_posterior = MU.logpdf(grid[0]) + LOG_SCALE.logpdf(grid[1])
        skew = grid[3] - LEAN * np.tanh(grid[0] / 2)
        log_posterior = log_posterior + log_likelihood(grid[0], np.exp(grid[1]), skew, grid[2])
        weight = np.exp(log_posterior - log_posterior.max())
        self.axes = {"mu": mu, "log_scale": log_scale}
        self.weights = {"mu": weight.sum(axis=(1, 2, 3)), "log_scale": weight.sum(axis=(0, 2, 3))}

    def mean(self, name: str) -> float:
        return float(np.average(self.axes[name], weights=self.weights[name]))

    def deviation(self, name: str) -> float:
        spread = (self.axes[name] - self.mean(name)) ** 2
        return float(np.sqrt(np.average(spread, weights=self.weights[name])))

    def median(self) -> float:
        """Of mu."""
        weight = self.weights["mu"] / self.weights["mu"].sum()
        (found,) = CubicSpline(self.axes["mu"], np.cumsum(weight) - weight / 2).solve(0.5, extrapolate=False)
        return float(found)


def log_chance(
    low: float, high: float, mu: np.ndarray, scale: np.ndarray, skew: np.ndarray, nu: np.ndarray
) -> np.ndarray:
    """Of a credence between two probabilities."""
    below, up_to = (stdtr(nu, before(logit(p), mu, scale, skew)) for p in (low, high))
    return np.log(np.maximum(up_to - below, 1e-300))


def assert_same(draws: ModelParameters, exact: GridPosterior) -> None:
    for name, values in (("mu", draws.mu[:, 0]), ("log_scale", np.log(draws.scale[:, 0]))):
        # 2000 draws are worth some hundreds: a fifth of a standard deviation is beyond four standard errors.
        assert values.mean() == pytest.approx(exact.mean(name), abs=0.2 * exact.deviation(name)), name
        assert values.std() == pytest.approx(exact.deviation(name), rel=0.15), name


def test_exact_points_give_the_posterior_of_a_t_population(fit: Fit) -> None:
    at = -2.5 + 1.2 * stats.norm.ppf((np.arange(12) + 0.5) / 12)
    said = [f"{100 * p:.8f}%" for p in expit(at)]

    def log_likelihood(mu: np.ndarray, scale: np.ndarray, skew: np.ndarray, nu: np.ndarray) -> np.ndarray:
        found = np.zeros(())
        for z in at:
            x = (z - mu) / scale
            slope = np.cosh(np.arcsinh(x) + skew) / np.sqrt(1 + x**2) / scale
            found = found + stats.t.logpdf(before(z, mu, scale, skew), nu) + np.log(slope)
        return found

    assert_same(fit(panel("q", *said)), GridPosterior(log_likelihood))


def test_coarse_cells_inequalities_and_a_survey_give_the_posterior_by_cdfs(fit: Fit) -> None:
    def log_likelihood(mu: np.ndarray, scale: np.ndarray, skew: np.ndarray, nu: np.ndarray) -> np.ndarray:
        def below(p: float) -> np.ndarray:
            return stdtr(nu, before(logit(p), mu, scale, skew))

        ranks, zero = stats.beta(10.5, 10.5), below(0.005)
        cells = [
            zero,
            zero,
            below(0.015) - zero,
            below(0.125) - below(0.075),
            below(0.01),
            1 - below(0.2),
            below(0.1),
            ranks.cdf(below(0.045)) - ranks.cdf(below(0.035)),
        ]
        with np.errstate(divide="ignore"):
            return np.sum(np.log(np.maximum(cells, 0)), axis=0)

    rows = panel("q", "0%", "0%", "1%", "10% grid=5%", "<1%", ">=20%", "<=10%", "n=20 median=4%")
    assert_same(fit(rows), GridPosterior(log_likelihood))


def test_a_base_rate_alone_moves_mu_by_a_beta_binomial(fit: Fit) -> None:
    mu = np.linspace(-30, 30, 4001)
    concentration = np.exp(np.log(20) + stats.norm.ppf((np.arange(60) + 0.5) / 60))[:, None]
    rate = expit(mu)
    likelihood = stats.betabinom.pmf(2, 40, rate * concentration, (1 - rate) * concentration).mean(axis=0)
    weight = MU.pdf(mu) * likelihood
    mean = np.average(mu, weights=weight)
    deviation = np.sqrt(np.average((mu - mean) ** 2, weights=weight))

    # The model wants a pair; what nobody can doubt says nothing.
    draws = fit(panel("q", "2 of 40", "0-100%")).mu[:, 0]
    assert draws.mean() == pytest.approx(mean, abs=0.2 * deviation)
    assert draws.std() == pytest.approx(deviation, rel=0.15)


def test_one_estimate_leaves_the_answer_as_wide_as_the_prior_makes_it(fit: Fit) -> None:
    exact = GridPosterior(partial(log_chance, 0.095, 0.105))
    draws = fit(panel("q", "10%"), draws=2000)
    assert_same(draws, exact)
    # One forecaster out of a population whose scale nobody knows.
    low, high = np.quantile(draws.mu[:, 0], [0.05, 0.95])
    assert 4 < high - low < 10


@pytest.mark.parametrize(("said", "grain"), [("0.0001%", 1e-6), ("0.01%", 1e-4), ("99.9999%", 1e-6)])
def test_a_lone_voice_stands_within_a_factor_of_two(fit: Fit, said: str, grain: float) -> None:
    p = float(said[:-1]) / 100
    exact = GridPosterior(partial(log_chance, p - grain / 2, p + grain / 2))
    assert abs(exact.median() - logit(p)) < np.log(2)
    draws = fit(panel("q", said), draws=1500)
    assert_same(draws, exact)
    # Worth a thousand draws or so: three standard errors.
    assert np.mean(draws.mu[:, 0] < exact.median()) == pytest.approx(0.5, abs=0.05)


def test_opposite_camps_are_answered_with_even(fit: Fit) -> None:
    draws = fit(panel("q", *["0%"] * 3, *["100%"] * 3), draws=2000)
    assert expit(np.median(draws.mu[:, 0])) == pytest.approx(0.5, abs=0.12)


def test_ever_more_zeros_press_the_answer_down_without_end(fit: Fit) -> None:
    upper, means = [], []
    for people in (10, 20, 40):
        draws = fit(panel("q", *["0%"] * people))
        assert np.all(np.isfinite(draws.mu))
        upper.append(np.quantile(draws.mu[:, 0], 0.95))
        means.append(np.mean(mean_probability(draws.location, draws.scale, Forecasters.of(draws.skew[:, 0], draws.nu))))
    assert upper[0] > upper[1] > upper[2]
    # None says 0.5% or more, so that neither the middle nor, much, the mean of them can.
    assert expit(upper[0]) < 0.005
    assert 0 < means[2] < means[0] < 0.02


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [("n=60 median=99.0% mean=98.3%", 3.9, 5.3), ("n=60 median=1.0% mean=1.7%", -5.3, -3.9)],
)
def test_a_survey_near_certainty_is_found_from_wherever_the_chains_start(
    fit: Fit, said: str, low: float, high: float
) -> None:
    # Regression: a mean linear in the median's miss had a second mode at location -6.6, scale 17, where every chain
    # agreed on it and passed the gate.
    draws = fit(panel("q", said))
    assert low < np.quantile(draws.mu[:, 0], 0.01)
    assert np.quantile(draws.mu[:, 0], 0.99) < high
    assert np.quantile(draws.scale, 0.99) < 6


def test_groups_that_disagree_are_told_apart_and_few_are_drawn_together(fit: Fit) -> None:
    many = panel("q", *["0.50%", "30.0%"] * 8, groups=("low", "high"))
    few = panel("q", "0.50%", "30.0%", groups=("low", "high"))
    apart, together = (np.diff(fit(rows, tune=300, draws=300).location.mean(axis=0))[0] for rows in (many, few))
    stated = logit(0.3) - logit(0.005)
    assert apart == pytest.approx(stated, rel=0.15)
    assert 0 < together < 0.7 * stated


def test_group_effects_sum_to_zero_in_every_draw(fit: Fit) -> None:
    rows = panel("q", "1%", "5%", "20%", groups=("a", "b", "c")) + panel("p", "1%", "5%", groups=("a", "b"))
    draws = fit(rows, draws=200)
    assert draws.location[:, :3].mean(axis=1) == pytest.approx(draws.mu[:, 0])
    assert draws.location[:, 3:].mean(axis=1) == pytest.approx(draws.mu[:, 1])


def test_who_says_nothing_leaves_the_priors_as_they_were(fit: Fit) -> None:
    # "0-100%" is true of every credence.
    rows = panel("q", "0-100%") + panel("p", "0-100%")
    draws = fit(rows, priors={"p": parse("20-40% @90%")}, draws=2000)
    low, high = logit([0.2, 0.4])
    # Draws of its standard deviation are too noisy: its probability is even.
    assert stats.kstest(MU.cdf(draws.mu[::20, 0]), "uniform").pvalue > 1e-3
    for values, prior in (
        (draws.skew[:, 1] + LEAN * np.tanh(draws.mu[:, 1] / 2), stats.norm(0, SKEW)),
        (np.log(draws.scale[:, 0]), LOG_SCALE),
        (draws.mu[:, 1], stats.norm((low + high) / 2, (high - low) / 2 / stats.norm.ppf(0.95))),
        (np.log(draws.tau[:, 0]), LOG_TAU),
        (np.log(draws.nu - 1), LOG_NU_ABOVE_ONE),
        (np.log(draws.group_scale), stats.norm(np.log(0.7), 0.8)),
        (np.log(draws.reference_class), stats.norm(np.log(20), 1)),
    ):
        assert values.mean() == pytest.approx(prior.mean(), abs=0.1 * prior.std())
        assert values.std() == pytest.approx(prior.std(), rel=0.1)


def test_the_same_seed_gives_the_same_numbers(fit: Fit) -> None:
    rows = panel("q", "1%", "5%", "10-20%", "<1%", "n=20 median=3% mean=5%", groups=("a", "b"))
    first, again, other = (fit(rows, seed=seed, tune=200, draws=100) for seed in (7, 7, 8))
    for name in ModelParameters.__slots__:
        assert np.array_equal(getattr(first, name), getattr(again, name)), name
        assert not np.array_equal(getattr(first, name), getattr(other, name)), name
