"""Reweighting against what is known in closed form: a normal mean, of which somebody says one thing more."""

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from scipy import stats

from consilience.notation import parse
from consilience.sampling.fit import Diagnostic, Fit
from consilience.sampling.gate import check_answers
from consilience.sampling.model import Followed
from consilience.sampling.reweight import OutOfReachError
from consilience.sampling.update import reweight
from consilience.study import Estimate, Question, Study, settings_digest

DRAWS = 4000
# Prior N(0, 1), and somebody's reading of it of 0.5 with this error.
NOISE = 1.0
LEVELS = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Normal:
    """A mean that everybody reads in log odds with the same error; "fire" is nobody's."""

    error: float = NOISE
    name: str = "normal"

    def follow(self, posterior: xr.Dataset, before: Study, after: Study) -> Followed:
        mean = posterior["mean"].values.ravel()

        def of(study: Study) -> np.ndarray:
            said = [(row.value.number.value / (1 - row.value.number.value)) for row in study.weighed]
            return sum((stats.norm.logpdf(np.log(odds), mean, self.error) for odds in said), np.zeros_like(mean))

        return Followed(of(after) - of(before), posterior)

    def bearing(self, study: Study, question: str) -> list[Estimate]:
        return [row for row in study.weighed if row.question == question]


def row(forecaster: str, log_odds: float) -> Estimate:
    said = f"{100 / (1 + np.exp(-log_odds)):.8g}%"
    return Estimate("flood", forecaster, dt.date(2025, 1, 1), said, parse(said))


def study_of(*rows: Estimate) -> Study:
    questions = {name: Question(name, name) for name in ("flood", "fire")}
    return Study("floods", "Floods", Path("floods"), questions, rows)


def closed_form(*said: float, error: float = NOISE) -> stats.rv_continuous:
    precision = 1 + len(said) / error**2
    return stats.norm(sum(said) / error**2 / precision, precision**-0.5)


