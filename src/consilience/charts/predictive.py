"""Whether a population looks like its voices: their ranks in it, group by group, and how evenly these are spread."""

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

import altair as alt

from consilience.charts.drawing.drawn import chart
from consilience.charts.drawing.language import phrase, word
from consilience.charts.drawing.layout import (
    ChartError,
    ChartText,
    Page,
    Record,
    data,
    finish,
    one_question,
    pixel,
    records,
    text_layer,
)
from consilience.charts.drawing.options import PLAIN, ChartOptions
from consilience.charts.drawing.rows import Label, Room, Slot, bottom, columns, guides, hover, stack, words
from consilience.charts.drawing.theme import ACCENT, BAND_90, GRID, INK, QUIET, SOFT
from consilience.charts.drawing.typography import text_width, wrap
from consilience.notation import counted

if TYPE_CHECKING:
    import pandas as pd

RANK_COLUMNS = ("question", "question_title", "group", "rank_low", "rank", "rank_high")
SHARE_COLUMNS = ("rank", "least", "most", "expected_low", "expected_high")
TITLE = "Rank among forecasters like them, inferred without them (0% the lowest, 100% the highest)"
SHORT_TITLE = "Rank among forecasters like them, inferred without them"
SHARES = "Share of the answers at this rank or below"
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@chart(
    rows=("group",),
    range="ranks run from 0% to 100%",
    only="what is expected is of all answers",
)
def predictive(
    ranks: "pd.DataFrame", shares: "pd.DataFrame", *, text: ChartText, options: ChartOptions = PLAIN
) -> alt.LayerChart:
    """Draw the rank of every voice among forecasters like it, and beside what is expected how many lie below each rank.

    Parameters
    ----------
    ranks : pandas.DataFrame
        The ranks frame of one question: fractions, NaN where a statement has none.
    shares : pandas.DataFrame
        The shares frame: the least and the greatest share of the answers that may lie at or below each rank, and the
        ends between which it is expected.
    text : ChartText
        The words around the chart.
    options : ChartOptions
        Width, axis, rows and look of the picture.

    Returns
    -------
    altair.LayerChart
        Above, shares of the answers (dark, as wide as the statements leave them open) over what is expected of as many
        (light); below, a stroke a voice in a row a group.

    Raises
    ------
    ChartError
        If a frame is empty or too long, lacks a column, holds several questions or no rank.

    Examples
    --------
    >>> import pandas as pd
    >>> ranks = pd.DataFrame({"question": "q", "question_title": "Q", "group": "", "rank_low": [0.1, 0.8],
    ...                       "rank": [0.2, 0.85], "rank_high": [0.3, 0.9]})
    >>> shares = pd.DataFrame({"rank": [0.0, 1.0], "least": [0.0, 1.0], "most": [0.0, 1.0],
    ...                        "expected_low": [0.0, 0.7], "expected_high": [0.3, 1.0]})
    >>> text = ChartText("Two answers, spread evenly", "Two strokes, at 20% and 85%.")
    >>> predictive(ranks, shares, text=text).to_dict()["description"]
    'Two strokes, at 20% and 85%.'
    """
    rows = [row for row in records(ranks, RANK_COLUMNS, what="ranks") if row["rank"] == row["rank"]]
    if not rows:
        raise ChartError("the ranks frame holds no rank. To mend it: take it from summaries")
    one_question(rows, what="ranks")
    points = records(shares, SHARE_COLUMNS, what="shares")
    sizes = options.sizes
    groups = list(dict.fromkeys(row["group"] for row in rows))
    labels = [_label(rows, group, alone=len(groups) == 1) for group in groups]
    room = Room(names=0.25, inset=ceil(text_width("100%", sizes.small)) + 6)
    page = columns(labels, (0.0, 1.0), sizes, room)
    top, height = sizes.label * 2.2, round(sizes.inner * (0.5 if page.narrow else 0.3))
    slots = stack(labels, page, room, head=top + height + sizes.label * 1.6)
    layers = [
        guides(slots, page),
        *_scale(page, top, height),
        *_areas(points, page, top, height),
        *_strokes(rows, groups, slots, page),
        *words(slots, page, room),
        hover(slots, page),
    ]
    return finish(layers, page, bottom(slots, page), _axis_height(page), text)


