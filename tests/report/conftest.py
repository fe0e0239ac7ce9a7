"""Results written once for all tests that read them, and a way to write them quickly for those that break them."""

from pathlib import Path

import pytest

from consilience.report.results import write_results
from consilience.sampling.fit import Fit
from tests.builders.fits import report_only, synthetic_fit, write_study
from tests.builders.hostile import HOSTILE, csv_text, toml_text


@pytest.fixture(scope="session")
def fit(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    return synthetic_fit(write_study(tmp_path_factory.mktemp("forecasts") / "floods"))


@pytest.fixture(scope="session")
def hostile_fit(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    """A study whose every text would be mark-up if it were let."""
    titles = {name: toml_text(text) for name, text in HOSTILE.items()}
    toml = (
        f'title = {titles["tag"]}\ndescription = {titles["script"]}\noutcome = "flood"\n\n'
        f'[question.flood]\ntitle = {toml_text(HOSTILE["script"] + HOSTILE["tag"])}\nprior = "5% [1%, 20%]"\n\n'
        f"[question.drought]\ntitle = {titles['quote']}\n"
    )
    cells = [csv_text(text) for text in HOSTILE.values()]
    rows = "".join(
        f"flood,{cell},2025-01-1{place},{place + 1}%,{cells[place // 2]},,{cell},{cell}\n"
        for place, cell in enumerate(cells)
    )
    rows += f"flood,b,,5%,,aggregate,{cells[0]},\ndrought,{cells[1]},2025-01-15,5%,,,{cells[2]},\n"
    return synthetic_fit(write_study(tmp_path_factory.mktemp("forecasts") / "hostile", toml, rows))


def written(fit: Fit, folder: Path) -> Path:
    """Results of a fit in a folder of the study's name."""
    target = folder / fit.study.name
    write_results(fit, target, {"study": fit.study.name, "key": "k", "stands_until": None})
    return target


@pytest.fixture(scope="session")
def results(fit: Fit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(fit, tmp_path_factory.mktemp("results"))


@pytest.fixture(scope="session")
def hostile_results(hostile_fit: Fit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(hostile_fit, tmp_path_factory.mktemp("results"))


def draw_one_chart(patch: pytest.MonkeyPatch) -> None:
    """Results with a single chart in a single format and a bare page."""
    report_only(patch, "overview")
    patch.setattr("consilience.charts.FORMATS", ("svg",))
    patch.setattr("consilience.report.results.report_html", lambda fit, figures, moved: "<!doctype html>")


@pytest.fixture
def one_chart(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_one_chart(monkeypatch)
