"""The factor tree: every question with its probability, and what depends on what."""

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING

import altair as alt

from consilience.charts.drawing.drawn import chart
from consilience.charts.drawing.language import word
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
from consilience.charts.drawing.theme import ACCENT, BAND_90, GATE, INK, PAPER, QUIET, SOFT
from consilience.charts.drawing.tree_layout import EDGE, PAD, STEP, Box, Drawn, lay_out, notes_of
from consilience.charts.drawing.typography import text_width

if TYPE_CHECKING:
    import pandas as pd

NODE_COLUMNS = ("question", "title", "kind", "rule", "assumption", "label", "said", "detail", "depth", "row")
EDGE_COLUMNS = ("source", "target", "state", "depth", "to_depth")
KINDS = ("factor", "gate", "outcome")
_PLACES = "each node stands where what depends on what has it"


@chart(range="a tree has no axis", order=_PLACES, only=_PLACES)
def tree(
    nodes: "pd.DataFrame", edges: "pd.DataFrame", *, text: ChartText, options: ChartOptions = PLAIN
) -> alt.LayerChart:
    """Draw the questions of a network as nodes and what they depend on as arrows.

    Parameters
    ----------
    nodes : pandas.DataFrame
        The tree_nodes frame: ``kind`` is factor, gate or outcome; ``depth`` is 0 for an outcome and grows towards the
        premises; ``row`` is the place within a level. A dozen nodes are read with ease.
    edges : pandas.DataFrame
        The tree_edges frame, which may be empty: from ``source``, the premise, to ``target``, of smaller depth.
    text : ChartText
        The words around the chart.
    options : ChartOptions
        Width, axis, rows and look of the picture.

    Returns
    -------
    altair.LayerChart
        Premises left and outcomes right; on the column, and where the levels are too many to stand side by side,
        premises above and outcomes below. Factors have round corners; gates are square and grey with their rule;
        outcomes are blue. A node that is nothing but a declared prior is dashed and called an assumption. Where voices
        lead a node, what they ``said`` stands in bold, and below it in grey what is inferred.

    Raises
    ------
    ChartError
        If the nodes are empty, a column is missing, a kind is unknown, a question occurs twice, a place is no number,
        or an edge names no node or does not lead towards the outcome.

    Examples
    --------
    >>> import pandas as pd
    >>> nodes = pd.DataFrame({"question": ["capable", "takeover"], "title": ["Capable", "Takeover"],
    ...                       "kind": ["factor", "outcome"], "rule": ["", "all of"], "assumption": [True, False],
    ...                       "label": ["60% [40%, 80%]", "6% [2%, 10%]"], "said": ["50%; 70%", ""],
    ...                       "detail": ["A: 50%; B: 70%", ""], "depth": [1, 0], "row": [0.0, 0.0]})
    >>> edges = pd.DataFrame({"source": ["capable"], "target": ["takeover"], "state": ["given"], "depth": [1],
    ...                       "to_depth": [0]})
    >>> tree(nodes, edges, text=ChartText("Six per cent", "Two nodes and an arrow.")).to_dict()["description"]
    'Two nodes and an arrow.'
    """
    rows = records(nodes, NODE_COLUMNS, what="tree_nodes")
    links = records(edges, EDGE_COLUMNS, what="tree_edges") if len(edges) else []
    _check(rows, links)
    sizes = options.sizes
    page = Page(sizes, (0.0, 1.0), 0, 0)
    drawn = lay_out(rows, links, sizes, narrow=page.narrow)
    layers = [
        *_edges(drawn, page),
        *_nodes(list(drawn.boxes.values())),
        *_words(drawn, page),
        _hover(list(drawn.boxes.values())),
    ]
    return finish(layers, page, round(drawn.height, 1), 0, text)


def _check(rows: Sequence[Record], links: Sequence[Record]) -> None:
    """Refuse a tree that cannot be placed; the error lists everything that is wrong with it."""
    wrong = [f"kind {row['kind']!r} of {row['question']!r}" for row in rows if row["kind"] not in KINDS]
    wrong += [f"place of {row['question']!r}" for row in rows if not (isfinite(row["row"]) and row["depth"] >= 0)]
    depths = {row["question"]: int(row["depth"]) for row in rows}
    if len(depths) < len(rows):
        wrong.append("a question that occurs twice")
    for link in links:
        source, target = depths.get(link["source"]), depths.get(link["target"])
        if source is None or target is None or source <= target:
            wrong.append(f"edge from {link['source']!r} to {link['target']!r}")
        elif (source, target) != (int(link["depth"]), int(link["to_depth"])):
            wrong.append(f"depths of the edge from {link['source']!r} to {link['target']!r}")
    if wrong:
        raise ChartError(
            f"the tree frames hold what cannot be drawn: {'; '.join(wrong)}. To mend it: take them from summaries"
        )


def _edges(drawn: Drawn, page: Page) -> list[alt.Chart]:
    """Draw the lines, the arrows at their ends, and dots where a premise joins a rail."""
    if not drawn.paths:
        return []
    points = [
        {"edge": i, "step": j, "px": x, "y": y} for i, path in enumerate(drawn.paths) for j, (x, y) in enumerate(path)
    ]
    line = alt.Chart(data(points)).mark_line(aria=False, color=QUIET, strokeWidth=0.9, strokeJoin="round")
    size = page.sizes.label
    back = size * 0.28 * (1 if drawn.stacked else -1)
    tips = [{"px": round(x + back, 2), "y": y} for x, y in drawn.heads]
    arrow = alt.Chart(data(tips)).mark_point(
        aria=False,
        filled=True,
        opacity=1,
        color=QUIET,
        size=size * 3,
        shape=f"triangle-{'left' if drawn.stacked else 'right'}",
    )
    dots = alt.Chart(data([{"px": x, "y": y} for x, y in drawn.joints]))
    return [
        line.encode(x=across("px"), y=pixel("y"), detail=alt.Detail("edge:N"), order=alt.Order("step:Q")),
        arrow.encode(x=across("px"), y=pixel("y")),
        *(
            [dots.mark_circle(aria=False, color=QUIET, opacity=1, size=size * 1.1).encode(x=across("px"), y=pixel("y"))]
            if drawn.joints
            else []
        ),
    ]