def _label(rows: Sequence[Record], group: str, *, alone: bool) -> Label:
    count = phrase(counted(sum(row["group"] == group for row in rows), "answer"))
    return Label(count if alone else group or word("no group stated"), detail="" if alone else count)


def _along(field: str, page: Page) -> alt.X:
    title = wrap(word(SHORT_TITLE if page.narrow else TITLE), page.plot, page.sizes.small)
    axis = alt.Axis(title=title, values=list(TICKS), tickCount=len(TICKS), format=".0%", grid=True, labelFlush=False)
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, 1], nice=False, zero=False), axis=axis)


def _axis_height(page: Page) -> float:
    title = wrap(word(SHORT_TITLE if page.narrow else TITLE), page.plot, page.sizes.small)
    return 5 + page.sizes.small * 1.15 * (1 + len(title)) + 4


def _scale(page: Page, top: float, height: float) -> list[alt.Chart]:
    """Name the shares, which stand on a scale of their own above the rows."""
    small = page.sizes.small
    places = [{"text": f"{tick:.0%}", "y": round(top + (1 - tick) * height, 2)} for tick in TICKS]
    lines = alt.Chart(data(places)).mark_rule(aria=False, color=GRID, strokeWidth=0.6)
    heading = [{"text": word(SHARES), "y": round(top - page.sizes.label * 1.3, 2)}]
    return [
        lines.encode(x=alt.XValue(0), x2=alt.X2Value(page.plot), y=pixel("y")),
        text_layer(places, alt.XValue(-4), align="right", fontSize=small, color=SOFT),
        text_layer(heading, alt.XValue(0), fontSize=small, color=SOFT),
    ]


def _areas(points: Sequence[Record], page: Page, top: float, height: float) -> list[alt.Chart]:
    def place(share: float) -> float:
        return round(top + (1 - share) * height, 2)

    rows = [
        {"at": round(row["rank"], 5)}
        | {name: place(row[name]) for name in ("least", "most", "expected_low", "expected_high")}
        for row in points
    ]
    drawn, x = alt.Chart(data(rows)), _along("at", page)
    expected = drawn.mark_area(aria=False, color=BAND_90).encode(x=x, y=pixel("expected_low"), y2="expected_high:Q")
    said = drawn.mark_area(aria=False, color=ACCENT, opacity=0.75, stroke=ACCENT, strokeWidth=0.8)
    even = alt.Chart(data([{"at": 0.0, "y": place(0.0)}, {"at": 1.0, "y": place(1.0)}]))
    even = even.mark_line(aria=False, color=QUIET, strokeDash=[3, 2], strokeWidth=0.8).encode(x=x, y=pixel("y"))
    return [expected, even, said.encode(x=x, y=pixel("least"), y2="most:Q")]


def _strokes(rows: Sequence[Record], groups: Sequence[str], slots: Sequence[Slot], page: Page) -> list[alt.Chart]:
    """A stroke at every rank, and a line as far as the statement leaves it open."""
    tall = page.sizes.label * 0.55
    marks = [
        {
            "at": round(row["rank"], 5),
            "low": round(row["rank_low"], 5),
            "high": round(row["rank_high"], 5),
            "y": round(slot.y, 2),
            "above": round(slot.y - tall, 2),
            "below": round(slot.y + tall, 2),
        }
        for row in rows
        for slot in [slots[groups.index(row["group"])]]
    ]
    spans = alt.Chart(data(marks)).mark_rule(aria=False, color=ACCENT, opacity=0.25, strokeWidth=2.4)
    spans = spans.encode(x=_along("low", page), x2="high:Q", y=pixel("y"))
    strokes = alt.Chart(data(marks)).mark_rule(aria=False, color=INK, opacity=0.6, strokeWidth=0.9)
    return [spans, strokes.encode(x=_along("at", page), y=pixel("above"), y2="below:Q")]
