"""Pointwise log likelihoods against the compiled kernels, SciPy and each other."""

import time

import numpy as np
import pytest
from hypothesis import example, given, settings, strategies as st
from scipy import stats
from scipy.special import expit, logit

from consilience.likelihood.pointwise import (
    Populations,
    base_rate_log_likelihood,
    log_likelihood,
    reading_log_likelihood,
    says_something,
)
from consilience.likelihood.readings import readings_with_gradient
from consilience.likelihood.rows import observations, of_one_credence, pack_blocks
from consilience.likelihood.statements_op import STATEMENT_BLOCKS, statements_with_gradient
from consilience.notation import BaseRate, Value, parse
from tests.examples import examples

percents = st.sampled_from([0.001, 0.02, 0.3, 1, 2, 5, 10, 15, 35, 50, 62.5, 90, 99, 99.9])
ordered = {k: st.lists(percents, min_size=k, max_size=k, unique=True).map(sorted) for k in (2, 3)}
# Shares of any number of people, alone or beside whatever else is published of them.
shared = (
    st.tuples(
        st.sampled_from(["", "n=1 ", "n=2 ", "n=9 ", "n=88 ", "n=738 ", "n=2779 ", "n=20000 "]),
        st.sampled_from(["", "median=5% ", "median=<1% ", "median=5% mean=14.4% ", "mean=9% sd=12% ", "mean=9% "]),
        st.sampled_from(["", "quartiles=[1%, 20%] "]),
        st.sampled_from(
            ["share(>=10%)=38%", "share(<1%)=22% share(>50%)=9%", "share(>=10%)=[37.8%, 51.4%]", "share(>0%)=88%"]
        ),
    )
    .filter(lambda parts: "sd=" not in parts[1] or parts[0] not in ("", "n=1 "))
    .map("".join)
)
# Ends at certainty, digits of several grids, every relation, and surveys that publish any part of themselves.
said = st.one_of(
    st.sampled_from(["0%", "100%", "<1%", "<=0.1%", ">10%", ">=99.9%", "1 in 6", "1 in 1,000,000", ">0%"]),
    percents.map(lambda p: f"{p}%"),
    st.tuples(ordered[2], st.sampled_from(["", " @50%", " @90%"])).map(lambda v: f"{v[0][0]}-{v[0][1]}%{v[1]}"),
    ordered[3].map(lambda v: f"{v[1]}% [{v[0]}%, {v[2]}%]"),
    st.sampled_from(["5% [1%, 100%]", "0-20%", "80-100%", "10% [0%, 30%] @80%"]),
    ordered[3].map(lambda v: f"q5={v[0]}% q50={v[1]}% q95={v[2]}%"),
    st.tuples(st.integers(1, 3000), percents).map(lambda v: f"n={v[0]} median={v[1]}%"),
    st.tuples(st.integers(2, 900), ordered[3]).map(
        lambda v: f"n={v[0]} median={v[1][1]}% quartiles=[{v[1][0]}%, {v[1][2]}%]"
    ),
    st.tuples(st.integers(2, 900), ordered[3]).map(
        lambda v: f"n={v[0]} median={v[1][1]}% ci95=[{v[1][0]}%, {v[1][2]}%]"
    ),
    st.tuples(st.integers(1, 900), percents).map(lambda v: f"n={v[0]} mean={v[1]}%"),
    st.tuples(st.integers(2, 900), percents, percents).map(lambda v: f"n={v[0]} median={v[1]}% mean={v[2]}%"),
    shared,
)
populations = st.tuples(
    # An edge that lies on the location but for rounding is on either side of a quadrature.
    st.floats(-12, 12).map(lambda at: round(at, 6)),
    st.floats(-3, 2).map(lambda log: float(np.exp(log))),
    st.floats(-1.5, 1.5),
    st.floats(1.1, 100),
)


def by_kernel(
    values: list[Value], pair: list[int], location: np.ndarray, scale: np.ndarray, skew: np.ndarray, nu: float
) -> float:
    """The sum that a model's likelihood is, of one draw."""
    blocks: dict[str, list] = {}
    for value, at in zip(values, pair, strict=True):
        for block, columns in observations(value):
            blocks.setdefault(block, []).append((at, *columns))
    packed = pack_blocks(blocks)
    arrays = [packed[name] for name in STATEMENT_BLOCKS]
    return statements_with_gradient(location, scale, skew, nu, *arrays)[0]


@settings(deadline=None, max_examples=examples(400))
@given(said, st.lists(populations, min_size=1, max_size=3))
# Many answers' rank over a heap's cell.
@example("n=150 median=50%", [(0.0, 1.0, 0.0, 2.0)])
def test_every_form_agrees_with_the_compiled_kernels(text: str, drawn: list[tuple[float, ...]]) -> None:
    *population, nu = np.array(drawn).T
    found = log_likelihood([parse(text)], [0], Populations(*(part[:, None] for part in population)), nu)[:, 0]
    expected = [by_kernel([parse(text)], [0], *np.array(each)[:, None], v) for *each, v in drawn]
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)


