"""How wide text is once its letters are joined, by the page that the converter makes of it.

A page says where each glyph stands and how wide it is. The converter itself takes letters that are drawn together to
be as wide as the widest of them, and puts the next ones upon them: क and ि of कि, or the parts of คำ.
"""

import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape

from consilience.charts.drawing.typography import text_width

_STREAM = re.compile(rb"/Length (\d+)[^>]*>>\s*stream\r?\n")
_GLYPHS = re.compile(rb"(-?[\d.]+) (-?[\d.]+) Tm\s+/(\w+) [\d.]+ Tf\s+\(((?:\\.|[^\\)])*)\) Tj", re.DOTALL)
_FONT = re.compile(rb"/(\w+) (\d+) 0 R")
_ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_CONTROL = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
# Of the font size.
_EM = 1000


def widths_of(texts: Sequence[str], family: str, weight: str, page: Callable[[str], bytes]) -> Mapping[str, float]:
    """Measure texts.

    Parameters
    ----------
    texts : sequence of str
        Each is drawn by itself.
    family, weight : str
        As an SVG names them.
    page : callable
        From an SVG to a PDF.

    Returns
    -------
    mapping of str to float
        Widths in ems; as the layout estimates them, if the page cannot be understood.
    """
    rows = "".join(f'<text y="{place * _EM}">{escape(text)}</text>' for place, text in enumerate(texts))
    look = f'xml:space="preserve" font-family="{family}" font-weight="{weight}" font-size="{_EM}"'
    size = f'width="{_EM}" height="{_EM * len(texts)}"'
    pdf = page(f'<svg xmlns="http://www.w3.org/2000/svg" {size}><g {look}>{rows}</g></svg>')
    ends: dict[int, float] = {}
    for row, end in _ends(pdf):
        ends[row] = max(end, ends.get(row, 0))
    bold = weight in ("bold", "700")
    return {
        text: ends[place] / _EM if place in ends else text_width(text, 1, bold=bold) for place, text in enumerate(texts)
    }


def _ends(pdf: bytes) -> Iterator[tuple[int, float]]:
    """Of each glyph its row, and where it ends."""
    widths = {name.decode(): _widths(pdf, int(number)) for name, number in _FONT.findall(pdf) if name[:2] == b"fo"}
    for stream in _STREAM.finditer(pdf):
        try:
            drawn = zlib.decompress(pdf[stream.end() : stream.end() + int(stream[1])])
        except zlib.error:
            continue
        for x, y, font, said in _GLYPHS.findall(drawn):
            glyphs = _ESCAPED.sub(_unescaped, said)
            for place in range(0, len(glyphs), 2):
                glyph = int.from_bytes(glyphs[place : place + 2])
                wide = widths.get(font.decode(), {}).get(glyph, 0)
                # A mark is wherever its letter has it.
                if wide:
                    yield round(float(y) / _EM), float(x) + wide


def _unescaped(sign: re.Match[bytes]) -> bytes:
    code = sign[1]
    return bytes([int(code, 8)]) if len(code) == 3 else _CONTROL.get(code, code)


def _widths(pdf: bytes, number: int) -> Mapping[int, int]:
    """Widths of the glyphs of a font in thousandths, which stand at the font that it is made of."""
    made_of = re.search(rb"\b%d 0 obj\s*<<.*?/DescendantFonts \[(\d+) 0 R\]" % number, pdf, re.DOTALL)
    said = made_of and re.search(rb"\b%d 0 obj\s*<<.*?/W \[([^\]]*)\]" % int(made_of[1]), pdf, re.DOTALL)
    numbers = [int(float(word)) for word in said[1].split()] if said else []
    ranges = zip(numbers[::3], numbers[1::3], numbers[2::3], strict=False)
    return {glyph: wide for first, last, wide in ranges for glyph in range(first, last + 1)}
