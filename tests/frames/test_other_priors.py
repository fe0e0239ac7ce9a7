"""Answers under other priors, against posteriors in closed form; where and how they are said."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from scipy.special import expit, logit, ndtri

from consilience.api import read_study
from consilience.api.study_fit import StudyFit
from consilience.frames import SUMMARY_TITLES
from consilience.frames.other_priors import AS_FITTED, moved_by_priors, other_priors_frame
from consilience.models.priors import PopulationPriors, prior_of_median
from consilience.report.lead import lead_sentences
from consilience.report.page import report_html, tables_of
from consilience.report.tables import summary_json, summary_markdown
from tests.builders.factor_fits import panel_fit, write_panel_study
from tests.builders.fits import fit_of, provenance, synthetic_fit, write_study
from tests.builders.named_fits import cruxes

TOML = 'title = "Floods"\noutcome = "flood"\n\n[question.flood]\ntitle = "A flood"\nprior = "20% [5%, 50%]"\n'
FOUR = ("10%", "20%", "30%", "15%")
SHAPE = (4, 2000)
WIDER, NARROWER = "median forecaster twice as uncertain", "median forecaster half as uncertain"


def normal(mean: float, sd: float) -> np.ndarray:
    """Draws at the quantiles, in no order: their own Monte Carlo error is none."""
    count = SHAPE[0] * SHAPE[1]
    at = mean + sd * ndtri((np.arange(count) + 0.5) / count)
    return np.random.default_rng(1).permutation(at).reshape(SHAPE)


def fit_with(
    folder: Path, mu: np.ndarray, log_tau: np.ndarray, answer: np.ndarray, said: Sequence[str] = FOUR
) -> StudyFit:
    """A fit of one question with these draws of its median, of its spread and of whatever is published."""
    rows = "".join(f"flood,f{place},2025-01-15,{text},,,s,\n" for place, text in enumerate(said))
    study = read_study(write_study(folder, TOML, rows))
    of_question = {"mu": mu, "tau": np.exp(log_tau), "skew": normal(0.5, 0.1)}
    of_pair = {"location": mu, "scale": np.exp(log_tau)}
    shared = {"nu": 1 + np.exp(normal(2, 0.5)), "group_scale": np.exp(normal(-0.4, 0.8))}
    posterior = xr.Dataset(
        {
            **{name: (("chain", "draw", "question"), draws[:, :, None]) for name, draws in of_question.items()},
            **{name: (("chain", "draw", "pair"), draws[:, :, None]) for name, draws in of_pair.items()},
            **{name: (("chain", "draw"), draws) for name, draws in shared.items()},
            "reference_class": (("chain", "draw"), np.exp(normal(3, 1))),
        },
        coords={"question": ["flood"], "pair_question": ("pair", ["flood"]), "pair_group": ("pair", [""])},
    )
    labels = {"question": ["flood"] * 4, "group": ["all"] * 4, "summary": list(SUMMARY_TITLES)}
    answers = xr.Dataset(
        {"value": (("chain", "draw", "answer"), np.repeat(answer[:, :, None], 4, axis=2))},
        coords={name: ("answer", column) for name, column in labels.items()},
    )
    return fit_of(study, posterior, answers, provenance=provenance(1, SHAPE[1]))


def declared(folder: Path) -> tuple[float, float]:
    """Centre and scale of the declared prior of the median, in log odds."""
    study = read_study(write_study(folder, TOML, "flood,ada,2025-01-15,10%,,,s,\n"))
    return prior_of_median(study.question("flood").prior, (0.0, 5.0))


def posterior_of(prior: tuple[float, float], likelihood: tuple[float, float]) -> tuple[float, float]:
    """Normal times normal."""
    (m, s), (y, e) = prior, likelihood
    precision = s**-2 + e**-2
    return (m * s**-2 + y * e**-2) / precision, precision**-0.5


def by_prior(fit: StudyFit, column: str) -> dict[str, float]:
    return other_priors_frame(fit, "flood").set_index("prior")[column].to_dict()


def test_another_prior_of_the_median_gives_the_posterior_that_it_has_in_closed_form(tmp_path: Path) -> None:
    centre, scale = declared(tmp_path / "prior")
    likelihood = centre + 2.0, 0.8
    drawn = normal(*posterior_of((centre, scale), likelihood))
    fit = fit_with(tmp_path / "floods", drawn, normal(0.4, 0.5), drawn)
    frame = other_priors_frame(fit, "flood").set_index("prior")
    for name, times in ((AS_FITTED, 1.0), (WIDER, 2.0), (NARROWER, 0.5)):
        mean, sd = posterior_of((centre, times * scale), likelihood)
        row = frame.loc[name]
        found = logit(row[["value", "low", "high"]].to_numpy(float))
        assert found == pytest.approx(mean + sd * ndtri([0.5, 0.05, 0.95]), abs=0.08), name
        assert row["reliable"]
    as_fitted, narrower = (posterior_of((centre, times * scale), likelihood)[0] for times in (1.0, 0.5))
    assert frame.loc[NARROWER, "factor"] == pytest.approx(np.exp(as_fitted - narrower), rel=0.05)


def test_another_prior_of_the_spread_too(tmp_path: Path) -> None:
    prior = PopulationPriors().scale
    likelihood = prior[0] + 0.8, 0.4
    drawn = normal(*posterior_of(prior, likelihood))
    # Published is what hangs on the spread alone.
    fit = fit_with(tmp_path / "floods", normal(-2, 0.3), drawn, drawn - 3)
    for name, shift in (("forecasters twice as far apart", np.log(2)), ("forecasters half as far apart", -np.log(2))):
        mean, _ = posterior_of((prior[0] + shift, prior[1]), likelihood)
        assert by_prior(fit, "value")[name] == pytest.approx(float(expit(mean - 3)), rel=0.03), name


def test_what_hangs_on_the_prior_is_said_beside_the_answer_and_shown_under_others(tmp_path: Path) -> None:
    centre, scale = declared(tmp_path / "prior")
    drawn = normal(*posterior_of((centre, scale), (centre + 3.0, 1.2)))
    fit = fit_with(tmp_path / "floods", drawn, normal(0.4, 0.5), drawn)
    moves = moved_by_priors(fit)["flood"]
    assert moves.factor == max(by_prior(fit, "factor").values()) > 1.5
    assert lead_sentences(fit)[0].endswith(f"; priors half or twice as wide would move its odds by up to {moves}.")
    (table,) = [table for table in tables_of(fit) if table.title == "Under other priors"]
    assert [row[1] for row in table.rows][:2] == ["As fitted", "Median forecaster twice as uncertain"]
    assert f"×{by_prior(fit, 'factor')[WIDER]:.2g}" in table.rows[1]
    assert summary_markdown(fit).splitlines()[-1].endswith(f"| {moves} |")
    assert json.loads(summary_json(fit))["questions"][0]["prior_moves_odds_by"] == pytest.approx(moves.factor)
    assert f"{moves}</td></tr>" in report_html(fit)


def test_an_answer_that_the_voices_settle_has_no_such_remark(tmp_path: Path) -> None:
    drawn = normal(-1.5, 0.05)
    fit = fit_with(tmp_path / "floods", drawn, normal(0.4, 0.1), drawn)
    assert moved_by_priors(fit) == {}
    assert not any("priors" in sentence for sentence in lead_sentences(fit))
    assert "priors move" not in summary_markdown(fit)
    assert json.loads(summary_json(fit))["questions"][0]["prior_moves_odds_by"] is None


def test_where_the_voices_lead_no_prior_moves_what_they_said(tmp_path: Path) -> None:
    centre, scale = declared(tmp_path / "prior")
    drawn = normal(*posterior_of((centre, scale), (centre + 3.0, 1.2)))
    fit = fit_with(tmp_path / "floods", drawn, normal(0.4, 0.5), drawn, said=("10%",))
    assert max(by_prior(fit, "factor").values()) > 1.5
    assert moved_by_priors(fit) == {}
    assert not [table for table in tables_of(fit) if table.title == "Under other priors"]


def test_what_the_draws_do_not_reach_is_not_answered(tmp_path: Path) -> None:
    centre, scale = declared(tmp_path / "prior")
    drawn = normal(centre, 1.5 * scale)
    fit = fit_with(tmp_path / "floods", drawn, normal(0.4, 0.5), drawn)
    assert not by_prior(fit, "reliable")[WIDER]
    (table,) = [table for table in tables_of(fit) if table.title == "Under other priors"]
    cell, advice = table.rows[1][2:]
    assert cell.startswith("not to be had from these draws (k̂ ")
    assert advice == "fit again: consilience.fit(study, priors=…)"
    moves = moved_by_priors(fit).get("flood")
    assert moves is None or str(moves).endswith(" or more")


@pytest.mark.parametrize("question", ["famine", "war", "famine | war", "famine | not war"])
def test_cruxes_answer_under_other_priors_of_what_an_answer_follows_from(question: str, tmp_path: Path) -> None:
    frame = other_priors_frame(cruxes("two camps", tmp_path), question)
    assert frame["prior"].tolist()[:2] == [AS_FITTED, WIDER]
    assert "groups half as far apart" in frame["prior"].tolist()
    assert frame["pareto_k"].notna().all()


def test_a_panel_answers_under_other_priors_of_its_factors(tmp_path: Path) -> None:
    fit = panel_fit(write_panel_study(tmp_path / "town"), draws=250)
    assert AS_FITTED in other_priors_frame(fit, str(fit.study.outcome))["prior"].tolist()


def test_a_misspelt_question_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match=r"no question of the fit is called 'flod'.*'flood' if that is meant"):
        synthetic_fit(write_study(tmp_path / "floods")).other_priors("flod")
