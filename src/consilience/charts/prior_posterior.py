"""Chart (d): what was believed before the statements, and after."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import altair as alt
import numpy as np

from consilience.charts.drawing.axis import axis, axis_height, scale
from consilience.charts.drawing.drawn import chart
from consilience.charts.drawing.language import word
from consilience.charts.drawing.layout import (
    ChartText,
    Page,
    Record,
    data,
    finish,
    haloed,
    one_question,
    pixel,
    records,
)
from consilience.charts.drawing.options import PLAIN, ChartOptions
from consilience.charts.drawing.theme import ACCENT, BAND_50, QUIET, SOFT
from consilience.charts.drawing.typography import text_width

if TYPE_CHECKING:
    import pandas as pd

DENSITY_COLUMNS = ("question", "question_title", "curve", "quantity", "logit", "density")


@chart()
def prior_posterior(
    frame: "pd.DataFrame", *, domain: tuple[float, float], text: ChartText, options: ChartOptions = PLAIN
) -> alt.LayerChart:
    """Draw the prior density (dashed, grey) behind the posterior density (filled) of one quantity.

    Parameters
    ----------
    frame : pandas.DataFrame
        The density frame of one question: ``density`` per unit of log odds at increasing ``logit``.
    domain : tuple of float
        Ends of the axis in natural log odds; points outside are not drawn.
    text : ChartText
        The words around the chart.
    options : ChartOptions
        Width, axis, rows and look of the picture.

    Returns
    -------
    altair.LayerChart
        The area under a curve is comparable, so there is no axis of densities.

    Raises
    ------
    ChartError
        If the frame is empty or too long, lacks a column or holds several questions.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"question": "q", "question_title": "Q", "quantity": "median forecaster",
    ...                       "curve": ["prior"] * 3 + ["posterior"] * 3, "logit": [-4, -3, -2] * 2,
    ...                       "density": [0.2, 0.3, 0.2, 0.1, 0.7, 0.1]})
    >>> text = ChartText("The statements agree on 5%", "Two bells, the posterior the narrower.")
    >>> prior_posterior(frame, domain=(-7, 2.2), text=text).to_dict()["title"]["text"]
    ['The statements agree on 5%']
    """
    rows = records(frame, DENSITY_COLUMNS, what="density")
    one_question(rows, what="density")
    sizes = options.sizes
    page = Page(sizes, domain, left=round(sizes.label * 1.5), right=round(sizes.label * 1.5))
    height = round(page.plot * (0.5 if page.narrow else 0.36))
    curves = {name: _curve(rows, name, page, height) for name in ("prior", "posterior")}
    x = alt.X("logit:Q", scale=scale(page), axis=axis(page))
    area = alt.Chart(data(curves["posterior"])).encode(x=x, y=pixel("y"))
    tops = area.mark_line(aria=False, color=ACCENT, strokeWidth=1.4)
    area = area.mark_area(aria=False, color=BAND_50, opacity=0.75).encode(y2=alt.Y2("floor:Q"))
    prior = alt.Chart(data(curves["prior"])).mark_line(aria=False, color=QUIET, strokeDash=[4, 2.5], strokeWidth=1.2)
    layers = [area, prior.encode(x=x, y=pixel("y")), tops]
    for name, colour in (("prior", SOFT), ("posterior", ACCENT)):
        label = _label(name, curves, page)
        if label:
            layers += haloed(label, x, align="center", fontSize=sizes.label, fontWeight="bold", color=colour)
    return finish(layers, page, height, axis_height(page), text)


def _curve(rows: Sequence[Record], name: str, page: Page, height: float) -> list[Record]:
    low, high = page.domain
    top = max((row["density"] for row in rows if low <= row["logit"] <= high), default=0.0)
    # A line of labels has to fit above the highest point of either curve.
    unit = (height - page.sizes.label * 1.8) / (top or 1.0)
    curve = [(row["logit"], row["density"]) for row in rows if row["curve"] == name]
    return [
        {"logit": logit, "y": round(height - unit * density, 2), "floor": height}
        for logit, density in _within(curve, low, high)
    ]


def _within(curve: Sequence[tuple[float, float]], low: float, high: float) -> list[tuple[float, float]]:
    """A curve cut at the ends of the axis: to clip the picture takes longer than to draw the rest of it."""
    reached = [end for end in (low, high) if curve and curve[0][0] < end < curve[-1][0]]
    ends = zip(reached, np.interp(reached, *np.transpose(curve)).tolist(), strict=True) if reached else ()
    return sorted([*(point for point in curve if low <= point[0] <= high), *ends], key=lambda point: point[0])


def _label(name: str, curves: dict[str, list[Record]], page: Page) -> list[Record]:
    """Name a curve above it: the posterior at its top, the prior where it is high and clear of that."""
    curve = curves[name]
    other = curves["posterior"]
    size = page.sizes.label
    said = word(name.capitalize())
    half = text_width(said, size, bold=True) / 2
    fits = [row for row in curve if half <= page.px(row["logit"]) <= page.plot - half]
    if not fits:
        return []
    if name == "posterior" or not other:
        best = min(fits, key=lambda row: float(row["y"]))
    else:
        floor = float(curve[0]["floor"])
        beside = [(page.px(point["logit"]), float(point["y"])) for point in other]
        best = max(fits, key=lambda row: _clearance(row, floor, beside, page, half + size))
    return [{"text": said, "logit": best["logit"], "y": round(float(best["y"]) - size * 0.9, 2)}]


def _clearance(row: Record, floor: float, beside: Sequence[tuple[float, float]], page: Page, half: float) -> float:
    """Free height between the other curve and a label above this point, weighted by how high the point is."""
    at = page.px(row["logit"])
    near = [y for px, y in beside if abs(px - at) <= half]
    rise = floor - float(row["y"])
    free = min(near, default=floor) - float(row["y"])
    return min(free, 2 * page.sizes.label) + rise
