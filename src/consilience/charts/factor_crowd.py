"""The compact form of the chart of factors: of more people than rows fit a page, a line of dots for each factor."""

from collections.abc import Sequence

import altair as alt

from consilience.charts.drawing.axis import axis, axis_height, scale, upper
from consilience.charts.drawing.language import phrase, word
from consilience.charts.drawing.layout import ChartText, Record, finish
from consilience.charts.drawing.marks import Look, legend
from consilience.charts.drawing.rows import Label, Room, bottom, columns, stack, words
from consilience.charts.drawing.swarm import Point, dot_size, floors, middle_key, middles, standing, swarm, with_marks
from consilience.charts.drawing.theme import INK, PAPER, QUIET, Sizes
from consilience.notation import counted

ANSWERED, PREDICTED = Look("circle", INK, INK), Look("circle", QUIET)
# More lines would be longer than a page: then all groups share that of a factor.
MOST_LINES = 20
ROOM = Room(names=0.33, lines=3)


def factor_crowd(
    rows: Sequence[Record], *, domain: tuple[float, float], text: ChartText, sizes: Sizes
) -> alt.LayerChart:
    """Draw the credences of many forecasters in each factor.

    Parameters
    ----------
    rows : sequence of dict
        Of the factors frame.
    domain : tuple of float
        Ends of the axis in natural log odds.
    text : ChartText
        The words around the chart.
    sizes : Sizes
        Of the width.

    Returns
    -------
    altair.LayerChart
        Factors in the order of the frame, and below each its groups where a page has room for them. What the model
        predicts of a question that was not answered is hollow.
    """
    titles = {row["question"]: row["title"] for row in rows}
    groups = list(dict.fromkeys(row["group"] for row in rows))
    by_group = len(groups) > 1 and len(groups) * len(titles) <= MOST_LINES
    members: dict[tuple[str, str], list[Record]] = {
        (name, group): [] for name in titles for group in (groups if by_group else [""])
    }
    for row in rows:
        members[row["question"], row["group"] if by_group else ""].append(row)
    members = {key: found for key, found in members.items() if found}
    labels = [_label(titles[name], group, found, by_group) for (name, group), found in members.items()]
    page = columns(labels, domain, sizes, ROOM)
    points = [[_point(row, page.px(page.within(row["logit_value"]))) for row in found] for found in members.values()]
    slots = stack(with_marks(labels, points, page), page, ROOM)
    swarms = standing(points, slots, page)
    x = alt.X("logit:Q", scale=scale(page), axis=axis(page))
    height, foot = bottom(slots, page), axis_height(page)
    key, key_height = legend(_key(rows, bars=not dot_size(swarms)), page, height + foot + 4)
    layers = [
        floors(swarms, page, x),
        *swarm(swarms, page),
        *middles(swarms, page),
        *words(slots, page, ROOM),
        *key,
    ]
    return finish(layers, page, height, foot + key_height, text, upper=upper(page))


def _label(title: str, group: str, found: Sequence[Record], by_group: bool) -> Label:
    answered = sum(bool(row["answered"]) for row in found)
    detail = f"{counted(len(found), 'forecaster')}" + (f", {answered} answered" if answered < len(found) else "")
    return Label(
        (group or word("No group named")) if by_group else title, "", phrase(detail), section=title if by_group else ""
    )


def _point(row: Record, px: float) -> Point:
    said = row["said"] if row["answered"] else word("not answered")
    return Point(px, row["forecaster"], f"{row['label']}, {said}", fill=INK if row["answered"] else PAPER)


def _key(rows: Sequence[Record], *, bars: bool) -> list[tuple[Look, str]]:
    if bars:
        return [(Look("square", INK, INK), word("how many are there, each line on its own scale")), *middle_key()]
    kinds = ((True, ANSWERED, "a forecaster who answered"), (False, PREDICTED, "not answered: what the model predicts"))
    found = {bool(row["answered"]) for row in rows}
    return [*((look, word(said)) for answered, look, said in kinds if answered in found), *middle_key()]
