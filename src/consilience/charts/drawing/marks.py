"""Marks that the charts of rows share: symbols, lines, and a key of what occurs, below the axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from consilience.charts.drawing.layout import Page, Record, across, data, pixel, text_layer
from consilience.charts.drawing.theme import PAPER, SOFT
from consilience.charts.drawing.typography import text_width, wrap


@dataclass(frozen=True, slots=True)
class Look:
    """How a symbol looks: told apart by its shape or filling, not by its colour alone.

    Parameters
    ----------
    shape : str
        Vega symbol.
    stroke : str
        Colour of its outline.
    fill : str
        Colour inside; hollow unless said.
    """

    shape: str
    stroke: str
    fill: str = PAPER

    def fields(self) -> Record:
        """Give the fields that :func:`symbols` reads."""
        return {"shape": self.shape, "stroke": self.stroke, "fill": self.fill}

    def beyond(self, side: str) -> "Look":
        """Give the look of a value beyond an end of the axis: an arrow to the ``left`` or the ``right``."""
        return Look(f"triangle-{side}", self.stroke, self.fill)


# A short thick line, as a symbol for a key.
BAR = "M-1.1,-0.28H1.1V0.28H-1.1Z"


def at(logit: float, look: Look, page: Page) -> Record:
    """Place a symbol on the axis, as an arrow at its end where the value is beyond it."""
    low, high = page.domain
    shown = look if low <= logit <= high else look.beyond("left" if logit < low else "right")
    return {"logit": page.within(logit)} | shown.fields()


def past_the_axis(ends: Sequence[float], look: Look, page: Page) -> list[Record]:
    """Arrows where an interval runs past the axis, one for each of its ends that does."""
    return [at(end, look, page) for end in ends if page.within(end) != end]


def symbols(rows: Sequence[Record], x: alt.X, *, size: float) -> alt.Chart:
    """Draw a symbol for each row, which holds its height ``y`` and the fields of a :class:`Look`."""
    drawn = alt.Chart(data(rows)).mark_point(aria=False, opacity=1, size=size, strokeWidth=1.3)
    return drawn.encode(
        x=x,
        y=pixel("y"),
        shape=alt.Shape("shape:N", scale=None),
        stroke=alt.Stroke("stroke:N", scale=None),
        fill=alt.Fill("fill:N", scale=None),
    )


def lines(rows: Sequence[Record], x: alt.X, x2: str, *, width: float) -> alt.Chart:
    """Draw a line for each row, which holds its height ``y`` (to ``y2`` where there is one) and its ``color``."""
    rule = alt.Chart(data(rows)).mark_rule(aria=False, strokeWidth=width)
    rule = rule.encode(x=x, x2=alt.X2(f"{x2}:Q"), y=pixel("y"), color=alt.Color("color:N", scale=None))
    return rule.encode(y2=alt.Y2("y2:Q")) if "y2" in rows[0] else rule


def plumb(at: float, spans: Sequence[tuple[float, float]], x: alt.X, **look: Any) -> alt.Chart:
    """Draw a line down the page at one place of the axis ``x``, from top to bottom of each span."""
    rows = [{"logit": at, "y": start, "y2": end} for start, end in spans]
    rule = alt.Chart(data(rows)).mark_rule(aria=False, **look)
    return rule.encode(x=x, y=pixel("y"), y2=alt.Y2("y2:Q"))


def covers(boxes: Sequence[Record]) -> alt.Chart:
    """Cover what is drawn so far where words will stand: from ``px`` and ``y`` to ``px2`` and ``y2``."""
    rect = alt.Chart(data(boxes)).mark_rect(aria=False, color=PAPER)
    return rect.encode(x=across("px"), x2=alt.X2("px2:Q"), y=pixel("y"), y2=alt.Y2("y2:Q"))


def legend(entries: Sequence[tuple[Look, str]], page: Page, top: float) -> tuple[list[alt.Chart], float]:
    """Draw a key below the axis.

    Parameters
    ----------
    entries : sequence of (Look, str)
        A symbol and what it stands for.
    page : Page
        The columns.
    top : float
        Where the key begins, in chart units.

    Returns
    -------
    layers : list of altair.Chart
    height : float
        Height taken, in chart units.
    """
    size = page.sizes.small
    y, place = top + size, float(-page.left)
    marks: list[Record] = []
    texts: list[Record] = []
    for look, said in entries:
        for i, line in enumerate(wrap(said, page.sizes.inner - size * 1.6, size)):
            wide = size * 1.6 + text_width(line, size)
            if i or (place > -page.left and place + wide > page.plot + page.right):
                place, y = float(-page.left), y + size * 1.4
            if not i:
                marks.append({"px": round(place + size * 0.65, 2), "y": round(y, 2)} | look.fields())
            texts.append({"text": line, "px": round(place + size * 1.6, 2), "y": round(y, 2)})
        place += wide + size * 1.4
    layers = [
        symbols(marks, across("px"), size=page.sizes.label * 3.6),
        text_layer(texts, across("px"), fontSize=size, color=SOFT),
    ]
    return layers, y + size - top