def _nodes(boxes: Sequence[Box]) -> list[alt.Chart]:
    """Draw the outlines: each kind by its corners and filling, an assumption by its dashes."""
    looks = {
        "factor": {"fill": PAPER, "stroke": INK, "strokeWidth": 0.9, "cornerRadius": 5},
        "gate": {"fill": GATE, "stroke": SOFT, "strokeWidth": 0.9},
        "outcome": {"fill": BAND_90, "stroke": ACCENT, "strokeWidth": 1.8, "cornerRadius": 5},
    }
    layers = []
    for kind, look in looks.items():
        for assumed in (False, True):
            places = [
                {
                    "px": round(box.left + EDGE, 2),
                    "px2": round(box.right - EDGE, 2),
                    "y": round(box.y - box.height / 2, 2),
                    "y2": round(box.y + box.height / 2, 2),
                }
                for box in boxes
                if box.row["kind"] == kind and bool(box.row["assumption"]) is assumed
            ]
            if places:
                dashes = {"strokeDash": [3, 2]} if assumed else {}
                rect = alt.Chart(data(places)).mark_rect(aria=False, **look, **dashes)
                layers.append(rect.encode(x=across("px"), x2=alt.X2("px2:Q"), y=pixel("y"), y2=alt.Y2("y2:Q")))
    return layers


def _words(drawn: Drawn, page: Page) -> list[alt.Chart]:
    """Write title, probability, rule and assumption into each node, and the states beside the edges."""
    size, small = drawn.size, page.sizes.small
    texts: dict[str, list[Record]] = {"title": [], "value": [], "interval": [], "note": []}
    for box in drawn.boxes.values():
        _place(box, drawn.stacked, size, small, texts)
    align = "right" if drawn.stacked else "left"
    states = [{"text": state, "px": round(x, 2), "y": round(y, 2)} for state, x, y in drawn.labels]
    layers = [
        text_layer(texts["title"], across("px"), fontSize=size, color=INK),
        text_layer(texts["value"], across("px"), fontSize=size, fontWeight="bold", align=align, color=INK),
        text_layer(texts["interval"], across("px"), fontSize=small, align=align, color=SOFT),
        text_layer(texts["note"], across("px"), fontSize=small, color=SOFT),
        *haloed(states, across("px"), fontSize=small, color=SOFT),
    ]
    return [layer for layer in layers if layer.data["values"]]


def _place(box: Box, stacked: bool, size: float, small: float, texts: dict[str, list[Record]]) -> None:
    """Set the words of one node: the value right of the title in a stack, below it in a column."""
    pad, step = size * PAD, size * STEP
    left = round(box.left + EDGE + pad, 2)
    right = round(box.right - EDGE - pad, 2)
    lines = len(box.title) + len(box.notes) if stacked else box.text_lines
    y = box.y - (lines - 1) * step / 2
    texts["title"] += [{"text": line, "px": left, "y": round(y + i * step, 2)} for i, line in enumerate(box.title)]
    y += len(box.title) * step
    if stacked:
        said = box.y - (len(box.value) + len(box.interval) - 1) * step / 2
        for kind, told in (("value", box.value), ("interval", box.interval)):
            texts[kind] += [{"text": line, "px": right, "y": round(said + i * step, 2)} for i, line in enumerate(told)]
            said += len(told) * step
    else:
        texts["value"] += [{"text": line, "px": left, "y": round(y + i * step, 2)} for i, line in enumerate(box.value)]
        y += (len(box.value) - 1) * step
        after = left + text_width(box.value[0], size, bold=True) + size * 0.5
        if not (box.together and box.interval):
            after, y = left, y + step
        for line in box.interval:
            texts["interval"].append({"text": line, "px": round(after, 2), "y": round(y, 2)})
            y += step
    texts["note"] += [{"text": line, "px": left, "y": round(y + i * step, 2)} for i, line in enumerate(box.notes)]


def _kind(box: Box) -> str:
    return " · ".join([word(box.row["kind"]), *notes_of(box.row)])


def _hover(boxes: Sequence[Box]) -> alt.Chart:
    rows = [
        {
            "title": box.row["title"],
            "said": box.row["detail"] or box.row["label"],
            "kind": _kind(box),
            "spoken": f"{box.row['title']}: {box.row['detail'] or box.row['label']}, {_kind(box)}",
            "px": round(box.left + EDGE, 2),
            "px2": round(box.right - EDGE, 2),
            "y": round(box.y - box.height / 2, 2),
            "y2": round(box.y + box.height / 2, 2),
        }
        for box in boxes
    ]
    titles = {"title": "Question", "said": "Probability", "kind": "Kind"}
    strip = alt.Chart(data(rows)).mark_rect(opacity=0)
    return strip.encode(
        x=across("px"),
        x2=alt.X2("px2:Q"),
        y=pixel("y"),
        y2=alt.Y2("y2:Q"),
        description=alt.Description("spoken:N"),
        tooltip=[alt.Tooltip(f"{field}:N", title=word(title)) for field, title in titles.items()],
    )
