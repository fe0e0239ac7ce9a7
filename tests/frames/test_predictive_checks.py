"""Ranks of voices without them, against closed forms; which panels are said not to look like their population."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from scipy import stats
from scipy.special import expit, logit

from consilience.api import read_study
from consilience.api.study_fit import StudyFit
from consilience.frames.misfit import misfit_in_words
from consilience.frames.predictive_checks import (
    predictive_checks,
    predictive_checks_frame,
    ranks_frame,
    shares_frame,
)
from consilience.likelihood.rows import stated_log_odds
from consilience.models.consensus.data import encode_study
from consilience.models.consensus.simulate import draw_prior, simulate
from consilience.models.populations import population_answers_of
from consilience.report.lead import lead_sentences
from consilience.report.page import report_html, tables_of
from consilience.sampling.answers import answers_dataset
from tests.builders.fits import figures_of, fit_of, fit_study, provenance, write_study

TOML = 'title = "Floods"\noutcome = "flood"\n\n[question.flood]\ntitle = "A flood"\n'
ORDINARY = ("1%", "2%", "3%", "5%", "5%", "7%", "10%", "10%", "15%", "20%", "30%", "50%")
TWO_SIDES = ("1%", "2%", "3%", "5%", "5%", "7%", "10%", "4%") * 2 + ("90%", "95%", "80%", "85%", "99%", "75%") * 2


def said_exactly(log_odds: Sequence[float]) -> list[str]:
    return [f"{100 * p:.6f}%" for p in expit(np.asarray(log_odds))]


def fit_to(folder: Path, said: Sequence[str], *, groups: Sequence[str] = ("",), scale: float | None = None) -> StudyFit:
    """A fit of normal populations whose locations have the posterior under a flat prior: exact for exact answers."""
    asked = [groups[place % len(groups)] for place in range(len(said))]
    rows = "".join(
        f"flood,f{place},2025-01-15,{answer},{group},,s,\n"
        for place, (answer, group) in enumerate(zip(said, asked, strict=True))
    )
    study = read_study(write_study(folder, TOML, rows))
    at = np.array([stated_log_odds(row.value) for row in study.rows])
    rng, shape = np.random.default_rng(1), (4, 1000)
    members = [at[np.array(asked) == group] for group in groups]
    spread = [scale or float(np.std(group, ddof=1)) for group in members]
    known = zip(members, spread, strict=True)
    location = np.stack([rng.normal(group.mean(), by / np.sqrt(group.size), shape) for group, by in known], 2)
    posterior = xr.Dataset(
        {
            "mu": (("chain", "draw", "question"), location.mean(axis=2, keepdims=True)),
            "tau": (("chain", "draw", "question"), np.ones((*shape, 1))),
            "skew": (("chain", "draw", "question"), np.zeros((*shape, 1))),
            "location": (("chain", "draw", "pair"), location),
            "scale": (("chain", "draw", "pair"), np.broadcast_to(spread, location.shape).copy()),
            "nu": (("chain", "draw"), np.full(shape, 1e6)),
        },
        coords={
            "question": ["flood"],
            "pair_question": ("pair", ["flood"] * len(groups)),
            "pair_group": ("pair", list(groups)),
        },
    )
    answers = answers_dataset(population_answers_of(posterior, rng), shape)
    return fit_of(study, posterior, answers, provenance=provenance(1, 1000))


def test_ranks_are_those_of_the_posterior_without_the_voice(tmp_path: Path) -> None:
    at = np.array([-3.0, -2.5, -2.2, -2.0, -1.4, -1.3, -0.6, 0.9])
    frame = predictive_checks_frame(fit_to(tmp_path / "floods", said_exactly(at), scale=1.0))
    without = (at.sum() - at) / (at.size - 1)
    # A flat prior and a known scale: the next credence is normal about the mean of the others.
    expected = stats.norm.cdf(at, without, np.sqrt(1 + 1 / (at.size - 1)))
    assert frame["rank"].to_numpy() == pytest.approx(expected, abs=0.01)
    assert (frame["rank_high"] - frame["rank_low"]).max() < 1e-4
    assert frame["reliable"].all()


def test_a_voice_is_ranked_in_its_own_group(tmp_path: Path) -> None:
    # Two groups of opposite views: in their own, each answer is as ordinary as its counterpart.
    said = [
        answer
        for pair in zip(said_exactly([-4.5, -4, -3.5]), said_exactly([3.5, 4, 4.5]), strict=True)
        for answer in pair
    ]
    frame = ranks_frame(fit_to(tmp_path / "floods", said, groups=("x", "y"), scale=1.0), "flood")
    by_group = [frame[frame["group"] == group]["rank"].to_numpy() for group in "xy"]
    assert by_group[0] == pytest.approx(by_group[1], abs=0.02)
    assert by_group[0][1] == pytest.approx(0.5, abs=0.02)


@pytest.mark.slow
def test_ranks_of_draws_of_the_population_are_spread_evenly(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    fits = [
        fit_to(tmp_path / f"panel{place}", said_exactly(rng.normal(rng.normal(-2, 2), 1.0, 20)), scale=1.0)
        for place in range(60)
    ]
    ranks = np.concatenate([ranks_frame(fit, "flood")["rank"] for fit in fits])
    assert stats.kstest(ranks, "uniform").pvalue > 0.001


@pytest.mark.slow
@pytest.mark.certified("consensus")
def test_questions_answered_by_draws_of_their_populations_raise_no_alarm(tmp_path: Path) -> None:
    questions = [f"q{place}" for place in range(16)]
    toml = 'title = "Risks"\n' + "".join(f"\n[question.{name}]\n" for name in questions)
    rows = "".join(f"{name},f{who},2025-01-15,5.00%,,,s,\n" for name in questions for who in range(20))
    study = read_study(write_study(tmp_path / "risks", toml, rows))
    data, rng = encode_study(study), np.random.default_rng(1)
    said = simulate(study.rows, data, draw_prior(data, rng), rng)
    fit = fit_study(replace(study, rows=tuple(said)))
    failed = [name for name in questions for check in predictive_checks(fit, name) if not check.passed]
    # At one in a hundred each: three of 16 once in two thousand times.
    assert len(failed) <= 2, failed


def test_an_ordinary_question_is_passed_over_in_silence(tmp_path: Path) -> None:
    fit = fit_to(tmp_path / "floods", ORDINARY)
    (check,) = predictive_checks(fit, "flood")
    assert check.passed
    assert misfit_in_words(fit, "flood") == ""
    assert not any("population does not" in line or "not look like" in line for line in lead_sentences(fit))
    figures = figures_of(fit)
    assert "predictive" not in "".join(figure.name for figure in figures.all())
    assert figures.predictive("flood").caption.startswith("The 12 answers look like draws of their population.")
    (table,) = [table for table in tables_of(fit) if table.title == "Predictive checks"]
    assert table.rows[0][:3] == ("A flood", "all", "12")


def test_two_clusters_are_said_and_drawn(tmp_path: Path) -> None:
    fit = fit_to(tmp_path / "floods", TWO_SIDES)
    (check,) = predictive_checks(fit, "flood")
    assert not check.passed
    says = misfit_in_words(fit, "flood")
    assert says.startswith(
        "The 28 answers to “A flood” lie in two clusters that one population does not describe: 16 at 10% or below, "
        "12 at 75% or above, and none between, where about "
    )
    # Half of the way to the next round numbers, as the answers beside the gap may stand for.
    at = np.array([stated_log_odds(row.value) for row in fit.study.rows])
    ends = (logit(0.1) + logit(0.15)) / 2, (logit(0.75) + logit(0.7)) / 2
    expected = 28 * np.diff(stats.norm.cdf(ends, at.mean(), np.std(at, ddof=1) * np.sqrt(1 + 1 / 28)))[0]
    assert f"where about {expected:.0f} would be expected" in says
    assert says in lead_sentences(fit)
    report = report_html(fit)
    assert says in report
    assert "does not look like one population" in report
    figures = [figure for figure in figures_of(fit).all() if figure.name == "flood-predictive"]
    assert figures[0].caption.startswith("The 28 answers lie in two clusters, up to 10% and from 75%, that one")
    title = figures_of(fit).statements("flood").caption
    assert "], between two camps, inferred from 28 voices, 16 at 1% to 10% and 12 at 75% to 99%. A flood. " in title


def test_a_few_between_two_clusters_are_told_with_the_headline(tmp_path: Path) -> None:
    fit = fit_to(tmp_path / "floods", ("1%",) * 20 + ("80%",) * 20 + ("20%",))
    assert lead_sentences(fit)[0].endswith(
        "between two camps: 20 voices at 1% or below and 20 at 80% or above, and 1 between."
    )


def test_clusters_on_one_side_of_the_median_are_not_what_it_lies_between(tmp_path: Path) -> None:
    fit = fit_to(tmp_path / "floods", (*TWO_SIDES[:16], "95%", "96%", "98%", "99%"), scale=0.8)
    assert "lie in two clusters" in misfit_in_words(fit, "flood")
    assert "camps" not in lead_sentences(fit)[0] + figures_of(fit).statements("flood").caption


def test_named_as_groups_the_clusters_are_no_matter(tmp_path: Path) -> None:
    low, high = TWO_SIDES[:12], TWO_SIDES[16:]
    said = [answer for pair in zip(low, high, strict=True) for answer in pair]
    fit = fit_to(tmp_path / "floods", said, groups=("x", "y"))
    assert [check.group for check in predictive_checks(fit, "flood")] == ["all", "x", "y"]
    assert misfit_in_words(fit, "flood") == ""


def test_a_heap_is_said(tmp_path: Path) -> None:
    fit = fit_to(tmp_path / "floods", (*TWO_SIDES, *["50%"] * 30))
    says = misfit_in_words(fit, "flood")
    assert says.startswith("The 58 answers to “A flood” do not look like one population: 30 say 50%, where about ")


def test_two_people_apart_are_no_cluster(tmp_path: Path) -> None:
    fit = fit_to(tmp_path / "floods", (*["50%"] * 16, "1%", "2%", "97%"))
    says = misfit_in_words(fit, "flood")
    assert "do not look like one population" in says
    assert "clusters" not in says


def test_of_few_voices_and_of_surveys_nothing_is_said(tmp_path: Path) -> None:
    few = fit_to(tmp_path / "few", ("1%",) * 3 + ("99%",) * 4)
    assert predictive_checks(few, "flood") == ()
    assert figures_of(few).predictive("flood").caption.startswith("7 answers: too few to tell")
    assert not [table for table in tables_of(few) if table.title == "Predictive checks"]


def test_shares_go_from_none_to_all_and_leave_the_band_where_the_check_fails(tmp_path: Path) -> None:
    for name, said in (("plain", ORDINARY), ("torn", TWO_SIDES)):
        fit = fit_to(tmp_path / name, said)
        frame = shares_frame(fit, "flood")
        assert frame["least"].iloc[0] == 0
        assert frame["most"].iloc[-1] == frame["least"].iloc[-1] == 1
        outside = (frame["least"] > frame["expected_high"]) | (frame["most"] < frame["expected_low"])
        (check,) = predictive_checks(fit, "flood")
        assert outside.any() == (not check.passed)
