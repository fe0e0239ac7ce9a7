"""The density of the model of factors, integrated by hand; and what correlated factors come to."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import nutpie
import pytest
from scipy import stats
from scipy.special import expit, logit, logsumexp, ndtr

from consilience.likelihood.statements_op import STATEMENT_BLOCKS, statements_with_gradient
from consilience.models.consensus.data import encode
from consilience.models.factors.data import FactorData, encode_rows
from consilience.models.factors.medians import HEARD
from consilience.models.factors.model import factor_model
from consilience.models.factors.simulate import FactorParameters, draw_factor_credences
from consilience.models.factors.unpack import factor_answers, unpack
from consilience.network import Network
from consilience.sampling.compile import compiled
from consilience.study import Estimate, Question
from tests.builders.densities import AHEAD, log_density_of, padded_as_ahead
from tests.models.factors.test_data import DEFAULT_MEDIAN, NETWORK, encoded
from tests.models.rows import estimate

Point = dict[str, np.ndarray]
Density = Callable[[FactorData, Point], float]

BIAS = 1.0  # As the documentation states it.
# Scales of the median forecaster's prior and of a group's own spread, and by how much the median leans and skews vary.
MEDIAN_SCALE, BETWEEN, LEAN, SKEWS = 5.0, 0.4, 0.6, 0.5
# What is heard beside where medians lie.
AS_SAID = [HEARD.index(name) for name in ("said", "many")]
# Of a factor's spread about the panel's.
FACTORS_APART = 0.4
COMPONENTS, PAIRS, ENTRIES, TOTALS = AHEAD.values()
# Nodes of the trapezoidal rule, close in the middle and far out where tails are heavy, and where the parameter of what
# lies beyond a bound is moved by many errors of a reading; logs of their weights.
_steps = np.linspace(-12, 12, 400)
ANYWHERE, LOG_WEIGHTS = np.sinh(_steps), np.log(np.cosh(_steps) * (_steps[1] - _steps[0]))
# Inside a cell, seen through the logistic function, a dozen nodes do.
_nodes, _weights = np.polynomial.legendre.leggauss(12)
INSIDE = logit((_nodes + 1) / 2)
INSIDE_LOG_WEIGHTS = np.log(_weights / 2) - np.log(expit(INSIDE)) - np.log(expit(-INSIDE))


@pytest.fixture(scope="module", autouse=True)
def padded() -> Iterator[None]:
    """One size for all cases, with more of everything than any has: what pads must not count."""
    with padded_as_ahead():
        yield


@pytest.fixture(scope="module")
def log_density() -> Density:
    """The code that is sampled, holding the data of whichever case is being looked at."""
    holding: tuple[FactorData, Any] | None = None

    def evaluate(data: FactorData, point: Point) -> float:
        nonlocal holding
        assert data.size == (COMPONENTS, PAIRS, ENTRIES, TOTALS, 1)
        if holding is None or holding[0] is not data:
            # Medians themselves are the parameters here: what they are turned to is looked at in test_medians.
            heard = np.zeros_like(data.arrays["heard"])
            heard[:, AS_SAID] = data.arrays["heard"][:, AS_SAID]
            blank = {"heard": heard, "heard_groups": np.zeros_like(data.arrays["heard_groups"])}
            as_said = replace(data, arrays=data.arrays | blank)
            holding = data, compiled("factors", factor_model, as_said)
        return log_density_of(holding[1], point | {"median_raw": point["mu_raw"]})

    return evaluate


def random_point(seed: int) -> Point:
    rng = np.random.default_rng(seed)
    shapes = {
        "mu_raw": (COMPONENTS,),
        "panel_scale_log__": (),
        "tau_raw": (COMPONENTS,),
        "scale_raw": (PAIRS,),
        "skew_raw": (COMPONENTS,),
        "nu_above_one_log__": (),
        "group_scale_log__": (),
        "group_raw": (PAIRS,),
        "reference_class_log__": (),
        "kappa_log__": (),
        "slope_mean_log__": (),
        "slope_spread_log__": (),
        "slope_raw": (COMPONENTS, 1),
    }
    point = {name: np.asarray(rng.normal(0, 0.8, shape)) for name, shape in shapes.items()}
    # The prior's tails are heavy, and the nodes reach only so far.
    point["mu_raw"] = point["mu_raw"] / 2
    return point | {"credence_raw": np.zeros(ENTRIES), "total_raw": np.zeros(TOTALS)}


def at(point: Point, block: str, place: int, value: float) -> Point:
    raw = point[block].copy()
    raw[place] = value
    return point | {block: raw}


def over_raw(
    log_density: Density, data: FactorData, point: Point, block: str = "credence_raw", place: int = 0
) -> float:
    """Log of the integral over one unbounded parameter."""
    values = [log_density(data, at(point, block, place, raw)) for raw in ANYWHERE]
    return float(logsumexp(values + LOG_WEIGHTS))


def location(point: Point, component: int, group: int, groups: int) -> float:
    raw = point["group_raw"][component * groups : (component + 1) * groups]
    effect = np.exp(point["group_scale_log__"]) * (raw[group] - raw.mean()) if groups > 1 else 0.0
    return median(point, component) + float(effect)


def median(point: Point, component: int) -> float:
    """Of a Student t with four degrees of freedom, where the parameter is standard normal."""
    return MEDIAN_SCALE * float(stats.t(4).ppf(stats.norm.cdf(point["mu_raw"][component])))


def scale(point: Point, component: int, group: int, groups: int) -> float:
    own = FACTORS_APART * point["tau_raw"][component] + BETWEEN * point["scale_raw"][component * groups + group]
    return float(np.exp(point["panel_scale_log__"] + own))


def skew(point: Point, component: int) -> float:
    return float(SKEWS * point["skew_raw"][component] - LEAN * np.tanh(median(point, component) / 2))


def skewed(place: np.ndarray, by: np.ndarray | float) -> np.ndarray:
    """Jones and Pewsey (2009), eq. 2, the median left where it is."""
    return np.sinh(np.arcsinh(place + np.sinh(by)) - by)


def consensus(rows: list[Estimate], point: Point) -> float:
    """Log likelihood of statements of one factor under the consensus model."""
    data = encode(rows)
    groups = [group for _, group in data.pair_names]
    populations = np.zeros(data.pairs), np.ones(data.pairs), np.full(data.pairs, skew(point, 0))
    for place in range(len(groups)):
        populations[0][place] = location(point, 0, place, len(groups))
        populations[1][place] = scale(point, 0, place, len(groups))
    nu = 1 + float(np.exp(point["nu_above_one_log__"]))
    blocks = [data.arrays[name] for name in STATEMENT_BLOCKS]
    return float(statements_with_gradient(*populations, nu, *blocks)[0])


def constant(values: Iterable[float], within: float) -> None:
    """Densities leave constants out: what is compared is how they differ from place to place."""
    found = np.array(list(values))
    assert found - found[0] == pytest.approx(np.zeros(found.size), abs=within)


def priors_alone(log_density: Density, data: FactorData, point: Point) -> float:
    """The density before anything was said in the groups of some data."""
    silent = encoded()
    groups = {name: data.arrays[name] for name in ("pair_component", "pin", "anchor", "told")}
    nothing = replace(silent, arrays={**silent.arrays, **groups})
    blank = {"credence_raw": np.zeros(ENTRIES), "total_raw": np.zeros(TOTALS)}
    return log_density(nothing, point | blank)


@pytest.mark.parametrize(
    ("said", "within"),
    [("10%", 1e-6), ("5% grid=5%", 1e-6), ("<1%", 2e-4), ("100%", 2e-4), ("10-20% @80%", 0.03)],
)
def test_one_factor_is_the_consensus_model(log_density: Density, said: str, within: float) -> None:
    rows = [estimate("rain", said, "ada")]
    data = encoded(*rows)
    constant(
        (
            over_raw(log_density, data, point) - priors_alone(log_density, data, point) - consensus(rows, point)
            for point in map(random_point, range(4))
        ),
        within,
    )


def test_what_is_known_by_itself_has_the_same_prior(log_density: Density) -> None:
    """Scales and slopes that many people tell of are parameters themselves: one density goes over into the other."""
    data = encoded(*(estimate("rain", "10%", f"f{person}") for person in range(3)))
    said, heard = logit([0.095, 0.105]).mean(), data.arrays["heard"].copy()
    assert heard[0, HEARD.index("said")] == pytest.approx(said)
    heard[0, HEARD.index("many")] = 1.0
    by_itself = replace(data, arrays=data.arrays | {"heard": heard, "told": np.eye(1, PAIRS).ravel()})
    for point in map(random_point, range(4)):
        panel, mean, spread = (np.exp(point[f"{name}_log__"]) for name in ("panel_scale", "slope_mean", "slope_spread"))
        log_tau = np.log(panel) + FACTORS_APART * point["tau_raw"][0]
        apart, leaning = SKEWS * point["skew_raw"][0], -LEAN * np.tanh(said / 2)
        denser = np.log(np.cosh(apart + leaning) / np.cosh(leaning))
        other = at(point, "scale_raw", 0, point["scale_raw"][0] + (log_tau - np.log(1.5) - denser) / BETWEEN)
        other = at(other, "slope_raw", 0, (mean + spread * point["slope_raw"][0, 0] - 1) / 0.35)
        found = log_density(by_itself, other) - log_density(data, point)
        assert found == pytest.approx(np.log(0.35 / spread), abs=1e-9)


def test_groups_lie_where_their_effects_put_them(log_density: Density) -> None:
    rows = [estimate("rain", "n=8 median=5%", "p", "a"), estimate("rain", "10%", "ada", "b")]
    # Too few voices for their group to be sampled by location or by scale.
    data = encoded(*rows)
    constant(
        (
            over_raw(log_density, data, point) - priors_alone(log_density, data, point) - consensus(rows, point)
            for point in map(random_point, range(4))
        ),
        1e-6,
    )


def test_a_credence_that_nothing_was_said_of_is_integrated_out(log_density: Density) -> None:
    said = estimate("rain", "10%", "ada")
    one, both = encoded(said), encoded(said, estimate("breach", "0-100%", "ada"))
    constant(
        (
            over_raw(log_density, both, point, place=1) - log_density(one, point)
            for point in (at(random_point(seed), "credence_raw", 0, seed - 1.5) for seed in range(4))
        ),
        2e-3,
    )


def implied(data: FactorData, point: Point, groups: list[int]) -> np.ndarray:
    """Total that each forecaster's free credences of rain and breach come to, by the network."""
    found = []
    for person, group in enumerate(groups):
        credences = np.zeros(4)
        for place in range(2):
            row = next(k for k, entry in enumerate(data.arrays["entry"]) if (entry[0], entry[1]) == (person, place))
            placed = skewed(point["credence_raw"][row], skew(point, place))
            credences[place] = location(point, place, group, 2) + scale(point, place, group, 2) * placed
        found.append(float(NETWORK.log_odds(credences, "flood")))
    return np.array(found)


