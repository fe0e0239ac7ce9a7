"""What each camp would learn from each crux: value of information, a row for a crux and a mark for a camp."""

from collections.abc import Mapping, Sequence
from math import isnan
from typing import TYPE_CHECKING

import altair as alt

from consilience.charts.drawing.drawn import chart
from consilience.charts.drawing.language import phrase, word
from consilience.charts.drawing.layout import (
    ChartError,
    ChartText,
    Page,
    Record,
    across,
    finish,
    finite,
    haloed,
    records,
    text_layer,
)
from consilience.charts.drawing.marks import Look, legend, lines, symbols
from consilience.charts.drawing.options import PLAIN, ChartOptions
from consilience.charts.drawing.rows import DENSE, Label, Room, Slot, bottom, columns, guides, hover, stack, words
from consilience.charts.drawing.theme import INK, OKABE_ITO, SOFT
from consilience.charts.drawing.typography import text_width
from consilience.notation import format_share
from consilience.study.texts import plain

if TYPE_CHECKING:
    import pandas as pd

CRUX_COLUMNS = ("crux", "title", "camp", "voi", "voi_low", "voi_high", "share", "people", "vod", "order")
AXIS_TITLE = "Value of information (median and middle half of the camp)"
SHARE = "% of maximum"
LOOKS = (
    Look("circle", OKABE_ITO[0], OKABE_ITO[0]),
    Look("square", OKABE_ITO[1]),
    Look("triangle-up", OKABE_ITO[2], OKABE_ITO[2]),
    Look("diamond", INK),
    Look("cross", OKABE_ITO[3], OKABE_ITO[3]),
)


@chart(rows=("title", "crux"), range="its axis begins where nothing would be learned and ends at the most that is")
def crux_map(frame: "pd.DataFrame", *, text: ChartText, options: ChartOptions = PLAIN) -> alt.LayerChart:
    """Draw the value of information of every crux for every camp.

    Parameters
    ----------
    frame : pandas.DataFrame
        The crux_map frame of one question: a row for each crux and camp, ``voi`` and its quartiles at least 0.
    text : ChartText
        The words around the chart.
    options : ChartOptions
        Width, axis, rows and look of the picture.

    Returns
    -------
    altair.LayerChart
        Cruxes in the order of ``order``, 37 to a page; at the right each camp's share of the most that it could
        learn. The axis is linear from 0: what would teach nothing lies at its start.

    Raises
    ------
    ChartError
        If the frame is empty, lacks a column or a number, or holds more than five camps.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"crux": "pause", "title": "A pause", "camp": "Skeptical", "voi": 0.002, "voi_low": 0.001,
    ...        "voi_high": 0.004, "share": 0.03, "people": 11, "vod": 0.1, "order": 0}
    >>> text = ChartText("A pause would teach little", "One mark at 0.002.")
    >>> crux_map(pd.DataFrame([row]), text=text).to_dict()["description"]
    'One mark at 0.002.'
    """
    rows = sorted(records(frame, CRUX_COLUMNS, what="crux_map"), key=lambda row: int(row["order"]))
    finite(rows, ("voi", "voi_low", "voi_high"), what="crux_map")
    camps = dict(zip(dict.fromkeys(row["camp"] for row in rows), LOOKS, strict=False))
    if any(row["camp"] not in camps for row in rows):
        raise ChartError(f"a crux map tells {len(LOOKS)} camps apart. To mend it: leave out or join camps")
    cruxes = [[row for row in rows if row["crux"] == crux] for crux in dict.fromkeys(row["crux"] for row in rows)]
    sizes = options.sizes
    cell = text_width("100%", sizes.label) + sizes.label * 0.7
    dense = len(cruxes) > DENSE
    said = max(cell * len(camps), text_width(word(SHARE), sizes.small))
    room = Room(
        names=0.42,
        lines=1 if dense else 2,
        said=said,
        apart=0.0,
        pitch=max(1.7 if dense else 1.9, 0.6 + 0.45 * len(camps)),
        marks=0.75 + 0.4 * max(len(camps) - 2, 0),
    )
    labels = [_label(found) for found in cruxes]
    most = max(max(row["voi_high"], row["voi"]) for row in rows) or 1.0
    page = columns(labels, (0.0, most * 1.02), sizes, room)
    slots = stack(labels, page, room, head=sizes.label * 2.4)
    height = bottom(slots, page)
    foot = 5 + sizes.small * 2.3 + 4
    x = alt.X("voi:Q", scale=alt.Scale(domain=list(page.domain), nice=False), axis=_axis(page))
    entries = [(look, camp or word("No camp named")) for camp, look in camps.items()]
    key, key_height = legend(entries, page, height + foot + 4)
    layers = [
        guides(slots, page),
        *_marks(cruxes, slots, page, x, camps),
        *words(slots, page, room),
        *_shares(cruxes, slots, page, camps, cell),
        hover(slots, page),
        *key,
    ]
    return finish(layers, page, height, foot + key_height, text)


