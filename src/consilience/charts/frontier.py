"""The burden of proof: how many clean trials of what sensitivity would bring the risk below a threshold."""

from collections.abc import Sequence
from math import ceil, isfinite, log10
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
    data,
    finish,
    haloed,
    pixel,
    records,
    text_layer,
)
from consilience.charts.drawing.options import PLAIN, ChartOptions
from consilience.charts.drawing.theme import ACCENT, BAND_50, INK, SOFT, Sizes
from consilience.charts.drawing.typography import text_width, wrap
from consilience.notation import counted

if TYPE_CHECKING:
    import pandas as pd

FRONTIER_COLUMNS = ("trials", "sensitivity", "common_failure", "label")
TRIALS, SENSITIVITY = "Independent trials, all clean", "Sensitivity each needs"
# A few trials are counted one by one; hundreds are read in decades.
COUNTED = 30
# Room for a sample of the line before its name, in sizes of the label.
SAMPLE = 2.9
DASHES: tuple[list[float], ...] = ([1, 0], [5, 2], [2, 1.6], [7, 2, 1.5, 2], [1, 2.4])


@chart(range="its axes are numbers of trials and their sensitivity")
def frontier(frame: "pd.DataFrame", *, text: ChartText, options: ChartOptions = PLAIN) -> alt.LayerChart:
    """Draw the sensitivity that a number of clean trials needs, a line for each chance of a common failure.

    Parameters
    ----------
    frame : pandas.DataFrame
        The frontier frame: ``sensitivity`` a fraction, NaN where not even 100% would do; ``label`` names the line of
        a ``common_failure``.
    text : ChartText
        The words around the chart.
    options : ChartOptions
        Width, axis, rows and look of the picture.

    Returns
    -------
    altair.LayerChart
        What lies above a line suffices: shaded, the darker the more of the lines it is above. A common failure for
        which no number of these trials suffices is named below the axis.

    Raises
    ------
    ChartError
        If the frame is empty, lacks a column, holds a number of trials below 1, a sensitivity that is not a fraction,
        or more than five common failures.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"trials": [1, 2, 3], "sensitivity": [0.9, 0.7, 0.5], "common_failure": 0.0,
    ...                       "label": "no common failure"})
    >>> text = ChartText("Three trials of 50% would do", "One falling line.")
    >>> frontier(frame, text=text).to_dict()["description"]
    'One falling line.'
    """
    rows = sorted(records(frame, FRONTIER_COLUMNS, what="frontier"), key=lambda row: int(row["trials"]))
    curves = _curves(rows)
    sizes = options.sizes
    page = _page(rows, sizes)
    height = float(round(sizes.inner * (0.62 if page.narrow else 0.42)))
    x = _trials(rows, page)
    foot = 5 + sizes.small * 2.3 + 4
    notes, note_height = _notes(curves, page, height + foot + 4)
    layers = [*_areas(curves, page, x), *_regions(curves, page, height), *_names(curves, page, height), *notes]
    return finish(layers, page, height, foot + note_height, text)


def _curves(rows: Sequence[Record]) -> list[list[Record]]:
    """Gather the points of each line, from the least common failure to the greatest, and check them."""
    for row in rows:
        possible = isfinite(row["sensitivity"])
        if row["trials"] < 1 or (possible and not 0 <= row["sensitivity"] <= 1):
            raise ChartError(
                "the frontier frame holds a number of trials below 1 or a sensitivity that is no fraction. "
                "To mend it: take it from summaries"
            )
    flaws = sorted({float(row["common_failure"]) for row in rows})
    if len(flaws) > len(DASHES):
        raise ChartError(f"a frontier tells {len(DASHES)} common failures apart. To mend it: leave some out")
    return [[row for row in rows if row["common_failure"] == flaw] for flaw in flaws]


def _possible(curve: Sequence[Record]) -> list[Record]:
    return [row for row in curve if isfinite(row["sensitivity"])]


def _in_decades(rows: Sequence[Record]) -> bool:
    return int(rows[-1]["trials"]) > COUNTED


def _page(rows: Sequence[Record], sizes: Sizes) -> Page:
    low, high = int(rows[0]["trials"]), int(rows[-1]["trials"])
    domain = (log10(low), log10(high)) if _in_decades(rows) else (float(low), float(high))
    if domain[0] == domain[1]:
        domain = (domain[0] - 1, domain[1] + 1)
    widest = max((text_width(row["label"], sizes.label) for row in _possible(rows)), default=0.0)
    left = ceil(text_width("100%", sizes.small) + 5 + sizes.small * 1.5 + 3)
    return Page(sizes, domain, left, ceil(min(widest, sizes.inner * 0.24) + sizes.label * SAMPLE) + 1)


def _trials(rows: Sequence[Record], page: Page) -> alt.X:
    """Build the axis of trials: linear while they can be counted, else logarithmic."""
    low, high = page.domain
    if _in_decades(rows):
        scale = alt.Scale(type="log", domain=[10**low, 10**high], nice=False)
        shown = [n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000) if low <= log10(n) <= high]
    else:
        scale = alt.Scale(domain=[low, high], nice=False, zero=False)
        step = next(n for n in (1, 2, 5, 10) if (high - low) / n * page.sizes.small * 2 <= page.plot)
        shown = [n for n in range(ceil(low), int(high) + 1) if n == 1 or n % step == 0]
    axis = alt.Axis(title=word(TRIALS), values=shown, tickCount=len(shown), format="d", grid=True, labelFlush=False)
    return alt.X("trials:Q", scale=scale, axis=axis)


