"""Metaculus: scales, distributions and posts of the API."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from consilience.importers import Imported, import_study
from consilience.importers.metaculus_values import Scale, outcome_of, quantiles_of
from consilience.notation import parse
from consilience.study import read_resolutions, read_study

LINEAR = Scale(Decimal(0), Decimal(500))
# value = min + (max − min)(r^x − 1)/(r − 1), r = (max − zero)/(min − zero): here r = 1000, so that 0.5 is √1000.
LOGARITHMIC = Scale(Decimal(1), Decimal(1000), Decimal(0))


def test_a_zero_point_of_zero_is_one() -> None:
    assert LOGARITHMIC.value(0.5) == pytest.approx(1000**0.5)
    assert LOGARITHMIC.value(1 / 3) == pytest.approx(10)
    assert Scale(Decimal(1), Decimal(1000)).value(0.5) == pytest.approx(500.5)
    assert [LINEAR.value(position) for position in (0, 0.25, 1)] == [0, 125, 500]


@pytest.mark.parametrize(
    ("cdf", "scale", "expected"),
    [
        ([0.0, 0.25, 0.5, 0.75, 1.0], LINEAR, "q5=25 q25=125 q50=250 q75=375 q95=475"),
        # A tenth lies below the scale, a fifth above it.
        ([0.1, 0.25, 0.5, 0.75, 0.8], LINEAR, "q10=0 q25=125 q50=250 q75=375 q80=500"),
        ([0.0, 0.02], LINEAR, ">500"),
        ([0.97, 1.0], LINEAR, "<0"),
        ([0.0, 0.3], LINEAR, "q5=83.3333 q25=416.667 q30=500"),
        ([0.0, 0.5, 1.0], LOGARITHMIC, "q5=1.41254 q25=5.62341 q50=31.6228 q75=177.828 q95=707.946"),
    ],
)
def test_a_distribution_becomes_quantiles(cdf: list[float], scale: Scale, expected: str) -> None:
    said = quantiles_of(cdf, scale)
    assert said == expected
    parse(said, unit="units")


@pytest.mark.parametrize("cdf", [[], [0.5], [0.0, 0.6, 0.5], [-0.1, 0.5], [0.0, 1.1]])
def test_what_is_no_distribution(cdf: list[float]) -> None:
    with pytest.raises(ValueError, match="do not rise from 0 to 1"):
        quantiles_of(cdf, LINEAR)


@pytest.mark.parametrize(
    ("said", "kind", "scale", "expected"),
    [
        ("yes", "binary", None, "yes"),
        ("annulled", "binary", None, "annulled"),
        ("ambiguous", "numeric", LINEAR, "ambiguous"),
        ("", "binary", None, ""),
        ("Green", "multiple_choice", None, "Green"),
        ("137.0", "numeric", LINEAR, "137"),
        ("below_lower_bound", "numeric", LINEAR, "<0"),
        ("above_upper_bound", "discrete", LINEAR, ">500"),
    ],
)
def test_resolutions(said: str, kind: str, scale: Scale | None, expected: str) -> None:
    assert outcome_of(said, kind, scale) == expected


def post(tmp_path: Path, *questions: dict[str, Any], **options: Any) -> Imported:
    document = {"id": 41001, "title": "Post", "group_of_questions": {"questions": list(questions)}}
    (tmp_path / "post.json").write_text(json.dumps(document), "utf-8")
    return import_study("metaculus", tmp_path / "post.json", tmp_path / "study", **options)


def item(start: float, end: float | None = None, **values: Any) -> dict[str, Any]:
    return {"start_time": start, "end_time": end, "forecaster_count": 3, **values}


def said(done: Imported) -> list[tuple[str, str, str, str | None]]:
    rows = read_study(done).rows
    return [(row.forecaster, row.kind, row.said, row.until.isoformat() if row.until else None) for row in rows]


def test_values_are_of_no_and_yes_and_centers_of_yes(tmp_path: Path) -> None:
    history = [item(1735900000, 1735990000, centers=[0.41]), item(1735990000, forecast_values=[0.999, 0.001])]
    done = post(
        tmp_path,
        {
            "id": 1,
            "title": "Will it?",
            "type": "binary",
            "resolution": None,
            "aggregations": {"recency_weighted": {"history": history, "latest": history[-1]}, "unweighted": None},
            "my_forecasts": {"history": [item(1735900000, 1735990000, forecast_values=[0.7, 0.3])], "latest": None},
        },
    )
    assert said(done) == [
        ("Metaculus recency_weighted", "aggregate", "41%", None),
        ("Metaculus recency_weighted", "aggregate", "<=0.1%", None),
        # Nothing took its place: it was withdrawn.
        ("me", "person", "30%", "2025-01-04"),
    ]
    assert [row.note for row in read_study(done).rows] == ["of 3 forecasters", "of 3 forecasters", None]


def test_quartiles_are_positions_and_no_values(tmp_path: Path) -> None:
    quartiles = {"interval_lower_bounds": [0.25], "centers": [0.5], "interval_upper_bounds": [0.75]}
    done = post(
        tmp_path,
        {
            "id": 5,
            "title": "How many?",
            "type": "numeric",
            "unit": "GWh",
            "resolution": "above_upper_bound",
            "actual_resolve_time": "2025-05-01T09:30:00Z",
            "scaling": {"range_min": 1, "range_max": 1000, "zero_point": 0},
            "aggregations": {"recency_weighted": {"history": [], "latest": item(1735990000, **quartiles)}},
        },
        {
            "id": 6,
            "title": "When?",
            "type": "date",
            "resolution": None,
            # The years 2025 and 2026 in seconds.
            "scaling": {"range_min": 1735689600, "range_max": 1798761600, "zero_point": None},
            "my_forecasts": {"latest": item(1735990000, forecast_values=[0.0, 0.5, 1.0]), "history": []},
        },
    )
    rows = read_study(done).rows
    assert [row.said for row in rows] == [
        "q25=5.62341 q50=31.6228 q75=177.828",
        "q5=2025-02-06 q25=2025-07-02 q50=2026-01-01 q75=2026-07-02 q95=2026-11-25",
    ]
    assert read_study(done).questions["how_many"].unit == "GWh"
    assert [(of.question, of.outcome) for of in read_resolutions(done.study, [])] == [("how_many", ">1000")]


def test_the_number_in_the_address_is_not_the_questions(tmp_path: Path) -> None:
    history = {"history": [item(1735900000, forecast_values=[0.7, 0.3])]}
    question = {"id": 1, "title": "Will it?", "type": "binary", "resolution": None, "my_forecasts": history}
    done = post(tmp_path, question, map={"41001": "takeover"})
    [problem] = done.problems
    assert problem.why.endswith("that stands in the address")
    assert problem.remedy == "write 1"


def test_one_damaged_question_does_not_stop_the_others(tmp_path: Path) -> None:
    history = {"history": [item(1735900000, forecast_values=[0.7, 0.3])]}
    done = post(
        tmp_path,
        {"id": 1, "title": "How many?", "type": "numeric", "scaling": {"range_min": None}, "resolution": None},
        {"id": 2, "title": "Will it?", "type": "binary", "resolution": None, "my_forecasts": history},
    )
    assert [problem.why for problem in done.left_behind] == [
        "'1': the question has no scale; the question was left behind"
    ]
    assert done.estimates == 1


def test_steps_tell_of_a_scale_whose_zero_point_is_not_told() -> None:
    told = [LOGARITHMIC.value(step / 200) for step in range(201)]
    scale = Scale(Decimal(1), Decimal(1000), steps=tuple(told))
    for position in (0, 0.1, 0.333, 0.5, 0.9, 1):
        assert scale.value(position) == pytest.approx(LOGARITHMIC.value(position), rel=1e-3)


def test_days_of_an_export_are_those_of_its_distribution(tmp_path: Path) -> None:
    """Its percentiles were another row's; its scale may be logarithmic, which only its steps show."""
    days = "\"['2025-01-01', '2025-02-01', '2026-01-01']\""
    (tmp_path / "question_data.csv").write_text(
        "Question ID,Question Title,Question Type,Lower Bound,Upper Bound,Continuous Range,Resolution,"
        f"Resolution Known Time\n1,When?,date,2025-01-01,2026-01-01,{days},,\n"
    )
    (tmp_path / "forecast_data.csv").write_text(
        "Question ID,Forecaster ID,Forecaster Username,Is Bot,Start Time,End Time,Probability Yes,Probability Yes Per "
        'Category,Continuous CDF,Median\n1,5,ada,False,2024-12-01,,,,"[0.0, 0.5, 1.0]",2019-09-09\n'
    )
    files = [tmp_path / "question_data.csv", tmp_path / "forecast_data.csv"]
    [row] = read_study(import_study("metaculus", files, tmp_path / "study")).rows
    # Half of it before February: 31 days for the first half, 334 for the second.
    assert row.said == "q5=2025-01-04 q25=2025-01-16 q50=2025-02-01 q75=2025-07-18 q95=2025-11-28"
