"""From a study of cruxes to its answers: what is compiled once and what is made of draws."""

from pathlib import Path

import numpy as np
import nutpie
import pytest
import xarray as xr
from scipy.special import expit, logit

from consilience.models.cruxes import Cruxes
from consilience.models.cruxes.data import encode_cruxes
from consilience.models.cruxes.population import implied_credences, new_forecasters
from consilience.models.cruxes.priors import DEFAULTS
from consilience.models.cruxes.unpack import population_of
from consilience.sampling import drawing, sample as sampling
from consilience.sampling.model import Settings
from consilience.study import Study, read_study
from tests.builders.fits import fit_study, write_study
from tests.models.cruxes.test_model import implied_by
from tests.models.factors.test_fit import answer, flat
from tests.sampling.fakes import Compiled, keep_nothing

TOML = """\
title = "A flood in the town"

[question.flood]
title = "The town is flooded"
cruxes = ["wall", "rain"]

[question.wall]
title = "The wall is raised"

[question.rain]
title = "It rains for a week"
"""
ROWS = """\
flood,ada,2025-01-01,10%,river,,a letter,
wall,ada,2025-01-01,50%,river,,a letter,
flood | wall,ada,2025-01-01,5%,river,,a letter,
flood,ada,2025-01-08,20%,river,,a letter,
rain,ada,2025-01-08,30%,river,,a letter,
flood | rain,ada,2025-01-08,60%,river,,a letter,
flood,bo,2025-01-01,40%,coast,,a talk,
rain,bo,2025-01-01,30%,coast,,a talk,
"""
DRAWS = (2, 40)


def raw_draws(arrays: dict[str, np.ndarray]) -> xr.DataTree:
    """Draws of the padded model as the sampler hands them over."""
    rng = np.random.default_rng(3)
    count, groups = len(arrays["prior"]) - 1, len(arrays["group_contrast"])
    positive = {
        **dict.fromkeys(("tau_outcome", "tau_base", "tau_association", "kappa", "drift"), ()),
        **{f"{name}_group_scale": () for name in ("outcome", "base", "association")},
        "forecaster_scale": (2,),
    }
    anywhere = {
        "mu_outcome": (1,),
        "mu_base": (count,),
        "mu_association": (count,),
        "outcome_location": (1, groups),
        "base_location": (count, groups),
        "association_location": (count, groups),
        "partial_raw": (3,),
        "outcome_asked": (len(arrays["round"]),),
        "base": (len(arrays["entry"]),),
        "association": (len(arrays["entry"]),),
    }
    posterior = {}
    for name, shape in (anywhere | positive).items():
        values = rng.normal(size=(*DRAWS, *shape))
        dims = ("chain", "draw", *(f"{name}_dim{axis}" for axis in range(len(shape))))
        # Narrow: by hand Plackett's quadratic has no digits left where a crux is all but certain.
        posterior[name] = (dims, np.exp(values / 2) / 8 if name in positive else values)
    stats = {
        "diverging": (("chain", "draw"), np.zeros(DRAWS, dtype=bool)),
        "energy": (("chain", "draw"), rng.normal(size=DRAWS)),
    }
    return xr.DataTree.from_dict({"posterior": xr.Dataset(posterior), "sample_stats": xr.Dataset(stats)})


