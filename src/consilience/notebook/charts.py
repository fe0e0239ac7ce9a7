"""Charts in cells, drawn by the Vega that JupyterLab carries: without a network, and in a saved notebook too.

Altair's own renderers either fetch their scripts or, as widgets, leave an error in a notebook that is opened without
its kernel. JupyterLab's Vega is older than ours, so it gets what ours made of a chart, which both draw alike.
"""

from base64 import b64encode
from functools import cache
from typing import TYPE_CHECKING, Any

from consilience.notebook.cells import kernel_shell

if TYPE_CHECKING:
    from consilience.charts import Drawing
    from consilience.charts.figure import Figure

VEGA = "application/vnd.vega.v5+json"
PICTURE = "image/svg+xml"
PIXELS = "image/png"
PAGE = "application/pdf"
# Half as many again as a screen is taken to have: legible in print, and some tens of kilobytes in a notebook.
_SCREEN = 96
_DPI = 144
_SCHEMA = "https://vega.github.io/schema/vega/v5.json"

type Bundle = tuple[dict[str, Any], dict[str, Any]]


def figure_bundle(figure: "Figure") -> Bundle:
    """Show a figure in a cell: the chart, and pictures where nothing draws it (nbconvert, GitHub, LaTeX, a mail).

    Parameters
    ----------
    figure : Figure

    Returns
    -------
    dict, dict
        By MIME type, the data and how to show them; nothing outside a notebook.
    """
    from consilience.charts.drawing.conversion import pdf_of
    from consilience.charts.drawing.embedded import font_style

    if kernel_shell() is None:
        return {}, {}
    drawing = figure.drawing
    data, metadata = chart_bundle(drawing.spec)
    head, rest = drawing.labelled_svg.split(">", 1)
    pixels, about = _pixels(drawing)
    # nbconvert would ask Inkscape for the page, and without it set nothing at all.
    paged = b64encode(pdf_of(drawing.svg)).decode()
    pictures = {PICTURE: f"{head}>{font_style(rest)}{rest}", PIXELS: pixels, PAGE: paged}
    return data | pictures, metadata | {PIXELS: about}


def _pixels(drawing: "Drawing") -> tuple[str, dict[str, Any]]:
    """The picture for what shows neither of the others (LaTeX, mail), and what it shows, at the size of the chart."""
    from consilience.charts.drawing.conversion import png_of
    from consilience.charts.drawing.pixels import packed, size_of

    png = packed(png_of(drawing.drawn_svg, ppi=_DPI), drawing.description)
    width, height = size_of(png)
    shown = {"width": round(width * _SCREEN / _DPI), "height": round(height * _SCREEN / _DPI)}
    return b64encode(png).decode(), {"alt": drawing.description, **shown}


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
