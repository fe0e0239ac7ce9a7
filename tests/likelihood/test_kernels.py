"""Every block of the likelihood against an independent computation, and every gradient against differences."""

from collections.abc import Callable
from itertools import pairwise
from math import asinh, exp, log, log1p, pi, sinh, sqrt

import numpy as np
import pytest
from scipy import integrate, stats
from scipy.special import expit, gammaln, logit, stdtr

from consilience.likelihood import count_kernels, kernels as statements, mean_kernels
from consilience.likelihood.counts import MOST_EDGES
from consilience.likelihood.kernels import Populations
from consilience.likelihood.means import MOST_PINS
from consilience.likelihood.quadrature import Density, tail_table
from consilience.likelihood.rows import BLOCK_WIDTHS
from consilience.likelihood.spreads import spread_points
from consilience.likelihood.statements_op import statements_with_gradient
from consilience.notation import parse
from tests.likelihood.densities import student

Kernel = Callable[..., tuple[float, float]]
KERNELS: dict[str, Kernel] = {
    "cell": statements.cells,
    "spread": statements.spreads,
    "median": statements.medians,
    "width": statements.widths,
    "count": count_kernels.counts,
    "mean": mean_kernels.means,
}
PAIRS = 3
Z95 = stats.norm.ppf(0.975)


def evaluate(
    block: str, rows: np.ndarray, density: Density, location: np.ndarray, scale: np.ndarray, skew: np.ndarray
) -> tuple[float, np.ndarray]:
    """Log likelihood and its gradient in the locations, the scales, the skews and nu, as one vector."""
    gradient = Populations(np.zeros(PAIRS), np.zeros(PAIRS), np.zeros(PAIRS))
    table = (tail_table(),) if block in ("median", "width", "count") else ()
    value, d_nu = KERNELS[block](rows, density, *table, Populations(location, scale, skew), gradient)
    return value, np.hstack([*gradient, d_nu])


def random_rows(block: str, rng: np.random.Generator, size: int = 8) -> np.ndarray:
    rows = []
    for _ in range(size):
        pair = rng.integers(PAIRS)
        edges = np.sort(rng.normal(-2, 2.5, 4))
        n = rng.integers(2, 150)
        columns = {
            "cell": (edges[0], edges[3], *rng.permutation([rng.integers(2), 0]), rng.integers(1, 4)),
            "spread": tuple(np.sort(rng.normal(-2, 1.5, 40))),
            "median": (n, edges[1], edges[1] + rng.uniform(0.05, 2), *rng.permutation([rng.integers(2), 0])),
            "width": (n, min(Z95 * np.sqrt(n), n - 1), edges[0], edges[0] + 0.1, edges[3], edges[3] + 0.2, 0),
            "count": random_counts(rng, n, edges[: rng.integers(1, 4)]),
            "mean": random_mean(rng, n, edges[: rng.integers(4)]),
        }[block]
        rows.append((pair, *columns))
    return np.array(rows, dtype=float)


