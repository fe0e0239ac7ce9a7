"""Files kept between processes in the user's cache folder: whole or not at all, and nobody else's.

What is kept is code that will be run or shown, so that a file is taken only from its owner.
"""

import hashlib
import os
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path

FOLDER_VARIABLE = "CONSILIENCE_CACHE"

_KEPT_DAYS = 90
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


class DoubtfulFileError(Exception):
    """A kept file is not there or not what it should be: what it holds is to be made again."""


def folder(name: str) -> Path:
    """A folder of kept files, in the one that ``CONSILIENCE_CACHE`` names or in the user's cache folder."""
    named = os.environ.get(FOLDER_VARIABLE)
    return (Path(named) if named else user_cache_path("consilience")) / name


def keep(file: Path, content: bytes) -> None:
    """Keep a file; a folder that is full or cannot be written to keeps none.

    Parameters
    ----------
    file : Path
        In one of the folders given by :func:`folder`.
    content : bytes
    """
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.parent.chmod(0o700)
        _remove_unused(file.parent)
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(_digest(file, content) + content)
            Path(temporary).replace(file)
        finally:
            Path(temporary).unlink(missing_ok=True)


def kept(file: Path) -> bytes:
    """What a file keeps.

    Parameters
    ----------
    file : Path
        As it was given to :func:`keep`.

    Returns
    -------
    bytes

    Raises
    ------
    DoubtfulFileError
        If the file is not there, not its owner's alone, damaged, or was written under another name.
    """
    try:
        for place in (file.parent, file):
            _refuse_others(place, place.stat())
        with file.open("rb") as stream:
            _refuse_others(file, os.fstat(stream.fileno()))
            digest, content = stream.read(32), stream.read()
    except OSError as failure:
        raise DoubtfulFileError(str(failure)) from failure
    if _digest(file, content) != digest:
        raise DoubtfulFileError(f"{file} is damaged, or was written as another")
    with suppress(OSError):
        os.utime(file)
    return content


def _digest(file: Path, content: bytes) -> bytes:
    return hashlib.sha256(f"{file.name}\n".encode() + content).digest()


def _remove_unused(place: Path) -> None:
    oldest = time.time() - _KEPT_DAYS * 86400
    for file in place.iterdir():
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)


def _refuse_others(place: Path, status: os.stat_result) -> None:
    # Windows has neither: there the user's own folder is nobody else's.
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & _OTHERS_MAY_WRITE):
        raise DoubtfulFileError(f"{place} can be written by others")
