"""Where the nodes and edges of a factor tree go: side by side in columns, or in a stack with rails beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import ceil

from consilience.charts.drawing.language import phrase, word
from consilience.charts.drawing.layout import Record
from consilience.charts.drawing.theme import Sizes
from consilience.charts.drawing.typography import text_width, wrap

Point = tuple[float, float]

# The narrowest node in which a title of a few words and an interval can be read, in sizes of the label.
NARROWEST = 9.0
WIDEST = 17.0
STEP = 1.16
# Lines for what one of few people said of a node, and the share of its width that this may take beside the title.
MOST_SAID = 2
BESIDE = 0.5
PAD = 0.5
# Vega counts a whole stroke beyond an outline, and the picture must not be wider than the page.
EDGE = 2.6


@dataclass(slots=True)
class Box:
    """A node and its place; ``x`` and ``y`` are its middle, all in chart units.

    Parameters
    ----------
    row : dict
        Of the tree_nodes frame.
    title : list of str
        Its title in lines.
    value, interval : list of str
        The two parts of its label, or what few people said and what is inferred beside it, in lines.
    notes : list of str
        Its rule, and the word assumption, in lines.
    width, height : float
    text_lines : int
        Lines that its words take in a column.
    together : bool
        Whether value and interval share a line in a column.
    """

    row: Record
    title: list[str]
    value: list[str]
    interval: list[str]
    notes: list[str]
    width: float
    height: float
    text_lines: int = 0
    together: bool = False
    x: float = 0.0
    y: float = 0.0

    @property
    def left(self) -> float:
        """Left edge."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width / 2


@dataclass(slots=True)
class Drawn:
    """A laid-out tree.

    Parameters
    ----------
    boxes : dict
        By question.
    paths : list of list of (float, float)
        Lines of edges.
    heads : list of (float, float)
        Tips of arrows.
    joints : list of (float, float)
        Where an edge joins a rail that others use.
    labels : list of (str, float, float)
        A state, or one of its two words, with their left end and middle.
    height : float
    size : float
        Font size of the nodes.
    stacked : bool
        Nodes below one another, arrows from the right.
    """

    boxes: dict[str, Box]
    size: float
    paths: list[list[Point]] = field(default_factory=list)
    heads: list[Point] = field(default_factory=list)
    joints: list[Point] = field(default_factory=list)
    labels: list[tuple[str, float, float]] = field(default_factory=list)
    height: float = 0.0
    stacked: bool = False


def lay_out(nodes: Sequence[Record], edges: Sequence[Record], sizes: Sizes, *, narrow: bool) -> Drawn:
    """Place the nodes and edges of a tree.

    Parameters
    ----------
    nodes, edges : sequence of dict
        Of the tree_nodes and tree_edges frames, checked.
    sizes : Sizes
        An entry of :data:`consilience.charts.drawing.theme.SIZES`.
    narrow : bool
        Stack the nodes whatever their depth.

    Returns
    -------
    Drawn
        Premises left and outcomes right, where the levels fit side by side, in small type if need be; else premises
        above and outcomes below.
    """
    levels = max(int(row["depth"]) for row in nodes) + 1
    states = max((text_width(part, sizes.small) for edge in edges for part in _parts(edge["state"])), default=0.0)
    stub = states + sizes.small * 0.8 if states else 0.0
    wide = (sizes.inner - (stub + sizes.small * 2.2) * (levels - 1)) / levels
    for size in (sizes.label, sizes.small):
        if not narrow and wide >= NARROWEST * size:
            page = replace(sizes, label=size)
            return _columns(nodes, edges, page, (min(wide, WIDEST * size), stub))
    return _stacked(nodes, edges, sizes)


def _parts(state: str) -> list[str]:
    """The last word of a state, which stands below its edge, and what comes before it, above."""
    return state.rsplit(" ", 1) if state else []


def notes_of(row: Record) -> list[str]:
    """What is said of a node beside its probability: its rule, and that it is an assumption."""
    return [*filter(None, [row["rule"]]), *([word("assumption")] if row["assumption"] else [])]