def credences_too(seed: int) -> Point:
    point = random_point(seed)
    return point | {"credence_raw": np.random.default_rng(seed + 100).normal(size=ENTRIES)}


ANY_BIAS = np.linspace(-36, 36, 30_001)


def between(low: float, high: float, at: np.ndarray, by: float) -> np.ndarray:
    """Chance of a normal between two edges, to all digits in either tail."""
    left, right = (low - at) / by, (high - at) / by
    return np.where(left > 0, ndtr(-left) - ndtr(-right), ndtr(right) - ndtr(left))


def test_totals_of_a_group_share_its_bias(log_density: Density) -> None:
    people = [("ada", "a"), ("bo", "a"), ("cem", "b")]
    silent = encoded(*(estimate("flood", "0-100%", *who) for who in people))
    data = encoded(
        *(estimate("flood", said, *who) for said, who in zip(("3%", "10% grid=10%", "0-100%"), people, strict=True))
    )
    (low, high), (least, most) = logit([[0.025, 0.035], [0.05, 0.15]])
    excess = []
    for point in map(credences_too, range(4)):
        values = [
            [log_density(data, at(at(point, "total_raw", 0, x), "total_raw", 1, y)) for y in INSIDE] for x in INSIDE
        ]
        found = logsumexp(np.array(values) + INSIDE_LOG_WEIGHTS[:, None] + INSIDE_LOG_WEIGHTS)
        # N(implied + bias, kappa²), two readings with the bias in common.
        kappa, middle = np.exp(point["kappa_log__"]), implied(data, point, [0, 0, 1])[:2]
        both = between(low, high, middle[0] + ANY_BIAS, kappa) * between(least, most, middle[1] + ANY_BIAS, kappa)
        chance = np.trapezoid(stats.norm.pdf(ANY_BIAS, scale=BIAS) * both, ANY_BIAS)
        excess.append(found - log_density(silent, point) - np.log(chance))
    constant(excess, 1e-4)


