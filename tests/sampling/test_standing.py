"""Answers that stand as published: what is the same within noise, to the last digit, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from consilience.frames.groups import spread_of
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


def with_spreads(fit: Fit, seed: int) -> Fit:
    """The same, with a scale of "river" on both questions."""
    scale = np.random.default_rng(seed).normal(2.5, 0.5, (*fit.answers["value"].shape[:2], 2))
    pairs = {"pair_question": ("pair", ["flood", "fire"]), "pair_group": ("pair", ["river"] * 2)}
    posterior = fit.posterior.assign_coords(pairs).assign(scale=(("chain", "draw", "pair"), scale))
    return replace(fit, posterior=posterior)


def test_how_far_a_group_lies_apart_stands_with_its_answer(tmp_path) -> None:
    before, after = with_spreads(fit_of(0.5, seed=1), 1), with_spreads(fit_of(0.5, 3.0, seed=2), 2)
    told = [spread_of(before, name, "river") for name in ("fire", "flood")]
    fit = standing(before, after)
    assert spread_of(fit, "fire", "river") == told[0] != spread_of(after, "fire", "river")
    assert spread_of(fit, "flood", "river") == spread_of(after, "flood", "river") != told[1]
    assert fit.posterior is after.posterior
    assert list(stands_since(fit, "spreads")) == [("fire", "river", "spread")]
    # Followed by reweighting, from disk, and by another fit it is still what it was.
    followed = reweight(fit, study_of(row("p0", 0.5), row("p1", 3.0), row("p2", 1.0)))
    write_fit(followed, tmp_path / "fit.nc")
    later = study_of(row("p0", 0.5), row("p1", 3.0), row("p2", 1.0), row("p3", 0.0))
    _, as_published = read_earlier(tmp_path / "fit.nc", later, lambda told: fit.model)
    third = standing(as_published(), with_spreads(fit_of(0.5, 3.0, 1.0, 0.0, seed=4), 4))
    for each in (followed, as_published(), third):
        assert spread_of(each, "fire", "river") == pytest.approx(told[0], abs=1e-9)
        assert spread_of(each, "flood", "river") != pytest.approx(told[1])


def test_a_spread_that_moved_shows() -> None:
    before, after = with_spreads(fit_of(0.5, seed=1), 1), with_spreads(fit_of(0.5, 3.0, seed=2), 2)
    after.posterior["scale"].values[:] += 0.2
    fit = standing(before, after)
    assert spread_of(fit, "fire", "river") == spread_of(after, "fire", "river")
    assert in_words(fit)
    assert fit.spreads is None