def _box(row: Record, width: float, sizes: Sizes, *, beside: bool) -> Box:
    """Break the words of a node: value and interval below its title, or ``beside`` it at the right."""
    size, small, pad = sizes.label, sizes.small, sizes.label * PAD
    room = width - 2 * (pad + EDGE)
    value, interval = _told(row, room * BESIDE if beside else room, sizes, whole=beside)
    said_below = " · ".join(notes_of(row))
    if beside:
        widths = [text_width(line, size, bold=True) for line in value] + [text_width(line, small) for line in interval]
        said = max(widths)
        title = wrap(row["title"], room - said - size, size, most=3)
        notes = wrap(said_below, room - said - size, small) if said_below else []
        lines = max(len(title) + len(notes), len(value) + len(interval))
        return Box(row, title, value, interval, notes, width, size * STEP * lines + pad * 1.6)
    title = wrap(row["title"], room, size, most=4)
    notes = wrap(said_below, room, small) if said_below else []
    rest = text_width(" ".join(interval), small)
    together = len(value) == 1 and text_width(value[0], size, bold=True) + size * 0.5 + rest <= room
    lines = len(title) + len(value) + (0 if together else len(interval)) + len(notes)
    height = size * STEP * lines + pad * 1.6
    return Box(row, title, value, interval, notes, width, height, lines, together=together)


def _told(row: Record, room: float, sizes: Sizes, *, whole: bool) -> tuple[list[str], list[str]]:
    """The value in bold and in grey its interval, that may be kept ``whole``, or of few voices what is inferred."""
    value, bracket, rest = row["label"].partition(" [")
    rest = bracket.strip() + rest
    if row["said"]:
        return _said(phrase(row["said"]), room, sizes.label), _lines(f"{word('inferred')} {value}", rest, room, sizes)
    return [value], [rest] * bool(rest) if whole else wrap(rest, room, sizes.small)


def _said(said: str, room: float, size: float) -> list[str]:
    """What few people said, in one line or in one for each of them."""
    if text_width(said, size, bold=True) <= room:
        return [said]
    *parts, last = said.split("; ")
    lines = [wrap(part, room, size, bold=True, most=MOST_SAID) for part in [*(f"{part};" for part in parts), last]]
    return [line for each in lines for line in each]


def _lines(number: str, interval: str, room: float, sizes: Sizes) -> list[str]:
    """A number and its interval, broken between them sooner than within."""
    whole = f"{number} {interval}".strip()
    if text_width(whole, sizes.small) <= room:
        return [whole]
    return [line for part in (number, interval) for line in wrap(part, room, sizes.small)]


def _columns(nodes: Sequence[Record], edges: Sequence[Record], sizes: Sizes, widths: Point) -> Drawn:
    """Stand the levels side by side, premises at the left; ``widths`` are those of a node and of a state."""
    wide, stub = widths
    boxes = {row["question"]: _box(row, wide, sizes, beside=False) for row in nodes}
    for question, box in boxes.items():
        box.height = max(box.height, _sides(question, edges) * sizes.small)
    levels = max(int(row["depth"]) for row in nodes) + 1
    gap = (sizes.inner - wide * levels) / max(levels - 1, 1)
    columns = [
        sorted((box for box in boxes.values() if int(box.row["depth"]) == depth), key=lambda box: float(box.row["row"]))
        for depth in range(levels)
    ]
    apart = sizes.label * 2.2
    step = max(
        (
            ((one.height + other.height) / 2 + apart) / max(float(other.row["row"]) - float(one.row["row"]), 0.5)
            for column in columns
            for one, other in pairwise(column)
        ),
        default=sizes.label * 8,
    )
    for depth, column in enumerate(columns):
        below = float("-inf")
        for box in column:
            box.x = round((levels - 1 - depth) * (wide + gap) + wide / 2, 2)
            box.y = round(max(float(box.row["row"]) * step, below + box.height / 2 + apart), 2)
            below = box.y + box.height / 2
    drawn = Drawn(boxes, size=sizes.label)
    _curves(drawn, columns, edges, sizes, stub)
    _settle(drawn, sizes)
    return drawn


def _sides(question: str, edges: Sequence[Record]) -> float:
    """Height that the ends of a node's edges need with their states, in sizes of small type."""
    states = {str(edge["state"]) for edge in edges if edge["source"] == question}
    come = sum(bool(edge["target"] == question) for edge in edges)
    apart = 2.4 if len(states) > 1 and any(" " in state for state in states) else 1.4
    return max(apart * (len(states) + 1), 1.2 * (come + 1))


