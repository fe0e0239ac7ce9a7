"""Readings of views on cruxes, one by one, against the sum and the priors that the model has."""

import numpy as np
import pytest
from scipy import stats

from consilience.likelihood.readings import readings_with_gradient
from consilience.models.cruxes.data import encode_cruxes
from consilience.models.cruxes.pointwise import log_likelihood, log_prior, statements
from consilience.models.cruxes.population import implied_credences
from consilience.models.cruxes.predict import predict, prior
from consilience.models.cruxes.priors import DEFAULTS
from consilience.sampling.answers import flat
from tests.builders.crux_fits import ROWS, crux_fit, write_crux_study

MORE = """\
famine,eve,2025-01-15,1-5%,south,,a talk,
war,eve,2025-01-15,"30% [10%, 60%]",south,,a talk,
famine | war,eve,2025-01-15,<10%,south,,a talk,
blight,eve,2025-01-15,>0%,south,,a talk,
"""


@pytest.fixture(scope="module")
def fit(tmp_path_factory):
    folder = write_crux_study(tmp_path_factory.mktemp("study") / "s", rows=ROWS + MORE)
    return crux_fit(folder, jitter=0.3, draws=3)


def test_their_sum_is_the_likelihood_of_the_model(fit) -> None:
    rows = statements(fit.study)
    assert len(rows) == len(fit.study.rows) - 1
    found = log_likelihood(fit.posterior, fit.study, rows)
    data, kappa = encode_cruxes(fit.study), flat(fit.posterior["kappa"])
    rounds, entries = len(data.arrays["round"]), len(data.arrays["entry"])
    person, crux = np.transpose(data.entries)
    outcome = flat(fit.posterior["outcome_round"])
    views = [flat(fit.posterior[name])[:, person, crux] for name in ("outcome_asked", "base", "association")]
    for draw in range(len(kappa)):
        implied = np.zeros(rounds + 3 * entries)
        implied[: len(data.rounds)] = outcome[draw]
        for kind, credences in enumerate(implied_credences(*(view[draw] for view in views))):
            implied[rounds + kind * entries :][: len(data.entries)] = credences
        expected = readings_with_gradient(implied, kappa[draw], data.arrays["cell"], data.arrays["spread"])[0]
        assert found[draw].sum() == pytest.approx(expected, rel=1e-9)


def test_priors_are_those_declared(fit) -> None:
    found = log_prior(fit.posterior, fit.study, DEFAULTS)
    np.testing.assert_allclose(
        found["mu_association"],
        stats.norm(0, 1.5).logpdf(flat(fit.posterior["mu_association"])).sum(axis=1),
        rtol=1e-12,
    )
    np.testing.assert_allclose(found["correlation"], np.zeros(12), atol=1e-12)
    assert {values.shape for values in found.values()} == {(12,)}


def test_other_people_say_what_their_own_views_imply(fit) -> None:
    drawn = prior(fit.study, DEFAULTS, 40, 1)
    small = {name: drawn[name] * 0 + 1e-6 for name in ("tau_outcome", "tau_base", "tau_association", "kappa", "drift")}
    known = drawn.assign(
        **small,
        forecaster_scale=drawn["forecaster_scale"] * 0 + 1e-6,
        outcome_location=drawn["outcome_location"] * 0 - 2,
        base_location=drawn["base_location"] * 0 - 1,
        association_location=drawn["association_location"] * 0 + 1.5,
    )
    rows = statements(fit.study)
    said = np.median(predict(known, fit.study, rows, 1), axis=0)
    crux, given, _ = implied_credences(np.array(-2.0), np.array(-1.0), np.array(1.5))
    of = {(row.question, row.forecaster): said[place] for place, row in enumerate(rows)}
    # As near as the grid of each statement lets it be said.
    assert of["famine", "bo"] == pytest.approx(-2, abs=0.3)
    assert of["blight", "bo"] == pytest.approx(crux, abs=0.3)
    assert of["famine | blight", "bo"] == pytest.approx(given, abs=0.3)
    for name in drawn.data_vars:
        assert drawn[name].dims == fit.posterior[name].dims
        assert drawn[name].shape[2:] == fit.posterior[name].shape[2:]
