"""From a factor study to its answers: what is compiled once, what is made of draws, and what evidence does to them."""

from pathlib import Path

import numpy as np
import nutpie
import pytest
import xarray as xr
from scipy.special import expit, logit

from consilience.models.factors import unpack as unpacking
from consilience.models.factors.population import draw_forecasters
from consilience.sampling import compile as compiling, drawing, sample as sampling
from consilience.sampling.fit import Fit
from consilience.study import Study, read_study
from tests.builders.fits import fit_study, write_study
from tests.sampling.fakes import Compiled, keep_nothing

TOML = """\
title = "A flood in the town"
horizon = 2100-12-31

[question.storm]
title = "A storm comes"

[question.breach]
title = "The wall breaks"
given = { storm = true }

[question.flood]
title = "The town is flooded"
all_of = ["storm", "breach"]

[question.loss]
title = "Lives are lost"
given = { flood = true }

[evidence.inspection]
title = "An inspection of the wall"
on = "breach"
observed = "negative"
trials = 3
sensitivity = "60%"
false_positive_rate = "5%"
"""
ROWS = """\
storm,ada,2025-01-15,10%,river,,a letter,
breach,ada,2025-01-15,30%,river,,a letter,
flood,ada,2025-01-15,20%,river,,a letter,
storm,bo,2025-01-16,40%,coast,,a talk,
loss,bo,2025-01-16,5-20% @80%,coast,,a talk,
"""
DRAWS = (2, 40)
LARGEST = {"mu_raw": (8,), "tau": (8,), "group_raw": (32,), "scale_raw": (32,), "skew_raw": (8,), "slope": (8, 1)}
LARGEST |= {"credence_raw": (32,), "total_raw": (16,)}
SCALES = ("nu_above_one", "panel_scale", "group_scale", "reference_class", "kappa", "slope_mean", "slope_spread")
# P(three negatives) where the wall breaks, and where it does not.
CLEAN = 0.4**3, 0.95**3


def raw_draws(arrays: dict[str, np.ndarray]) -> xr.DataTree:
    """Draws of the padded model as the sampler hands them over."""
    rng = np.random.default_rng(3)
    components, pairs = len(arrays["prior"]), arrays["pair_component"].size
    shapes = {
        "mu_raw": (components,),
        "tau": (components,),
        "group_raw": (pairs,),
        "scale_raw": (pairs,),
        "skew_raw": (components,),
        "slope": (components, 1),
        "credence_raw": (len(arrays["entry"]),),
        "total_raw": (len(arrays["total"]),),
        **dict.fromkeys(SCALES, ()),
    }
    positive = {"tau", *SCALES}
    posterior = {}
    for name, shape in shapes.items():
        # The same draws however much there is: of all that LARGEST has room for, the first.
        values = rng.normal(size=(*DRAWS, *LARGEST.get(name, ())))[(..., *map(slice, shape))]
        posterior[name] = (
            ("chain", "draw", *(f"{name}_dim_{place}" for place in range(len(shape)))),
            np.exp(values) if name in positive else values,
        )
    # Medians about one in log odds from even: in the tails a lattice of forecasters is coarse.
    posterior["mu_raw"] = posterior["mu_raw"][0], posterior["mu_raw"][1] / 3
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


def study_of(folder: Path, rows: str = ROWS, toml: str = TOML) -> Study:
    return read_study(write_study(folder, toml, rows))


def flat(values: xr.DataArray) -> np.ndarray:
    return values.values.reshape(-1, *values.shape[2:])


def answer(answers: xr.Dataset, question: str, summary: str, group: str = "all") -> np.ndarray:
    found = answers["value"].values[
        :, :, (answers["question"] == question) & (answers["group"] == group) & (answers["summary"] == summary)
    ]
    assert found.shape[2] == 1, (question, group, summary)
    return found.ravel()


@pytest.mark.usefixtures("compilations")
def test_answers_are_of_every_factor_and_of_what_follows_for_all_and_for_each_group(tmp_path: Path) -> None:
    fit = fit_study(study_of(tmp_path / "s"))
    keys = list(zip(*(fit.answers[name].values for name in ("question", "group", "summary")), strict=True))
    assert len(set(keys)) == len(keys)
    assert {question for question, *_ in keys} == {"storm", "breach", "loss", "flood"}
    assert {group for _, group, _ in keys} == {"all", "river", "coast"}
    assert fit.after_evidence is not None
    assert set(
        zip(*(fit.after_evidence[name].values for name in ("question", "group", "summary")), strict=True)
    ) == set(keys)
    assert np.all(np.isfinite(fit.answers["value"]))


