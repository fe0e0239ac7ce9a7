"""Every chart with what may come to it: no text on another, none outside, no line through words, exactly as wide.

``pytest tests/charts/test_trials.py -m "slow or not slow" --save-charts DIR`` writes every picture for a person to look
at.
"""

from pathlib import Path
from typing import Any

import pytest

from consilience.charts import CHARTS, Width, save_chart
from tests.charts.geometry import clashes, outside, picture
from tests.charts.trials import CASES, SUBJECTS, trial

WIDTHS: tuple[Width, ...] = ("column", "full")
PRINTED = {"column": 241, "full": 493}
ALWAYS = ("scripts",)


def _all() -> list[Any]:
    """Names in eight scripts always, the others with the slow tests."""
    return [
        pytest.param(subject, case, width, marks=() if case in ALWAYS else pytest.mark.slow)
        for subject in SUBJECTS
        for case in (*CASES, "title")
        for width in WIDTHS
    ]


@pytest.mark.parametrize(("subject", "case", "width"), _all())
def test_it_can_be_read(subject: str, case: str, width: Width, request: pytest.FixtureRequest) -> None:
    drawn = trial(subject, case, width)
    shown = picture(drawn.to_dict(validate=False))
    asked = request.config.getoption("--save-charts", default=None)
    if asked:
        save_chart(drawn, Path(asked), f"{subject}-{case}-{width}", ["png"])
    assert not clashes(shown.texts)
    assert not outside(shown)
    assert not shown.crossed
    assert shown.width == pytest.approx(PRINTED[width], abs=0.6)


def test_every_chart_is_tried() -> None:
    assert {chart for chart, _, _ in SUBJECTS.values()} == set(CHARTS)
