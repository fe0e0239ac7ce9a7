"""Cases of ../shared/cases that concern platforms: each file comes out as its expected.md says."""

import datetime as dt
import json
from pathlib import Path

import pytest

from consilience.importers import import_study
from consilience.pools import pool
from consilience.study import Study, check_study, read_study
from consilience.study.resolutions import Resolution, read_resolutions


@pytest.fixture
def case(shared: Path):
    """Files of a case by the beginning of their names."""
    return lambda start: sorted((shared / "cases" / "files").glob(f"{start}_*"))


def said(study: Study, question: str) -> list[tuple[str, str, str]]:
    return [(row.forecaster, row.kind, row.said) for row in study.standing if row.question == question]


def outcomes(study: Path) -> dict[str, Resolution]:
    return {of.source: of for of in read_resolutions(study, [])}


# 01: Metaculus.


@pytest.fixture
def metaculus(case, tmp_path: Path) -> Path:
    return import_study("metaculus", case("01"), tmp_path / "study", map={"70011": "sample", "70014": "units"}).study


def test_people_bots_and_aggregates_are_kept_apart(metaculus: Path) -> None:
    rows = [row for row in read_study(metaculus).rows if row.question == "sample"]
    kinds = {row.forecaster: row.kind for row in rows}
    assert kinds == {
        "sample_ada": "person",
        "sample_bo": "person",
        "sample_bot": "model",
        "Metaculus recency_weighted": "aggregate",
        "Metaculus geometric_mean": "aggregate",
    }
    aggregates = {row.forecaster: row.said for row in rows if row.kind == "aggregate"}
    assert aggregates == {"Metaculus recency_weighted": "41%", "Metaculus geometric_mean": "34%"}


def test_the_panel_as_of_two_days(metaculus: Path) -> None:
    study = read_study(metaculus)
    february = [(row.forecaster, row.said) for row in study.as_of("2025-02-15").voices if row.question == "sample"]
    assert february == [("sample_ada", "<=0.1%"), ("sample_bo", "62%")]
    # Bo's row ended on the first of March.
    april = [(row.forecaster, row.said) for row in study.as_of("2025-04-01").voices if row.question == "sample"]
    assert april == [("sample_ada", "<=0.1%")]
    assert pool([0.001, 0.62], "linear").value == pytest.approx(0.3105, abs=5e-5)
    assert pool([0.001, 0.62], "geometric_mean_odds").value == pytest.approx(0.03884, abs=5e-6)


def test_an_offset_is_taken_off(metaculus: Path) -> None:
    [row] = [row for row in read_study(metaculus).rows if row.forecaster == "sample_bo"]
    assert row.instant == dt.datetime(2025, 1, 5, 7, 30, tzinfo=dt.UTC)


def test_what_the_questions_came_to(metaculus: Path) -> None:
    found = outcomes(metaculus)
    assert (found["Metaculus 70011"].outcome, found["Metaculus 70011"].date) == ("yes", "2025-05-01T09:30:00Z")
    assert found["Metaculus 70012"].outcome == "annulled"
    assert found["Metaculus 70013"].outcome == "Green"
    assert found["Metaculus 70014"].outcome == "137"


def test_an_option_that_was_not_there_is_not_zero(metaculus: Path) -> None:
    rows = [(row.option, row.said) for row in read_study(metaculus).rows if row.option]
    assert rows == [("Red", "20%"), ("Green", "70%"), ("Other", "10%")]


def test_mass_above_the_scale_is_no_percentile(metaculus: Path) -> None:
    study = read_study(metaculus)
    [row] = [row for row in study.rows if row.question == "units"]
    # 1 − 6.4729% lies at or below 500, the upper bound; of 95% no more is known than that it lies above.
    assert row.said == "q5=6.49 q25=36.65 q50=89.67 q75=186.98 q93.5271=500"
    assert study.questions["units"].unit == "units"


# 03: PredictionBook's CSV.


def test_means_are_nobodys_forecast(case, tmp_path: Path) -> None:
    done = import_study("predictionbook", case("03"), tmp_path / "study")
    rows = read_study(done).rows
    assert [(row.said, row.kind, row.group) for row in rows] == [
        ("63%", "aggregate", None),
        ("90%", "aggregate", "Grades 2023"),
    ]
    assert not any(row.forecaster == "sample_ada" for row in rows)
    told = [problem.why for problem in done.problems]
    assert "no forecast of any one person" in told[0]
    assert "responses: user_label, confidence, created_at" in done.problems[0].remedy
    assert any("private" in why for why in told)
    assert any("nobody wagered" in why for why in told)
    assert [of.outcome for of in outcomes(done.study).values()] == ["yes", "no"]


