"""What an exporter makes, and what has to be said of it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Content:
    """A file before it is written.

    Parameters
    ----------
    data : bytes
    remarks : tuple of str
        Sentences on what was left out or changed: none of it happens silently.
    """

    data: bytes
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written.

    Parameters
    ----------
    path : Path
    remarks : tuple of str
        As of :class:`Content`.
    """

    path: Path
    remarks: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join((f"Wrote {self.path}", *self.remarks))

    def __fspath__(self) -> str:
        return str(self.path)
