"""A consensus' statements and priors, one by one, against the sum and the priors that its model has."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from scipy.special import expit

from consilience.likelihood.statements_op import STATEMENT_BLOCKS, statements_with_gradient
from consilience.models.consensus.data import encode_study
from consilience.models.consensus.pointwise import log_likelihood, statements
from consilience.models.consensus.predict import predict, prior
from consilience.models.consensus.priors import DEFAULTS
from consilience.models.log_densities import of_populations
from consilience.study import read_study
from tests.builders.fits import ROWS, TOML, synthetic_fit, write_study

# Beside the usual rows a survey that publishes all it can, base rates, two of a mind, and one who says nothing.
MORE = """\
flood,a poll,2025-01-20,"n=88 median=4% mean=9% ci95=[3%, 8%] quartiles=[1%, 20%]",coast,survey,a paper,
drought,history,2025-01-21,3 of 40,,base_rate,a book,
flood,eve,2025-01-22,10%,river,,a letter,
drought,eve,2025-01-22,>0%,river,,a letter,
"""


@pytest.fixture(scope="module")
def fit(tmp_path_factory):
    toml = TOML.replace('title = "A drought"', 'title = "A drought"\nprior = "10% [1%, 60%]"')
    return synthetic_fit(write_study(tmp_path_factory.mktemp("study") / "s", toml, ROWS + MORE), draws=3)


def test_their_sum_is_the_likelihood_of_the_model(fit) -> None:
    rows = statements(fit.study)
    # An aggregate is not weighed, and of what rules out nothing there is nothing to weigh.
    assert len(rows) == len(fit.study.rows) - 2
    found = log_likelihood(fit.posterior, fit.study, rows)
    data, posterior = encode_study(fit.study), fit.posterior.stack(sample=("chain", "draw"))
    of_pair = data.arrays["pair_question"][: len(data.pair_names)]
    for place in range(posterior.sizes["sample"]):
        draw = posterior.isel(sample=place)
        margins = [draw[name].values for name in ("location", "scale")]
        margins.append(draw["skew"].values[of_pair])
        blocks = [data.arrays[name] for name in STATEMENT_BLOCKS]
        voices = statements_with_gradient(*margins, float(draw["nu"]), *blocks)[0]
        p, worth = expit(draw["mu"].values[1]), float(draw["reference_class"])
        rates = stats.betabinom.logpmf(3, 40, p * worth, (1 - p) * worth)
        assert found[place].sum() == pytest.approx(voices + rates, rel=1e-9)


def test_a_statement_that_was_not_fitted_has_a_likelihood_too(fit) -> None:
    rows = statements(fit.study)
    new = replace(rows[0], forecaster="somebody new")
    found = log_likelihood(fit.posterior, fit.study, [rows[3], new])
    np.testing.assert_array_equal(found, log_likelihood(fit.posterior, fit.study, [rows[3], rows[0]]))
    assert log_likelihood(fit.posterior, fit.study, []).shape == (12, 0)


def test_priors_are_those_declared(fit) -> None:
    found = of_populations(fit.posterior, fit.study, DEFAULTS)
    mu = fit.posterior["mu"].values.reshape(-1, 2)
    _, (middle, spread, _) = encode_study(fit.study).arrays["prior"][:2]
    expected = stats.t(4, 0, 5).logpdf(mu[:, 0]) + stats.norm(middle, spread).logpdf(mu[:, 1])
    np.testing.assert_allclose(found["mu"], expected, rtol=1e-12)
    assert {values.shape for values in found.values()} == {(12,)}


def test_what_would_be_said_follows_the_population(tmp_path) -> None:
    rows = "".join(f"flood,f{place},2025-01-15,10%,,,a letter,\n" for place in range(400))
    study = read_study(write_study(tmp_path / "s", rows=rows + "flood,b,2025-01-15,12 of 40,,base_rate,a book,\n"))
    drawn = prior(study, DEFAULTS, 20, 1)
    known = drawn.assign(
        **{name: drawn[name] * 0 - 1 for name in ("location", "mu")},
        scale=drawn["scale"] * 0 + 1,
        skew=drawn["skew"] * 0,
        nu=drawn["nu"] * 0 + 5,
    )
    said = predict(known, statements(study), 1)
    # Rounded to one percent each.
    assert np.median(said[:, :-1]) == pytest.approx(-1, abs=0.05)
    assert stats.kstest((said[:, :-1].ravel() + 1), stats.t(5).cdf).statistic < 0.06
    assert said[:, -1].mean() == pytest.approx(-1, abs=0.7)


def test_prior_draws_have_the_layout_of_a_fit(fit) -> None:
    drawn = prior(fit.study, DEFAULTS, 400, 1)
    for name, values in fit.posterior.data_vars.items():
        assert drawn[name].dims == values.dims
        assert drawn[name].shape[2:] == values.shape[2:]
    # Half of a Student t with four degrees of freedom lies within 0.741 scales.
    assert np.median(abs(drawn["mu"][0, :, 0])) == pytest.approx(5 * 0.741, rel=0.2)
    assert np.isfinite(log_likelihood(drawn, fit.study, statements(fit.study))).all()