@settings(deadline=None, max_examples=examples(50))
@given(st.lists(st.tuples(said, st.integers(0, 2)), min_size=1, max_size=12), st.integers(0, 1000))
def test_the_sum_over_statements_is_the_likelihood_of_the_model(rows: list[tuple[str, int]], seed: int) -> None:
    rng = np.random.default_rng(seed)
    values, pair = [parse(text) for text, _ in rows], [at for _, at in rows]
    location, scale, nu = rng.normal(-2, 2, (3, 3)), rng.lognormal(0.4, 0.6, (3, 3)), 1 + rng.gamma(2, 10, 3)
    skew = rng.normal(0, 0.6, (3, 3))
    found = log_likelihood(values, pair, Populations(location, scale, skew), nu)
    assert found.shape == (3, len(rows))
    expected = np.array([by_kernel(values, pair, *draw) for draw in zip(location, scale, skew, nu, strict=True)])
    # Of what is ruled out by millions of nats the last digits are the rounding of a quadrature.
    relative = np.where(expected > -1e5, 1e-9, 1e-6)
    assert np.all(np.abs(found.sum(axis=1) - expected) <= 1e-8 + relative * np.abs(expected)), (found, expected)


@pytest.mark.parametrize("nu", [1.5, 4.0, 30.0, 1e6])
@pytest.mark.parametrize(("text", "low", "high"), [("10%", 0.095, 0.105), ("<1%", 0, 0.01), ("100%", 0.995, 1)])
def test_a_cell_has_the_mass_that_the_population_puts_on_it(nu: float, text: str, low: float, high: float) -> None:
    t = stats.t(nu) if nu < 1e5 else stats.norm()
    location, scale = -1.7, 1.3
    with np.errstate(divide="ignore"):
        edges = (logit([low, high]) - location) / scale
    of = Populations(np.array([[location]]), np.array([[scale]]), np.zeros((1, 1)))
    found = log_likelihood([parse(text)], [0], of, np.array([nu]))
    assert found.item() == pytest.approx(np.log(t.cdf(edges[1]) - t.cdf(edges[0])), rel=2e-5, abs=1e-5)


def test_degrees_of_freedom_may_differ_between_populations() -> None:
    values, pair = [parse(text) for text in ("10%", "2-5%", "n=40 median=3%", "<1%")], [0, 1, 1, 0]
    location, scale = np.array([[-2.0, -1.0], [-3.0, 0.5]]), np.array([[1.0, 2.0], [0.5, 1.5]])
    nu = np.array([[3.0, 30.0], [5.0, 9.0]])
    skew = np.array([[0.0, 0.5], [-0.5, 0.3]])
    found = log_likelihood(values, pair, Populations(location, scale, skew), nu)
    for column, (value, at) in enumerate(zip(values, pair, strict=True)):
        alone = log_likelihood([value], [0], Populations(location[:, [at]], scale[:, [at]], skew[:, [at]]), nu[:, at])
        np.testing.assert_allclose(found[:, [column]], alone, rtol=1e-12)


def test_what_says_nothing_is_told_and_weighs_nothing() -> None:
    values = [parse(text) for text in (">0%", "0-100%", "<100%")]
    assert not any(map(says_something, values))
    assert not log_likelihood(
        values, [0, 0, 0], Populations(np.zeros((2, 1)), np.ones((2, 1)), np.zeros((2, 1))), np.full(2, 5.0)
    ).any()


def test_base_rates_are_beta_binomial() -> None:
    values = [BaseRate(0, 66), BaseRate(3, 10), BaseRate(5, 5)]
    log_odds, concentration = np.array([[-4.0, -1.0, 0.3], [-2.0, 0.0, 9.0]]), np.array([20.0, 3.0])
    p = expit(log_odds)
    expected = stats.betabinom.logpmf(
        [0, 3, 5], [66, 10, 5], p * concentration[:, None], (1 - p) * concentration[:, None]
    )
    np.testing.assert_allclose(base_rate_log_likelihood(values, log_odds, concentration), expected, rtol=1e-9)


@settings(deadline=None, max_examples=examples(150))
@given(said, st.floats(-12, 12), st.floats(-4, 1.5).map(np.exp))
def test_readings_agree_with_the_compiled_kernel(text: str, implied: float, kappa: float) -> None:
    blocks: dict[str, list] = {"cell": [], "spread": []}
    for block, columns in of_one_credence(parse(text)):
        blocks[block].append((0, *columns))
    packed = pack_blocks(blocks)
    expected = readings_with_gradient(np.array([implied]), kappa, packed["cell"], packed["spread"])[0]
    found = reading_log_likelihood([parse(text)], np.array([[implied]]), np.array([kappa]))
    assert found.item() == pytest.approx(expected, rel=1e-9, abs=1e-8)


def test_thousands_of_statements_of_thousands_of_draws_fit_in_memory(record_property) -> None:
    rng = np.random.default_rng(1)
    values = [parse(f"{p:.1f}%") for p in np.clip(rng.lognormal(1, 1.5, 3800), 0, 99)]
    draws, pairs = 400, 24
    location, scale = rng.normal(-3, 0.3, (draws, pairs)), rng.lognormal(0.4, 0.1, (draws, pairs))
    skew = rng.normal(0.5, 0.1, (draws, pairs))
    start = time.perf_counter()
    found = log_likelihood(
        values, rng.integers(pairs, size=3800), Populations(location, scale, skew), 1 + rng.gamma(2, 10, draws)
    )
    record_property("seconds", time.perf_counter() - start)
    assert found.shape == (draws, 3800)
    assert np.isfinite(found).all()