def _settle(drawn: Drawn, sizes: Sizes) -> None:
    """Move everything down or up so that the topmost node or edge is at the top of the plot."""
    boxes = drawn.boxes.values()
    heights = [y for path in drawn.paths for _, y in path]
    top = min([*(box.y - box.height / 2 for box in boxes), *heights]) - sizes.label * 0.5
    for box in boxes:
        box.y = round(box.y - top, 2)
    drawn.paths = [[(x, round(y - top, 2)) for x, y in path] for path in drawn.paths]
    drawn.heads = [(x, round(y - top, 2)) for x, y in drawn.heads]
    drawn.labels = [(said, x, round(y - top, 2)) for said, x, y in drawn.labels]
    bottoms = [*(box.y + box.height / 2 for box in boxes), *(y - top for y in heights)]
    drawn.height = max(bottoms) + sizes.label * 0.5


def _curves(drawn: Drawn, columns: Sequence[Sequence[Box]], edges: Sequence[Record], sizes: Sizes, stub: float) -> None:
    """Lead each edge from the right of its premise to the left of what it feeds, between the nodes on its way."""
    ports = _ports(drawn.boxes, edges)
    lanes: dict[int, list[float]] = {}
    for i, edge in enumerate(edges):
        source, target = drawn.boxes[edge["source"]], drawn.boxes[edge["target"]]
        start, end = (source.right, ports[i, "out"]), (target.left, ports[i, "in"])
        # Level at first, where the state is written.
        path = [start, (round(start[0] + stub, 2), start[1])]
        for depth in range(int(edge["depth"]) - 1, int(edge["to_depth"]), -1):
            column = columns[depth]
            if not column:
                continue
            (x, y), taken = path[-1], lanes.setdefault(depth, [])
            lane = _free(y + (end[1] - y) * (column[0].left - x) / (end[0] - x), column, taken, sizes)
            taken.append(lane)
            path += [*_bend(path[-1], (column[0].left, lane)), (round(column[0].right + stub, 2), lane)]
        drawn.paths.append(path + _bend(path[-1], end))
        drawn.heads.append(end)
        for state, side in zip(_parts(edge["state"]), (-1, 1), strict=False):
            label = (state, start[0] + sizes.small * 0.4, round(start[1] + side * sizes.small * 0.68, 2))
            if label not in drawn.labels:
                drawn.labels.append(label)


def _ports(boxes: Mapping[str, Box], edges: Sequence[Record]) -> dict[tuple[int, str], float]:
    """Spread the ends of edges along the sides of their nodes: those that leave in one state leave together."""
    ports: dict[tuple[int, str], float] = {}
    for question, box in boxes.items():
        out = [i for i, edge in enumerate(edges) if edge["source"] == question]
        out.sort(key=lambda i: boxes[edges[i]["target"]].y)
        states = list(dict.fromkeys(edges[i]["state"] for i in out))
        come = [i for i, edge in enumerate(edges) if edge["target"] == question]
        come.sort(key=lambda i: boxes[edges[i]["source"]].y)
        places = {(i, "out"): (states.index(edges[i]["state"]), len(states)) for i in out}
        places |= {(i, "in"): (place, len(come)) for place, i in enumerate(come)}
        for end, (place, number) in places.items():
            ports[end] = round(box.y - box.height / 2 + box.height * (place + 1) / (number + 1), 2)
    return ports


def _free(wanted: float, column: Sequence[Box], lanes: Sequence[float], sizes: Sizes) -> float:
    """Find the height nearest to the wanted one that is clear of a column's nodes and of other edges."""
    clear = sizes.label * 0.7
    taken = [(box.y - box.height / 2 - clear, box.y + box.height / 2 + clear) for box in column]
    taken += [(lane - clear * 0.7, lane + clear * 0.7) for lane in lanes]
    places = [wanted, *(end for span in taken for end in span)]
    open_ = [y for y in places if all(not low + 0.01 < y < high - 0.01 for low, high in taken)]
    nearest: float = min(open_, key=lambda y: abs(y - wanted))
    return round(nearest, 2)


