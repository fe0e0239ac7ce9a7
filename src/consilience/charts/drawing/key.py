"""The key of the statements chart: only what occurs in it, drawn by the same glyphs, below the axis."""

from collections.abc import Sequence

from consilience.charts.drawing.glyphs import GLYPHS, glyph_rows, is_certain
from consilience.charts.drawing.language import word
from consilience.charts.drawing.layout import Page, Record
from consilience.charts.drawing.typography import text_width

CERTAIN = "0% or 100%"
BAND = "median forecaster, 50% and 90% interval"


def key(rows: Sequence[Record], page: Page, top: float, *, band: bool) -> tuple[list[Record], list[Record], float]:
    """Lay out the key of what occurs among the rows.

    Parameters
    ----------
    rows : sequence of dict
        Of the statements frame.
    page : Page
        The columns.
    top : float
        Where the key begins, in chart units.
    band : bool
        Whether the median forecaster is drawn.

    Returns
    -------
    parts, texts : list of dict
        Glyph parts for :func:`consilience.charts.drawing.glyphs.glyph_layers`, and texts with their places.
    height : float
        Height taken, 0 where plain points need no key.
    """
    entries = _entries(rows, band)
    if [name for name, _ in entries] == [GLYPHS["point"].title]:
        return [], [], 0.0
    size = page.sizes.small
    # The first symbol is centred on its place, so it must stand its own half inside the margin; a thick line, more.
    first = size * 0.75 - page.left
    y, at = top + size, first
    parts: list[Record] = []
    texts: list[Record] = []
    for name, form in entries:
        sample = size * (2.4 if form is None or GLYPHS[form].line else 1.1)
        said = word(name)
        wide = sample + size * 0.5 + text_width(said, size)
        if at > first and at + wide > page.plot + page.right:
            at, y = first, y + size * 1.5
        logits = [page.logit_at(at + sample * share) for share in (0.0, 0.5, 1.0)]
        parts += _sample(form, name, logits, round(y, 2), page)
        texts.append({"text": said, "logit": page.logit_at(at + sample + size * 0.5), "y": round(y, 2)})
        at += wide + size * 1.5
    return parts, texts, y + size - top


def _entries(rows: Sequence[Record], band: bool) -> list[tuple[str, str | None]]:
    certain = any(is_certain(row) for row in rows)
    forms = {row["form"] for row in rows if not is_certain(row)}
    entries: dict[str, str | None] = {}
    for form, glyph in GLYPHS.items():
        if form in forms:
            entries.setdefault(glyph.title, form)
        if form == "point" and certain:
            entries[CERTAIN] = form
    if band:
        entries[BAND] = None
    return list(entries.items())


def _sample(form: str | None, name: str, logits: Sequence[float], y: float, page: Page) -> list[Record]:
    low, best, high = logits
    if form is None:
        inside = [low + (high - low) * share for share in (0.25, 0.75)]
        ends = {"band_90": (low, high), "band_50": (inside[0], inside[1])}
        common = {"y": y, "part": "thick", "dashed": False}
        return [common | {"role": role, "logit": x, "logit2": x2} for role, (x, x2) in ends.items()]
    if name == CERTAIN:
        return [{"y": y, "role": "voice", "logit": best, "part": "open_low"}]
    said = {"low": 0.5, "best": 0.5, "high": 0.5, "open_low": False, "open_high": False}
    places = {"logit_low": low, "logit_best": best, "logit_high": high}
    parts = glyph_rows({"form": form, "role": "voice"} | said | places, y, page)
    if form in ("at_most", "at_least"):
        parts = [part for part in parts if part["part"] == "thin" or part["logit"] == high]
        parts.append({"y": y, "role": "voice", "logit": low, "part": "shut_low"})
    return parts
