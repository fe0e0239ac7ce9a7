"""Every chart with what may come to it: no text on another, none outside, no line through words, exactly as wide.

``pytest tests/charts/test_trials.py -m "slow or not slow" --save-charts DIR`` writes every picture for a person to look
at.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from consilience.charts import CHARTS, Width
from tests.builders.specs import spec_as_drawn
from tests.charts.conftest import LookAt
from tests.charts.geometry import clashes, outside, picture
from tests.charts.trials import NUMBERS, SUBJECTS, trial

WIDTHS: tuple[Width, ...] = ("column", "full")
PRINTED = {"column": 241, "full": 493}


def _all() -> Iterator[Any]:
    """Long names, names in eight scripts and a long title at both widths, and at one each case of the numbers.

    What comes to names, numbers and title comes to other texts, so that one picture tries several; which of them meet,
    and at which width, is another with each subject.
    """
    for place, subject in enumerate(SUBJECTS):
        one, other = WIDTHS[place % 2], WIDTHS[1 - place % 2]
        a, b, c, d, e = [*NUMBERS, *NUMBERS][place % len(NUMBERS) :][: len(NUMBERS)]
        yield _param(subject, ("scripts", a), one)
        for cases, width in (
            (("scripts", b, "title"), other),
            (("long", c, "title"), one),
            (("long", d), other),
            ((e,), one),
        ):
            yield _param(subject, cases, width, pytest.mark.slow)


def _param(subject: str, cases: tuple[str, ...], width: Width, *marks: pytest.MarkDecorator) -> Any:
    return pytest.param(subject, cases, width, marks=marks, id=f"{subject}-{'+'.join(cases)}-{width}")


@pytest.mark.parametrize(("subject", "cases", "width"), list(_all()))
def test_it_can_be_read(subject: str, cases: tuple[str, ...], width: Width, look_at: LookAt) -> None:
    drawn = trial(subject, cases, width)
    look_at(lambda: drawn, f"{subject}-{'+'.join(cases)}-{width}")
    shown = picture(spec_as_drawn(drawn))
    assert not clashes(shown.texts)
    assert not outside(shown)
    assert not shown.crossed
    assert shown.width == pytest.approx(PRINTED[width], abs=0.6)


def test_every_chart_is_tried() -> None:
    assert {chart for chart, _, _ in SUBJECTS.values()} == set(CHARTS)
