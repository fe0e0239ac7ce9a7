"""What an interrupt and an unchanged source do to a fit, without sampling."""

import math
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import nutpie
import pytest
import xarray as xr

from consilience.likelihood.rows import rung
from consilience.models.consensus import Consensus
from consilience.models.consensus.data import PAIRS, QUESTIONS
from consilience.sampling import drawing, fitting, gate, provenance, sample as sampling
from consilience.sampling.fit import Diagnostic
from consilience.sampling.model import Settings
from consilience.study import read_study
from tests.builders.fits import write_study
from tests.sampling.fakes import Compiled


class Interrupted:
    """A sampler at which the user presses Ctrl-C."""

    cancelled = False

    def wait(self, timeout: float) -> None:
        raise KeyboardInterrupt

    def cancel(self) -> None:
        self.cancelled = True


def test_an_interrupted_fit_is_no_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """nutpie itself would give back the draws that there are, as if they were all."""
    samplers: list[Interrupted] = []
    asked = []

    def sample(_: object, **settings: object) -> Interrupted:
        asked.append(settings)
        samplers.append(Interrupted())
        return samplers[-1]

    monkeypatch.setattr(nutpie, "sample", sample)
    with pytest.raises(KeyboardInterrupt):
        sampling.sample(Compiled(), [1], 0.8, lambda what, share: None, Settings())
    assert [sampler.cancelled for sampler in samplers] == [True] * 4
    assert not any(settings["blocking"] for settings in asked)
    assert len({settings["seed"] for settings in asked}) == 4


class Diverging(Interrupted):
    """A sampler still at work, one of whose draws has diverged."""

    def __init__(self, place: int, note: Callable[[list[SimpleNamespace]], None]) -> None:
        note([SimpleNamespace(finished_draws=place + 1, total_draws=1500, divergent_draws=[3, place])])
        self.looks = 0

    def wait(self, timeout: float) -> None:
        self.looks += 1
        raise TimeoutError if self.looks < 3 else KeyboardInterrupt


@pytest.mark.parametrize(
    ("place", "most", "ends"),
    [
        (500, 0.0005, sampling.DivergedError),  # four of 4,000
        (500, 0.001, KeyboardInterrupt),
        (499, 0, KeyboardInterrupt),  # in the warm-up
        (500, math.inf, KeyboardInterrupt),
    ],
)
def test_draws_that_divergence_makes_useless_are_not_waited_for(monkeypatch, place, most, ends) -> None:
    samplers: list[Diverging] = []

    def sample(_: object, *, progress_callback, **settings: object) -> Diverging:
        samplers.append(Diverging(place, progress_callback))
        return samplers[-1]

    monkeypatch.setattr(nutpie, "sample", sample)
    with pytest.raises(ends):
        sampling.sample(Compiled(), [1], 0.8, lambda what, share: None, Settings(), most_diverging=most)
    assert all(sampler.cancelled for sampler in samplers)


def test_what_was_stopped_as_it_diverged_is_sampled_again_and_the_last_try_is_whole(monkeypatch, tmp_path) -> None:
    asked = []

    def sample(compiled, seed, target_accept, tell, settings, *, most_diverging):
        asked.append((target_accept, most_diverging))
        if most_diverging < 1:
            raise sampling.DivergedError
        return raw_trace(9)

    monkeypatch.setattr(sampling, "sample", sample)
    monkeypatch.setattr(fitting, "compiled", lambda *asked: object())
    fit = fitting.fit(Consensus(), read_study(write_study(tmp_path / "floods")))
    assert asked == [(0.8, gate.STRAY), (0.95, gate.STRAY), (0.99, math.inf)]
    assert not fit.passed


def test_versions_name_what_numbers_depend_on() -> None:
    found = provenance.versions()
    assert {"python", "consilience", "pymc", "nutpie", "numpy"} <= found.keys()
    assert all(number[0].isdigit() for number in found.values())


@pytest.mark.parametrize("name", ["models/model.py", "report/templates/report.html.j2"])
def test_the_code_digest_sees_every_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True)
    file.write_text("one")
    monkeypatch.setattr(provenance, "__file__", str(tmp_path / "sampling" / "provenance.py"))
    before = provenance.code_digest.__wrapped__()
    cache = file.parent / "__pycache__"
    cache.mkdir()
    (cache / "model.nbi").write_text("compiled")
    assert provenance.code_digest.__wrapped__() == before
    file.write_text("two")
    assert provenance.code_digest.__wrapped__() != before


def raw_trace(divergences: int, repeats: int = 1) -> xr.DataTree:
    """Draws of a padded model as the sampler hands them over, from their priors, each so often."""
    rng = np.random.default_rng(7)
    shapes = {
        "mu_raw": (rung(2, QUESTIONS),),
        "tau": (rung(2, QUESTIONS),),
        "group_raw": (rung(4, PAIRS),),
        "scale_raw": (rung(4, PAIRS),),
        "skew_raw": (rung(2, QUESTIONS),),
        "nu_above_one": (),
        "group_scale": (),
        "reference_class": (),
    }
    posterior = {
        name: (("chain", "draw", *(f"{name}_dim" for _ in shape)), np.exp(rng.normal(size=(4, 250, *shape)) / 4))
        for name, shape in shapes.items()
    }
    diverging = np.zeros((4, 250), dtype=bool)
    diverging.flat[:divergences] = True
    stats = {"diverging": (("chain", "draw"), diverging), "energy": (("chain", "draw"), rng.normal(size=(4, 250)))}
    datasets = {"posterior": xr.Dataset(posterior), "sample_stats": xr.Dataset(stats)}
    repeated = {
        name: found.isel(draw=np.repeat(np.arange(250), repeats)).assign_coords(draw=np.arange(250 * repeats))
        for name, found in datasets.items()
    }
    return xr.DataTree.from_dict(repeated)


