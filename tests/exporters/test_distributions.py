"""Quantiles of what is exported as a distribution, against NumPy's of the draws."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.special import expit

from consilience.exporters.histogram import COARSE, FINE, pieces
from consilience.exporters.leading import Leading
from consilience.exporters.squiggle import _SQUIGGLE, _SQUIGGLEPY, _value
from consilience.frames.answers import answer_draws
from consilience.problems import UnknownNameError, WrongValueError
from tests.builders.fits import ROWS, fit_of, synthetic_fit, write_study
from tests.examples import examples

PERCENTILES = np.arange(1, 100) / 100
POINT = re.compile(r"\{x: ([\d.e-]+), y: ([\d.e+-]+)\}")
UNIFORM = re.compile(r"sq\.uniform\(([\d.e-]+), ([\d.e-]+)\)")


def leading(draws: np.ndarray) -> Leading:
    return Leading("q", "Q", "population", "inferred from 9 voices", "median", *(0.5,) * 4, 0.9, draws=draws)


def percentiles_of_steps(code: str) -> np.ndarray:
    """Percentiles of a density given by both ends of its steps, by the trapezoidal rule."""
    x, y = np.array([list(map(float, pair)) for pair in POINT.findall(code)]).T
    assert (np.diff(x) > 0).all()
    mass = np.concatenate([[0], np.cumsum(np.diff(x) * (y[1:] + y[:-1]) / 2)])
    return np.interp(PERCENTILES, mass / mass[-1], x)


def percentiles_of_mixture(code: str) -> np.ndarray:
    edges = np.array([list(map(float, pair)) for pair in UNIFORM.findall(code)])
    weights = [float(weight) for weight in code.partition("weights=[")[2].rstrip("])").split(",")]
    assert sum(weights) == pytest.approx(1)
    return np.interp(PERCENTILES, np.cumsum([0, *weights]), [edges[0, 0], *edges[:, 1]])


SHAPES = {
    "narrow": lambda rng: rng.normal(-2, 0.2, 4000),
    "wide": lambda rng: rng.normal(0, 2.5, 4000),
    "a needle": lambda rng: rng.normal(0, 1e-5, 4000),
    "tiny": lambda rng: rng.normal(-12, 1.5, 4000),
    "two humps": lambda rng: np.concatenate([rng.normal(-5, 0.3, 2000), rng.normal(3, 0.3, 2000)]),
    "heavy tails": lambda rng: rng.standard_t(2, 4000) - 1,
    "drawn again and again": lambda rng: rng.choice(rng.normal(-1, 1, 300), 4000),
    "partly certain": lambda rng: np.concatenate([np.full(1000, -40.0), rng.normal(-3, 1, 3000)]),
    "few": lambda rng: rng.normal(0, 1, 30),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_code_has_the_answers_percentiles_within_half_a_point(shape: str) -> None:
    draws = SHAPES[shape](np.random.default_rng(1))
    expected = expit(np.quantile(draws, PERCENTILES))
    answer = leading(draws)
    for found in (
        percentiles_of_steps(_value(answer, _SQUIGGLE)),
        percentiles_of_mixture(_value(answer, _SQUIGGLEPY)),
    ):
        assert 100 * np.abs(found - expected).max() < 0.5


def test_certainty_is_a_number() -> None:
    assert _value(leading(np.full(100, -40.0)), _SQUIGGLE).startswith("pointMass(4.24835e-18")
    assert _value(leading(np.full(100, 40.0)), _SQUIGGLEPY) == "sq.const(1)"


@given(st.lists(st.sampled_from([-3.0, -1.0, 0.0, 0.5, 2.0]) | st.floats(-30, 30), min_size=1, max_size=60))
@settings(max_examples=examples(60))
def test_pieces_rise_and_hold_everything(logits: list[float]) -> None:
    for levels in (COARSE, FINE):
        edges, shares = pieces(expit(np.quantile(logits, levels)), levels)
        assert (np.diff(edges) > 0).all()
        assert len(shares) == len(edges) - 1
        assert len(edges) == 1 or (shares.sum() == pytest.approx(1) and (shares > 0).all())


def test_scipys_distribution_has_exact_percentiles(tmp_path: Path) -> None:
    fit = synthetic_fit(write_study(tmp_path / "floods"), draws=1000)
    frozen = fit.distribution("flood")
    draws = answer_draws(fit, "flood", "median")
    np.testing.assert_allclose(frozen.ppf(PERCENTILES), expit(np.quantile(draws, PERCENTILES)), rtol=1e-9)
    assert frozen.mean() == pytest.approx(expit(draws).mean(), rel=0.01)
    assert frozen.rvs(5, random_state=1).shape == (5,)
    mean = fit.distribution("flood", "mean")
    assert mean.median() == pytest.approx(expit(np.median(answer_draws(fit, "flood", "mean"))))


def test_voices_are_no_distribution(tmp_path: Path) -> None:
    fit = synthetic_fit(write_study(tmp_path / "floods", rows=ROWS))
    with pytest.raises(
        WrongValueError,
        match="the answer to 'drought', since under three people are known to stand behind an answer: ada says 30%",
    ):
        fit.distribution("drought")
    with pytest.raises(UnknownNameError, match="the questions are flood, drought"):
        fit.distribution("flod")
    with pytest.raises(UnknownNameError, match="median"):
        fit.distribution("flood", "mode")


def test_what_is_certain_has_no_density(tmp_path: Path) -> None:
    fit = synthetic_fit(write_study(tmp_path / "floods"))
    certain = fit_of(fit.study, fit.posterior, 0 * fit.answers - 40, provenance={})
    with pytest.raises(WrongValueError, match="in every draw, and has no density"):
        certain.distribution("flood")
