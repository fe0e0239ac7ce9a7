"""A small file of each importer in its platform's true shape, with what may go wrong in it.

Each has a folder of its own: the files, and ``sample.toml`` with how many ``estimates`` and ``outcomes`` are in them,
``renamed`` (a column or field, from and to), and ``damaged`` (a text, from and to; how many estimates are ``lost`` by
it, or "all"; what of the record the message ``names``). ``map.toml`` is given to the import where there is one.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "samples"


@dataclass(frozen=True)
class Change:
    """One change to one file of a sample."""

    format: str
    file: str
    before: str
    after: str
    names: str
    lost: int | str = 0

    def __str__(self) -> str:
        return f"{self.format} {self.names.strip(':')}"


def sample(format: str) -> dict[str, Any]:
    """What is to be expected of a sample."""
    return tomllib.loads((FOLDER / format / "sample.toml").read_text("utf-8"))


def files_of(folder: Path) -> list[Path]:
    """The files of a sample that are imported."""
    return sorted(path for path in folder.iterdir() if path.suffix != ".toml")


def changes(kind: str) -> list[Change]:
    """Every change of a kind, of every importer."""
    return [_change(folder.name, said) for folder in sorted(FOLDER.iterdir()) for said in sample(folder.name)[kind]]


def _change(format: str, said: dict[str, Any]) -> Change:
    names = said.get("names", said["from"].strip('"'))
    return Change(format, said["file"], said["from"], said["to"], names, said.get("lost", 0))