@pytest.mark.parametrize(
    ("divergences", "tried", "passed"),
    [((0,), 1, True), ((2, 0), 2, True), ((3, 1, 0), 3, True), ((9, 8, 7), 3, False)],
)
def test_divergences_are_answered_by_smaller_steps_and_never_published(
    monkeypatch, tmp_path, divergences, tried, passed
) -> None:
    left = list(divergences)
    asked = []

    def sample(compiled, seed, target_accept, tell, settings, *, most_diverging):
        asked.append(target_accept)
        return raw_trace(left.pop(0))

    monkeypatch.setattr(sampling, "sample", sample)
    monkeypatch.setattr(fitting, "compiled", lambda *asked: object())
    monkeypatch.setattr(drawing, "MOST_TIMES", 0)
    study = read_study(write_study(tmp_path / "floods"))
    fit = fitting.fit(Consensus(), study)
    assert asked == list(Settings().target_accepts[:tried])
    assert fit.provenance["target_accept"] == asked[-1]
    assert {check.name: check for check in fit.checks}["divergences"].passed is passed


@pytest.mark.parametrize(("long_enough", "draws"), [(500, 500), (2000, 2000), (2001, 2000)])
def test_what_is_only_short_goes_on_to_eight_times_the_draws(monkeypatch, tmp_path, long_enough, draws) -> None:
    monkeypatch.setattr(sampling, "sample", lambda *rest, most_diverging: raw_trace(0))
    goes_on = []

    def sample_on(compiled, trace, seed, target_accept, tell, settings, *, most_diverging):
        goes_on.append(seed)
        return raw_trace(0, trace["posterior"].sizes["draw"] // 250)

    def checks(answers, stats):
        return (Diagnostic("ess_bulk", 1, 400, answers.sizes["draw"] >= long_enough, "", ""),)

    monkeypatch.setattr(sampling, "sample_on", sample_on)
    monkeypatch.setattr(drawing, "check_answers", checks)
    monkeypatch.setattr(Consensus, "settings", Settings(chains=4, tune=1, draws=250))
    study = read_study(write_study(tmp_path / "floods"))
    model = Consensus()
    fit = drawing.draw_fit(model, study, model.encode(study), object(), 3, lambda what, share: None)
    assert fit.provenance["draws"] == draws
    assert fit.passed is (long_enough <= 2000)
    assert goes_on == [[3, 250], [3, 500], [3, 1000]][: len(goes_on)]
    assert fit.provenance["tune"] == 1
    assert len(goes_on) == np.log2(draws / 250)


def test_what_is_short_and_has_a_stray_divergence_is_sampled_in_smaller_steps_and_the_last_try_goes_on(
    monkeypatch, tmp_path
) -> None:
    asked = []

    def sample(compiled, seed, target_accept, tell, settings, *, most_diverging):
        asked.append(target_accept)
        return raw_trace(1, 8)

    def sample_on(compiled, trace, seed, target_accept, tell, settings, *, most_diverging):
        asked.append(seed)
        return raw_trace(0, 8)

    def checks(answers, stats):
        return (Diagnostic("ess_bulk", 1, 400, answers.sizes["draw"] > 2000, "", ""),)

    monkeypatch.setattr(sampling, "sample", sample)
    monkeypatch.setattr(sampling, "sample_on", sample_on)
    monkeypatch.setattr(drawing, "check_answers", checks)
    monkeypatch.setattr(drawing, "STRAY", 0.001)
    monkeypatch.setattr(Consensus, "settings", Settings(chains=4, tune=1, draws=2000))
    study = read_study(write_study(tmp_path / "floods"))
    model = Consensus()
    fit = drawing.draw_fit(model, study, model.encode(study), object(), 3, lambda what, share: None)
    assert asked == [0.8, 0.95, 0.99, [3, 2000]]
    assert fit.passed


@pytest.mark.parametrize(
    ("apart", "draws", "tune", "published"), [(1, 250, 251, True), (2, 250, 501, True), (3, 250, 501, False)]
)
def test_chains_far_apart_draw_others_and_what_they_drew_is_warm_up(
    monkeypatch, tmp_path, apart, draws, tune, published
) -> None:
    monkeypatch.setattr(sampling, "sample", lambda *rest, most_diverging: raw_trace(0))
    goes_on = []
    judged = []

    def sample_on(compiled, trace, seed, target_accept, tell, settings, *, most_diverging):
        goes_on.append(seed)
        return raw_trace(0)

    def checks(answers, stats):
        judged.append(answers.sizes["draw"])
        return (Diagnostic("r_hat", 1.2, 1.01, len(judged) > apart, "", ""),)

    monkeypatch.setattr(sampling, "sample_on", sample_on)
    monkeypatch.setattr(drawing, "check_answers", checks)
    monkeypatch.setattr(Consensus, "settings", Settings(chains=4, tune=1, draws=250))
    study = read_study(write_study(tmp_path / "floods"))
    model = Consensus()
    fit = drawing.draw_fit(model, study, model.encode(study), object(), 3, lambda what, share: None)
    assert (fit.provenance["draws"], fit.provenance["tune"]) == (draws, tune)
    assert fit.passed is published
    assert goes_on == [[3, 250], [3, 500]][: len(goes_on)]