def full_fit(*said: float, error: float = NOISE, seed: int = 1) -> Fit:
    study = study_of(*(row(f"p{place}", at) for place, at in enumerate(said)))
    rng = np.random.default_rng(seed)
    mean = closed_form(*said, error=error).rvs((4, DRAWS // 4), random_state=rng)
    value = np.stack([mean, rng.normal(size=mean.shape)], axis=-1)
    answers = xr.Dataset(
        {"value": (("chain", "draw", "answer"), value)},
        coords={
            "question": ("answer", ["flood", "fire"]),
            "group": ("answer", ["all"] * 2),
            "summary": ("answer", ["median"] * 2),
        },
    )
    stats_of = xr.Dataset({name: (("chain", "draw"), rng.normal(size=mean.shape)) for name in ("diverging", "energy")})
    checks = check_answers(answers, stats_of.assign(diverging=stats_of["diverging"] > 99))
    posterior = xr.Dataset({"mean": (("chain", "draw"), mean)})
    told = {"settings": settings_digest(study), "fitted": "2025-01-01", "seed": 1}
    return Fit(study, Normal(error), posterior, answers, checks, told)


def quantiles(fit: Fit, place: int = 0) -> np.ndarray:
    return np.quantile(fit.answers["value"].values[:, :, place], LEVELS)


def allowed(fit: Fit, of: stats.rv_continuous) -> np.ndarray:
    """Four standard errors of quantiles of the draws that are left."""
    left = DRAWS * fit.reweighted.efficiency
    return np.array([4 * np.sqrt(p * (1 - p) / left) / of.pdf(of.ppf(p)) for p in LEVELS])


MOVES = {
    "somebody came": ([0.5], [0.5, 1.5]),
    "two came": ([0.5], [0.5, 1.0, -1.0]),
    "somebody went": ([0.5, 1.2, 0.3], [0.5, 1.2]),
    "somebody changed their mind": ([0.5, 1.2, 0.3], [0.5, 1.2, -0.6]),
    "all of it at once": ([0.5, 1.2, 0.3, 0.1], [0.1, 0.9, 0.8]),
}


@pytest.mark.parametrize("move", MOVES)
def test_a_reweighted_answer_is_that_of_the_closed_form(move: str) -> None:
    before, after = MOVES[move]
    full, exact = full_fit(*before), closed_form(*after)
    fit = reweight(full, study_of(*(row(f"p{place}", at) for place, at in enumerate(after))))
    assert fit.passed
    assert np.all(np.abs(quantiles(fit) - exact.ppf(LEVELS)) < allowed(fit, exact))
    # Weights turned round would lie on the other side.
    assert np.abs(quantiles(full) - exact.ppf(LEVELS)).max() > 0.1
    assert "without sampling: Pareto k̂" in fit.provenance["how"]


@pytest.mark.parametrize("seed", range(8))
def test_what_nothing_was_said_of_keeps_its_last_digit(seed: int) -> None:
    full = full_fit(0.5, seed=seed)
    fit = reweight(full, study_of(row("p0", 0.5), row("p1", 1.5)))
    assert fit.reweighted.kept == {"answers": (("fire", "all", "median"),)}
    now, before = (of.answers["value"].values[:, :, 1].ravel() for of in (fit, full))
    assert np.array_equal(np.sort(now), np.sort(before))
    # Each number stays with what else is known of its draw.
    assert stats.spearmanr(now, before[fit.reweighted.places]).statistic > 0.9999


def test_rows_in_another_order_with_another_title_and_source_move_nothing() -> None:
    full = full_fit(0.5, 1.2, 0.3)
    rows = [replace(made, source="elsewhere", line=9, date=dt.date(2025, 3, 1)) for made in reversed(full.study.rows)]
    study = replace(full.study, title="Other", rows=tuple(rows))
    titled = {name: replace(asked, title=f"The {name}") for name, asked in study.questions.items()}
    fit = reweight(full, replace(study, questions=titled))
    assert (fit.reweighted.pareto_k, fit.reweighted.efficiency) == (None, 1.0)
    assert fit.answers.equals(full.answers)
    assert fit.checks == full.checks


def test_updates_start_from_the_full_fit_and_not_from_each_other() -> None:
    full, said, fit = full_fit(0.5, 1.2), [0.5, 1.2], None
    for at in (0.4, 0.9, 0.1, 0.7):
        said.append(at)
        now = study_of(*(row(f"p{place}", at) for place, at in enumerate(said)))
        fit = reweight((fit or full).full, now)
        assert fit.full is full
    assert np.all(np.abs(quantiles(fit) - closed_form(*said).ppf(LEVELS)) < allowed(fit, closed_form(*said)))
    back = reweight(fit.full, full.study)
    assert back.answers.equals(full.answers)


def test_an_outlier_is_refused() -> None:
    full = full_fit(0.5, error=0.2)
    with pytest.raises(OutOfReachError, match=r"Pareto k̂ .* is allowed"):
        reweight(full, study_of(row("p0", 0.5), row("p1", 5.0)))


def test_draws_that_are_left_have_to_do_for_a_fit() -> None:
    full = full_fit(0.5, error=0.3)
    # As if the chains had been slow: enough for a fit, and nothing to lose.
    slow = tuple(replace(check, worst=410.0) if check.name == "ess_bulk" else check for check in full.checks)
    with pytest.raises(OutOfReachError, match=r"^too few effective draws .*: \d+, where a fit is asked for 400$"):
        reweight(replace(full, checks=slow), study_of(row("p0", 0.5), row("p1", 0.8)))
    left = [
        check for check in reweight(full, study_of(row("p0", 0.5), row("p1", 0.8))).checks if check.name == "ess_bulk"
    ]
    (was,) = [check for check in full.checks if check.name == "ess_bulk"]
    assert left[0].worst < was.worst


def test_what_the_study_declares_anew_is_fitted_anew() -> None:
    full = full_fit(0.5)
    declared = {**full.study.questions, "flood": Question("flood", "flood", prior=parse("10%"))}
    with pytest.raises(OutOfReachError, match="asks or declares"):
        reweight(full, replace(full.study, questions=declared))
    unknown = replace(full, provenance={})
    with pytest.raises(OutOfReachError, match="asks or declares"):
        reweight(unknown, full.study)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_density_that_is_no_number_is_refused(bad: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Normal, "follow", lambda _, posterior, *studies: Followed(np.full(DRAWS, bad), posterior))
    with pytest.raises(OutOfReachError):
        reweight(full_fit(0.5), study_of(row("p0", 0.6)))


def test_chains_stay_as_mixed_as_they_were() -> None:
    fit = reweight(full_fit(0.5), study_of(row("p0", 0.5), row("p1", 1.5)))
    means = fit.posterior["mean"].values.mean(axis=1)
    assert np.ptp(means) < 0.1
    assert all(isinstance(check, Diagnostic) for check in fit.checks)
