"""A study, its results, and a sampler that can be watched."""

import json
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from consilience.api.running import run
from consilience.charts.drawing import conversion
from consilience.charts.figure import Figure
from consilience.sampling.fit import Fit, Progress
from consilience.sampling.model import Model
from consilience.study import Study
from tests.builders.fits import CHECKS, figures_of, synthetic_fit, write_study


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


class Blank:
    """Stands in for what converts pictures: what one looks like is for other tests."""

    def svg_of(self, spec: dict[str, Any], /) -> str:
        json.dumps(spec)
        return '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9"></svg>'

    def png_of(self, svg: str, /) -> bytes:
        return b""

    def pdf_of(self, svg: str, /) -> bytes:
        return b""

    def script(self) -> str:
        return ""


@cache
def _picture() -> Figure:
    """One chart for every report: what is drawn of which fit is for the tests of reports."""
    with TemporaryDirectory() as folder:
        return figures_of(synthetic_fit(write_study(Path(folder) / "floods"))).overview()


def stand_in(patch: pytest.MonkeyPatch) -> Sampler:
    """Replace sampling by draws of numpy, and the charts of results by one."""
    sampler = Sampler()
    patch.setattr("consilience.sampling.fitting.fit", sampler)
    patch.setattr("consilience.report.results.figures_for_page", lambda fit: [_picture()])
    patch.setattr("consilience.report.moved.Moved.figure", lambda moved, fit: None)
    patch.setattr("consilience.charts.FORMATS", ("svg",))
    # One small chart is drawn sooner than programs start.
    patch.setattr("consilience.api.converters.converters", lambda: nullcontext(conversion))
    patch.setattr("consilience.report.results.report_html", lambda fit, figures, moved: "<!doctype html>")
    return sampler


@pytest.fixture
def sampler(monkeypatch: pytest.MonkeyPatch) -> Sampler:
    """Sampling and charts stood in for."""
    return stand_in(monkeypatch)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path / "forecasts" / "floods")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run leaves of the study, to be copied."""
    return published_with(stand_in, tmp_path_factory.mktemp("published"))


def published_with(stand_in: Callable[[pytest.MonkeyPatch], Sampler], root: Path) -> Path:
    """Publish the study below a folder, with something in the place of the sampler."""
    with pytest.MonkeyPatch.context() as patch:
        stand_in(patch)
        assert run(write_study(root / "forecasts" / "floods"), root / "results").status == "fitted"
    return root / "results"


@pytest.fixture
def results(study: Path, published: Path) -> Path:
    """Results of an earlier run."""
    return Path(shutil.copytree(published, study.parents[1] / "results"))
