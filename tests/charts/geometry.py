"""Where the texts and lines of a finished picture lie, measured without eyes."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

import vl_convert

from consilience.charts import register_fonts
from consilience.charts.drawing.typography import text_width


class Box(NamedTuple):
    text: str
    left: float
    right: float
    top: float
    bottom: float


class Picture(NamedTuple):
    """The texts of a picture, the straight lines that a reader sees through them, those covered too, and its size."""

    texts: list[Box]
    crossed: list[tuple[str, str]]
    beneath: list[str]
    width: float
    height: float


# What is fainter is the grid.
_DARK = 0.5
# Of a text box so much at each side may be touched: its letters do not fill it.
_INSET = 0.2


def picture(spec: dict[str, Any]) -> Picture:
    """Lay a specification out as Vega does."""
    register_fonts()
    paper = spec["config"]["background"]
    drawn = vl_convert.vega_to_scenegraph(vl_convert.vegalite_to_vega(spec))
    texts: list[tuple[int, Box]] = []
    lines: list[tuple[int, tuple[float, float, float, float], str]] = []
    covers: list[tuple[int, Box]] = []
    for place, (kind, item, x, y) in enumerate(_items(drawn["scenegraph"], *drawn["origin"])):
        if kind == "text":
            texts += [(place, box) for box in _boxes(item, x, y)]
        elif kind == "halo":
            covers += [(place, box) for box in _boxes(item, x, y)]
        elif kind == "rule" and _darkness(item.get("stroke")) > _DARK and item.get("opacity", 1) > 0:
            start = (x + item.get("x", 0), y + item.get("y", 0))
            end = (x + item.get("x2", item.get("x", 0)), y + item.get("y2", item.get("y", 0)))
            lines.append((place, (*start, *end), str(item["stroke"])))
        elif kind == "rect" and item.get("fill") == paper:
            left, top = x + item.get("x", 0), y + item.get("y", 0)
            covers.append((place, Box("", left, left + item.get("width", 0), top, top + item.get("height", 0))))
    through = [
        (at, box, drawn_at, colour) for at, box in texts for drawn_at, line, colour in lines if _crosses(line, box)
    ]
    crossed = [
        (box.text, colour)
        for at, box, drawn_at, colour in through
        if not any(drawn_at < covered < at and _holds(cover, box) for covered, cover in covers)
    ]
    beneath = [box.text for _, box, *_ in through]
    return Picture([box for _, box in texts], crossed, beneath, drawn["width"], drawn["height"])


def clashes(texts: list[Box]) -> list[tuple[str, str]]:
    """Texts that lie on one another."""
    found = []
    for one, other in combinations(texts, 2):
        beside = one.right <= other.left + 0.3 or other.right <= one.left + 0.3
        # Half a line of one may lie in the empty upper part of the next.
        above = one.bottom <= other.top + 2 or other.bottom <= one.top + 2
        if not (beside or above):
            found.append((one.text, other.text))
    return found


def outside(shown: Picture) -> list[Box]:
    """Texts that reach beyond the picture."""
    return [box for box in shown.texts if box.left < -0.6 or box.right > shown.width + 0.6]


def _items(scene: dict[str, Any], x: float, y: float) -> Iterator[tuple[str, dict[str, Any], float, float]]:
    """Walk a scenegraph from back to front."""
    kind = scene.get("marktype", "")
    for item in scene.get("items", []):
        if kind == "text":
            yield ("halo" if item.get("stroke") else "text"), item, x, y
        elif kind in ("rule", "rect"):
            yield kind, item, x, y
        if "items" in item:
            at = (x + item.get("x", 0), y + item.get("y", 0)) if kind == "group" else (x, y)
            for part in item["items"]:
                yield from _items(part, *at)


def _boxes(item: dict[str, Any], x: float, y: float) -> Iterator[Box]:
    """A box for each line of a text, in units from the corner of the picture."""
    if item.get("opacity") == 0 or not item.get("text"):
        return
    size = item.get("fontSize", 11)
    for i, line in enumerate(item["text"] if isinstance(item["text"], list) else [item["text"]]):
        wide = text_width(str(line), size, bold=item.get("fontWeight") == "bold")
        if item.get("angle"):
            # The title of a vertical axis: turned about its place, which is the middle of its lower edge.
            middle, at = y + item.get("y", 0), x + item.get("x", 0)
            yield Box(str(line), at - size, at, middle - wide / 2, middle + wide / 2)
            continue
        left = x + item.get("x", 0) - {"left": 0, "center": 0.5, "right": 1}[item.get("align", "left")] * wide
        base = {"middle": 0.5, "top": 0, "bottom": 1}.get(item.get("baseline", "alphabetic"), 0.8)
        top = y + item.get("y", 0) + item.get("dy", 0) + i * (size + 2) - base * size
        yield Box(str(line), left, left + wide, top, top + size)


def _darkness(colour: Any) -> float:
    if not isinstance(colour, str) or not colour.startswith("#") or len(colour) != 7:
        return 0.0
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 1 - (0.3 * red + 0.59 * green + 0.11 * blue) if min(red, green, blue) < 0.7 else 0.0


def _holds(cover: Box, box: Box) -> bool:
    return (
        cover.left <= box.left + 2
        and cover.right >= box.right - 2
        and cover.top <= box.top + 2
        and cover.bottom >= box.bottom - 2
    )


def _crosses(line: tuple[float, float, float, float], box: Box) -> bool:
    """Whether any of forty points of a line lies well within a box."""
    x1, y1, x2, y2 = line
    high = box.bottom - box.top
    left, right, top, bottom = box.left + 1, box.right - 1, box.top + high * _INSET, box.bottom - high * _INSET
    # Most lines are nowhere near.
    if right - left <= 1 or max(x1, x2) <= left or min(x1, x2) >= right or max(y1, y2) <= top or min(y1, y2) >= bottom:
        return False
    points = ((x1 + (x2 - x1) * i / 40, y1 + (y2 - y1) * i / 40) for i in range(41))
    return any(left < x < right and top < y < bottom for x, y in points)
