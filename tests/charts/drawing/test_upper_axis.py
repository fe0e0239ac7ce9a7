"""Above a tall plot stands what the axis below it says."""

import re

import pytest

from consilience import charts
from consilience.charts import ChartOptions
from consilience.charts.drawing.layout import TALL
from tests.builders.factor_frames import factors_frame
from tests.builders.specs import spec_as_drawn
from tests.charts.gallery import COLUMN, FULL, spec_of, words
from tests.charts.geometry import Picture, clashes, outside, picture

# Of one shared axis, in the widths in which they are tall.
TALL_ONES = [
    *((name, width) for name in ("overview-thirty", "factors-crowd-many", "moved-many") for width in (COLUMN, FULL)),
    ("statements", COLUMN),
    ("statements-groups", FULL),
]
LOW_ONES = [
    *((name, COLUMN) for name in ("groups", "pools", "tornado", "sensitivity", "waterfall")),
    ("statements-sixty", FULL),
]


def axes(shown: Picture) -> list[list[tuple[str, float]]]:
    """The percentages of the highest and of the lowest line that has some, and where they stand."""
    said = [box for box in shown.texts if re.fullmatch(r"[\d.]+%", box.text)]
    return [
        sorted((box.text, (box.left + box.right) / 2) for box in said if abs(box.top - line) < 1)
        for line in (min(box.top for box in said), max(box.top for box in said))
    ]


@pytest.mark.parametrize(("name", "options"), TALL_ONES)
def test_a_tall_chart_says_its_axis_above_it_too(name: str, options: ChartOptions) -> None:
    spec = spec_of(name, options)
    assert spec["height"] > TALL
    above, below = axes(picture(spec))
    assert len(above) >= 4
    assert [text for text, _ in above] == [text for text, _ in below]
    assert [at for _, at in above] == pytest.approx([at for _, at in below], abs=0.1)


@pytest.mark.parametrize(("name", "options"), LOW_ONES)
def test_a_low_one_says_it_once(name: str, options: ChartOptions) -> None:
    spec = spec_of(name, options)
    assert spec["height"] <= TALL
    assert "upper-axis" not in str(spec)


@pytest.mark.parametrize("options", [COLUMN, FULL])
def test_each_panel_of_many_forecasters_has_its_axis_at_both_ends(options: ChartOptions) -> None:
    def drawn(forecasters: int) -> Picture:
        frame = factors_frame(3, forecasters)
        return picture(spec_as_drawn(charts.factors(frame, domain=(-7, 5), text=words("Panels"), options=options)))

    few, many = drawn(5), drawn(40)
    assert not clashes(many.texts)
    assert not outside(many)
    said = [sum(box.text == "50%" for box in shown.texts) for shown in (few, many)]
    assert said == [3, 6]