def random_counts(rng: np.random.Generator, n: int, edges: np.ndarray) -> tuple[float, ...]:
    """Limits of counts: some pinned, some loose, some open on one side."""
    counts = np.sort(rng.integers(0, n + 1, edges.size))
    limits = np.full((MOST_EDGES, 3), np.inf)
    slack = rng.choice([0, 1, n // 4, n], (edges.size, 2))
    limits[: edges.size] = np.stack([edges, counts - slack[:, 0], counts + slack[:, 1]], axis=1)
    limits[: edges.size, 1] = np.maximum.accumulate(np.maximum(limits[: edges.size, 1], 0))
    limits[: edges.size, 2] = np.minimum.accumulate(np.minimum(limits[: edges.size, 2], n)[::-1])[::-1]
    return n, 1, *limits.ravel()


def random_mean(rng: np.random.Generator, n: int, edges: np.ndarray) -> tuple[float, ...]:
    """A mean, every other with its spread, of answers that some edges part, every other of them by the median."""
    pins = np.full((MOST_PINS, 3), np.inf)
    below = np.sort(rng.choice(n + 1, edges.size)) if edges.size > 1 or not rng.integers(2) else np.array([(n - 1) / 2])
    pins[: edges.size] = np.stack([edges, below[: edges.size], np.zeros(edges.size)], axis=1)
    if edges.size == 1 and below[0] == (n - 1) / 2:
        pins[0, 2] = 1
    high = log(rng.uniform(0.001, 0.1))
    low = rng.choice([-np.inf, high - 10.0 ** -rng.integers(0, 3)])
    spread = (low, high) if rng.integers(2) else (np.inf, np.inf)
    return n, rng.uniform(0.02, 0.6), 10.0 ** -rng.integers(1, 4), *spread, *pins.ravel()


def random_population(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    skew = rng.choice([0, 0.6], PAIRS) * rng.normal(size=PAIRS)
    return rng.normal(-2, 1.5, PAIRS), rng.lognormal(0.4, 0.5, PAIRS), skew, 1 + rng.gamma(2, 10)


def before(x: float, location: float, scale: float, skew: float) -> float:
    return sinh(asinh((x - location) / scale) + skew) - sinh(skew)


def population_cdf(x: float, location: float, scale: float, skew: float, nu: float) -> float:
    return float(stdtr(nu, before(x, location, scale, skew)))


def beta_between(a: float, b: float, low: float, high: float) -> float:
    """Log of P(low < Beta(a, b) < high), from whichever side loses less."""
    beta = stats.beta(a, b)
    with np.errstate(divide="ignore"):
        return float(np.log(max(beta.cdf(high) - beta.cdf(low), beta.sf(low) - beta.sf(high))))


def expected_cell(row: np.ndarray, location: float, scale: float, skew: float, nu: float) -> float:
    low, high, low_open, high_open, count = row[1:]
    t = stats.t(nu)
    low = -np.inf if low_open else before(low, location, scale, skew)
    high = np.inf if high_open else before(high, location, scale, skew)
    return float(count * np.log(max(t.cdf(high) - t.cdf(low), t.sf(low) - t.sf(high))))


def expected_spread(row: np.ndarray, location: float, scale: float, skew: float, nu: float) -> float:
    x = (row[1:] - location) / scale
    slope = np.cosh(np.arcsinh(x) + skew) / np.sqrt(1 + x**2) / scale
    return float(np.log(np.mean(slope * stats.t.pdf(np.sinh(np.arcsinh(x) + skew) - np.sinh(skew), nu))))


def expected_median(row: np.ndarray, *population: float) -> float:
    n, low, high, low_open, high_open = row[1:]
    below = [population_cdf(edge, *population) for edge in (low, high)]
    ranks = (n + 1) / 2
    return beta_between(ranks, ranks, 0.0 if low_open else below[0], 1.0 if high_open else below[1])


def expected_width(row: np.ndarray, *population: float) -> float:
    n, ranks, *edges, touching = row[1:]
    lower_low, lower_high, upper_low, upper_high = (population_cdf(x, *population) for x in edges)
    least = 0.0 if touching else upper_low - lower_high
    return beta_between(ranks, n + 1 - ranks, least, upper_high - lower_low)


def expected_count(row: np.ndarray, *population: float) -> float:
    """A Markov chain of counts, each step binomial in what is left, over all counts that there are."""
    n, limits = int(row[1]), row[3:].reshape(-1, 3)
    counts, below, weight = np.arange(n + 1), 0.0, np.eye(n + 1)[0]
    for edge, least, most in limits[~np.isinf(limits[:, 0])]:
        share = population_cdf(edge, *population)
        step = min((share - below) / max(1 - below, 1e-300), 1.0)
        weight = weight @ stats.binom.pmf(counts[None] - counts[:, None], n - counts[:, None], step)
        weight, below = weight * ((counts >= least) & (counts <= most)), share
    with np.errstate(divide="ignore"):
        return float(np.log(weight.sum()))


_points, _weights = np.polynomial.legendre.leggauss(12)


def weighed_nodes(low: float, high: float, nu: float) -> tuple[np.ndarray, np.ndarray]:
    """Places between two ends and their weights under Student's t, by Gauss and Legendre in panels of arcsinh."""
    ends = np.linspace(*np.arcsinh(np.clip([low, high], -1e15, 1e15)), 301)
    middles, halves = (ends[1:] + ends[:-1])[:, None] / 2, np.diff(ends)[:, None] / 2
    steps = (middles + halves * _points).ravel()
    nodes = np.sinh(steps)
    return nodes, (halves * _weights).ravel() * np.cosh(steps) * stats.t.pdf(nodes, nu)


def probability(y: np.ndarray, location: float, scale: float, skew: float) -> np.ndarray:
    return expit(location + scale * np.sinh(np.arcsinh(y + np.sinh(skew)) - skew))


def expected_mean(row: np.ndarray, location: float, scale: float, skew: float, nu: float) -> float:
    """Mean of n answers and mean square about it, stratified by pins, by panels that scipy vouches for below."""
    n, stated, grid, low_square, high_square = row[1:6]
    pins = row[6:].reshape(-1, 3)
    pins = pins[~np.isinf(pins[:, 0])]
    mean, covariance = np.zeros(2), np.zeros((2, 2))
    ends = [-np.inf, *(before(edge, location, scale, skew) for edge in pins[:, 0]), np.inf]
    starts, stops = [0, *pins[:, 1:].sum(axis=1)], [*pins[:, 1], n]
    for low, high, start, stop in zip(ends[:-1], ends[1:], starts, stops, strict=True):
        nodes, weights = weighed_nodes(low, high, nu)
        share = weights.sum()
        if share < 1e-9:
            return -np.inf
        at = probability(nodes, location, scale, skew)
        away = np.array([at, (at - stated) ** 2])
        of = away @ weights / share
        mean += (stop - start) / n * of
        apart = away - of[:, None]
        covariance += (stop - start) / n**2 * (apart * weights @ apart.T) / share
    for edge, _, at in pins:
        mean += at / n * np.array([expit(edge), (expit(edge) - stated) ** 2])
    covariance[0, 0] += grid**2 / 12
    of_mean = stats.norm.logpdf(stated, mean[0], np.sqrt(covariance[0, 0]))
    if np.isinf(high_square):
        return float(of_mean)
    (spread, together), (_, by) = covariance / np.outer([1, mean[1]], [1, mean[1]])
    # A lognormal of that mean and variance.
    by = log1p(by)
    tied = np.clip(together / np.sqrt(spread * by), -0.7, 0.7)
    about = log(mean[1]) - by / 2 + tied * np.sqrt(by / spread) * (stated - mean[0])
    of_square = stats.norm(about, np.sqrt(by * (1 - tied**2)))
    # In the tail where a difference keeps its digits.
    tail = of_square.logcdf if high_square < about else of_square.logsf
    less, more = sorted((tail(high_square), tail(low_square)))
    return float(of_mean + more + np.log1p(-np.exp(less - more)))


EXPECTED = {
    "cell": (expected_cell, 1e-4),
    "spread": (expected_spread, 1e-9),
    "median": (expected_median, 2e-3),
    "width": (expected_width, 5e-3),
    "count": (expected_count, 2e-3),
    "mean": (expected_mean, 5e-2),
}


@pytest.mark.parametrize("seed", range(6))
def test_panels_agree_with_scipy(seed: int) -> None:
    rng = np.random.default_rng([seed, 2])
    (location, *_), (scale, *_), (skew, *_), nu = random_population(rng)
    low, high = [(-np.inf, np.inf), (-np.inf, 0.3), (-1.2, np.inf), (-0.4, 1.1), (2.0, 60.0), (-4.0, 4.0)][seed]
    # As scipy.stats.t has it, without its checks of every argument.
    constant = gammaln((nu + 1) / 2) - gammaln(nu / 2) - 0.5 * log(nu * pi)
    nodes, weights = weighed_nodes(low, high, nu)
    at = probability(nodes, location, scale, skew)
    for power in (0, 1, 2):

        def weighed(y: float, power: int = power) -> float:
            z = location + scale * sinh(asinh(y + sinh(skew)) - skew)
            return float(expit(z)) ** power * exp(constant - (nu + 1) / 2 * log1p(y * y / nu))

        even = before(0.0, location, scale, skew)
        cuts = sorted({low, high, *(c for c in (-60, -4, 0, even, 4, 60) if low < c < high)})
        exact = sum(integrate.quad(weighed, a, b, epsabs=1e-13, limit=200)[0] for a, b in pairwise(cuts))
        assert at**power @ weights == pytest.approx(exact, rel=1e-8), power


@pytest.mark.parametrize("block", KERNELS)
@pytest.mark.parametrize("seed", range(12))
def test_value_agrees_with_scipy(block: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    location, scale, skew, nu = random_population(rng)
    expected, allowed = EXPECTED[block]
    for row in random_rows(block, rng, size=4):
        pair = int(row[0])
        exact = expected(row, location[pair], scale[pair], skew[pair], nu)
        # So far out scipy's own differences have no digits left; mpmath has them in test_quadrature.
        if exact > -25:
            value, _ = evaluate(block, row[None], student(nu), location, scale, skew)
            assert value == pytest.approx(exact, abs=allowed * max(1, abs(exact) / 3)), row


@pytest.mark.parametrize("block", KERNELS)
@pytest.mark.parametrize("seed", range(20))
def test_gradient_agrees_with_central_differences(block: str, seed: int) -> None:
    rng = np.random.default_rng([seed, 1])
    location, scale, skew, nu = random_population(rng)
    rows = random_rows(block, rng)
    _, gradient = evaluate(block, rows, student(nu), location, scale, skew)
    at = np.hstack([location, scale, skew, nu])
    for place in range(at.size):
        step = 1e-5 * max(1.0, at[place])
        ends = []
        for way in (1, -1):
            moved = at.copy()
            moved[place] += way * step
            ends.append(evaluate(block, rows, student(moved[-1]), *np.split(moved[:-1], 3))[0])
        slope = (ends[0] - ends[1]) / (2 * step)
        # The value's own quadrature error changes with the parameters: the two agree to that, not to rounding.
        assert gradient[place] == pytest.approx(slope, rel=3e-3, abs=5e-3 * max(1, abs(ends[0]) / 100)), place


@pytest.mark.parametrize("said", ["10-20% @80%", "1-30% @50%", "2% [0.5%, 20%] @90%", "10-20%"])
@pytest.mark.parametrize("scale", [0.5, 1.5, 4.0])
def test_forty_points_average_the_population_over_the_whole_spread(said: str, scale: float) -> None:
    value = parse(said)
    location, nu = -3.0, 6.0
    points = spread_points(value)  # type: ignore[arg-type]
    log_likelihood, _ = evaluate(
        "spread",
        np.array([[0, *points]]),
        student(nu),
        np.full(PAIRS, location),
        np.full(PAIRS, scale),
        np.zeros(PAIRS),
    )
    coverages = (value.coverage,) if value.coverage else (0.55, 0.65, 0.75, 0.85, 0.95)  # type: ignore[union-attr]
    low, high = logit(value.low.value), logit(value.high.value)  # type: ignore[union-attr]
    best = logit(value.best.value) if hasattr(value, "best") else (low + high) / 2

    # As scipy.stats has both, without its checks of every argument.
    constant = exp(gammaln((nu + 1) / 2) - gammaln(nu / 2)) / sqrt(nu * pi) / sqrt(2 * pi)

    def weighed(z: float, reach: float) -> float:
        below, above = (best - low) / reach, (high - best) / reach
        own, of_all = (z - best) / (below if z < best else above), (z - location) / scale
        return 2 / (below + above) * exp(-own * own / 2) * constant / scale * (1 + of_all**2 / nu) ** (-(nu + 1) / 2)

    exact = np.mean(
        [
            integrate.quad(weighed, best - 40, best + 40, args=(reach,), points=[low, best, high, location], limit=300)[
                0
            ]
            for reach in stats.norm.ppf((1 + np.array(coverages)) / 2).tolist()
        ]
    )
    assert log_likelihood == pytest.approx(np.log(exact), abs=0.02)


@pytest.mark.parametrize("block", KERNELS)
def test_rows_add_up(block: str) -> None:
    rng = np.random.default_rng(4)
    location, scale, skew, nu = random_population(rng)
    rows = random_rows(block, rng)
    together = evaluate(block, rows, student(nu), location, scale, skew)
    apart = [evaluate(block, row[None], student(nu), location, scale, skew) for row in rows]
    assert together[0] == pytest.approx(sum(value for value, _ in apart))
    assert together[1] == pytest.approx(sum(gradient for _, gradient in apart))


def test_a_count_is_as_many_rows() -> None:
    rng = np.random.default_rng(5)
    location, scale, skew, nu = random_population(rng)
    row = random_rows("cell", rng, size=1)
    row[0, -1] = 1
    three = row.copy()
    three[0, -1] = 3
    merged = evaluate("cell", three, student(nu), location, scale, skew)
    repeated = evaluate("cell", np.repeat(row, 3, axis=0), student(nu), location, scale, skew)
    assert merged[0] == pytest.approx(repeated[0])
    assert merged[1] == pytest.approx(repeated[1])


@pytest.mark.parametrize("block", KERNELS)
def test_a_block_without_rows_says_nothing(block: str) -> None:
    value, gradient = evaluate(
        block, np.empty((0, BLOCK_WIDTHS[block])), student(5), np.zeros(PAIRS), np.ones(PAIRS), np.zeros(PAIRS)
    )
    assert value == 0
    assert not gradient.any()


def test_all_blocks_together_are_the_sum_of_each() -> None:
    rng = np.random.default_rng(6)
    location, scale, skew, nu = random_population(rng)
    blocks = {block: random_rows(block, rng) for block in KERNELS}
    t = student(nu)
    value, *gradient = statements_with_gradient(location, scale, skew, nu, *(blocks[block] for block in KERNELS))
    each = [evaluate(block, rows, t, location, scale, skew) for block, rows in blocks.items()]
    assert value == pytest.approx(sum(v for v, _ in each))
    assert np.hstack(gradient) == pytest.approx(sum(g for _, g in each))


@pytest.mark.parametrize("low", [-6.0, -3.0, 0.5])
def test_a_survey_of_one_says_what_a_point_says(low: float) -> None:
    at = (np.full(PAIRS, -2.0), np.full(PAIRS, 1.3), np.full(PAIRS, 0.4))
    survey = evaluate("median", np.array([[0, 1, low, low + 0.2, 0, 0]]), student(5), *at)
    point = evaluate("cell", np.array([[0, low, low + 0.2, 0, 0, 1]]), student(5), *at)
    # One is integrated, the other interpolated in a table of tails.
    assert survey[0] == pytest.approx(point[0], abs=3e-4)
    assert survey[1] == pytest.approx(point[1], abs=1e-3)


@pytest.mark.parametrize("block", KERNELS)
@pytest.mark.parametrize("skew", [-3.0, 0.0, 3.0])
@pytest.mark.parametrize(("location", "scale", "nu"), [(-40, 0.05, 1.0), (40, 0.05, 150), (-9, 0.01, 30), (0, 60, 2)])
def test_where_a_sampler_strays_values_and_gradients_stay_finite(
    block: str, location: float, scale: float, nu: float, skew: float
) -> None:
    rows = random_rows(block, np.random.default_rng(7), size=40)
    # Of whole numbers every kernel would be compiled once more.
    at = np.full(PAIRS, float(location)), np.full(PAIRS, float(scale)), np.full(PAIRS, skew)
    value, gradient = evaluate(block, rows, student(nu), *at)
    assert np.isfinite(value)
    assert np.all(np.isfinite(gradient))


@pytest.mark.parametrize("location", [-14.0, 14.0])
def test_the_variance_of_a_mean_near_certainty_is_positive(location: float) -> None:
    # Regression: E[p²] − E[p]² near 100% was the quadrature's error, negative, and its logarithm not a number.
    for pins in ((), (location, 24.5, 1.0)):
        rest = np.full(3 * MOST_PINS - len(pins), np.inf)
        row = np.array([[0, 50.0, expit(location), 1e-7, np.inf, np.inf, *pins, *rest]])
        value, gradient = evaluate(
            "mean", row, student(60), np.full(PAIRS, location), np.full(PAIRS, 0.3), np.zeros(PAIRS)
        )
        assert np.isfinite(value)
        assert np.all(np.isfinite(gradient))
        assert value == pytest.approx(expected_mean(row[0], location, 0.3, 0.0, 60), abs=0.05)
