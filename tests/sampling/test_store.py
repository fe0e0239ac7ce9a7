"""A fit on disk is the fit."""

from pathlib import Path

import pytest
import xarray as xr

import consilience as cs
from consilience.sampling.fit import Fit
from consilience.sampling.store import read_fit, write_fit
from tests.builders.fits import synthetic_fit, write_study


def assert_same(back: Fit, fit: Fit) -> None:
    xr.testing.assert_identical(back.posterior, fit.posterior)
    xr.testing.assert_identical(back.answers, fit.answers)
    assert back.checks == fit.checks
    assert back.provenance == fit.provenance
    assert back.study is fit.study


def test_a_round_trip_changes_nothing(fit: Fit, tmp_path: Path) -> None:
    write_fit(fit, tmp_path / "fit.nc")
    assert_same(read_fit(tmp_path / "fit.nc", fit.study), fit)


def test_names_of_any_script_and_of_none_come_back(tmp_path: Path) -> None:
    rows = (
        "flood,ada,2025-01-15,10%,,,s,\nflood,bo,2025-01-15,10%,専門家,,s,\n"
        'flood,cem,2025-01-15,10%,"</script> ""NA""",,s,\nflood,dee,2025-01-15,10%,None,,s,\n'
    )
    fit = synthetic_fit(write_study(tmp_path / "study", rows=rows))
    write_fit(fit, tmp_path / "fit.nc")
    assert_same(read_fit(tmp_path / "fit.nc", fit.study), fit)


def test_the_face_takes_up_what_a_run_left(results: Path, fit: Fit) -> None:
    back = cs.read_fit(results, fit.study)
    assert_same(back, fit)
    assert back.summary().equals(fit.summary())


def test_the_face_reads_the_study_if_it_is_given_a_folder(results: Path, fit: Fit) -> None:
    assert cs.read_fit(str(results), str(fit.study.path)).study.rows == fit.study.rows


def test_a_folder_without_a_fit_is_said_to_have_none(tmp_path: Path, fit: Fit) -> None:
    with pytest.raises(FileNotFoundError, match=r"fit\.nc"):
        cs.read_fit(tmp_path, fit.study)


def test_a_failed_fit_has_no_report(tmp_path: Path, fit: Fit) -> None:
    from consilience.problems import DiagnosticsError
    from tests.builders.fits import FAILED

    failed = synthetic_fit(fit.study, checks=FAILED)
    with pytest.raises(DiagnosticsError, match=r"floods failed .* r_hat 1\.2 against 1\.01 at flood, all, median"):
        failed.report(tmp_path / "report.html")
    assert list(tmp_path.iterdir()) == []
    assert fit.report(tmp_path / "report.html").read_text("utf-8").startswith("<!doctype html>")
