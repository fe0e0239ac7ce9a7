"""Charts of earlier results are kept where nothing about them changed, and only there."""

import json
import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from consilience.charts.drawing import conversion, kept
from consilience.report import page
from consilience.report.results import write_results
from consilience.sampling.fit import Fit
from tests.builders.files import bytes_below
from tests.builders.fits import TOML, synthetic_fit, write_study

FORMATS = ("svg", "png", "vl.json")
COLUMN = 300
OVERVIEW, STATEMENTS = "overview", "flood-statements"


@cache
def picture_of(spec: str) -> str:
    """Each of these few charts is drawn in earnest once, however often it is asked for."""
    return conversion.svg_of(json.loads(spec))


class Counted:
    """Makes pictures in this process, and counts those that are asked for."""

    def __init__(self) -> None:
        self.drawn = 0

    def svg_of(self, spec: dict[str, object], /) -> str:
        svg = picture_of(json.dumps(spec))
        # That for a narrow screen comes and goes with it.
        self.drawn += float(re.findall(r'width="([0-9.]+)', svg)[0]) > COLUMN
        return svg

    png_of = staticmethod(cache(conversion.png_of))
    pdf_of = staticmethod(cache(conversion.pdf_of))

    def script(self) -> str:
        return "/* Vega */"


def keep_few_charts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(page, "one_by_one", lambda figures: [figures.overview(), figures.statements("flood")])
    patch.setattr("consilience.charts.FORMATS", FORMATS)
    patch.setattr("consilience.charts.drawing.page._MADE", ["/* Vega */"])


@pytest.fixture(autouse=True)
def few_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_few_charts(monkeypatch)


@pytest.fixture(scope="module")
def written_once(fit: Fit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("earlier") / "floods"
    with pytest.MonkeyPatch.context() as patch:
        keep_few_charts(patch)
        write(fit, folder)
    return folder


@pytest.fixture
def earlier(written_once: Path, tmp_path: Path) -> Path:
    """Earlier results, to be changed."""
    return Path(shutil.copytree(written_once, tmp_path / "floods"))


def write(fit: Fit, folder: Path) -> int:
    """How many charts were drawn for it."""
    converter = Counted()
    write_results(fit, folder, {"study": "floods"}, converter)
    return converter.drawn


def lasting(folder: Path) -> dict[str, object]:
    """Results without what they say of those before them."""
    found = {name: file for name, file in bytes_below(folder).items() if not name.startswith("history/")}
    charts = json.loads(found.pop("provenance.json"))["charts"]
    report = found.pop("report.html").replace(b'<li><a href="#moved">What moved</a></li>\n', b"")
    report = re.sub(rb'<h2 id="moved">.*?(?=<h2)', b"", report, flags=re.DOTALL)
    return {**found, "report.html": report, "charts": charts}


def retitled(tmp_path: Path) -> Fit:
    """The same draws of a study in which one question, not that of the statements, has another title."""
    toml = TOML.replace('title = "A drought', 'title = "Any drought')
    assert toml != TOML
    return synthetic_fit(write_study(tmp_path / "forecasts" / "floods", toml))


def test_the_same_charts_are_not_drawn_again(fit: Fit, earlier: Path) -> None:
    before = lasting(earlier)
    assert write(fit, earlier) == 0
    assert lasting(earlier) == before


def test_of_a_study_with_one_changed_question_its_charts_alone_are_drawn(tmp_path: Path, earlier: Path) -> None:
    before = bytes_below(earlier / "charts")
    assert write(retitled(tmp_path), earlier) == 1
    after = bytes_below(earlier / "charts")
    assert {name for name in after if after[name] != before[name]} == {
        *(f"{OVERVIEW}.{form}" for form in FORMATS),
        f"{OVERVIEW}-column.svg",
    }


def test_a_report_with_kept_charts_is_that_of_new_ones(tmp_path: Path, earlier: Path) -> None:
    changed = retitled(tmp_path)
    write(changed, earlier)
    write(changed, tmp_path / "afresh")
    assert lasting(earlier) == lasting(tmp_path / "afresh")


def test_charts_drawn_otherwise_are_all_drawn(fit: Fit, earlier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "drawing_version", lambda: "another")
    assert write(fit, earlier) == 2
    assert write(fit, earlier) == 0


def test_another_drawing_code_font_or_converter_is_another_version(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def version() -> str:
        return kept.drawing_version.__wrapped__()

    shipped = version()
    monkeypatch.setattr(kept, "version", lambda name: "99")
    assert version() != shipped
    monkeypatch.undo()
    (tmp_path / "A.ttf").write_bytes(b"font")
    monkeypatch.setattr(kept, "FONT_FOLDER", tmp_path)
    assert version() != shipped


def _forget(folder: Path) -> None:
    record = json.loads((folder / "provenance.json").read_text("utf-8"))
    record["charts"][OVERVIEW] = ["not", {"a": "record"}]
    (folder / "provenance.json").write_text(json.dumps(record), "utf-8")


DAMAGE: dict[str, tuple[int, Callable[[Path], object]]] = {
    "a missing picture": (1, lambda folder: (folder / "charts" / f"{OVERVIEW}.svg").unlink()),
    "a missing file of pixels": (1, lambda folder: (folder / "charts" / f"{OVERVIEW}.png").unlink()),
    "an edited picture": (1, lambda folder: (folder / "charts" / f"{STATEMENTS}.svg").write_text("<svg/>")),
    "half a file": (1, lambda folder: (folder / "charts" / f"{STATEMENTS}.png").write_bytes(b"\x89PNG")),
    "a record of something else": (1, _forget),
    "a record of nothing": (2, lambda folder: (folder / "provenance.json").write_text("{}")),
    "a broken record": (2, lambda folder: (folder / "provenance.json").write_bytes(b"\xff{")),
    "a list for a record": (2, lambda folder: (folder / "provenance.json").write_text('{"charts": [1]}')),
    "no record": (2, lambda folder: (folder / "provenance.json").unlink()),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_not_as_it_was_written_is_drawn(fit: Fit, earlier: Path, damage: str) -> None:
    before = lasting(earlier)
    drawn, done = DAMAGE[damage]
    done(earlier)
    assert write(fit, earlier) == drawn
    assert lasting(earlier) == before


def test_a_chart_is_drawn_once_for_its_files_and_the_report(fit: Fit, tmp_path: Path) -> None:
    assert write(fit, tmp_path / "floods") == 2


def test_a_new_format_is_written(fit: Fit, earlier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consilience.charts.FORMATS", (*FORMATS, "pdf"))
    assert write(fit, earlier) == 2
    assert (earlier / "charts" / f"{OVERVIEW}.pdf").is_file()


def test_a_chart_that_fails_among_kept_ones_leaves_the_earlier_results(
    tmp_path: Path, earlier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("no room")

    before = bytes_below(earlier)
    changed = retitled(tmp_path)
    monkeypatch.setattr("consilience.charts.save_chart", fail)
    with pytest.raises(OSError, match="no room"):
        write(changed, earlier)
    assert bytes_below(earlier) == before
