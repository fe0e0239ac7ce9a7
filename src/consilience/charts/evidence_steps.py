"""What each test changed: from before any evidence, test by test, to after all of it."""

from collections.abc import Sequence
from dataclasses import replace
from math import isnan
from typing import TYPE_CHECKING

import altair as alt

from consilience.charts.drawing.axis import axis, axis_height, scale, upper
from consilience.charts.drawing.drawn import chart
from consilience.charts.drawing.language import phrase, word
from consilience.charts.drawing.layout import ChartText, Page, Record, finish, finite, records
from consilience.charts.drawing.marks import BAR, Look, at, legend, lines, symbols
from consilience.charts.drawing.options import PLAIN, ChartOptions
from consilience.charts.drawing.rows import Label, Room, Slot, bottom, columns, guides, hover, stack, words
from consilience.charts.drawing.theme import ACCENT, BAND_50, INK, PALE, QUIET
from consilience.notation import format_bayes_factor

if TYPE_CHECKING:
    import pandas as pd

STEP_COLUMNS = (
    "order", "stage", "question", "title", "group", "logit_value", "logit_low", "logit_high", "label",
    "bayes_factor", "detail", "leads",
)  # fmt: skip
ROOM = Room(names=0.36, pitch=2.4)
BETWEEN, LAST, MOVES = Look("circle", INK), Look("diamond", ACCENT), Look(BAR, BAND_50, BAND_50)
_KEY = ((BETWEEN, "so far"), (LAST, "after all tests"), (MOVES, "what a test moves"))


@chart(order="each step begins where the one before ended", only="each step begins where the one before ended")
def evidence_steps(
    frame: "pd.DataFrame", *, domain: tuple[float, float], text: ChartText, options: ChartOptions = PLAIN
) -> alt.LayerChart:
    """Draw a probability with its 90% interval before any evidence and after each test.

    Parameters
    ----------
    frame : pandas.DataFrame
        The evidence_steps frame: rows of several questions or groups are drawn as one sequence for each.
        ``bayes_factor`` is NaN where no test was added. Where ``leads`` is "voices" all is drawn in grey, as a what-if.
    domain : tuple of float
        Ends of the axis in natural log odds; what is beyond them is an arrow at the end.
    text : ChartText
        The words around the chart.
    options : ChartOptions
        Width, axis, rows and look of the picture.

    Returns
    -------
    altair.LayerChart
        Stages in the order of ``order``; a line leads from each to the next, on the column within the row of the next.
        The last is a diamond.

    Raises
    ------
    ChartError
        If the frame is empty, lacks a column or a number.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"order": [0, 1], "stage": ["Before any evidence", "Honeypots"], "question": "q",
    ...                       "title": "Q", "group": "all", "logit_value": [0.0, -2.7], "logit_low": [-1.0, -3.8],
    ...                       "logit_high": [1.0, -1.6], "label": ["50%", "6%"], "bayes_factor": [float("nan"), 0.064],
    ...                       "detail": ["", "3 clean trials, sensitivity 60%"], "leads": "population"})
    >>> text = ChartText("Three clean trials take 50% to 6%", "Two intervals, from 50% to 6%.")
    >>> evidence_steps(frame, domain=(-7, 2.2), text=text).to_dict()["title"]["text"]
    ['Three clean trials take 50% to 6%']
    """
    rows = records(frame, STEP_COLUMNS, what="evidence_steps")
    finite(rows, ("logit_value", "logit_low", "logit_high"), what="evidence_steps")
    series = list(dict.fromkeys((row["question"], row["group"]) for row in rows))
    rows.sort(key=lambda row: (series.index((row["question"], row["group"])), int(row["order"])))
    last = [i + 1 == len(rows) or _series(rows[i + 1]) != _series(row) for i, row in enumerate(rows)]
    labels = [_label(row, _section(row, series)) for row in rows]
    page = columns(labels, domain, options.sizes, ROOM)
    slots = stack(labels, page, ROOM)
    x = alt.X("logit:Q", scale=scale(page), axis=axis(page))
    height, foot = bottom(slots, page), axis_height(page)
    key, key_height = (
        legend([(_look(look, rows), word(said)) for look, said in _KEY], page, height + foot + 4)
        if len(rows) > len(series)
        else ([], 0.0)
    )
    layers = [
        guides(slots, page),
        *_marks(rows, slots, last, page, x),
        *words(slots, page, ROOM),
        hover(slots, page),
        *key,
    ]
    return finish(layers, page, height, foot + key_height, text, upper=upper(page))


def _series(row: Record) -> tuple[str, str]:
    return row["question"], row["group"]


def _section(row: Record, series: Sequence[tuple[str, str]]) -> str:
    """Name a series by what tells it from the others."""
    questions, groups = (len(set(parts)) > 1 for parts in zip(*series, strict=True))
    group = word("All groups") if row["group"] == "all" else row["group"] or word("No group named")
    return " · ".join(([row["title"]] if questions else []) + ([group] if groups else []))


def _label(row: Record, section: str) -> Label:
    factor = row["bayes_factor"]
    details = ["" if isnan(factor) else phrase(f"Bayes factor {format_bayes_factor(factor)}"), row["detail"]]
    said = " · ".join(filter(None, details))
    return Label(row["stage"], row["label"], said, section=section, pale=row["leads"] == "voices")


def _look(look: Look, rows: Sequence[Record]) -> Look:
    """A look, in grey where all that it stands for is a what-if."""
    if any(row["leads"] != "voices" for row in rows):
        return look
    return replace(look, stroke=QUIET) if look is not MOVES else Look(BAR, PALE, PALE)


def _marks(
    rows: Sequence[Record], slots: Sequence[Slot], last: Sequence[bool], page: Page, x: alt.X
) -> list[alt.Chart]:
    looks = [_look(LAST if end else BETWEEN, [row]) for row, end in zip(rows, last, strict=True)]
    points = [
        at(row["logit_value"], look, page) | {"y": round(slot.y, 2)}
        for row, slot, look in zip(rows, slots, looks, strict=True)
    ]
    spans = [
        {
            "logit": page.within(row["logit_low"]),
            "logit2": page.within(row["logit_high"]),
            "y": round(slot.y, 2),
            "color": look.stroke,
        }
        for row, slot, look in zip(rows, slots, looks, strict=True)
    ]
    moves = [
        {
            "logit": here["logit"],
            "logit2": there["logit"],
            # On the column a line from row to row would cross the words between them.
            "y": there["y"] if page.narrow else here["y"],
            "y2": there["y"],
            "color": _look(MOVES, [row]).stroke,
        }
        for row, here, there, end in zip(rows, points, points[1:], last, strict=False)
        if not end
    ]
    layers = [lines(moves, x, "logit2", width=page.sizes.label * 0.7 if page.narrow else 1.6)] if moves else []
    return [*layers, lines(spans, x, "logit2", width=1.4), symbols(points, x, size=page.sizes.label * 3.6)]
