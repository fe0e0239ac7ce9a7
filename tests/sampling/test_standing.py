"""Answers that stand as published: what is the same within noise, to the last digit, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from consilience.measures.summaries import INTERVAL
from consilience.sampling.fit import Fit
from consilience.sampling.standing import in_words, standing, stands_since
from consilience.sampling.store import read_earlier, write_fit
from consilience.sampling.update import reweight
from consilience.study import settings_digest
from tests.sampling.test_update import DRAWS, full_fit, row, study_of

STANDS = {"answers": [["fire", "all", "median", "2025-01-01"]]}
LEVELS = list(INTERVAL.values())


def fit_of(*said: float, seed: int, shift: float = 0.0) -> Fit:
    """A fit whose "fire" hangs on nothing said; by ``shift`` it lies elsewhere."""
    fit = full_fit(*said, seed=seed)
    answers = fit.answers.copy(deep=True)
    answers["value"].values[:, :, 1] += shift
    asked = {name: settings_digest(fit.study, name) for name in fit.study.questions}
    return replace(fit, answers=answers, provenance={**fit.provenance, "asked": asked})


def numbers(fit: Fit, place: int) -> list[float]:
    return np.quantile(fit.answers["value"].values[:, :, place], LEVELS).tolist()


@pytest.mark.parametrize("seed", range(2, 10))
def test_what_nothing_was_said_of_stands_to_the_last_digit(seed: int) -> None:
    before, after = fit_of(0.5, seed=1), fit_of(0.5, 3.0, seed=seed)
    assert numbers(after, 1) != numbers(before, 1)
    fit = standing(before, after)
    assert numbers(fit, 1) == numbers(before, 1)
    assert numbers(fit, 0) == numbers(after, 0)
    assert fit.provenance["stand"] == STANDS
    assert in_words(fit).startswith("On 1 question nothing new bears")
    # Each number is at the draw that had its rank.
    drawn, stood = (of.answers["value"].values[:, :, 1].ravel() for of in (after, fit))
    assert np.array_equal(np.argsort(drawn), np.argsort(stood))


def test_of_fits_that_differ_in_nothing_hardly_any_answer_does_not_stand() -> None:
    before = fit_of(0.5, seed=1)
    stood = [bool(in_words(standing(before, fit_of(0.5, 3.0, seed=seed)))) for seed in range(100, 200)]
    assert sum(stood) >= 95


@pytest.mark.parametrize("shift", [0.3, -0.3])
def test_a_real_move_shows(shift: float) -> None:
    before, after = fit_of(0.5, seed=1), fit_of(0.5, 3.0, seed=2, shift=shift)
    assert standing(before, after) is after
    assert not in_words(after)


def test_what_somebody_said_moves_what_it_bears_on_however_little() -> None:
    before, after = fit_of(0.5, seed=1), fit_of(0.5000001, seed=2)
    fit = standing(before, after)
    assert numbers(fit, 0) == numbers(after, 0)
    assert list(stands_since(fit, "answers")) == [("fire", "all", "median")]


def test_nothing_stands_where_a_question_is_another_or_the_fit_failed() -> None:
    before, after = fit_of(0.5, seed=1), fit_of(0.5, 3.0, seed=2)
    other = {**after.provenance["asked"], "flood": "declared otherwise"}
    assert "stand" not in standing(before, replace(after, provenance={**after.provenance, "asked": other})).provenance
    failed = replace(after, checks=(replace(after.checks[0], passed=False), *after.checks[1:]))
    assert standing(before, failed) is failed
    # A question that is new is no reason: what was asked before is the same.
    more = {**after.provenance["asked"], "quake": "new"}
    assert in_words(standing(before, replace(after, provenance={**after.provenance, "asked": more})))


def test_of_twice_the_draws_it_stands_as_well() -> None:
    before, after = fit_of(0.5, seed=1), fit_of(0.5, 3.0, seed=2)
    twice = xr.concat([after.answers, fit_of(0.5, 3.0, seed=3).answers], dim="draw")
    fit = standing(before, replace(after, answers=twice))
    assert fit.answers["value"].shape == (4, DRAWS // 2, 2)
    assert np.allclose(numbers(fit, 1), numbers(before, 1), atol=2e-3)


def test_it_stands_after_an_update_and_from_disk(tmp_path) -> None:
    before = fit_of(0.5, seed=1)
    fit = standing(before, fit_of(0.5, 3.0, seed=2))
    now = study_of(row("p0", 0.5), row("p1", 3.0), row("p2", 1.0))
    followed = reweight(fit, now)
    assert numbers(followed, 1) == numbers(before, 1)
    assert followed.provenance["stand"]["answers"] == STANDS["answers"]
    write_fit(followed, tmp_path / "fit.nc")
    later = study_of(row("p0", 0.5), row("p1", 3.0), row("p2", 1.0), row("p3", 0.0))
    _, as_published = read_earlier(tmp_path / "fit.nc", later, lambda told: fit.model)
    published = as_published()
    assert [each.forecaster for each in published.study.weighed] == ["p0", "p1", "p2"]
    assert published.answers.equals(followed.answers)
    third = standing(published, fit_of(0.5, 3.0, 1.0, 0.0, seed=4))
    assert numbers(third, 1) == numbers(before, 1)
    assert third.provenance["stand"]["answers"] == STANDS["answers"]
