"""A panel that is followed: by what its speakers say anew, against full refits."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from consilience.api import read_study
from consilience.models.factors import Factors
from consilience.notation import parse
from consilience.sampling.answers import flat
from consilience.sampling.precision import answer_errors
from consilience.sampling.reweight import OutOfReachError
from consilience.study import Estimate
from tests.builders.factor_fits import panel_fit, write_panel_study
from tests.builders.fits import fit_study, write_study


@pytest.fixture(scope="module")
def fit(tmp_path_factory):
    study = read_study(write_panel_study(tmp_path_factory.mktemp("followed") / "flood"))
    return panel_fit(study, draws=500, location=[[-1.0], [0.5]], loading=0.6)


def row(question, forecaster, said, group="river", kind="person"):
    return Estimate(question, forecaster, dt.date(2025, 3, 1), said, parse(said), group=group, kind=kind)


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
    with pytest.raises(OutOfReachError, match="a question or a group"):
        followed(fit, row("storm", "eve", "30%", group))


def test_a_group_that_goes_is_out_of_reach(fit):
    gone = {(made.question, made.forecaster) for made in fit.study.rows if made.group == "coast"}
    with pytest.raises(OutOfReachError, match="a question or a group"):
        followed(fit, but=gone)


TOML = """\
title = "A flood"
outcome = "flood"

[question.storm]
title = "A storm comes"

[question.breach]
title = "The wall breaks"
given = { storm = true }

[question.late]
title = "The warning is late"
given = { storm = true, breach = true }

[question.flood]
title = "The town is flooded"
all_of = ["storm", "breach", "late"]
"""
# How many of them.
ARRIVALS = 16
MEDIANS = {"storm": 0.0, "breach": -2.0, "late": -1.0}


def text_of(log_odds):
    return f"{100 / (1 + np.exp(-log_odds)):.2g}%"


def panel(folder, rng, people=30):
    rows = []
    for place in range(people):
        outlook, group = rng.normal(), ("river", "coast")[place % 2]
        at = {name: middle + 0.7 * outlook + 0.8 * rng.normal() for name, middle in MEDIANS.items()}
        said = {name: text_of(of) for name, of in at.items() if rng.random() < 0.85 or place < 4}
        if place % 6 == 0:
            said["flood"] = text_of(-sum(np.logaddexp(0, -of) for of in at.values()) + 0.3 * rng.normal() + 0.2)
        rows += [row(name, f"p{place}", text, group) for name, text in said.items()]
    return replace(read_study(write_study(folder, TOML, "")), rows=tuple(rows))


def arrival(study, rng):
    """Somebody comes, thinks again or goes; some far out."""
    what = rng.choice(["came", "changed", "went", "left"], p=[0.4, 0.35, 0.15, 0.1])
    chosen = study.rows[rng.integers(len(study.rows))]
    shift = rng.choice([-9.0, 8.0]) if rng.random() < 0.12 else 0.0
    if what == "went":
        return replace(study, rows=tuple(made for made in study.rows if made is not chosen))
    if what == "left":
        return replace(study, rows=tuple(made for made in study.rows if made.forecaster != chosen.forecaster))
    if what == "changed":
        at = {"flood": -4.0, **MEDIANS}[chosen.question] + rng.normal() + shift
        others = tuple(made for made in study.rows if made is not chosen)
        return replace(study, rows=(*others, replace(chosen, said=text_of(at), value=parse(text_of(at)))))
    outlook, asked = rng.normal(), rng.permutation(list(MEDIANS))[: rng.integers(1, 4)]
    said = {name: text_of(MEDIANS[name] + 0.7 * outlook + 0.8 * rng.normal() + shift) for name in asked}
    if rng.random() < 0.2:
        said["flood"] = text_of(-3.5 + rng.normal())
    return replace(study, rows=(*study.rows, *(row(name, "eve", text) for name, text in said.items())))


def standardised(fit, again):
    """Differences of a followed fit from a refit, in standard errors of the simulation."""
    found = []
    for question in (*MEDIANS, "flood"):
        labels = [made.answers["question"].values for made in (fit, again)]
        for name, level in (("low", 0.05), ("value", 0.5), ("high", 0.95)):
            values, errors = [], []
            for made, asked in zip((fit, again), labels, strict=True):
                of = (asked == question) & (made.answers["group"].values == "all")
                of &= made.answers["summary"].values == "median"
                values.append(np.quantile(made.answers["value"].values[:, :, of], level))
                errors.append(answer_errors(made.full)[question]["median"][name])
            found.append((values[0] - values[1]) / np.hypot(errors[0] / fit.reweighted.efficiency**0.5, errors[1]))
    return found


@pytest.mark.slow
def test_arrivals_changes_of_mind_and_withdrawals_agree_with_refits(tmp_path):
    rng = np.random.default_rng(20261127)
    study = panel(tmp_path / "flood", rng)
    full = fit_study(study)
    hows, off = [], []
    for _ in range(ARRIVALS):
        now = arrival(study, rng)
        fit = full.update(now)
        assert fit.passed
        hows.append(fit.how)
        if fit.reweighted is not None:
            off += standardised(fit, fit_study(now, seed=int(rng.integers(1 << 31))))
    # Those far out are among them.
    sampled = [how for how in hows if how.startswith("Sampled in full, since")]
    assert 0 < len(sampled) < ARRIVALS / 3
    # Of so many differences in standard errors, as many are large as of normal ones, or a few more.
    assert np.mean(np.abs(off) > 3) < 0.03
    assert np.sqrt(np.mean(np.square(off))) < 1.4
