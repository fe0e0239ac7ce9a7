"""Every chart of the gallery at both widths: drawn, exactly as wide as printed, nothing overlapping."""

import json
import struct
from copy import deepcopy
from pathlib import Path
from typing import Any

import altair as alt
import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from consilience.charts import CHARTS, ChartOptions, Width, save_chart
from consilience.charts.drawing.theme import MM_PER_INCH, SIZES, UNITS_PER_INCH
from tests.charts.conftest import LookAt
from tests.charts.gallery import COLUMN, GALLERY, spec_of
from tests.charts.geometry import Picture, clashes, outside, picture
from tests.charts.summary import summary

WIDTHS: tuple[Width, ...] = ("column", "full")
# Of one width in turn; the other is asked of where there is time.
IN_TURN = [(name, WIDTHS[place % 2]) for place, name in enumerate(GALLERY)]
OTHERS = [(name, WIDTHS[(place + 1) % 2]) for place, name in enumerate(GALLERY)]
EVERY = pytest.mark.parametrize(
    ("name", "width"), [*IN_TURN, *(pytest.param(*other, marks=pytest.mark.slow) for other in OTHERS)]
)
# 247 mm is the printed height of a page.
HIGHEST = 247 / MM_PER_INCH * UNITS_PER_INCH


class TextExtension(SingleFileSnapshotExtension):
    """A snapshot as a page of text."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"

    def serialize(self, data: Any, **_: Any) -> str:
        return str(data)


def assert_nothing_overlaps(shown: Picture, total: float) -> None:
    """Every text lies in the picture, which is as wide as was asked, and apart from the others and from lines."""
    assert shown.width == total
    assert len(shown.texts) > 5
    assert not outside(shown)
    assert not clashes(shown.texts)
    assert not shown.crossed


@EVERY
def test_no_two_texts_overlap_and_none_leaves_the_picture(name: str, width: Width, look_at: LookAt) -> None:
    options = ChartOptions(width=width)
    look_at(lambda: GALLERY[name](options), f"{name}-{width}")
    shown = picture(spec_of(name, options))
    assert_nothing_overlaps(shown, SIZES[width].total)
    assert shown.height <= HIGHEST


@pytest.mark.parametrize("name", [name for name in GALLERY if name.startswith("waterfall")])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_of_a_waterfall_goes_beneath_words(name: str, width: Width) -> None:
    # Cut out of a line, words look struck through all the same.
    assert not picture(spec_of(name, ChartOptions(width=width))).beneath


# A few, since how large the others are is measured before they become pixels.
@pytest.mark.parametrize(("name", "width"), IN_TURN[::7])
def test_it_is_drawn_exactly_as_large_as_it_is_printed(name: str, width: Width, tmp_path: Path) -> None:
    options = ChartOptions(width=width)
    (path,) = save_chart(GALLERY[name](options), tmp_path, name, ["png"])
    shown = picture(spec_of(name, options))
    pixels = struct.unpack(">II", path.read_bytes()[16:24])
    assert pixels == tuple(int(side / UNITS_PER_INCH * 300) for side in (shown.width, shown.height))


@pytest.mark.parametrize(("name", "width"), IN_TURN)
def test_its_specification_fits_the_grammar_survives_json_and_says_the_same_each_time(name: str, width: Width) -> None:
    options = ChartOptions(width=width)
    spec = spec_of(name, options)
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    assert GALLERY[name](options).to_dict() == spec


# In one width, since what Altair makes of each part does not hang on how wide it is.
@pytest.mark.slow
@pytest.mark.parametrize("name", GALLERY)
def test_altair_reads_its_specification_back(name: str) -> None:
    spec = spec_of(name, COLUMN)
    assert alt.Chart.from_json(json.dumps(spec)).to_dict() == spec


@pytest.mark.parametrize("name", [name.replace("_", "-") for name in CHARTS])
def test_its_specification_is_the_one_that_was_looked_at(name: str, snapshot: SnapshotAssertion) -> None:
    shown = summary(spec_of(name, COLUMN))
    assert shown.count("\n") < 120
    assert shown == snapshot(extension_class=TextExtension)


def test_the_summary_changes_with_whatever_changes() -> None:
    spec = spec_of("factors", COLUMN)
    before = summary(spec)
    assert summary(deepcopy(spec)) == before
    for change in (
        lambda spec: spec["title"].update(text="Another title"),
        lambda spec: spec["layer"][3]["mark"].update(dx=1),
        lambda spec: max(spec["datasets"].values(), key=len)[100].update(y=3.0),
        lambda spec: spec["config"]["axis"].update(tickSize=4),
    ):
        changed = deepcopy(spec)
        change(changed)
        assert summary(changed) != before


def test_the_gallery_shows_every_chart() -> None:
    assert {name.replace("-", "_") for name in GALLERY} >= set(CHARTS)


LOOKS: list[dict[str, Any]] = [
    {"theme": "slide"},
    {"theme": "slide", "width": "column"},
    {"language": "de", "width": "column"},
    {"width": 65},
    {"width": 120, "font_size": 9, "language": "fr"},
]


@pytest.mark.parametrize(
    ("name", "look"), [(name.replace("_", "-"), LOOKS[place % len(LOOKS)]) for place, name in enumerate(CHARTS)]
)
def test_in_other_looks_too_nothing_overlaps_and_the_width_is_kept(name: str, look: dict[str, Any]) -> None:
    options = ChartOptions(**look)
    assert_nothing_overlaps(picture(spec_of(name, options)), options.sizes.total)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "look"), [(name, LOOKS[(place + 2) % len(LOOKS)]) for place, name in enumerate(GALLERY)]
)
def test_so_it_is_with_every_form_of_a_chart(name: str, look: dict[str, Any]) -> None:
    options = ChartOptions(**look)
    assert_nothing_overlaps(picture(spec_of(name, options)), options.sizes.total)