@pytest.mark.usefixtures("compilations")
def test_every_forecaster_has_a_credence_of_every_factor(tmp_path: Path) -> None:
    posterior = fit_study(study_of(tmp_path / "s")).posterior
    assert posterior["credence"].sizes == {"chain": 2, "draw": 40, "forecaster": 2, "question": 3}
    assert list(posterior["forecaster_group"].values) == ["river", "coast"]
    at = posterior["credence"].sel(forecaster="ada", question="storm")
    assert logit(0.095) < float(at.min()) < float(at.max()) < logit(0.105)
    # What ada said nothing of, and no total of hers needs, is drawn.
    assert float(posterior["credence"].sel(forecaster="ada", question="loss").std()) > 0
    assert np.abs(posterior["loading"]).max() < 1
    assert posterior["delta"].sizes["group"] == 2


@pytest.mark.usefixtures("compilations")
def test_group_locations_are_those_of_the_model(tmp_path: Path) -> None:
    posterior = fit_study(study_of(tmp_path / "s")).posterior
    by_group = flat(posterior["location"]).reshape(-1, 3, 2)
    assert by_group.mean(axis=2) == pytest.approx(flat(posterior["mu"]))
    assert list(posterior["pair_group"].values) == ["river", "coast"] * 3


@pytest.mark.usefixtures("compilations")
def test_what_is_completed_is_what_each_left_out_in_their_own_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def complete(known, answered, location, *rest):
        calls.append((answered.tolist(), location))
        return np.where(answered, known, -7.0)

    monkeypatch.setattr(unpacking, "complete_credences", complete)
    posterior = fit_study(study_of(tmp_path / "s")).posterior
    # What ada states of the flood needs her credence of the wall, which she also gave.
    assert [answered for answered, _ in calls] == [[True, True, False], [True, False, True]]
    by_group = flat(posterior["location"]).reshape(-1, 3, 2)
    for place, (_, location) in enumerate(calls):
        assert np.array_equal(location, by_group[:, :, place])
    credence = flat(posterior["credence"])
    assert np.all(credence[:, 0, 2] == -7.0)
    assert np.all(credence[:, 1, 1] == -7.0)
    assert np.all((credence[:, 1, 0] > logit(0.395)) & (credence[:, 1, 0] < logit(0.405)))


def members(fit: Fit, seed: int) -> np.ndarray:
    """The forecasters that the answers are summaries of, shape (draws, groups, forecasters, components)."""
    posterior = fit.posterior
    location, scale = (np.swapaxes(flat(posterior[name]).reshape(-1, 3, 2), 1, 2) for name in ("location", "scale"))
    shared = (flat(posterior[name]) for name in ("skew", "loading", "nu"))
    return np.concatenate(list(draw_forecasters(location, scale, *shared, seed=seed)))


def after_three_clean_inspections(p: np.ndarray) -> dict[str, np.ndarray]:
    """Bayes' theorem by hand: the wall can break in a storm alone, and is inspected whether there is one or not."""
    storm, breach, loss = (p[..., place] for place in range(3))
    broken, whole = storm * breach * CLEAN[0], (1 - storm * breach) * CLEAN[1]
    held = storm * (1 - breach) * CLEAN[1]
    return {
        "storm": (broken + held) / (broken + whole),
        "breach": broken / (broken + held),
        "flood": broken / (broken + whole),
        "loss": loss,
    }


