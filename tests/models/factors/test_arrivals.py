"""A panel that is followed: by what its speakers say anew, against full refits."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.followed import panel, row
from consilience.api import FactorFit, read_study
from consilience.models.factors import Factors
from consilience.models.factors.outlook import LARGE
from consilience.sampling.answers import flat
from consilience.sampling.reweight import OutOfReachError
from consilience.sampling.update import reweight
from tests.builders.densities import padded_as_ahead
from tests.builders.factor_fits import panel_fit, write_panel_study
from tests.builders.fits import write_study
from tests.builders.following import changed, there_and_back


@pytest.fixture(scope="module")
def fit(tmp_path_factory):
    study = read_study(write_panel_study(tmp_path_factory.mktemp("followed") / "flood"))
    return panel_fit(study, draws=500, location=[[-1.0], [0.5]], loading=0.6)


def followed(fit, *rows, but=()):
    kept = tuple(made for made in fit.study.rows if (made.question, made.forecaster) not in but)
    study = replace(fit.study, rows=(*kept, *rows))
    return study, Factors().follow(fit.posterior, fit.study, study)


def test_one_factor_said_anew_is_weighed_given_the_speakers_others(fit):
    said = row("storm", "bo", "30%")
    study, found = followed(fit, said)
    old = next(made for made in fit.study.voices if (made.question, made.forecaster) == ("storm", "bo"))
    of = [
        Factors().log_likelihood(fit.posterior, which, [made])[:, 0]
        for which, made in ((study, said), (fit.study, old))
    ]
    ratio = of[0] - of[1]
    np.testing.assert_allclose(found.log_ratio - found.log_ratio.mean(), ratio - ratio.mean(), atol=0.02)
    names = list(found.posterior["forecaster"].values)
    assert names == list(fit.posterior["forecaster"].values)
    storm = flat(found.posterior["credence"])[:, names.index("bo"), 0]
    assert np.all((storm > np.log(0.245 / 0.755)) & (storm < np.log(0.355 / 0.645)))
    others = [place for place, name in enumerate(names) if name != "bo"]
    assert np.array_equal(flat(found.posterior["credence"])[:, others], flat(fit.posterior["credence"])[:, others])


# What is said otherwise, with what becomes of it, and what is said besides: somebody came with factors or with a total,
# thought again of a factor, with a total beside it or without, or of a total, took an answer back, left, or moved.
CHANGES = (
    (
        {("breach", "p4"): "25%", ("breach", "p8"): None},
        row("storm", "eve", "40%"),
        row("breach", "eve", "10%"),
        row("storm", "a survey", "n=8 median=40%", "coast", "survey"),
    ),
    ({}, row("flood", "eve", "4%"), row("storm", "records", "3 of 8", None, "base_rate")),
    (
        {("breach", "p0"): "38%", ("flood", "p6"): "4%", ("late", "p2"): None, ("breach", "p8"): None},
        row("breach", "p8", "17%", "coast"),
    ),
)


SAID = {
    "somebody came": [row("storm", "eve", "30%"), row("breach", "eve", "<5%")],
    "somebody came with a total alone": [row("flood", "eve", "3%")],
    "somebody came with factors and a total": [row("storm", "eve", "30%"), row("flood", "eve", "3%")],
    "a factor of somebody with a total": [row("breach", "ada", "40%")],
    "a factor that was left out": [row("pumps_fail", "dee", "10-30%", "coast")],
    "a total": [row("flood", "bo", "4%")],
    "another total": [row("flood", "ada", "6%")],
    "a survey": [row("storm", "a survey", "n=30 median=30%", "coast", "survey")],
    "a base rate": [row("storm", "records", "3 of 20", None, "base_rate")],
    "a share of nothing": [row("storm", "bo", ">0%")],
}


@pytest.mark.parametrize("said", SAID)
def test_there_and_back_again_leaves_each_draw_its_weight(fit, said):
    study, there = followed(fit, *SAID[said])
    assert np.isfinite(there.log_ratio).all()
    back = Factors().follow(there.posterior, study, fit.study)
    # Credences beside a total are drawn anew on the way back, and weigh then by chance.
    if not any(made.question == "flood" or made.forecaster == "ada" for made in SAID[said]):
        np.testing.assert_allclose(back.log_ratio, -there.log_ratio, atol=0.05)
    assert back.posterior["credence"].sizes == fit.posterior["credence"].sizes
    assert list(back.posterior["forecaster"].values) == list(fit.posterior["forecaster"].values)
    people = list(there.posterior["forecaster"].values)
    assert ("eve" in people) == any(made.forecaster == "eve" for made in SAID[said])


def test_whoever_went_is_gone(fit):
    _, found = followed(fit, but={("storm", "bo")})
    assert "bo" not in found.posterior["forecaster"].values
    assert np.isfinite(found.log_ratio).all()


def test_what_nobody_said_anew_keeps_every_draw(fit):
    study = replace(fit.study, rows=tuple(reversed(fit.study.rows)))
    found = Factors().follow(fit.posterior, fit.study, study)
    assert np.ptp(found.log_ratio) == 0
    assert found.posterior.equals(fit.posterior)


def test_whoever_changes_group_is_weighed_in_the_new_one(fit):
    _, found = followed(fit, row("storm", "bo", "60%", "coast"))
    names = list(found.posterior["forecaster"].values)
    assert found.posterior["forecaster_group"].values[names.index("bo")] == "coast"
    assert np.ptp(found.log_ratio) > 0


@pytest.mark.parametrize("group", ["hill", None])
def test_a_new_group_is_out_of_reach(fit, group):
    with pytest.raises(OutOfReachError, match="a question, or a group that answers it"):
        followed(fit, row("storm", "eve", "30%", group))


def test_a_group_that_goes_is_out_of_reach(fit):
    gone = {(made.question, made.forecaster) for made in fit.study.rows if made.group == "coast"}
    with pytest.raises(OutOfReachError, match="a question, or a group that answers it"):
        followed(fit, but=gone)


LARGE_TOML = 'title = "Four"\noutcome = "all"\n' + "".join(f'[question.{q}]\ntitle = "Step {q}"\n' for q in "abcd")
LARGE_TOML += '[question.all]\ntitle = "All"\nall_of = ["a", "b", "c", "d"]\n'
FURTHER = np.array([[0.6, 0.4, 0.2, 0.0], [0.7, -0.4, 0.0, 0.3], [0.5, 0.0, -0.5, 0.4], [0.6, 0.3, 0.3, -0.3]])


def large(folder: Path, people: int) -> FactorFit:
    rng = np.random.default_rng(4)
    said = (f"{q},p{person},2025-01-15,{rng.integers(5, 40)}%,,,s,\n" for person in range(people) for q in "abcd")
    loading = FURTHER if people >= LARGE else FURTHER[:, :1]
    return panel_fit(write_study(folder / "s", LARGE_TOML, "".join(said)), draws=250, loading=loading)


def test_someone_of_further_outlooks_is_weighed_given_all_they_said(tmp_path: Path) -> None:
    fit = large(tmp_path, LARGE)
    said = row("b", "p3", "60%", None)
    study, found = followed(fit, said)
    old = next(made for made in fit.study.voices if (made.question, made.forecaster) == ("b", "p3"))
    of = [
        Factors().log_likelihood(fit.posterior, which, [made])[:, 0]
        for which, made in ((study, said), (fit.study, old))
    ]
    np.testing.assert_allclose(
        found.log_ratio - found.log_ratio.mean(), of[0] - of[1] - np.mean(of[0] - of[1]), atol=0.03
    )
    # Somebody comes, and leaves: what they said has one probability.
    more, there = followed(
        fit, *(row(q, "eve", text, None) for q, text in zip("abc", ("20%", "<5%", "50%"), strict=True))
    )
    back = Factors().follow(there.posterior, more, fit.study)
    np.testing.assert_allclose(back.log_ratio, -there.log_ratio, atol=0.05)


def test_a_panel_that_comes_to_have_further_outlooks_is_out_of_reach(tmp_path: Path) -> None:
    fit = large(tmp_path, LARGE - 1)
    one = [row(q, "eve", "20%", None) for q in "ab"]
    assert followed(fit, one[0])[1].log_ratio.size == fit.posterior["nu"].size
    with pytest.raises(OutOfReachError, match="how many people answered several factors"):
        followed(fit, *one)


@pytest.mark.slow
@pytest.mark.certified("factors")
def test_arrivals_changes_of_mind_and_withdrawals_agree_with_refits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every kind there and back, a few at a time; ``python -m benchmarks.followed`` has fifty, each by itself."""
    monkeypatch.setattr(Factors, "settings", replace(Factors.settings, tune=500))
    before = panel("factors", 9, np.random.default_rng(3))
    with padded_as_ahead():
        (full, *_), offs = zip(*(there_and_back(before, CHANGES, seed) for seed in (1, 100, 200)), strict=True)
        far_out = row("storm", "eve", "0.01%"), row("breach", "eve", "0.001%")
        with pytest.raises(OutOfReachError):
            reweight(full, changed(before, {}, *far_out))
    # Of four questions three each, but where somebody with a total alone leaves.
    assert all(len(off) >= (2 * len(CHANGES) - 1) * 4 * 3 for off in offs)
    # In standard errors. Twelve of a change go together, so that one draw far out makes several of them large: of one
    # seed alone 0 to 7% were beyond three.
    off = np.concatenate(offs)
    assert np.mean(np.abs(off) > 3) < 0.05
    assert np.sqrt(np.mean(np.square(off))) < 1.4
