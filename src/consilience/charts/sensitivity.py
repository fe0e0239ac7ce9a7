"""Which factors the uncertainty of the outcome comes from: shares of its variance with their Monte Carlo intervals."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import altair as alt

from consilience.charts.drawing.drawn import chart
from consilience.charts.drawing.language import number, word
from consilience.charts.drawing.layout import ChartText, Page, Record, finish, records
from consilience.charts.drawing.marks import Look, legend, lines, symbols
from consilience.charts.drawing.options import PLAIN, ChartOptions
from consilience.charts.drawing.rows import Label, Room, Slot, bottom, columns, guides, hover, stack, words
from consilience.charts.drawing.theme import ACCENT, INK
from consilience.charts.drawing.typography import wrap

if TYPE_CHECKING:
    import pandas as pd

SENSITIVITY_COLUMNS = (
    "title", "assumption", "first_order", "first_order_low", "first_order_high", "first_order_label", "total",
    "total_low", "total_high", "total_label", "order",
)  # fmt: skip
TITLE = "Share of the variance of the outcome's log odds"
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
# What is drawn of a factor, from top to bottom, and how its words go on.
_SHARES = {
    "first_order": (Look("circle", INK, INK), "Factor alone (first order)", "alone"),
    "total": (Look("diamond", ACCENT), "with what it does together with others (total)", "total"),
}


@chart(rows=("title", "question"), value="total", range="shares run from 0% to 100%")
def sensitivity(frame: "pd.DataFrame", *, text: ChartText, options: ChartOptions = PLAIN) -> alt.LayerChart:
    """Draw each factor's first-order and total share of the outcome's variance with their 90% Monte Carlo intervals.

    Parameters
    ----------
    frame : pandas.DataFrame
        The tornado frame of one outcome: a row for each factor. Shares are fractions; a factor whose shares are NaN, as
        where the outcome does not vary, has no marks.
    text : ChartText
        The words around the chart.
    options : ChartOptions
        Width, axis, rows and look of the picture.

    Returns
    -------
    altair.LayerChart
        Factors by their total share, the largest first.

    Raises
    ------
    ChartError
        If the frame is empty or lacks a column.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"title": "Capable", "assumption": False, "first_order": 0.4, "first_order_low": 0.35,
    ...        "first_order_high": 0.45, "first_order_label": "40% [35%, 45%]", "total": 0.5, "total_low": 0.46,
    ...        "total_high": 0.54, "total_label": "50% [46%, 54%]", "order": 0}
    >>> text = ChartText("Capability decides", "One factor, 50% in all.")
    >>> sensitivity(pd.DataFrame([row]), text=text).to_dict()["description"]
    'One factor, 50% in all.'
    """
    rows = sorted(records(frame, SENSITIVITY_COLUMNS, what="sensitivity"), key=lambda row: int(row["order"]))
    if options.order is None:
        rows.sort(key=lambda row: -row["total"] if row["total"] == row["total"] else 0.0)
    sizes = options.sizes
    labels = [_label(row) for row in rows]
    room = Room(pitch=2.6, marks=1.9)
    page = columns(labels, (0.0, 1.0), sizes, room)
    slots = stack(labels, page, room)
    height, foot = bottom(slots, page), _axis_height(page)
    key, key_height = legend([(look, word(said)) for look, said, _ in _SHARES.values()], page, height + foot + 4)
    layers = [guides(slots, page), *_marks(rows, slots, page), *words(slots, page, room), hover(slots, page), *key]
    upper = [(page.px(share), number(f"{share:.0%}")) for share in TICKS]
    return finish(layers, page, height, foot + key_height, text, upper=upper)


def _label(row: Record) -> Label:
    said = ", ".join(
        word(f"{{}} {ending}", row[f"{name}_label"]) for name, (_, _, ending) in _SHARES.items() if _is(row, name)
    )
    return Label(
        row["title"],
        said or word("no share: the outcome does not vary"),
        word("assumption") if row["assumption"] else "",
    )


def _is(row: Record, name: str) -> bool:
    return bool(row[name] == row[name])


def _along(page: Page) -> alt.X:
    title = wrap(word(TITLE), page.plot, page.sizes.small)
    axis = alt.Axis(title=title, values=list(TICKS), tickCount=len(TICKS), format=".0%", grid=True, labelFlush=True)
    return alt.X("share:Q", scale=alt.Scale(domain=[0, 1], nice=False, zero=False), axis=axis)


def _axis_height(page: Page) -> float:
    return 5 + page.sizes.small * 1.15 * (1 + len(wrap(word(TITLE), page.plot, page.sizes.small))) + 4


def _marks(rows: Sequence[Record], slots: Sequence[Slot], page: Page) -> list[alt.Chart]:
    """A symbol at each share and a whisker over its interval, the first order above the total."""
    apart = page.sizes.label * 0.45
    marks = [
        {
            "share": round(row[name], 4),
            "low": round(row[f"{name}_low"], 4),
            "high": round(row[f"{name}_high"], 4),
            "y": round(slot.y + (apart if place else -apart), 2),
            "color": look.stroke,
        }
        | look.fields()
        for row, slot in zip(rows, slots, strict=True)
        for place, (name, (look, _, _)) in enumerate(_SHARES.items())
        if _is(row, name)
    ]
    if not marks:
        return []
    whiskers = [{**mark, "share": mark["low"]} for mark in marks]
    x = _along(page)
    return [lines(whiskers, x, "high", width=1.1), symbols(marks, x, size=page.sizes.label * 3.0)]