@pytest.mark.usefixtures("compilations")
def test_evidence_updates_every_forecaster_by_bayes_theorem(tmp_path: Path) -> None:
    fit = fit_study(study_of(tmp_path / "s"), seed=5)
    p = expit(members(fit, 5))
    assert fit.after_evidence is not None
    for question, updated in after_three_clean_inspections(p).items():
        # Of the wall only Ada speaks, of the losses only Bo: the other's group has no part in what all say.
        spoke = {"breach": [0], "loss": [1]}.get(question, [0, 1])
        for place, group in ((spoke, "all"), ([0], "river"), ([1], "coast")):
            of_group = updated[:, place].reshape(len(updated), -1)
            median = np.median(logit(of_group), axis=1)
            assert answer(fit.after_evidence, question, "median", group) == pytest.approx(median, rel=1e-6, abs=1e-6)
            assert expit(answer(fit.after_evidence, question, "mean", group)) == pytest.approx(of_group.mean(axis=1))
    # Before any: of the flood the product of each forecaster's own, then summarised.
    product = (p[..., 0] * p[..., 1]).reshape(len(p), -1)
    assert expit(answer(fit.answers, "flood", "mean")) == pytest.approx(product.mean(axis=1))
    # What is worked out on a lattice of forecasters is what the population's own integral says, but for its grain.
    assert answer(fit.answers, "storm", "mean") == pytest.approx(logit(p[..., 0].mean(axis=(1, 2))), abs=0.15)


@pytest.mark.usefixtures("compilations")
def test_a_study_without_evidence_has_nothing_after_it(tmp_path: Path) -> None:
    toml = TOML.partition("[evidence")[0]
    assert fit_study(study_of(tmp_path / "s", toml=toml)).after_evidence is None


def test_changing_an_estimate_reuses_the_compilation(tmp_path: Path, compilations: list[object]) -> None:
    study = study_of(tmp_path / "s")
    told: list[str] = []
    first = fit_study(study, progress=lambda what, share: told.append(what))
    assert told[0] == "compiling the factors model"
    changed = study.with_estimate("storm", "ada", "90%", group="river")
    told.clear()
    again = fit_study(changed, progress=lambda what, share: told.append(what))
    assert "compiling the factors model" not in told
    assert len(compilations) == 1
    at = [float(fit.posterior["credence"].sel(forecaster="ada", question="storm").mean()) for fit in (first, again)]
    assert expit(at) == pytest.approx([0.1, 0.9], abs=0.005)


def test_the_same_seed_gives_the_same_answers(tmp_path: Path, compilations: list[object]) -> None:
    study = study_of(tmp_path / "s")
    first, again = (fit_study(study, seed=9) for _ in range(2))
    assert first.answers.identical(again.answers)
    assert first.posterior.identical(again.posterior)
    assert first.provenance["seed"] == 9


def correlated_rows(people: int) -> str:
    """Of ten people, whose credences of the three factors go together, the first few."""
    shared, own = np.random.default_rng(1).normal(size=(2, 10, 3))
    said = 100 * expit(-1 + 1.2 * (0.85 * shared[:, :1] + 0.53 * own))
    return "".join(
        f"{name},f{person},2025-01-15,{said[person, place]:.0f}%,,,a talk,\n"
        for person in range(people)
        for place, name in enumerate(("storm", "breach", "loss"))
    )


@pytest.mark.slow
@pytest.mark.certified("factors")
def test_one_forecaster_and_ten_are_fitted_and_a_change_of_mind_compiles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Case 44 of the cases that other tools failed on (OakleyJ/SHELF#8: one expert alone was accepted)."""
    held: dict[Path, object] = {}
    monkeypatch.setattr(compiling, "_HELD", held)
    alone, ten = (fit_study(study_of(tmp_path / str(people), correlated_rows(people))) for people in (1, 10))
    # Of each size a model, and of a size there can be but one: none is loaded or compiled for the change.
    assert len(held) == 2
    changed = fit_study(ten.study.with_estimate("storm", "f0", "99%"))
    assert len(held) == 2
    assert alone.passed, [str(check) for check in alone.checks]
    assert ten.passed, [str(check) for check in ten.checks]
    width = [np.ptp(np.quantile(answer(fit.answers, "storm", "median"), [0.05, 0.95])) for fit in (alone, ten)]
    assert width[1] < 0.5 * width[0]
    # One forecaster tells nothing of how factors go together, and the prior stands; ten tell.
    loadings = [flat(fit.posterior["loading"]) for fit in (alone, ten)]
    between = [(each[:, [1, 2, 2]] * each[:, [0, 0, 1]]).sum(axis=2).mean(axis=0) for each in loadings]
    assert between[0] == pytest.approx(0.30, abs=0.07)
    assert between[1].min() > 0.45
    assert answer(changed.answers, "storm", "mean").mean() > answer(ten.answers, "storm", "mean").mean() + 0.1
