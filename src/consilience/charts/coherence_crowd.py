"""The compact form of the chart of coherence: of more people than rows fit a page, a point for each in a square."""

from collections.abc import Sequence

import altair as alt

from consilience.charts.drawing.axis import axis, axis_height, scale
from consilience.charts.drawing.language import phrase, word
from consilience.charts.drawing.layout import ChartText, Page, Record, across, data, finish, haloed, text_layer
from consilience.charts.drawing.marks import Look, legend
from consilience.charts.drawing.theme import INK, QUIET, SOFT, WARNING, Sizes
from consilience.charts.drawing.typography import shorten, text_width
from consilience.charts.drawing.upright import upright, upright_room
from consilience.notation import counted

WITHIN, APART = Look("circle", QUIET), Look("diamond", WARNING, WARNING)
SIDE = 300
# Of those whose numbers lie apart so many are named beside the square, the furthest first; none on the column.
MOST_NAMED = 16


def coherence_crowd(
    rows: Sequence[Record], *, domain: tuple[float, float], text: ChartText, sizes: Sizes
) -> alt.LayerChart:
    """Draw what many people state of the whole against what their factors give, with the line where both agree.

    Parameters
    ----------
    rows : sequence of dict
        Of the coherence frame.
    domain : tuple of float
        Ends of both axes in natural log odds; what is beyond them lies at the end.
    text : ChartText
        The words around the chart.
    sizes : Sizes
        Of the width.

    Returns
    -------
    altair.LayerChart
        A flagged point is a filled diamond; beside the square those furthest apart by name.
    """
    left = upright_room(sizes, domain)
    side = min(SIDE, sizes.inner - left - round(sizes.small * 1.5))
    page = Page(sizes, domain, left, sizes.inner - left - side)
    x = alt.X("logit:Q", scale=scale(page), axis=axis(page, title=f"Implied by {implied_by(rows)}"))
    y = alt.Y("stated:Q", scale=scale(page), axis=upright(page, side, "Stated of the whole"))
    foot = axis_height(page)
    flagged = [row for row in rows if row["flagged"]]
    entries = [(WITHIN, phrase(counted(len(rows) - len(flagged), "stated total")))] if len(flagged) < len(rows) else []
    entries += [(APART, word("{} further apart than rounding explains", str(len(flagged))))] if flagged else []
    key, key_height = legend(entries, page, side + foot + 4)
    layers = [
        _same(page, x, y),
        _points(rows, page, x, y),
        *_sides(page, side),
        *([] if page.narrow else _furthest(flagged, page)),
        *key,
    ]
    return finish(layers, page, side, foot + key_height, text)


def _same(page: Page, x: alt.X, y: alt.Y) -> alt.Chart:
    ends = [{"logit": end, "stated": end} for end in page.domain]
    return alt.Chart(data(ends)).mark_line(aria=False, color=QUIET, strokeDash=[3, 2], strokeWidth=0.8).encode(x=x, y=y)


def implied_by(rows: Sequence[Record]) -> str:
    """What the stated totals that are drawn are held against."""
    kinds = {bool(row["of_complement"]) for row in rows}
    if len(kinds) > 1:
        return "the same forecaster’s factors, or the complement"
    return "what the same forecaster said of the complement" if kinds == {True} else "the same forecaster’s factors"


def _sides(page: Page, side: float) -> list[alt.Chart]:
    """Say what lies on either side of the line."""
    size = page.sizes.small
    texts: list[Record] = []
    for english, above in (("stated more than the factors give", True), ("stated less than the factors give", False)):
        said = word(english)
        wide = text_width(said, size)
        y = size if above else side - size
        texts.append({"text": said, "px": round(size * 0.6 if above else side - wide - size * 0.6, 2), "y": y})
    return haloed(texts, across("px"), fontSize=size, fontStyle="italic", color=SOFT)


def _points(rows: Sequence[Record], page: Page, x: alt.X, y: alt.Y) -> alt.Chart:
    """Place the flagged last, over the others."""
    points = []
    for row in sorted(rows, key=lambda row: bool(row["flagged"])):
        look = _beyond(row, APART if row["flagged"] else WITHIN, page)
        told = {name: row[name] for name in ("forecaster", "group", "title", "said", "gap_label")}
        place = {"logit": page.within(row["logit_implied"]), "stated": page.within(row["logit_stated"])} | look.fields()
        points.append(told | place | {"spoken": f"{row['forecaster']}: {row['gap_label']}"})
    titles = {"forecaster": "Forecaster", "said": "Said", "gap_label": "Gap", "group": "Group", "title": "Of"}
    drawn = alt.Chart(data(points)).mark_point(size=page.sizes.label * 2, strokeWidth=0.9, opacity=0.85)
    return drawn.encode(
        x=x,
        y=y,
        shape=alt.Shape("shape:N", scale=None),
        stroke=alt.Stroke("stroke:N", scale=None),
        fill=alt.Fill("fill:N", scale=None),
        description=alt.Description("spoken:N"),
        tooltip=[alt.Tooltip(f"{field}:N", title=word(title)) for field, title in titles.items()],
    )


def _beyond(row: Record, look: Look, page: Page) -> Look:
    """An arrow where a value lies beyond an axis that was chosen."""
    low, high = page.domain
    for value, sides in ((row["logit_implied"], ("left", "right")), (row["logit_stated"], ("down", "up"))):
        if not low <= value <= high:
            return Look(f"triangle-{sides[value > high]}", look.stroke, look.fill)
    return look


def _furthest(flagged: Sequence[Record], page: Page) -> list[alt.Chart]:
    """List who is furthest apart, beside the square."""
    if not flagged:
        return []
    size, small = page.sizes.label, page.sizes.small
    first = page.plot + size * 2
    room = page.right - size * 2
    ordered = sorted(flagged, key=lambda row: -abs(row["logit_stated"] - row["logit_implied"]))
    names: list[Record] = []
    gaps: list[Record] = []
    y = size * 2.2
    for row in ordered[:MOST_NAMED]:
        names.append({"text": shorten(row["forecaster"], room, small), "px": first, "y": round(y, 2)})
        gaps.append({"text": shorten(row["gap_label"], room, small), "px": first, "y": round(y + small * 1.15, 2)})
        y += small * 2.55
    head = [{"text": word("Furthest apart"), "px": first, "y": round(size * 0.7, 2)}]
    return [
        text_layer(head, across("px"), fontSize=size, fontWeight="bold", color=INK),
        text_layer(names, across("px"), fontSize=small, color=INK),
        text_layer(gaps, across("px"), fontSize=small, color=SOFT),
    ]
