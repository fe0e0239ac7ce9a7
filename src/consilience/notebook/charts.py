"""Charts in cells, drawn by the Vega that JupyterLab carries: without a network, and in a saved notebook too.

Altair's own renderers either fetch their scripts or, as widgets, leave an error in a notebook that is opened without
its kernel. JupyterLab's Vega is older than ours, so it gets what ours made of a chart, which both draw alike.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from consilience.notebook.cells import kernel_shell

if TYPE_CHECKING:
    from consilience.charts.figure import Figure

VEGA = "application/vnd.vega.v5+json"
PICTURE = "image/svg+xml"
_SCHEMA = "https://vega.github.io/schema/vega/v5.json"

type Bundle = tuple[dict[str, Any], dict[str, Any]]


def figure_bundle(figure: "Figure") -> Bundle:
    """Show a figure in a cell: the chart, and a picture where nothing draws it (nbconvert, GitHub).

    Parameters
    ----------
    figure : Figure

    Returns
    -------
    dict, dict
        By MIME type, the data and how to show them; nothing outside a notebook.
    """
    from consilience.charts.drawing.embedded import font_style

    if kernel_shell() is None:
        return {}, {}
    drawing = figure.drawing
    data, metadata = chart_bundle(drawing.spec)
    head, rest = drawing.labelled_svg.split(">", 1)
    return data | {PICTURE: f"{head}>{font_style(rest)}{rest}"}, metadata


def chart_bundle(spec: dict[str, Any]) -> Bundle:
    """Show a Vega-Lite specification in a cell.

    Parameters
    ----------
    spec : dict
        As :meth:`altair.Chart.to_dict` gives it.

    Returns
    -------
    dict, dict
        By MIME type, the compiled chart and how to show it.
    """
    import vl_convert

    compiled = vl_convert.vegalite_to_vega(spec) | {"$schema": _SCHEMA}
    options = {"renderer": "svg", "actions": False, "defaultStyle": _style()}
    return {VEGA: compiled}, {VEGA: {"embed_options": options}}


@cache
def draw_charts_in_cells() -> None:
    """Have every Altair chart of this session drawn like ours, unless another renderer was chosen."""
    import altair as alt

    if kernel_shell() is not None and alt.renderers.active == "default":
        alt.renderers.register("consilience", chart_bundle)
        alt.renderers.enable("consilience")


@cache
def _style() -> str:
    from consilience.charts.drawing.typography import FAMILY, font_css

    # A unit of our charts is a printed point, of which a screen has three for four of its pixels. Other charts of the
    # page, which know nothing of our font, stay as they are. JupyterLab indents a chart without making it narrower.
    ours = f'.vega-embed svg.marks:has([font-family^="{FAMILY}"])'
    return f"{font_css()}{ours}{{zoom:calc(4/3);max-width:calc(100% - 20px);height:auto}}"
