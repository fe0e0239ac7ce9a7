"""A study, its results, and a sampler that can be watched."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from consilience.charts.drawing import conversion
from consilience.sampling.fit import Fit, Progress
from consilience.sampling.model import Model
from consilience.study import Study
from tests.builders.fits import CHECKS, report_only, synthetic_fit, write_study


class Sampler:
    """Stands in for the sampler: invents a fit, and keeps which studies it was asked to fit."""

    def __init__(self) -> None:
        self.fitted: list[str] = []
        self.checks = CHECKS

    def __call__(self, model: Model, study: Study, *, seed: int, progress: Progress | None = None) -> Fit:
        assert model.name == "consensus"
        self.fitted.append(study.name)
        if progress:
            progress("sampling", 0.5)
        return synthetic_fit(study, seed=seed, checks=self.checks)


@pytest.fixture
def sampler(monkeypatch: pytest.MonkeyPatch) -> Sampler:
    """Replace sampling by draws of numpy, and results by those with one chart."""
    stand_in = Sampler()
    monkeypatch.setattr("consilience.sampling.fitting.fit", stand_in)
    report_only(monkeypatch, "overview")
    monkeypatch.setattr("consilience.charts.FORMATS", ("svg",))
    # One small chart is drawn sooner than programs start.
    monkeypatch.setattr("consilience.api.converters.converters", lambda: nullcontext(conversion))
    monkeypatch.setattr("consilience.report.results.report_html", lambda fit, figures, moved: "<!doctype html>")
    return stand_in


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path / "forecasts" / "floods")
