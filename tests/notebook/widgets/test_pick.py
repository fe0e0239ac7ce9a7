"""Rows picked from a chart, without a browser."""

from pathlib import Path

import pytest

import consilience as cs
from consilience.api.study_fit import StudyFit
from consilience.problems import WrongValueError
from tests.builders.fits import synthetic_fit, write_study
from tests.builders.named_fits import cruxes, panel


@pytest.fixture
def fit(tmp_path: Path) -> StudyFit:
    return synthetic_fit(write_study(tmp_path / "floods"))


def test_rows_stand_in_the_order_of_the_chart_with_their_places(fit: StudyFit) -> None:
    picked = cs.pick(fit.charts.statements("flood"))
    assert picked.every["forecaster"].tolist() == ["dee", "cem", "bo", "ada", "a platform"]
    tops = [box[1] for box in picked.boxes]
    assert tops == sorted(tops)
    width, height = picked.size
    assert all(x >= 0 and x + w <= width and y + h <= height for x, y, w, h, *_ in picked.boxes)
    # 2-5% lies left of 10%, and each where its axis has it.
    (bo,), (ada, *_) = picked.boxes[2][5], picked.boxes[3][5]
    assert picked.plot[0] < bo[0] < bo[1] < ada[0] < picked.plot[1]


def test_what_is_picked_is_a_table_and_the_estimates_of_the_study(fit: StudyFit) -> None:
    picked = cs.pick(fit.charts.statements("flood"))
    assert picked.rows.empty
    picked.act({"do": "pick", "places": [3, 1, 3, 99, -1]})
    assert picked.rows["forecaster"].tolist() == ["cem", "ada"]
    estimates = picked.estimates(fit.study)
    assert estimates[["question", "forecaster", "estimate"]].to_numpy().tolist() == [
        ["flood", "ada", "10%"],
        ["flood", "cem", "<1%"],
    ]


def test_charts_of_every_kind_with_rows_can_be_picked_from(tmp_path: Path) -> None:
    fits = (
        synthetic_fit(write_study(tmp_path / "floods")),
        panel("everything", tmp_path),
        cruxes("two camps", tmp_path),
    )
    for fit in fits:
        for kind in set(fit.charts.kinds) - {"history", "prior_posterior", "frontier"}:
            picked = cs.pick(getattr(fit.charts, kind)())
            assert len(picked.boxes) == len(picked.every) > 0, kind


def test_a_chart_without_rows_is_refused(fit: StudyFit) -> None:
    with pytest.raises(WrongValueError, match="has no rows to pick"):
        cs.pick(fit.charts.prior_posterior("flood"))
    picked = cs.pick(fit.charts.overview())
    with pytest.raises(WrongValueError, match="are no statements"):
        picked.estimates(fit.study)


def test_a_saved_notebook_shows_the_chart_with_what_is_picked(fit: StudyFit) -> None:
    picked = cs.pick(fit.charts.statements("flood"))
    picked.places = [0, 2]
    still = picked.still()
    assert still.svg.count('opacity=".16"') == 2
    assert still.words.endswith("2 rows of 5 picked.")