def _areas(curves: Sequence[Sequence[Record]], page: Page, x: alt.X) -> list[alt.Chart]:
    """Shade what suffices under each line's condition, and draw the lines over the shades."""
    axis = alt.Axis(title=word(SENSITIVITY), format=".0%", values=[0, 0.25, 0.5, 0.75, 1], grid=True, labelFlush=False)
    y = alt.Y("sensitivity:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=axis)
    # Both axes belong to a layer that is always there, even where no line is possible.
    corner = [{"trials": curves[0][0]["trials"], "sensitivity": 0.0}]
    layers = [alt.Chart(data(corner)).mark_point(aria=False, opacity=0).encode(x=x, y=y)]
    lines = []
    for curve, dash in zip(curves, DASHES, strict=False):
        points = [
            {"trials": int(row["trials"]), "sensitivity": round(row["sensitivity"], 6), "all": 1.0}
            for row in _possible(curve)
        ]
        if not points:
            continue
        drawn = alt.Chart(data(points)).encode(x=x, y=y)
        layers.append(drawn.mark_area(aria=False, color=BAND_50, opacity=0.4).encode(y2=alt.Y2("all:Q")))
        lines.append(drawn.mark_line(aria=False, color=ACCENT, strokeWidth=1.4, strokeDash=dash))
        if not _in_decades(curve):
            dots = drawn.mark_point(aria=False, size=page.sizes.label * 1.6, filled=True, color=ACCENT, opacity=1)
            needs = alt.Tooltip("sensitivity:Q", title=word(SENSITIVITY), format=".2%")
            tips = [alt.Tooltip("trials:Q", title=word(TRIALS)), needs]
            lines.append(dots.encode(tooltip=tips))
    return [*layers, *lines]


def _regions(curves: Sequence[Sequence[Record]], page: Page, height: float) -> list[alt.Chart]:
    """Say in the plot what suffices and what does not."""
    size = page.sizes.label
    look = {"fontSize": size, "fontWeight": "bold"}
    if not any(_possible(curve) for curve in curves):
        middle = [{"text": word("No number of these trials suffices"), "px": page.plot / 2, "y": height / 2}]
        return haloed(middle, across("px"), align="center", color=SOFT, **look)
    enough = [{"text": word("Suffices"), "px": page.plot - size * 0.6, "y": size}]
    short = [{"text": word("Does not suffice"), "px": size * 0.6, "y": height - size}]
    return [
        *haloed(enough, across("px"), align="right", color=INK, **look),
        *haloed(short, across("px"), color=SOFT, **look),
    ]


def _names(curves: Sequence[Sequence[Record]], page: Page, height: float) -> list[alt.Chart]:
    """Name each line at its right end with a sample of it, apart from the others."""
    size = page.sizes.label
    step = size * 1.15
    blocks = []
    for curve, dash in zip(curves, DASHES, strict=False):
        points = _possible(curve)
        if points:
            said = wrap(points[-1]["label"], page.right - size * SAMPLE, size, most=3)
            blocks.append(((1 - points[-1]["sensitivity"]) * height, said, dash))
    blocks.sort(key=lambda block: block[0])
    layers: list[alt.Chart] = []
    floor = 0.0
    for i, (y, said, dash) in enumerate(blocks):
        # Below the plot the room is the axis's: the last of the labels ends there, and the others above it.
        rest = sum(step * len(other) for _, other, _ in blocks[i:])
        top = max(floor, min(y - step * len(said) / 2, height - rest))
        sample = [{"px": page.plot + size * 0.5, "px2": page.plot + size * 2.3, "y": round(top + step / 2, 2)}]
        rule = alt.Chart(data(sample)).mark_rule(aria=False, color=ACCENT, strokeWidth=1.4, strokeDash=dash)
        layers.append(rule.encode(x=across("px"), x2=alt.X2("px2:Q"), y=pixel("y")))
        texts = [{"text": line, "y": round(top + step * (j + 0.5), 2)} for j, line in enumerate(said)]
        layers.append(text_layer(texts, alt.XValue(page.plot + size * (SAMPLE - 0.2)), fontSize=size, color=INK))
        floor = top + step * len(said)
    return layers


def _notes(curves: Sequence[Sequence[Record]], page: Page, top: float) -> tuple[list[alt.Chart], float]:
    """Say below the axis where no evidence of this kind suffices."""
    size = page.sizes.small
    said: list[str] = []
    for curve in curves:
        points = _possible(curve)
        name, most = curve[0]["label"], int(curve[-1]["trials"])
        if not points:
            many = phrase(counted(most, "clean trial"))
            said.append(word("Impossible, {}: {} at 100% sensitivity would not do.", name, many))
        elif len(points) < len(curve):
            first = phrase(counted(int(points[0]["trials"]), "trial"))
            said.append(word("Impossible, {}: fewer than {}.", name, first))
    lines = [line for note in said for line in wrap(note, page.sizes.inner, size)]
    texts = [{"text": line, "y": round(top + size * 1.3 * (i + 0.5), 2)} for i, line in enumerate(lines)]
    if not texts:
        return [], 0.0
    return [text_layer(texts, alt.XValue(-page.left), fontSize=size, color=INK)], size * 1.3 * len(texts) + 2