def _bend(start: Point, end: Point) -> list[Point]:
    """Sample an S between two points, level at both ends (a cubic Bézier curve)."""
    (x0, y0), (x1, y1) = start, end
    points = []
    for i in range(1, 13):
        t = i / 12
        blend = t * t * (3 - 2 * t)
        across = (1 - t) ** 3 * x0 + 3 * (1 - t) * t * (x0 + x1) / 2 + t**3 * x1
        points.append((round(across, 2), round(y0 + (y1 - y0) * blend, 2)))
    return points


def _stacked(nodes: Sequence[Record], edges: Sequence[Record], sizes: Sizes) -> Drawn:
    """Stand the nodes below one another; each that is fed has a rail at the right, which its premises join."""
    ordered = sorted(nodes, key=lambda row: (-int(row["depth"]), float(row["row"])))
    order = {row["question"]: i for i, row in enumerate(ordered)}
    fed = sorted({edge["target"] for edge in edges}, key=lambda question: order[question])
    rails = _rails(fed, edges, order)
    pitch = sizes.label * 1.1
    stub = sizes.small * 1.2 + max((text_width(row["state"], sizes.small) for row in edges), default=0.0)
    count = max(rails.values(), default=-1) + 1
    wide = float(ceil(sizes.inner - (stub + pitch * (count + 0.2) if count else 0)))
    drawn = Drawn({}, sizes.label, stacked=True)
    y = sizes.label * 0.5
    for row in ordered:
        box = _box(row, wide, sizes, beside=True)
        states = len({edge["state"] for edge in edges if edge["source"] == row["question"]})
        ports = states + (row["question"] in rails)
        box.height = max(box.height, sizes.small * 1.45 * (ports + 1))
        box.x, box.y = round(wide / 2, 2), round(y + box.height / 2, 2)
        drawn.boxes[row["question"]] = box
        y += box.height + sizes.label * 0.9
    drawn.height = y - sizes.label * 0.4
    places = {question: round(wide + stub + pitch * (rail + 0.5), 2) for question, rail in rails.items()}
    _stubs(drawn, edges, places, sizes)
    return drawn


def _rails(fed: Sequence[str], edges: Sequence[Record], order: Mapping[str, int]) -> dict[str, int]:
    """Give each fed node a rail, shared where two do not meet: short ones nearest to the nodes."""
    spans = {}
    for question in fed:
        met = [order[edge["source"]] for edge in edges if edge["target"] == question] + [order[question]]
        spans[question] = (min(met), max(met))
    rails: dict[str, int] = {}
    for question in sorted(fed, key=lambda name: (spans[name][1] - spans[name][0], spans[name])):
        low, high = spans[question]
        others = {rails[name] for name in rails if spans[name][0] <= high and low <= spans[name][1]}
        rails[question] = next(rail for rail in range(len(fed)) if rail not in others)
    return rails


def _stubs(drawn: Drawn, edges: Sequence[Record], places: Mapping[str, float], sizes: Sizes) -> None:
    """Lead each premise out to the rails it joins, and each rail into its node."""
    reached: dict[str, list[float]] = {question: [] for question in places}
    for question, box in drawn.boxes.items():
        states = list(dict.fromkeys(edge["state"] for edge in edges if edge["source"] == question))
        ports = len(states) + (question in places)
        heights = [round(box.y - box.height / 2 + box.height * (i + 1) / (ports + 1), 2) for i in range(ports)]
        if question in places:
            # Everything that feeds a node is above it, so that its rail comes in above what goes out.
            y = heights.pop(0)
            reached[question].append(y)
            drawn.paths.append([(places[question], y), (box.right, y)])
            drawn.heads.append((box.right, y))
        for state, y in zip(states, heights, strict=True):
            joined = [places[edge["target"]] for edge in edges if (edge["source"], edge["state"]) == (question, state)]
            drawn.paths.append([(box.right, y), (max(joined), y)])
            drawn.joints += [(x, y) for x in joined]
            for edge in edges:
                if (edge["source"], edge["state"]) == (question, state):
                    reached[edge["target"]].append(y)
            if state:
                drawn.labels.append((state, box.right + sizes.small * 0.6, round(y - sizes.small * 0.7, 2)))
    for question, heights in reached.items():
        drawn.paths.append([(places[question], min(heights)), (places[question], max(heights))])
