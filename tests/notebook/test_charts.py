"""What a cell gets of a chart: one that JupyterLab's own Vega draws, and a picture for those who only look."""

from xml.etree import ElementTree

import altair as alt
import pytest

from consilience.api.study_fit import StudyFit
from consilience.charts.drawing.typography import FAMILY
from consilience.notebook import charts
from consilience.notebook.charts import PICTURE, VEGA, chart_bundle, figure_bundle
from tests.builders.hostile import MARKUP


@pytest.fixture
def in_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "kernel_shell", object)


@pytest.mark.usefixtures("in_kernel")
def test_a_figure_is_drawn_by_jupyterlab_and_has_a_picture(fit: StudyFit) -> None:
    data, metadata = figure_bundle(fit.charts.statements("event"))

    assert set(data) == {VEGA, PICTURE}
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