# Of many answers 3% is a heap: halfway, in log odds, to 2% and to 5%.
HEAP = expit([logit([0.02, 0.03]).mean(), logit([0.03, 0.05]).mean()])


@pytest.mark.parametrize(("said", "low", "high"), [("3%", *HEAP), ("0%", 0, 0.005)])
def test_a_surveys_total_reads_where_its_group_lies(log_density: Density, said: str, low: float, high: float) -> None:
    rows = [estimate("flood", f"n=30 median={said}", "p", "a"), estimate("flood", "0-100%", "q", "b")]
    # A mean alone is nobody's reading of a total.
    data, silent = encoded(*rows), encoded(estimate("flood", "n=30 mean=5%", "p", "a"), rows[1])
    excess = []
    for point in map(random_point, range(4)):
        middle = np.array([location(point, place, 0, 2) for place in range(2)])
        total = float(NETWORK.log_odds(np.append(middle, [0.0, 0.0]), "flood"))
        law = stats.norm(total, np.sqrt(np.exp(point["kappa_log__"]) ** 2 + BIAS**2))
        chance = law.cdf(logit(high)) - law.cdf(logit(low))
        found = over_raw(log_density, data, point, "total_raw")
        excess.append(found - log_density(silent, point) - np.log(chance))
    constant(excess, 1e-5)


