"""One crux moved: the law of total probability, by hand."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit, logit

from consilience.models.cruxes.population import implied_credences
from consilience.models.cruxes.what_if import CruxWhatIf
from consilience.models.what_if import Setting
from tests.builders.crux_fits import crux_fit, write_crux_study


@pytest.fixture
def engine(tmp_path: Path) -> CruxWhatIf:
    fit = crux_fit(write_crux_study(tmp_path / "famine"))
    # Everybody is of one mind, and every draw the same.
    spreads = {
        name: fit.posterior[name] * 0 for name in ("tau_outcome", "tau_base", "tau_association", "forecaster_scale")
    }
    located = {
        name: fit.posterior[name] * 0 + at
        for name, at in (("outcome_location", -2.0), ("base_location", -1.0), ("association_location", 1.5))
    }
    return CruxWhatIf(replace(fit, posterior=fit.posterior.assign(**spreads, **located)), "famine")


@pytest.mark.parametrize("put", [0.05, 0.5, 0.999])
def test_the_outcome_is_what_each_state_of_the_crux_makes_of_it(engine: CruxWhatIf, put: float) -> None:
    _, given, given_not = (float(expit(part)) for part in implied_credences(-2.0, -1.0, 1.5))
    war = next(factor for factor in engine.factors if factor.name == "war")
    p = expit(-1.0 + logit(put) - war.z)
    found = engine.draws(Setting(moved={"war": float(logit(put))}))
    np.testing.assert_allclose(expit(found), p * given + (1 - p) * given_not, rtol=1e-9)


def test_a_crux_where_it_was_leaves_the_answer_of_the_fit(engine: CruxWhatIf) -> None:
    war = next(factor for factor in engine.factors if factor.name == "war")
    assert engine.outcome(Setting(moved={"war": war.z})).levels == pytest.approx(engine.outcome(Setting()).levels)


def test_only_of_the_outcome_itself_cruxes_are_moved(engine: CruxWhatIf) -> None:
    assert [factor.name for factor in engine.factors] == ["blight", "war"]
    assert not CruxWhatIf(engine.fit, "war").factors
