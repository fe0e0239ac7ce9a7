"""What an interrupt and an unchanged source do to a fit, without sampling."""

from pathlib import Path

import nutpie
import pytest

from consilience.inference import provenance, sampling


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
        sampling._sample(object(), 1, lambda what, share: None)
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
