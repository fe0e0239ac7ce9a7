"""A fit on disk is the fit."""

from pathlib import Path

import pytest
import xarray as xr

from consilience.models.registry import stored_model
from consilience.sampling.fit import Fit
from consilience.sampling.store import read_fit, write_fit
from tests.builders.fits import synthetic_fit, write_study


@pytest.fixture(scope="module")
def fit(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    return synthetic_fit(write_study(tmp_path_factory.mktemp("forecasts") / "floods"))


def assert_same(back: Fit, fit: Fit) -> None:
    xr.testing.assert_identical(back.posterior, fit.posterior)
    xr.testing.assert_identical(back.answers, fit.answers)
    assert back.checks == fit.checks
    assert back.provenance == fit.provenance
    assert back.study is fit.study
    assert back.model is fit.model


def test_a_round_trip_changes_nothing(fit: Fit, tmp_path: Path) -> None:
    write_fit(fit, tmp_path / "fit.nc")
    assert_same(read_fit(tmp_path / "fit.nc", fit.study, stored_model), fit)


def test_names_of_any_script_and_of_none_come_back(tmp_path: Path) -> None:
    rows = (
        "flood,ada,2025-01-15,10%,,,s,\nflood,bo,2025-01-15,10%,専門家,,s,\n"
        'flood,cem,2025-01-15,10%,"</script> ""NA""",,s,\nflood,dee,2025-01-15,10%,None,,s,\n'
    )
    fit = synthetic_fit(write_study(tmp_path / "study", rows=rows))
    write_fit(fit, tmp_path / "fit.nc")
    assert_same(read_fit(tmp_path / "fit.nc", fit.study, stored_model), fit)
