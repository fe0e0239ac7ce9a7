"""Factors by forecaster, and what follows from them: against the draws, and against what was said."""

import numpy as np
import pytest
from scipy.special import expit

from consilience.charts.drawing.layout import ChartText
from consilience.charts.factors import factors
from consilience.frames.answers import answers_frame
from consilience.models.factors.frames.credences import FACTORS, IMPLIED, factors_frame, implied_frame
from consilience.sampling.fit import Fit
from tests.builders.factor_fits import ROWS, panel_fit, write_panel_study
from tests.builders.fits import synthetic_fit, write_study


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    return panel_fit(write_panel_study(tmp_path_factory.mktemp("forecasts") / "town"))


def credences(fit: Fit, forecaster: str) -> dict[str, np.ndarray]:
    chosen = fit.posterior["credence"].sel(forecaster=forecaster)
    return {name: expit(chosen.sel(question=name).values.ravel()) for name in fit.posterior["question"].values}


def test_a_row_for_every_forecaster_and_factor(town):
    frame = factors_frame(town)
    assert tuple(frame.columns) == FACTORS
    components = ["storm", "breach", "pumps_fail", "loss | flood", "loss | not flood"]
    people = {"ada": "river", "bo": "river", "cem": "coast", "dee": "coast"}
    assert frame["question"].tolist() == [name for name in components for _ in people]
    assert frame["forecaster"].tolist() == [*people] * len(components)
    assert frame["group"].tolist() == [*people.values()] * len(components)
    titles = frame.drop_duplicates("question").set_index("question")["title"]
    assert len(set(titles)) == len(components)


def test_numbers_are_quantiles_of_the_draws(town):
    for row in factors_frame(town).to_dict("records"):
        draws = credences(town, row["forecaster"])[row["question"]]
        low, value, high = np.quantile(draws, [0.05, 0.5, 0.95])
        assert (row["low"], row["value"], row["high"]) == pytest.approx((low, value, high), rel=0.02)
        assert expit([row["logit_low"], row["logit_value"], row["logit_high"]]) == pytest.approx(
            [row["low"], row["value"], row["high"]]
        )


def test_what_was_said_stands_beside_it_and_the_rest_is_predicted(town):
    frame = factors_frame(town).set_index(["forecaster", "question"])
    said = frame["said"].to_dict()
    assert said["ada", "loss | not flood"] == "1%"
    assert said["dee", "breach"] == "10-20%"
    assert said["bo", "breach"] == ""
    assert (frame["answered"] == (frame["said"] != "")).all()
    assert frame["answered"].sum() == 9
    width = frame["logit_high"] - frame["logit_low"]
    points = frame["said"].str.fullmatch(r"\d+%")
    assert width[points].max() < width[~frame["answered"]].min()


def test_a_survey_of_the_same_name_does_not_speak_for_a_forecaster(tmp_path):
    rows = ROWS + "storm,ada,2025-02-01,n=50 median=90%,river,survey,s,\nloss,bo,2025-02-01,n=9 median=7%,,survey,s,\n"
    fit = panel_fit(write_panel_study(tmp_path / "town", rows=rows), draws=5)
    assert factors_frame(fit).set_index(["forecaster", "question"]).loc[("ada", "storm"), "said"] == "50%"
    assert implied_frame(fit, ["loss"]).set_index("forecaster").loc["bo", "stated"] == ""


def test_what_follows_is_each_draws_own_product(town):
    frame = implied_frame(town, ["flood"])
    assert tuple(frame.columns) == IMPLIED
    people = frame[frame["level"] == "forecaster"].set_index("forecaster")
    for forecaster, row in people.iterrows():
        chance = credences(town, forecaster)
        flood = chance["storm"] * chance["breach"] * chance["pumps_fail"]
        low, value, high = np.quantile(flood, [0.05, 0.5, 0.95])
        assert (row["low"], row["value"], row["high"]) == pytest.approx((low, value, high), rel=0.02)
    # Bo skipped the wall and the pumps, and has an answer all the same.
    assert people["answered"].to_dict() == {"ada": 2, "bo": 1, "cem": 2, "dee": 1}
    assert (people["needed"] == 3).all()
    assert people["stated"].to_dict() == {"ada": "5%", "bo": "", "cem": "1%", "dee": ""}


def test_groups_have_their_published_medians(town):
    frame = implied_frame(town)
    assert list(dict.fromkeys(frame["question"])) == ["flood", "calm", "harm"]
    groups = frame[frame["level"] == "group"].set_index(["question", "group"])
    answers = answers_frame(town).query("summary == 'median'").set_index(["question", "group"])
    assert set(groups.index) == {(q, g) for q in ("flood", "calm", "harm") for g in ("all", "river", "coast")}
    for key, row in groups.iterrows():
        assert row["label"] == answers.loc[key, "label"]
    assert groups.loc["harm"]["answered"].to_dict() == {"all": 4, "river": 4, "coast": 3}


def test_a_contrary_has_the_contrary_odds(town):
    flood, calm = (implied_frame(town, [name]) for name in ("flood", "calm"))
    assert calm["logit_value"].tolist() == pytest.approx((-flood["logit_value"]).tolist(), abs=1e-9)


def test_a_mixture_weighs_both_states(town):
    chance = credences(town, "ada")
    flood = chance["storm"] * chance["breach"] * chance["pumps_fail"]
    loss = flood * chance["loss | flood"] + (1 - flood) * chance["loss | not flood"]
    row = implied_frame(town, ["loss"]).set_index("forecaster").loc["ada"]
    assert row["value"] == pytest.approx(np.median(loss), rel=0.01)


def test_the_chart_draws_them(town):
    text = ChartText("Title", "Words.")
    assert factors(factors_frame(town), domain=(-9, 5), text=text).to_dict()["description"] == "Words."


def test_only_panels_have_forecasters(tmp_path, town):
    fit = synthetic_fit(write_study(tmp_path / "floods"))
    for function in (factors_frame, implied_frame):
        with pytest.raises(ValueError, match=r"floods has no credences.*fit a study with gates"):
            function(fit)
    with pytest.raises(KeyError, match="no event 'tsunami'"):
        implied_frame(town, ["tsunami"])
