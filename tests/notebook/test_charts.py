"""What a cell gets of a chart: one that JupyterLab's own Vega draws, and a picture for those who only look."""

from base64 import b64decode
from xml.etree import ElementTree

import altair as alt
import nbformat
import pytest
from nbconvert.exporters import HTMLExporter, LatexExporter

from consilience.api.study_fit import StudyFit
from consilience.charts.drawing.typography import FAMILY
from consilience.notebook import charts
from consilience.notebook.charts import PAGE, PICTURE, PIXELS, VEGA, chart_bundle, figure_bundle
from tests.builders.hostile import MARKUP


@pytest.fixture
def in_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "kernel_shell", object)


@pytest.mark.usefixtures("in_kernel")
def test_a_figure_is_drawn_by_jupyterlab_and_has_a_picture(fit: StudyFit) -> None:
    data, metadata = figure_bundle(fit.charts.statements("event"))

    assert set(data) == {VEGA, PICTURE, PIXELS, PAGE}
    assert data[VEGA]["$schema"].endswith("/vega/v5.json")
    assert data[VEGA]["background"] == "#ffffff"
    options = metadata[VEGA]["embed_options"]
    assert (options["renderer"], options["actions"]) == ("svg", False)
    assert f"@font-face{{font-family:'{FAMILY}'" in options["defaultStyle"]
    # Well-formed, and a name in it is text.
    picture = ElementTree.fromstring(data[PICTURE])
    tags = {element.tag.rpartition("}")[2] for element in picture.iter()}
    assert not tags & {"img", "image", "script", "foreignObject"}
    assert any((element.text or "").startswith(MARKUP[:10]) for element in picture.iter())


@pytest.mark.usefixtures("in_kernel")
def test_what_shows_neither_has_pixels_of_the_size_of_the_chart_and_what_they_show(fit: StudyFit) -> None:
    figure = fit.charts.statements("event")
    data, metadata = figure_bundle(figure)
    png = b64decode(data[PIXELS], validate=True)
    assert png.startswith(b"\x89PNG")
    # 174 mm on a screen of 96 pixels to the inch.
    assert metadata[PIXELS]["width"] == pytest.approx(493 * 96 / 72, abs=1)
    assert metadata[PIXELS]["alt"] == figure.drawing.description
    assert figure.drawing.description.encode() in png
    # A notebook with twenty charts stays below some megabytes.
    assert len(data[PIXELS]) < 200_000


@pytest.mark.usefixtures("in_kernel")
def test_nbconvert_sets_them_in_latex_and_says_what_they_show(fit: StudyFit) -> None:
    data, metadata = figure_bundle(fit.charts.statements("event"))
    cell = nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("display_data", data, metadata=metadata)])
    notebook = nbformat.v4.new_notebook(cells=[cell])
    latex, _ = LatexExporter().from_notebook_node(notebook)
    assert "output_0_0.pdf" in latex
    # A page shows the vectors.
    html, _ = HTMLExporter().from_notebook_node(notebook)
    assert "data:image/svg+xml;base64," in html


def test_outside_a_notebook_a_figure_is_its_caption(fit: StudyFit) -> None:
    figure = fit.charts.statements("event")
    assert figure_bundle(figure) == ({}, {})
    assert "LayerChart" not in repr(figure)


@pytest.mark.usefixtures("in_kernel")
@pytest.mark.parametrize(("before", "after"), [("default", "consilience"), ("png", "png")])
def test_other_charts_are_drawn_alike_unless_a_renderer_was_chosen(before: str, after: str) -> None:
    with alt.renderers.enable(before):
        charts.draw_charts_in_cells.__wrapped__()
        assert alt.renderers.active == after


def test_a_chart_of_someone_else_is_compiled() -> None:
    data, _ = chart_bundle(alt.Chart().mark_point().to_dict())
    assert data[VEGA]["marks"]
