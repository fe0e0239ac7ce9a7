"""Evidence that makes certain, and questions that are asked given what is tested: numbers all the same."""

import numpy as np
import pytest

from consilience.frames import after_evidence_frame
from consilience.measures.summaries import bounded
from consilience.models.factors.frames.products import products_frame
from consilience.models.factors.frames.required import required_evidence
from consilience.models.factors.frames.sensitivity import tornado_frame
from consilience.sampling.fit import Fit
from tests.builders.factor_fits import TOML, panel_fit, write_panel_study
from tests.builders.fits import synthetic_fit, write_study

# Beyond what the odds of a double can be told from certainty by.
SURE = TOML.replace(
    'observed = "negative"\ntrials = 3\nsensitivity = "60%"\nfalse_positive_rate = "5%"',
    f'likelihood_ratio = "{10**300}"',
)


@pytest.fixture(scope="module")
def sure(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    return panel_fit(write_panel_study(tmp_path_factory.mktemp("forecasts") / "town", SURE), draws=25)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    return panel_fit(write_panel_study(tmp_path_factory.mktemp("forecasts") / "town"), draws=25)


def test_certainty_is_a_number_on_the_axis() -> None:
    assert bounded([-np.inf, -1.0, 2.0, np.inf]).tolist() == [-40.0, -1.0, 2.0, 40.0]


def test_answers_after_evidence_that_makes_certain(sure: Fit) -> None:
    frame = after_evidence_frame(sure).query("group == 'all' and summary == 'median'").set_index("question")
    assert np.isfinite(frame.filter(like="logit_").to_numpy()).all()
    assert frame.loc["breach", "label"] == "100% [100%, 100%]"
    # Storm and breach are certain, so that the flood is as likely as that the pumps fail.
    assert frame.loc["flood", "value"] == pytest.approx(frame.loc["pumps_fail", "value"])


def test_what_is_certain_hangs_on_nothing(sure: Fit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consilience.models.factors.frames.sensitivity._SAMPLES", 32)
    frame = tornado_frame(sure, "breach")
    assert (frame[["low", "high", "base"]] == 1).all(axis=None)
    assert np.isfinite(frame[["logit_low", "logit_high", "logit_base"]].to_numpy()).all()
    of_flood = tornado_frame(sure, "flood").set_index("question")
    # Of three factors two are known.
    assert of_flood.loc["pumps_fail", "high"] > of_flood.loc["pumps_fail", "low"]
    known = of_flood.loc[["storm", "breach"]]
    assert known["high"].tolist() == pytest.approx(known["low"].tolist())


@pytest.mark.parametrize("outcome", ["pumps_fail", "loss | flood"])
def test_a_test_of_what_is_given_anyway_changes_nothing(town: Fit, outcome: str) -> None:
    # Both are asked given that the wall breaks, which is what is tested: a clean record tells nothing there.
    needed = required_evidence(town, outcome, 0.01)
    assert not needed.possible
    assert needed.floor == pytest.approx(needed.risk, rel=0.02)


def test_who_has_nothing_to_multiply_is_told_what_to_add(town: Fit, tmp_path) -> None:
    with pytest.raises(ValueError, match=r"storm follows from no other question.*name one of breach, pumps_fail"):
        products_frame(town, "storm")
    with pytest.raises(ValueError, match="fit a study with gates, parents or evidence"):
        products_frame(synthetic_fit(write_study(tmp_path / "floods")))
    test = TOML.partition("[evidence")[2]
    toml = f'title = "t"\noutcome = "breach"\n\n[question.breach]\ntitle = "b"\n\n[evidence{test}'
    alone = panel_fit(write_panel_study(tmp_path / "alone", toml, "breach,ada,2025-01-15,5%,,,s,\n"), draws=5)
    with pytest.raises(ValueError, match="To mend it: add a gate to the study, or a question with parents"):
        products_frame(alone)