# 05 and 46: Manifold.


def test_markets(case, tmp_path: Path) -> None:
    done = import_study("manifold", case("05"), tmp_path / "study")
    rows = {}
    for row in read_study(done).rows:
        rows.setdefault(row.source, []).append((row.option, row.said))
    found = outcomes(done.study)
    # A resolved market's price is that of its outcome.
    assert not rows.keys() & {"Manifold m1", "Manifold m2", "Manifold m3"}
    assert found["Manifold m1"].outcome == "yes"
    assert found["Manifold m2"].outcome == "31%"
    assert found["Manifold m3"].outcome == "annulled"
    assert rows["Manifold m4"] == [(None, "<=1%")]
    assert rows["Manifold m5"] == [(None, "25")]
    assert rows["Manifold m6"] == [("Red", "55%"), ("Green", "35%"), ("Other", "10%")]
    assert rows["Manifold m7/b1"] == [(None, "80%")]
    assert rows["Manifold m7/b2"] == [(None, "70%")]
    assert {row.instant for row in read_study(done).rows} == {dt.datetime(2025, 5, 1, 9, 30, tzinfo=dt.UTC)}
    assert {row.kind for row in read_study(done).rows} == {"aggregate"}
    assert not [problem for problem in check_study(done) if problem.check == "incoherent_options"]


@pytest.mark.parametrize(
    "damaged",
    [
        {"error": "Internal Server Error"},
        {"id": "m4", "question": "Sample", "outcomeType": "BINARY", "probability": 7, "lastUpdatedTime": 1746091800000},
        {"id": "m4", "question": "Sample", "outcomeType": "BINARY", "probability": 0.2, "lastUpdatedTime": "yesterday"},
        {"id": "m4", "question": ["?"], "outcomeType": "BINARY", "probability": 0.2},
        {"id": "m4", "question": "Sample", "outcomeType": "MULTIPLE_CHOICE", "answers": None},
        "<html>502 Bad Gateway</html>",
        None,
        7,
    ],
)
def test_one_bad_market_does_not_stop_the_others(damaged: object, case, tmp_path: Path) -> None:
    markets = json.loads(case("05")[0].read_text("utf-8"))
    markets[3] = damaged
    (tmp_path / "markets.json").write_text(json.dumps(markets), "utf-8")
    done = import_study("manifold", tmp_path / "markets.json", tmp_path / "study")
    assert len(done.left_behind) == 1
    assert done.estimates == 6
    if isinstance(damaged, dict) and "id" in damaged:
        assert "'m4'" in done.left_behind[0].why


# 19: outcomes in words.


def test_outcomes_are_read_by_name(case, tmp_path: Path) -> None:
    done = import_study("resolved-forecasts", case("19"), tmp_path / "study")
    found = {of.question: of.outcome for of in read_resolutions(done.study, [])}
    assert found == {"t1": "yes", "t2": "yes", "t3": "no", "t4": "no", "t5": "yes", "t6": "unknown"}
    said = {(row.forecaster, row.question): float(row.said.removesuffix("%")) / 100 for row in read_study(done).rows}
    assert len(said) == 11
    for person, expected in (("ada", 0.2280), ("bo", 0.1400)):
        errors = [(said[person, name] - (found[name] == "yes")) ** 2 for name in ("t1", "t2", "t3", "t4", "t5")]
        assert sum(errors) / 5 == pytest.approx(expected)


# 31: the ends of sliders.


@pytest.mark.parametrize(
    ("start", "chance", "written"),
    [
        ("2025-02-01 10:00:00+00:00", "0.001", "<=0.1%"),
        ("2025-02-01 10:00:00+00:00", "0.999", ">=99.9%"),
        ("2025-02-01 10:00:00+00:00", "0.01", "1%"),
        ("2019-02-01 10:00:00+00:00", "0.01", "<=1%"),
        ("2019-02-01 10:00:00+00:00", "0.99", ">=99%"),
    ],
)
def test_the_ends_of_the_slider_are_bounds(start: str, chance: str, written: str, case, tmp_path: Path) -> None:
    forecasts, questions = case("01")
    text = forecasts.read_text("utf-8").replace("2025-01-03 09:00:00.120000+00:00", start, 1)
    (tmp_path / "forecast_data.csv").write_text(text.replace(",,0.3,", f",,{chance},", 1), "utf-8")
    done = import_study("metaculus", [tmp_path / "forecast_data.csv", questions], tmp_path / "study")
    assert read_study(done).rows[0].said == written