def _axis(page: Page) -> alt.Axis:
    return alt.Axis(title=word(AXIS_TITLE), grid=True, format="~r", tickCount=3 if page.narrow else 5, labelFlush=False)


def _label(found: Sequence[Record]) -> Label:
    """Name a crux; what its marks say is for the tooltip, since the shares have columns of their own."""
    said = [f"{row['camp']} {_of_most(row)}" for row in found]
    if not isnan(found[0]["vod"]):
        said.append(phrase(f"median value of discrimination over pairs of people {plain(found[0]['vod'], 2)}"))
    return Label(found[0]["title"], ", ".join(said))


def _of_most(row: Record) -> str:
    return word("{} of the maximum (people: {})", _percent(row["share"]), str(int(row["people"])))


def _percent(share: float) -> str:
    return "–" if isnan(share) else format_share(share)


def _marks(
    cruxes: Sequence[Sequence[Record]], slots: Sequence[Slot], page: Page, x: alt.X, camps: Mapping[str, Look]
) -> list[alt.Chart]:
    """Draw the camps of a crux close above one another, so that neither hides the other's interval."""
    size = page.sizes.label
    apart = size * (0.26 if page.narrow and len(camps) < 3 else 0.36)
    heights = {camp: apart * (i - (len(camps) - 1) / 2) for i, camp in enumerate(camps)}
    spans: list[Record] = []
    points: list[Record] = []
    for found, slot in zip(cruxes, slots, strict=True):
        for row in found:
            look, y = camps[row["camp"]], round(slot.y + heights[row["camp"]], 2)
            spans.append({"voi": row["voi_low"], "high": row["voi_high"], "y": y, "color": look.stroke})
            points.append({"voi": row["voi"], "y": y} | look.fields())
    return [lines(spans, x, "high", width=1.0), symbols(points, x, size=size * (1.5 if page.narrow else 2.4))]


def _shares(
    cruxes: Sequence[Sequence[Record]], slots: Sequence[Slot], page: Page, camps: Mapping[str, Look], cell: float
) -> list[alt.Chart]:
    """Write each camp's share of the most it could learn, in a column under the camp's mark."""
    size = page.sizes.label
    first = page.plot + (page.right - cell * len(camps) if page.narrow else size)
    edge = {camp: round(first + cell * (i + 1), 2) for i, camp in enumerate(camps)}
    said = [
        {
            "text": _percent(row["share"]),
            "px": edge[row["camp"]],
            "y": round(slot.name_y if page.narrow else slot.y, 2),
        }
        for found, slot in zip(cruxes, slots, strict=True)
        for row in found
    ]
    heads = [{"px": px - size * 0.9, "y": round(size * 1.7, 2)} | camps[camp].fields() for camp, px in edge.items()]
    title = [{"text": word(SHARE), "px": max(edge.values()), "y": round(size * 0.6, 2)}]
    return [
        *haloed(said, across("px"), fontSize=size, align="right", color=INK),
        symbols(heads, across("px"), size=size * 2.4),
        text_layer(title, across("px"), fontSize=page.sizes.small, align="right", color=SOFT),
    ]
