"""The texts of a picture as Vega writes them: what is said of each, and its lines with their places."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

TEXT = re.compile(r"<text(?P<attributes>[^>]*)>(?P<inside>.*?)</text>", re.DOTALL)
# Of several lines each is a span of its own.
_LINE = re.compile(r"(?P<head>^|<tspan[^>]*>)(?P<said>[^<]*)(?:</tspan>)?")
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_ANCHORED = {"start": 0.0, "middle": 0.5, "end": 1.0}


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a text: the tag before it, where it begins, and what it says."""

    head: str
    x: float
    y: float
    said: str


@dataclass(frozen=True, slots=True)
class Look:
    """How a text is drawn: its size, whether it is bold, and which share of a line lies before its place."""

    size: float
    bold: bool
    anchor: float


def attributes_of(tag: str) -> Mapping[str, str]:
    """Attributes by name, as they are written."""
    return dict(_ATTRIBUTE.findall(tag))


def look_of(attributes: Mapping[str, str]) -> Look:
    """Look of a text of these attributes.

    Examples
    --------
    >>> look_of(attributes_of('text-anchor="end" font-size="9px" font-weight="bold"'))
    Look(size=9.0, bold=True, anchor=1.0)
    """
    return Look(
        float(attributes.get("font-size", "11px").removesuffix("px")),
        attributes.get("font-weight") in ("bold", "700"),
        _ANCHORED[attributes.get("text-anchor", "start")],
    )


def lines_of(inside: str) -> Iterator[TextLine]:
    """Lines of a text, each as far down as those before it take it.

    Examples
    --------
    >>> [(line.x, line.y, line.said) for line in lines_of('<tspan>a</tspan><tspan x="2" dy="9">b &amp; c</tspan>')]
    [(0.0, 0.0, 'a'), (2.0, 9.0, 'b & c')]
    """
    y = 0.0
    for line in _LINE.finditer(inside):
        if line[0]:
            place = attributes_of(line["head"])
            y += float(place.get("dy", "0"))
            yield TextLine(line["head"], float(place.get("x", "0")), y, unescape(line["said"]))
