"""A panel's statements, one by one, against the multivariate t, SciPy's normal and the network."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr
from scipy import integrate, stats
from scipy.special import expit, logit

from consilience.likelihood.spreads import bandwidths, spread_points
from consilience.models import log_densities
from consilience.models.factors.pointwise import log_likelihood, log_prior, medians_alike, statements
from consilience.models.factors.predict import predict, prior
from consilience.models.factors.priors import DEFAULTS
from consilience.network import network_of
from consilience.notation import parse
from consilience.sampling.answers import flat
from tests.builders.factor_fits import ROWS, TOML, panel_fit, write_panel_study

# A poll of one factor and of the total, a base rate of a factor, a total as a range, one who says nothing, two polls of
# one name that publish a number each, one who names a group once.
MORE = """\
storm,a poll,2025-01-20,"n=88 median=40% mean=45%",coast,survey,a paper,
flood,a poll,2025-01-20,n=88 median=2%,coast,survey,a paper,
storm,history,2025-01-21,3 of 40,,base_rate,a book,
harm,eve,2025-01-22,5-30%,river,,a letter,
storm,eve,2025-01-22,>0%,river,,a letter,
breach,a club,2025-01-22,20%,river,survey,a paper,
breach,a club,2025-01-22,30%,coast,survey,a paper,
storm,fay,2025-01-20,20%,,,a talk,
breach,fay,2025-01-22,20%,coast,,a talk,
"""
LOADING = np.array([[0.9, 0.5, -0.3, 0.7, 0.6], [0.1, 0.6, 0.5, -0.2, 0.4]]).T
CORRELATION = LOADING @ LOADING.T + np.diag(1 - (LOADING**2).sum(axis=1))
# Of the factors, and by how much the coast's spread is the river's.
SKEW = np.array([0.6, -0.5, 0.3, 0.8, -0.9])
SCALE, COAST = 1.5, 0.7


@pytest.fixture(scope="module")
def fit(tmp_path_factory):
    folder = write_panel_study(tmp_path_factory.mktemp("study") / "s", TOML, ROWS + MORE)
    fit = panel_fit(folder, seed=3, draws=2, loading=LOADING, scale=SCALE, nu=4.0)
    posterior = fit.posterior
    assert set(posterior["group"].values) == {"river", "coast"}
    own = xr.where(posterior["pair_group"] == "coast", COAST, 1.0).drop_vars(["pair_question", "pair_group"])
    skewed = posterior.assign(
        skew=posterior["skew"] * 0 + xr.DataArray(SKEW, dims="question"),
        scale=(posterior["scale"] * own).transpose(*posterior["scale"].dims),
    )
    return replace(fit, posterior=skewed)


def before_skew(z: np.ndarray, at: np.ndarray, skew: np.ndarray, scale: float) -> np.ndarray:
    """Jones and Pewsey (2009), eq. 2, shifted to leave the median where it is."""
    return np.sinh(np.arcsinh((z - at) / scale) + skew) - np.sinh(skew)


def found_of(fit, question: str, forecaster: str) -> np.ndarray:
    rows = statements(fit.study)
    (place,) = (at for at, row in enumerate(rows) if (row.question, row.forecaster) == (question, forecaster))
    return log_likelihood(fit.posterior, fit.study, rows)[:, place]


def test_what_says_nothing_and_aggregates_are_not_among_them(fit) -> None:
    said = {(row.question, row.forecaster) for row in statements(fit.study)}
    assert ("storm", "eve") not in said
    assert not any(forecaster == "a platform" for _, forecaster in said)
    assert ("harm", "eve") in said


def test_a_factor_is_given_what_its_speaker_thinks_of_the_others(fit) -> None:
    found = found_of(fit, "breach", "ada")
    names = [str(name) for name in fit.posterior["question"].values]
    # Ada spoke of all but the pumps.
    others = [names.index(name) for name in ("storm", "loss | flood", "loss | not flood")]
    order = [names.index("breach"), *others]
    location, credence = flat(fit.posterior["location"]).reshape(8, 5, 2), flat(fit.posterior["credence"])
    for draw in range(8):
        at = location[draw, :, 0]
        joint = stats.multivariate_t(np.zeros(4), CORRELATION[np.ix_(order, order)], df=4)
        marginal = stats.multivariate_t(np.zeros(3), CORRELATION[np.ix_(others, others)], df=4)
        z = before_skew(credence[draw, 0, others], at[others], SKEW[others], SCALE)
        # The joint density of the symmetric places, over what places the edges of the cell have.
        edges = before_skew(logit([0.195, 0.205]), at[order[0]], SKEW[order[0]], SCALE)
        mass = integrate.quad(lambda y, joint=joint, z=z: joint.pdf([y, *z]), *edges)[0]
        assert found[draw] == pytest.approx(np.log(mass / marginal.pdf(z)), abs=1e-6)


def test_whoever_spoke_of_one_factor_alone_is_given_the_population_of_their_group(fit) -> None:
    location = flat(fit.posterior["location"]).reshape(8, 5, 2)[:, 0]
    at, places = location[:, 0], logit([0.595, 0.605])
    low, high = (before_skew(edge, at, SKEW[0], SCALE) for edge in places)
    expected = np.log(stats.t(4).cdf(high) - stats.t(4).cdf(low))
    np.testing.assert_allclose(found_of(fit, "storm", "bo"), expected, atol=1e-6)


def test_totals_read_what_the_credences_imply_and_the_bias_of_the_group(fit) -> None:
    network, credence = network_of(fit.study), flat(fit.posterior["credence"])
    delta, kappa = flat(fit.posterior["delta"]), flat(fit.posterior["kappa"])
    groups = [str(name) for name in fit.posterior["group"].values]
    river, coast = groups.index("river"), groups.index("coast")
    people = [str(name) for name in fit.posterior["forecaster"].values]
    implied = network.log_odds(credence[:, people.index("cem")], "flood") + delta[:, coast]
    low, high = logit([0.005, 0.015])
    expected = np.log(stats.norm(implied, kappa).cdf(high) - stats.norm(implied, kappa).cdf(low))
    np.testing.assert_allclose(found_of(fit, "flood", "cem"), expected, rtol=1e-8)
    # A survey's median forecaster stands at the location of the group.
    of_group = (
        network.log_odds(flat(fit.posterior["location"]).reshape(8, 5, 2)[:, :, coast], "flood") + delta[:, coast]
    )
    # Of many answers 2% is a heap: halfway, in log odds, to 1%; to 3% that is 2.45%, and all of its rounding counts.
    low, high = logit([0.01, 0.02]).mean(), logit(0.025)
    expected = np.log(stats.norm(of_group, kappa).cdf(high) - stats.norm(of_group, kappa).cdf(low))
    np.testing.assert_allclose(found_of(fit, "flood", "a poll"), expected, rtol=1e-6)
    # A range is a kernel at each of its points, as where it is sampled.
    points = spread_points(parse("5-30%"))
    said = network.log_odds(credence[:, people.index("eve")], "harm") + delta[:, river]
    each = stats.norm(said[:, None], np.hypot(kappa[:, None], bandwidths(points))).pdf(points)
    np.testing.assert_allclose(found_of(fit, "harm", "eve"), np.log(each.mean(axis=1)), rtol=1e-9)


def test_base_rates_bear_on_the_median_forecaster(fit) -> None:
    p, worth = expit(flat(fit.posterior["mu"])[:, 0]), flat(fit.posterior["reference_class"])
    expected = stats.betabinom.logpmf(3, 40, p * worth, (1 - p) * worth)
    np.testing.assert_allclose(found_of(fit, "storm", "history"), expected, rtol=1e-9)


def test_priors_are_those_declared(fit) -> None:
    found = log_prior(fit.posterior, fit.study, DEFAULTS)
    for name, law in (("slope_mean", stats.halfnorm()), ("slope_spread", stats.lognorm(0.6, scale=0.35))):
        np.testing.assert_allclose(found[name], law.logpdf(flat(fit.posterior[name])), rtol=1e-9)
    panel = stats.lognorm(0.6, scale=1.5).logpdf(flat(fit.posterior["panel_scale"]))
    np.testing.assert_allclose(found["panel_scale"], panel, rtol=1e-9)
    assert "tau" not in found
    # Medians by themselves, and as they are together.
    together = found["mu"] - log_densities.of_populations(fit.posterior, fit.study, DEFAULTS)["mu"]
    raw = stats.norm.ppf(stats.t(4, 0, 5).cdf(flat(fit.posterior["mu"])))[:, medians_alike(fit.study) > 0]
    size = raw.shape[1]
    assert 1 < size < 8
    law = stats.multivariate_normal(cov=np.full((size, size), 0.5) + np.eye(size) / 2)
    np.testing.assert_allclose(together, law.logpdf(raw) - stats.norm.logpdf(raw).sum(axis=1), rtol=1e-9)
    delta = flat(fit.posterior["delta"])
    np.testing.assert_allclose(found["delta"], stats.norm.logpdf(delta).sum(axis=1), rtol=1e-12)
    assert {values.shape for values in found.values()} == {(8,)}


def test_another_panel_says_what_its_own_factors_imply(fit) -> None:
    drawn = prior(fit.study, DEFAULTS, 50, 1)
    known = drawn.assign(
        kappa=drawn["kappa"] * 0 + 1e-6,
        delta=drawn["delta"] * 0,
        loading=drawn["loading"] * 0,
        scale=drawn["scale"] * 0 + 1e-6,
        location=drawn["location"] * 0 - 1.0,
    )
    rows = statements(fit.study)
    said = predict(known, fit.study, rows, 1)
    of = {(row.question, row.forecaster): said[:, place] for place, row in enumerate(rows)}
    # Everybody thinks the same of every factor: three in a row.
    assert np.median(of["storm", "bo"]) == pytest.approx(-1, abs=0.05)
    assert np.median(of["flood", "cem"]) == pytest.approx(logit(expit(-1) ** 3), abs=0.3)
    assert said.shape == (50, len(rows))
    assert np.isfinite(said).all()
    # So few people have one outlook each; the fit was invented with two.
    invented = fit.posterior.isel(outlook=[0])
    for name in drawn.data_vars:
        assert drawn[name].dims == invented[name].dims
        assert drawn[name].shape[2:] == invented[name].shape[2:]
