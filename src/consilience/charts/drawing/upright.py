"""The log-odds axis upright, at the left of a plot."""

from math import ceil

import altair as alt

from consilience.charts.drawing.axis import AXIS_TITLE, ticks
from consilience.charts.drawing.language import word
from consilience.charts.drawing.layout import Page
from consilience.charts.drawing.theme import Sizes
from consilience.charts.drawing.typography import text_width


def upright_room(sizes: Sizes, domain: tuple[float, float]) -> int:
    """Room that the axis needs at the left of the plot: for any of its labels, and the title turned beside them."""
    page = Page(sizes, domain, left=0, right=0)
    widest = max((text_width(tick.lines[0], sizes.small) for tick in ticks(page)), default=0.0)
    return ceil(max(widest + sizes.small * 1.2 + 9, sizes.small * 5.6))


def upright(page: Page, height: float, title: str = AXIS_TITLE) -> alt.Axis:
    """Build an axis with as many ticks as have room one above the other.

    Parameters
    ----------
    page : Page
        Domain in logits, font sizes.
    height : float
        Of the plot, in chart units.
    title : str
        Title along the axis.

    Returns
    -------
    altair.Axis
    """
    chosen = ticks(Page(page.sizes, page.domain, left=0, right=round(page.sizes.inner - height)))
    labels = ",".join(f"'k{round(tick.logit * 1e4)}':{tick.lines[0]!r}" for tick in chosen)
    return alt.Axis(
        values=[tick.logit for tick in chosen],
        labelExpr=f"{{{labels}}}['k'+round(datum.value*10000)]",
        tickCount=len(chosen),
        title=word(title),
        grid=True,
    )