@pytest.fixture
def compilations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Models that were compiled; nothing is, and nothing sampled."""
    asked: list[object] = []

    def compile_model(model: object, **settings: object) -> Compiled:
        asked.append(model)
        return Compiled()

    keep_nothing(monkeypatch)
    monkeypatch.setattr(nutpie, "compile_pymc_model", compile_model)
    monkeypatch.setattr(sampling, "sample", lambda model, *rest, most_diverging: raw_draws(model.arrays))
    monkeypatch.setattr(drawing, "MOST_TIMES", 0)
    monkeypatch.setattr(drawing, "MOST_ANEW", 0)
    return asked


def study_of(folder: Path, rows: str = ROWS) -> Study:
    return read_study(write_study(folder, TOML, rows))


@pytest.mark.usefixtures("compilations")
def test_answers_are_of_the_outcome_of_every_crux_and_of_the_outcome_given_each(tmp_path: Path) -> None:
    fit = fit_study(study_of(tmp_path / "s"))
    keys = list(zip(*(fit.answers[name].values for name in ("question", "group", "summary")), strict=True))
    assert len(set(keys)) == len(keys)
    given = {f"flood | {state}{crux}" for crux in ("wall", "rain") for state in ("", "not ")}
    assert {question for question, *_ in keys} == {"flood", "wall", "rain", *given}
    assert {group for _, group, _ in keys} == {"all", "river", "coast"}
    assert np.all(np.isfinite(fit.answers["value"]))
    assert fit.after_evidence is None
    assert fit.model.name == "cruxes"


@pytest.mark.usefixtures("compilations")
def test_answers_summarise_what_new_forecasters_views_come_to(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s")
    fit = fit_study(study, seed=5)
    data = encode_cruxes(study)
    raw = raw_draws(dict(data.arrays))["posterior"].to_dataset()
    drawn = new_forecasters(population_of(raw, data), DEFAULTS, 5)
    for crux, (outcome, base, association) in zip(("wall", "rain"), drawn, strict=True):
        _, given, given_not = implied_by(outcome, base, association)
        expected = {
            "flood": expit(outcome),
            crux: expit(base),
            f"flood | {crux}": expit(given),
            f"flood | not {crux}": expit(given_not),
        }
        for question, members in expected.items():
            for place, group in ((slice(None), "all"), ([0], "river"), ([1], "coast")):
                mean = members[:, place].reshape(len(members), -1).mean(axis=1)
                assert expit(answer(fit.answers, question, "mean", group)) == pytest.approx(mean, rel=1e-6)


@pytest.mark.usefixtures("compilations")
def test_views_are_named_and_those_nobody_was_asked_for_are_not_a_number(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s")
    posterior = fit_study(study).posterior
    raw = raw_draws(dict(encode_cruxes(study).arrays))["posterior"]
    data = encode_cruxes(study)
    assert (data.people, data.cruxes, data.entries) == (("ada", "bo"), ("wall", "rain"), ((0, 1), (0, 0), (1, 1)))
    assert np.all(np.isnan(posterior["base"].sel(forecaster="bo", crux="wall")))
    for place, (forecaster, crux) in enumerate((("ada", "rain"), ("ada", "wall"), ("bo", "rain"))):
        for name in ("base", "association"):
            found = posterior[name].sel(forecaster=forecaster, crux=crux).values
            assert found == pytest.approx(raw[name].values[:, :, place], rel=1e-6)
    assert list(posterior["forecaster_group"].values) == ["river", "coast"]


@pytest.mark.usefixtures("compilations")
def test_each_crux_goes_with_the_outcome_of_its_round_and_the_last_round_is_where_one_stands(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s")
    posterior = fit_study(study).posterior
    data = encode_cruxes(study)
    asked = raw_draws(dict(data.arrays))["posterior"]["outcome_asked"].values
    of_ada = [place for place, person in enumerate(data.rounds) if person == 0]
    assert len(of_ada) == 2
    outcome_asked = posterior["outcome_asked"].sel(forecaster="ada")
    assert outcome_asked.sel(crux="wall").values == pytest.approx(asked[:, :, of_ada[0]], rel=1e-6)
    assert outcome_asked.sel(crux="rain").values == pytest.approx(asked[:, :, of_ada[1]], rel=1e-6)
    assert posterior["outcome"].sel(forecaster="ada").values == pytest.approx(asked[:, :, of_ada[1]])


@pytest.mark.usefixtures("compilations")
def test_a_study_where_only_the_outcome_was_answered_has_its_answer(tmp_path: Path) -> None:
    fit = fit_study(study_of(tmp_path / "s", "flood,ada,2025-01-01,10%,river,,a letter,\n"))
    assert np.all(np.isnan(fit.posterior["base"]))
    assert np.all(np.isfinite(answer(fit.answers, "flood", "median")))


def test_changing_an_estimate_reuses_the_compilation(tmp_path: Path, compilations: list[object]) -> None:
    study = study_of(tmp_path / "s")
    told: list[str] = []
    fit_study(study, progress=lambda what, share: told.append(what))
    assert told[0] == "compiling the cruxes model"
    told.clear()
    changed = study.with_estimate("wall", "bo", "90%", group="coast").with_estimate(
        "flood | wall", "bo", "1%", group="coast"
    )
    fit = fit_study(changed, progress=lambda what, share: told.append(what))
    assert "compiling the cruxes model" not in told
    assert len(compilations) == 1
    assert np.all(np.isfinite(fit.posterior["base"]))
    # Seventeen people are more than the padding holds.
    for place in range(17):
        changed = changed.with_estimate("flood", f"f{place}", "5%")
    fit_study(changed)
    assert len(compilations) == 2


@pytest.mark.slow
@pytest.mark.certified("cruxes")
def test_views_that_no_one_can_hold_are_reconciled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """P(flood and wall) would be 30%, above the 20% of a flood: what comes out is coherent, and near what was said."""
    monkeypatch.setattr(Cruxes, "settings", Settings(tune=500, draws=500))
    coherent = [
        f"{question},f{place},2025-01-01,{said},,,a talk,\n"
        for place in range(7)
        for question, said in (("flood", "20%"), ("wall", "50%"), ("flood | wall", "10%"))
    ]
    impossible = [
        f"{question},cem,2025-01-01,{said},,,a talk,\n"
        for question, said in (("flood", "20%"), ("wall", "50%"), ("flood | wall", "60%"))
    ]
    posterior = fit_study(study_of(tmp_path / "s", "".join(coherent + impossible))).posterior
    views = posterior.sel(forecaster=["cem", "f0"], crux="wall")
    u = flat(views["outcome_asked"])
    crux, given, _ = implied_credences(u, flat(views["base"]), flat(views["association"]))
    p_u, p_c, p_given = (expit(np.median(values, axis=0)) for values in (u, crux, given))
    assert np.all(p_c * p_given < p_u + 0.01)
    # Coherent answers are left where they were; the others are moved, each a little.
    assert (p_u[1], p_c[1], p_given[1]) == pytest.approx((0.2, 0.5, 0.1), abs=0.05)
    assert 0.2 < p_u[0] < 0.5
    assert p_c[0] < 0.5
    assert p_given[0] < 0.6
    gaps = np.abs(logit([p_u[0], p_c[0], p_given[0]]) - logit([0.2, 0.5, 0.6]))
    assert gaps.max() < 1.5
