"""Charts as files: what they hold, that nothing in them runs or loads, that they appear whole or not."""

import json
import re
import struct
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import altair as alt
import pytest

from consilience.charts import FORMATS, ChartError, figure_html, save_chart
from tests.builders.frames import HOSTILE
from tests.charts.gallery import COLUMN, GALLERY

CHART = GALLERY["statements"]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("charts") / "new" / "folder"
    paths = save_chart(CHART(COLUMN), folder, "statements")
    assert [path.name for path in paths] == [f"statements.{form}" for form in FORMATS]
    return dict(zip(FORMATS, paths, strict=True))


def test_nothing_but_the_files_is_left(saved: dict[str, Path]) -> None:
    assert sorted(saved["svg"].parent.iterdir()) == sorted(saved.values())


def test_the_png_is_85_mm_at_300_dpi(saved: dict[str, Path]) -> None:
    png = saved["png"].read_bytes()
    assert struct.unpack(">I", png[16:20]) == (1004,)
    at = png.index(b"pHYs") + 4
    per_metre = struct.unpack(">II", png[at : at + 8])
    assert per_metre == (11811, 11811)
    assert 1004 / per_metre[0] * 1000 == pytest.approx(85, abs=0.1)


def test_the_svg_keeps_its_size_its_words_and_its_font(saved: dict[str, Path]) -> None:
    root = ElementTree.fromstring(saved["svg"].read_text("utf-8"))
    assert root.get("width") == "241pt"
    assert root.get("role") == "img"
    assert root.get("aria-label", "").endswith("Chart made for a test.")
    said = {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"佐藤 花子", "王小明", "김철수", "Žofia Šķērsgriezums"} <= said
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))
    assert "@font-face" in saved["svg"].read_text("utf-8")


def test_an_outlined_svg_needs_no_font_and_still_says_what_it_shows(tmp_path: Path) -> None:
    (path,) = save_chart(CHART(COLUMN), tmp_path, "statements", ["outlined.svg"])
    assert path.name == "statements.outlined.svg"
    root = ElementTree.fromstring(path.read_text("utf-8"))
    assert root.get("width") == "241pt"
    assert root.get("aria-label", "").endswith("Chart made for a test.")
    # Scripts that no shipped font has stay text, which another program finds a font for.
    left = "".join(text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text"))
    assert not re.search(r"[A-Za-z\u4e00-\u9fff\uac00-\ud7a3]{4}", left)
    assert "@font-face" not in path.read_text("utf-8")


def test_the_pdf_is_a_pdf_of_the_same_width(saved: dict[str, Path]) -> None:
    pdf = saved["pdf"].read_bytes()
    assert pdf.startswith(b"%PDF-")
    found = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+)", pdf)
    assert found
    assert float(found[1]) == 241


def test_the_specification_is_vega_lite_json(saved: dict[str, Path]) -> None:
    spec = json.loads(saved["vl.json"].read_text("utf-8"))
    chart = CHART(COLUMN).to_dict()
    assert {name: spec[name] for name in ("layer", "title", "description")} == {
        name: chart[name] for name in ("layer", "title", "description")
    }
    assert "vega-lite/v6" in spec["$schema"]


def test_a_theme_of_the_user_changes_nothing(saved: dict[str, Path], tmp_path: Path) -> None:
    with alt.theme.enable("dark"):
        (path,) = save_chart(CHART(COLUMN), tmp_path, "statements", ["vl.json"])
    assert path.read_bytes() == saved["vl.json"].read_bytes()


class Elements(HTMLParser):
    """The tags of a page with their attributes, and how its scripts begin."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "script":
            self.scripts[-1] += data


def test_the_page_holds_everything_and_runs_nothing_that_people_wrote(saved: dict[str, Path]) -> None:
    page = Elements()
    page.feed(saved["html"].read_text("utf-8"))
    assert page.tags[0] == ("html", {"lang": "en"})
    assert [tag for tag, _ in page.tags].count("script") == 3
    assert not [attributes for _, attributes in page.tags if {"src", "href", "onclick", "onload"} & set(attributes)]
    picture = next(attributes for tag, attributes in page.tags if tag == "svg")
    assert picture["role"] == "img"
    assert str(picture["aria-label"]).endswith("Chart made for a test.")
    data = json.loads(page.scripts[0])
    assert HOSTILE in json.dumps(data, ensure_ascii=False).replace('\\"', '"')


def test_a_second_time_the_bytes_are_the_same(saved: dict[str, Path], tmp_path: Path) -> None:
    again = save_chart(CHART(COLUMN), tmp_path, "statements")
    for form, path in zip(FORMATS, again, strict=True):
        # The converter numbers the objects of a PDF in random order.
        assert form == "pdf" or path.read_bytes() == saved[form].read_bytes(), form


def test_a_file_that_cannot_be_written_leaves_the_old_one_and_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = save_chart(CHART(COLUMN), tmp_path, "a", ["vl.json"])
    before = path.read_bytes()

    def full(self: Path, content: bytes) -> int:
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        save_chart(GALLERY["groups"](COLUMN), tmp_path, "a", ["vl.json"])
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.vl.json"]
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["", "../a", "a/b", "a\\b", ".hidden", "a\0", "a:b"])
def test_a_name_that_could_leave_the_folder_is_an_error(name: str, tmp_path: Path) -> None:
    with pytest.raises(ChartError, match="is not a plain file name"):
        save_chart(CHART(COLUMN), tmp_path, name)
    assert not list(tmp_path.iterdir())


def test_an_unknown_format_is_an_error_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ChartError, match="no chart format is called gif"):
        save_chart(CHART(COLUMN), tmp_path, "a", ["svg", "gif"])
    assert not list(tmp_path.iterdir())


def test_figures_of_one_page_do_not_share_names() -> None:
    clipped = alt.Chart(alt.Data(values=[{"x": 1}])).mark_point(clip=True).encode(x="x:Q")
    chart = alt.layer(clipped).properties(description="One point")
    html = "\n".join(figure_html(identifier, chart) for identifier in ("one", "two"))
    clips = re.findall(r'id="([\w-]*clip\d+)"', html)
    assert clips
    assert len(clips) == len(set(clips))
    for clip in clips:
        assert f"url(#{clip})" in html
    assert 'id="one-spec"' in html


def test_a_figure_needs_a_plain_identifier() -> None:
    with pytest.raises(ChartError, match="cannot name a figure"):
        figure_html('a" onload="x', CHART(COLUMN))


def test_a_chart_without_a_description_is_not_drawn() -> None:
    chart = CHART(COLUMN).properties(description="")
    with pytest.raises(ChartError, match="needs a description"):
        figure_html("chart", chart)
