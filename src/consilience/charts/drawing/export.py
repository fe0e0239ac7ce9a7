"""Charts as files: SVG, PNG at 300 dpi, PDF, an interactive page that opens offline, and the specification.

An SVG keeps its text, with the font that a browser shows it in; an outlined one looks the same in every program.

A chart is compiled once; PNG and PDF are made from the same SVG. The same chart gives the same bytes, except
as PDF: the converter numbers the objects of a file in random order.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from html import escape
from os import getpid
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Any

import altair as alt

from consilience.charts.drawing import conversion
from consilience.charts.drawing.altair_import import ONE_THEME, uncopied
from consilience.charts.drawing.conversion import Converter
from consilience.charts.drawing.embedded import font_style
from consilience.charts.drawing.layout import ChartError
from consilience.charts.drawing.page import chart_page, figure

FORMATS = ("svg", "png", "pdf", "html", "vl.json")

_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
_STYLE = re.compile(r"<style>[^<]*</style>")
_RESERVED = re.compile(r'[\x00-\x1f<>:"/\\|?*]')


def format_of(name: str) -> str:
    """The format that a file name ends with, "" where it ends with none.

    Examples
    --------
    >>> format_of("figure-1.outlined.svg")
    'outlined.svg'
    """
    return max((form for form in _WRITERS if name.endswith(f".{form}") and name != f".{form}"), key=len, default="")


def save_chart(
    chart: "alt.LayerChart | Drawing", folder: Path | str, name: str, formats: Sequence[str] = FORMATS
) -> tuple[Path, ...]:
    """Write a chart to a folder, one file for each format.

    Parameters
    ----------
    chart : altair.LayerChart or Drawing
        From a chart function of this package: it carries its size and its description. A :class:`Drawing` of it
        where it is used several times.
    folder : path
        Made where it is missing.
    name : str
        Name of the files without suffix.
    formats : sequence of {"svg", "outlined.svg", "png", "pdf", "html", "vl.json"}
        Text of an ``outlined.svg`` is drawn, for Inkscape, Illustrator and Word, which have not got our font; PNG at
        300 dpi; HTML interactive, without any request; ``vl.json`` the Vega-Lite specification. By default all but the
        second.

    Returns
    -------
    tuple of pathlib.Path
        The files, in the order of ``formats``. Each appears whole or not at all.

    Raises
    ------
    ChartError
        If a format is unknown, the name is not a plain file name or the chart has no description.

    Examples
    --------
    >>> import altair as alt
    >>> save_chart(alt.Chart(), "charts", "a/b")
    Traceback (most recent call last):
    consilience.charts.drawing.layout.ChartError: 'a/b' is not a plain file name. To mend it: leave out / and the like
    """
    wanted = tuple(formats)
    unknown = [str(form) for form in wanted if form not in _WRITERS]
    if unknown:
        raise ChartError(f"no chart format is called {', '.join(unknown)}. To mend it: choose of {', '.join(_WRITERS)}")
    if not name or name.startswith(".") or _RESERVED.search(name):
        raise ChartError(f"{name!r} is not a plain file name. To mend it: leave out / and the like")
    drawing = _drawn(chart)
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for form in wanted:
        path = target / f"{name}.{form}"
        _replace(path, _WRITERS[form](drawing))
        written.append(path)
    return tuple(written)


def figure_html(
    identifier: str, chart: "alt.LayerChart | Drawing", narrow: "alt.LayerChart | Drawing | None" = None
) -> str:
    """Write a chart as a figure of an HTML page.

    The page needs ``<style>`` with :func:`consilience.charts.figure_css`; for interactive charts also, once
    and after the figures, script elements with :func:`consilience.charts.bundle` and
    :func:`consilience.charts.starter`. Without them the picture stays.

    Parameters
    ----------
    identifier : str
        Letters, digits and hyphens, unique in the page.
    chart : altair.LayerChart or Drawing
        From a chart function of this package.
    narrow : altair.LayerChart or Drawing, optional
        The same chart at the width of a column: a still picture that takes its place on a narrow screen.

    Returns
    -------
    str
        HTML with the picture, its description and its specification.

    Examples
    --------
    >>> import altair as alt
    >>> chart = alt.layer(alt.Chart().mark_point()).properties(description="Nothing yet")
    >>> figure_html("empty", chart)[:45]
    '<figure class="consilience-chart" id="empty">'
    """
    drawing = _drawn(chart)
    column = None if narrow is None else _drawn(narrow).labelled_svg
    return figure(identifier, drawing.labelled_svg, drawing.json, column)


def _drawn(chart: "alt.LayerChart | Drawing") -> "Drawing":
    return chart if isinstance(chart, Drawing) else Drawing(chart)


class Drawing:
    """One chart, compiled when it is first needed.

    Parameters
    ----------
    chart : altair.LayerChart
        From a chart function of this package.

    Attributes
    ----------
    converter : Converter
        What makes its pictures: this process, until another is named.

    Raises
    ------
    ChartError
        If the chart has no description.
    """

    def __init__(self, chart: alt.LayerChart | alt.VConcatChart) -> None:
        # Ours, whatever theme is enabled: a chart has one look.
        with ONE_THEME, alt.theme.enable("consilience"), uncopied(chart):
            # Checked against the schema by the tests, for each of our charts: a user need not wait for it again.
            self.spec: dict[str, Any] = chart.to_dict(validate=False)
        if not self.spec.get("description"):
            raise ChartError("a chart needs a description (alt text). To mend it: say what it is")
        self.description = str(self.spec["description"])
        self.converter: Converter = conversion
        # Its files and the report ask for the picture in several threads.
        self._drawing = Lock()
        self._svg: str | None = None

    @property
    def title(self) -> str:
        """The title of the chart on one line, its description where it has none."""
        title = self.spec.get("title", {})
        lines = title.get("text", "") if isinstance(title, dict) else title
        return (lines if isinstance(lines, str) else " ".join(lines)) or self.description

    @property
    def svg(self) -> str:
        """The picture as the converter draws it, one unit a pixel."""
        with self._drawing:
            if self._svg is None:
                self._svg = self.converter.svg_of(self.spec)
            return self._svg

    @cached_property
    def drawn_svg(self) -> str:
        """The picture with its letters drawn, of which pixels are made: the converter looks each up in its font."""
        from consilience.charts.drawing.outlines import letters_drawn

        return letters_drawn(self.svg)

    @cached_property
    def labelled_svg(self) -> str:
        """The picture in points, with its description."""
        label = f'role="img" aria-label="{escape(self.description, quote=True)}"'
        return _SIZE.sub(lambda size: f'width="{size[1]}pt" height="{size[2]}pt" {label}', self.svg, count=1)

    def recall(self, file: bytes) -> None:
        """Take the picture from the SVG file that was made of the same drawing."""
        self.labelled_svg = _STYLE.sub("", file.decode(), count=1)

    @cached_property
    def json(self) -> str:
        """The Vega-Lite specification as JSON text."""
        return json.dumps(self.spec, ensure_ascii=False, allow_nan=False, sort_keys=True)


def _svg(drawing: Drawing) -> bytes:
    # A browser shows the file with our font wherever it is opened; other programs pass over the style.
    head, rest = drawing.labelled_svg.split(">", 1)
    return f"{head}>{font_style(rest)}{rest}".encode()


def _outlined(drawing: Drawing) -> bytes:
    from consilience.charts.drawing.outlines import outlined

    return outlined(drawing.labelled_svg).encode()


def _png(drawing: Drawing) -> bytes:
    return drawing.converter.png_of(drawing.drawn_svg)


def _pdf(drawing: Drawing) -> bytes:
    return drawing.converter.pdf_of(drawing.svg)


def _html(drawing: Drawing) -> bytes:
    paper = str(drawing.spec.get("config", {}).get("background", ""))
    page = chart_page(drawing.title, drawing.labelled_svg, drawing.json, paper, drawing.converter)
    return page.encode("utf-8")


def _json(drawing: Drawing) -> bytes:
    return f"{drawing.json}\n".encode()


_WRITERS: Mapping[str, Callable[[Drawing], bytes]] = MappingProxyType(
    {"svg": _svg, "outlined.svg": _outlined, "png": _png, "pdf": _pdf, "html": _html, "vl.json": _json}
)


def _replace(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.{getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
