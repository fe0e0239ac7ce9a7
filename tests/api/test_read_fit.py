"""What a run left behind, taken up again, and the report that a fit writes by itself."""

from pathlib import Path

import pytest

import consilience as cs
from consilience.problems import DiagnosticsError
from consilience.report.results import write_results
from consilience.sampling.fit import Fit
from tests.builders.fits import FAILED, ROWS, TOML, report_only, synthetic_fit, write_study
from tests.sampling.test_store import assert_same


@pytest.fixture(scope="module")
def fit(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    return synthetic_fit(write_study(tmp_path_factory.mktemp("forecasts") / "floods"))


@pytest.fixture(scope="module")
def results(fit: Fit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As a run leaves them, with a single chart."""
    folder = tmp_path_factory.mktemp("results") / fit.study.name
    with pytest.MonkeyPatch.context() as patch:
        report_only(patch, "overview")
        patch.setattr("consilience.charts.FORMATS", ("svg",))
        write_results(fit, folder, {"study": fit.study.name, "key": "k", "stands_until": None})
    return folder


def test_the_package_takes_up_what_a_run_left(results: Path, fit: Fit) -> None:
    back = cs.read_fit(results, fit.study)
    assert_same(back, fit)
    assert back.summary().equals(fit.summary())


def test_the_package_reads_the_study_if_it_is_given_a_folder(results: Path, fit: Fit) -> None:
    assert cs.read_fit(str(results), str(fit.study.path)).study.rows == fit.study.rows


def test_a_folder_without_a_fit_is_said_to_have_none(tmp_path: Path, fit: Fit) -> None:
    # Others of this process leave fits beside its folder, which would be named.
    (empty := tmp_path / "empty").mkdir()
    with pytest.raises(FileNotFoundError, match=r"no fit lies in this folder.*consilience run floods"):
        cs.read_fit(empty, fit.study)
    with pytest.raises(FileNotFoundError, match=r"no such folder of results.*consilience run floods"):
        cs.read_fit(tmp_path / "nowhere", fit.study)


def test_a_folder_beside_one_with_a_fit_names_it(results: Path, fit: Fit) -> None:
    for wrong in (results.parent, results.parent / "flods"):
        with pytest.raises(FileNotFoundError, match=f"name .*{results.name}, where one lies"):
            cs.read_fit(wrong, fit.study)


def test_a_fit_of_another_study_is_told_as_such(results: Path, fit: Fit, tmp_path: Path) -> None:
    renamed = (text.replace("flood", "fire") for text in (TOML, ROWS))
    other = write_study(tmp_path / "fires", *renamed)
    with pytest.raises(FileNotFoundError, match=r"of another study than fires.*name the results of fires"):
        cs.read_fit(results, other)


def test_what_is_no_study_is_told_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(cs.StudyError, match="there is no such study folder"):
        cs.fit(str(tmp_path / "nowhere"))
    with pytest.raises(ValueError, match=r"study takes a study as cs.read_study gives it or a path, which"):
        cs.fit(5)  # type: ignore[arg-type]


def test_a_failed_fit_has_no_report(tmp_path: Path, fit: Fit) -> None:
    failed = synthetic_fit(fit.study, checks=FAILED)
    with pytest.raises(DiagnosticsError, match=r"floods failed .* r_hat 1\.2 against 1\.01 at flood, all, median"):
        failed.report(tmp_path / "report.html")
    assert list(tmp_path.iterdir()) == []
    assert fit.report(tmp_path / "report.html").read_text("utf-8").startswith("<!doctype html>")
