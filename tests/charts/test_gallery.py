"""Every chart of the gallery at both widths: drawn, exactly as wide as printed, nothing overlapping."""

import json
import struct
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import altair as alt
import pytest
import vl_convert
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from consilience.charts import CHARTS, ChartOptions, Width, register_fonts, save_chart
from consilience.charts.drawing.theme import SIZES
from consilience.charts.drawing.typography import text_width
from tests.charts.gallery import GALLERY
from tests.charts.summary import summary

WIDTHS: tuple[Width, ...] = ("column", "full")
EVERY = pytest.mark.parametrize(("name", "width"), [(name, width) for name in GALLERY for width in WIDTHS])
# 85 mm and 174 mm at 300 dpi, in whole units of 1/72 inch: 241 and 493.
PIXELS = {"column": 1004, "full": 2054}


class TextExtension(SingleFileSnapshotExtension):
    """A snapshot as a page of text."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"

    def serialize(self, data: Any, **_: Any) -> str:
        return str(data)


@cache
def drawn_once(name: str, width: Width) -> alt.TopLevelMixin:
    return GALLERY[name](ChartOptions(width=width))


@cache
def spec_once(name: str, width: Width) -> dict[str, Any]:
    """Its specification, checked against the grammar; not to be changed."""
    return drawn_once(name, width).to_dict()


class Box(NamedTuple):
    text: str
    left: float
    right: float
    top: float
    bottom: float


def text_boxes(scene: dict[str, Any], x: float = 0, y: float = 0) -> Iterator[Box]:
    """Walk a scenegraph: a box for each line of text, in units from the corner of the picture."""
    if scene.get("marktype") == "text":
        for item in scene["items"]:
            if item.get("stroke") or item.get("opacity") == 0 or not item.get("text"):
                continue
            lines = item["text"] if isinstance(item["text"], list) else [item["text"]]
            size = item.get("fontSize", 11)
            for i, line in enumerate(lines):
                wide = text_width(str(line), size, bold=item.get("fontWeight") == "bold")
                share = {"left": 0, "center": 0.5, "right": 1}[item.get("align", "left")]
                left = x + item.get("x", 0) - share * wide
                base = {"middle": 0.5, "top": 0, "bottom": 1}.get(item.get("baseline", "alphabetic"), 0.8)
                top = y + item.get("y", 0) + item.get("dy", 0) + i * (size + 2) - base * size
                if item.get("angle"):
                    # The title of a vertical axis: turned about its place, which is the middle of its lower edge.
                    middle, at = y + item.get("y", 0), x + item.get("x", 0)
                    yield Box(str(line), at - size, at, middle - wide / 2, middle + wide / 2)
                    continue
                yield Box(str(line), left, left + wide, top, top + size)
        return
    for item in scene.get("items", []):
        if "items" in item:
            at = (x + item.get("x", 0), y + item.get("y", 0)) if scene.get("marktype") == "group" else (x, y)
            for part in item["items"]:
                yield from text_boxes(part, *at)


@EVERY
def test_it_is_drawn_exactly_as_wide_as_it_is_printed(name: str, width: Width, gallery_folder: Path) -> None:
    (path,) = save_chart(drawn_once(name, width), gallery_folder, f"{name}-{width}", ["png"])
    wide, high = struct.unpack(">II", path.read_bytes()[16:24])
    assert wide == PIXELS[width]
    # 247 mm is the printed height of a page.
    assert high / 300 * 25.4 <= 247


def assert_nothing_overlaps(spec: dict[str, Any], total: float) -> None:
    """Every text lies in the picture, which is as wide as was asked, and apart from the others."""
    register_fonts()
    drawn = vl_convert.vega_to_scenegraph(vl_convert.vegalite_to_vega(spec))
    assert drawn["width"] == total
    boxes = list(text_boxes(drawn["scenegraph"], *drawn["origin"]))
    assert len(boxes) > 5
    for box in boxes:
        assert box.left >= -0.6, box
        assert box.right <= total + 0.6, box
    for one, other in combinations(boxes, 2):
        beside = one.right <= other.left + 0.3 or other.right <= one.left + 0.3
        # Half a line of one may lie in the empty upper part of the next.
        above = one.bottom <= other.top + 2 or other.bottom <= one.top + 2
        assert beside or above, (one, other)


@EVERY
def test_no_two_texts_overlap_and_none_leaves_the_picture(name: str, width: Width) -> None:
    assert_nothing_overlaps(spec_once(name, width), SIZES[width].total)


@EVERY
def test_its_specification_survives_json_and_says_the_same_each_time(name: str, width: Width) -> None:
    spec = spec_once(name, width)
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    # What is equal to a specification that was checked need not be checked.
    assert GALLERY[name](ChartOptions(width=width)).to_dict(validate=False) == spec


# In one width, since what Altair makes of each part does not hang on how wide it is.
@pytest.mark.slow
@pytest.mark.parametrize("name", GALLERY)
def test_altair_reads_its_specification_back(name: str) -> None:
    spec = spec_once(name, "column")
    assert alt.Chart.from_json(json.dumps(spec)).to_dict() == spec


@pytest.mark.parametrize("name", [name.replace("_", "-") for name in CHARTS])
def test_its_specification_is_the_one_that_was_looked_at(name: str, snapshot: SnapshotAssertion) -> None:
    shown = summary(spec_once(name, "column"))
    assert shown.count("\n") < 120
    assert shown == snapshot(extension_class=TextExtension)


def test_the_summary_changes_with_whatever_changes() -> None:
    spec = spec_once("factors", "column")
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
    assert_nothing_overlaps(GALLERY[name](options).to_dict(validate=False), options.sizes.total)


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", GALLERY)
def test_so_it_is_with_every_chart_in_every_look(name: str, look: dict[str, Any]) -> None:
    options = ChartOptions(**look)
    assert_nothing_overlaps(GALLERY[name](options).to_dict(validate=False), options.sizes.total)
