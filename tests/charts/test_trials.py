"""Every chart with what may come to it: no text on another, none outside, no line through words, exactly as wide.

``pytest tests/charts/test_trials.py -m "slow or not slow" --save-charts DIR`` writes every picture for a person to look
at.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from consilience.charts import CHARTS, Width, save_chart
from tests.charts.geometry import clashes, outside, picture
from tests.charts.trials import CASES, SUBJECTS, trial

WIDTHS: tuple[Width, ...] = ("column", "full")
PRINTED = {"column": 241, "full": 493}
ALWAYS = ("scripts",)


def _all() -> Iterator[Any]:
    """Names in eight scripts always; with the slow tests the other cases, numbers at either width in turn."""
    for subject in SUBJECTS:
        for place, case in enumerate((*CASES, "title")):
            slow = () if case in ALWAYS else pytest.mark.slow
            widths = WIDTHS if case in ("scripts", "long", "title") else WIDTHS[place % 2 :][:1]
            yield from (pytest.param(subject, case, width, marks=slow) for width in widths)


@pytest.mark.parametrize(("subject", "case", "width"), list(_all()))
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
