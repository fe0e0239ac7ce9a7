"""How each form of statement is drawn: a shape, a line, arrows where it runs on past the axis.

Shapes and lines tell the forms apart without colour; what stands beside the answer is hollow as well as grey.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import altair as alt

from consilience.charts.drawing.layout import Page, Record, data, pixel
from consilience.charts.drawing.theme import BAND_50, BAND_90, INK, PAPER, QUIET

TICK = "M0,-1L0,1"


@dataclass(frozen=True, slots=True)
class Glyph:
    """The drawing of one form.

    Parameters
    ----------
    shape : str
        Vega symbol at the best value, empty for none.
    line : {"", "thin", "thick"}
        Line from low to high.
    capped : bool
        A tick at each closed end of the line.
    title : str
        What the key calls it.
    dashed : bool
        Dash the line.
    """

    shape: str
    line: str
    capped: bool
    title: str
    dashed: bool = False


GLYPHS: Mapping[str, Glyph] = MappingProxyType(
    {
        "point": Glyph("circle", "", False, "point"),
        "range": Glyph("", "thick", False, "range"),
        "bounds": Glyph("circle", "thin", True, "best with bounds"),
        "at_most": Glyph("", "thin", True, "at most, at least"),
        "at_least": Glyph("", "thin", True, "at most, at least"),
        "quantiles": Glyph("square", "thin", True, "quantiles"),
        "survey": Glyph("diamond", "thin", True, "survey summary"),
        "base_rate": Glyph("cross", "", False, "base rate"),
        "words": Glyph("triangle-up", "thin", True, "words", dashed=True),
    }
)


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a mark: where it is, and whether it runs on past the axis there."""

    logit: float
    is_open: bool


def extent(row: Record, page: Page) -> tuple[float, float]:
    """Give the leftmost and rightmost unit of a row's marks."""
    low, high = _ends(row, page)
    return page.px(low.logit), page.px(high.logit)


def glyph_rows(row: Record, y: float, page: Page) -> list[Record]:
    """Turn one statement into its parts: lines (``part`` is "thick" or "thin") and symbols.

    Parameters
    ----------
    row : dict
        Of the statements frame: form, role, low, best, high, their logits, open_low and open_high.
    y : float
        Height in chart units.
    page : Page
        The columns.

    Returns
    -------
    list of dict
        Never empty: a statement of 0% or 100% is an open arrow at the end of the axis.
    """
    glyph = GLYPHS[row["form"]]
    low, high = _ends(row, page)
    common = {"y": y, "role": row["role"]}
    parts: list[Record] = []
    if glyph.line and _said(row["low"]) and _said(row["high"]):
        line = {"logit": low.logit, "logit2": high.logit, "part": glyph.line, "dashed": glyph.dashed}
        parts.append(common | line)
        if glyph.capped:
            parts += [common | {"logit": end.logit, "part": "tick"} for end in (low, high) if not end.is_open]
    arrow = "open" if is_certain(row) else "shut"
    for side, end in (("low", low), ("high", high)):
        if end.is_open:
            parts.append(common | {"logit": end.logit, "part": f"{arrow}_{side}"})
    off_axis = not glyph.line and (low.is_open or high.is_open)
    if glyph.shape and _said(row["best"]) and not off_axis:
        parts.append(common | {"logit": row["logit_best"], "part": glyph.shape})
    return parts


def is_certain(row: Record) -> bool:
    """Whether a statement is a plain 0% or 100%."""
    return row["form"] == "point" and not 0 < row["best"] < 1


def _ends(row: Record, page: Page) -> tuple[_End, _End]:
    """Find both ends of a mark. A single number has one place; the cell of its rounding is not drawn."""
    low, high = page.domain
    at = row["logit_best"] if _said(row["best"]) else low
    spread = bool(GLYPHS[row["form"]].line) and _said(row["low"]) and _said(row["high"])
    if not spread:
        return _End(at, bool(row["open_low"]) and at <= low), _End(at, bool(row["open_high"]) and at >= high)
    return (
        _End(low if row["open_low"] else row["logit_low"], bool(row["open_low"])),
        _End(high if row["open_high"] else row["logit_high"], bool(row["open_high"])),
    )


def glyph_layers(parts: Sequence[Record], page: Page, x: alt.X) -> list[alt.Chart]:
    """Draw the parts that :func:`glyph_rows` gives: thick lines, thin lines, symbols, from back to front."""
    layers = []
    for width, name in ((page.sizes.label * 0.6, "thick"), (1.0, "thin")):
        for dashed in (False, True):
            rows = [part for part in parts if part["part"] == name and part["dashed"] is dashed]
            if rows:
                mark: dict[str, Any] = {"strokeDash": [2.5, 1.2]} if dashed else {}
                lines = alt.Chart(data(rows)).mark_rule(aria=False, strokeWidth=width, **mark)
                layers.append(lines.encode(x=x, x2=alt.X2("logit2:Q"), y=pixel("y"), color=_by_role(INK, QUIET)))
    symbols = [part for part in parts if part["part"] not in ("thick", "thin")]
    shapes = {
        "tick": TICK,
        "open_low": "triangle-left",
        "shut_low": "triangle-left",
        "open_high": "triangle-right",
        "shut_high": "triangle-right",
        **{glyph.shape: glyph.shape for glyph in GLYPHS.values() if glyph.shape},
    }
    for row in symbols:
        hollow = row["part"].startswith("open") or (row["role"] == "beside" and row["part"] in _FILLED)
        row["fill"] = "paper" if hollow else row["role"]
    drawn = alt.Chart(data(symbols)).mark_point(aria=False, size=page.sizes.label * 4, strokeWidth=1, opacity=1)
    layers.append(
        drawn.encode(
            x=x,
            y=pixel("y"),
            shape=alt.Shape("part:N", scale=alt.Scale(domain=list(shapes), range=list(shapes.values())), legend=None),
            stroke=alt.Stroke("role:N", scale=_roles(INK, QUIET), legend=None),
            fill=alt.Fill("fill:N", scale=_roles(INK, QUIET), legend=None),
        )
    )
    return layers


_FILLED = frozenset(glyph.shape for glyph in GLYPHS.values() if glyph.shape)


def _roles(voice: str, beside: str) -> alt.Scale:
    colours = {"voice": voice, "beside": beside, "paper": PAPER, "band_90": BAND_90, "band_50": BAND_50}
    return alt.Scale(domain=list(colours), range=list(colours.values()))


def _by_role(voice: str, beside: str) -> alt.Color:
    return alt.Color("role:N", scale=_roles(voice, beside), legend=None)


def _said(fraction: Any) -> bool:
    return fraction is not None and bool(fraction == fraction)
