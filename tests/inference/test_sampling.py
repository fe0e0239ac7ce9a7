"""What an interrupt and an unchanged source do to a fit, without sampling."""

from pathlib import Path

import numpy as np
import nutpie
import pytest
import xarray as xr

from consilience.inference import consensus, provenance, sampling
from consilience.study import read_study
from tests.fits import write_study


class Interrupted:
    """A sampler at which the user presses Ctrl-C."""

    cancelled = False

    def wait(self) -> None:
        raise KeyboardInterrupt

    def cancel(self) -> None:
        self.cancelled = True


def test_an_interrupted_fit_is_no_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """nutpie itself would give back the draws that there are, as if they were all."""
    sampler = Interrupted()
    asked = {}

    def sample(_: object, **settings: object) -> Interrupted:
        asked.update(settings)
        return sampler

    monkeypatch.setattr(nutpie, "sample", sample)
    with pytest.raises(KeyboardInterrupt):
        sampling._sample(object(), 1, 0.8, lambda what, share: None, sampling.SAMPLER)
    assert sampler.cancelled
    assert asked["blocking"] is False
    assert asked["seed"] == 1


def test_versions_name_what_numbers_depend_on() -> None:
    found = provenance.versions()
    assert {"python", "consilience", "pymc", "nutpie", "numpy"} <= found.keys()
    assert all(number[0].isdigit() for number in found.values())


@pytest.mark.parametrize("name", ["models/model.py", "report/templates/report.html.j2"])
def test_the_code_digest_sees_every_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True)
    file.write_text("one")
    monkeypatch.setattr(provenance, "__file__", str(tmp_path / "inference" / "provenance.py"))
    before = provenance.code_digest.__wrapped__()
    cache = file.parent / "__pycache__"
    cache.mkdir()
    (cache / "model.nbi").write_text("compiled")
    assert provenance.code_digest.__wrapped__() == before
    file.write_text("two")
    assert provenance.code_digest.__wrapped__() != before


def raw_trace(divergences: int) -> xr.DataTree:
    """Draws of a padded model as the sampler hands them over, from their priors."""
    rng = np.random.default_rng(7)
    shapes = {
        "mu": (48,),
        "tau": (48,),
        "group_raw": (96,),
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
    return xr.DataTree.from_dict({"posterior": xr.Dataset(posterior), "sample_stats": xr.Dataset(stats)})


@pytest.mark.parametrize(
    ("divergences", "tried", "passed"), [((0,), 1, True), ((2, 0), 2, True), ((3, 1, 1), 3, False)]
)
def test_divergences_are_answered_by_smaller_steps_and_never_published(
    monkeypatch, tmp_path, divergences, tried, passed
) -> None:
    left = list(divergences)
    asked = []

    def sample(compiled, seed, target_accept, tell, settings):
        asked.append(target_accept)
        return raw_trace(left.pop(0))

    monkeypatch.setattr(sampling, "_sample", sample)
    monkeypatch.setattr(consensus, "compiled_consensus", lambda data: object())
    study = read_study(write_study(tmp_path / "floods"))
    fit = consensus.fit_consensus(study)
    assert asked == list(sampling.TARGET_ACCEPTS[:tried])
    assert fit.provenance["target_accept"] == asked[-1]
    assert {check.name: check for check in fit.checks}["divergences"].passed is passed
