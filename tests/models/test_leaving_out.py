"""Somebody left out: the weights are those of what they said, taken back."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from consilience.api.study_fit import StudyFit
from consilience.measures.summaries import weighted_quantiles
from consilience.models.leaving_out import voices_of, without
from consilience.models.what_if import Setting, WhatIfEngine
from consilience.problems import UnknownNameError, WrongValueError
from consilience.sampling.reweight import smoothed_weights
from consilience.study import settings_digest
from tests.builders.fits import synthetic_fit, write_study


@pytest.fixture
def fit(tmp_path: Path) -> StudyFit:
    made = synthetic_fit(write_study(tmp_path / "floods"), draws=500)
    # What was said moves these draws little: they know next to nothing of it.
    posterior = made.posterior.assign(
        location=made.posterior["location"] * 0.2 - 2.4, scale=made.posterior["scale"] * 0 + 1
    )
    told = {**made.provenance, "settings": settings_digest(made.study)}
    return replace(made, provenance=told, posterior=posterior)


def test_voices_stand_under_their_groups(fit: StudyFit) -> None:
    assert voices_of(fit.study) == {"river": ["ada", "bo"], "coast": ["cem", "dee"]}


def test_the_weights_are_what_was_said_taken_back(fit: StudyFit) -> None:
    found = without(fit, ["bo"])
    rows = [row for row in fit.study.voices if row.forecaster == "bo"]
    ratio = -fit.model.log_likelihood(fit.posterior, fit.study, rows).sum(axis=1)
    weights, (k,) = smoothed_weights(ratio[:, None])
    assert found.enough
    assert found.pareto_k == pytest.approx(k, abs=1e-6)
    assert f"Pareto k̂ {k:.2f}" in found.says
    assert not any(row.forecaster == "bo" for row in found.study.rows)
    draws = fit.answers["value"].values.reshape(-1, fit.answers.sizes["answer"])[:, 0]
    assert found.fit is not None
    left = WhatIfEngine(found.fit, "flood").outcome(Setting()).levels
    expected = weighted_quantiles(draws, weights[:, 0], [0.05, 0.5, 0.95])
    assert [left[name] for name in ("low", "value", "high")] == pytest.approx(expected.tolist(), abs=0.03)


def test_a_group_that_goes_has_to_be_fitted_anew(fit: StudyFit) -> None:
    found = without(fit, ["ada", "bo"])
    assert (found.fit, found.enough) == (None, False)
    assert found.says == "Without ada, bo: a question, or a group that answers it, came or went."


def test_where_the_draws_do_not_reach_its_k_is_said(fit: StudyFit) -> None:
    # Draws that know of nothing but what Bo said.
    far = fit.posterior.assign(
        location=fit.posterior["location"] * 0 + np.linspace(-2, 12, 2000).reshape(4, 500, 1),
        scale=fit.posterior["scale"] * 0.02,
    )
    found = without(replace(fit, posterior=far), ["bo"])
    assert not found.enough
    assert "Pareto k̂" in found.says or "beyond what the draws can tell" in found.says


def test_whoever_is_not_there_and_everybody_are_refused(fit: StudyFit) -> None:
    with pytest.raises(UnknownNameError, match=r"no voice is called 'zoe'.*ada, bo, cem, dee"):
        without(fit, ["zoe"])
    with pytest.raises(WrongValueError, match="nobody would be left"):
        without(fit, ["ada", "bo", "cem", "dee"])


def test_another_prior_is_told_with_its_k(fit: StudyFit) -> None:
    engine = WhatIfEngine(fit, "flood")
    assert engine.priors[0] == "as fitted"
    other = engine.outcome(Setting(prior=engine.priors[1]))
    frame = fit.other_priors("flood").set_index("prior")
    assert other.pareto_k == pytest.approx(frame["pareto_k"][engine.priors[1]])
    assert other.reliable == frame["reliable"][engine.priors[1]]
    assert other.label == frame["label"][engine.priors[1]]
