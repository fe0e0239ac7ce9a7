"""Pictures in pixels that a notebook keeps: twice as fine as a screen, and packed as small as they go."""

import struct
import zlib
from collections.abc import Iterator

from consilience.charts.drawing.conversion import png_of

# To a unit of a picture, which is a pixel of a screen and a seventy-second of an inch on paper.
PIXELS = 2
_UNITS_PER_INCH = 72
_SIGNATURE = 8
_FRAME = 12


def pixels_of(svg: str) -> tuple[bytes, int]:
    """The pixels of a picture as a file, and how many it is wide.

    Examples
    --------
    >>> png, width = pixels_of('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    >>> png[1:4], width
    (b'PNG', 18)
    """
    png = _packed(png_of(svg, ppi=PIXELS * _UNITS_PER_INCH))
    (width,) = struct.unpack_from(">I", png, _SIGNATURE + 8)
    return png, width


def _packed(png: bytes) -> bytes:
    """The same picture, its pixels packed again: the converter takes four times the room."""
    chunks = list(_chunks(png))
    pixels = zlib.compress(zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT")), 9)
    head = [chunk for chunk in chunks if chunk[0] not in (b"IDAT", b"IEND")]
    written = (_chunk(kind, data) for kind, data in (*head, (b"IDAT", pixels), (b"IEND", b"")))
    return png[:_SIGNATURE] + b"".join(written)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = _SIGNATURE
    while place < len(png):
        (length,) = struct.unpack_from(">I", png, place)
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += _FRAME + length


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
