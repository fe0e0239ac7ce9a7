"""HTML that draws charts without a network: the scripts once a page, every chart a figure.

A figure holds the finished picture, so a page says the same with scripts off and on paper; where scripts run,
the picture gives way to the interactive chart. The specification is data in a script element that no browser
runs, escaped so that nothing in it can end the element.
"""

import re
from html import escape
from threading import Lock

from consilience.charts.drawing import conversion
from consilience.charts.drawing.conversion import Converter
from consilience.charts.drawing.directions import spec_with_directions
from consilience.charts.drawing.embedded import faces_css
from consilience.charts.drawing.layout import ChartError
from consilience.charts.drawing.typography import FAMILY, font_css

# No page of ours needs the network; the policy makes the browser hold us to it. Vega makes functions as it
# runs, hence unsafe-eval.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "font-src data:; img-src data: blob:"
)

# A theme of the user's may call anything a colour.
_COLOUR = re.compile(r"#?[\w(), .%/-]+")

_MAKING = Lock()
_MADE: list[str] = []

_STARTER = """
(function () {
  if (!window.vegaEmbed) return;
  const options = {renderer: "svg", actions: {export: true, source: false, compiled: false, editor: false}};
  const faces = ["12px 'FAMILY'", "bold 12px 'FAMILY'"].map((face) => document.fonts.load(face));
  const show = (figure) => {
    const spec = JSON.parse(document.getElementById(figure.id + "-spec").textContent);
    const live = document.createElement("div");
    const still = figure.querySelector("svg.marks");
    return vegaEmbed(live, spec, options).then(() => {
      live.querySelector("svg.marks").style.width = still.getAttribute("width");
      live.querySelector("summary")?.setAttribute("aria-label", "Save this chart");
      still.replaceWith(live);
      figure.dataset.drawn = "live";
    });
  };
  Promise.allSettled(faces).then(() => {
    for (const figure of document.querySelectorAll("figure.consilience-chart")) {
      show(figure).catch((error) => console.error("consilience: chart " + figure.id + " stays still", error));
    }
  });
})();
"""


def figure_css() -> str:
    """Give the style of a page with charts: the embedded font, and figures no wider than the page.

    Returns
    -------
    str
        CSS, to be put into a style element.

    Examples
    --------
    >>> ".consilience-chart" in figure_css()
    True
    """
    rules = (
        ".consilience-chart{margin:0;overflow-x:auto}"
        ".consilience-chart svg.marks{display:block;max-width:100%;height:auto}"
        ".consilience-chart>.narrow{display:none}"
        # A column is 85 mm; what is 174 mm wide cannot be read on less than about two thirds of that.
        "@media screen and (max-width:30rem){.consilience-chart>.narrow{display:block}"
        ".consilience-chart>.wide{display:none}.consilience-chart>.narrow svg.marks{width:100%}}"
    )
    return f"{font_css()}{rules}"


def bundle(converter: Converter = conversion) -> str:
    """Give the JavaScript that draws charts: Vega, Vega-Lite, Vega-Embed, to be put into one script element.

    Parameters
    ----------
    converter : Converter
        What makes it the first time: by default this process.

    Returns
    -------
    str
        About 0.9 MB, made once on a machine (a second or two).
    """
    with _MAKING:
        if not _MADE:
            _MADE.append(converter.script().replace("</script", "<\\/script").replace("<!--", "<\\!--"))
    return _MADE[0]


def starter() -> str:
    """Give the script that brings the figures of a page to life, to be put after them and :func:`bundle`.

    Returns
    -------
    str
        JavaScript, to be put into a script element.

    Examples
    --------
    >>> "figure.consilience-chart" in starter()
    True
    """
    return _STARTER.replace("FAMILY", FAMILY)


def figure(identifier: str, svg: str, spec: str, narrow: str | None = None) -> str:
    r"""Write one chart as an HTML figure: picture and specification.

    Parameters
    ----------
    identifier : str
        Letters, digits and hyphens, unique in the page.
    svg : str
        From :attr:`consilience.charts.Drawing.labelled_svg`, which says what it shows.
    spec : str
        The specification as JSON.
    narrow : str, optional
        The picture of the same chart for a narrow screen.

    Returns
    -------
    str
        A ``<figure>``, with the fonts of letters that are not Latin, and a script element of data.

    Raises
    ------
    ChartError
        If the identifier is not made of ASCII letters, digits and hyphens.

    Examples
    --------
    >>> print(figure("a", '<svg class="marks" aria-label="5 &lt; 6"/>', '{"a": "</script>"}'))
    <figure class="consilience-chart" id="a"><svg class="marks" aria-label="5 &lt; 6"/></figure>
    <script type="application/json" id="a-spec">{"a": "\u003c/script>"}</script>
    """
    if not (identifier.isascii() and identifier.replace("-", "").isalnum()):
        raise ChartError(f"{identifier!r} cannot name a figure. To mend it: use letters, digits and hyphens")
    # Clip paths of several pictures would otherwise share their names.
    own = _with_clips_of(identifier, svg)
    if narrow is not None:
        column = _with_clips_of(f"{identifier}-narrow", narrow)
        own = f'<div class="wide">{own}</div><div class="narrow">{column}</div>'
    data = spec_with_directions(spec).replace("<", "\\u003c")
    faces = faces_css(own)
    own = f"<style>{faces}</style>{own}" if faces else own
    return (
        f'<figure class="consilience-chart" id="{identifier}">{own}</figure>\n'
        f'<script type="application/json" id="{identifier}-spec">{data}</script>'
    )


def _with_clips_of(identifier: str, svg: str) -> str:
    return svg.replace('id="clip', f'id="{identifier}-clip').replace("url(#clip", f"url(#{identifier}-clip")


def chart_page(title: str, svg: str, spec: str, paper: str, converter: Converter = conversion) -> str:
    """Write a page of one chart.

    Parameters
    ----------
    title : str
        Plain text; escaped here.
    svg, spec : str
        As for :func:`figure`.
    paper : str
        Colour of the page around the chart, as CSS has it; white where it is none.
    converter : Converter
        As for :func:`bundle`.

    Returns
    -------
    str
        A whole HTML document that asks for nothing outside itself.
    """
    ground = paper if _COLOUR.fullmatch(paper) else "white"
    parts = (
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>",
        f"<style>body{{margin:1.5rem;background:{ground}}}{figure_css()}</style>",
        "</head>",
        "<body>",
        figure("chart", svg, spec),
        f"<script>{bundle(converter)}</script>",
        f"<script>{starter()}</script>",
        "</body>",
        "</html>",
        "",
    )
    return "\n".join(parts)
