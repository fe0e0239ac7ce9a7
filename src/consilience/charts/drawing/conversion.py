"""Specifications into pictures: in this process, or as a program for another one.

The converter lets no other thread of its process run, so that a run has programs beside it do the work. They are to
start in no time: nothing is imported here but the converter.
"""

import json
import os
import pickle
import re
import signal
import sys
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

FONT_FOLDER = Path(__file__).parent / "fonts"
PIXELS_PER_INCH = 300

# How far to stand back for what samples beside it, on the scale of `nice`.
_PATIENCE = 10
_FIRST = {"data": {"values": [{}]}, "mark": "text", "encoding": {"text": {"value": "a"}}}
# Strips under the pointer: nothing to see, and over half of the time that pixels take.
_UNSEEN = re.compile(r'<path [^<>]* opacity="0"/>')


class Converter(Protocol):
    """What makes pictures: this module, or programs beside this process."""

    def svg_of(self, spec: dict[str, Any], /) -> str:
        """The picture of a Vega-Lite specification, one unit a pixel."""

    def png_of(self, svg: str, /) -> bytes:
        """The same picture in pixels, 300 to the inch."""

    def pdf_of(self, svg: str, /) -> bytes:
        """The same picture as a page."""

    def script(self) -> str:
        """Vega, Vega-Lite and Vega-Embed as one script."""


@cache
def register_fonts() -> None:
    """Make the shipped fonts known to the converter, once in a process.

    Examples
    --------
    >>> register_fonts()
    """
    import vl_convert

    vl_convert.register_font_directory(str(FONT_FOLDER))


def svg_of(spec: dict[str, Any], /) -> str:
    """The picture of a Vega-Lite specification, one unit a pixel."""
    import vl_convert

    register_fonts()
    svg = str(vl_convert.vega_to_svg(vl_convert.vegalite_to_vega(spec)))
    # Asked here: what is imported below brings Altair with it, which most pictures do without.
    if not {"R", "AL"}.intersection(map(unicodedata.bidirectional, {*svg})):
        return svg
    from consilience.charts.drawing.directions import with_directions

    return with_directions(svg)


def png_of(svg: str, /, ppi: float = PIXELS_PER_INCH) -> bytes:
    """The same picture in pixels, 300 to the inch unless told otherwise."""
    import vl_convert

    register_fonts()
    return bytes(vl_convert.svg_to_png(_faced(_UNSEEN.sub("", svg)), ppi=ppi))


def pdf_of(svg: str, /) -> bytes:
    """The same picture as a page."""
    import vl_convert

    register_fonts()
    return bytes(vl_convert.svg_to_pdf(_faced(svg)))


@cache
def shipped() -> frozenset[str]:
    """Letters of the shipped Latin fonts."""
    return frozenset(json.loads((FONT_FOLDER / "advances.json").read_text("utf-8"))["regular"])


def _faced(svg: str) -> str:
    """The same picture, with the font of each letter named that the shipped fonts lack."""
    if not {*svg}.difference(shipped(), "\n\t"):
        return svg
    # A second to import, which most pictures do without.
    from consilience.charts.drawing.faces import with_faces

    return with_faces(svg, _small)


def _small(svg: str) -> bytes:
    import vl_convert

    return bytes(vl_convert.svg_to_png(svg))


def script() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script, kept between processes: to make it takes a second."""
    from importlib.metadata import version

    from consilience import user_cache

    file = user_cache.folder("scripts") / f"vega-{version('vl-convert-python')}.js"
    try:
        return user_cache.kept(file).decode()
    except user_cache.DoubtfulFileError:
        import vl_convert

        made = str(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"))
    user_cache.keep(file, made.encode())
    return made


def warm() -> None:
    """Draw a first picture, which takes a second more than others."""
    svg_of(_FIRST)


WORK: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {work.__name__: work for work in (svg_of, png_of, pdf_of, script, warm)}
)


def _serve() -> None:
    """Do what the standard input asks for, each a name and what it takes, until it ends."""
    # Who asks is interrupted too, and ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The answer goes before its pictures.
    if sys.platform != "win32":
        os.nice(_PATIENCE)
    # What anything else prints must not stand among the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while True:
        try:
            name, given = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            answer = True, WORK[name](*given)
        except Exception as error:
            answer = False, str(error)
        pickle.dump(answer, answers)
        answers.flush()


if __name__ == "__main__":
    _serve()