FACTORS = Network(
    {
        **{f"q{place}": Question(f"q{place}", "") for place in range(4)},
        "total": Question("total", "", gate="all_of", of=("q0", "q1", "q2", "q3")),
    }
)
FORECASTERS = 40


def correlated(loading: np.ndarray) -> FactorParameters:
    mu = np.array([0.5, -0.5, 0.0, -1.0])
    tau, bent = np.full(4, 1.5), np.array([-0.4, 0.3, 0.2, 0.6])
    return FactorParameters(
        mu, tau, bent, mu[None], tau[None], loading[:, None], 1.0, 0.5, 20.0, 1.5, 1.0, 0.5, np.zeros(1)
    )


def brute_force(truth: FactorParameters, size: int) -> np.ndarray:
    """Credences of ever so many forecasters."""
    correlation = truth.loading @ truth.loading.T + np.diag(1 - (truth.loading**2).sum(axis=1))
    places = stats.multivariate_t.rvs(np.zeros(4), correlation, truth.nu, size=size, random_state=7)
    return truth.mu + truth.tau * skewed(places, truth.skew)


def covariance_term(credences: np.ndarray) -> float:
    """Pool of products less product of pools, as probabilities."""
    p = expit(credences)
    return float(p.prod(axis=-1).mean() - p.mean(axis=0).prod())


def fitted_term(truth: FactorParameters, seed: int) -> np.ndarray:
    rows = [estimate(f"q{place}", "50%", f"f{person}") for person in range(FORECASTERS) for place in range(4)]
    priors = dict.fromkeys(FACTORS.components, DEFAULT_MEDIAN)
    credences = draw_factor_credences(encode_rows(rows, FACTORS, priors), truth, np.random.default_rng(seed))
    said = [
        estimate(f"q{place}", f"{100 * p:.2f}%", f"f{person}")
        for (person, place), p in np.ndenumerate(expit(credences))
    ]
    data = encode_rows(said, FACTORS, priors)
    settings = {"chains": 2, "tune": 400, "draws": 500, "target_accept": 0.9}
    model = compiled("factors", factor_model, data)
    trace = nutpie.sample(model, seed=seed, progress_bar=False, save_warmup=False, **settings)
    posterior = unpack(trace["posterior"].to_dataset(), data, seed)
    answers = factor_answers(posterior, FACTORS, [*FACTORS.components, "total"], {}, seed)
    mean = {event: expit(answers[event, "all", "mean"]) for event in (*FACTORS.components, "total")}
    return mean["total"] - np.prod([mean[name] for name in FACTORS.components], axis=0)


@pytest.mark.slow
@pytest.mark.certified("factors")
def test_the_covariance_term_is_recovered_from_what_was_said() -> None:
    ranks = []
    alike, opposed = np.ones(4), np.array([1, 1, -1, -1])
    for between, sign, loading in ((0.7, 1, alike), (0.0, 0, alike), (-0.7, -1, opposed)):
        truth = correlated(np.sqrt(abs(between)) * loading)
        exact = covariance_term(brute_force(truth, 2_000_000))
        # Together or apart: with a correlation of 0.7 the product is nearly three times the product of the pools.
        assert exact == pytest.approx({1: 0.053, 0: 0.0, -1: -0.013}[sign], abs=0.001)
        for seed in range(1, 4):
            draws = fitted_term(truth, seed)
            ranks.append(np.mean(draws < exact))
            if sign:
                assert np.mean(sign * draws > 0) > 0.99, (between, seed)
    # Nine fits: none misses, and they do not miss to the same side.
    assert 0.002 < min(ranks) < max(ranks) < 0.998, ranks
    assert 0.25 < np.mean(ranks) < 0.8, ranks
