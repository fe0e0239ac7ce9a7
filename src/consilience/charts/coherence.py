"""What forecasters state of the whole beside what their own factors imply for it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import altair as alt

from consilience.charts.coherence_crowd import coherence_crowd, implied_by
from consilience.charts.drawing.axis import axis, axis_height, scale, upper
from consilience.charts.drawing.drawn import chart
from consilience.charts.drawing.language import number, word
from consilience.charts.drawing.layout import ChartText, Page, Record, finish, finite, records
from consilience.charts.drawing.marks import BAR, Look, at, legend, lines, past_the_axis, symbols
from consilience.charts.drawing.options import PLAIN, ChartOptions
from consilience.charts.drawing.rows import Label, Room, Slot, bottom, columns, guides, hover, stack, words
from consilience.charts.drawing.theme import ACCENT, INK, QUIET, WARNING

if TYPE_CHECKING:
    import pandas as pd

COHERENCE_COLUMNS = (
    "forecaster", "group", "question", "title", "date", "said", "logit_stated", "logit_stated_low",
    "logit_stated_high", "logit_implied", "logit_implied_low", "logit_implied_high", "gap_label", "flagged",
    "of_complement",
)  # fmt: skip
STATED, IMPLIED = Look("circle", INK, INK), Look("diamond", ACCENT)
APART = Look(BAR, WARNING, WARNING)
ROOM = Room(lines=2, apart=0.0)
# More rows would be longer than a page.
MOST_NAMED = 24


@chart(rows=("forecaster",), value="logit_stated")
def coherence(
    frame: "pd.DataFrame", *, domain: tuple[float, float], text: ChartText, options: ChartOptions = PLAIN
) -> alt.LayerChart:
    """Draw every stated total and what the same forecaster's factors give for it, joined by a line.

    Parameters
    ----------
    frame : pandas.DataFrame
        The coherence frame: a row for each stated total, with 90% intervals.
    domain : tuple of float
        Ends of the axis in natural log odds; what is beyond them, of an interval too, is an arrow at the end.
    text : ChartText
        The words around the chart.
    options : ChartOptions
        Width, axis, rows and look of the picture.

    Returns
    -------
    altair.LayerChart
        In the order of the frame, under their question and group where there are several. A flagged row has its
        name in bold and a thick line. More than 24 totals are points in a square, stated against implied.

    Raises
    ------
    ChartError
        If the frame is empty, lacks a column or a number.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"forecaster": "Ada", "group": "", "question": "q", "title": "Q", "date": "2024-06-01", "said": "1%",
    ...        "logit_stated": -4.6, "logit_stated_low": -4.7, "logit_stated_high": -4.5, "logit_implied": -6.2,
    ...        "logit_implied_low": -6.9, "logit_implied_high": -5.5, "flagged": True,
    ...        "gap_label": "stated 4.8 times what the factors give", "of_complement": False}
    >>> text = ChartText("Ada states five times what her factors give", "Two marks, at 1% and 0.21%.")
    >>> coherence(pd.DataFrame([row]), domain=(-9, 2.2), text=text).to_dict()["description"]
    'Two marks, at 1% and 0.21%.'
    """
    rows = records(frame, COHERENCE_COLUMNS, what="coherence")
    finite(rows, [name for name in COHERENCE_COLUMNS if name.startswith("logit_")], what="coherence")
    if len(rows) > MOST_NAMED:
        return coherence_crowd(rows, domain=domain, text=text, sizes=options.sizes)
    rows = _in_sections(rows)
    several = (len({row["question"] for row in rows}) > 1, len({row["group"] for row in rows}) > 1)
    labels = [_label(row, *several) for row in rows]
    page = columns(labels, domain, options.sizes, ROOM)
    slots = stack(labels, page, ROOM)
    height, foot = bottom(slots, page), axis_height(page)
    x = alt.X("logit:Q", scale=scale(page), axis=axis(page))
    said = [(STATED, "stated of the whole"), (IMPLIED, f"implied by {implied_by(rows)}, 90% interval")]
    if any(row["flagged"] for row in rows):
        said.append((APART, "further apart than rounding explains, name in bold"))
    entries = [(look, word(name)) for look, name in said]
    key, key_height = legend(entries, page, height + foot + 4)
    layers = [
        guides(slots, page),
        *_marks(rows, slots, page, x),
        *words(slots, page, ROOM),
        hover(slots, page),
        *key,
    ]
    return finish(layers, page, height, foot + key_height, text, upper=upper(page))


def _in_sections(rows: Sequence[Record]) -> list[Record]:
    """Bring rows of one question and group together, sections and rows in the order of the frame."""
    sections = list(dict.fromkeys((row["question"], row["group"]) for row in rows))
    return sorted(rows, key=lambda row: sections.index((row["question"], row["group"])))


def _label(row: Record, by_question: bool, by_group: bool) -> Label:
    parts = [row["title"]] if by_question else []
    if by_group:
        parts.append(row["group"] or word("No group named"))
    detail = word("said {}", number(row["said"])) + (f", {row['date']}" if row["date"] else "")
    return Label(row["forecaster"], row["gap_label"], detail, bool(row["flagged"]), " · ".join(parts))


def _marks(rows: Sequence[Record], slots: Sequence[Slot], page: Page, x: alt.X) -> list[alt.Chart]:
    """Draw what is stated a little above what is implied, so that their intervals stay apart."""
    apart = page.sizes.label * 0.26
    spans: list[Record] = []
    joins: dict[bool, list[Record]] = {False: [], True: []}
    points: list[Record] = []
    for row, slot in zip(rows, slots, strict=True):
        ends = {}
        for name, look, y in (("stated", STATED, slot.y - apart), ("implied", IMPLIED, slot.y + apart)):
            low, high = row[f"logit_{name}_low"], row[f"logit_{name}_high"]
            y = round(y, 2)
            spans.append({"logit": page.within(low), "logit2": page.within(high), "y": y, "color": look.stroke})
            best = row[f"logit_{name}"]
            ends[name] = at(best, look, page) | {"y": y}
            # Beside a best that lies beyond there is one arrow.
            if page.within(best) == best:
                points += [arrow | {"y": y} for arrow in past_the_axis((low, high), look, page)]
        points += ends.values()
        flagged = bool(row["flagged"])
        joins[flagged].append(
            {
                "logit": ends["stated"]["logit"],
                "logit2": ends["implied"]["logit"],
                "y": ends["stated"]["y"],
                "y2": ends["implied"]["y"],
                "color": WARNING if flagged else QUIET,
            }
        )
    return [
        *(lines(joins[flagged], x, "logit2", width=2.6 if flagged else 0.9) for flagged in joins if joins[flagged]),
        lines(spans, x, "logit2", width=1.0),
        symbols(points, x, size=page.sizes.label * 3.2),
    ]
