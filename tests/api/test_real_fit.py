"""One small study from file to report with the real sampler: half a minute, most of it compiling."""

import json
from contextlib import nullcontext
from pathlib import Path

import pytest
import xarray as xr

import consilience as cs
from consilience.report.tables import summary_csv, summary_json, summary_markdown
from tests.api.conftest import Blank
from tests.builders.files import bytes_below
from tests.builders.fits import write_study

SUMMARIES = {"summary.csv": summary_csv, "summary.json": summary_json, "summary.md": summary_markdown}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> cs.Run:
    root = tmp_path_factory.mktemp("project")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("consilience.charts.FORMATS", ("svg",))
        patch.setattr("consilience.api.converters.converters", lambda: nullcontext(Blank()))
        # Its script is none to be kept for the other pages that this process makes.
        patch.setattr("consilience.charts.drawing.page._MADE", [])
        return cs.run(write_study(root / "forecasts" / "floods"), root / "results")


def folders(ran: cs.Run) -> tuple[Path, Path]:
    root = ran.results.parents[1]
    return root / "forecasts" / "floods", root / "results"


def test_it_passes_its_diagnostics_and_is_published(ran: cs.Run) -> None:
    assert ran.status == "fitted"
    assert all(check.passed for check in ran.checks)
    record = json.loads((ran.results / "provenance.json").read_text("utf-8"))
    assert record["sampler"] == "nutpie NUTS"
    there = {name for name in bytes_below(ran.results) if not name.startswith("history/")}
    assert set(record["files"]) == there - {"provenance.json"}


def test_the_answer_lies_where_people_put_it(ran: cs.Run) -> None:
    flood, drought = (question["summaries"]["median"] for question in ran.summary["questions"])
    # 10%, 2-5%, <1% and 0% of four people; 30% and 20% of two.
    assert 0.001 < flood["value"] < 0.1
    assert 0.1 < drought["value"] < 0.4
    assert flood["low"] < 0.01 < 0.02 < flood["high"]


@pytest.fixture(scope="module")
def fresh(ran: cs.Run) -> cs.ConsensusFit:
    """The same study sampled once more."""
    return cs.fit(cs.read_study(folders(ran)[0]))


def test_the_same_study_and_seed_give_the_same_bytes(ran: cs.Run, fresh: cs.ConsensusFit) -> None:
    assert fresh.passed
    for name, text in SUMMARIES.items():
        assert (ran.results / name).read_bytes() == text(fresh).encode()


def test_the_fit_that_was_left_is_the_fit(ran: cs.Run, fresh: cs.ConsensusFit) -> None:
    study, results = folders(ran)
    left = cs.read_fit(results / "floods", study)
    xr.testing.assert_equal(left.answers, fresh.answers)
    xr.testing.assert_equal(left.posterior, fresh.posterior)
    assert left.passed
    assert left.summary().equals(fresh.summary())
